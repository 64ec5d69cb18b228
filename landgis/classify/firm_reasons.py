# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentence behind a proposal: figures, limit and clause, in the office's words."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from landgis import messages
from landgis.classify.evidence import SHORT_PLACES, to_short_texts, to_texts
from landgis.classify.firm_facts import FirmFacts
from landgis.classify.firm_limits import get_limit
from landgis.rules.profile import LowTest, Profile, Threshold


@dataclass(frozen=True, kw_only=True)
class Sentences:
    """What each firm's reason is made of.

    `message` is the id of the main clause, `clause` the document's words,
    `lacks` what is missing, or "".
    """

    message: pd.Series
    clause: pd.Series
    lacks: pd.Series


def write_reasons(
    facts: FirmFacts,
    *,
    verdicts: pd.DataFrame,
    profile: Profile,
    sentences: Sentences,
) -> pd.Series:
    """Return one sentence for each firm of `facts`."""
    words = pd.DataFrame(
        {
            **_figure_words(facts, verdicts=verdicts, profile=profile),
            "low": _low_words(verdicts, profile.low),
            "category": verdicts["official_category"].fillna(""),
            "lacks": sentences.lacks,
            "clause": sentences.clause,
        },
        index=facts.answers.index,
    )
    # A sentence for each proposal: text has no vector form.
    texts = [
        _join_sentence(message, record)
        for message, record in zip(
            sentences.message, words.to_dict("records"), strict=True
        )
    ]
    return pd.Series(texts, index=words.index, dtype="str")


def _join_sentence(message: str, words: dict[Hashable, Any]) -> str:
    named = {str(name): word for name, word in words.items()}
    main = messages.text(message, **named)
    tail = [
        named["clause"],
        messages.text("treatment.lacks", **named) if named["lacks"] else "",
    ]
    notes = "；".join(note for note in tail if note)
    return messages.text("treatment.sentence", main=main, notes=notes)


def _low_words(verdicts: pd.DataFrame, tests: Sequence[LowTest]) -> pd.Series:
    """Say how a firm stands to its line; by the official list where it has none."""
    categories = verdicts["official_category"]
    spelled = {
        category: messages.text("treatment.official", category=category)
        for category in categories.dropna().unique()
    }
    words = categories.map(spelled).astype("str").fillna("")
    tax = verdicts["tax_per_mu"]
    for position, test in enumerate(tests):
        line = test.threshold
        mine = verdicts["low"].notna() & (verdicts["low_line"] == position)
        figures = _faithful_texts(tax, line)
        said = [
            messages.text(
                "treatment.low" if low else "treatment.not_low",
                tax=figure,
                limit=f"{line.symbol} {line.shown} {line.unit}",
                citation=line.citation.split("：")[0],
            )
            for figure, low in zip(figures[mine], verdicts["low"][mine], strict=True)
        ]
        words = (
            pd.Series(said, index=words.index[mine], dtype="str")
            .reindex(words.index)
            .fillna(words)
        )
    return words


def _faithful_texts(values: pd.Series, limit: Threshold) -> pd.Series:
    """Return short numbers that stay on their side of the limit.

    A figure that two decimals would put on the other side keeps all of them
    (GEN-01: 8.004 is not within 8).
    """
    misleads = limit.holds(values.round(SHORT_PLACES)) != limit.holds(values)
    return to_short_texts(values).mask(
        misleads.fillna(value=False).astype(bool),
        pd.Series(to_texts(values), index=values.index, dtype="str"),
    )


def _figure_words(
    facts: FirmFacts, *, verdicts: pd.DataFrame, profile: Profile
) -> dict[str, pd.Series]:
    figures, answers = facts.figures, facts.answers
    small = get_limit(profile, "small_firm_mu")
    far_floor = get_limit(profile, "far_floor")
    share_limit = get_limit(profile, "plausible_tax_share")
    land, parks = _faithful_texts(figures["land_mu"], small), figures["parks"]
    categories = verdicts["official_category"].fillna("")
    return {
        "industry": figures["industry"].fillna(""),
        "land": land,
        "far": _faithful_texts(figures["far"], far_floor),
        "far_floor": _constant(far_floor.shown, figures.index),
        "share": _faithful_texts(verdicts["tax_share_of_median"], share_limit),
        "share_limit": _constant(share_limit.shown, figures.index),
        "stopped": _choose(
            figures["stopped"],
            yes=_fill("treatment.status", status=figures["status"].fillna("")),
            no=_choose(
                figures["listed_zombie"],
                yes=_fill("treatment.official", category=categories),
                no=_constant(messages.text("treatment.no_power"), figures.index),
            ),
        ),
        "kind": _choose(
            answers["tenant"],
            yes=_fill("treatment.tenant", land=land),
            no=_fill(
                "treatment.small", land=land, limit=_constant(small.shown, land.index)
            ),
        ),
        "prospect": _choose(
            answers["growing"],
            yes=_fill(
                "treatment.growing", growth=to_short_texts(figures["growth"] * 100)
            ),
            no=_fill(
                "treatment.candidate", revenue=to_short_texts(figures["revenue_wan"])
            ),
        ),
        "fit": _choose(
            figures["leads"],
            yes=_fill("treatment.leading", parks=parks),
            no=_fill("treatment.permitted", parks=parks),
        ),
    }


def _fill(message: str, **columns: pd.Series) -> pd.Series:
    """Fill one message for each row."""
    first = next(iter(columns.values()))
    texts = [
        messages.text(message, **dict(zip(columns, row, strict=True)))
        for row in zip(*columns.values(), strict=True)
    ]
    return pd.Series(texts, index=first.index, dtype="str")


def _choose(answer: pd.Series, *, yes: pd.Series, no: pd.Series) -> pd.Series:
    return no.mask(answer.fillna(value=False).astype(bool), yes)


def _constant(text: str, index: pd.Index) -> pd.Series:
    return pd.Series(text, index=index, dtype="str")
