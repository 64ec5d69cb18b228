# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fail if a part of the core is tested less than it must be.

Run after ``pytest --cov``: ``python -m tools.coverage_gates``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

GATES = {  # share of lines and branches, in percent; the longest prefix counts
    "landgis/": 90.0,
    "landgis/units.py": 100.0,
    "landgis/progress.py": 100.0,
    "landgis/project/": 98.0,  # all of it, where a test may mount a small disk
    "landgis/rules/": 97.0,
}


def read_coverage() -> dict[str, tuple[int, int]]:
    """Return covered and all lines and branches of each file."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "-q", "-o", str(report)]
        subprocess.run(command, check=True)  # noqa: S603 - our own interpreter
        files = json.loads(report.read_text("utf-8"))["files"]
    return {
        Path(name).as_posix(): (
            entry["summary"]["covered_lines"] + entry["summary"]["covered_branches"],
            entry["summary"]["num_statements"] + entry["summary"]["num_branches"],
        )
        for name, entry in files.items()
    }


def main() -> int:
    """Print every gate with its figure; return 1 if one is missed."""
    totals = {prefix: [0, 0] for prefix in GATES}
    for name, (covered, whole) in read_coverage().items():
        prefix = max((p for p in GATES if name.startswith(p)), key=len, default=None)
        if prefix is not None:
            totals[prefix][0] += covered
            totals[prefix][1] += whole
    missed = False
    for prefix, (covered, whole) in totals.items():
        share = 100.0 * covered / whole if whole else 100.0
        passed = share >= GATES[prefix]
        missed |= not passed
        verdict = "ok" if passed else "MISSED"
        sys.stdout.write(
            f"{verdict:7}{prefix:28}{share:6.1f} %  >= {GATES[prefix]} %\n"
        )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
