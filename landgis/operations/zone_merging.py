# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones after edits of another copy came in: what no single document shows.

Units are documents of their own, so two copies cannot both have one.  Other ground
stands in the documents of zones, and two zones may have been drawn over the same road
in two copies; nor does one copy know that the other took another zoning as the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from landgis.operations.zone_documents import (
    OVERLAP_M2,
    ZONE,
    ZONING,
    decode,
    encode,
)
from landgis.project import Changes, Edit, ProjectStore, Put
from landgis.zones.overlay import is_land, shared_m2, together, without


def settled(store: ProjectStore, changes: Changes) -> Edit | None:
    """Return the edit after which zones agree, None if they do.

    What was here before stays: ground of zones that came in gives way, and so does
    another plan.

    Parameters
    ----------
    changes
        What came in; the project holds it already.
    """
    puts = (*_grounds(store, changes), *_plans(store, changes))
    if not puts:
        return None
    return Edit(text="zones.did_settle", params={"n": len(puts)}, puts=puts)


def _grounds(store: ProjectStore, changes: Changes) -> list[Put]:
    """Take ground that came in off that of other zones of its zoning."""
    zones = store.documents(ZONE)
    came = [
        name
        for kind, name, value in changes.puts
        if kind == ZONE and value is not None and zones.get(name) == value
    ]
    if not came:
        return []
    grounds = {
        name: ground
        for name, value in zones.items()
        if name not in came and (ground := decode(value.get("ground"))) is not None
    }
    puts = []
    for name in sorted(came, key=lambda name: _place(name, zones[name])):
        value = zones[name]
        drawn = decode(value.get("ground"))
        if drawn is None:
            continue
        zoning = value["zoning"]
        beside = [g for n, g in grounds.items() if zones[n]["zoning"] == zoning]
        left = _without(drawn, beside)
        if left is not drawn:
            puts.append(Put(ZONE, name, {**value, "ground": encode(left)}))
        if left is not None:
            grounds[name] = left
    return puts


def _without(
    ground: shapely.Geometry, others: Sequence[shapely.Geometry]
) -> shapely.Geometry | None:
    """Return ground off others; the very object if they have nothing in common."""
    shapes = np.empty(len(others), dtype=object)
    shapes[:] = others
    over = shapes[shared_m2(shapes, ground) > OVERLAP_M2] if len(shapes) else shapes
    if not len(over):
        return ground
    left = without(ground, together(over))
    return left if is_land(left) else None


def _place(name: str, value: Mapping[str, Any]) -> tuple[int, str]:
    """Return what zones are put in order by."""
    return value.get("order", 0), name


def _plans(store: ProjectStore, changes: Changes) -> list[Put]:
    """Leave one plan: the one that was here, else the first that came in."""
    plans = {n: v for n, v in store.documents(ZONING).items() if v.get("is_plan")}
    came = {name for kind, name, _ in changes.puts if kind == ZONING}
    in_order = sorted(plans, key=lambda n: (n in came, *_place(n, plans[n])))
    return [Put(ZONING, n, {**plans[n], "is_plan": False}) for n in in_order[1:]]
