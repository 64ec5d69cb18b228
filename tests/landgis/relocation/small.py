# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small problems, and their best plans by trying every one."""

from itertools import product

from hypothesis import strategies as st

from landgis.relocation.child import moves_of
from landgis.relocation.model import model_of
from landgis.relocation.problem import (
    Assignment,
    Firm,
    Objective,
    Park,
    Phase,
    Problem,
)
from landgis.relocation.search import Planner
from landgis.relocation.verify import objective_of, verify

INDUSTRIES = ("1952", "3360", "38", "")


def every_plan(problem):
    years = [phase.year for phase in problem.phases] or [None]
    places = [None] + [(park.id, year) for park in problem.parks for year in years]
    for chosen in product(places, repeat=len(problem.firms)):
        yield tuple(
            Assignment(firm=firm.id, park=place[0], year=place[1])
            for firm, place in zip(problem.firms, chosen, strict=True)
            if place is not None
        )


def best_by_trying(problem):
    """Return what the best plan is worth, None where there is no plan."""
    values = [
        objective_of(problem, plan)
        for plan in every_plan(problem)
        if not verify(problem, plan)
    ]
    return max(values, default=None)


def solved(problem, limit_s=5.0, spare_s=600.0):
    """Return the outcome of the search in this process, and its moves.

    The clock has time to spare, so that a busy machine changes nothing.
    """
    model = model_of(problem)
    outcome = Planner(
        model, limit_s=limit_s, on_better=lambda *_: None, gone_s=-spare_s
    ).run()
    moves = () if outcome.choice is None else moves_of(problem, model, outcome.choice)
    return outcome, moves


small = st.integers(0, 6)


@st.composite
def problems(draw, *, n_firms=4, n_parks=2, phases=False):
    parks = [f"p{number}" for number in range(n_parks)]
    firms = draw(st.integers(1, n_firms))
    years = (2021, 2022) if phases else ()
    return Problem(
        firms=tuple(
            Firm(
                id=f"f{number}",
                floor_m2=draw(small),
                freed_mu=draw(small),
                industry=draw(st.sampled_from(INDUSTRIES)),
                cost={park: draw(small) for park in parks if draw(st.booleans())},
                worth={p: draw(small) - 3.0 for p in parks if draw(st.booleans())},
                use={park: draw(small) for park in parks if draw(st.booleans())},
                allowed=draw(
                    st.none() | st.frozensets(st.sampled_from(parks), min_size=1)
                ),
                pin=draw(st.sampled_from([None] * 9 + parks)),
                cluster=draw(st.sampled_from([None, "c", "d"])),
                energy_tce=draw(small),
                town=draw(st.sampled_from([None, "t"])),
            )
            for number in range(firms)
        ),
        parks=tuple(
            Park(
                id=park,
                floor_m2=draw(st.integers(0, 12)),
                leading=draw(st.sampled_from([(), ("195",), ("38", "195")])),
                leading_share_min=draw(st.sampled_from([0.0, 0.5, 0.7])),
                existing_leading=draw(st.integers(0, 3)),
                existing_other=draw(st.integers(0, 2)),
                forbidden=draw(st.sampled_from([(), ("38",)])),
                special=draw(st.sampled_from([(), ("336",)])),
                open_year=draw(st.sampled_from([None, 2021, 2022])),
                open_cost=draw(small),
                energy_tce=draw(st.none() | st.integers(0, 12)),
                unit_m2=draw(st.sampled_from([(), (2.0,), (2.0, 5.0)])),
            )
            for park in parks
        ),
        objective=Objective(
            freed_mu=draw(st.sampled_from([1.0, 0.0, 0.5])),
            cost=draw(st.sampled_from([-1.0, -0.1, 0.0, 0.3])),
            cluster=draw(st.sampled_from([0.0, 2.0])),
            delay=0.1 if phases else 0.0,
        ),
        require_all=draw(st.booleans()),
        phases=tuple(
            Phase(
                year=year,
                budget=draw(st.none() | st.integers(0, 8)),
                target_mu=draw(st.none() | st.integers(0, 8)),
            )
            for year in years
        ),
        budget=draw(st.none() | st.integers(0, 15)),
        town_share_min=draw(st.sampled_from([0.0, 0.0, 0.5])),
        hard_targets=draw(st.booleans()),
    )
