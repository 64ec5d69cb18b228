# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ejection chains keep every limit, and find plans that need several moves at once."""

from dataclasses import replace

import numpy as np

from landgis.relocation.chains import Chains, is_plain
from landgis.relocation.model import model_of
from landgis.relocation.prices import descend
from landgis.relocation.problem import Firm, Objective, Park, Problem
from landgis.relocation.score import score

PARKS = ("a", "b", "c")


def ring():
    """Return three full parks whose firms each want the next one's place."""
    return Problem(
        firms=tuple(
            Firm(
                id=f"f{number}",
                floor_m2=10,
                freed_mu=0,
                cost=dict.fromkeys(PARKS, 5.0) | {PARKS[(number + 1) % 3]: 1.0},
            )
            for number in range(3)
        ),
        parks=tuple(Park(id=park, floor_m2=10) for park in PARKS),
        objective=Objective(freed_mu=0.0, cost=-1.0),
        require_all=True,
    )


def run(problem, choice):
    model = model_of(problem)
    chains = Chains(model, descend(model))
    found = chains.run(choice, seed=1, work=20_000, heat=0.3)
    return model, found


def test_a_ring_of_firms_moves_on_where_no_two_could_swap():
    stays = np.array([0, 4, 8], np.int32)
    model, found = run(ring(), stays)

    assert score(model, stays).value == -15
    assert found.is_plan
    assert score(model, found.choice).is_plan
    assert score(model, found.choice).value == -3


def test_who_need_not_move_may_stay_and_may_come_in():
    problem = replace(ring(), require_all=False, objective=Objective(cost=-1.0))
    worth = replace(problem.firms[0], freed_mu=4.0)
    problem = replace(problem, firms=(worth, *problem.firms[1:]))
    model, found = run(problem, np.full(3, -1, np.int32))

    assert score(model, found.choice).is_plan
    assert score(model, found.choice).value == 3


def test_the_same_seed_and_work_give_the_same_plan():
    _, first = run(ring(), np.array([0, 4, 8], np.int32))
    _, second = run(ring(), np.array([0, 4, 8], np.int32))

    assert first.choice.tolist() == second.choice.tolist()
    assert first.work == second.work


def test_chains_leave_alone_what_takes_of_two_capacities_or_opens_parks():
    problem = ring()
    hungry = replace(problem.firms[0], energy_tce=1.0)
    park = replace(problem.parks[0], energy_tce=5.0)
    both = replace(
        problem,
        firms=(hungry, *problem.firms[1:]),
        parks=(park, *problem.parks[1:]),
    )
    dear = replace(park, energy_tce=None, open_cost=3.0)

    assert is_plain(model_of(problem))
    assert not is_plain(model_of(both))
    assert not is_plain(model_of(replace(problem, parks=(dear, *problem.parks[1:]))))
