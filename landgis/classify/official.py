# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists that an authority has fixed: shown beside our verdicts, never overruled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis import messages
from landgis.classify.evidence import to_short_texts
from landgis.classify.firm_columns import (
    find_word_groups,
    to_firm_keys,
    to_row_names,
    to_scales,
    to_words,
)
from landgis.findings import Finding, Severity

KINDS = ("obsolete", "zombie", "low", "above_scale")
"""What a list can say of a firm: 淘汰落后, 停产僵尸, 高耗低效, 规上."""


@dataclass(frozen=True, kw_only=True)
class OfficialLists:
    """What the authority's lists say of each firm of the table.

    Attributes
    ----------
    category
        The categories as the lists write them, joined by "、"; missing for a
        firm on no list.
    says
        One boolean column for each of `KINDS`.
    loaded
        The kinds that occur in the lists at all.
    """

    category: pd.Series
    says: pd.DataFrame
    loaded: frozenset[str]
    findings: tuple[Finding, ...]


def match_lists(
    firms: pd.DataFrame, official: pd.DataFrame | None, *, category: str | None = None
) -> OfficialLists:
    """Find the firms of official lists in the table: by credit code, then by name.

    Parameters
    ----------
    official
        The table `official` (code, name, category); None or empty: no list.
    category
        What rows without a category are, such as the name of the file.
    """
    if official is None or official.empty:
        return _without_lists(firms.index)
    lists = official.reset_index(drop=True)
    words = to_words(lists, "category").fillna(category or "")
    kinds = _find_kinds(words)
    pairs = _match(firms, lists)
    says = pd.DataFrame(
        {
            kind: np.isin(
                np.arange(len(firms)),
                pairs["firm"][kinds[kind].to_numpy()[pairs["row"]]],
            )
            for kind in KINDS
        },
        index=firms.index,
    )
    found = _findings(lists, words, kinds=kinds, matched=pairs["row"].to_numpy())
    return OfficialLists(
        category=_joined(words, pairs=pairs, index=firms.index),
        says=says,
        loaded=frozenset(kind for kind in KINDS if kinds[kind].any()),
        findings=found,
    )


def fill_scale(scale: pd.Series, *, lists: OfficialLists) -> pd.Series:
    """Return 规上/规下, taken from the statistics list where the table has none."""
    return scale.mask(
        to_scales(scale).isna() & lists.says["above_scale"],
        messages.text("official.above_scale"),
    )


def check_lists(
    firms: pd.DataFrame,
    *,
    lists: OfficialLists,
    low: pd.Series,
    zombie: pd.Series,
    tax_per_mu: pd.Series,
) -> tuple[Finding, ...]:
    """Find where a list and our own verdict say different things of a firm.

    `low` and `zombie` are our own verdicts; an UNKNOWN one differs from nothing.
    """
    says = lists.says
    scale = to_scales(to_words(firms, "scale"))
    listed = says["low"] | says["zombie"] | says["obsolete"]
    above = messages.text("official.above_scale")
    differs = {
        "official.low_not_ours": says["low"] & _is_false(low),
        "official.low_not_theirs": _is_true(low) & ~listed & ("low" in lists.loaded),
        "official.zombie_not_ours": says["zombie"] & _is_false(zombie),
        "official.zombie_not_theirs": _is_true(zombie)
        & ~listed
        & ("zombie" in lists.loaded),
        "official.scale_not_ours": says["above_scale"]
        & scale.notna()
        & (scale != above),
        "official.scale_not_theirs": (scale == above)
        & ~says["above_scale"]
        & ("above_scale" in lists.loaded),
    }
    names, figures = to_row_names(firms), to_short_texts(tax_per_mu, places=4)
    rows: list[int] = []
    details: list[str] = []
    for message, mask in differs.items():
        found = firms.index[mask.to_numpy(dtype=bool)]
        rows += [int(row) for row in found]
        details += [
            messages.text(message, category=category, tax_per_mu=figure)
            for category, figure in zip(
                lists.category.loc[found], figures.loc[found], strict=True
            )
        ]
    if not rows:
        return ()
    return (
        Finding(
            kind="official_differs",
            severity=Severity.WARNING,
            role="enterprise",
            rows=tuple(rows),
            ids=tuple(names.loc[rows]),
            details=tuple(details),
        ),
    )


def _without_lists(index: pd.Index) -> OfficialLists:
    return OfficialLists(
        category=pd.Series(np.nan, index=index, dtype="str"),
        says=pd.DataFrame(data=False, index=index, columns=list(KINDS)),
        loaded=frozenset(),
        findings=(),
    )


def _find_kinds(words: pd.Series) -> pd.DataFrame:
    """Tell what each row says; 规上低贡献 is a list of 低效, not of all 规上."""
    kinds = find_word_groups(words, name="official")
    others = kinds.drop(columns="above_scale").any(axis=1)
    return kinds.assign(above_scale=kinds["above_scale"] & ~others)


def _match(firms: pd.DataFrame, lists: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of positions (firm, row of the lists) that are one firm."""
    our_codes, our_names = to_firm_keys(firms)
    codes, names = to_firm_keys(lists)
    by_code = _pair(our_codes, codes)
    left = ~np.isin(np.arange(len(lists)), by_code["row"])
    by_name = _pair(our_names, names.where(left))
    return pd.concat([by_code, by_name], ignore_index=True)


def _pair(firms: pd.Series, rows: pd.Series) -> pd.DataFrame:
    left = pd.DataFrame({"key": firms.to_numpy(), "firm": np.arange(len(firms))})
    right = pd.DataFrame({"key": rows.to_numpy(), "row": np.arange(len(rows))})
    return left.dropna().merge(right.dropna(), on="key")[["firm", "row"]]


def _joined(words: pd.Series, *, pairs: pd.DataFrame, index: pd.Index) -> pd.Series:
    named = pd.DataFrame(
        {"firm": pairs["firm"], "word": words.to_numpy()[pairs["row"]]}
    ).drop_duplicates()
    joined = named.groupby("firm")["word"].agg("、".join)
    return joined.reindex(range(len(index))).set_axis(index).astype("str")


def _findings(
    lists: pd.DataFrame,
    words: pd.Series,
    *,
    kinds: pd.DataFrame,
    matched: NDArray[np.int64],
) -> tuple[Finding, ...]:
    masks = {
        "official_not_found": ~np.isin(np.arange(len(lists)), matched),
        "official_unknown_category": ~kinds.any(axis=1).to_numpy(),
    }
    names = to_row_names(lists)
    return tuple(
        Finding(
            kind=kind,
            severity=Severity.WARNING,
            role="official",
            rows=tuple(int(row) for row in np.flatnonzero(mask)),
            ids=tuple(names[mask]),
            details=_details(f"official.{kind}", names=names[mask], words=words[mask]),
        )
        for kind, mask in masks.items()
        if mask.any()
    )


def _details(message: str, *, names: pd.Series, words: pd.Series) -> tuple[str, ...]:
    return tuple(
        messages.text(message, name=name, category=word)
        for name, word in zip(names, words, strict=True)
    )


def _is_true(verdict: pd.Series) -> pd.Series:
    return verdict.astype("boolean").fillna(value=False).astype(bool)


def _is_false(verdict: pd.Series) -> pd.Series:
    return ~verdict.astype("boolean").fillna(value=True).astype(bool)
