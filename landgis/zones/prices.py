# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compensation by the user's unit prices (COMP): 测算，不作为补偿依据."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from landgis.units import MU_PER_M2
from landgis.zones.totals import Totals
from landgis.zones.units import UNKNOWN_TENURE

YUAN_PER_WAN = 10_000.0
NOTHING_M2 = 1e-6


@dataclass(frozen=True, kw_only=True)
class Prices:
    """The user's unit prices; None is no price, which makes the sum unknown, never 0.

    Attributes
    ----------
    granted, allocated, leased, collective
        Land, 万元 for each 亩.
    building
        Lawful buildings, 元 for each m² of floor.
    stoppage
        停产停业损失, share of the value of the buildings.
    equipment
        Moving or replacing equipment, 万元 for each firm.
    moving
        搬迁、临时安置, 元 for each m² of floor.
    reward
        签约、腾空奖励, share of all of the above.
    """

    granted: float | None = None
    allocated: float | None = None
    leased: float | None = None
    collective: float | None = None
    building: float | None = None
    stoppage: float | None = None
    equipment: float | None = None
    moving: float | None = None
    reward: float | None = None

    @classmethod
    def from_document(cls, value: Mapping[str, Any] | None) -> Prices:
        """Read the document ``zone_prices``/``prices``."""
        value = value or {}
        return cls(**{each.name: value.get(each.name) for each in fields(cls)})

    def to_document(self) -> dict[str, float]:
        """Return the document; prices that are not given are left out."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: price for name, price in found.items() if price is not None}


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """One component: quantity × price.  `cost_wan` None where either is unknown.

    `id` is a tenure (``granted`` … ``unknown``: land in 亩), ``building``,
    ``stoppage``, ``moving``, ``equipment`` or ``reward``.  `missing` says what lacks:
    ``price``, ``owner`` (whose the land is), ``supply_mode``, ``floor`` (floors of some
    parcels), ``others`` (a share of lines that are not known), or "" for nothing.
    """

    id: str
    quantity: float
    price: float | None
    cost_wan: float | None
    missing: str = ""


@dataclass(frozen=True, kw_only=True)
class Compensation:
    """The estimate: `known_wan` is the sum of the known lines.

    `total_wan` is None while a line is unknown.  Never shown without the label
    测算，不作为补偿依据.
    """

    lines: tuple[CostLine, ...]
    known_wan: float

    @property
    def total_wan(self) -> float | None:
        """The whole sum, None while a line is unknown."""
        whole = all(line.cost_wan is not None for line in self.lines)
        return self.known_wan if whole else None


def compensation_of(totals: Totals, prices: Prices) -> Compensation:
    """Estimate what freeing a zone costs, line by line.

    Land of the state of which the mode of supply is not told has no price, nor has
    land of unknown owner; land not supplied yet costs nothing and is left out.
    Buildings go by the floors that stand, as registered; unlawful ones are not
    compensated and have to be taken out by hand.
    """
    lines = [*_land_lines(totals, prices), *_floor_lines(totals, prices)]
    lines.append(
        _line("equipment", totals.firms, prices.equipment, missing="", per_wan=1.0)
    )
    known = sum(line.cost_wan for line in lines if line.cost_wan is not None)
    whole = all(line.cost_wan is not None for line in lines)
    reward = _line("reward", known, prices.reward, missing="", per_wan=1.0)
    if reward.cost_wan is not None and not whole:
        reward = replace(reward, cost_wan=None, missing="others")
    lines.append(reward)
    return Compensation(
        lines=tuple(lines),
        known_wan=sum(line.cost_wan for line in lines if line.cost_wan is not None),
    )


def _land_lines(totals: Totals, prices: Prices) -> list[CostLine]:
    """Return a line for each tenure that the zone has land of."""
    asked = {
        "granted": prices.granted,
        "allocated": prices.allocated,
        "leased": prices.leased,
        "collective": prices.collective,
    }
    lines = [
        _line(name, totals.tenures[name] * MU_PER_M2, price, missing="", per_wan=1.0)
        for name, price in asked.items()
        if totals.tenures[name] > 0
    ]
    unknown = max(totals.tenures[UNKNOWN_TENURE] - totals.bare_m2, 0.0)
    doubtful = (
        ("state", totals.tenures["state"], "supply_mode"),
        (UNKNOWN_TENURE, unknown, "owner"),
    )
    return lines + [
        _line(name, area_m2 * MU_PER_M2, None, missing=missing, per_wan=1.0)
        for name, area_m2, missing in doubtful
        if area_m2 > NOTHING_M2
    ]


def _floor_lines(totals: Totals, prices: Prices) -> list[CostLine]:
    """Return buildings, stoppage and moving: all by the floors that stand."""
    missing = "floor" if totals.units_without_floor else ""
    per = 1.0 / YUAN_PER_WAN
    building = _line(
        "building", totals.built_m2, prices.building, missing=missing, per_wan=per
    )
    value = totals.built_m2 * prices.building * per if prices.building else 0.0
    stoppage = _line("stoppage", value, prices.stoppage, missing=missing, per_wan=1.0)
    if prices.building is None:
        stoppage = replace(stoppage, cost_wan=None, missing="price")
    moving = _line(
        "moving", totals.built_m2, prices.moving, missing=missing, per_wan=per
    )
    return [building, stoppage, moving]


def _line(
    name: str, quantity: float, price: float | None, *, missing: str, per_wan: float
) -> CostLine:
    """Multiply; unknown where a price or a quantity is.

    What costs nothing at any price costs nothing, whether there is one or not.
    """
    if not missing and quantity and price is None:
        missing = "price"
    cost = None if missing else quantity * (price or 0.0) * per_wan
    return CostLine(
        id=name, quantity=quantity, price=price, cost_wan=cost, missing=missing
    )
