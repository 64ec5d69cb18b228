# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Evaluate all firms of a year: set aside, score, rank, grade, veto (§2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import union_categoricals

from landgis import messages
from landgis.classify.firm_columns import to_numbers, to_scales, to_words
from landgis.findings import Finding
from landgis.grading.ranking import (
    NO_VETO,
    VETO,
    WEAK_VETO,
    apply_vetoes,
    compute_grades,
    compute_places,
    find_vetoes,
)
from landgis.grading.remarks import (
    find_d_share,
    find_indicators,
    find_not_graded,
    find_tenants,
    find_unknown_scale,
)
from landgis.grading.scope import set_aside
from landgis.grading.scoring import COLUMNS, score_group
from landgis.rules.scheme import GRADES, GROUP_OF_SCALE, GroupScheme, Renting, Scheme

ADJUSTMENT, RENTING = "adjustment", "renting"
"""Rows of the scores that are no indicators: points added or taken off."""

_VETO_TEXTS = {WEAK_VETO: "grading.weak_veto", VETO: "grading.veto"}


@dataclass(frozen=True, kw_only=True)
class GradingResult:
    """How every firm was evaluated.

    Attributes
    ----------
    scores
        One row for each evaluated firm and indicator: `firm` (its row),
        `indicator`, `value`, `base`, `weight`, `score`, `note`; points added
        or taken off are rows `adjustment` and `renting`.  The scores of a firm
        add up to its score.
    firms
        In step with the table: `group` (`above_scale`, `below_scale`,
        `service` or missing), `evaluated`, `score`, `place` in the group,
        `first_grade` by place, `grade` after vetoes, `reason` in words where
        there is something to say.
    summary
        One row for each group: `n` and the number of `A`, `B`, `C`, `D`.
    """

    scores: pd.DataFrame
    firms: pd.DataFrame
    summary: pd.DataFrame
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class _Group:
    """The scored and ranked firms of one group."""

    scores: pd.DataFrame
    firms: pd.DataFrame
    findings: tuple[Finding, ...]


def grade(
    firms: pd.DataFrame, *, scheme: Scheme, reference_date: date
) -> GradingResult:
    """Score and grade every firm within its group.

    Parameters
    ----------
    firms
        Standard fields of one year, `land_mu` being the figure to divide by.
        Optional: `adjustment` (points added or taken off), and what
        `count_tenants` gives for schemes that take off points for renting.

    Notes
    -----
    The number of firms that the shares are taken of is that of the evaluated
    ones.  A veto lowers a grade after ranking and moves nobody else.
    """
    scale = to_scales(to_words(firms, "scale"))
    group = scale.map(GROUP_OF_SCALE).astype("str").where(scale.notna())
    aside = set_aside(firms, scheme=scheme, group=group, reference_date=reference_date)
    evaluated = aside.reason == ""
    parts = [
        _grade_group(firms[evaluated & (group == name)], scheme=part)
        for name, part in scheme.groups.items()
    ]
    graded = pd.concat([part.firms for part in parts]).reindex(firms.index)
    vetoes = find_vetoes(firms, weak=scheme.weak_vetoes)
    result = pd.DataFrame(
        {
            "group": group,
            "evaluated": graded["score"].notna(),
            "score": graded["score"],
            "place": graded["place"],
            "first_grade": graded["first_grade"],
            "grade": apply_vetoes(graded["first_grade"], vetoes=vetoes),
            "reason": _give_reasons(
                firms, aside.reason, first_grade=graded["first_grade"], vetoes=vetoes
            ),
        },
        index=firms.index,
    )
    summary = _summarise(result, groups=list(scheme.groups))
    return GradingResult(
        scores=_join_rows([part.scores for part in parts]),
        firms=result,
        summary=summary,
        findings=(
            *find_unknown_scale(firms, group=group),
            *aside.findings,
            *(finding for part in parts for finding in part.findings),
            *find_not_graded(firms, mask=evaluated & ~result["evaluated"]),
            *find_d_share(firms, grades=result["grade"], wanted=scheme.d_share),
        ),
    )


def _grade_group(firms: pd.DataFrame, *, scheme: GroupScheme) -> _Group:
    scored = score_group(firms, scheme=scheme)
    points = [_make_adjustments(firms)]
    if scheme.renting is not None:
        points.append(_make_deductions(firms, renting=scheme.renting))
    total = scored.total
    for rows in points:
        total = total.add(rows.set_index("firm")["score"], fill_value=0.0)
    total = total.where(scored.total.notna())
    places = compute_places(total)
    return _Group(
        scores=_join_rows([scored.rows, *points]),
        firms=pd.DataFrame(
            {
                "score": total,
                "place": places,
                "first_grade": compute_grades(places, shares=scheme.shares),
            },
            index=firms.index,
        ),
        findings=(
            *find_indicators(firms, unscored=scored.unscored),
            *find_tenants(firms, renting=scheme.renting),
        ),
    )


def _make_adjustments(firms: pd.DataFrame) -> pd.DataFrame:
    points = to_numbers(firms, ADJUSTMENT).fillna(0.0)
    note = pd.Series(messages.text("grading.note_adjustment"), index=firms.index)
    return _make_rows(ADJUSTMENT, points, value=points, note=note)


def _make_deductions(firms: pd.DataFrame, *, renting: Renting) -> pd.DataFrame:
    tenants = to_numbers(firms, renting.column)
    number = tenants.fillna(0).astype("int64").astype("str")
    note = messages.text("grading.note_renting", tenants="{}")
    before, after = note.split("{}")
    return _make_rows(
        RENTING,
        renting.points(tenants),
        value=tenants,
        note=before + number + after,
    )


def _make_rows(
    indicator: str, points: pd.Series, *, value: pd.Series, note: pd.Series
) -> pd.DataFrame:
    """Make a row of scores for each firm that gets or loses points."""
    counts = (points != 0).to_numpy()
    firms = points.index[counts]
    nothing = np.full(len(firms), np.nan)
    return pd.DataFrame(
        {
            "firm": firms,
            "indicator": _to_categories(np.full(len(firms), indicator)),
            "value": value.to_numpy()[counts],
            "base": nothing,
            "weight": nothing,
            "score": points.to_numpy()[counts],
            "note": _to_categories(note.to_numpy(dtype=object)[counts]),
        },
        columns=list(COLUMNS),
    )


def _to_categories(texts: NDArray[Any]) -> pd.Categorical:
    return pd.Categorical(pd.Series(texts, dtype="str"))


def _join_rows(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Put score rows below each other; the two text columns stay categorical."""
    joined = pd.concat(
        [part.drop(columns=["indicator", "note"]) for part in parts], ignore_index=True
    )
    for name in ("indicator", "note"):
        joined[name] = union_categoricals([part[name] for part in parts])
    return joined[list(COLUMNS)]


def _give_reasons(
    firms: pd.DataFrame,
    aside: pd.Series,
    *,
    first_grade: pd.Series,
    vetoes: pd.Series,
) -> pd.Series:
    """Say why a firm has no grade, or another than that of its place."""
    reason = aside.mask(
        (aside == "") & first_grade.isna(), messages.text("grading.set_aside_figures")
    )
    vetoed = first_grade.notna() & (vetoes != NO_VETO)
    told = to_words(firms, "veto")[vetoed]
    texts = [
        messages.text(_VETO_TEXTS[kind], reason=cause)
        for kind, cause in zip(vetoes[vetoed], told, strict=True)
    ]
    reason = reason.copy()
    reason.loc[vetoed] = texts
    return reason


def _summarise(firms: pd.DataFrame, *, groups: list[str]) -> pd.DataFrame:
    counts = pd.crosstab(firms["group"], firms["grade"])
    counts = counts.reindex(index=groups, columns=list(GRADES), fill_value=0)
    counts.insert(0, "n", counts.sum(axis="columns"))
    return counts.rename_axis(index="group", columns=None).astype("int64")
