# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios that are kept: named values with their figures, side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from landgis import messages
from landgis.rules.profile import Profile
from landgis.scenario.profiles import thresholds_of
from landgis.scenario.tax_line import TaxOutcome

FIGURES = {
    "low_firms": "firms",
    "low_land_mu": "mu",
    "firm_mu": "mu",
    "potential_mu": "mu",
    "overlap_removed_mu": "mu",
    "total_mu": "mu",
    "residual_count": "batches",
    "residual_mu": "mu",
    "idle_fee_wan": "wan",
}
"""Figures that a scenario may have, in the order of the table, with their units."""

VALUE, FIGURE = "value", "figure"


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A trial that was kept: which numbers differ, and what came out.

    `values` maps parameters (`low[1]`, `idle_years_2` …) to their values,
    `figures` some of `FIGURES` to theirs.
    """

    id: str
    name: str
    profile: str
    values: Mapping[str, float] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the document that the project file keeps; unknown figures are null."""
        return {
            "id": self.id,
            "name": self.name,
            "profile": self.profile,
            "values": {name: float(value) for name, value in self.values.items()},
            "figures": {
                name: float(value) if math.isfinite(value) else None
                for name, value in self.figures.items()
            },
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Scenario:
        """Read what `to_json` wrote."""
        return cls(
            id=str(document["id"]),
            name=str(document["name"]),
            profile=str(document["profile"]),
            values={name: float(value) for name, value in document["values"].items()},
            figures={
                name: math.nan if value is None else float(value)
                for name, value in document["figures"].items()
            },
        )


def figures_of(outcome: TaxOutcome) -> dict[str, float]:
    """Return the figures of a trial of 亩均税收 that a scenario keeps."""
    return {
        "low_firms": outcome.low_firms,
        "low_land_mu": outcome.low_land_mu,
        "firm_mu": outcome.land.firm_mu,
        "potential_mu": outcome.land.potential_mu,
        "overlap_removed_mu": outcome.land.overlap_removed_mu,
        "total_mu": outcome.land.total_mu,
    }


def compare_scenarios(
    scenarios: Sequence[Scenario], *, profile: Profile
) -> pd.DataFrame:
    """Return the scenarios side by side, one row for each number and figure.

    Columns `kind` (value / figure), `id`, `title`, `unit`, `value_1` … for each
    scenario, and `difference_2` … for each but the first: its difference from
    the first.  A number that a scenario leaves alone is the profile's own; what
    one has no figure for is missing.
    """
    known = thresholds_of(profile)
    numbers = dict.fromkeys(name for one in scenarios for name in one.values)  # noqa: PD011 - no Series
    rows = [
        {
            "kind": VALUE,
            "id": name,
            "title": _number_title(name, profile),
            "unit": known[name].unit if name in known else "",
            **_side_by_side(
                [
                    one.values.get(  # noqa: PD011 - no Series
                        name, known[name].value if name in known else math.nan
                    )
                    for one in scenarios
                ]
            ),
        }
        for name in numbers
    ]
    rows += [
        {
            "kind": FIGURE,
            "id": name,
            "title": messages.text(f"scenario.figure.{name}"),
            "unit": messages.text(f"scenario.unit.{unit}"),
            **_side_by_side([one.figures.get(name, math.nan) for one in scenarios]),
        }
        for name, unit in FIGURES.items()
        if any(name in one.figures for one in scenarios)
    ]
    columns = [
        "kind",
        "id",
        "title",
        "unit",
        *_side_by_side([math.nan] * len(scenarios)),
    ]
    return pd.DataFrame(rows, columns=columns)


def _side_by_side(values: Sequence[float]) -> dict[str, float]:
    return {
        **{f"value_{place}": float(v) for place, v in enumerate(values, start=1)},
        **{
            f"difference_{place}": float(v - values[0])
            for place, v in enumerate(values[1:], start=2)
        },
    }


def _number_title(name: str, profile: Profile) -> str:
    for place, test in enumerate(profile.low, start=1):
        if name == f"low[{place}]":
            scale = test.scale or messages.text("scenario.every_scale")
            return messages.text("scenario.low_line", scale=scale)
    found = thresholds_of(profile).get(name)
    return name if found is None or not found.title else found.title
