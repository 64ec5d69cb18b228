# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of a parcel each of its firms uses, and what of their tax belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from landgis import messages
from landgis.findings import Finding, Severity
from landgis.join.keys import column, numbers, words
from landgis.join.lease import NOBODY, find_leases
from landgis.join.remarks import ENTERPRISE, firm_labels, two_places

REGISTERED = "registered"
LEASED_LAND = "leased_land"
BY_FLOOR_AREA = "by_floor_area"
SHARED_PARCEL = "shared_parcel"
LAND_METHODS = (REGISTERED, LEASED_LAND, BY_FLOOR_AREA, SHARED_PARCEL)
"""Where a land figure is from (`LAND_METHOD`, MU-02): the firm's own figure, a lease,
floor area over the parcel's floor-area ratio, a share of the parcel."""

LEASE_TABLE, FLOOR_AREA, MERGED = "lease", "floor_area", "merged"
TENANTS = (LEASE_TABLE, FLOOR_AREA, MERGED)
"""How tenants are treated: a profile's `tenants`."""


NOTHING_LEFT = 1e-9  # of a parcel: what subtracting equal figures may leave


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """Land, tax and floor of each firm on each of its parcels.

    Attributes
    ----------
    links
        The given links and `land_mu`, `tax_wan`, `floor_m2` (missing where the
        firm's figure is), `land_method`, `is_tenant`.
    firms
        In step with the firms: `land_mu` (the figure to divide tax by; missing if
        nothing tells it), `land_method` (one of `LAND_METHODS`), `merged_group`
        (equal text for firms to be judged as one; missing for all others).
    """

    links: pd.DataFrame
    firms: pd.DataFrame
    findings: tuple[Finding, ...]


def allocate(
    links: pd.DataFrame,
    *,
    firms: pd.DataFrame,
    parcels: pd.DataFrame,
    lease: pd.DataFrame | None,
    tenants: str,
    reference_date: date,
) -> Allocation:
    """Divide firms over their parcels and parcels over their firms (MU-02).

    A firm's own land figure counts where it is above 0; it, the tax and the floor
    are divided by the parcels' 亩.  Firms without a figure have what they lease and
    an equal part, by floor where all of them have it, of what the others leave of the
    parcel, never below 0.
    With `floor_area`, tenants have floor over floor-area ratio first; with `merged`,
    firms that a parcel connects get one `merged_group` (遂昌).

    `parcels` needs `mu`; `built_m2` is their floor.
    """
    if tenants not in TENANTS:
        raise ValueError(f"tenants is none of {TENANTS}: {tenants!r}")
    numbered = firms.reset_index(drop=True)
    terms = find_leases(
        lease, firms=numbered, parcels=parcels, reference_date=reference_date
    )
    uses = _make_uses(links, firms=firms, parcels=parcels)
    terms = _on_parcels(terms, uses, mu=numbers(parcels, "mu").to_numpy())
    uses = _with_leases(uses, terms, tenants=tenants)
    uses = _with_registered(uses)
    uses = _with_rest(uses, terms)
    table = _firm_land(numbered, uses, terms).set_axis(firms.index)
    return Allocation(
        links=links.assign(
            land_mu=uses["land_mu"].to_numpy(),
            tax_wan=(uses["tax_wan"] * uses["by_mu"]).to_numpy(),
            floor_m2=(uses["floor_m2"] * uses["by_mu"]).to_numpy(),
            land_method=uses["land_method"].to_numpy(),
            is_tenant=uses["is_tenant"].to_numpy(),
        ),
        firms=table.assign(
            merged_group=_merged_groups(links, firms.index, tenants=tenants)
        ),
        findings=_shared(numbered, uses, labels=firms.index),
    )


def _make_uses(
    links: pd.DataFrame, *, firms: pd.DataFrame, parcels: pd.DataFrame
) -> pd.DataFrame:
    """Return one row for each link, firms and parcels by position."""
    firm = firms.index.get_indexer(pd.Index(links["firm"]))
    parcel = parcels.index.get_indexer(pd.Index(links["parcel"]))
    figure = numbers(firms, "land_mu").to_numpy()[firm]
    tenure = column(firms, "tenure").to_numpy(dtype=object)[firm]
    uses = pd.DataFrame(
        {
            "firm": firm,
            "parcel": parcel,
            "parcel_id": links["parcel_id"].to_numpy(),
            "is_tenant": (links["method"] == "lease").to_numpy()
            | pd.Series(tenure).isin(words("tenant")).to_numpy(),
            "mu": numbers(parcels, "mu").to_numpy()[parcel],
            "built_m2": numbers(parcels, "built_m2").to_numpy()[parcel],
            "figure": np.where(figure > 0, figure, np.nan),
            "tax_wan": numbers(firms, "tax_wan").to_numpy()[firm],
            "floor_m2": numbers(firms, "floor_m2").to_numpy()[firm],
        }
    )
    return uses.assign(by_mu=_parts(uses["mu"], uses["firm"]))


def _parts(size: pd.Series, groups: pd.Series | list[pd.Series]) -> pd.Series:
    """Return each member's part of its group; equal parts if all sizes are 0."""
    known = size.fillna(0.0).clip(lower=0.0)
    total = known.groupby(groups).transform("sum")
    count = known.groupby(groups).transform("size")
    return (known / total.where(total > 0)).fillna(1 / count)


def _on_parcels(
    terms: pd.DataFrame,
    uses: pd.DataFrame,
    *,
    mu: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> pd.DataFrame:
    """Divide each lease over its parcels by their 亩.

    A tenant of the table counts only on the parcels that it is joined to.
    """
    pairs = pd.MultiIndex.from_frame(uses[["firm", "parcel"]])
    is_joined = pd.MultiIndex.from_frame(terms[["tenant", "parcel"]]).isin(pairs)
    terms = terms[is_joined | (terms["tenant"] == NOBODY) | (terms["parcel"] == NOBODY)]
    area = np.append(mu, np.nan)[terms["parcel"]]
    part = _parts(pd.Series(area, index=terms.index), [terms["lease"], terms["tenant"]])
    return terms.assign(
        leased_mu=terms["leased_mu"] * part, floor_m2=terms["floor_m2"] * part
    )


def _with_leases(
    uses: pd.DataFrame, terms: pd.DataFrame, *, tenants: str
) -> pd.DataFrame:
    """Add the land that a firm uses as a tenant, if a lease or its floor tells it."""
    sums = terms.groupby(["tenant", "parcel"])[["leased_mu", "floor_m2"]].sum(
        min_count=1
    )
    rented = sums.reindex(pd.MultiIndex.from_frame(uses[["firm", "parcel"]]))
    leased = rented["leased_mu"].reset_index(drop=True)
    floor = rented["floor_m2"].reset_index(drop=True)
    is_tenant = uses["is_tenant"] | leased.notna() | floor.notna()
    if tenants == FLOOR_AREA:
        floor = floor.fillna((uses["floor_m2"] * uses["by_mu"]).where(is_tenant))
    built = uses["built_m2"].where(uses["built_m2"] > 0)
    by_floor = floor.where(floor > 0) * uses["mu"] / built
    first, second = (by_floor, leased) if tenants == FLOOR_AREA else (leased, by_floor)
    land = first.fillna(second)
    is_by_floor = by_floor.notna() & (leased.isna() | (tenants == FLOOR_AREA))
    method = pd.Series(LEASED_LAND, index=uses.index, dtype="str")
    return uses.assign(
        is_tenant=is_tenant,
        rented_mu=land,
        land_mu=land,
        land_method=method.mask(is_by_floor, BY_FLOOR_AREA).where(land.notna()),
    )


def _with_registered(uses: pd.DataFrame) -> pd.DataFrame:
    """Divide firms' own figures over their parcels, by the parcels' 亩."""
    has_figure = uses["figure"].notna()
    return uses.assign(
        land_mu=uses["land_mu"].mask(has_figure, uses["figure"] * uses["by_mu"]),
        land_method=uses["land_method"].mask(has_figure, REGISTERED),
    )


def _with_rest(uses: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Share what known figures leave of a parcel among its other firms."""
    is_rest = uses["land_mu"].isna()
    strangers = terms[terms["tenant"] == NOBODY].groupby("parcel")["leased_mu"].sum()
    taken = uses["land_mu"].groupby(uses["parcel"]).transform("sum")
    taken += uses["parcel"].map(strangers).fillna(0.0)
    left = (uses["mu"] - taken).clip(lower=0.0)
    left = left.mask(left <= NOTHING_LEFT * uses["mu"], 0.0)
    groups = [uses["parcel"], is_rest]
    floor = uses["floor_m2"] * uses["by_mu"]
    lacks_floor = floor.isna().groupby(groups).transform("any")
    part = _parts(floor.mask(lacks_floor, 1.0), groups)
    count = is_rest.groupby(groups).transform("size")
    others = uses.groupby("parcel")["firm"].transform("size")
    way = pd.Series("floor", index=uses.index).mask(lacks_floor, "equal")
    way = way.mask(count == 1, "rest")
    return uses.assign(
        land_mu=uses["land_mu"].fillna(left * part),
        land_method=uses["land_method"].fillna(SHARED_PARCEL),
        way=way.where(is_rest & (others > 1)),
    )


def _firm_land(
    firms: pd.DataFrame, uses: pd.DataFrame, terms: pd.DataFrame
) -> pd.DataFrame:
    """Return each firm's `land_mu` and `land_method`."""
    figure = numbers(firms, "land_mu")
    unknown = uses["land_mu"].isna().groupby(uses["firm"]).any()
    total = uses["land_mu"].groupby(uses["firm"]).sum().mask(unknown)
    rank = uses["land_method"].map(
        {BY_FLOOR_AREA: 0, SHARED_PARCEL: 1, LEASED_LAND: 2, REGISTERED: 3}
    )
    first = uses.loc[rank.sort_values(kind="stable").index].drop_duplicates("firm")
    nowhere = terms[(terms["tenant"] != NOBODY) & (terms["parcel"] == NOBODY)]
    rented = nowhere.groupby("tenant")["leased_mu"].sum(min_count=1)
    rented = rented.reindex(firms.index)
    joined = total.reindex(firms.index)
    land = joined.add(rented.where(joined.notna()), fill_value=0.0)
    land = land.fillna(rented.where(~firms.index.isin(uses["firm"])))
    method = first.set_index("firm")["land_method"].reindex(firms.index)
    method = method.fillna(LEASED_LAND).where(land.notna())
    is_own = figure > 0
    return pd.DataFrame(
        {
            "land_mu": land.mask(is_own, figure),
            "land_method": method.mask(is_own, REGISTERED).astype("str"),
        }
    )


def _merged_groups(links: pd.DataFrame, firms: pd.Index, *, tenants: str) -> pd.Series:
    """Return a name for each set of firms that parcels connect; missing if alone."""
    group = pd.Series(np.nan, index=firms, dtype="str", name="merged_group")
    if tenants != MERGED or not len(links):
        return group
    firm = pd.Series(firms.get_indexer(pd.Index(links["firm"])))
    parcel = pd.Series(pd.factorize(links["parcel"])[0])
    lowest = firm
    while True:
        on_parcel = lowest.groupby(parcel).transform("min")
        of_firm = on_parcel.groupby(firm).transform("min")
        if of_firm.equals(lowest):
            break
        lowest = of_firm
    members = pd.DataFrame({"firm": firm, "group": lowest}).drop_duplicates()
    together = members[members["group"].duplicated(keep=False)]
    names = group.to_numpy(dtype=object).copy()
    names[together["firm"]] = together["group"].astype("str")
    return pd.Series(names, index=firms, dtype="str", name="merged_group")


def _shared(
    firms: pd.DataFrame, uses: pd.DataFrame, *, labels: pd.Index
) -> tuple[Finding, ...]:
    shared = uses[uses["way"].notna()]
    if not len(shared):
        return ()
    names: Sequence[str] = firm_labels(firms).loc[shared["firm"]].tolist()
    return (
        Finding(
            kind="land_shared",
            severity=Severity.NOTE,
            role=ENTERPRISE,
            rows=tuple(labels[shared["firm"]].tolist()),
            ids=tuple(names),
            details=tuple(
                messages.text(
                    f"join.land_shared.{way}",
                    name=name,
                    parcel=parcel,
                    mu=two_places(land),
                )
                for way, name, parcel, land in zip(
                    shared["way"],
                    names,
                    shared["parcel_id"],
                    shared["land_mu"],
                    strict=True,
                )
            ),
        ),
    )
