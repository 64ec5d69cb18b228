# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ejection chains keep every limit, and find plans that need several moves at once."""

from dataclasses import replace

import numpy as np

from landgis.relocation.chains import Chains, is_plain
from landgis.relocation.model import model_of
from landgis.relocation.neighbourhood import greedy
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
    found = chains.run(choice, work=20_000)
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


def test_chains_leave_alone_what_takes_of_two_capacities_or_opens_unseen():
    problem = ring()
    hungry = replace(problem.firms[0], energy_tce=1.0)
    park = replace(problem.parks[0], energy_tce=5.0)
    both = replace(
        problem,
        firms=(hungry, *problem.firms[1:]),
        parks=(park, *problem.parks[1:]),
    )
    dear = replace(park, energy_tce=None, open_cost=3.0)
    light = replace(problem.firms[0], use={"a": 0.0})

    assert is_plain(model_of(problem))
    assert not is_plain(model_of(both))
    opened = replace(problem, parks=(dear, *problem.parks[1:]))
    assert is_plain(model_of(opened))
    unseen = replace(opened, firms=(light, *opened.firms[1:]))
    assert not is_plain(model_of(unseen))


def test_a_park_that_is_dear_to_open_is_left_empty_and_a_better_one_opened():
    firms = tuple(
        Firm(id=f"f{n}", floor_m2=10, freed_mu=0, cost={"a": 3.0, "b": 1.0, "c": 4.0})
        for n in range(3)
    )
    prices = {"a": 20.0, "b": 30.0, "c": 5.0}
    parks = tuple(Park(id=park, floor_m2=30, open_cost=prices[park]) for park in PARKS)
    problem = replace(ring(), firms=firms, parks=parks)
    model, found = run(problem, np.array([0, 4, 8], np.int32))

    assert is_plain(model)
    assert score(model, found.choice).is_plan
    assert score(model, found.choice).value == -(5 + 3 * 4)


def test_a_search_goes_on_where_it_stopped_and_never_hands_back_worse():
    chance = np.random.default_rng(3)
    need = chance.integers(1, 101, (40, 8))
    cost = 111 - need + chance.integers(-10, 11, (40, 8))
    parks = [f"p{number}" for number in range(8)]
    problem = Problem(
        firms=tuple(
            Firm(
                id=f"f{row}",
                floor_m2=0,
                freed_mu=0,
                use=dict(zip(parks, need[row].tolist(), strict=True)),
                cost=dict(zip(parks, cost[row].tolist(), strict=True)),
            )
            for row in range(40)
        ),
        parks=tuple(
            Park(id=park, floor_m2=float(int(0.85 * size)))
            for park, size in zip(parks, need.sum(axis=0) / 8, strict=True)
        ),
        objective=Objective(freed_mu=0.0, cost=-1.0),
        require_all=True,
    )
    model = model_of(problem)
    top = descend(model)
    chains = Chains(model, top)
    choice, values = greedy(model, top.reduced), []
    for _ in range(4):
        found = chains.run(choice, work=300_000)
        assert not found.is_plan or score(model, found.choice).is_plan
        choice = found.choice
        values.append(score(model, choice).value if found.is_plan else -np.inf)

    assert np.isfinite(values[-1])
    assert values == sorted(values)
    assert top.bound >= values[-1]
