# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure how quickly the program starts: importing it, and showing its help."""

from __future__ import annotations

import subprocess
import sys
import time

ROUNDS = 7
IMPORT = (sys.executable, "-c", "import landgis")
NOTHING = (sys.executable, "-c", "")
HELP = (sys.executable, "-m", "landgis.cli", "--help")


def best_seconds(command: tuple[str, ...]) -> float:
    """Return the least wall-clock time of several runs: the machine is never idle."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - began)
    return best


def main() -> None:
    """Print both times; Python's own start is taken off the import."""
    bare = best_seconds(NOTHING)
    print(f"import landgis: {best_seconds(IMPORT) - bare:.3f} s (at most 0.1)")
    print(f"landgis --help: {best_seconds(HELP):.3f} s (at most 0.4)")


if __name__ == "__main__":
    main()
