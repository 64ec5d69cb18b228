# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run every benchmark, one after another; each in a process of its own."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS = (
    "bench_start",
    "bench_subtract",
    "bench_join",
    "bench_plan",
    "bench_assignment",
    "bench_location",
    "bench_run",
    "bench_edit",
    "bench_render",
    "bench_map",
    "bench_brush",
    "bench_zones",
    "bench_zone_step",
    "bench_window",
    "bench_pages",
)


def main() -> None:
    """Run and print them all."""
    for name in BENCHMARKS:
        print(f"== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)


if __name__ == "__main__":
    main()
