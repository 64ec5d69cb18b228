# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rows are meant: under the mouse, in a box, a lasso, a stroke, next door."""

from __future__ import annotations

from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.render.raster import NONE, IndexImage
from landgis.render.shapes import Rows, Shapes
from landgis.render.viewport import Bounds

Inside = Literal["touched", "centre", "whole"]
Direction = Literal["left", "right", "up", "down"]
Corners = NDArray[np.float64]
"""Points on the ground, shape (n, 2)."""

_CORNERS = 3
_AROUND = 9
_FIRST_REACH = 2.0
_MOST_REACHES = 12
_WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}


def row_at(  # noqa: PLR0917 - a point is one thing
    image: IndexImage, shapes: Shapes, px: float, py: float
) -> int:
    """Return the uppermost row at a point of the picture exactly, -1 if none is.

    The picture's samples are asked first; where they do not agree around the point,
    the outlines decide.  A row too small for that is found by its sample.
    """
    port = image.viewport
    if not (0 <= px < port.width_px and 0 <= py < port.height_px):
        return NONE
    seen = image.row_at(px, py)
    column, line = int(px * image.supersample), int(py * image.supersample)
    around = image.rows[max(line - 1, 0) : line + 2, max(column - 1, 0) : column + 2]
    if around.size == _AROUND and (around == seen).all():
        return seen
    x, y = port.to_map(px, py)
    covering = _covering(shapes, np.unique(around[around >= 0]).astype(np.int64), x, y)
    if not len(covering):
        covering = rows_at(shapes, x, y)
        covering = covering[image.sizes[covering] > 0]
    if len(covering):
        return int(covering[-1])
    return seen if seen >= 0 and image.sizes[seen] <= 1 else NONE


def rows_at(shapes: Shapes, x: float, y: float) -> Rows:
    """Return every row that covers a place on the ground, the upper ones last."""
    return _covering(shapes, shapes.rows_in((x, y, x, y)), x, y)


def _covering(shapes: Shapes, rows: Rows, *place: float) -> Rows:
    """Return those rows that cover a place on the ground."""
    from landgis.render.pick_kernels import rows_with  # noqa: PLC0415 - compiles

    at = np.array(place) - shapes.origin
    return rows_with(shapes.points, shapes.rings, shapes.parts, rows, at)


def rows_in_box(shapes: Shapes, bounds: Bounds, *, inside: Inside = "touched") -> Rows:
    """Return the rows in a rectangle, given by any two opposite corners."""
    west, east = sorted((bounds[0], bounds[2]))
    south, north = sorted((bounds[1], bounds[3]))
    corners = np.array([(west, south), (east, south), (east, north), (west, north)])
    return rows_in_polygon(shapes, corners, inside=inside)


def rows_in_polygon(
    shapes: Shapes, corners: Corners, *, inside: Inside = "touched"
) -> Rows:
    """Return the rows in a polygon or lasso, which closes itself.

    "touched" are those that have a point in common with it, "centre" those whose
    centre of gravity lies in it, "whole" those that lie in it with all their parts.
    A lasso that crosses itself is mended.
    """
    if len(corners) < _CORNERS:
        return np.empty(0, dtype=np.int64)
    area = shapely.make_valid(shapely.Polygon(corners))
    rows = shapes.rows_in(area.bounds)
    shapely.prepare(area)
    if inside == "centre":
        is_in = shapely.contains_xy(area, *centres_of(shapes, rows).T)
        return np.asarray(rows[is_in])
    boxes = shapes.boxes[rows] + np.tile(shapes.origin, 2)
    frames = shapely.box(*boxes.T)
    is_in = shapely.contains_properly(area, frames)
    doubtful = rows[~is_in & shapely.intersects(area, frames)]
    ask = shapely.covers if inside == "whole" else shapely.intersects
    is_in[np.searchsorted(rows, doubtful)] = ask(area, polygons_of(shapes, doubtful))
    return np.asarray(rows[is_in])


def rows_in_stroke(shapes: Shapes, path: Corners, radius: float) -> Rows:
    """Return the rows that a round brush touches on its way; one point is a disc."""
    from landgis.render.pick_kernels import rows_near  # noqa: PLC0415 - compiles

    if not len(path):
        return np.empty(0, dtype=np.int64)
    low, high = path.min(0) - radius, path.max(0) + radius
    rows = shapes.rows_in((*low.tolist(), *high.tolist()))
    layer = (shapes.points, shapes.rings, shapes.parts, shapes.boxes)
    way = np.ascontiguousarray(path - np.array(shapes.origin), dtype=np.float64)
    return rows_near(*layer, rows, way, float(radius))


def neighbour(shapes: Shapes, row: int, direction: Direction) -> int:
    """Return the row that lies next in a direction, -1 if none does.

    Next is what is nearest by its middle, steps aside counting double; it must lie
    rather in that direction than aside.
    """
    box = shapes.boxes[row]
    if np.isnan(box[0]):
        return NONE
    middle = (box[:2] + box[2:]) / 2
    side = max(*(box[2:] - box[:2]), 1.0)
    way = np.array(_WAYS[direction])
    aside = np.array((way[1], way[0]))
    for reach in _FIRST_REACH ** np.arange(1, _MOST_REACHES):
        low, high = middle - reach * side, middle + reach * side
        frame = (*(low + shapes.origin).tolist(), *(high + shapes.origin).tolist())
        rows = shapes.rows_in(frame)
        rows = rows[rows != row]
        away = (shapes.boxes[rows, :2] + shapes.boxes[rows, 2:]) / 2 - middle
        forward, beside = away @ way, np.abs(away @ aside)
        cost = np.where((forward > 0) & (beside <= forward), forward + beside, np.inf)
        # What lies beyond the frame could still be nearer than its corners.
        if len(rows) and cost.min() <= reach * side:
            return int(rows[cost.argmin()])
    return NONE


def polygons_of(shapes: Shapes, rows: Rows) -> NDArray[np.object_]:
    """Return rows as valid shapely shapes, on the ground; None for those without."""
    found = np.full(len(rows), None, dtype=object)
    for place, row in enumerate(rows.tolist()):
        rings = [ring for ring in shapes.corners_of(row) if len(ring) >= _CORNERS]
        if len(rings) == 1:
            found[place] = shapely.Polygon(rings[0])
        elif rings:
            # Even-odd, as they are drawn: what is in two rings is a hole.
            found[place] = _even_odd(rings)
    return np.asarray(shapely.make_valid(found))


def _even_odd(rings: list[NDArray[np.float64]]) -> shapely.Geometry:
    made = shapely.make_valid(np.array([shapely.Polygon(ring) for ring in rings]))
    whole = made[0]
    for part in made[1:]:
        whole = shapely.symmetric_difference(whole, part)
    return whole


def centres_of(shapes: Shapes, rows: Rows) -> Corners:
    """Return the centres of gravity of rows on the ground, holes taken off."""
    from landgis.render.place_kernels import gravity_centres  # noqa: PLC0415 - compiles

    layer = (shapes.points, shapes.rings, shapes.parts, shapes.boxes)
    return np.asarray(gravity_centres(*layer, rows) + np.array(shapes.origin))
