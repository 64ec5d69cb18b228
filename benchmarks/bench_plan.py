# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plan the moving of thousands of firms into 104 parks, the best plan being known.

The best plan is planted: prices of floor and energy are drawn first, each firm gets
a place, and costs that make that place the best one at these prices.  With special
parks, parks of leading industries (70 %), pins, and firms that are not worth a place.
Run: ``python -m benchmarks.bench_plan [FIRMS PARKS SECONDS]``.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np

from landgis.relocation.problem import Firm, Objective, Park, Plan, Problem
from landgis.relocation.solve import solve
from landgis.relocation.verify import objective_of

RUNS = ((3_000, 104, 60.0, 0.005), (10_000, 104, 120.0, 0.01))
"""Firms, parks, seconds, and the gap that must be proved by then."""
FIRST_S = 5.0
INDUSTRIES = ("1952", "1953", "1810", "3829", "3441", "3670", "2922", "3360", "1713")
SPECIAL = ("3360", "1713")
WEIGHTS = Objective(freed_mu=1.0, cost=-0.1)
OUT = 0.3
"""Part of the firms that are not worth a place."""


def planted(n_firms: int, n_parks: int, seed: int = 7) -> tuple[Problem, float]:
    """Return a problem and what its best plan is worth."""
    chance = np.random.default_rng(seed)
    code = chance.choice(len(INDUSTRIES), n_firms)
    floor = np.round(np.exp(chance.normal(7.0, 0.7, n_firms)))
    energy = np.round(chance.gamma(2.0, 20.0, n_firms))
    freed = np.round(floor / 600 * chance.uniform(0.5, 2.0, n_firms), 2)
    is_special = code >= len(INDUSTRIES) - len(SPECIAL)
    park_code = np.arange(n_parks) % len(INDUSTRIES)
    same = park_code[None, :] == code[:, None]
    is_dirty = np.isin(park_code, np.arange(len(INDUSTRIES))[-len(SPECIAL) :])
    can = np.where(is_special[:, None], same, ~is_dirty[None, :] | same)
    place = planted_places(chance, can, same)
    place[chance.random(n_firms) < OUT] = -1
    floor_price = chance.uniform(0.0005, 0.002, n_parks)
    energy_price = chance.uniform(0.0, 0.02, n_parks)
    worth = floor[:, None] * floor_price + energy[:, None] * energy_price
    gain = np.where(place >= 0, chance.gamma(2.0, 0.5, n_firms), 0.0)
    loss = chance.gamma(1.5, 0.6, (n_firms, n_parks))
    rows = np.flatnonzero(place >= 0)
    loss[rows, place[rows]] = 0.0
    value = worth + gain[:, None] - loss
    cost = (freed[:, None] - value) / -WEIGHTS.cost
    firms = tuple(
        Firm(
            id=f"f{row}",
            floor_m2=float(floor[row]),
            freed_mu=float(freed[row]),
            industry=INDUSTRIES[code[row]],
            cost={f"p{c}": float(cost[row, c]) for c in range(n_parks)},
            energy_tce=float(energy[row]),
            emission_t=float(energy[row] / 10),
            pin=f"p{place[row]}" if place[row] >= 0 and row % 50 == 0 else None,
        )
        for row in range(n_firms)
    )
    parks = tuple(
        planted_park(c, park_code[c], rows=(place == c), needs=(floor, energy, same))
        for c in range(n_parks)
    )
    best = float(value[rows, place[rows]].sum())
    return Problem(firms=firms, parks=parks, objective=WEIGHTS), best


def planted_places(
    chance: np.random.Generator, can: np.ndarray, same: np.ndarray
) -> np.ndarray:
    """Return a place for each firm; seven of ten go where their industry leads."""
    places = np.empty(len(can), dtype=np.int64)
    for row in range(len(can)):
        leads = same[row] & can[row]
        good = leads if leads.any() and chance.random() < 0.85 else can[row]
        places[row] = chance.choice(np.flatnonzero(good))
    return places


def planted_park(
    column: int,
    code: int,
    *,
    rows: np.ndarray,
    needs: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> Park:
    """Return a park that just holds its firms."""
    floor, energy, same = needs
    leading = int((rows & same[:, column]).sum())
    other = int(rows.sum()) - leading
    existing = max(0, int(np.ceil(0.7 / 0.3 * other)) - leading)
    return Park(
        id=f"p{column}",
        floor_m2=float(floor[rows].sum()),
        leading=(INDUSTRIES[code],),
        leading_share_min=0.7,
        existing_leading=existing + 1,
        special=(INDUSTRIES[code],) if INDUSTRIES[code] in SPECIAL else (),
        energy_tce=float(energy[rows].sum()),
        emission_t=float(energy[rows].sum() / 10 * 1.2),
    )


def run(n_firms: int, n_parks: int, *, seconds: float, most: float) -> None:
    """Solve one problem and print what came of it."""
    problem, best = planted(n_firms, n_parks)
    start = time.perf_counter()
    first: list[tuple[float, float]] = []

    def heard(plan: Plan) -> None:
        if not first and plan.objective is not None:
            first.append((time.perf_counter() - start, plan.objective))

    plan = solve(problem, seconds, on_better=heard)
    end = time.perf_counter() - start
    gap = plan.gap if plan.gap is not None else np.inf
    worth = objective_of(problem, plan.assignments)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    verdict = "under" if gap <= most else "OVER"
    print(
        f"{n_firms:,} firms, {n_parks} parks: {plan.status}, {worth:.2f} of {best:.2f} "
        f"planted ({1 - worth / best:.4%} less), proven gap {gap:.4%} ({verdict} "
        f"{most:.1%}); first plan after {first[0][0] if first else np.inf:.1f} s "
        f"(limit {FIRST_S:g}) at {first[0][1] if first else np.nan:.2f}; {end:.1f} s, "
        f"stopped by {plan.stopped_by}; peak {peak:,.0f} MB",
        flush=True,
    )


def main() -> None:
    """Run the sizes that the program is held to, or the one asked for."""
    words = [float(word) for word in sys.argv[1:]]
    runs = [(int(words[0]), int(words[1]), words[2], 0.005)] if words else RUNS
    for n_firms, n_parks, seconds, most in runs:
        run(n_firms, n_parks, seconds=seconds, most=most)


if __name__ == "__main__":
    main()
