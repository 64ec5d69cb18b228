# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks while a zone is drawn: does it hang together, is it large enough, and more."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from landgis.zones.contiguity import JOINS_M, Contiguity, Gap, Part, contiguity_of
from landgis.zones.figure_rows import rows_behind
from landgis.zones.overlay import MIN_PIECE_M2
from landgis.zones.totals import Totals
from landgis.zones.units import Rows, Units
from landgis.zones.zoning import Zoning

__all__ = [
    "JOINS_M",
    "Contiguity",
    "Gap",
    "Outcome",
    "Part",
    "Verdict",
    "contiguity_of",
    "verdicts_of",
]

NOTHING: Rows = np.empty(0, dtype=np.int64)


class Outcome(StrEnum):
    """How a check ended; `NOT_CHECKED` where the layer for it is absent."""

    PASSED = "passed"
    LOOK = "look"
    UNKNOWN = "unknown"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, kw_only=True, eq=False)
class Verdict:
    """One check: its id, how it ended, its figure, and where to look.

    `id` is one of ``contiguous`` (value: number of parts), ``large_enough`` (亩),
    ``excluded`` (m² in land left out), ``grade_a`` (firms of grade A),
    ``to_verify`` (units).
    """

    id: str
    outcome: Outcome
    value: float
    rows: Rows
    gap_m: float | None = None


def verdicts_of(
    zoning: Zoning, units: Units, *, totals: Totals, contiguity: Contiguity
) -> tuple[Verdict, ...]:
    """Check a zone, in the order in which the checks are shown."""
    zone = totals.zone
    graded = totals.grades["A"] > 0
    return (
        _contiguous(contiguity),
        Verdict(
            id="large_enough",
            outcome=_passed(totals.mu >= units.cluster_min_mu),
            value=totals.mu,
            rows=NOTHING,
        ),
        _excluded(zoning, units, totals),
        Verdict(
            id="grade_a",
            outcome=_passed(not graded),
            value=totals.grades["A"],
            rows=rows_behind(zoning, units, "grade:A", zone=zone).rows
            if graded
            else NOTHING,
        ),
        Verdict(
            id="to_verify",
            outcome=Outcome.UNKNOWN if totals.to_verify else Outcome.PASSED,
            value=totals.to_verify,
            rows=rows_behind(zoning, units, "to_verify", zone=zone).rows
            if totals.to_verify
            else NOTHING,
        ),
    )


def _passed(is_right: bool) -> Outcome:  # noqa: FBT001 - a truth is all there is
    return Outcome.PASSED if is_right else Outcome.LOOK


def _contiguous(contiguity: Contiguity) -> Verdict:
    """Say of how many parts a zone is; to look at are all but the largest."""
    rest = [part.rows for part in contiguity.parts[1:]]
    return Verdict(
        id="contiguous",
        outcome=_passed(not rest),
        value=len(contiguity.parts),
        rows=np.concatenate([NOTHING, *rest]),
        gap_m=max((gap.distance_m for gap in contiguity.gaps), default=None),
    )


def _excluded(zoning: Zoning, units: Units, totals: Totals) -> Verdict:
    """Say how much of a zone lies in land that is left out."""
    inside_m2 = totals.excluded_m2
    if inside_m2 is None:
        return Verdict(
            id="excluded", outcome=Outcome.NOT_CHECKED, value=0.0, rows=NOTHING
        )
    found = rows_behind(zoning, units, "excluded_m2", zone=totals.zone)
    return Verdict(
        id="excluded",
        outcome=_passed(inside_m2 <= MIN_PIECE_M2),
        value=inside_m2,
        rows=found.rows[found.amounts > MIN_PIECE_M2],
    )
