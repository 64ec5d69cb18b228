# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small sheets of land for tests of finding, suggesting and comparing zones."""

import numpy as np
import shapely

from landgis.zones.neighbours import Neighbours
from landgis.zones.units import (
    COLUMNS,
    COUNTS,
    DormitoryCaps,
    Firms,
    Overlaps,
    Units,
)
from landgis.zones.zoning import IN_PIECES, Piece, Zone, Zoning

MU = 2000 / 3
SIDE = 100.0
"""Metres: the square parcels of a sheet, 15 亩 each."""

STATUSES = ("normal", "low_efficiency", "suspect_idle_2y", "to_verify")


def square(column, row, *, side=SIDE, step=None):
    step = side if step is None else step
    x, y = 500_000 + column * step, 3_090_000 + row * step
    return shapely.box(x, y, x + side, y + side)


def make_units(grounds, statuses, *, towns=None, firm=None, excluded=None):
    """Return units: low-efficiency land is won for certain, idle land potentially."""
    count = len(grounds)
    shapes = np.empty(count, dtype=object)
    shapes[:] = list(grounds)
    area = shapely.area(shapes)
    codes = np.array([STATUSES.index(status) for status in statuses], dtype=np.uint8)
    values = np.zeros((count, len(COLUMNS)))

    def put(name, figures):
        values[:, COLUMNS.index(name)] = figures

    for name in ("land_m2", "drawn_m2", "ground_m2"):
        put(name, area)
    put("firm_m2", np.where(codes == 1, area, 0) if firm is None else firm)
    put("potential_m2", np.where(codes == 2, area, 0))
    put("excluded_m2", np.zeros(count) if excluded is None else excluded)
    marks = np.zeros((count, len(COUNTS)), dtype=bool)
    marks[:, COUNTS.index("parcel")] = True
    marks[:, COUNTS.index("to_verify")] = codes == 3
    names = ["", *sorted({town for town in towns or [] if town})]
    keys = np.array([f"p|{n}" for n in range(count)], dtype=object)
    return Units(
        keys=keys,
        names=np.array([f"{n}号" for n in range(count)], dtype=object),
        status_codes=codes,
        statuses=STATUSES,
        shapes=shapes,
        grounds=shapes,
        values=values,
        marks=marks,
        tenure=np.zeros(count, dtype=np.uint8),
        dormitory=np.zeros(count, dtype=np.uint8),
        town_codes=np.array(
            [names.index(town) for town in towns or [""] * count], dtype=np.int32
        ),
        towns=tuple(names),
        firms=no_firms(count),
        overlaps=Overlaps(
            ptr=np.zeros(count + 1, dtype=np.int64),
            other=np.empty(0, dtype=np.int32),
            area_m2=np.empty(0),
        ),
        measured={},
        caps=DormitoryCaps(
            base_land=0.07, base_floor=0.15, land=0.1, floor=0.3, least_mu=30.0
        ),
        cluster_min_mu=100.0,
        parcel_count=count,
    )


def no_firms(count):
    return Firms(
        names=np.empty(0, dtype=object),
        employees=np.empty(0),
        tax_wan=np.empty(0),
        low=np.empty(0, dtype=np.int8),
        grade=np.empty(0, dtype=np.uint8),
        ptr=np.zeros(count + 1, dtype=np.int64),
        of=np.empty(0, dtype=np.int32),
    )


def neighbours_of(units, *, within_m=50.0):
    """Return every pair near enough, by trying all of them."""
    grounds = units.grounds
    first, second = np.nonzero(~np.eye(len(grounds), dtype=bool))
    gap = shapely.distance(grounds[first], grounds[second])
    near = gap <= within_m
    first, second, gap = first[near], second[near], gap[near]
    common = shapely.intersection(grounds[first], grounds[second])
    counts = np.bincount(first, minlength=len(grounds))
    return Neighbours(
        ptr=np.append(0, np.cumsum(counts)).astype(np.int64),
        other=second.astype(np.int32),
        gap_m=gap.astype(np.float32),
        shared_m=shapely.length(common).astype(np.float32),
        within_m=within_m,
    )


def zoning_of(units, zones, *, pieces=(), grounds=None, locked=(), name="方案A"):
    """Return a zoning: `zones` are rows by id, `pieces` are (zone, row, shape)."""
    ids = list(zones)
    holder = np.full(units.count, -1, dtype=np.int32)
    for place, each in enumerate(ids):
        holder[list(zones[each])] = place
    cut = {}
    for zone, row, shape in pieces:
        holder[row] = IN_PIECES
        cut[row] = (*cut.get(row, ()), Piece(zone=zone, row=row, shape=shape))
    return Zoning(
        id=name,
        name=name,
        zones=tuple(
            Zone(
                id=each,
                name=f"{each}片",
                colour=place,
                order=float(place),
                is_locked=each in locked,
                ground=(grounds or {}).get(each),
            )
            for place, each in enumerate(ids)
        ),
        holder=holder,
        pieces=cut,
    )
