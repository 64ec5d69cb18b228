# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures by which sets of zones are compared, and which of them are better."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from landgis.units import MU_PER_M2
from landgis.zones.prices import Compensation
from landgis.zones.totals import Totals
from landgis.zones.verdicts import Contiguity
from landgis.zones.zoning import Zoning

SAME = 1e-9
"""Figures that differ by a smaller share are the same, computed twice."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """One set of zones with all that is compared of it.

    `whole` are the totals of all its zones together, each firm once; `each` and
    `contiguity` are in step with its zones.  `cost` None: no prices are given.
    """

    zoning: Zoning
    whole: Totals
    each: tuple[Totals, ...]
    contiguity: tuple[Contiguity, ...]
    cost: Compensation | None
    cluster_min_mu: float


@dataclass(frozen=True, kw_only=True)
class Figure:
    """How a figure is worked out; `wants` 1: more is better, −1: less is.

    `missing` counts the firms or parcels of which the figure is not known.
    """

    value: Callable[[Sheet], float | None]
    missing: Callable[[Sheet], int] = lambda _: 0
    unit: str
    places: int = 1
    wants: int = 0
    figure: str = ""
    is_estimate: bool = False


def _mu(value: float | None) -> float | None:
    return None if value is None else value * MU_PER_M2


def _percent(value: float | None) -> float | None:
    return None if value is None else 100 * value


def _large(sheet: Sheet) -> float:
    aim = sheet.cluster_min_mu * (1 - SAME)
    return sum(totals.mu >= aim for totals in sheet.each)


def _parted(sheet: Sheet) -> float:
    return sum(len(each.parts) > 1 for each in sheet.contiguity)


def _compactness(sheet: Sheet) -> float | None:
    """Return the mean over the zones, the larger ones counting more."""
    known = [
        (totals.ground_m2, each.compactness)
        for totals, each in zip(sheet.each, sheet.contiguity, strict=True)
        if each.compactness is not None and totals.ground_m2
    ]
    ground = math.fsum(area for area, _ in known)
    return math.fsum(a * c for a, c in known) / ground if known else None


def _added(sheet: Sheet) -> float | None:
    """Return 提容 of all zones together, in 万㎡; None where a zone has no target."""
    added = [totals.floor_added_m2 for totals in sheet.each]
    if not added or any(each is None for each in added):
        return None
    return math.fsum(each for each in added if each is not None) / 1e4


def _cost(sheet: Sheet) -> float | None:
    return None if sheet.cost is None else sheet.cost.total_wan


def _cost_per_mu(sheet: Sheet) -> float | None:
    cost, win = _cost(sheet), sheet.whole.reclaimable_m2 * MU_PER_M2
    return None if cost is None or not win else cost / win


def figures() -> Mapping[str, Figure]:
    """Return what is compared, in the order of the sheet."""
    return {
        "zones": Figure(value=lambda s: len(s.each), unit="count", places=0),
        "large": Figure(value=_large, unit="count", places=0, wants=1),
        "parted": Figure(value=_parted, unit="count", places=0, wants=-1),
        "compactness": Figure(value=_compactness, unit="", places=2, wants=1),
        "land": Figure(value=lambda s: s.whole.mu, unit="mu", figure="land_m2"),
        "ground": Figure(value=lambda s: _mu(s.whole.ground_m2), unit="mu"),
        "parcels": Figure(
            value=lambda s: s.whole.parcels, unit="parcels", places=0, figure="parcels"
        ),
        "win": Figure(value=lambda s: _mu(s.whole.reclaimable_m2), unit="mu", wants=1),
        "firm": Figure(
            value=lambda s: _mu(s.whole.firm_m2), unit="mu", wants=1, figure="firm_m2"
        ),
        "potential": Figure(
            value=lambda s: _mu(s.whole.potential_m2),
            unit="mu",
            wants=1,
            figure="potential_m2",
        ),
        "share": Figure(
            value=lambda s: _percent(s.whole.reclaimable_share), unit="percent", wants=1
        ),
        "to_verify": Figure(
            value=lambda s: s.whole.to_verify,
            unit="parcels",
            places=0,
            wants=-1,
            figure="to_verify",
        ),
        **_firm_figures(),
        **_land_figures(),
    }


def _firm_figures() -> Mapping[str, Figure]:
    return {
        "firms": Figure(
            value=lambda s: s.whole.firms, unit="firms", places=0, figure="firms"
        ),
        "low_firms": Figure(
            value=lambda s: s.whole.low_firms,
            missing=lambda s: s.whole.firms_unknown_low,
            unit="firms",
            places=0,
            wants=1,
            figure="low_firms",
        ),
        "grade_a": Figure(
            value=lambda s: s.whole.grades.get("A", 0),
            unit="firms",
            places=0,
            wants=-1,
            figure="grade:A",
        ),
        "jobs": Figure(
            value=lambda s: s.whole.jobs,
            missing=lambda s: s.whole.firms_without_jobs,
            unit="people",
            places=0,
            wants=-1,
            figure="jobs",
        ),
        "tax": Figure(
            value=lambda s: s.whole.tax_wan,
            missing=lambda s: s.whole.firms_without_tax,
            unit="wan",
            wants=-1,
            figure="tax_wan",
        ),
        "tax_per_mu": Figure(
            value=lambda s: s.whole.tax_per_mu,
            missing=lambda s: s.whole.firms_without_tax,
            unit="wan_per_mu",
            places=2,
            wants=-1,
        ),
    }


def _land_figures() -> Mapping[str, Figure]:
    return {
        "first": Figure(
            value=lambda s: _percent(s.whole.share(s.whole.first_m2)), unit="percent"
        ),
        "second": Figure(
            value=lambda s: _percent(s.whole.share(s.whole.second_m2)), unit="percent"
        ),
        "excluded": Figure(
            value=lambda s: _mu(s.whole.excluded_m2),
            unit="mu",
            wants=-1,
            figure="excluded_m2",
        ),
        "state": Figure(
            value=lambda s: _mu(s.whole.state_m2), unit="mu", figure="owner:state"
        ),
        "collective": Figure(
            value=lambda s: _mu(s.whole.collective_m2),
            unit="mu",
            figure="owner:collective",
        ),
        "far": Figure(
            value=lambda s: s.whole.far_now,
            missing=lambda s: s.whole.units_without_floor,
            unit="",
            places=2,
        ),
        "floor_added": Figure(
            value=_added,
            missing=lambda s: s.whole.units_without_floor,
            unit="wan_m2",
            places=2,
            wants=1,
        ),
        "cost": Figure(value=_cost, unit="wan", places=0, wants=-1, is_estimate=True),
        "cost_per_mu": Figure(
            value=_cost_per_mu, unit="wan_per_mu", wants=-1, is_estimate=True
        ),
    }
