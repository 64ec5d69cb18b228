# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quality checks: what is wrong in the user's data, told as findings."""

from __future__ import annotations

from landgis.checks.dates import check_approved_before_supplied, check_order
from landgis.checks.run import LayerChecks, check_layer, check_table, to_faults

__all__ = [
    "LayerChecks",
    "check_approved_before_supplied",
    "check_layer",
    "check_order",
    "check_table",
    "to_faults",
]
