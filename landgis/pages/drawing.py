# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A drawing: outlines in hundredths of a millimetre, merged by what they look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.geometry.threads import map_pairs
from landgis.pages.paper import Frame
from landgis.tables import Geometries

UNITS_PER_MM = 100
"""Corners are whole numbers of these: exact to five millimetres of ground at 1:500."""

SIMPLIFY_MM = 0.02
"""Corners nearer than this to the line between their neighbours are left out."""

_FAR_MM = 400.0
_COARSE = 0.5  # metres on a millimetre: 1:500
Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Hatch:
    """Lines at angles (degrees, 45 is "/") or a marker (circle, cross), on paper."""

    id: str
    lines: tuple[float, ...] = ()
    marker: str = ""
    pitch_mm: float = 1.6
    size_mm: float = 0.26


@dataclass(frozen=True, kw_only=True)
class Look:
    """How outlines are drawn; colours are "#RRGGBB", None for none.

    `opacity` is that of the fill; `dash` in millimetres.
    """

    fill: str | None = None
    ink: str | None = None
    width_mm: float = 0.15
    dash: tuple[float, ...] = ()
    hatch: Hatch | None = None
    opacity: float = 1.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Outlines:
    """Rings or lines: corners (n, 2), from the lower left, and where each begins."""

    points: Ints
    starts: Ints
    closed: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return len(self.points) == 0


@dataclass(frozen=True, kw_only=True, eq=False)
class Item:
    """Outlines that share a look."""

    outlines: Outlines
    look: Look


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawing:
    """What is drawn on a rectangle of paper, from below to above; sizes in mm."""

    width: float
    height: float
    items: tuple[Item, ...] = field(default=())


def outlines_of(
    shapes: Geometries, frame: Frame, *, kind: Literal["area", "line"] = "area"
) -> Outlines:
    """Return the outlines of shapes as they lie in a frame.

    What reaches far out of it is cut off there; what is outside is left out.
    """
    near = in_frame(shapes, frame)
    shapes = shapes[near]
    if frame.m_per_mm > _COARSE:
        shapes = _simplified(shapes, SIMPLIFY_MM * frame.m_per_mm)
    shapes = _cut_far(shapes, frame)
    if kind == "area":
        rings = shapely.get_rings(shapely.get_parts(shapes))
    else:
        rings = _lines(shapes)
    corners, owner = shapely.get_coordinates(rings, return_index=True)
    if not len(corners):
        return no_outlines()
    west, south, _, _ = frame.bounds
    units = UNITS_PER_MM / frame.m_per_mm
    points = np.rint((corners - (west, south)) * units).astype(np.int64)
    return _tidy(points, owner, closed=kind == "area")


def _simplified(shapes: Geometries, tolerance_m: float) -> Geometries:
    """Leave corners out, on all cores: a county map has a million of them."""
    near = np.full(len(shapes), tolerance_m)
    found: Geometries = map_pairs(shapely.simplify, shapes, near)
    return found


def no_outlines() -> Outlines:
    """Return nothing to draw."""
    return Outlines(
        points=np.empty((0, 2), dtype=np.int64), starts=np.empty(0, dtype=np.int64)
    )


def in_frame(shapes: Geometries, frame: Frame, *, margin_mm: float = 1.0) -> Ints:
    """Return the places of the shapes whose boxes touch a frame."""
    return boxes_in_frame(shapely.bounds(shapes), frame, margin_mm=margin_mm)


def boxes_in_frame(
    boxes: NDArray[np.float64], frame: Frame, *, margin_mm: float = 1.0
) -> Ints:
    """Return the places of the boxes (min x, min y, max x, max y) that touch it."""
    if not len(boxes):
        return np.empty(0, dtype=np.int64)
    west, south, east, north = frame.bounds
    margin = margin_mm * frame.m_per_mm
    inside = (
        (boxes[:, 0] <= east + margin)
        & (boxes[:, 2] >= west - margin)
        & (boxes[:, 1] <= north + margin)
        & (boxes[:, 3] >= south - margin)
    )
    return np.flatnonzero(inside)


def lines_mm(
    segments: Sequence[tuple[float, float, float, float]], *, closed: bool = False
) -> Outlines:
    """Return straight lines given in millimetres."""
    corners = np.array(segments, dtype=np.float64).reshape(-1, 2) * UNITS_PER_MM
    points = np.rint(corners).astype(np.int64)
    return Outlines(points=points, starts=np.arange(0, len(points), 2), closed=closed)


def rings_mm(rings: Sequence[Sequence[tuple[float, float]]]) -> Outlines:
    """Return closed rings given in millimetres."""
    if not rings:
        return no_outlines()
    sizes = [len(ring) for ring in rings]
    corners = np.concatenate([np.asarray(ring, dtype=np.float64) for ring in rings])
    return Outlines(
        points=np.rint(corners * UNITS_PER_MM).astype(np.int64),
        starts=np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64),
    )


def to_text(outlines: Outlines, *, ops: tuple[str, str, str]) -> str:
    """Return path operators: `ops` for the first corner, the others, and the end."""
    if outlines.is_empty:
        return ""
    move, line, close = ops
    parts = np.full(len(outlines.points), line, dtype=object)
    parts[outlines.starts] = move
    if outlines.closed:
        last = np.concatenate((outlines.starts[1:], [len(parts)])) - 1
        parts[last] = parts[last] + close
    return "".join(parts.tolist()) % tuple(outlines.points.ravel().tolist())


def _cut_far(shapes: Geometries, frame: Frame) -> Geometries:
    """Cut shapes that reach far out of the frame, so that no page grows huge."""
    west, south, east, north = frame.bounds
    margin = _FAR_MM * frame.m_per_mm
    boxes = shapely.bounds(shapes)
    far = (
        (boxes[:, 0] < west - margin)
        | (boxes[:, 2] > east + margin)
        | (boxes[:, 1] < south - margin)
        | (boxes[:, 3] > north + margin)
    )
    if far.any():
        shapes = shapes.copy()
        shapes[far] = shapely.clip_by_rect(
            shapes[far], west - margin, south - margin, east + margin, north + margin
        )
    return shapes


def _lines(shapes: Geometries) -> Geometries:
    """Return lines, and the borders of areas, as single line strings."""
    parts = shapely.get_parts(shapes)
    is_area = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    is_line = shapely.get_dimensions(parts) == 1
    return np.concatenate((shapely.get_rings(parts[is_area]), parts[is_line]))


def _tidy(points: Ints, owner: Ints, *, closed: bool) -> Outlines:
    """Leave out corners that fall on the one before, and rings without area."""
    first = np.concatenate(([True], owner[1:] != owner[:-1]))
    if closed:  # the last corner is the first again
        last = np.concatenate((first[1:], [True]))
        points, owner, first = points[~last], owner[~last], first[~last]
        first = np.concatenate(([True], owner[1:] != owner[:-1]))
    same = np.concatenate(([False], (points[1:] == points[:-1]).all(axis=1))) & ~first
    points, owner = points[~same], owner[~same]
    least = 3 if closed else 2
    sizes = np.bincount(owner) if len(owner) else np.empty(0, dtype=np.int64)
    kept = sizes[owner] >= least
    points, owner = points[kept], owner[kept]
    starts = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))
    if not len(points):
        return no_outlines()
    return Outlines(points=points, starts=starts.astype(np.int64), closed=closed)
