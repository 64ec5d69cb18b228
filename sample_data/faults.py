# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The faults that are put into the parcel layer on purpose, few of each kind."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pandas as pd
import shapely
from land import NOT_STARTED
from numpy.random import Generator
from shapely import Polygon

Planter = Callable[[pd.DataFrame, "Picker"], pd.DataFrame]


class Picker:
    """Hands out sound parcels, each only once."""

    def __init__(self, parcels: pd.DataFrame, rng: Generator) -> None:
        sound = (parcels["fate"] == "normal") & ~parcels["reserved"]
        sound &= parcels["agreed"].isna() & (parcels["tenants"] == 0)
        sound &= parcels["actual_finish"].notna() & parcels["production_date"].notna()
        sound &= parcels["registered_m2"].notna() & parcels["agreed_start"].notna()
        alone = parcels["holder"].map(parcels["holder"].value_counts()) == 1
        self.rng = rng
        sound &= alone
        self.listed = self._shuffled(parcels.index[sound & parcels["listed"]])
        self.unlisted = self._shuffled(parcels.index[sound & ~parcels["listed"]])

    def _shuffled(self, keys: pd.Index) -> Iterator[int]:
        return iter(keys[self.rng.permutation(len(keys))])

    def take(self, count: int, *, listed: bool = True) -> list[int]:
        """Return the next parcels, with or without a firm in the table."""
        source = self.listed if listed else self.unlisted
        return [int(next(source)) for _ in range(count)]


def plant_areas(parcels: pd.DataFrame, pick: Picker) -> pd.DataFrame:
    """Make registered areas disagree with the drawing, or be nought."""
    table = parcels.copy()
    for keys, low, high in ((pick.take(8), 0.80, 0.93), (pick.take(24), 0.96, 0.985)):
        factor = pick.rng.uniform(low, high, len(keys))
        table.loc[keys, "registered_m2"] = (
            table.loc[keys, "registered_m2"] * factor
        ).round(2)
    table.loc[pick.take(6), "registered_m2"] = 0.0
    return table


def plant_codes(parcels: pd.DataFrame, pick: Picker) -> pd.DataFrame:
    """Cut parcel codes short, swap signs of credit codes, give one code twice."""
    table = parcels.copy()
    for key in pick.take(3, listed=False):
        table.loc[key, "parcel_id"] = table.loc[key, "parcel_id"][:-1]
        table.loc[key, "unit_no"] = None
    for key in pick.take(3):
        code = table.loc[key, "credit_code"]
        table.loc[key, "owner_code"] = code[:15] + code[16] + code[15] + code[17]
        if code[15] == code[16]:
            table.loc[key, "owner_code"] = code[:17] + ("1" if code[17] == "0" else "0")
    for one, other in zip(pick.take(2), pick.take(2, listed=False), strict=True):
        for name in ("parcel_id", "unit_no"):
            table.loc[other, name] = table.loc[one, name]
    return table


def plant_days(parcels: pd.DataFrame, pick: Picker) -> pd.DataFrame:
    """Put days out of order, and days that stand for an empty cell."""
    table = parcels.copy()
    for key in pick.take(5):
        late = table.loc[key, "production_date"] + pd.Timedelta(days=240)
        table.loc[key, "contract_date"] = late
    empty = table.index[table["fate"].isin(NOT_STARTED)]
    chosen = pick.rng.choice(empty, 6, replace=False)
    table.loc[chosen, "actual_start"] = pd.Timestamp(1900, 1, 1)
    table.loc[pick.take(4), "stop_date"] = pd.Timestamp(1901, 1, 1)
    return table


def plant_parts(parcels: pd.DataFrame, pick: Picker) -> pd.DataFrame:
    """Make three parcels consist of two parts, a street between them."""
    table = parcels.copy()
    for key in pick.take(3, listed=False):
        others = pick.take(4, listed=False)
        away = [table["shape"][key].distance(table["shape"][other]) for other in others]
        part = others[int(np.argmin(away))]
        both = table["shape"][key].area + table["shape"][part].area
        table.loc[key, "registered_m2"] = round(both, 2)
        for name in ("built_m2", "footprint_m2"):
            table.loc[key, name] = table.loc[[key, part], name].sum()
        shape = table["shape"][part]
        table.loc[part] = table.loc[key]
        table.at[part, "shape"] = shape  # noqa: PD008 - loc would take the shape apart
    return table


def bow_tie(shape: Polygon) -> Polygon:
    """Return the shape with two neighbouring corners in the wrong order."""
    ring = shapely.get_coordinates(shape.exterior)
    steps = np.hypot(*np.diff(ring, axis=0).T)
    place = 1 + int(np.argmin(steps[1:-1]))
    ring[[place, place + 1]] = ring[[place + 1, place]]
    return Polygon(ring)


def pushed_over(
    shapes: pd.Series, keys: Iterable[int]
) -> Iterator[tuple[int, Polygon]]:
    """Yield parcels drawn six metres into a neighbour's land."""
    tree = shapely.STRtree(list(shapes))
    for key in keys:
        reach = shapes[key].buffer(6, join_style="mitre")
        for other in tree.query(shapes[key].buffer(0.5), predicate="intersects"):
            over = reach.intersection(shapes[other])
            if other != key and over.area > 150:
                yield key, shapes[key].union(over)
                break


def plant_shapes(parcels: pd.DataFrame, pick: Picker) -> pd.DataFrame:
    """Push parcels over their neighbours' border, twist one, draw some twice."""
    table = parcels.copy()
    shapes = table["shape"].copy()
    low = table.index[(table["fate"] == "low_efficiency") & ~table["reserved"]]
    low = low[pick.rng.permutation(len(low))]
    for source, count in ((pick.listed, 4), (low, 2)):
        for key, shape in itertools.islice(pushed_over(shapes, source), count):
            table.at[key, "shape"] = shape  # noqa: PD008 - as above
    twisted = pick.take(1)[0]
    table.at[twisted, "shape"] = bow_tie(shapes[twisted])  # noqa: PD008 - as above
    twice = table.loc[pick.take(5)]
    return pd.concat([table, twice], ignore_index=True)


PLANTERS: tuple[Planter, ...] = (
    plant_areas, plant_codes, plant_days, plant_parts, plant_shapes,
)  # fmt: skip


def plant(parcels: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return the rows of the parcel layer with all faults in it."""
    pick = Picker(parcels, rng)
    table = parcels
    for planter in PLANTERS:
        table = planter(table, pick)
    return table
