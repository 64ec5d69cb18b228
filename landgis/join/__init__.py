# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which firms are on which land, how that was found out, and what each uses of it."""

from landgis.join.balance import check_land_balance
from landgis.join.decisions import (
    DecisionFile,
    Decisions,
    read_decisions,
    write_decisions,
)
from landgis.join.match import METHODS, JoinInputs, JoinResult, join_firms
from landgis.join.shares import Allocation, allocate

__all__ = [
    "METHODS",
    "Allocation",
    "DecisionFile",
    "Decisions",
    "JoinInputs",
    "JoinResult",
    "allocate",
    "check_land_balance",
    "join_firms",
    "read_decisions",
    "write_decisions",
]
