# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compensation by the user's unit prices (COMP): 测算，不作为补偿依据."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from landgis.zones.totals import Totals


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

    `missing` says what lacks: ``price``, ``owner`` (whose the land is),
    ``supply_mode``, ``floor`` (floors of some parcels), or "" for nothing.
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
    """Estimate what freeing a zone costs, line by line."""
    raise NotImplementedError
