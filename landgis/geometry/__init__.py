# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shapes as arrays: mend, subtract, unite, compare.  Array in, array out."""

from __future__ import annotations

from landgis.geometry.arrays import Geometries, is_polygonal
from landgis.geometry.identical import identical_rows, shape_groups
from landgis.geometry.overlaps import (
    largest_share,
    overlap_pairs,
    shares,
    union_area_m2,
)
from landgis.geometry.overlay import (
    covered_m2,
    difference,
    intersection,
    shared_m2,
    union,
)
from landgis.geometry.repair import Repair, repair, to_valid
from landgis.geometry.slivers import KeptPieces, drop_slivers
from landgis.geometry.subtract import cut_by_earlier, subtract

__all__ = [
    "Geometries",
    "KeptPieces",
    "Repair",
    "covered_m2",
    "cut_by_earlier",
    "difference",
    "drop_slivers",
    "identical_rows",
    "intersection",
    "is_polygonal",
    "largest_share",
    "overlap_pairs",
    "repair",
    "shape_groups",
    "shared_m2",
    "shares",
    "subtract",
    "to_valid",
    "union",
    "union_area_m2",
]
