# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `landgis plan` does and shows on the screen."""

from __future__ import annotations

import json
import math
from pathlib import Path

from rich.console import Console

from landgis import messages
from landgis.cli.progress import ConsoleProgress
from landgis.errors import CallError
from landgis.relocation.problem import Plan
from landgis.relocation.reading import plan_to_json, read_problem
from landgis.relocation.solve import solve

MOST_LINES = 20


def solve_file(path: Path, *, time_limit_s: float | None, quiet: bool) -> Plan:
    """Read a problem and solve it.

    Raises
    ------
    CallError
        If there is no such file, or the time limit is no time.
    """
    if time_limit_s is not None and not 0 < time_limit_s < math.inf:
        raise CallError("relocation.time_limit", value=f"{time_limit_s:g}")
    problem = read_problem(path)
    with ConsoleProgress(quiet=quiet) as progress:
        return solve(problem, time_limit_s, progress=progress)


def require_other_file(out: Path, problem: Path) -> None:
    """Refuse to write a plan over its problem.

    Raises
    ------
    CallError
        If both are the same file.
    """
    if out.resolve() == problem.resolve():
        raise CallError("relocation.over_problem", path=str(out))


def write_plan(plan: Plan, out: Path) -> None:
    """Write a plan beside its name first, so that the file is whole or absent."""
    content = json.dumps(plan_to_json(plan), ensure_ascii=False, indent=1)
    draft = out.with_name(out.name + ".part")
    try:
        draft.write_text(content + "\n", "utf-8")
        draft.replace(out)
    except OSError as error:
        detail = error.strerror or str(error)
        raise CallError(
            "relocation.not_written", path=str(out), detail=detail
        ) from error


def print_plan(plan: Plan, out: Path) -> None:
    """Print the verdict, what explains it, and where the plan is."""
    console = Console(highlight=False, soft_wrap=True)
    gap = "—" if plan.gap is None else f"{plan.gap:.4%}"
    words = messages.text(
        "relocation.result",
        verdict=messages.text(f"relocation.verdict_{plan.status}", gap=gap),
        placed=len(plan.assignments),
        unplaced=len(plan.unplaced),
        objective=_figure(plan.objective),
        bound=_figure(plan.bound),
        seconds=f"{plan.seconds:.1f}",
    )
    console.print(words, markup=False)
    for line in plan.explain[:MOST_LINES]:
        console.print(f"  {line.text}", markup=False)
    console.print(messages.text("relocation.written", path=str(out)), markup=False)


def _figure(number: float | None) -> str:
    return "—" if number is None else f"{number:,.10g}"
