# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Coordinate systems: told apart by evidence, changed without silent datum shifts."""

from landgis.crs.detect import CrsVerdict, detect_crs
from landgis.crs.regions import Region, all_regions, region_of, wider
from landgis.crs.systems import identify
from landgis.crs.transform import (
    DatumShift,
    describe_shift,
    make_datum_shift,
    make_transformer,
    points_to_working,
    require_no_datum_shift,
    swap_axes,
    to_working,
)
from landgis.crs.webmap import WebMapShift, recognise_shift, undo_shift

__all__ = [
    "CrsVerdict",
    "DatumShift",
    "Region",
    "WebMapShift",
    "all_regions",
    "describe_shift",
    "detect_crs",
    "identify",
    "make_datum_shift",
    "make_transformer",
    "points_to_working",
    "recognise_shift",
    "region_of",
    "require_no_datum_shift",
    "swap_axes",
    "to_working",
    "undo_shift",
    "wider",
]
