# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Evaluate firms by what they give for each 亩 (亩均论英雄) and grade them A to D."""

from landgis.grading.evaluation import GradingResult, grade
from landgis.grading.renting import count_tenants

__all__ = ["GradingResult", "count_tenants", "grade"]
