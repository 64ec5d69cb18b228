# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long pages take: a county map, an atlas, a long list, the report."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.county import write_county
from landgis.operations.analyse import analyse, read_hand_decisions
from landgis.operations.loading import load_project
from landgis.operations.project_file import read_project
from landgis.operations.report_files import preview_of, write_pages, write_reports
from landgis.operations.report_source import PageSource, source_of
from landgis.pages.request import Kind, ListChoice, PageRequest
from landgis.rules.library import read_profile

PARCELS, BATCHES, FIRMS = 50_000, 60, 5_000
ATLAS, ROWS = 200, 20_000
MB = 1_000_000
LIMITS = {"map": 5.0, "atlas": 6.0}
LARGEST_MAP = 15.0


def make_source(folder: Path, parcels: int) -> PageSource:
    """Make a county and analyse it."""
    described = write_county(folder, parcels=parcels, batches=BATCHES, firms=FIRMS)
    project = read_project(described)
    profile = read_profile(project.profile, relative_to=described.parent)
    loaded = load_project(project, profile=profile)
    analysis = analyse(
        loaded,
        project=project,
        profile=profile,
        decisions=read_hand_decisions(project),
    )
    return source_of(analysis)


def measure(name: str, work: Callable[[], Path]) -> None:
    """Run something once and print its time, its file and the memory used so far."""
    began, worked = time.perf_counter(), _cpu_seconds()
    path = work()
    seconds, cpu = time.perf_counter() - began, _cpu_seconds() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB
    limit = f" (limit {LIMITS[name]:g} s)" if name in LIMITS else ""
    size = path.stat().st_size / MB
    print(
        f"{name:10} {seconds:6.2f} s{limit}, {cpu:.2f} s of CPU,"
        f" {size:.2f} MB, peak {peak:,.0f} MB",
        flush=True,
    )


def _cpu_seconds() -> float:
    """Return what this process and those that it started have worked."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(kind)[:2]) for kind in kinds)


def main(parcels: int = PARCELS) -> None:
    """Measure every kind on one county."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = make_source(folder / "county", parcels)
        _ = source.summary, source.headline
        rows = np.linspace(0, len(source.land) - 1, ATLAS).astype(int).tolist()

        def make(request: PageRequest, target: str) -> Path:
            return write_pages(source, request, folder / target).path

        def preview() -> Path:
            target = folder / "preview.png"
            target.write_bytes(preview_of(source, PageRequest(), ppi=50).png)
            return target

        def report() -> Path:
            write_reports(source, folder)
            return folder / "报告.pdf"

        measure("map", lambda: make(PageRequest(), "map.pdf"))
        measure("map again", lambda: make(PageRequest(), "map2.pdf"))
        measure("preview", preview)
        atlas = PageRequest(kind=Kind.PARCEL_CARDS, paper="A4", rows=tuple(rows))
        measure("atlas", lambda: make(atlas, "atlas.pdf"))
        measure("report", report)
        listed = ListChoice(only="", rows=tuple(range(min(ROWS, parcels))))
        whole = PageRequest(kind=Kind.LIST, lists=listed)
        measure("list", lambda: make(whole, "list.pdf"))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
