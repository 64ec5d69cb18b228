# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shift of Chinese web maps: recognised against a layer, undone on request.

GCJ-02 (Amap, Tencent) and BD-09 (Baidu) move points by 300 to 1,000 m, by a
different amount at each place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.crs.systems import identify
from landgis.crs.transform import points_to_working
from landgis.errors import DataError
from landgis.messages import text
from landgis.tables import Fault, Geometries

Degrees = NDArray[np.float64]
Carry = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]

_AXIS = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BAIDU = 3000.0 / 180.0 * np.pi
_AREA = (72.004, 0.8293, 137.8347, 55.8271)
"""Where the map services shift at all: west, south, east, north."""

_PRECISION = 1e-11
_SAMPLE_FROM = 20_000
_LARGEST_SAMPLE = 400
_FARTHEST_SHIFT = 0.02
_CLEAR_GAIN = 0.15
_CLEAR_RATIO = 1.5
_LEAST_COVER = 0.3
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, kw_only=True)
class WebMapShift:
    """A web-map shift that the comparison with a reference layer shows.

    `cover` and `cover_as_is`: how much of the sampled shapes the reference
    layer covers with the shift undone, and as they stand; `offset_m`: how far
    they are displaced, in m.
    """

    kind: str
    cover: float
    cover_as_is: float
    offset_m: float
    note: str
    faults: tuple[Fault, ...]


def to_gcj02(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    """Shift WGS84 degrees as GCJ-02 does; points outside China stay."""
    x, y = longitude - 105.0, latitude - 35.0
    root = np.sqrt(np.abs(x))
    waves = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2 / 3
    north = (
        -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + waves
        + (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2 / 3
        + (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2 / 3
    )
    east = (
        300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + waves
        + (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2 / 3
        + (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2 / 3
    )
    angle = latitude / 180.0 * np.pi
    magic = 1 - _ECCENTRICITY_SQUARED * np.sin(angle) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY_SQUARED) / magic**1.5
    parallel = _AXIS / np.sqrt(magic) * np.cos(angle)
    west, south, east_end, north_end = _AREA
    inside = (
        (longitude > west)
        & (longitude < east_end)
        & (latitude > south)
        & (latitude < north_end)
    )
    return (
        longitude + np.where(inside, east / parallel * 180.0 / np.pi, 0.0),
        latitude + np.where(inside, north / meridian * 180.0 / np.pi, 0.0),
    )


def to_bd09(longitude: Degrees, latitude: Degrees) -> tuple[Degrees, Degrees]:
    """Shift WGS84 degrees as BD-09 does."""
    x, y = to_gcj02(longitude, latitude)
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _BAIDU)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BAIDU)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


_SHIFTS: dict[str, Carry] = {"gcj02": to_gcj02, "bd09": to_bd09}


def undo_points(
    longitude: Degrees, latitude: Degrees, *, kind: str
) -> tuple[Degrees, Degrees]:
    """Return the degrees before the shift, to better than 1e-9°."""
    if kind not in _SHIFTS:
        raise DataError("crs.unknown_shift", kind=kind, known="、".join(_SHIFTS))
    shift = _SHIFTS[kind]
    x, y = longitude, latitude
    # The shift changes by less than 1 in 500 over its own length, so each
    # round gains more than two digits; ten are ample.
    for _ in range(10):
        a, b = shift(x, y)
        step_x, step_y = a - longitude, b - latitude
        x, y = x - step_x, y - step_y
        steps = np.abs(np.concatenate([np.ravel(step_x), np.ravel(step_y)]))
        if not np.nanmax(steps, initial=0.0) > _PRECISION:
            break
    return x, y


def undo_shift(geometry: Geometries, kind: str, crs: str) -> Geometries:
    """Return the shapes where they really are, in the system they came in."""
    system = identify(crs)
    if system is None:
        raise DataError("crs.unknown_code", code=crs)

    def carry(points: Degrees) -> Degrees:
        degrees = points_to_working(points, source=crs, target="EPSG:4326")
        moved = np.column_stack(undo_points(degrees[:, 0], degrees[:, 1], kind=kind))
        return points_to_working(moved, source="EPSG:4326", target=crs)

    return np.asarray(shapely.transform(geometry, carry))


def recognise_shift(
    geometry_lonlat: Geometries, reference_lonlat: Geometries
) -> WebMapShift | None:
    """Tell whether a layer was drawn on a web map, by a layer that was not.

    Both in degrees.  The layer is laid over the reference as it stands and
    with each shift undone; a shift counts as recognised only if undoing it
    makes the two agree clearly better.  None without such evidence: a layer
    that the reference covers either way shows nothing.
    """
    shapes = _usable(geometry_lonlat)
    reference = _usable(reference_lonlat)
    count = len(shapes)
    if not count or not len(reference):
        return None
    tree = shapely.STRtree(reference)
    sampled = shapes[:: max(1, len(shapes) // _SAMPLE_FROM)]
    near = tree.query(shapely.buffer(shapely.envelope(sampled), _FARTHEST_SHIFT))
    shapes = sampled[np.unique(near[0])]
    shapes = shapes[:: max(1, len(shapes) // _LARGEST_SAMPLE)]
    if not len(shapes):
        return None
    as_is = _cover(shapes, tree)
    undone = {
        kind: np.asarray(
            shapely.transform(
                shapes,
                lambda points, kind=kind: np.column_stack(
                    undo_points(points[:, 0], points[:, 1], kind=kind)
                ),
            )
        )
        for kind in _SHIFTS
    }
    covers = {kind: _cover(moved, tree) for kind, moved in undone.items()}
    best = max(covers, key=lambda kind: covers[kind])
    gain = covers[best] - as_is
    clear = gain >= _CLEAR_GAIN and covers[best] >= _CLEAR_RATIO * as_is
    if not clear or covers[best] < _LEAST_COVER:
        return None
    offset = _distance_m(shapes, undone[best])
    return WebMapShift(
        kind=best,
        cover=covers[best],
        cover_as_is=as_is,
        offset_m=offset,
        note=text(
            "crs.note.web_map_shift",
            kind=text(f"crs.shift.{best}"),
            id=best,
            offset=offset,
            cover=covers[best],
            as_is=as_is,
        ),
        faults=(Fault(kind="web_map_shift", count=count),),
    )


def _usable(geometry: Geometries) -> Geometries:
    polygons = geometry[shapely.get_dimensions(geometry) == 2]  # noqa: PLR2004 - surfaces
    found: Geometries = np.asarray(shapely.make_valid(polygons))
    return np.asarray(found[shapely.area(found) > 0])


def _cover(shapes: Geometries, tree: shapely.STRtree) -> float:
    """Share of the shapes that the reference covers, each shape counting alike."""
    rows, others = tree.query(shapes, predicate="intersects")
    shared = shapely.area(shapely.intersection(shapes[rows], tree.geometries[others]))
    covered = np.bincount(rows, weights=shared, minlength=len(shapes))
    return float(np.minimum(covered / shapely.area(shapes), 1.0).mean())


def _distance_m(before: Geometries, after: Geometries) -> float:
    a, b = shapely.centroid(before), shapely.centroid(after)
    north = shapely.get_y(b) - shapely.get_y(a)
    east = (shapely.get_x(b) - shapely.get_x(a)) * np.cos(np.radians(shapely.get_y(a)))
    return float(np.median(np.hypot(east, north)) * _METRES_PER_DEGREE)
