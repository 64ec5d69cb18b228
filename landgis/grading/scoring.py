# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Score the firms of one group, indicator by indicator (MU-03)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis import messages
from landgis.classify.firm_columns import compute_ratio, to_numbers
from landgis.rules.scheme import GroupScheme, Indicator, Missing

COLUMNS = ("firm", "indicator", "value", "base", "weight", "score", "note")
"""Columns of the scores: one row for each firm and indicator."""

_NOTES = ("", "capped", "floored", "mean", "zero", "left_out", "unscored")
_NONE, _CAPPED, _FLOORED, _MEAN, _ZERO, _LEFT_OUT, _UNSCORED = range(len(_NOTES))


@dataclass(frozen=True, kw_only=True)
class GroupScores:
    """How the firms of a group score.

    Attributes
    ----------
    total
        Σ of the scores, before additions and deductions; missing where no
        indicator could be scored.
    rows
        `COLUMNS`, firm by firm; the scores of a firm add up to its total.
    unscored
        Indicators that nobody of the group could be scored by.
    """

    total: pd.Series
    rows: pd.DataFrame
    unscored: tuple[Indicator, ...]


@dataclass(frozen=True, kw_only=True)
class _Scored:
    """One indicator of every firm; `note` is a place in `_NOTES`."""

    indicator: Indicator
    value: pd.Series
    base: float
    score: pd.Series
    note: pd.Series

    @property
    def is_scored(self) -> bool:
        return bool(self.score.notna().any())


def score_group(firms: pd.DataFrame, *, scheme: GroupScheme) -> GroupScores:
    """Score every firm of a group by every indicator of its scheme.

    A figure is missing if a part of it is, or if its denominator is not above
    0; the scheme says what it then counts.  An indicator that nobody has, or
    whose base is not above 0, is left out for everyone: it changes no place.
    """
    scored = [
        _score(firms, indicator, scheme=scheme) for indicator in scheme.indicators
    ]
    if scheme.missing is Missing.REWEIGHT:
        scored = _reweight(scored)
    scores = pd.DataFrame(
        {one.indicator.id: one.score for one in scored}, index=firms.index
    )
    return GroupScores(
        total=scores.sum(axis="columns", min_count=1).rename("score"),
        rows=_to_rows(scored, firms.index),
        unscored=tuple(one.indicator for one in scored if not one.is_scored),
    )


def compute_base(indicator: Indicator, *, firms: pd.DataFrame) -> float:
    """Return the base of an indicator: its own, else Σ numerators ÷ Σ denominators.

    Only firms that have both figures, and a denominator above 0, are summed.
    Missing where there are none.
    """
    if indicator.base is not None:
        return indicator.base
    numerator = to_numbers(firms, indicator.numerator)
    denominator = to_numbers(firms, indicator.denominator)
    both = numerator.notna() & (denominator > 0)
    if not both.any():
        return np.nan
    return float(numerator[both].sum() / denominator[both].sum())


def _score(
    firms: pd.DataFrame, indicator: Indicator, *, scheme: GroupScheme
) -> _Scored:
    value = compute_ratio(
        to_numbers(firms, indicator.numerator), to_numbers(firms, indicator.denominator)
    )
    base = compute_base(indicator, firms=firms)
    note = pd.Series(_NONE, index=firms.index)
    if not base > 0 or not value.notna().any():
        return _Scored(
            indicator=indicator,
            value=value,
            base=base,
            score=pd.Series(np.nan, index=firms.index),
            note=note + _UNSCORED,
        )
    free = value / base * indicator.weight
    score = scheme.points(indicator, value, base=base)
    note = note.mask(score < free, _CAPPED)
    note = note.mask(score > free, _FLOORED)
    if scheme.missing is Missing.GROUP_MEAN_SCORE:
        note = note.mask(score.isna(), _MEAN)
        score = score.fillna(score.mean())
    elif scheme.missing is Missing.ZERO:
        note = note.mask(score.isna(), _ZERO)
        score = score.fillna(0.0)
    else:
        note = note.mask(score.isna(), _LEFT_OUT)
    return _Scored(indicator=indicator, value=value, base=base, score=score, note=note)


def _reweight(scored: list[_Scored]) -> list[_Scored]:
    """Let the indicators that a firm has count for those it lacks."""
    whole = sum(one.indicator.weight for one in scored)
    held = sum(one.indicator.weight * one.score.notna() for one in scored)
    factor = (whole / held).where(held > 0) if isinstance(held, pd.Series) else np.nan
    return [replace(one, score=one.score * factor) for one in scored]


def _to_rows(scored: list[_Scored], firms: pd.Index) -> pd.DataFrame:
    """Put the indicators of each firm one below the other."""
    count, width = len(firms), len(scored)
    names = pd.Index([one.indicator.id for one in scored], dtype="str")
    notes = [messages.text(f"grading.note_{note}") if note else "" for note in _NOTES]
    return pd.DataFrame(
        {
            "firm": np.repeat(firms.to_numpy(), width),
            "indicator": pd.Categorical.from_codes(
                np.tile(np.arange(width), count), categories=names
            ),
            "value": _interleave([one.value for one in scored]),
            "base": np.tile([one.base for one in scored], count),
            "weight": np.tile([one.indicator.weight for one in scored], count),
            "score": _interleave([one.score for one in scored]),
            "note": pd.Categorical.from_codes(
                _interleave([one.note for one in scored]),
                categories=pd.Index(notes, dtype="str"),
            ),
        },
        columns=list(COLUMNS),
    )


def _interleave(columns: list[pd.Series]) -> NDArray[Any]:
    return np.stack([column.to_numpy() for column in columns], axis=1).ravel()
