# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ground of the made-up county: border, water, trunk roads, towns, works areas.

The lines are drawn by hand in ``drawing.toml``, in grid units from a corner of the
county, and smoothed here.  No real place was copied.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Polygon

Points = Sequence[Sequence[float]]

DRAWING = tomllib.loads(
    (Path(__file__).parent / "drawing.toml").read_text(encoding="utf-8")
)
CORNER = tuple(DRAWING["corner"])
"""South-west corner of the drawing, CGCS2000 3-degree zone, CM 120E, metres."""
TOWNS: tuple[str, ...] = tuple(DRAWING["town_points"])


@dataclass(frozen=True, kw_only=True)
class WorksArea:
    """An industrial district with one way of building."""

    name: str
    town: str
    era: str
    """``old``, ``mid``, ``new`` or ``village``: rules the plots and the years."""
    trade: str
    """The leading trade of the district, a key of the table of trades."""
    outline: Points


WORKS_AREAS = tuple(WorksArea(**entry) for entry in DRAWING["works_areas"])


def to_metres(points: Points) -> np.ndarray:
    """Return drawn grid units as metres of the working system."""
    return np.asarray(points, dtype=float) * DRAWING["grid_m"] + np.asarray(CORNER)


def smooth(points: np.ndarray, *, closed: bool = False, steps: int = 12) -> np.ndarray:
    """Run a Catmull-Rom curve through the points."""
    if closed:
        padded = np.vstack([points[-1:], points, points[:2]])
    else:
        first, last = 2 * points[0] - points[1], 2 * points[-1] - points[-2]
        padded = np.vstack([first, points, last])
    p0, p1, p2, p3 = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[None, :, None]
    a, b, c, d = (p[:, None, :] for p in (p0, p1, p2, p3))
    curve = 0.5 * (
        2 * b
        + (c - a) * t
        + (2 * a - 5 * b + 4 * c - d) * t**2
        + (3 * b - a - 3 * c + d) * t**3
    )
    flat = curve.reshape(-1, 2)
    return flat if closed else np.vstack([flat, points[-1:]])


def curve(points: Points) -> LineString:
    """Return a smooth line through drawn points."""
    return LineString(smooth(to_metres(points)))


def blob(points: Points, *, steps: int = 12) -> Polygon:
    """Return a smooth closed outline through drawn points."""
    return Polygon(smooth(to_metres(points), closed=True, steps=steps))


@cache
def county() -> Polygon:
    """Return the county's border."""
    return blob(DRAWING["outline"])


@cache
def water() -> MultiPolygon:
    """Return the river, wider towards its mouth, with streams and canals."""
    course = smooth(to_metres(DRAWING["river"]))
    share = np.linspace(0.0, 1.0, len(course))
    reach = [
        LineString(pair).buffer(70 + 75 * where)
        for pair, where in zip(
            np.stack([course[:-1], course[1:]], axis=1), share, strict=False
        )
    ]
    streams = [
        curve(entry["course"]).buffer(entry["half_m"]) for entry in DRAWING["streams"]
    ]
    return shapely.union_all([*reach, *streams]).simplify(1.0)


@cache
def trunk_roads() -> MultiPolygon:
    """Return the trunk roads as areas."""
    return shapely.union_all(
        [
            curve(entry["course"]).buffer(entry["half_m"], cap_style="flat")
            for entry in DRAWING["trunk_roads"]
        ]
    )


@cache
def towns() -> dict[str, Polygon]:
    """Return the towns, which cover the county without gap or overlap."""
    lines = [curve(points) for points in DRAWING["town_lines"]]
    lines.append(LineString(smooth(to_metres(DRAWING["river"]))))
    net = shapely.union_all([county().exterior, *lines], grid_size=0.001)
    faces = [
        face
        for face in shapely.get_parts(shapely.polygonize([net]))
        if county().buffer(1).contains(face.representative_point())
    ]
    spots = shapely.points(to_metres(list(DRAWING["town_points"].values())))
    main = {
        name: next(face for face in faces if face.contains(spot))
        for name, spot in zip(TOWNS, spots, strict=True)
    }
    for face in faces:
        if not any(face is own for own in main.values()):
            shared = [own.intersection(face).length for own in main.values()]
            owner = TOWNS[int(np.argmax(shared))]
            main[owner] = main[owner].union(face)
    return main
