# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Standard fields: which column is which, and its values in standard units."""

from __future__ import annotations

from landgis.schema.fields import ROLES, Schema, StandardField, read_schema
from landgis.schema.land_use import LandUse, classify_land_use
from landgis.schema.matching import (
    guess_role,
    match_columns,
    match_fields,
    rank_roles,
)
from landgis.schema.standardising import Standardised, standardise

__all__ = [
    "ROLES",
    "LandUse",
    "Schema",
    "StandardField",
    "Standardised",
    "classify_land_use",
    "guess_role",
    "match_columns",
    "match_fields",
    "rank_roles",
    "read_schema",
    "standardise",
]
