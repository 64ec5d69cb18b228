# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Coordinates as people type them: X and Y with or without zone, degrees, minutes."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import shapely

from landgis.crs import to_working
from landgis.errors import DataError

DEGREES = "EPSG:4490"
LONGITUDES, LATITUDES = (73.0, 136.0), (3.0, 54.0)
NORTHINGS = (3e5, 6e6)
EASTINGS = (5e4, 9.5e5)
ZONE_STEP = 1_000_000
FIRST_WIDE_ZONE, FIRST_ZONE, LAST_ZONE = 13, 25, 45
WIDE_ZONES_WITH_NUMBER, ZONES_WITH_NUMBER = 4491, 4513
"""EPSG codes of the first 6° and 3° zone of the 2000 system with the zone number."""

_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_GROUPED = re.compile(r"(?<=\d)[ ,](?=\d{3}(?:\D|$))")
_LABELLED = re.compile(
    r"(?P<a>[xy])\D{0,6}?(?P<p>\d[\d ,.]*\d)\D*?(?P<b>[xy])\D{0,6}?(?P<q>\d[\d ,.]*\d)"
)
_DMS = re.compile(
    r"(?P<d>\d{1,3})[°度:](?P<m>\d{1,2}(?:\.\d+)?)['′分:]?(?:(?P<s>\d{1,2}(?:\.\d+)?)"
    r"(?:\"|''|″|秒)?)?"
)
_TWO_NUMBERS = re.compile(rf"({_NUMBER})\D+?({_NUMBER})\D*")
_SIX_NUMBERS = 6


def read_coordinates(text: str, *, crs: str) -> tuple[float, float] | None:
    """Return where a text points to, in the working system; None if it is no place.

    Northings are called X and come first, as in surveying; the other order is
    understood, since the two differ in size.  An easting with the zone number
    is one of the 2000 system; without it, of the working system itself.
    """
    plain = unicodedata.normalize("NFKC", text).lower().strip()
    pair = _labelled(plain) or _degrees(plain) or _two_numbers(plain)
    if pair is None:
        return None
    first, second = pair
    for one, other in ((first, second), (second, first)):
        if _within(one, LONGITUDES) and _within(other, LATITUDES):
            return _carry((one, other), source=DEGREES, crs=crs)
        if _within(one, NORTHINGS) and _is_easting(other):
            return _from_plane(other, one, crs=crs)
    return None


def _labelled(text: str) -> tuple[float, float] | None:
    found = _LABELLED.search(text)
    if found is None or found["a"] == found["b"]:
        return None
    numbers = [_to_number(found[part]) for part in ("p", "q")]
    if None in numbers:
        return None
    north, east = numbers if found["a"] == "x" else numbers[::-1]
    return float(north or 0.0), float(east or 0.0)


def _degrees(text: str) -> tuple[float, float] | None:
    """Read degrees, minutes and seconds, with signs or as six numbers."""
    parts = _DMS.findall(text.replace(" ", ""))
    if len(parts) != 2:  # noqa: PLR2004 - a longitude and a latitude
        parts = re.findall(_NUMBER, text)
        if len(parts) != _SIX_NUMBERS:
            return None
        parts = [tuple(parts[:3]), tuple(parts[3:])]
    one, other = (
        float(d) + float(m or 0) / 60 + float(s or 0) / 3600 for d, m, s in parts
    )
    return one, other


def _two_numbers(text: str) -> tuple[float, float] | None:
    found = _TWO_NUMBERS.fullmatch(text.lstrip("enxy东西南北经纬度:= "))
    return None if found is None else (float(found[1]), float(found[2]))


def _to_number(text: str) -> float | None:
    """Read a number whose thousands may stand in groups."""
    joined = _GROUPED.sub("", text.strip())
    return float(joined) if re.fullmatch(_NUMBER, joined) else None


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _is_easting(value: float) -> bool:
    zone, easting = divmod(value, ZONE_STEP)
    in_zone = zone == 0 or FIRST_WIDE_ZONE <= zone <= LAST_ZONE
    return in_zone and _within(easting, EASTINGS)


def _from_plane(east: float, north: float, *, crs: str) -> tuple[float, float] | None:
    zone = int(east // ZONE_STEP)
    if not zone:
        return east, north
    first, code = (
        (FIRST_ZONE, ZONES_WITH_NUMBER)
        if zone >= FIRST_ZONE
        else (FIRST_WIDE_ZONE, WIDE_ZONES_WITH_NUMBER)
    )
    return _carry((east, north), source=f"EPSG:{code + zone - first}", crs=crs)


def _carry(
    point: tuple[float, float], *, source: str, crs: str
) -> tuple[float, float] | None:
    place = np.array([shapely.Point(point)], dtype=object)
    try:
        found = to_working(place, source=source, target=crs)[0]
    except DataError:
        return None  # another datum: nobody can tell where that is
    return float(found.x), float(found.y)
