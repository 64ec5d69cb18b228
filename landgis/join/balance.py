# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the land of a parcel's firms makes up the parcel (MU-02b)."""

from __future__ import annotations

import pandas as pd

from landgis import messages
from landgis.findings import Finding, Severity
from landgis.join.keys import numbers
from landgis.join.remarks import two_places
from landgis.join.shares import SHARED_PARCEL

BALANCE_RATIO = 0.01
"""By how much the firms' land may miss the parcel's (MU-02b)."""


def check_land_balance(
    links: pd.DataFrame, *, parcels: pd.DataFrame, ratio: float = BALANCE_RATIO
) -> tuple[Finding, ...]:
    """List parcels whose firms' land does not make up the parcel's (MU-02b).

    `links` are those of an `Allocation`.  Only parcels are tested on which each
    firm's land is known by itself and not from what the others leave; too little
    is a finding only where the owner is among the firms.
    """
    known = links["land_mu"].notna() & (links["land_method"] != SHARED_PARCEL)
    table = links.assign(known=known, is_owner=~links["is_tenant"])
    groups = table.groupby("parcel").agg(
        known=("known", "all"), owner=("is_owner", "any"), total=("land_mu", "sum")
    )
    mu = numbers(parcels, "mu").loc[groups.index]
    difference = groups["total"] - mu
    over = difference > ratio * mu
    under = (difference < -ratio * mu) & groups["owner"]
    wrong = groups.index[groups["known"] & (over | under)]
    if not len(wrong):
        return ()
    ids = links.drop_duplicates("parcel").set_index("parcel")["parcel_id"].loc[wrong]
    return (
        Finding(
            kind="land_balance",
            severity=Severity.WARNING,
            role="supply",
            rows=tuple(wrong.tolist()),
            ids=tuple(ids.tolist()),
            details=tuple(
                messages.text(
                    "join.land_balance." + ("over" if gap > 0 else "under"),
                    parcel=name,
                    mu=two_places(area),
                    sum=two_places(total),
                    difference=two_places(abs(gap)),
                )
                for name, area, total, gap in zip(
                    ids,
                    mu.loc[wrong],
                    groups.loc[wrong, "total"],
                    difference.loc[wrong],
                    strict=True,
                )
            ),
        ),
    )
