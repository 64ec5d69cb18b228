# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiled search between good plans: from one towards another, then by chains.

A pool keeps good plans that differ.  Again and again one of them is led step by step
towards another; from the best place on the way, chains lead to a new plan, which takes
the place of the worst.  What a park costs that holds too much rises while plans hold
too much and falls when one does not, so that the search stays at the edge of what fits.

``store`` is the pool: ``plans`` [size × items], ``used`` [size × parks], ``lost``
[size], and ``state``: how many plans are in it, plans tried in vain, plans tried.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from landgis.jit import jit
from landgis.relocation.chain_kernels import (
    DEEPEST,
    EPS,
    EXCESS,
    LIMIT,
    OPENED,
    USED,
    cost_at,
    draw,
    kick,
    push,
    refill,
    settle,
    shift,
    total,
)

FILLED, VAIN, TRIED = 0, 1, 2
DEARER, CHEAPER = 1.02, 0.9
CHEAPEST, DEAREST = 0.1, 1000.0
"""How the price of too much moves, and how far from the usual one."""
ENDS = 0.25
"""Part of the way that is too near to either end to begin anew there."""
FEWEST = 4
"""Plans that differ in fewer firms are not led to each other."""
FLIP_PART, OPEN_PART, SWAP_PART = 0.6, 0.3, 0.4
"""How often a plan is changed by its parks, and whether one opens, or two swap."""
LOOKS_AROUND = 2000
PATIENCE = 60
"""Plans tried in vain, for each of the pool, before all but the best are given up."""


@jit
def move_cost(  # noqa: PLR0917 - compiled functions take no keywords
    tables: Any, hand: Any, item: int, park: int
) -> float:
    """Return what it costs to move an item into a park."""
    loss, need = tables
    where, room = hand
    home = where[item]
    left, come = room[home, USED], room[park, USED]
    cost = loss[item, park] - loss[item, home]
    cost += cost_at(room, home, left - need[item, home]) - cost_at(room, home, left)
    cost += cost_at(room, park, come + need[item, park]) - cost_at(room, park, come)
    return float(cost)


@jit
def lead(  # noqa: PLR0917 - compiled functions take no keywords
    tables: Any, hand: Any, goal: Any, way: Any
) -> int:
    """Lead a plan towards another; leave it at the best place well inside the way.

    Returns in how many items the two differed.
    """
    _, need = tables
    where, room = hand
    differs, stepped, homes, _, _ = way
    count = 0
    for item in range(len(where)):
        if where[item] != goal[item]:
            differs[count] = item
            count += 1
    if count < FEWEST:
        return count
    far, spare = count, max(1, int(count * ENDS))
    cost, best, kept = 0.0, np.inf, 0
    for step in range(far - spare):
        least, at = np.inf, 0
        for place in range(count):
            item = differs[place]
            more = move_cost(tables, hand, item, goal[item])
            if more < least:
                least, at = more, place
        item = differs[at]
        count -= 1
        differs[at] = differs[count]
        stepped[step], homes[step] = item, where[item]
        shift(where, need, room, item, goal[item])
        cost += least
        if step + 1 >= spare and cost < best:
            best, kept = cost, step + 1
    for step in range(far - spare - 1, kept - 1, -1):
        shift(where, need, room, stepped[step], homes[step])
    return far


@jit
def price_anew(room: Any, least: Any) -> None:
    """Make too much dearer where there is too much, all cheaper where there is none."""
    is_over = False
    for park in range(len(room) - 2):
        if room[park, USED] > room[park, LIMIT] + EPS:
            price = room[park, EXCESS] * DEARER
            room[park, EXCESS] = min(price, DEAREST * least[park])
            is_over = True
    if not is_over:
        for park in range(len(room) - 2):
            price = room[park, EXCESS] * CHEAPER
            room[park, EXCESS] = max(price, CHEAPEST * least[park])


@jit
def put(  # noqa: PLR0917 - compiled functions take no keywords
    tables: Any, hand: Any, store: Any, place: int
) -> None:
    """Write the plan in hand into a place of the pool."""
    loss, need = tables
    where, room = hand
    plans, used, lost, _ = store
    refill(need, where, room)
    plans[place] = where
    used[place] = room[:, USED]
    lost[place] = 0.0
    for item in range(len(where)):
        lost[place] += loss[item, where[item]]


@jit
def take_in(tables: Any, hand: Any, store: Any) -> None:
    """Take the plan in hand into the pool if it is new and not the worst."""
    loss, _ = tables
    where, room = hand
    _, used, lost, state = store
    cost, _ = total(loss, where, room)
    mine = 0.0
    for item in range(len(where)):
        mine += loss[item, where[item]]
    worst, dearest = 0, -np.inf
    for place in range(state[FILLED]):
        other = lost[place]
        for park in range(len(room)):
            other += cost_at(room, park, used[place, park])
        if abs(other - cost) < EPS and abs(lost[place] - mine) < EPS:
            state[VAIN] += 1
            return
        if other > dearest:
            worst, dearest = place, other
    if state[FILLED] < len(lost):
        put(tables, hand, store, state[FILLED])
        state[FILLED] += 1
    elif cost < dearest - EPS:
        put(tables, hand, store, worst)
        state[VAIN] = 0
    else:
        state[VAIN] += 1


@jit
def thin_out(store: Any, room: Any) -> None:
    """Give up all plans but the best."""
    plans, used, lost, state = store
    best, least = 0, np.inf
    for place in range(state[FILLED]):
        cost = lost[place]
        for park in range(len(room)):
            cost += cost_at(room, park, used[place, park])
        if cost < least:
            best, least = place, cost
    plans[0] = plans[best]
    used[0] = used[best]
    lost[0] = lost[best]
    state[FILLED], state[VAIN] = 1, 0


@jit
def open_park(tables: Any, goods: Any, hand: Any, park: int) -> None:  # noqa: PLR0917 - compiled functions take no keywords
    """Fill an empty park with the items that it is better for than where they are."""
    loss, need = tables
    _, since, guest = goods
    where, room = hand
    for place in range(since[park], since[park + 1]):
        item = guest[place]
        fits = room[park, USED] + need[item, park] <= room[park, LIMIT]
        if fits and loss[item, park] < loss[item, where[item]]:
            shift(where, need, room, item, park)


@jit
def close_park(tables: Any, goods: Any, hand: Any, park: int) -> None:  # noqa: PLR0917 - compiled functions take no keywords
    """Move the items of a park to where it costs least; nobody into an empty park."""
    _, need = tables
    where, room = hand
    near, _, _ = goods
    for item in range(len(where)):
        if where[item] != park:
            continue
        best, least = -1, np.inf
        for place in range(near.shape[1]):
            other = near[item, place]
            if other < 0:
                break
            is_empty = room[other, USED] <= EPS and room[other, OPENED] != 0
            if other == park or is_empty:
                continue
            cost = move_cost(tables, hand, item, other)
            if cost < least:
                best, least = other, cost
        if best >= 0:
            shift(where, need, room, item, best)


@jit
def flip(  # noqa: PLR0917 - compiled functions take no keywords
    tables: Any, goods: Any, switched: Any, hand: Any, queue: Any
) -> None:
    """Close a park, open one, or both: then one that is good for the same items."""
    where, room = hand
    near, chance = goods[0], queue[3]
    kind = draw(chance)
    shut, fresh = -1, -1
    for _ in range(len(switched)):
        park = switched[int(draw(chance) * len(switched))]
        is_empty = room[park, USED] <= EPS
        if is_empty and fresh < 0 and kind < OPEN_PART:
            fresh = park
        if not is_empty and shut < 0 and kind >= OPEN_PART:
            shut = park
    if shut >= 0 and kind < OPEN_PART + SWAP_PART:
        for _ in range(LOOKS_AROUND):
            item = int(draw(chance) * len(where))
            park = near[item, int(draw(chance) * near.shape[1])]
            is_near = where[item] == shut and park >= 0
            if is_near and room[park, USED] <= EPS and room[park, OPENED] != 0:
                fresh = park
                break
    if fresh >= 0:
        open_park(tables, goods, hand, fresh)
    if shut >= 0:
        close_park(tables, goods, hand, shut)


@jit
def begin(  # noqa: PLR0917 - compiled functions take no keywords
    tables: Any, places: Any, hand: Any, queue: Any, store: Any, way: Any
) -> int:
    """Set out from plans of the pool; return the work done."""
    goods, switched = places
    where, room = hand
    plans, used, lost, state = store
    chance, n_items = queue[3], len(where)
    filled = state[FILLED]
    first = int(draw(chance) * filled)
    where[:] = plans[first]
    room[:, USED] = used[first]
    way[4][:] = used[first]
    if filled < len(lost):
        if len(switched):
            for _ in range(2 + len(switched) // 10):
                flip(tables, goods, switched, hand, queue)
        else:
            kick(tables, goods, hand, queue, max(FEWEST, n_items // 3))
        return 2 * n_items
    far = 0
    if not len(switched) or draw(chance) >= FLIP_PART:
        other = int(draw(chance) * (filled - 1))
        far = lead(tables, hand, plans[other + (other >= first)], way)
    if far < FEWEST and len(switched):
        flip(tables, goods, switched, hand, queue)
    elif far < FEWEST:
        kick(tables, goods, hand, queue, max(FEWEST, n_items // 6))
    return 2 * n_items + far * far // 2


@jit
def line_up(  # noqa: PLR0917 - compiled functions take no keywords
    tables: Any, goods: Any, hand: Any, queue: Any, way: Any
) -> None:
    """Put the items of parks that have changed in line, and who gains by going there.

    The order is drawn anew each time.
    """
    loss, _ = tables
    _, since, guest = goods
    where, room = hand
    line, ends, _, chance = queue
    order, before = way[3], way[4]
    for last in range(len(order) - 1, 0, -1):
        drawn = int(draw(chance) * (last + 1))
        order[last], order[drawn] = order[drawn], order[last]
    wanted = way[0]
    wanted[:] = 0
    for park in range(len(room)):
        if abs(room[park, USED] - before[park]) > EPS:
            for place in range(since[park], since[park + 1]):
                item = guest[place]
                if loss[item, park] <= loss[item, where[item]]:
                    wanted[item] = 1
    for item in order:
        changed = abs(room[where[item], USED] - before[where[item]]) > EPS
        if wanted[item] or changed:
            push(line, ends, item)


@jit
def relink(  # noqa: PLR0917 - compiled functions take no keywords
    tables: Any, places: Any, hand: Any, store: Any, plan: Any, best: Any
) -> Any:
    """Search between the plans of a pool, beginning with the one in hand.

    ``places`` are the good places, and the parks that cost something as such; ``plan``
    is the state of the dice, work, and the usual prices of too much.  Writes the best
    plan; returns its cost (inf: none that keeps the limits) and the work.
    """
    loss, need = tables
    where, room = hand
    chance, most, least = plan
    goods = places[0]
    n_items = len(where)
    line, ends = np.zeros((2, n_items), np.int64), np.zeros(2, np.int64)
    scratch = np.empty((3, DEEPEST + 2), np.int64)
    traced = (scratch[0], scratch[1], scratch[2], np.empty(DEEPEST + 2))
    queue = (line, ends, traced, chance)
    way = (
        np.empty(n_items, np.int64),
        np.empty(n_items, np.int64),
        np.empty(n_items, np.int64),
        np.arange(n_items),
        np.full(len(room), -np.inf),
    )
    state = store[3]
    refill(need, where, room)
    top, work, is_first = np.inf, 0, True
    while is_first or work < most:
        if not is_first:
            work += begin(tables, places, hand, queue, store, way)
        is_first = False
        cost, is_plan = total(loss, where, room)
        if is_plan and cost < top - EPS:
            top = cost
            best[:] = where
        line_up(tables, goods, hand, queue, way)
        work += n_items + settle(tables, goods, hand, queue)
        state[TRIED] += 1
        cost, is_plan = total(loss, where, room)
        if is_plan and cost < top - EPS:
            top = cost
            best[:] = where
        price_anew(room, least)
        take_in(tables, hand, store)
        if state[VAIN] > PATIENCE * len(store[2]):
            thin_out(store, room)
    return top, work
