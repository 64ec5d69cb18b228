# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which coordinate systems the numbers themselves allow (CRS-DET)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.crs.regions import Region
from landgis.crs.systems import (
    FIRST_MERIDIAN,
    WEB_MERCATOR,
    GaussKruger,
    datum,
    identify,
)
from landgis.crs.transform import Points, make_transformer

MOST = 0.5
"""Share of the shapes that must lie in a place for a system to fit it."""

_ZONE_STEP = 1_000_000.0
_NORTHINGS = (300_000.0, 6_300_000.0)
_EASTINGS = (20_000.0, 980_000.0)
_MERCATOR_EASTINGS = (8_100_000.0, 15_100_000.0)
_MERCATOR_NORTHINGS = (400_000.0, 7_200_000.0)
_LAST_MERIDIAN = 135
_THREE_DEGREE_ZONES = range(25, 46)
_SIX_DEGREE_ZONES = range(13, 24)


@dataclass(frozen=True, kw_only=True)
class Guess:
    """A system that the size of the coordinates allows.

    `kind` is ``degrees``, ``mercator``, ``prefix`` (the zone number stands in
    the easting) or ``meridian`` (the easting says nothing about the zone);
    `swapped`: x and y are exchanged in the file; `longitude`, `latitude`: the
    sampled points as this system places them.
    """

    code: str
    kind: str
    swapped: bool
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    zone: GaussKruger | None = None

    def share_in(self, region: Region) -> float:
        """Share of the sampled points that this system puts into the region."""
        return float(region.holds(self.longitude, self.latitude).mean())

    def is_in(self, region: Region) -> bool:
        """Whether this system puts most of the points into the region."""
        return self.share_in(region) >= MOST

    def distance_to(self, region: Region) -> float:
        """Degrees of longitude between the points and the middle of the region."""
        return abs(float(np.median(self.longitude)) - (region.west + region.east) / 2)

    @property
    def is_nominal(self) -> bool:
        """Whether the points lie within the zone's own strip, not beside it."""
        if self.zone is None:
            return True
        off = abs(float(np.median(self.longitude)) - self.zone.meridian)
        return off <= self.zone.width / 2 + 0.2


def make_guesses(points: Points, *, datum_id: str) -> list[Guess]:
    """Return every system of a datum that could have given these coordinates.

    `points` are n x 2, as in the file; they need not be many.
    """
    return [
        guess
        for swapped in (False, True)
        for guess in _guesses(
            points[:, ::-1] if swapped else points, datum_id=datum_id, swapped=swapped
        )
    ]


def place(points: Points, code: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitudes and latitudes of the points under a system.

    Without datum shift: about 100 m at most, nothing against a zone's width.
    """
    system = identify(code)
    if system is None or system.geographic:
        return points[:, 0], points[:, 1]
    base = datum(system.datum).code if system.datum else "EPSG:4326"
    x, y = make_transformer(system.code, base).transform(points[:, 0], points[:, 1])
    return np.asarray(x), np.asarray(y)


def _guesses(points: Points, *, datum_id: str, swapped: bool) -> Iterator[Guess]:
    x, y = (float(value) for value in np.median(points, axis=0))
    series = datum(datum_id).series
    if 70 <= x <= 140 and 0 <= y <= 56:  # noqa: PLR2004 - degrees around China
        yield Guess(
            code=datum(datum_id).code,
            kind="degrees",
            swapped=swapped,
            longitude=points[:, 0],
            latitude=points[:, 1],
        )
        return
    if _within(x, _MERCATOR_EASTINGS) and _within(y, _MERCATOR_NORTHINGS):
        longitude, latitude = place(points, WEB_MERCATOR)
        yield Guess(
            code=WEB_MERCATOR,
            kind="mercator",
            swapped=swapped,
            longitude=longitude,
            latitude=latitude,
        )
    if not _within(y, _NORTHINGS) or not series:
        return
    zone_number, rest = divmod(x, _ZONE_STEP)
    if not _within(rest, _EASTINGS):
        return
    for zone in _zones(int(zone_number), datum_id=datum_id):
        reference = GaussKruger(
            datum=datum_id, width=3, meridian=zone.meridian, prefixed=False
        )
        local = np.column_stack(
            [points[:, 0] - int(zone_number) * _ZONE_STEP, points[:, 1]]
        )
        longitude, latitude = place(local, reference.code)
        yield Guess(
            code=zone.code,
            kind="prefix" if zone.prefixed else "meridian",
            swapped=swapped,
            longitude=longitude,
            latitude=latitude,
            zone=zone,
        )


def _zones(zone_number: int, *, datum_id: str) -> Iterator[GaussKruger]:
    """Yield the zones that an easting beginning with this number can belong to."""
    if zone_number in _THREE_DEGREE_ZONES:
        yield GaussKruger(
            datum=datum_id, width=3, meridian=3 * zone_number, prefixed=True
        )
    elif zone_number in _SIX_DEGREE_ZONES:
        yield GaussKruger(
            datum=datum_id, width=6, meridian=6 * zone_number - 3, prefixed=True
        )
    elif zone_number == 0:
        for width in (3, 6):
            for meridian in range(FIRST_MERIDIAN, _LAST_MERIDIAN + 1, width):
                yield GaussKruger(
                    datum=datum_id, width=width, meridian=meridian, prefixed=False
                )


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]
