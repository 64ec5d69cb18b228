# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the firms joined to a parcel say of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Occupants:
    """The firms on each parcel, added up; every Series runs over the parcels.

    Attributes
    ----------
    count
        Number of joined firms.
    names
        Their names, joined by "、"; empty where there is none.
    paid_tax
        Whether any of them paid tax; False without firms, NA if no firm is
        known to have paid and one's tax is missing.
    tax_wan
        Σ of their tax on this parcel; missing without firms or if one's tax is.
    low
        Whether any of them is low; False without firms, NA if none is known to
        be and one's verdict is missing.
    low_count
        Number of low firms among them.
    low_land_mu
        Σ of the land that its low firms use here.
    leaving_share
        Share of that land whose firms an accepted plan closes or moves.
    lacks_tax, lacks_land
        Whether a firm's tax or land is missing.
    """

    count: pd.Series
    names: pd.Series
    paid_tax: pd.Series
    tax_wan: pd.Series
    low: pd.Series
    low_count: pd.Series
    low_land_mu: pd.Series
    leaving_share: pd.Series
    lacks_tax: pd.Series
    lacks_land: pd.Series


def compute_occupants(
    parcels: pd.Index, *, links: pd.DataFrame, firms: pd.DataFrame
) -> Occupants:
    """Add up the firms on each parcel.

    `links` has the columns firm, parcel, land_mu and tax_wan (shares of the
    firm's figures on that parcel); `firms` name, tax_wan, tax_per_mu, low and, where
    a plan is accepted, leaving.
    """
    on = links["parcel"].to_numpy()
    firm = firms.loc[links["firm"]].reset_index(drop=True)
    tax = links["tax_wan"].reset_index(drop=True)
    low = firm["low"].astype("boolean")
    land = links["land_mu"].reset_index(drop=True)
    table = pd.DataFrame(
        {
            "parcel": on,
            "paid": (tax > 0).to_numpy(),
            "no_tax": tax.isna().to_numpy(),
            "tax": tax.fillna(0.0).to_numpy(),
            "is_low": low.fillna(value=False).to_numpy(dtype=bool),
            "low_unknown": low.isna().to_numpy(),
            "low_land": np.where(low.fillna(value=False), land.fillna(0.0), 0.0),
            "leaving_land": np.where(
                low.fillna(value=False) & _is_leaving(firm), land.fillna(0.0), 0.0
            ),
            "no_land": (land.isna() & tax.notna()).to_numpy(),
        }
    )
    groups = table.groupby("parcel", sort=False)
    total = groups.sum().reindex(parcels, fill_value=0)
    count = groups.size().reindex(parcels, fill_value=0)
    paid = (total["paid"] > 0).astype("boolean")
    is_low = (total["is_low"] > 0).astype("boolean")
    return Occupants(
        count=count,
        names=_joined_names(on, firm.get("name"), parcels),
        paid_tax=paid.mask((total["paid"] == 0) & (total["no_tax"] > 0)),
        tax_wan=total["tax"].where((count > 0) & (total["no_tax"] == 0)),
        low=is_low.mask((total["is_low"] == 0) & (total["low_unknown"] > 0)),
        low_count=total["is_low"].astype("int64"),
        low_land_mu=total["low_land"].astype(float),
        leaving_share=_share(total["leaving_land"], total["low_land"]),
        lacks_tax=total["no_tax"] > 0,
        lacks_land=total["no_land"] > 0,
    )


def _is_leaving(firms: pd.DataFrame) -> pd.Series:
    """Tell which firms an accepted plan closes or moves; none without a plan."""
    if "leaving" not in firms:
        return pd.Series(data=False, index=firms.index)
    return firms["leaving"].astype("boolean").fillna(value=False).astype(bool)


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    return (part / whole).where(whole > 0, 0.0).astype(float)


def _joined_names(
    on: np.ndarray[tuple[int], np.dtype[np.int64]],
    names: pd.Series | None,
    parcels: pd.Index,
) -> pd.Series:
    if names is None or len(on) == 0:
        return pd.Series("", index=parcels, dtype="str")
    table = pd.DataFrame({"parcel": on, "name": names.fillna("").to_numpy()})
    alone = ~table["parcel"].duplicated(keep=False)
    single = table[alone].set_index("parcel")["name"]
    shared = table[~alone].groupby("parcel")["name"].agg("、".join)
    joined: pd.Series = pd.concat([single, shared]).reindex(parcels, fill_value="")
    return joined.astype("str")
