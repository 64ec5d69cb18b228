# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prices of what runs short, and the bound that they prove.

With a price on floor, money and the rest, every firm may look for its best place alone:
what they find together, with what the capacities are worth, no plan can exceed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landgis.relocation.model import NONE, Floats, Ints, Model
from landgis.relocation.price_kernels import best_options, reduced_values, usage_of

ROUNDS = 150
FIRST_PRICE, FIRST_STEP, SHORTER = 0.3, 0.3, 0.97
"""Of the usual worth of what is taken: first prices and steps, and how these shrink."""
FLAT, SHALLOW = 1e-18, 1e-5
PATIENCE = 8
"""Rounds without a better bound before the steps get shorter."""


@dataclass(frozen=True, kw_only=True)
class Prices:
    """A price for each row, and gifts that share bonuses and switches out.

    Parameters
    ----------
    row
        Price of a unit of each row, none below 0.
    share
        Part of its cluster's worth that each item brings; per item.
    link
        Part of its park's opening that each option bears; per option.
    """

    row: Floats
    share: Floats
    link: Floats | None = None


@dataclass(frozen=True, kw_only=True)
class Priced:
    """What prices prove.

    Parameters
    ----------
    bound
        Value that no plan can exceed.
    reduced
        What each option is worth at these prices.
    best
        Best option of each item.
    """

    bound: float
    prices: Prices
    reduced: Floats
    best: Ints
    gradient: Floats


def options_of(model: Model) -> tuple[Floats, Ints, Ints, Floats]:
    """Return the options as compiled loops take them."""
    return model.value, model.first, model.row, model.amount


def equal_shares(model: Model) -> Floats:
    """Return each cluster's worth, shared evenly by its items."""
    share = np.zeros(model.n_items)
    inside = model.cluster != NONE
    sizes = np.bincount(model.cluster[inside], minlength=len(model.cluster_value))
    members = model.cluster[inside]
    share[inside] = model.cluster_value[members] / sizes[members]
    return share


def priced(model: Model, prices: Prices) -> Priced:
    """Return what prices prove; any prices prove something."""
    rows = model.rows
    price = np.clip(prices.row, 0.0, rows.fine)
    gift = prices.share[model.item]
    if prices.link is not None:
        gift = gift - prices.link
    reduced = reduced_values(options_of(model), price, gift)
    best = best_options(model.start, reduced, model.must)
    gained = reduced[best[best >= 0]].sum()
    has_switch = model.has_switch
    of_park = rows.park != NONE
    switched = of_park & has_switch[rows.park]
    offers = np.bincount(
        rows.park[switched],
        weights=price[switched] * rows.capacity[switched],
        minlength=len(has_switch),
    )
    worth: Floats = offers + model.park_value
    if prices.link is not None:
        worth = worth + np.bincount(
            model.park, weights=prices.link, minlength=len(worth)
        )
    is_open = has_switch & (worth > 0)
    offered = np.where(switched & ~is_open[rows.park], 0.0, rows.capacity)
    plain = (price * rows.capacity)[~switched].sum()
    if (model.must & (best < 0)).any():
        gained = -np.inf  # an item that must be placed has no option at all
    shared = np.bincount(
        model.cluster[model.cluster != NONE],
        weights=prices.share[model.cluster != NONE],
        minlength=len(model.cluster_value),
    )
    left = np.maximum(0.0, model.cluster_value - shared).sum()
    bound = float(gained + plain + worth[is_open].sum() + left + model.fixed)
    gradient = offered - usage_of(options_of(model), best, model.n_rows)
    return Priced(
        bound=bound, prices=prices, reduced=reduced, best=best, gradient=gradient
    )


def descend(model: Model, *, rounds: int = ROUNDS) -> Priced:
    """Return prices whose bound is low.

    First every row's price follows how full it is, in ever smaller steps; then all
    go together against what is overfull.
    """
    share = equal_shares(model)
    top = priced(model, Prices(row=np.zeros(model.n_rows), share=share))
    if not model.n_rows or not model.n_options:
        return top
    return _go_down(model, _follow(model, top, rounds=rounds), rounds=rounds)


def _mean_amounts(model: Model) -> Floats:
    """Return what an option takes of each row on average."""
    total = np.bincount(model.row, weights=abs(model.amount), minlength=model.n_rows)
    counts = np.maximum(1, np.bincount(model.row, minlength=model.n_rows))
    return np.maximum(total / counts, 1e-12)


def _follow(model: Model, top: Priced, *, rounds: int) -> Priced:
    """Raise the price of what is overfull, lower the others."""
    mean = _mean_amounts(model)
    usual = max(float(np.std(model.value)), 1e-9) / mean
    size = np.maximum(abs(model.rows.capacity), mean)
    price = np.where(model.rows.capacity > 0, FIRST_PRICE * usual, 0.0)
    drift, step = np.zeros(model.n_rows), FIRST_STEP
    for _ in range(rounds):
        current = priced(model, Prices(row=price, share=top.prices.share))
        if current.bound < top.bound:
            top = current
        over = np.clip(-current.gradient / size, -1.0, 1.0)
        drift = 0.6 * drift + 0.4 * over
        price = np.maximum(0.0, price + step * usual * drift)
        step *= SHORTER
    return top


def _go_down(model: Model, top: Priced, *, rounds: int) -> Priced:
    """Go against what is overfull, towards a bound somewhat below the best."""
    scale = np.maximum(abs(model.rows.capacity), _mean_amounts(model))
    scaled = top.prices.row * scale
    direction = np.zeros(model.n_rows)
    depth, waited, current = 0.05, 0, top
    for _ in range(rounds):
        slope = current.gradient / scale
        slope = np.where((scaled <= 0) & (slope > 0), 0.0, slope)
        direction = 0.7 * slope + 0.3 * direction
        size = float(direction @ direction)
        if size < FLAT or depth < SHALLOW:
            break
        goal = top.bound - depth * max(abs(top.bound), 1e-9)
        step = (current.bound - goal) / size
        scaled = np.maximum(0.0, scaled - step * direction)
        current = priced(model, Prices(row=scaled / scale, share=top.prices.share))
        if current.bound < top.bound - 1e-9 * abs(top.bound):
            top, waited = current, 0
        else:
            waited += 1
        if waited >= PATIENCE:
            depth, waited = depth / 2, 0
            scaled = top.prices.row * scale
            current, direction = top, np.zeros(model.n_rows)
    return top
