# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The relocation plan of a run: the problem, the search, the tables."""

from __future__ import annotations

from landgis.analysis import Analysis, Relocation
from landgis.operations.plan_outputs import relocation_of
from landgis.operations.relocation_problem import problem_of
from landgis.progress import SILENT, Progress
from landgis.relocation.solve import solve
from landgis.relocation.view import Solution, make_view
from landgis.relocation.wishes import PlanWishes


def make_plan(
    analysis: Analysis, wishes: PlanWishes, *, progress: Progress = SILENT
) -> Relocation:
    """Return the best relocation plan that is found within the time wished for.

    It is a proposal: nothing of the analysis changes because of it.
    """
    problem = problem_of(analysis, wishes)
    found = solve(problem.problem, wishes.time_limit_s, progress=progress)
    return relocation_of(make_view(problem, Solution.of(found)))
