# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who rents on which parcel on the reference date (承租土地, MU-02)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from landgis import messages
from landgis.findings import Finding, Severity
from landgis.join.keys import column
from landgis.join.tokens import (
    Tokens,
    meet,
    meet_cells,
    owned_tokens,
    parcels_of_units,
    place_tokens,
)

ROLE = "lease"
NOBODY = -1
"""Stands for a tenant that is no firm of the table, and a parcel that is not known."""

_COLUMNS = ("lease", "tenant", "parcel", "leased_mu", "floor_m2", "is_exact")


def running(lease: pd.DataFrame, *, reference_date: date) -> pd.Series:
    """Tell which leases hold on a day; a missing start or end is an open one."""
    day = pd.Timestamp(reference_date)
    holds = pd.Series(data=True, index=lease.index, name="running")
    if "start" in lease:
        holds &= ~(lease["start"] > day)
    if "end" in lease:
        holds &= ~(lease["end"] < day)
    return holds


def find_leases(
    lease: pd.DataFrame | None,
    *,
    firms: pd.DataFrame,
    parcels: pd.DataFrame,
    reference_date: date,
) -> pd.DataFrame:
    """Do what `resolve_leases` does for tables whose keys are not known yet."""
    has_leases = lease is not None and len(lease) > 0
    rows = slice(None) if has_leases else slice(0)
    return resolve_leases(
        lease,
        firms=place_tokens(firms.iloc[rows].reset_index(drop=True)),
        parcels=owned_tokens(parcels.iloc[rows].reset_index(drop=True)),
        reference_date=reference_date,
    )


def resolve_leases(
    lease: pd.DataFrame | None,
    *,
    firms: Tokens,
    parcels: Tokens,
    reference_date: date,
) -> pd.DataFrame:
    """Find the tenant and the parcel of every lease that runs on the reference date.

    The tenant is found by code, else by name; the parcel by the codes in the lease,
    else all parcels of its owner (`is_exact` is False then).  One row for each lease,
    tenant and parcel, by position; `NOBODY` where one is not found.  `leased_mu` and
    `floor_m2` are those of the whole lease, missing where not above 0.
    """
    if lease is None or not len(lease):
        return pd.DataFrame({name: [] for name in _COLUMNS}).astype(
            {"lease": int, "tenant": int, "parcel": int, "is_exact": bool}
        )
    rows = lease.reset_index(drop=True)
    rows = rows[running(rows, reference_date=reference_date)]
    tenant_tokens = place_tokens(rows, prefix="tenant_")
    tenant = _first(
        rows.index,
        meet(tenant_tokens.code, firms.code),
        meet(tenant_tokens.name, firms.name),
    )
    owner_tokens = place_tokens(rows, prefix="owner_")
    named = _first(
        rows.index,
        meet_cells(tenant_tokens.parcel, parcels.parcel),
        meet(tenant_tokens.unit, parcels.unit),
        meet(parcels_of_units(tenant_tokens.unit), parcels.parcel),
        meet(tenant_tokens.paper, parcels.paper),
    )
    owned = _first(
        rows.index[~rows.index.isin(named["left"])],
        meet(owner_tokens.code, parcels.code),
        meet(owner_tokens.name, parcels.name),
    )
    places = pd.concat([named.assign(is_exact=True), owned.assign(is_exact=False)])
    table = pd.DataFrame({"lease": rows.index})
    for name in ("leased_mu", "floor_m2"):
        size = rows[name] if name in rows else pd.Series(np.nan, index=rows.index)
        table[name] = size.where(size > 0).to_numpy(dtype=np.float64)
    table = table.merge(
        tenant.set_axis(["lease", "tenant"], axis=1), on="lease", how="left"
    ).merge(
        places.set_axis(["lease", "parcel", "is_exact"], axis=1), on="lease", how="left"
    )
    table["is_exact"] = table["is_exact"].astype("boolean").fillna(value=False)
    return table.fillna({"tenant": NOBODY, "parcel": NOBODY}).astype(
        {"tenant": int, "parcel": int, "is_exact": bool}
    )[list(_COLUMNS)]


def check_leases(
    lease: pd.DataFrame | None, resolved: pd.DataFrame, *, reference_date: date
) -> tuple[Finding, ...]:
    """List leases that are over or not begun, and those whose parcel is not known."""
    if lease is None or not len(lease):
        return ()
    holds = running(lease, reference_date=reference_date).to_numpy()
    lost = resolved.loc[resolved["parcel"] == NOBODY, "lease"].unique()
    return (
        *_finding(
            "lease_not_running", Severity.NOTE, found=lease.iloc[np.flatnonzero(~holds)]
        ),
        *_finding("lease_unknown_parcel", Severity.WARNING, found=lease.iloc[lost]),
    )


def _finding(
    kind: str, severity: Severity, *, found: pd.DataFrame
) -> tuple[Finding, ...]:
    if not len(found):
        return ()
    tenants = column(found, "tenant_name").fillna(column(found, "tenant_code"))
    owners = column(found, "owner_name").fillna(column(found, "owner_code"))
    unknown = messages.text("join.unnamed")
    names = tenants.fillna(unknown).tolist()
    return (
        Finding(
            kind=kind,
            severity=severity,
            role=ROLE,
            rows=tuple(found.index.tolist()),
            ids=tuple(names),
            details=tuple(
                messages.text(f"join.{kind}", tenant=tenant, owner=owner)
                for tenant, owner in zip(
                    names, owners.fillna(unknown).tolist(), strict=True
                )
            ),
        ),
    )


def _first(rows: pd.Index, *found: pd.DataFrame) -> pd.DataFrame:
    """Return `left` and `right` from the first table that has each row."""
    taken = [pd.DataFrame({"left": [], "right": []}).astype(int)]
    for table in found:
        fresh = table[table["left"].isin(rows)]
        taken.append(fresh[["left", "right"]].drop_duplicates())
        rows = rows[~rows.isin(fresh["left"])]
    return pd.concat(taken, ignore_index=True)
