# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The relocation problem of an analysed project."""

from __future__ import annotations

from collections.abc import Mapping

from landgis.analysis import Analysis
from landgis.operations.review_decisions import firm_keys
from landgis.relocation.planning import HandMove, Inputs, PlanProblem, make_problem
from landgis.relocation.wishes import PlanWishes


def problem_of(
    analysis: Analysis,
    wishes: PlanWishes,
    *,
    moves: Mapping[str, HandMove] | None = None,
    zones: Mapping[str, str] | None = None,
) -> PlanProblem:
    """Return the problem: firms by treatment, parks, years and what is wanted.

    Parameters
    ----------
    moves
        What the user decided, by firm (see `review_decisions.firm_keys`).
    zones
        Zone of each parcel, by name, of the zoning that is the plan.
    """
    by_name = zones or {}
    names = analysis.parcel_names
    return make_problem(
        analysis,
        wishes,
        Inputs(
            keys=firm_keys(analysis.firms),
            moves=moves or {},
            zones={
                row: by_name[name]
                for row, name in enumerate(names.tolist())
                if name in by_name
            }
            if by_name
            else {},
        ),
    )
