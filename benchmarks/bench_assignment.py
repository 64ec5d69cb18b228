# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Generalized assignment: how far the plans are from the best that anybody found.

Costs are minimised and all jobs placed.  Reads the instances of ``../shared``; without
them it says so and ends.  The search runs in this process, so that its processor time
can be told: that, not the time of day, is what a busy machine leaves the same.
Run: ``python -m benchmarks.bench_assignment [SECONDS [INSTANCE …]]``.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

import numpy as np

from landgis.relocation.child import moves_of
from landgis.relocation.model import model_of
from landgis.relocation.problem import Firm, Objective, Park, Problem
from landgis.relocation.search import Planner
from landgis.relocation.verify import verify

DATA = Path(__file__).parents[2] / "shared" / "data" / "assignment"
FAMILY = "chu1997/"
SECONDS = 60.0
BUSY = 6.0
"""So many times the limit may pass by the clock, where others use the machine."""
MEAN, WORST = 0.0005, 0.003


def read(path: Path) -> Problem:
    """Return an instance: agents, jobs, costs, needs and capacities, agent by agent."""
    numbers = np.array(path.read_text("utf-8").split(), dtype=float)
    agents, jobs = int(numbers[0]), int(numbers[1])
    size = agents * jobs
    cost = numbers[2 : 2 + size].reshape(agents, jobs)
    need = numbers[2 + size : 2 + 2 * size].reshape(agents, jobs)
    floor = numbers[2 + 2 * size :][:agents]
    parks = [f"p{agent}" for agent in range(agents)]
    return Problem(
        firms=tuple(
            Firm(
                id=f"f{job}",
                floor_m2=0.0,
                freed_mu=0.0,
                use=dict(zip(parks, need[:, job].tolist(), strict=True)),
                cost=dict(zip(parks, cost[:, job].tolist(), strict=True)),
            )
            for job in range(jobs)
        ),
        parks=tuple(
            Park(id=park, floor_m2=float(most))
            for park, most in zip(parks, floor, strict=True)
        ),
        objective=Objective(freed_mu=0.0, cost=-1.0),
        require_all=True,
    )


def run(name: str, best: float, *, seconds: float) -> float:
    """Solve an instance, print what came of it, and return its gap."""
    problem = read(DATA / name)
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
    if found.choice is None or found.objective is None:
        print(f"{name}: {found.status} after {used:.1f} s of CPU", flush=True)
        return np.inf
    is_right = not verify(problem, moves_of(problem, model, found.choice))
    gap = -found.objective / best - 1
    print(
        f"{name}: {'' if is_right else 'WRONG '}{found.status} {-found.objective:g}, "
        f"best known {best:g}, gap {gap:.3%}, bound {-found.bound:g}; "
        f"{used:.1f} s of CPU, {passed:.0f} s, stopped by {found.stopped_by}",
        flush=True,
    )
    return gap


def main() -> None:
    """Run the instances asked for, or the family that is hard."""
    if not DATA.exists():
        print("no instances here")
        return
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with (DATA / "best_known.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = set(sys.argv[2:]) or {
        row["instance"] for row in rows if row["instance"].startswith(FAMILY)
    }
    unknown = wanted - {row["instance"] for row in rows}
    if unknown:
        sys.exit(f"no such instance: {', '.join(sorted(unknown))}")
    gaps = [
        run(row["instance"], float(row["best_known"]), seconds=seconds)
        for row in rows
        if row["instance"] in wanted
    ]
    mean, worst = float(np.mean(gaps)), float(np.max(gaps))
    verdict = "under" if mean <= MEAN and worst <= WORST else "OVER"
    print(
        f"mean gap {mean:.3%}, worst {worst:.3%} ({verdict} {MEAN:.2%} and {WORST:.1%})"
    )


if __name__ == "__main__":
    main()
