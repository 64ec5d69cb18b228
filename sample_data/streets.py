# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Streets, blocks and plots of the works areas.

New districts get a bent grid of through streets, some left out; old ones grow by
halving again and again.  The plots of a block share their borders exactly.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
import terrain
from numpy.random import Generator
from shapely import LineString, MultiPoint, Polygon, affinity, ops

MM = 0.001
PLOT_MIN_M2 = 2_050.0
PLOT_MAX_M2 = 56_000.0
PLOT_MIN_WIDTH_M = 22.0


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How an era builds: sizes in metres and square metres."""

    block_m: tuple[float, float]
    """Spacing of streets along and across."""
    street_m: tuple[float, float]
    """Full width of main and side streets."""
    grid: bool
    skew_deg: float
    plot_m2: float
    plot_spread: float
    empty: float
    """Share of blocks that are housing, school, green or field."""


HABITS = {
    "old": Habit(
        block_m=(190, 150), street_m=(18, 10), grid=False, skew_deg=7.0,
        plot_m2=7_600, plot_spread=0.62, empty=0.34,
    ),
    "mid": Habit(
        block_m=(300, 210), street_m=(26, 15), grid=True, skew_deg=3.0,
        plot_m2=13_500, plot_spread=0.55, empty=0.22,
    ),
    "new": Habit(
        block_m=(430, 300), street_m=(36, 22), grid=True, skew_deg=1.2,
        plot_m2=20_500, plot_spread=0.52, empty=0.09,
    ),
    "village": Habit(
        block_m=(150, 110), street_m=(9, 6), grid=False, skew_deg=10.0,
        plot_m2=4_200, plot_spread=0.45, empty=0.10,
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block between streets and its plots."""

    area: terrain.WorksArea
    shape: Polygon
    plots: tuple[Polygon, ...]


def polygons_of(shape: shapely.Geometry) -> list[Polygon]:
    """Return the polygons in a shape of any kind."""
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def long_axis(shape: Polygon) -> tuple[float, float, float]:
    """Return length and width in metres, and direction in degrees, of the frame."""
    frame = shapely.minimum_rotated_rectangle(shape)
    ring = shapely.get_coordinates(frame)
    sides = np.diff(ring, axis=0)[:2]
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    which = int(np.argmax(lengths))
    angle = float(np.degrees(np.arctan2(sides[which, 1], sides[which, 0])))
    return float(lengths[which]), float(lengths[1 - which]), angle


def cut_line(
    shape: Polygon, rng: Generator, *, at: float, skew_deg: float
) -> LineString:
    """Return a line across the long axis, at a share of the length."""
    length, width, angle = long_axis(shape)
    middle = shapely.centroid(shapely.minimum_rotated_rectangle(shape))
    reach = length + width
    across = LineString([(0, -reach), (0, reach)])
    across = affinity.rotate(across, rng.normal(0, skew_deg), origin=(0, 0))
    across = affinity.translate(across, (at - 0.5) * length, 0)
    across = affinity.rotate(across, angle, origin=(0, 0))
    return affinity.translate(across, middle.x, middle.y)


def has_room(shape: Polygon, area_m2: float, width_m: float) -> bool:
    """Tell whether a piece is large and wide enough to be used."""
    if shape.area < area_m2:
        return False
    length, width, _ = long_axis(shape)
    return (
        width >= width_m
        and length / width < 4.2
        and not shape.buffer(-width_m * 0.4).is_empty
    )


def halve(shape: Polygon, rng: Generator, habit: Habit) -> list[Polygon]:
    """Cut land into blocks by streets, halving the longer side each time."""
    block_m2 = habit.block_m[0] * habit.block_m[1]
    if shape.area < block_m2 * rng.uniform(0.9, 1.9):
        return [shape]
    line = cut_line(shape, rng, at=rng.uniform(0.38, 0.62), skew_deg=habit.skew_deg)
    wide = shape.area > 6 * block_m2
    street = line.buffer(habit.street_m[0 if wide else 1] / 2)
    pieces = polygons_of(shape.difference(street))
    return [block for piece in pieces for block in halve(piece, rng, habit)]


def bend(points: np.ndarray, phase: np.ndarray) -> np.ndarray:
    """Move points by a slow wave, so that no street is quite straight."""
    x, y = points[:, 0], points[:, 1]
    dx = 34 * np.sin(y / 610 + phase[0]) + 15 * np.sin(x / 330 + y / 450 + phase[1])
    dy = 34 * np.sin(x / 680 + phase[2]) + 15 * np.sin(y / 370 - x / 520 + phase[3])
    return points + np.column_stack([dx, dy])


def stations(reach: float, step: float, rng: Generator) -> np.ndarray:
    """Return street positions from -reach to reach with uneven steps."""
    count = int(2 * reach / step) + 4
    steps = step * rng.uniform(0.74, 1.28, count)
    places = np.cumsum(steps) - reach - step
    return places[places < reach + step]


def grid_streets(shape: Polygon, rng: Generator, habit: Habit) -> Iterator[Polygon]:
    """Yield the street areas of a bent grid over the land."""
    length, width, angle = long_axis(shape)
    turned = angle + rng.normal(0, habit.skew_deg)
    middle = shapely.centroid(shape)
    reach = 0.5 * np.hypot(length, width)
    phase = rng.uniform(0, 2 * np.pi, 4)
    us, vs = (stations(reach, step, rng) for step in habit.block_m)
    turn = np.radians(turned)
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    for lines, crossing, flip in ((us, vs, False), (vs, us, True)):
        for number, place in enumerate(lines):
            main = number % 3 == 1
            half = habit.street_m[0 if main else 1] / 2
            for start, stop in itertools.pairwise(crossing):
                if not main and rng.random() < 0.24:
                    continue
                along = np.linspace(start, stop, 5)
                fixed = np.full(5, place)
                local = np.column_stack([along, fixed] if flip else [fixed, along])
                ground = bend(local @ axes + (middle.x, middle.y), phase)
                yield LineString(ground).buffer(half, quad_segs=2)


def blocks_of(area: terrain.WorksArea, rng: Generator) -> list[Polygon]:
    """Return the blocks of a works area, corners cut off as kerbs need."""
    habit = HABITS[area.era]
    outline = terrain.blob(area.outline)
    land = outline.buffer(0.5 * max(habit.block_m))
    land = land.difference(terrain.water().buffer(14 if area.era == "old" else 22))
    land = land.difference(terrain.trunk_roads().buffer(6))
    blocks: list[Polygon] = []
    for piece in polygons_of(land):
        if habit.grid and piece.area > 2 * habit.block_m[0] * habit.block_m[1]:
            streets = shapely.union_all(list(grid_streets(piece, rng, habit)))
            blocks += polygons_of(piece.difference(streets))
        else:
            blocks += halve(piece, rng, habit)
    corner = 4.0 if area.era in {"old", "village"} else 9.0
    kept = [block for block in blocks if is_within(block, outline)]
    cut = [part for block in kept for part in trimmed(block, corner)]
    return [block for block in cut if has_room(block, 2 * PLOT_MIN_M2, 34.0)]


def is_within(block: Polygon, outline: Polygon) -> bool:
    """Tell whether a block belongs to a district, whose edge is ragged."""
    spot = block.centroid
    inward = spot.distance(outline.exterior) * (1 if outline.contains(spot) else -1)
    ragged = np.sin(spot.x / 210 + spot.y / 330) + np.sin(spot.y / 170 - spot.x / 450)
    return bool(inward > 0.085 * np.sqrt(outline.area) * (1 + 0.75 * ragged))


def trimmed(block: Polygon, corner: float) -> list[Polygon]:
    """Close dead ends that run into a block, and cut its corners off."""
    closed = block.buffer(13, join_style="mitre").buffer(-13, join_style="mitre")
    inner = closed.buffer(-corner, join_style="mitre")
    return polygons_of(inner.buffer(corner, join_style="bevel").simplify(0.6))


def plots_of(block: Polygon, rng: Generator, habit: Habit) -> list[Polygon]:
    """Cut a block into plots of uneven size, back to back."""
    wanted = habit.plot_m2 * np.exp(rng.normal(0, habit.plot_spread))
    wanted = float(np.clip(wanted, PLOT_MIN_M2, 52_000))
    if block.area < 1.45 * wanted:
        return [block]
    for trial in range(12):
        line = cut_line(
            block, rng, at=rng.uniform(0.34, 0.66), skew_deg=0.4 * habit.skew_deg
        )
        if trial > 7:
            line = affinity.rotate(line, 90)
        pieces = polygons_of(ops.split(block, line))
        if len(pieces) == 2 and all(
            has_room(piece, PLOT_MIN_M2, PLOT_MIN_WIDTH_M) for piece in pieces
        ):
            return [plot for piece in pieces for plot in plots_of(piece, rng, habit)]
    return [block]


def join_some(plots: list[Polygon], rng: Generator) -> list[Polygon]:
    """Merge a few neighbours into L-shaped plots."""
    left = list(plots)
    for plot in plots:
        if rng.random() > 0.07 or not any(plot is other for other in left):
            continue
        for other in left:
            if other is plot or other.area + plot.area > 53_000:
                continue
            merged = plot.union(other)
            hull = merged.convex_hull.area
            if merged.geom_type == "Polygon" and 0.66 < merged.area / hull < 0.88:
                left = [p for p in left if p is not plot and p is not other]
                left.append(merged)
                break
    return left


def noded(plots: list[Polygon]) -> list[Polygon]:
    """Give neighbours the same corner points along their common border."""
    net = shapely.union_all([plot.boundary for plot in plots], grid_size=MM)
    faces = polygons_of(shapely.polygonize(list(shapely.get_parts(net))))
    tree = shapely.STRtree(plots)
    points = [face.representative_point() for face in faces]
    inside = set(tree.query(points, predicate="within")[0].tolist())
    return [face for number, face in enumerate(faces) if number in inside]


def is_town_ground(shape: Polygon, rng: Generator, habit: Habit) -> bool:
    """Tell whether a block is housing, school or green and not works land."""
    spot = shape.centroid
    wave = np.sin(spot.x / 640) * np.sin(spot.y / 570 + 1.3) + np.sin(
        (spot.x + spot.y) / 910
    )
    return bool(rng.random() < habit.empty * (1 + 0.75 * wave))


def make_blocks(rng: Generator) -> list[Block]:
    """Return every works block of the county with its plots."""
    made = []
    for area in terrain.WORKS_AREAS:
        habit = HABITS[area.era]
        for shape in blocks_of(area, rng):
            if is_town_ground(shape, rng, habit):
                continue
            plots = noded(join_some(plots_of(shape, rng, habit), rng))
            if plots and max(plot.area for plot in plots) < PLOT_MAX_M2:
                hull = shapely.union_all(plots, grid_size=MM)
                made.append(Block(area=area, shape=hull, plots=tuple(plots)))
    return made


def centre(shapes: list[Polygon]) -> np.ndarray:
    """Return the middle point of each shape."""
    return shapely.get_coordinates(MultiPoint([shape.centroid for shape in shapes]))
