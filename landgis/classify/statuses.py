# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The statuses of a parcel, in the order in which they decide (rulebook §1.1)."""

from __future__ import annotations

TESTED_STATUSES = (
    "idle_ruled",
    "suspect_idle_2y",
    "suspect_idle_1y",
    "stalled",
    "overdue",
    "not_due",
    "built_not_producing",
    "underused",
    "below_standard",
    "low_efficiency",
)
"""Every status that a test gives; the first that holds decides."""

STATUSES = (*TESTED_STATUSES, "to_verify", "normal")
"""Every status: 待核实 and 正常 are what is left when no test holds."""

SUPPLIED_UNUSED = (
    "idle_ruled",
    "suspect_idle_2y",
    "suspect_idle_1y",
    "overdue",
    "not_due",
)
"""Statuses that together make 供而未用; stalled land was started."""
