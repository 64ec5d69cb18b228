# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search finds what trying every plan finds, and proves it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.relocation.verify import objective_of, verify
from tests.landgis.relocation.small import best_by_trying, problems, solved

QUICK = settings(max_examples=60, deadline=None, derandomize=True)
FEWER = settings(max_examples=25, deadline=None, derandomize=True)


def agrees_with_trying(problem):
    best = best_by_trying(problem)
    outcome, moves = solved(problem)
    if best is None:
        assert outcome.status == "infeasible"
        return
    assert outcome.status == "optimal"
    assert not verify(problem, moves)
    assert objective_of(problem, moves) == pytest.approx(best, abs=1e-6)
    assert outcome.objective == pytest.approx(best, abs=1e-6)
    assert outcome.bound >= best - 1e-6


@QUICK
@given(problems())
def test_small_problems_are_solved_as_by_trying_every_plan(problem):
    agrees_with_trying(problem)


@FEWER
@given(problems(n_firms=3, phases=True))
def test_so_are_small_problems_over_years(problem):
    agrees_with_trying(problem)


@FEWER
@given(problems(n_firms=6, n_parks=3), st.data())
def test_more_floor_never_makes_the_best_plan_worse(problem, data):
    place = data.draw(st.integers(0, len(problem.parks) - 1))
    more = data.draw(st.integers(1, 10))
    park = problem.parks[place]
    wider = replace(park, floor_m2=park.floor_m2 + more)
    parks = tuple(wider if p is park else p for p in problem.parks)
    before, _ = solved(problem)
    after, _ = solved(replace(problem, parks=parks))

    assert before.status in {"optimal", "infeasible"}
    if before.status == "optimal":
        assert after.status == "optimal"
        assert after.objective >= before.objective - 1e-6
