# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A brush stroke while the button is down: only what is new is worked out."""

from __future__ import annotations

import numpy as np
import shapely

from landgis.zones.draft import NO_ROWS, Draft
from landgis.zones.effects import MAJORITY, CutMode, Effect, effect_from
from landgis.zones.overlay import without
from landgis.zones.units import Figures, Rows, Units
from landgis.zones.zoning import Zoning


class BrushSession:
    """One stroke of a round brush, from button down to button up.

    Parameters
    ----------
    zone
        The zone to paint into; None erases.
    radius_m
        Half the width of the brush, on the ground.
    mode
        `CutMode.WHOLE` takes what the brush touches, `CutMode.MAJORITY` what it has
        swept more than half of.  A brush does not cut.
    """

    def __init__(
        self,
        zoning: Zoning,
        units: Units,
        *,
        zone: str | None,
        radius_m: float,
        mode: CutMode = CutMode.WHOLE,
        only_statuses: frozenset[str] | None = None,
    ) -> None:
        self._zoning, self._units, self._zone = zoning, units, zone
        self._radius_m = radius_m
        self._sweep = _Sweep(units) if mode is CutMode.MAJORITY else None
        self._draft = Draft(zoning, units, zone=zone)
        self._wanted = (
            None if only_statuses is None else units.with_status(only_statuses)
        )
        self._has_ground = any(each.ground is not None for each in zoning.zones)
        self._seen = np.zeros(units.count, dtype=bool)
        self._others: list[Rows] = []
        self._last: tuple[float, float] | None = None
        self._effect = effect_from(self._draft, zoning, zone=zone)

    def extend(self, x: float, y: float) -> Effect:
        """Move the brush there from where it was; return what the stroke does so far.

        Nothing is changed: the zoning becomes ``effect.after`` once it is committed.
        """
        start = self._last or (x, y)
        self._last = (x, y)
        way = np.array([start, (x, y)], dtype=np.float64)
        rows = _near(self._units, way, radius_m=self._radius_m)
        rows = rows[~self._seen[rows]]
        if self._sweep is None:
            rows = _touched(self._units, rows, way, radius_m=self._radius_m)
        else:
            rows = self._sweep.take(rows, _capsule(way, self._radius_m))
        self._seen[rows] = True
        self._take(rows)
        if self._zone is None and self._has_ground and self._wanted is None:
            self._draft.take_ground(_capsule(way, self._radius_m), free=False)
        elif not len(rows):
            return self._effect
        self._effect = effect_from(
            self._draft,
            self._zoning,
            zone=self._zone,
            others=np.sort(np.concatenate([NO_ROWS, *self._others])),
        )
        return self._effect

    @property
    def effect(self) -> Effect:
        """What the stroke does so far."""
        return self._effect

    def _take(self, rows: Rows) -> None:
        if self._wanted is not None:
            self._others.append(rows[~self._wanted[rows]])
            rows = rows[self._wanted[rows]]
        self._draft.take(rows)


def rows_under(units: Units, x: float, y: float, *, radius_m: float) -> Rows:
    """Return the units that a brush at rest touches: what a click would take."""
    way = np.array([(x, y), (x, y)], dtype=np.float64)
    rows = _near(units, way, radius_m=radius_m)
    return _touched(units, rows, way, radius_m=radius_m)


class _Sweep:
    """How much of each unit a brush has not swept yet."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._left: dict[int, shapely.Geometry] = {}

    def take(self, rows: Rows, capsule: shapely.Geometry) -> Rows:
        """Sweep a way; return the units of which more than half is swept now."""
        shapely.prepare(capsule)
        grounds = self._units.grounds[rows]
        covered = shapely.covers(capsule, grounds)
        taken = list(rows[covered].tolist())
        line = rows[~covered & shapely.intersects(capsule, grounds)]
        for row in line.tolist():
            ground = self._units.grounds[row]
            left = without(self._left.get(row, ground), capsule)
            if left.area < (1.0 - MAJORITY) * ground.area:
                self._left.pop(row, None)
                taken.append(row)
            else:
                self._left[row] = left
        return np.sort(np.array(taken, dtype=np.int64))


def _capsule(way: Figures, radius_m: float) -> shapely.Geometry:
    """Return the ground that a brush sweeps on a straight way."""
    return shapely.buffer(shapely.LineString(way), radius_m, quad_segs=16)


def _near(units: Units, way: Figures, *, radius_m: float) -> Rows:
    """Return the units whose bounding box the brush may touch, ascending."""
    low, high = way.min(axis=0) - radius_m, way.max(axis=0) + radius_m
    found: Rows = units.tree.query(shapely.box(*low, *high))
    return np.sort(found)


def _touched(units: Units, rows: Rows, way: Figures, *, radius_m: float) -> Rows:
    """Return those units that lie within the brush's radius of its way.

    A unit with a corner of its own within the radius is; only for the others, along the
    edge of the brush, the outline is asked.
    """
    corners = units.first_corners[rows]
    within = _distance(corners, way) <= radius_m
    doubtful = rows[~within & (_box_distance(units.boxes[rows], way) <= radius_m)]
    line = (
        shapely.LineString(way) if (way[0] != way[1]).any() else shapely.Point(way[0])
    )
    shapely.prepare(line)
    is_near = shapely.dwithin(line, units.grounds[doubtful], radius_m)
    return np.sort(np.concatenate([rows[within], doubtful[is_near]]))


def _distance(points: Figures, way: Figures) -> Figures:
    """Return the distance of points from a straight way."""
    start, step = way[0], way[1] - way[0]
    length_2 = float(step @ step)
    away = points - start
    along = (away @ step / length_2).clip(0.0, 1.0) if length_2 else np.zeros(len(away))
    rest = away - along[:, None] * step
    return np.asarray(np.hypot(rest[:, 0], rest[:, 1]))


def _box_distance(boxes: Figures, way: Figures) -> Figures:
    """Return at most the distance of boxes from a way: from its middle, less half."""
    half = float(np.hypot(*(way[1] - way[0]))) / 2
    middle = way.mean(axis=0)
    nearest = np.clip(middle, boxes[:, :2], boxes[:, 2:])
    away = nearest - middle
    return np.asarray(np.hypot(away[:, 0], away[:, 1]) - half)
