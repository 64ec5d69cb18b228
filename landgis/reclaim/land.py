# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reclaimable land of each parcel by its status, and its sums (RECL)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from landgis.classify.anniversaries import add_months, is_reached
from landgis.classify.occupants import Occupants
from landgis.rules.profile import Profile, is_below
from landgis.units import MU_PER_M2

BY_ENTERPRISE = "企业"
WHOLE_PARCEL = (
    "idle_ruled",
    "suspect_idle_2y",
    "suspect_idle_1y",
    "stalled",
    "overdue",
    "not_due",
)
"""Statuses whose whole parcel is potential land, unless the rules make it firm."""

CAUSE_DECIDES = ("idle_ruled", "suspect_idle_2y")
"""Statuses whose land is firm or potential according to the cause."""

MONTHS_A_YEAR = 12


def compute_reclaimable(
    parcels: pd.DataFrame,
    occupants: Occupants,
    *,
    profile: Profile,
    reference_date: date,
) -> pd.DataFrame:
    """Return firm_mu, potential_mu and missing of each parcel by its status.

    `parcels` has status, mu, area_m2, due_date and the standard fields.  Firm
    land is what the rules let the authority take or buy now; potential is the
    rest (contract, "Firm land").  `missing` names the field for want of which
    land counts as potential, or not at all: cause, footprint_m2, built_m2.  The
    land of low firms becomes firm land once an accepted plan closes or moves them.
    """
    status, mu = parcels["status"], parcels["mu"].fillna(0.0)
    cause = _column(parcels, "cause")
    two_years = round(profile.threshold("idle_years_2").value * MONTHS_A_YEAR)
    two_years_due = is_reached(
        add_months(parcels["due_date"], two_years), reference_date
    ).fillna(value=False)
    by_enterprise = cause == BY_ENTERPRISE
    is_firm = (
        (status == "built_not_producing")
        | ((status == "suspect_idle_2y") & by_enterprise)
        | ((status == "idle_ruled") & by_enterprise & two_years_due.astype(bool))
    )
    unused_mu = _unused_mu(parcels, profile)
    underused = status == "underused"
    low_mu = np.minimum(occupants.low_land_mu, mu)
    firm = mu.where(is_firm, 0.0).mask(underused, unused_mu.fillna(0.0))
    potential = mu.where(status.isin(WHOLE_PARCEL) & ~is_firm, 0.0)
    low_efficient = status == "low_efficiency"
    leaving_mu = low_mu * occupants.leaving_share
    firm = firm.mask(low_efficient, leaving_mu)
    potential = potential.mask(low_efficient, low_mu - leaving_mu)
    return pd.DataFrame(
        {
            "firm_mu": firm,
            "potential_mu": potential,
            "missing": _missing(parcels, cause, unused_mu),
        }
    )


def _unused_mu(parcels: pd.DataFrame, profile: Profile) -> pd.Series:
    """Return what an underused parcel could give up; missing if it cannot be told.

    It needs the land that its buildings stand on at the least building
    coefficient, or that its floors need at the agreed least FAR; less than the
    smallest separable piece counts as nothing.
    """
    coefficient = profile.threshold("building_coefficient_min").value
    smallest = profile.threshold("min_separable_mu").value
    by_footprint = _column(parcels, "footprint_m2") / coefficient
    by_floor = _column(parcels, "built_m2") / _column(parcels, "far_min")
    needed = by_footprint.where(by_footprint > by_floor, by_floor)
    needed = needed.mask(by_footprint.isna() | by_floor.isna())
    unused = (parcels["area_m2"] - needed).clip(lower=0.0) * MU_PER_M2
    too_small = is_below(unused, smallest).fillna(value=False).astype(bool)
    return unused.mask(too_small, 0.0)


def _missing(
    parcels: pd.DataFrame, cause: pd.Series, unused_mu: pd.Series
) -> pd.Series:
    missing = pd.Series("", index=parcels.index, dtype="str")
    needs_cause = parcels["status"].isin(CAUSE_DECIDES) & cause.isna()
    unknown_use = (parcels["status"] == "underused") & unused_mu.isna()
    return missing.mask(needs_cause, "cause").mask(unknown_use, "footprint_m2")


def _column(parcels: pd.DataFrame, name: str) -> pd.Series:
    if name in parcels:
        return parcels[name]
    return pd.Series(np.nan, index=parcels.index, name=name)


def sum_by(keys: pd.Series, land: pd.DataFrame) -> pd.DataFrame:
    """Sum firm_mu and potential_mu over each key, in the order of first sight."""
    return land[["firm_mu", "potential_mu"]].groupby(keys.to_numpy(), sort=False).sum()


def sum_by_line(shares: pd.DataFrame, land: pd.DataFrame) -> pd.DataFrame:
    """Split firm_mu and potential_mu by the share of the ground in each line."""
    parts = shares.to_numpy()
    return pd.DataFrame(
        {
            column: parts.T @ land[column].to_numpy()
            for column in ("firm_mu", "potential_mu")
        },
        index=list(shares.columns),
    )
