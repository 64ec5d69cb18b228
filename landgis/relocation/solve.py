# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Solve a relocation problem in a process of its own, which can be ended at once."""

from __future__ import annotations

from collections.abc import Callable

from landgis.progress import SILENT, Progress
from landgis.relocation.problem import Plan, Problem

Better = Callable[[Plan], None]


def solve(
    problem: Problem,
    time_limit_s: float | None = None,
    *,
    progress: Progress = SILENT,
    on_better: Better | None = None,
) -> Plan:
    """Return the best plan found within the time limit, and how good it is."""
    raise NotImplementedError
