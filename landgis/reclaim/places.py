# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which town and which industrial line each piece of land belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from landgis.geometry import difference, largest_share, shares, union
from landgis.tables import Geometries

OUTSIDE_TOWNS = "（未划定）"
LEVELS = ("一级", "二级")
OUTSIDE_LINES = "线外"


@dataclass(frozen=True, kw_only=True)
class Zones:
    """Areas with a name; areas of one name are one zone."""

    names: tuple[str, ...]
    geometry: Geometries


def make_zones(names: pd.Series, geometry: Geometries) -> Zones:
    """Join the areas that share a name; areas without a name are left out."""
    usable = (
        names.notna() & pd.notna(pd.Series(geometry, index=names.index))
    ).to_numpy()
    codes, unique = pd.factorize(names[usable])
    shapes = geometry[usable]
    joined = np.empty(len(unique), dtype=object)
    for code in range(len(unique)):  # a county has tens of zones
        joined[code] = union(shapes[codes == code])
    return Zones(names=tuple(str(name) for name in unique), geometry=joined)


def find_town(geometry: Geometries, towns: Zones) -> pd.Series:
    """Name the town that holds the largest part of each piece of land."""
    places = largest_share(geometry, towns.geometry)
    names = np.array([*towns.names, OUTSIDE_TOWNS], dtype=object)
    return pd.Series(names[places], dtype="str", name="town")


def compute_line_shares(geometry: Geometries, lines: Zones) -> pd.DataFrame:
    """Return which part of each piece of land lies in each line (IBL-01).

    The columns are 一级, 二级 and 线外 and add up to 1; land in lines of both
    levels counts as 一级.  Land without a shape is 线外.
    """
    first, second = (np.array([_line(lines, level)], dtype=object) for level in LEVELS)
    levels = np.concatenate([first, difference(second, first)])
    held = shares(geometry, levels)
    area_m2 = np.zeros((len(geometry), len(LEVELS)))
    area_m2[held["part"], held["zone"]] = held["area_m2"]
    drawn = shapely.area(geometry)[:, None]
    inside = np.divide(area_m2, drawn, out=np.zeros_like(area_m2), where=drawn > 0)
    found = pd.DataFrame(inside.clip(0.0, 1.0), columns=list(LEVELS))
    found[OUTSIDE_LINES] = (1.0 - found.sum(axis=1)).clip(lower=0.0)
    return found


def name_level(line_shares: pd.DataFrame) -> pd.Series:
    """Name the line that holds the largest part; 线外 if that is outside."""
    return line_shares.idxmax(axis=1).astype("str").rename("block_level")


def _line(lines: Zones, level: str) -> shapely.Geometry:
    for name, shape in zip(lines.names, lines.geometry, strict=True):
        if name == level:
            return shape
    return shapely.Polygon()
