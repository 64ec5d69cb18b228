# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiled loops over prices: what options are worth once rows have prices."""

from __future__ import annotations

from typing import Any

import numpy as np

from landgis.jit import jit


@jit
def reduced_values(options: Any, prices: Any, gift: Any) -> Any:
    """Return each option's value less the price of what it takes, plus its gift.

    `options` are value, first, row and amount of the options; `gift` is per option.
    """
    value, first, row, amount = options
    reduced = value + gift
    for option in range(len(value)):
        for entry in range(first[option], first[option + 1]):
            reduced[option] -= prices[row[entry]] * amount[entry]
    return reduced


@jit
def best_options(start: Any, reduced: Any, must: Any) -> Any:
    """Return the best option of each item, −1 where none is worth anything."""
    best = np.full(len(must), -1, np.int32)
    for item in range(len(must)):
        top = -np.inf if must[item] else 0.0
        for option in range(start[item], start[item + 1]):
            if reduced[option] > top:
                top = reduced[option]
                best[item] = option
    return best


@jit
def usage_of(options: Any, chosen: Any, n_rows: int) -> Any:
    """Return what chosen options take of each row."""
    _, first, row, amount = options
    used = np.zeros(n_rows)
    for option in chosen:
        if option >= 0:
            for entry in range(first[option], first[option + 1]):
                used[row[entry]] += amount[entry]
    return used


@jit
def nearest(start: Any, reduced: Any, width: int) -> Any:
    """Return the few best options of each item, best first; −1 where there are less."""
    n_items = len(start) - 1
    near = np.full((n_items, width), -1, np.int32)
    worth = np.empty(width)
    for item in range(n_items):
        worth[:] = -np.inf
        for option in range(start[item], start[item + 1]):
            if reduced[option] <= worth[width - 1]:
                continue
            place = width - 1
            while place > 0 and worth[place - 1] < reduced[option]:
                worth[place] = worth[place - 1]
                near[item, place] = near[item, place - 1]
                place -= 1
            worth[place] = reduced[option]
            near[item, place] = option
    return near


@jit
def first_fit(  # noqa: PLR0917 - compiled functions take no keywords
    options: Any, near: Any, order: Any, limits: Any, forced: Any
) -> Any:
    """Give each item, in order, the best of its good options that still fits.

    What is forced gets its option in any case.
    An option may make a row less overfull even where it stays so.
    """
    _, first, row, amount = options
    used = np.zeros(len(limits))
    choice = np.full(len(near), -1, np.int32)
    for item in order:
        for option in near[item]:
            if option < 0:
                break
            fits, held = True, forced[item]
            for entry in range(first[option], first[option + 1]):
                after = used[row[entry]] + amount[entry]
                if not held and amount[entry] > 0 and after > limits[row[entry]]:
                    fits = False
                    break
            if fits:
                for entry in range(first[option], first[option + 1]):
                    used[row[entry]] += amount[entry]
                choice[item] = option
                break
    return choice
