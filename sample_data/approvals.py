# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Years of growth, approval batches, and what of them is left out of the account.

A district grows outward from its oldest corner.  What grew after 2008 was approved
in one of sixty batches; a batch covers a few blocks and the streets between them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
import streets
import terrain
from names import COUNTY
from numpy.random import Generator
from shapely import Polygon

BATCHES = 60
FIRST_YEAR = 2009
YEARS = {"old": (1994, 2006), "village": (1996, 2007), "mid": (2002, 2016),
         "new": (2009.3, 2024)}  # fmt: skip
"""Opening of the first and the last block of a district, by its era."""

OPEN_SHARE = ((2013, 0.045), (2018, 0.07), (2020, 0.11), (2021, 0.17), (2022, 0.28),
              (2023, 0.46))  # fmt: skip
"""Up to a year of approval, the share of plots not supplied by the end of 2023."""

LAPSED = (3, 9, 14, 19, 27)
"""Batches, oldest first, whose approval has lapsed."""
RETAKEN = ((34, 14), (39, 31), (43, 36), (47, 41), (50, 45), (55, 52))
"""A later batch and an earlier one of which it takes some land again."""


def block_years(blocks: list[streets.Block], rng: Generator) -> np.ndarray:
    """Return the year in which each block was opened, with fractions."""
    middles = streets.centre([block.shape for block in blocks])
    years = np.empty(len(blocks))
    for area in terrain.WORKS_AREAS:
        mine = np.array([block.area is area for block in blocks])
        first, last = YEARS[area.era]
        spots = middles[mine]
        start = spots.mean(axis=0)
        if area.era in {"mid", "new"}:
            start = spots[np.argmin(spots[:, 0] + 0.6 * spots[:, 1])]
        away = np.hypot(*(spots - start).T)
        order = away + rng.normal(0, 0.09 * away.max(), len(away))
        rank = np.argsort(np.argsort(order)) / max(1, len(order) - 1)
        years[mine] = first + (last - first) * rank
    return years


def group_blocks(blocks: list[streets.Block], years: np.ndarray) -> np.ndarray:
    """Return the batch of each block, -1 for land opened before the first batch.

    The smallest group is joined to the nearest in place and time until sixty are
    left.
    """
    group = np.full(len(blocks), -1)
    late = np.flatnonzero(years >= FIRST_YEAR)
    group[late] = late
    middles = streets.centre([block.shape for block in blocks])
    size = np.array([block.shape.area for block in blocks])
    names = np.array([block.area.name for block in blocks])
    while len(labels := np.unique(group[late])) > BATCHES:
        members = [group == label for label in labels]
        area = np.array([size[own].sum() for own in members])
        spot = np.array([middles[own].mean(axis=0) for own in members])
        when = np.array([years[own].mean() for own in members])
        small = int(np.argmin(area))
        far = np.hypot(*(spot - spot[small]).T) + 700 * np.abs(when - when[small])
        far[names[labels] != names[labels[small]]] = np.inf
        far[small] = np.inf
        near = int(np.argmin(far))
        group[members[small]] = labels[near]
    when = [years[group == label].min() for label in labels]
    order = {int(labels[place]): n for n, place in enumerate(np.argsort(when))}
    return np.array([order.get(int(label), -1) for label in group])


def batch_shape(blocks: list[Polygon], rng: Generator) -> shapely.Geometry:
    """Return the approved area around some blocks, streets between them included."""
    edge = rng.uniform(7, 13)
    shape = shapely.union_all(blocks).buffer(edge + 14, join_style="mitre")
    shape = shape.buffer(-14, join_style="mitre")
    return shape.difference(terrain.water().buffer(8)).simplify(0.5)


def make_batches(
    blocks: list[streets.Block], years: np.ndarray, rng: Generator
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the batches, oldest first, and the batch of each block."""
    group = group_blocks(blocks, years)
    when = np.array([years[group == number].min() for number in range(BATCHES)])
    days = np.round((np.clip(when, FIRST_YEAR + 0.05, 2023.8) - 2009) * 365.25)
    dates = pd.Timestamp(2009, 1, 1) + pd.to_timedelta(days.astype(int), unit="D")
    shapes: list[shapely.Geometry] = []
    for number in range(BATCHES):
        pairs = zip(blocks, group, strict=True)
        shape = batch_shape([b.shape for b, own in pairs if own == number], rng)
        earlier = shapely.union_all(shapes) if shapes else Polygon()
        shapes.append(shape.difference(earlier.buffer(rng.uniform(0.02, 0.7))))
    table = pd.DataFrame({"date": dates, "shape": shapes})
    table["valid"] = ~table.index.isin(LAPSED)
    year = table["date"].dt.year
    serial = table.groupby(year).cumcount() + 1
    pairs = list(zip(year, serial, strict=True))
    table["name"] = [f"{COUNTY}{y}年度计划第{n}批次" for y, n in pairs]
    table["number"] = [
        f"浙土字A〔{y}〕-{9100 + 17 * n + y % 100:04d}" for y, n in pairs
    ]
    return table, group


def open_plots(plots: pd.DataFrame, batches: pd.DataFrame, rng: Generator) -> pd.Series:
    """Tell which plots of the batches have not been supplied.

    They lie together at one side of their batch.
    """
    open_ = pd.Series(data=False, index=plots.index)
    middles = pd.DataFrame(streets.centre(list(plots["shape"])), index=plots.index)
    for number, batch in batches.iterrows():
        own = plots.index[plots["batch"] == number]
        year = batch["date"].year
        share = next(value for last, value in OPEN_SHARE if year <= last)
        if not batch["valid"]:
            share = 0.35
        count = int(rng.binomial(len(own), share)) if batch["valid"] else 2
        turn = rng.uniform(0, 2 * np.pi)
        along = middles.loc[own] @ np.array([np.cos(turn), np.sin(turn)])
        open_[along.nlargest(count).index] = True
    for _, earlier in RETAKEN:
        own = plots.index[plots["batch"] == earlier]
        if not open_[own].any():
            open_[own[:1]] = True
    return open_


def retake(plots: pd.DataFrame, batches: pd.DataFrame) -> list[shapely.Geometry]:
    """Return the batches' areas where later ones take land of earlier ones again."""
    shapes = list(batches["shape"])
    for later, earlier in RETAKEN:
        own = plots[(plots["batch"] == earlier) & plots["open"]]
        taken = own["shape"].iloc[0].buffer(5, join_style="mitre")
        shapes[later] = shapes[later].union(taken.intersection(shapes[earlier]))
    return shapes


def make_exclusions(
    plots: pd.DataFrame, batches: pd.DataFrame, rng: Generator
) -> pd.DataFrame:
    """Return the areas to leave out of approved land, each with its reason."""
    plot_shapes = plots["shape"].to_numpy()
    tree = shapely.STRtree(plot_shapes)
    bank = terrain.water().buffer(34)
    rows: list[tuple[str, Polygon]] = []
    done: shapely.Geometry = Polygon()
    for shape in batches["shape"]:
        near = plot_shapes[tree.query(shape, predicate="intersects")]
        between = shape.difference(shapely.union_all(near)).difference(done)
        done = done.union(shape)
        for reason, part in (
            ("道路", between.difference(bank)),
            ("绿地", between.intersection(bank)),
        ):
            rows += [(reason, p) for p in streets.polygons_of(part) if p.area > 30]
    spare = plots[plots["open"] & plots["batch"].isin(range(20, 52))]
    chosen = spare.index[rng.permutation(len(spare))[:16]]
    reasons = (
        ["已用未办供地手续"] * 7 + ["公共设施"] * 3 + ["批文撤回"] * 2 + ["边角地"] * 4
    )
    for reason, key in zip(reasons, chosen, strict=True):
        rows.append((reason, plots["shape"][key]))
    return pd.DataFrame(rows, columns=["reason", "shape"])
