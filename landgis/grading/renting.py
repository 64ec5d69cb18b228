# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Count to how many firms each firm lets land or halls (温岭: points are taken off)."""

from __future__ import annotations

from datetime import date

import pandas as pd

from landgis.classify.firm_columns import (
    to_code_keys,
    to_firm_keys,
    to_scales,
    to_words,
)
from landgis.values import name_key

BELOW_SCALE = "规下"


def count_tenants(
    firms: pd.DataFrame, *, leases: pd.DataFrame, reference_date: date
) -> pd.DataFrame:
    """Return how many different tenants each firm has on the reference date.

    A lease without start or end counts as running.  Owner and tenant are found
    by credit code, then by name; a firm is no tenant of its own.

    Returns
    -------
    In step with `firms`: `tenants`, `tenants_below_scale`, and
    `tenants_unknown`, those whose scale the table does not give.
    """
    running = leases[_is_running(leases, reference_date)]
    owner = _find_firms(running, "owner", firms)
    tenant = _find_firms(running, "tenant", firms)
    scale = to_scales(to_words(firms, "scale")).reindex(tenant)
    pairs = pd.DataFrame(
        {
            "owner": owner.to_numpy(),
            "tenant": _tenant_key(running, tenant).to_numpy(),
            "below": (scale == BELOW_SCALE).to_numpy(),
            "unknown": scale.isna().to_numpy(),
        }
    )
    is_own = (owner == tenant).fillna(value=False).to_numpy(dtype=bool)
    pairs = pairs[~is_own].dropna(subset=["owner", "tenant"])
    pairs = pairs.drop_duplicates(["owner", "tenant"])
    counts = pairs.groupby("owner").agg(
        tenants=("tenant", "size"),
        tenants_below_scale=("below", "sum"),
        tenants_unknown=("unknown", "sum"),
    )
    return counts.reindex(firms.index, fill_value=0).astype("int64")


def _is_running(leases: pd.DataFrame, reference_date: date) -> pd.Series:
    day = pd.Timestamp(reference_date)
    running = pd.Series(data=True, index=leases.index)
    if "start" in leases:
        running &= ~(leases["start"] > day)
    if "end" in leases:
        running &= ~(leases["end"] < day)
    return running


def _keys(leases: pd.DataFrame, side: str) -> tuple[pd.Series, pd.Series]:
    codes = to_code_keys(to_words(leases, f"{side}_code"))
    return codes, name_key(to_words(leases, f"{side}_name"))


def _find_firms(leases: pd.DataFrame, side: str, firms: pd.DataFrame) -> pd.Series:
    """Return the row of `firms` that each lease's owner or tenant is, if any."""
    found = pd.Series(pd.NA, index=leases.index, dtype="Int64")
    for keys, known in zip(_keys(leases, side), to_firm_keys(firms), strict=True):
        first = (known.notna() & ~known.duplicated()).to_numpy()
        rows = pd.Series(firms.index[first], index=known[first])
        found = found.fillna(keys.map(rows).astype("Int64"))
    return found


def _tenant_key(leases: pd.DataFrame, tenant: pd.Series) -> pd.Series:
    """Return what tells one tenant from another: its row, else its code or name."""
    codes, names = _keys(leases, "tenant")
    return tenant.astype("str").where(tenant.notna()).fillna(codes).fillna(names)
