# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiled search by ejection chains, where each firm takes of one capacity only.

A firm leaves its park, another one moves into the room, a third into the room that is
free now, and so on; at each step the first one may close the chain.  Tables:

* ``loss`` and ``need`` [items × parks]: what an item loses against its best place, at
  the prices of the relaxed problem, and what it takes there; inf: not allowed;
* ``near`` [items × width]: good parks of each item, the best first; −1: no more;
* ``since`` and ``guest``: the items to which a park is good, as a compressed table;
* ``room`` [parks × 6]: used, capacity, price of what stays empty, price of too much,
  cost of using the park at all, cost of leaving it empty.

The worth of a plan is a constant less the losses, less what stays empty at its price.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from landgis.jit import jit

USED, LIMIT, EMPTY, EXCESS, OPENED, CLOSED = 0, 1, 2, 3, 4, 5
COLUMNS = 6
EPS = 1e-7
SMALLEST = 2.0**-53
DEEPEST = 5
"""Firms that move in a chain at most."""
LOOKS = 200
"""Firms that are looked at for one chain."""


@jit
def draw(chance: Any) -> float:
    """Draw a number from 0 to 1 (xorshift)."""
    now = chance[0]
    now ^= now << np.uint64(13)
    now ^= now >> np.uint64(7)
    now ^= now << np.uint64(17)
    chance[0] = now
    return float(now >> np.uint64(11)) * SMALLEST


@jit
def cost_at(room: Any, park: int, used: float) -> float:
    """Return what a park costs that is filled so far."""
    if used <= EPS:
        return float(room[park, CLOSED])
    spare = room[park, LIMIT] - used
    if spare >= 0:
        return float(room[park, OPENED] + room[park, EMPTY] * spare)
    return float(room[park, OPENED] - room[park, EXCESS] * spare)


@jit
def push(line: Any, ends: Any, item: int) -> None:
    """Put an item in line, once; the last places of ``line`` mark who is in it."""
    n_items = line.shape[1]
    if not line[1, item]:
        line[1, item] = 1
        line[0, ends[1] % n_items] = item
        ends[1] += 1


@jit
def shift(  # noqa: PLR0917 - compiled functions take no keywords
    where: Any, need: Any, room: Any, item: int, park: int
) -> None:
    """Move an item into a park."""
    room[where[item], USED] -= need[item, where[item]]
    room[park, USED] += need[item, park]
    where[item] = park


@jit
def wake(  # noqa: PLR0917 - compiled functions take no keywords
    goods: Any, where: Any, line: Any, ends: Any, park: int
) -> None:
    """Put the items of a park in line."""
    _, since, guest = goods
    for place in range(since[park], since[park + 1]):
        if where[guest[place]] == park:
            push(line, ends, guest[place])


@jit
def elsewhere(  # noqa: PLR0917 - compiled functions take no keywords
    tables: Any, goods: Any, hand: Any, chain: Any
) -> Any:
    """Return a park where the first item of a chain may go with gain, −1 for none.

    ``chain`` is the item, the room that stays free, and the cost so far.
    """
    loss, need = tables
    near, _, _ = goods
    _, room = hand
    item, hole, cost = chain
    cost += cost_at(room, hole, room[hole, USED])
    best, best_cost = -1, -EPS
    for place in range(near.shape[1]):
        park = near[item, place]
        if park < 0:
            break
        if park == hole:
            continue
        used = room[park, USED]
        total_cost = cost + cost_at(room, park, used + need[item, park])
        total_cost += loss[item, park] - cost_at(room, park, used)
        if total_cost < best_cost:
            best, best_cost = park, total_cost
    return best, -best_cost


@jit
def step_cost(  # noqa: PLR0917 - compiled functions take no keywords
    tables: Any, hand: Any, item: int, hole: int
) -> float:
    """Return what it costs that an item fills the room, its own park left open."""
    loss, need = tables
    where, room = hand
    source = where[item]
    cost = loss[item, hole] - loss[item, source]
    cost += cost_at(room, hole, room[hole, USED] + need[item, hole])
    return float(cost - cost_at(room, source, room[source, USED]))


@jit
def is_among(moved: Any, length: int, item: int) -> bool:
    """Tell whether an item has moved already."""
    found = False
    for at in range(length):
        found = found or moved[at] == item
    return found


@jit
def try_chain(  # noqa: PLR0917 - compiled functions take no keywords
    tables: Any, goods: Any, hand: Any, scratch: Any, first: int
) -> Any:
    """Look for a chain that begins with an item, and go it if it is worth it.

    A chain that is worth it can be begun so that each beginning of it is worth it
    too; others are not followed.  Returns its gain (0: the plan is as before), its
    length, and the work done.
    """
    loss, need = tables
    _, since, guest = goods
    where, room = hand
    moved, homes, at, costs = scratch
    home = where[first]
    costs[1] = -cost_at(room, home, room[home, USED]) - loss[first, home]
    room[home, USED] -= need[first, home]
    moved[0], homes[0], at[1] = first, home, since[home]
    depth, work = 1, goods[0].shape[1]
    park, gain = elsewhere(tables, goods, hand, (first, home, costs[1]))
    while park < 0 and depth > 0:
        hole = homes[depth - 1]
        place = at[depth]
        if place == since[hole + 1] or work > LOOKS:
            depth -= 1
            if depth > 0:
                shift(where, need, room, moved[depth], homes[depth])
            continue
        at[depth] += 1
        work += 1
        item, after = guest[place], 0.0
        source = where[item]
        if source != hole and item != first:
            after = costs[depth] + step_cost(tables, hand, item, hole)
        if after >= -EPS or is_among(moved, depth, item):
            continue
        used = room[source, USED] - need[item, source] + need[first, source]
        closed = after + loss[first, source] + cost_at(room, source, used)
        if closed >= -EPS and depth >= DEEPEST:
            continue
        shift(where, need, room, item, hole)
        moved[depth], homes[depth] = item, source
        depth += 1
        at[depth], costs[depth] = since[source], after
        if closed < -EPS:
            park, gain = source, -closed
        else:
            work += goods[0].shape[1]
            park, gain = elsewhere(tables, goods, hand, (first, source, after))
    if park < 0:
        room[home, USED] += need[first, home]
        return 0.0, 1, work
    room[park, USED] += need[first, park]
    where[first] = park
    return gain, depth, work


@jit
def settle(  # noqa: PLR0917 - compiled functions take no keywords
    tables: Any, goods: Any, hand: Any, queue: Any
) -> int:
    """Go chains until none is worth it; return the work done."""
    line, ends, traced, _ = queue
    where, _ = hand
    n_items, work = line.shape[1], 0
    while ends[0] < ends[1]:
        first = line[0, ends[0] % n_items]
        ends[0] += 1
        line[1, first] = 0
        gain, length, done = try_chain(tables, goods, hand, traced, first)
        work += done
        if gain > 0:
            wake(goods, where, line, ends, where[first])
            for step in range(length):
                wake(goods, where, line, ends, traced[1][step])
    return work


@jit
def total(loss: Any, where: Any, room: Any) -> Any:
    """Return the cost of a plan with its fines, and whether it keeps the limits."""
    cost, is_plan = 0.0, True
    for item in range(len(where)):
        cost += loss[item, where[item]]
    for park in range(len(room)):
        cost += cost_at(room, park, room[park, USED])
        most = room[park, LIMIT]
        is_plan = is_plan and room[park, USED] <= most + EPS * max(1.0, most) * 0.001
    return cost, is_plan


@jit
def refill(need: Any, where: Any, room: Any) -> None:
    """Add up anew what is used."""
    room[:, USED] = 0.0
    for item in range(len(where)):
        room[where[item], USED] += need[item, where[item]]


@jit
def kick(  # noqa: PLR0917 - compiled functions take no keywords
    tables: Any, goods: Any, hand: Any, queue: Any, size: int
) -> None:
    """Move a few items that share parks to other good places, good or bad."""
    _, need = tables
    near, since, guest = goods
    where, room = hand
    line, ends, _, chance = queue
    item = int(draw(chance) * len(where))
    for _ in range(size):
        drawn = draw(chance)
        park = near[item, int(drawn * drawn * near.shape[1])]
        old = where[item]
        if park >= 0 and park != old:
            shift(where, need, room, item, park)
            wake(goods, where, line, ends, old)
            wake(goods, where, line, ends, park)
        else:
            park = old
        count = since[park + 1] - since[park]
        if count:
            item = guest[since[park] + int(draw(chance) * count)]
