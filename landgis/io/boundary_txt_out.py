# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write boundary points as survey offices take them: text, X north, Y east, metres."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from landgis.crs.systems import GaussKruger, datum, gauss_krugers
from landgis.errors import DataError
from landgis.io.corners import DECIMALS, CornerRing, polygon_of
from landgis.io.formats import formats

ENCODING = "gb18030"
"""GBK, and the rare characters that it lacks."""

HECTARE_M2 = 10_000.0
_ZONE_STEP = 1_000_000.0
_TOLD_APART = re.compile(r"[,，\r\n\t]+")


@dataclass(frozen=True, kw_only=True, eq=False)
class SurveyedLand:
    """One parcel of a survey file: its number and name, its use, and its corners."""

    number: str
    name: str
    use: str
    rings: tuple[CornerRing, ...]

    @property
    def area_m2(self) -> float:
        """Area that the corners enclose."""
        return float(polygon_of(self.rings).area)


def survey_zone(crs: str) -> GaussKruger:
    """Return the national zone that a survey file in this system states.

    Raises
    ------
    DataError
        If it is none: then the file could not say where the land lies.
    """
    zone = gauss_krugers().get(crs)
    if zone is None:
        raise DataError("io.boundary.no_zone", crs=crs)
    return zone


def false_east(zone: GaussKruger) -> float:
    """Return what eastings of a zone are to be raised by to carry its number."""
    return 0.0 if zone.prefixed else zone.zone * _ZONE_STEP


def write_boundary_txt(
    path: Path, lands: Sequence[SurveyedLand], *, crs: str, day: date
) -> None:
    """Write a survey file: eastings carry the number of the zone, rings are closed.

    Raises
    ------
    DataError
        If the coordinate system is no national zone.
    OSError
        If it cannot be written.
    """
    zone = survey_zone(crs)
    with path.open("w", encoding=ENCODING, newline="") as stream:
        stream.writelines(f"{line}\r\n" for line in _lines(lands, zone, day))


def _lines(
    lands: Sequence[SurveyedLand], zone: GaussKruger, day: date
) -> Iterator[str]:
    words = formats()["boundary_text"]
    yield f"[{words['head']}]"
    system = datum(zone.datum).title
    stated = {
        "system": system,
        "width": zone.width,
        "zone": zone.zone,
        "day": day.isoformat(),
        "precision": f"{10.0**-DECIMALS:g}",
    }
    for name, value in words["written"].items():
        yield f"{name}={value.format(**stated)}"
    yield f"[{words['body']}]"
    east = false_east(zone)
    for land in lands:
        count = sum(len(ring.points) + 1 for ring in land.rings)
        hectares = f"{land.area_m2 / HECTARE_M2:.4f}"
        cells = [str(count), hectares, land.number, land.name]
        cells += [words["area"], "", land.use, ""]
        yield ",".join(_cell(cell) for cell in cells) + ",@"
        for ring in land.rings:
            closed = [*range(len(ring.points)), 0]
            for at in closed:
                x, y = ring.points[at].tolist()
                name = f"J{ring.first + at}"
                yield f"{name},{ring.ring},{y:.{DECIMALS}f},{x + east:.{DECIMALS}f}"


def _cell(words: str) -> str:
    """Return words that do not break the line: no commas, no ends of lines, no @."""
    return _TOLD_APART.sub("、", words.strip()).replace("@", "＠").rstrip("＠")
