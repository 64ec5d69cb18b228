# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The totals that the running sums of a zone amount to."""

from __future__ import annotations

from typing import Any

import numpy as np

from landgis.zones.sums import SCALE, Sums
from landgis.zones.totals import Dormitory, StatusLine, Totals
from landgis.zones.units import (
    COLUMNS,
    COUNTS,
    DORMITORY,
    DORMITORY_ELIGIBLE,
    FIGURES,
    GRADES,
    MEASURES,
    TENURES,
    Units,
)
from landgis.zones.zoning import Zone

_OUTSIDE = ("small", "low_grade")


def totals_of(zone: Zone, sums: Sums, units: Units) -> Totals:
    """Return the totals of a zone with these sums."""
    amounts = dict(zip(COLUMNS, (sums.figures / SCALE).tolist(), strict=True))
    counts = dict(zip(("units", *COUNTS), sums.counts.tolist(), strict=True))
    other = dict(zip(MEASURES, (sums.other / SCALE).tolist(), strict=True))
    measured: dict[str, Any] = {
        name: amounts[name] + other[name] if name in units.measured else None
        for name in MEASURES[1:]
    }
    tenures = (sums.tenures / SCALE).tolist()
    figures: dict[str, Any] = {name: amounts[name] for name in FIGURES}
    return Totals(
        zone=zone.id,
        units=counts["units"],
        parcels=counts["parcel"],
        residuals=counts["residual"],
        cut_units=sums.cut,
        registered_units=counts["registered"],
        **figures,
        **measured,
        **_firm_figures(sums, units),
        ground_m2=amounts["ground_m2"] + other["ground_m2"],
        other_ground_m2=other["ground_m2"],
        by_status=_by_status(sums, units),
        overlap_removed_m2=sums.doubles.removed_m2,
        tenures=dict(zip(TENURES, tenures, strict=True)),
        units_without_floor=counts["no_floor"],
        target_far=zone.target_far,
        dormitory=_dormitory(zone, sums, units),
        to_verify=counts["to_verify"],
    )


def _by_status(sums: Sums, units: Units) -> tuple[StatusLine, ...]:
    lines = []
    for status, (count, *areas) in zip(
        units.statuses, sums.statuses.tolist(), strict=True
    ):
        if count:
            land, firm, potential = (area / SCALE for area in areas)
            lines.append(
                StatusLine(
                    status=status,
                    units=count,
                    land_m2=land,
                    firm_m2=firm,
                    potential_m2=potential,
                )
            )
    return tuple(lines)


def _firm_figures(sums: Sums, units: Units) -> dict[str, Any]:
    """Count the distinct firms, and those of which something is not known."""
    inside = np.flatnonzero(sums.firms)
    firms = units.firms
    low = firms.low[inside]
    grades = np.bincount(firms.grade[inside], minlength=len(GRADES)).tolist()
    return {
        "firms": len(inside),
        "low_firms": int((low > 0).sum()),
        "firms_unknown_low": int((low < 0).sum()),
        "grades": dict(zip(GRADES, grades, strict=True)),
        "firms_without_jobs": int(np.isnan(firms.employees[inside]).sum()),
        "firms_without_tax": int(np.isnan(firms.tax_wan[inside]).sum()),
    }


def _dormitory(zone: Zone, sums: Sums, units: Units) -> Dormitory:
    caps = units.caps
    table = dict(zip(DORMITORY, sums.dormitory.tolist(), strict=True))
    land = {name: entry[1] / SCALE for name, entry in table.items()}
    floors = {name: entry[2] / SCALE for name, entry in table.items()}
    lacking = sum(entry[3] for entry in table.values())
    eligible = sum(land[name] for name in DORMITORY_ELIGIBLE)
    doubtful = ["no_grade"] if "park_m2" in units.measured else ["no_grade", *_OUTSIDE]
    whole = sum(land.values())
    unknown = sum(land[name] for name in doubtful)
    raised = sum(floors[name] for name in DORMITORY_ELIGIBLE)
    floor_now = caps.floor * raised + caps.base_floor * (sum(floors.values()) - raised)
    shares = caps.floor * eligible + caps.base_floor * (whole - eligible)
    return Dormitory(
        eligible_m2=eligible,
        ineligible_m2=max(whole - eligible - unknown, 0.0),
        unknown_m2=unknown,
        land_cap_m2=caps.land * eligible + caps.base_land * (whole - eligible),
        floor_cap_now_m2=None if lacking else floor_now,
        floor_cap_target_m2=None
        if zone.target_far is None
        else zone.target_far * shares,
        reasons={name: (entry[0], land[name]) for name, entry in table.items()},
    )
