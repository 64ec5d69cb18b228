# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A brush stroke over thousands of parcels of a county, and its undo.

Made-up parcels (benchmarks/county.py), one in fifty drawn over its neighbours.  Each
move of the mouse is one extension of the stroke and the totals it would lead to; beside
it stands a recount of the zone from nothing after each tenth move.  Printed are the
ratio, the times, and how much memory units and neighbours take.  Run it on an otherwise
idle machine.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil
import shapely
from shapely import affinity

from benchmarks.county import make_parcels
from landgis.operations.stored_zones import follow, new_zone, new_zoning, stroke_edit
from landgis.operations.zone_units import UNIT_STATUSES, make_grounds
from landgis.project import ProjectStore
from landgis.zones.book import TotalsBook, recount
from landgis.zones.brush import BrushSession
from landgis.zones.neighbours import build_neighbours
from landgis.zones.units import (
    COLUMNS,
    COUNTS,
    DormitoryCaps,
    Firms,
    Units,
)

PARCEL_M = (60.0, 90.0)


def make_units(count: int) -> Units:
    """Return units with figures, firms on a third of them."""
    random = np.random.default_rng(count)
    shapes = make_parcels(int(np.ceil(np.sqrt(count))), count)
    for row in random.choice(count, count // 50, replace=False).tolist():
        shapes[row] = affinity.scale(shapes[row], 1.03, 1.03)
    land = make_grounds(shapes)
    area = shapely.area(shapes)
    values = random.random((count, len(COLUMNS))) * area[:, None]
    values[:, COLUMNS.index("ground_m2")] = shapely.area(land.grounds)
    firms = count // 3
    has_firm = np.zeros(count, dtype=np.int64)
    has_firm[random.choice(count, firms, replace=False)] = 1
    return Units(
        keys=np.array([f"p|{row}" for row in range(count)], dtype=object),
        names=np.array([str(row) for row in range(count)], dtype=object),
        status_codes=random.integers(0, len(UNIT_STATUSES), count).astype(np.uint8),
        statuses=UNIT_STATUSES,
        shapes=land.shapes,
        grounds=land.grounds,
        values=values,
        marks=random.random((count, len(COUNTS))) < 0.5,
        tenure=random.integers(0, 6, count).astype(np.uint8),
        dormitory=random.integers(0, 6, count).astype(np.uint8),
        town_codes=np.zeros(count, dtype=np.int32),
        towns=("镇",),
        firms=Firms(
            names=np.array([f"企业{row}" for row in range(firms)], dtype=object),
            employees=random.random(firms) * 100,
            tax_wan=random.random(firms) * 100,
            low=random.integers(-1, 2, firms).astype(np.int8),
            grade=random.integers(0, 5, firms).astype(np.uint8),
            ptr=np.concatenate([[0], np.cumsum(has_firm)]),
            of=np.arange(firms, dtype=np.int32),
        ),
        overlaps=land.overlaps,
        measured={},
        caps=DormitoryCaps(
            base_land=0.07, base_floor=0.15, land=0.15, floor=0.3, least_mu=50.0
        ),
        cluster_min_mu=100.0,
    )


def make_way(units: Units, *, parcels: int, radius_m: float) -> np.ndarray:
    """Return places of the mouse: to and fro until the brush has met enough parcels."""
    low = np.nanmin(units.boxes[:, :2], axis=0)
    high = np.nanmax(units.boxes[:, 2:], axis=0)
    middle = (low + high) / 2
    lane = 2 * radius_m
    side = np.sqrt(parcels) * np.sqrt(PARCEL_M[0] * PARCEL_M[1])
    lanes = max(int(side / lane), 1)
    points = []
    for number in range(lanes):
        y = middle[1] - side / 2 + (number + 0.5) * lane
        x = np.arange(-side / 2, side / 2, radius_m / 4)
        x = x if number % 2 == 0 else x[::-1]
        points.append(np.column_stack([middle[0] + x, np.full(len(x), y)]))
    return np.concatenate(points)


def milliseconds(seconds: list[float]) -> str:
    """Return median and 99th percentile."""
    times = np.array(seconds) * 1000
    middle, worst = np.percentile(times, [50, 99])
    return f"{middle:7.2f} ms median {worst:7.2f} ms p99 {times.max():7.2f} ms most"


def main() -> None:
    """Paint, commit, undo, and print how long each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=200_000)
    parser.add_argument("--painted", type=int, default=5_000)
    parser.add_argument("--radius", type=float, default=230.0)
    options = parser.parse_args()

    memory = psutil.Process().memory_info().rss
    start = time.perf_counter()
    units = make_units(options.units)
    print(f"units made            {time.perf_counter() - start:8.2f} s")
    start = time.perf_counter()
    neighbours = build_neighbours(units.grounds)
    print(f"neighbours            {time.perf_counter() - start:8.2f} s")
    arrays = units.values.nbytes + units.marks.nbytes + neighbours.other.nbytes * 3
    memory = psutil.Process().memory_info().rss - memory
    print(
        f"memory                {memory / 2**20:8.0f} MB, tables {arrays / 2**20:.0f}"
    )
    print(f"overlaps              {len(units.overlaps.other) // 2:8d}")
    start = time.perf_counter()
    _ = units.tree, units.boxes, units.first_corners, units.rows_by_key
    print(f"indexes               {time.perf_counter() - start:8.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.landgis.gpkg"
        with ProjectStore.create(path) as store:
            paint(store, units, options)


def paint(store: ProjectStore, units: Units, options: argparse.Namespace) -> None:
    """Paint a stroke over parcels that another zone holds in part."""
    zoning_id, edit = new_zoning(store, "甲")
    zonings, _ = follow((), units, store.commit(edit))
    zones = []
    for name in ("一", "二"):
        zone, edit = new_zone(store, zoning_id, name)
        zones.append(zone.id)
        zonings, _ = follow(zonings, units, store.commit(edit))
    book = TotalsBook(zonings[0], units)
    way = make_way(units, parcels=options.painted, radius_m=options.radius)
    for zone, points in ((zones[1], way[: len(way) // 3]), (zones[0], way)):
        moves, totals, recounts = [], [], []
        session = BrushSession(zonings[0], units, zone=zone, radius_m=options.radius)
        effect = session.effect
        for number, (x, y) in enumerate(points.tolist()):
            start = time.perf_counter()
            effect = session.extend(x, y)
            middle = time.perf_counter()
            book.after(effect)
            end = time.perf_counter()
            moves.append(end - start)
            totals.append(end - middle)
            if number % 10 == 0:
                start = time.perf_counter()
                recount(effect.after, units, zone)
                recounts.append(time.perf_counter() - start)
        print(f"\nstroke of {len(points)} moves over {len(effect.rows)} units")
        print(f"move with totals      {milliseconds(moves)}")
        print(f"  of it the totals    {milliseconds(totals)}")
        print(f"a recount instead     {milliseconds(recounts)}")
        print(f"ratio                 {np.median(recounts) / np.median(totals):8.1f}")
        start = time.perf_counter()
        edit = stroke_edit("brush", effect, units)
        built = time.perf_counter()
        changes = store.commit(edit)
        saved = time.perf_counter()
        zonings, moved = follow(zonings, units, changes)
        book.apply(moved[zoning_id])
        end = time.perf_counter()
        print(
            f"edit {1000 * (built - start):.1f} ms, saved {1000 * (saved - built):.1f},"
            f" followed {1000 * (end - saved):.1f}"
        )
    undone = []
    for turn in range(10):
        changes = store.undo() if turn % 2 == 0 else store.redo()
        start = time.perf_counter()
        zonings, moved = follow(zonings, units, changes)
        book.apply(moved[zoning_id])
        book.of(zones[0])
        undone.append(time.perf_counter() - start)
    print(f"effect of an undo     {milliseconds(undone)}")


if __name__ == "__main__":
    main()
