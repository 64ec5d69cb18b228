# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Single-source location: which parks to open, each firm in one of them, at least cost.

Sites and customers are points drawn evenly; need, room and price to open are drawn too.
Told is how far the plan is from what is proved; the best may lie anywhere between.
Run: ``python -m benchmarks.bench_location [SITES CUSTOMERS SECONDS]``.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from landgis.relocation.child import moves_of
from landgis.relocation.model import model_of
from landgis.relocation.problem import Firm, Objective, Park, Problem
from landgis.relocation.search import Planner
from landgis.relocation.verify import verify

RUNS = ((30, 200, 60.0), (60, 300, 60.0), (100, 1000, 60.0))
ROOM = 2.5
"""So many times the need is what all sites hold."""
FAR = 1000
BUSY = 6.0
"""So many times the limit may pass by the clock, where others use the machine."""


def drawn(n_sites: int, n_customers: int, seed: int = 1) -> Problem:
    """Return a problem with sites and customers drawn anew."""
    chance = np.random.default_rng(seed)
    sites, homes = chance.random((n_sites, 2)), chance.random((n_customers, 2))
    need = chance.integers(10, 51, n_customers).astype(float)
    room = chance.integers(100, 201, n_sites).astype(float)
    price = chance.integers(300, 701, n_sites).astype(float)
    room = np.rint(room * ROOM * need.sum() / room.sum())
    price = np.rint(price * room / room.mean() * n_customers / n_sites)
    way = np.hypot(*np.moveaxis(sites[:, None] - homes[None], -1, 0))
    cost = np.rint(way * FAR)
    parks = [f"p{site}" for site in range(n_sites)]
    return Problem(
        firms=tuple(
            Firm(
                id=f"f{row}",
                floor_m2=float(need[row]),
                freed_mu=0.0,
                cost=dict(zip(parks, cost[:, row].tolist(), strict=True)),
            )
            for row in range(n_customers)
        ),
        parks=tuple(
            Park(id=park, floor_m2=float(most), open_cost=float(dear))
            for park, most, dear in zip(parks, room, price, strict=True)
        ),
        objective=Objective(freed_mu=0.0, cost=-1.0),
        require_all=True,
    )


def run(n_sites: int, n_customers: int, *, seconds: float) -> None:
    """Solve one problem and print what came of it."""
    problem = drawn(n_sites, n_customers)
    began, since = time.process_time(), time.monotonic()
    model = model_of(problem)
    planner = Planner(
        model,
        limit_s=seconds,
        gone_s=-(BUSY - 1) * seconds,
        on_better=lambda *_: None,
    )
    found = planner.run()
    used, passed = time.process_time() - began, time.monotonic() - since
    name = f"{n_sites} sites, {n_customers} customers"
    if found.choice is None or found.objective is None:
        print(f"{name}: {found.status} after {used:.1f} s of CPU", flush=True)
        return
    is_right = not verify(problem, moves_of(problem, model, found.choice))
    print(
        f"{name}: {'' if is_right else 'WRONG '}{found.status} {-found.objective:g}, "
        f"bound {-found.bound:g} ({found.objective / found.bound - 1:.3%}); "
        f"{used:.1f} s of CPU, {passed:.0f} s, stopped by {found.stopped_by}",
        flush=True,
    )


def main() -> None:
    """Run the sizes that stand here, or the one asked for."""
    words = [float(word) for word in sys.argv[1:]]
    runs = [(int(words[0]), int(words[1]), words[2])] if words else RUNS
    for n_sites, n_customers, seconds in runs:
        run(n_sites, n_customers, seconds=seconds)


if __name__ == "__main__":
    main()
