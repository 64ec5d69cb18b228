# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of a result (matplotlib, no window): each with what a click selects."""

from __future__ import annotations

from landgis.report.charts_base import (
    PRINT_COLOURS,
    Chart,
    ChartColours,
    ChartSize,
    HitRegion,
)
from landgis.report.charts_curve import CurveData, CurveMark, draw_curve
from landgis.report.charts_energy import draw_energy
from landgis.report.charts_land import draw_ageing, draw_reclaimable
from landgis.report.charts_tax import draw_tax_distribution

__all__ = [
    "PRINT_COLOURS",
    "Chart",
    "ChartColours",
    "ChartSize",
    "CurveData",
    "CurveMark",
    "HitRegion",
    "draw_ageing",
    "draw_curve",
    "draw_energy",
    "draw_reclaimable",
    "draw_tax_distribution",
]
