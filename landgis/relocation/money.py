# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What moving a firm costs by the user's prices (COMP); an estimate, no offer.

A price that nobody has given counts for nothing and is named; a priced part of
which the amount is not known makes the sum of that firm unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.relocation.wishes import PlanWishes

WAN = 10_000
MONTHS = 12
PRICES = (
    "land_wan_per_mu",
    "building_yuan_per_m2",
    "moving_yuan_per_m2",
    "equipment_yuan_per_m2",
    "reward_yuan_per_m2",
    "rent_yuan_per_m2_month",
)
PARTS = ("land", "building", "stop_loss", "moving", "equipment", "reward")
"""Parts of the compensation that do not depend on the park."""


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What each firm costs, 万元.

    Attributes
    ----------
    parts
        One column for each of `PARTS`; NaN: priced, but the amount is not known;
        0: no price, or nothing to pay.
    own_wan
        Their sum for each firm; NaN where one of them is unknown.
    rent_wan
        Subsidy of the rent by firm and park; NaN where the park's rent is unknown
        although some rent is known.
    missing_prices
        Names of the wishes without a price.
    """

    parts: pd.DataFrame
    own_wan: NDArray[np.float64]
    rent_wan: NDArray[np.float64]
    missing_prices: tuple[str, ...]

    @property
    def is_priced(self) -> bool:
        """Whether the user has given any price at all."""
        return len(self.missing_prices) < len(PRICES)

    def total_wan(self) -> NDArray[np.float64]:
        """Return the sum by firm and park; NaN unknown, all of it without a price."""
        total: NDArray[np.float64] = self.own_wan[:, None] + self.rent_wan
        return total if self.is_priced else np.full_like(total, np.nan)

    def of(self, firm: int, park: int) -> float:
        """Return the sum of one firm in one park; NaN is unknown."""
        if not self.is_priced:
            return float(np.nan)
        return float(self.own_wan[firm] + self.rent_wan[firm, park])

    def known_wan(self) -> NDArray[np.float64]:
        """Return the sum of what is known, as the search takes it."""
        own = self.parts.fillna(0.0).sum(axis="columns").to_numpy(dtype=np.float64)
        known: NDArray[np.float64] = own[:, None] + np.nan_to_num(self.rent_wan)
        return known


def make_costs(
    needs: pd.DataFrame,
    rooms: pd.DataFrame,
    wishes: PlanWishes,
    *,
    use_m2: NDArray[np.float64],
) -> Costs:
    """Return what each firm costs in each park; `use_m2` is the floor it takes there.

    Land and buildings are paid to owners only: a tenant has none to give.  Who
    neither owns nor rents for all that is known has an unknown amount of both.
    """
    rents = rooms["rent"].fillna(_or_nan(wishes.rent_yuan_per_m2_month))
    given = [name for name in PRICES if getattr(wishes, name) is not None]
    if rooms["rent"].notna().any():
        given.append("rent_yuan_per_m2_month")
    own = _owned(needs)
    floor_owned = (own * needs["present_m2"]).mask(own == 0, 0.0)
    land_owned = (own * needs["freed_mu"]).mask(own == 0, 0.0)
    building = _priced(floor_owned, wishes.building_yuan_per_m2) / WAN
    floor = needs["floor_m2"]
    parts = pd.DataFrame(
        {
            "land": _priced(land_owned, wishes.land_wan_per_mu),
            "building": building,
            "stop_loss": building * wishes.stop_loss_share,
            "moving": _priced(floor, wishes.moving_yuan_per_m2) / WAN,
            "equipment": _priced(floor, wishes.equipment_yuan_per_m2) / WAN,
            "reward": _priced(floor, wishes.reward_yuan_per_m2) / WAN,
        },
        index=needs.index,
    )
    return Costs(
        parts=parts,
        own_wan=parts.sum(axis="columns", skipna=False).to_numpy(dtype=np.float64),
        rent_wan=_rents(use_m2, rents.to_numpy(dtype=np.float64), wishes),
        missing_prices=tuple(name for name in PRICES if name not in given),
    )


def _or_nan(price: float | None) -> float:
    return np.nan if price is None else price


def _owned(needs: pd.DataFrame) -> pd.Series:
    """Return 1 for owners, 0 for those who only rent, NaN where nothing says it."""
    owner = needs["is_owner"].astype("Float64")
    tenant = needs["is_tenant"].astype("Float64")
    return owner.fillna(1.0 - tenant).astype("float64")


def _priced(amount: pd.Series, price: float | None) -> pd.Series:
    if price is None or price == 0:
        return pd.Series(0.0, index=amount.index)
    return amount * price


def _rents(
    use_m2: NDArray[np.float64], rents: NDArray[np.float64], wishes: PlanWishes
) -> NDArray[np.float64]:
    if not np.isfinite(rents).any():
        return np.zeros_like(use_m2)
    share = sum(wishes.rent_subsidy)
    found: NDArray[np.float64] = use_m2 * rents[None, :] * (MONTHS * share / WAN)
    return found
