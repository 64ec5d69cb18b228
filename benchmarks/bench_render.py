# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw, recolour and ask a map of 1,000,000 parcels of 13 points at 1600×1000.

Best of several rounds, two threads; QGIS 3.22 needs 3.6 s for the same picture.
Run: ``python -m benchmarks.bench_render [PARCELS]``.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import psutil
import pyogrio.raw
import shapely

from landgis.render.labels import place_labels
from landgis.render.picking import row_at
from landgis.render.raster import draw_index
from landgis.render.reading import read_shapes
from landgis.render.shading import ClassStyle, Hatch, Palette, View, shade
from landgis.render.shapes import Shapes
from landgis.render.viewport import Viewport
from landgis.render.warm import warm_up
from landgis.report.symbols import shipped_symbols

ROUNDS = 9
CORNERS = 12
SPACING_M = 60.0
ORIGIN = (40_540_000.0, 3_080_000.0)
QGIS_S = {1_000_000: 3.6, 200_000: 0.78}
ASKED = 500


class Best(NamedTuple):
    """The least of several runs, since the machine is never idle.

    `seconds` are on the clock; `busy` are those of the processors, of which two work
    at the same time when nothing else does.
    """

    seconds: float
    busy: float

    def __str__(self) -> str:
        return f"{1e3 * self.seconds:.1f} ms (busy {1e3 * self.busy:.1f})"


def best_of(work: Callable[[], Any], *, rounds: int = ROUNDS) -> Best:
    """Run some work several times."""
    seconds = busy = float("inf")
    for _ in range(rounds):
        began, spent = time.perf_counter(), time.process_time()
        work()
        seconds = min(seconds, time.perf_counter() - began)
        busy = min(busy, time.process_time() - spent)
    return Best(seconds, busy)


def made_up_county(count: int) -> np.ndarray:
    """Return crooked parcels of 13 points, as far as can be in a 16:10 rectangle."""
    rng = np.random.default_rng(20231231)
    across = round((count * 1.6) ** 0.5)
    place = np.arange(count)
    turns = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    radius = rng.uniform(0.4, 0.57, (count, CORNERS)) * SPACING_M
    x = ORIGIN[0] + (place % across * SPACING_M)[:, None] + radius * np.cos(turns)
    y = ORIGIN[1] + (place // across * SPACING_M)[:, None] + radius * np.sin(turns)
    ring = np.stack((x, y), axis=-1)
    return shapely.polygons(np.concatenate((ring, ring[:, :1]), axis=1))


def shipped_palette() -> Palette:
    """Return the colours and hatches that the window uses."""
    styles = []
    for symbol in shipped_symbols().values():
        pattern = symbol.pattern
        hatch = pattern and Hatch(
            lines=pattern.lines,
            marker=pattern.marker,
            pitch_px=pattern.pitch_px,
            size_px=pattern.size_px,
        )
        styles.append(
            ClassStyle(
                fill=symbol.fill,
                ink=symbol.ink,
                hatch=hatch,
                outline=symbol.outline_style,
                outline_px=symbol.outline_px,
            )
        )
    return Palette(classes=tuple(styles))


def measure_reading(parcels: np.ndarray, folder: Path) -> Shapes:
    """Print the seconds from each file on disk to its first picture."""
    encoded = shapely.to_wkb(parcels)
    shapes = None
    for name, limit in (("county.shp", 4), ("county.gpkg", 2)):
        path = folder / name
        pyogrio.raw.write(
            path, encoded, [], [], geometry_type="Polygon", crs="EPSG:4528"
        )

        def first_picture(path: Path = path) -> Shapes:
            found = read_shapes(path)
            image = draw_index(found, full_view(found))
            classes = np.zeros(found.count, dtype=np.uint8)
            shade(image, classes, shipped_palette())
            return found

        best = best_of(first_picture, rounds=3)
        print(f"first picture from {name}: {best} (at most {limit} s)")
        shapes = first_picture()
    assert shapes is not None
    return shapes


def full_view(shapes: Shapes) -> Viewport:
    """Return a picture of everything."""
    empty = Viewport(centre_x=0, centre_y=0, m_per_px=1, width_px=1600, height_px=1000)
    return empty.fitted(shapes.bounds, margin=0)


def measure_view(shapes: Shapes, viewport: Viewport, title: str) -> None:
    """Print what drawing, recolouring, lettering and asking take in one view."""
    count = shapes.count
    rng = np.random.default_rng(7)
    palette = shipped_palette()
    classes = rng.integers(0, len(palette.classes), count).astype(np.uint8)
    letters = [symbol.letter for symbol in shipped_symbols().values()]
    print(f"-- {title}, {viewport.m_per_px:.2f} m a pixel")
    for supersample in (2, 1):

        def draw(supersample: int = supersample) -> Any:
            return draw_index(shapes, viewport, supersample=supersample)

        redraw = best_of(draw)
        image = draw()
        few = rng.choice(np.flatnonzero(image.sizes), 1)
        chosen = {
            "nothing": np.empty(0, dtype=np.int64),
            "1 row": few,
            "10,000 rows": np.unique(rng.integers(0, count, 10_000)),
            "half": np.flatnonzero(classes % 2),
        }
        print(f"{supersample}×{supersample} samples: index {redraw}")
        for name, rows in chosen.items():
            view = View(selected=rows, hovered=int(few[0]))
            recolour = best_of(
                lambda image=image, view=view: shade(image, classes, palette, view)
            )
            print(f"   recolour, selected {name}: {recolour}")
    lettering = best_of(
        lambda: place_labels(image, shapes, letters, codes=classes), rounds=3
    )
    points = rng.uniform((0, 0), (1600, 1000), (ASKED, 2))
    asked = []
    for px, py in points.tolist():
        began = time.perf_counter()
        row_at(image, shapes, px, py)
        asked.append(time.perf_counter() - began)
    print(
        f"letters {lettering}; under the mouse"
        f" {1e3 * float(np.median(asked)):.2f} ms, slowest {1e3 * max(asked):.1f} ms"
        " (at most 5)"
    )


def main() -> None:
    """Print everything."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    began = time.perf_counter()
    warm_up()
    print(f"machine code loaded or compiled in {time.perf_counter() - began:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        shapes = measure_reading(made_up_county(count), Path(folder))
    arrays = (shapes.points, shapes.rings, shapes.parts, shapes.boxes)
    megabytes = sum(array.nbytes for array in arrays) / 1e6
    print(f"{count:,} parcels: {megabytes:,.0f} MB of outlines")
    full = full_view(shapes)
    if count in QGIS_S:
        best = best_of(lambda: draw_index(shapes, full))
        print(
            f"index of everything: {best}; QGIS 3.22 takes {QGIS_S[count]} s,"
            f" {QGIS_S[count] / best.seconds:.0f} times as long"
        )
    for factor, title in ((1, "all"), (10, "a hundredth"), (40, "a few hundred")):
        measure_view(shapes, full.at_scale(full.m_per_px / factor), title)
    resident = psutil.Process().memory_info().rss / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"memory {resident:,.0f} MB, at most {peak:,.0f} MB with the made-up county")


if __name__ == "__main__":
    main()
