# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can be done to the land of zones, worked out before it is done."""

from __future__ import annotations

from landgis.zones.effects import (
    Change,
    CutMode,
    Effect,
    Stroke,
    effect_of,
    other_ground,
    rows_in,
)
from landgis.zones.whole_zones import copy_zone, grow, merge, shrink, side_of, split

__all__ = [
    "Change",
    "CutMode",
    "Effect",
    "Stroke",
    "copy_zone",
    "effect_of",
    "grow",
    "merge",
    "other_ground",
    "rows_in",
    "shrink",
    "side_of",
    "split",
]
