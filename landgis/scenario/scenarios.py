# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios that are kept: named values with their figures, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A trial that was kept: which numbers differ, and what came out.

    `values` maps parameters (`low[1]`, `idle_years_2` …) to their values;
    `figures` has low_firms, low_land_mu, firm_mu, potential_mu,
    overlap_removed_mu, total_mu and what else there is.
    """

    id: str
    name: str
    profile: str
    values: Mapping[str, float]
    figures: Mapping[str, float]

    def to_json(self) -> dict[str, Any]:
        """Return the document that the project file keeps."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Scenario:
        """Read what `to_json` wrote."""
        raise NotImplementedError


def compare_scenarios(scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """Return the scenarios side by side, one row for each number and figure.

    Columns `kind` (value / figure), `name`, `title`, `unit`, one for each
    scenario by its id, and `ID−` for each but the first: its difference from
    the first.
    """
    raise NotImplementedError
