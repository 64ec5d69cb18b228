# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Propose what to do with each low, stopped or obsolete firm, and say why (§3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from landgis import messages
from landgis.classify.firm_columns import read_data
from landgis.classify.firm_facts import FirmFacts, Surroundings, compute_facts
from landgis.classify.firm_reasons import Sentences, write_reasons
from landgis.classify.official import OfficialLists
from landgis.rules.logic import all_of, any_of, join_names
from landgis.rules.profile import Profile

SUBJECTS = ("target", "zombie", "obsolete", "cleared")
"""Answers that make a firm one to be treated; the others get no proposal."""


@dataclass(frozen=True, kw_only=True)
class TreatmentRow:
    """One row of the table: all of `when` must hold, of each entry any one.

    `reason` is the message, `region` where the document behind `citation` is in
    force (elsewhere it is cited as a model only).
    """

    rule: str
    treatment: str
    reason: str
    citation: str
    region: str = ""
    when: Sequence[Sequence[str]] = ()


def propose(
    firms: pd.DataFrame,
    *,
    verdicts: pd.DataFrame,
    profile: Profile,
    lists: OfficialLists,
    around: Surroundings,
) -> pd.DataFrame:
    """Return `treatment`, `treatment_reason` and `treatment_rule` for each firm.

    The first row of the table that holds decides.  An UNKNOWN row before it
    stops nothing: the reason says what is missing.  Where none holds and one is
    UNKNOWN the proposal is 待核实.  Firms that are neither low, stopped,
    obsolete nor on such an official list get none (missing).

    `verdicts` is the frame of `firms.judge`.
    """
    facts = compute_facts(
        firms, verdicts=verdicts, profile=profile, lists=lists, around=around
    )
    answers = facts.answers
    listed = lists.says[["low", "zombie", "obsolete"]].any(axis=1)
    subject = listed | answers[list(SUBJECTS)].fillna(value=False).any(axis=1)
    mine = firms.index[subject.to_numpy(dtype=bool)]
    decided = _decide(answers.loc[mine])
    table = _all_rows()
    reasons = write_reasons(
        FirmFacts(answers=answers.loc[mine], figures=facts.figures.loc[mine]),
        verdicts=verdicts.loc[mine],
        profile=profile,
        sentences=Sentences(
            message=decided["row"].map(dict(enumerate(r.reason for r in table))),
            clause=decided["row"].map(
                dict(enumerate(_clause(r, profile.region) for r in table))
            ),
            lacks=decided["lacks"],
        ),
    )
    return pd.DataFrame(
        {
            "treatment": decided["row"].map(
                dict(enumerate(row.treatment for row in table))
            ),
            "treatment_reason": reasons,
            "treatment_rule": decided["row"].map(
                dict(enumerate(row.rule for row in table))
            ),
        },
        dtype="str",
    ).reindex(firms.index)


@cache
def treatment_rows() -> tuple[TreatmentRow, ...]:
    """Return the rows of the table, in order."""
    return tuple(TreatmentRow(**row) for row in read_data("treatments")["row"])


def _all_rows() -> tuple[TreatmentRow, ...]:
    """Return the table and, after it, what applies where none of it does."""
    data = read_data("treatments")
    return (
        *treatment_rows(),
        TreatmentRow(**data["fallback"]),
        TreatmentRow(**data["pending"]),
    )


def _decide(answers: pd.DataFrame) -> pd.DataFrame:
    """Return for each firm the `row` of the table, and what open rows before it lack.

    The two positions after the table stand for "nothing holds" and "cannot be
    told".
    """
    table = treatment_rows()
    decided = pd.Series(-1, index=answers.index)
    lacking = pd.DataFrame(
        data=False, index=answers.index, columns=list(read_data("treatments")["lacks"])
    )
    for position, row in enumerate(table):
        parts = [any_of(*(answers[name] for name in names)) for names in row.when]
        verdict = all_of(*parts).mask(decided >= 0, other=False)
        for names, part in zip(row.when, parts, strict=True):
            for name in set(names) & set(lacking.columns):
                lacking[name] |= verdict.isna() & part.isna() & answers[name].isna()
        decided = decided.mask(verdict.fillna(value=False).astype(bool), position)
    unknown = lacking.any(axis=1)
    decided = decided.mask((decided < 0) & unknown, len(table) + 1)
    decided = decided.mask(decided < 0, len(table))
    return pd.DataFrame({"row": decided, "lacks": _name(lacking)})


def _name(lacking: pd.DataFrame) -> pd.Series:
    """Join the words for what is lacking; several questions may lack one thing."""
    words: dict[str, pd.Series] = {}
    for name, word in read_data("treatments")["lacks"].items():
        words[word] = words[word] | lacking[name] if word in words else lacking[name]
    return join_names(words).str.replace(",", "、", regex=False)


def _clause(row: TreatmentRow, region: str) -> str:
    """Return the clause; a document of another region is only a model to follow."""
    if row.region and not region.startswith(row.region):
        return messages.text("treatment.model", citation=row.citation)
    return row.citation
