# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet of crooked, partly overlapping parcels, and plain loops over its zones."""

import math

import numpy as np
import shapely

from landgis.operations.zone_units import UNIT_STATUSES, make_grounds
from landgis.zones.units import (
    COLUMNS,
    COUNTS,
    FIGURES,
    MEASURES,
    TENURES,
    DormitoryCaps,
    Firms,
    Units,
)

ORIGIN = (40_560_000.0, 3_090_000.0)
WIDE, DEEP, STREET = 60.0, 80.0, 20.0
COLUMNS_OF_SHEET, ROWS_OF_SHEET = 6, 5


def make_shapes(random):
    """Return crooked parcels on both sides of a street; one in six is too large."""
    x = ORIGIN[0] + WIDE * np.arange(COLUMNS_OF_SHEET + 1)
    x[COLUMNS_OF_SHEET // 2 + 1 :] += STREET
    y = ORIGIN[1] + DEEP * np.arange(ROWS_OF_SHEET + 1)
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    grid = np.round(grid + random.uniform(-6, 6, grid.shape), 3)
    shapes = []
    for row in range(ROWS_OF_SHEET):
        for column in range(COLUMNS_OF_SHEET):
            ring = np.array(
                [
                    grid[row, column],
                    grid[row, column + 1],
                    grid[row + 1, column + 1],
                    grid[row + 1, column],
                ]
            )
            if random.random() < 1 / 6:
                middle = ring.mean(axis=0)
                ring = np.round(middle + (ring - middle) * 1.15, 3)
            shapes.append(shapely.Polygon(ring))
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def make_sheet(seed=1):
    """Return units with made figures, firms on several parcels, lines and parks."""
    random = np.random.default_rng(seed)
    land = make_grounds(make_shapes(random))
    count = len(land.shapes)
    area = shapely.area(land.shapes)
    box = shapely.total_bounds(land.shapes)
    middle = (box[0] + box[2]) / 2
    first = shapely.box(box[0], box[1], middle, box[3])
    measured = {
        "first_m2": np.array([first], dtype=object),
        "excluded_m2": np.array(
            [shapely.Point(middle, box[1] + 100).buffer(90)], dtype=object
        ),
    }
    values = np.zeros((count, len(COLUMNS)))
    for name in FIGURES:
        values[:, COLUMNS.index(name)] = area * random.random(count)
    values[:, COLUMNS.index("drawn_m2")] = area
    firm = random.random(count) < 0.4
    values[~firm, COLUMNS.index("firm_m2")] = 0
    values[random.random(count) < 0.5, COLUMNS.index("potential_m2")] = 0
    for name in MEASURES:
        values[:, COLUMNS.index(name)] = [
            plain_measure(shape, measured, name) for shape in land.grounds
        ]
    firms = 12
    on = [np.unique(random.integers(0, firms, random.integers(0, 4))) for _ in area]
    employees, tax = random.random(firms) * 90, random.random(firms) * 500
    employees[::5], tax[::4] = np.nan, np.nan
    return Units(
        keys=np.array([f"p|{n}" for n in range(count)], dtype=object),
        names=np.array([f"QT-{n:04d}" for n in range(count)], dtype=object),
        status_codes=random.integers(0, len(UNIT_STATUSES), count).astype(np.uint8),
        statuses=UNIT_STATUSES,
        shapes=land.shapes,
        grounds=land.grounds,
        values=values,
        marks=random.random((count, len(COUNTS))) < 0.5,
        tenure=random.integers(0, len(TENURES), count).astype(np.uint8),
        dormitory=random.integers(0, 6, count).astype(np.uint8),
        town_codes=np.zeros(count, dtype=np.int32),
        towns=("东镇", ""),
        firms=Firms(
            names=np.array([f"企业{n}" for n in range(firms)], dtype=object),
            employees=employees,
            tax_wan=tax,
            low=random.integers(-1, 2, firms).astype(np.int8),
            grade=random.integers(0, 5, firms).astype(np.uint8),
            ptr=np.concatenate([[0], np.cumsum([len(each) for each in on])]),
            of=np.concatenate(on).astype(np.int32),
        ),
        overlaps=land.overlaps,
        measured=measured,
        caps=DormitoryCaps(
            base_land=0.07, base_floor=0.15, land=0.15, floor=0.3, least_mu=50.0
        ),
        cluster_min_mu=100.0,
        parcel_count=count,
    )


def plain_measure(shape, measured, name):
    """Return what of a shape lies in the areas of one layer; ground is all of it."""
    if name == "ground_m2":
        return shape.area
    parts = measured.get(name, ())
    return math.fsum(local(shape).intersection(local(part)).area for part in parts)


def local(shape):
    """Return a shape near zero: GEOS has more digits there."""
    return shapely.transform(shape, lambda places: places - ORIGIN)


def plain_parts(zoning, units, zone):
    """Return what a zone holds: row, shape, share of the unit, all of it or not."""
    place = [each.id for each in zoning.zones].index(zone)
    parts = [
        (row, units.grounds[row], 1.0, True)
        for row in range(units.count)
        if zoning.holder[row] == place
    ]
    for row, pieces in zoning.pieces.items():
        parts.extend(
            (row, piece.shape, piece.shape.area / units.grounds[row].area, False)
            for piece in pieces
            if piece.zone == zone
        )
    return sorted(parts, key=lambda part: part[0])


def plain_figures(zoning, units, zone):
    """Add up a zone with plain loops: nothing kept, nothing taken off."""
    parts = plain_parts(zoning, units, zone)
    ground = zoning.zone(zone).ground
    found = {
        name: math.fsum(units.values[row, number] * share for row, _, share, _ in parts)
        for number, name in enumerate(FIGURES)
    }
    land = [shape for _, shape, _, _ in parts] + ([] if ground is None else [ground])
    for name in MEASURES:
        found[name] = math.fsum(
            plain_measure(shape, units.measured, name) for shape in land
        )
    firms = {
        int(firm)
        for row, *_ in parts
        for firm in units.firms.of[units.firms.ptr[row] : units.firms.ptr[row + 1]]
    }
    found["units"] = len(parts)
    found["cut_units"] = sum(not whole for *_, whole in parts)
    found["to_verify"] = sum(
        bool(units.marks[row, COUNTS.index("to_verify")]) for row, *_ in parts
    )
    found["firms"] = len(firms)
    found["low_firms"] = sum(units.firms.low[firm] == 1 for firm in firms)
    found["firms_without_tax"] = sum(
        math.isnan(units.firms.tax_wan[firm]) for firm in firms
    )
    found["overlap_removed_m2"] = plain_overlap(parts, units)
    found["collective_m2"] = math.fsum(
        units.values[row, 0] * share
        for row, _, share, _ in parts
        if TENURES[units.tenure[row]] == "collective"
    )
    return found


def plain_overlap(parts, units):
    """Count land to be reclaimed under several units once, at the densest of them."""
    claims = []
    for row, shape, share, whole in parts:
        amount = sum(units.values[row, 2:4]) * share
        drawn = units.shapes[row] if whole else shape
        if amount > 0 and drawn.area > 0:
            claims.append((-amount / drawn.area, row, local(drawn)))
    claims.sort(key=lambda claim: claim[:2])
    removed = []
    for number, (density, _, drawn) in enumerate(claims):
        denser = shapely.union_all([claim[2] for claim in claims[:number]])
        removed.append(-density * drawn.intersection(denser).area)
    return math.fsum(removed)
