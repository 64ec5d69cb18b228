# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The coordinate systems of Chinese land offices: which one a text or code means."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from pyproj import CRS
from pyproj.exceptions import CRSError

WEB_MERCATOR = "EPSG:3857"
FIRST_MERIDIAN = 75
"""Central meridian of the westernmost zone of China."""

_FALSE_EASTING = 500_000.0
_ZONE_STEP = 1_000_000.0
_NATIONAL_WIDTHS = (3, 6)
_TRANSVERSE_MERCATOR = "Transverse Mercator"


@dataclass(frozen=True, kw_only=True)
class Datum:
    """A national datum and its series of codes in the EPSG registry.

    `series` maps ``(zone width, has the zone number)`` to the codes from west
    to east; it is empty where no national projection is defined on the datum.
    """

    id: str
    title: str
    geographic: int
    series: dict[tuple[int, bool], tuple[int, ...]]
    names: tuple[str, ...]
    words: tuple[str, ...]
    ellipsoid: tuple[float, ...]
    shifts_to: str

    @property
    def code(self) -> str:
        """Code of its longitudes and latitudes."""
        return f"EPSG:{self.geographic}"


@dataclass(frozen=True, kw_only=True)
class GaussKruger:
    """A zone of the national Gauss-Krüger projection (CRS).

    `width` is 3 or 6 degrees; `prefixed`: eastings carry the zone number.
    """

    datum: str
    width: int
    meridian: int
    prefixed: bool

    @property
    def zone(self) -> int:
        """Number of the zone: 40 for the 3° zone of 120°E, 20 for the 6° of 117°E."""
        return (
            self.meridian // 3
            if self.width == _NATIONAL_WIDTHS[0]
            else (self.meridian + 3) // 6
        )

    @property
    def false_easting(self) -> float:
        """Easting of the central meridian, in m."""
        return _FALSE_EASTING + (self.zone * _ZONE_STEP if self.prefixed else 0.0)

    @property
    def code(self) -> str:
        """EPSG code; the 2000 system's for a zone computed on WGS84."""
        known = datum(self.datum)
        known = known if known.series else datum(known.shifts_to)
        series = known.series[self.width, self.prefixed]
        return f"EPSG:{series[(self.meridian - FIRST_MERIDIAN) // self.width]}"


@dataclass(frozen=True, kw_only=True)
class System:
    """What a stated coordinate system is.

    `code` is an authority code, or a PROJ string or WKT where no registry has
    the system; `datum` is None if it is none of the national ones.
    """

    code: str
    datum: str | None
    geographic: bool
    gauss_kruger: GaussKruger | None = None

    @cached_property
    def crs(self) -> CRS:
        """The same for pyproj."""
        return CRS.from_user_input(self.code)


@cache
def datums() -> tuple[Datum, ...]:
    """Return the national datums, the one in force first."""
    text = (files("landgis.crs") / "systems.toml").read_text("utf-8")
    return tuple(_to_datum(entry) for entry in tomllib.loads(text)["datum"])


def datum(datum_id: str) -> Datum:
    """Return the datum of this id."""
    return next(entry for entry in datums() if entry.id == datum_id)


def common_datum(datum_id: str | None) -> str | None:
    """Return the datum whose coordinates may be used as they are.

    WGS84 counts as the 2000 system: they agree to less than a metre (CRS).
    """
    if datum_id is None:
        return None
    return datum(datum_id).shifts_to or datum_id


@cache
def gauss_krugers() -> dict[str, GaussKruger]:
    """Return every national zone by its code."""
    zones = [
        GaussKruger(
            datum=entry.id,
            width=width,
            meridian=FIRST_MERIDIAN + width * position,
            prefixed=prefixed,
        )
        for entry in datums()
        for (width, prefixed), codes in entry.series.items()
        for position in range(len(codes))
    ]
    return {zone.code: zone for zone in zones}


@cache
def identify(declared: str) -> System | None:
    """Return what a WKT, an authority code or a PROJ string means.

    None where it says nothing about the place on earth: no text at all, an
    unknown code, or a drawing's own plane ("Undefined Cartesian").
    """
    try:
        crs = CRS.from_user_input(declared.strip())
    except CRSError:
        return None
    if crs.type_name == "Compound CRS":
        crs = crs.sub_crs_list[0]
    if not (crs.is_geographic or crs.is_projected):
        return None
    datum_id = _datum_of(crs)
    if crs.is_geographic:
        code = datum(datum_id).code if datum_id else _authority_code(crs)
        return System(code=code, datum=datum_id, geographic=True)
    code = _authority_code(crs, confidence=100)
    zone = gauss_krugers().get(code) or _gauss_kruger(crs, datum_id)
    if zone:
        return System(
            code=zone.code, datum=zone.datum, geographic=False, gauss_kruger=zone
        )
    return System(
        code=code or _authority_code(crs) or _own_code(crs, datum_id),
        datum=datum_id,
        geographic=False,
    )


def with_prefix(zone: GaussKruger, *, prefixed: bool) -> GaussKruger:
    """Return the same zone with, or without, the zone number in its eastings."""
    return replace(zone, prefixed=prefixed)


def declared_in_words(words: str, *, width: int, zone: int, prefixed: bool) -> str:
    """Return the code for what a survey file says in words, or "" (rulebook §5.7).

    `words` is the 坐标系 line; a zone of 0 means that none is given, and then
    the code is that of longitudes and latitudes.
    """
    found = [
        (len(word), entry)
        for entry in datums()
        for word in entry.words
        if word.casefold() in words.casefold()
    ]
    if not found or width not in _NATIONAL_WIDTHS:
        return ""
    known = max(found, key=lambda pair: pair[0])[1]
    if not zone:
        return known.code
    meridian = 3 * zone if width == _NATIONAL_WIDTHS[0] else 6 * zone - 3
    series = (datum(known.shifts_to) if known.shifts_to else known).series
    position = (meridian - FIRST_MERIDIAN) // width
    if not 0 <= position < len(series[width, prefixed]):
        return ""
    return GaussKruger(
        datum=known.id, width=width, meridian=meridian, prefixed=prefixed
    ).code


def _to_datum(entry: dict[str, Any]) -> Datum:
    series = {
        (width, prefixed): tuple(
            code for first, last in entry[key] for code in range(first, last + 1)
        )
        for key, width, prefixed in (
            ("three_zone", 3, True),
            ("three_meridian", 3, False),
            ("six_zone", 6, True),
            ("six_meridian", 6, False),
        )
        if key in entry
    }
    return Datum(
        id=entry["id"],
        title=entry["title"],
        geographic=entry["geographic"],
        series=series,
        names=tuple(entry["names"]),
        words=tuple(entry["words"]),
        ellipsoid=tuple(entry["ellipsoid"]),
        shifts_to=entry.get("shifts_to", ""),
    )


def _datum_of(crs: CRS) -> str | None:
    """Tell the datum by its name, else by its ellipsoid."""
    names = [crs.geodetic_crs.name if crs.geodetic_crs else ""]
    names += [crs.datum.name] if crs.datum else []
    plain = [re.sub(r"[^0-9a-z]", "", name.casefold()) for name in names]
    # "newbeijing1954" holds the name of the older datum as well: longest wins.
    hits = [
        (len(name), entry.id)
        for entry in datums()
        for name in entry.names
        if any(name in text for text in plain)
    ]
    if hits:
        new = [hit for hit in hits if hit[1] == "new_beijing"]
        return max(new or hits)[1]
    stated = [text for text in plain if text and "unknown" not in text]
    if stated and crs.to_authority(min_confidence=70):
        return None
    shape = crs.ellipsoid
    if shape is None:
        return None
    for entry in datums():
        if entry.ellipsoid and (
            abs(shape.semi_major_metre - entry.ellipsoid[0]) < 1e-3  # noqa: PLR2004 - m
            and abs(shape.inverse_flattening - entry.ellipsoid[1]) < 1e-7  # noqa: PLR2004 - tells GRS80 from WGS84
        ):
            return entry.id
    return None


def _parameters(crs: CRS) -> dict[str, float]:
    operation = crs.coordinate_operation
    if operation is None or operation.method_name != _TRANSVERSE_MERCATOR:
        return {}
    return {p.name: float(p.value) for p in operation.params}


def _gauss_kruger(crs: CRS, datum_id: str | None) -> GaussKruger | None:
    """Recognise a national zone by its parameters, whatever its name (CRS)."""
    found = _parameters(crs)
    if datum_id is None or not found:
        return None
    meridian = found["Longitude of natural origin"]
    plain = (
        found["Scale factor at natural origin"] == 1.0
        and found["Latitude of natural origin"] == 0.0
        and found["False northing"] == 0.0
    )
    eastern = FIRST_MERIDIAN <= meridian <= 135 and meridian % 3 == 0  # noqa: PLR2004 - zones of China
    if not (plain and eastern):
        return None
    six = meridian % 6 == 3  # noqa: PLR2004 - central meridians of 6° zones
    named_six = re.search(r"6\s*[_-]?\s*(deg|度)", crs.name, re.IGNORECASE)
    for width in (6, 3) if six and named_six else (3, 6) if six else (3,):
        for prefixed in (False, True):
            zone = GaussKruger(
                datum=datum_id, width=width, meridian=int(meridian), prefixed=prefixed
            )
            if zone.false_easting == found["False easting"]:
                return zone
    return None


def _authority_code(crs: CRS, *, confidence: int = 20) -> str:
    authority = crs.to_authority(min_confidence=confidence)
    return ":".join(authority) if authority else ""


def _own_code(crs: CRS, datum_id: str | None) -> str:
    """Write a system that no registry has as a PROJ string, else as its WKT."""
    found = _parameters(crs)
    if common_datum(datum_id) != "cgcs2000" or not found:
        return str(crs.to_wkt())
    return (
        f"+proj=tmerc +lat_0={found['Latitude of natural origin']:.12g}"
        f" +lon_0={found['Longitude of natural origin']:.12g}"
        f" +k={found['Scale factor at natural origin']:.12g}"
        f" +x_0={found['False easting']:.12g} +y_0={found['False northing']:.12g}"
        " +ellps=GRS80 +units=m +no_defs +type=crs"
    )
