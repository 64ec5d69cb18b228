# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which repair a finding is about, and whether it may be declined."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import shapely

from landgis.operations.repairs import LayerRepairs
from landgis.operations.worklist import Group
from landgis_ui.steps.checks.facts import Facts
from landgis_ui.steps.checks.model import RowLine

_PLACE = re.compile(r"\[\s*(-?[\d.eE+-]+)\s+(-?[\d.eE+-]+)")


@dataclass(frozen=True, kw_only=True)
class RepairedShape:
    """One repair: shapes in the working system, areas in m²."""

    before: shapely.Geometry
    after: shapely.Geometry
    before_m2: float
    after_m2: float
    spot: tuple[float, float] | None = None
    can_decline: bool = False
    declined: bool = False


def find_spot(reason: str) -> tuple[float, float] | None:
    """Return the place that the reason of a repair names."""
    found = _PLACE.search(reason)
    return (float(found[1]), float(found[2])) if found else None


def find_repair(facts: Facts, line: RowLine) -> RepairedShape | None:
    """Return the repair that a row is about, if it is about one."""
    repairs = facts.loaded.repairs.get(line.group.role)
    if repairs is None:
        return None
    row_ = int(facts.worklist.rows[line.position])
    frame = repairs.frame
    found = np.flatnonzero(
        ((frame["row"] == row_) & (frame["kind"] == line.group.kind)).to_numpy()
    )
    return _shape(repairs, int(found[0])) if len(found) else None


def _shape(repairs: LayerRepairs, place: int) -> RepairedShape:
    own = repairs.frame.iloc[place]
    return RepairedShape(
        before=repairs.before[place],
        after=repairs.after[place],
        before_m2=float(own["before_m2"]),
        after_m2=float(own["after_m2"]),
        spot=find_spot(str(own["reason"])),
        can_decline=bool(own["can_decline"]),
        declined=bool(own["declined"]),
    )


def may_leave(facts: Facts, line: RowLine | None, group: Group) -> bool:
    """Tell whether rows may stay as they are; a kind, if any of its repairs may."""
    repairs = facts.loaded.repairs.get(group.role)
    if repairs is None:
        return True
    own = repairs.frame[repairs.frame["kind"] == group.kind]
    if own.empty:
        return True
    if line is None:
        return bool(own["can_decline"].any())
    shape = find_repair(facts, line)
    return shape is None or shape.can_decline
