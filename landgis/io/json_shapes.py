# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the coordinates of GeoJSON to shapes, judging each feature by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.io.rings import Rings, build_polygons
from landgis.tables import Geometries

Points = NDArray[np.float64]

_PLANE = 2
_DEEPEST = 20


class ShapeError(Exception):
    """A feature is not what it should be; `message_id` says how."""

    def __init__(self, message_id: str) -> None:
        super().__init__(message_id)
        self.message_id = message_id


@dataclass(frozen=True, kw_only=True)
class JsonShapes:
    """Shapes by row, and rows by what was found: lost with the reason's message id.

    `mended`: rings closed or left out; `high`: with heights.
    """

    geometry: Geometries
    lost: dict[int, str]
    mended: frozenset[int]
    high: frozenset[int]


@dataclass
class _Gatherer:
    """Rings of polygons, gathered to be built all at once, and all other shapes."""

    points: list[Points] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    polygons: list[int] = field(default_factory=list)
    others: dict[int, Any] = field(default_factory=dict)
    high: set[int] = field(default_factory=set)
    count: int = 0

    def add(self, row: int, geometry: Any) -> None:
        """Take one geometry; raises `ShapeError` and takes nothing if it is bad."""
        if geometry is None:
            return
        if not isinstance(geometry, dict):
            raise ShapeError("io.lost.no_geometry")
        before = len(self.points)
        try:
            self._add(row, geometry, depth=0)
        except ShapeError:
            del self.points[before:], self.rows[before:], self.polygons[before:]
            raise

    def _add(self, row: int, geometry: dict[str, Any], *, depth: int) -> None:
        kind = str(geometry.get("type"))
        if kind == "GeometryCollection":
            self._add_members(row, geometry, depth=depth)
            return
        coordinates = geometry.get("coordinates")
        if not isinstance(coordinates, list):
            raise ShapeError("io.lost.no_coordinates")
        if kind == "Polygon":
            self._add_polygon(row, coordinates)
        elif kind == "MultiPolygon":
            for polygon in coordinates:
                if not isinstance(polygon, list):
                    raise ShapeError("io.lost.bad_nesting")
                self._add_polygon(row, polygon)
        elif kind in _BUILDERS:
            self.others[row] = self._build(row, kind, coordinates)
        else:
            raise ShapeError("io.lost.unknown_type")
        if not coordinates:
            self.others[row] = shapely.Polygon()

    def _add_members(self, row: int, geometry: dict[str, Any], *, depth: int) -> None:
        members = geometry.get("geometries")
        if not isinstance(members, list) or depth > _DEEPEST:
            raise ShapeError("io.lost.no_geometry")
        surfaces = [m for m in members if _has_surface(m)]
        for member in surfaces or members:
            if isinstance(member, dict):
                self._add(row, member, depth=depth + 1)
        if not members:
            self.others[row] = shapely.Polygon()

    def _add_polygon(self, row: int, rings: list[Any]) -> None:
        for ring in rings:
            points = _to_points(ring)
            self._note_height(row, points)
            self.points.append(points[:, :_PLANE])
            self.rows.append(row)
            self.polygons.append(self.count)
        self.count += 1

    def _build(self, row: int, kind: str, coordinates: list[Any]) -> Any:
        nested = [coordinates] if kind in ("Point", "LineString") else coordinates
        nested = [[part] for part in nested] if kind.endswith("Point") else nested
        parts = [_to_points(part) for part in nested]
        for points in parts:
            self._note_height(row, points)
        try:
            return _BUILDERS[kind]([points[:, :_PLANE] for points in parts])
        except (ValueError, shapely.GEOSException) as error:
            raise ShapeError("io.lost.too_few_points") from error

    def _note_height(self, row: int, points: Points) -> None:
        if points.shape[1] > _PLANE:
            self.high.add(row)


def gather_shapes(geometries: list[Any]) -> JsonShapes:
    """Build the shape of each GeoJSON geometry; None stays None.

    Of a collection the surfaces are taken; it counts as other shapes only if
    it has none.
    """
    gatherer = _Gatherer()
    lost: dict[int, str] = {}
    # Features come as nested lists of any length, so each is taken by itself;
    # the polygons are then built all at once.
    for row, geometry in enumerate(geometries):
        try:
            gatherer.add(row, geometry)
        except ShapeError as error:
            lost[row] = error.message_id
    count = len(geometries)
    found = np.full(count, None, dtype=object)
    for row, other in gatherer.others.items():
        found[row] = other
    mended: set[int] = set()
    if gatherer.points:
        rings = Rings(
            points=np.concatenate(gatherer.points).astype(np.float64),
            sizes=np.array([len(points) for points in gatherer.points]),
            rows=np.array(gatherer.rows),
            polygons=np.array(gatherer.polygons),
        )
        built = build_polygons(rings, count=count)
        rows = np.unique(rings.rows)
        found[rows] = built.geometry[rows]
        lost |= dict.fromkeys(built.broken.tolist(), "io.lost.bad_coordinates")
        empty = [row for row in rows.tolist() if found[row] is None]
        lost = dict.fromkeys(empty, "io.lost.too_few_points") | lost
        mended = {*built.closed.tolist(), *built.shortened.tolist()}
    return JsonShapes(
        geometry=found,
        lost=lost,
        mended=frozenset(mended),
        high=frozenset(gatherer.high),
    )


def _to_points(positions: Any) -> Points:
    """Return positions as rows of numbers, or raise `ShapeError`."""
    if not isinstance(positions, list):
        raise ShapeError("io.lost.bad_nesting")
    try:
        points = np.array(positions)
    except ValueError as error:
        raise ShapeError("io.lost.bad_nesting") from error
    if points.ndim != _PLANE or points.shape[1] < _PLANE:
        raise ShapeError("io.lost.bad_nesting")
    if points.dtype.kind not in "iuf":
        raise ShapeError("io.lost.bad_coordinates")
    return points


def _has_surface(member: Any) -> bool:
    if not isinstance(member, dict):
        return False
    kind = member.get("type")
    return kind in ("Polygon", "MultiPolygon", "GeometryCollection")


_BUILDERS: dict[Any, Callable[[list[Points]], Any]] = {
    "Point": lambda parts: shapely.points(parts[0][0]),
    "MultiPoint": lambda parts: shapely.multipoints(np.concatenate(parts)),
    "LineString": lambda parts: shapely.linestrings(parts[0]),
    "MultiLineString": lambda parts: shapely.multilinestrings(
        [shapely.linestrings(part) for part in parts]
    ),
}
