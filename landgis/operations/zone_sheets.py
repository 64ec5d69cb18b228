# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file of zones says: each zone with its figures, and the land in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import shapely

from landgis.messages import text
from landgis.progress import SILENT, Progress
from landgis.report.names import status_titles
from landgis.report.result_tables import to_multipolygons
from landgis.tables import Geometries
from landgis.units import MU_PER_M2
from landgis.zones.book import TotalsBook
from landgis.zones.units import Units
from landgis.zones.zoning import Zone, Zoning

COLOURS = (
    "#1F5FBF", "#8C4A9E", "#0B7A75", "#B3541E", "#4F7A12", "#B0236E",
    "#7A6200", "#5B45D6", "#00618C", "#7A4A32", "#3D5166", "#0F6B3A",
)  # fmt: skip
"""Colours of zones on white, as the window has them."""

DECIMALS = {
    "number": 0,
    "mu": 4,
    "ground_m2": 6,
    "parcels": 0,
    "firms": 0,
    "win_mu": 4,
    "firm_mu": 4,
    "potential_mu": 4,
    "to_verify": 0,
}
"""Decimals of the columns that are numbers, where a format wants to know."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ZoneSet:
    """The zones of a zoning that hold land, ready to be written.

    Attributes
    ----------
    zones, shapes
        One row for each zone, and its land as one MultiPolygon.
    colours
        The colour of each zone, #RRGGBB.
    members, member_shapes
        One row for each unit that a zone holds, whole or in part, and that land.
    empty
        Names of the zones without land, which are left out.
    """

    zoning: str
    crs: str
    day: date
    zones: pd.DataFrame
    shapes: Geometries
    colours: tuple[str, ...]
    members: pd.DataFrame
    member_shapes: Geometries
    empty: tuple[str, ...]


def heading(column: str) -> str:
    """Return what a column is called, with its unit."""
    return text(f"zone_files.field.{column}")


def short_name(column: str) -> str:
    """Return the name of a column in ten bytes of GBK."""
    return text(f"zone_files.short.{column}")


def make_zone_set(
    zoning: Zoning,
    units: Units,
    *,
    crs: str,
    day: date,
    book: TotalsBook | None = None,
    progress: Progress = SILENT,
) -> ZoneSet:
    """Work out what a file of these zones says; `book` if the totals are known."""
    book = TotalsBook(zoning, units) if book is None else book
    rows, shapes, colours, empty = [], [], [], []
    members: list[tuple[dict[str, object], shapely.Geometry]] = []
    for done, zone in enumerate(zoning.zones):
        progress.step(done, len(zoning.zones), stage=text("zone_files.stage_make"))
        outline = _polygons(zoning.outline(zone.id, units))
        if outline is None:
            empty.append(zone.name)
            continue
        rows.append(_figures(zone, zoning, book, ground_m2=outline.area))
        shapes.append(outline)
        colours.append(COLOURS[zone.colour % len(COLOURS)])
        members.extend(_members(zone, zoning, units))
    return ZoneSet(
        zoning=zoning.name,
        crs=crs,
        day=day,
        zones=pd.DataFrame(rows),
        shapes=_array(shapes),
        colours=tuple(colours),
        members=pd.DataFrame([row for row, _ in members]),
        member_shapes=to_multipolygons(_array([shape for _, shape in members])),
        empty=tuple(empty),
    )


def _figures(
    zone: Zone, zoning: Zoning, book: TotalsBook, *, ground_m2: float
) -> dict[str, object]:
    totals = book.of(zone.id)
    return {
        "number": zoning.places[zone.id] + 1,
        "name": zone.name,
        "scheme": zoning.name,
        "mu": totals.mu,
        "ground_m2": ground_m2,
        "parcels": totals.parcels,
        "firms": totals.firms,
        "win_mu": totals.reclaimable_m2 * MU_PER_M2,
        "firm_mu": totals.firm_m2 * MU_PER_M2,
        "potential_mu": totals.potential_m2 * MU_PER_M2,
        "to_verify": totals.to_verify,
        "note": zone.note,
    }


def _members(
    zone: Zone, zoning: Zoning, units: Units
) -> Iterator[tuple[dict[str, object], shapely.Geometry]]:
    """Yield the units that a zone holds, with the land that it holds of them."""
    titles = status_titles()
    win = units.column("firm_m2") + units.column("potential_m2")
    held = {row: units.grounds[row] for row in zoning.whole_rows(zone.id).tolist()}
    cut = {piece.row: piece.shape for piece in zoning.pieces_of[zone.id]}
    for row, shape in sorted({**held, **cut}.items()):
        ground = units.grounds[row]
        whole_m2 = 0.0 if ground is None else float(ground.area)
        held_m2 = 0.0 if shape is None else float(shape.area)
        share = 1.0 if row in held else held_m2 / whole_m2 if whole_m2 else 0.0
        status = units.status(row)
        land_m2 = float(units.column("land_m2")[row]) * share
        yield (
            {
                "zone": zone.name,
                "unit": units.names[row],
                "status": status,
                "status_title": titles.get(status, status),
                "town": units.town(row),
                "part": text("zone_files.whole" if row in held else "zone_files.part"),
                "mu": land_m2 * MU_PER_M2,
                "ground_m2": held_m2,
                "win_mu": float(win[row]) * share * MU_PER_M2,
            },
            shape,
        )


def _polygons(shape: shapely.Geometry) -> shapely.Geometry | None:
    """Return land as a MultiPolygon; None where there is none."""
    found = to_multipolygons(_array([shape]))[0]
    return None if found is None or found.is_empty else found


def _array(shapes: list[shapely.Geometry]) -> Geometries:
    found: Geometries = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found
