# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure `landgis run` on whole counties: seconds, memory, seconds per parcel.

python -m benchmarks.bench_run            200,000 parcels, 2,000 batches, 100,000 firms
python -m benchmarks.bench_run --growth   per-parcel time at 50,000 and 1,000,000
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.county import write_county

BYTES_PER_KB = 1024
GB = 1e9


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Wall-clock seconds and peak memory of one run in a process of its own."""

    seconds: float
    peak_bytes: float


def measure(project: Path) -> Measured:
    """Run a project once and report time and peak memory."""
    command = [
        *(sys.executable, "-m", "landgis.cli", "run", str(project)),
        *("-o", str(project.parent / "out")),
    ]
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if status:
        raise RuntimeError(f"the run ended with status {status}")
    return Measured(seconds=seconds, peak_bytes=usage.ru_maxrss * BYTES_PER_KB)


def measure_county(*, parcels: int, batches: int, firms: int) -> Measured:
    """Write a county, run it, print and return what it took."""
    with tempfile.TemporaryDirectory() as folder:
        project = write_county(
            Path(folder), parcels=parcels, batches=batches, firms=firms
        )
        found = measure(project)
    print(
        f"{parcels:>9,} parcels {batches:>6,} batches {firms:>7,} firms: "
        f"{found.seconds:6.1f} s, {found.peak_bytes / GB:.2f} GB, "
        f"{1e6 * found.seconds / parcels:.0f} µs a parcel"
    )
    return found


def main() -> None:
    """Measure the county of 200,000 parcels, or how time grows with size."""
    if "--growth" in sys.argv:
        small = measure_county(parcels=50_000, batches=500, firms=25_000)
        large = measure_county(parcels=1_000_000, batches=10_000, firms=500_000)
        ratio = (large.seconds / 1_000_000) / (small.seconds / 50_000)
        print(f"per-parcel time at 1,000,000 is {ratio:.2f} times that at 50,000")
    else:
        measure_county(parcels=200_000, batches=2_000, firms=100_000)


if __name__ == "__main__":
    main()
