# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""批而未供: what is left of the approved land once all supplied land is taken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import shapely

from landgis.geometry import (
    cut_by_earlier,
    drop_slivers,
    intersection,
    subtract,
    union,
)
from landgis.identifiers import approval_key
from landgis.rules.profile import Profile
from landgis.tables import Geometries
from landgis.units import MU_PER_M2

LAPSED = "失效"
AGEING_NAMES = ("不满1年", "1–2年", "2–5年", "5年以上")
DAYS_A_YEAR = 365.2425


@dataclass(frozen=True, kw_only=True)
class Residual:
    """Approvals with land that is not supplied, and that land.

    `frame` has the columns approval_no, batch_name, approved_date, approved_m2,
    drawn_m2 (of the whole approval), supplied_m2, residual_m2, mu, years,
    ageing, supply_rate, dropped_m2 (pieces left out as slivers, PEWG-02);
    `approvals` has the same for every valid approval, fully supplied ones too.
    """

    approvals: pd.DataFrame

    frame: pd.DataFrame
    geometry: Geometries


def compute_residual(
    approvals: pd.DataFrame,
    geometry: Geometries,
    *,
    supplied: Geometries,
    excluded: Geometries,
    profile: Profile,
    reference_date: date,
) -> Residual:
    """Take supplied and excluded land off every valid approval (PEWG-01, PEWG-02).

    Where approvals overlap, the land counts for the earlier one (approved_date,
    then approval_no).  Rows with one approval number are one approval; rows
    without a number stand for themselves.  A missing `valid` is 有效.
    """
    whole = _join_batches(approvals, geometry)
    batches, shapes = whole
    unsupplied = subtract(shapes, supplied)
    own = cut_by_earlier(shapes, np.arange(len(shapes)))
    left = unsupplied.copy()
    is_cut = shapely.area(own) < shapely.area(shapes)
    left[is_cut] = intersection(unsupplied[is_cut], own[is_cut])
    left = subtract(left, excluded)
    kept = drop_slivers(
        left,
        min_area_m2=profile.threshold("sliver_min_m2").value,
        inward_buffer_m=profile.threshold("sliver_buffer_m").value,
    )
    residual_m2 = shapely.area(kept.geometry)
    frame = batches.assign(
        drawn_m2=shapely.area(shapes),
        supplied_m2=shapely.area(shapes) - shapely.area(unsupplied),
        residual_m2=residual_m2,
        mu=residual_m2 * MU_PER_M2,
        dropped_m2=kept.dropped_m2,
    )
    limits = [profile.threshold(f"ageing_years_{n}").value for n in (1, 2, 3)]
    frame = _with_ageing(frame, reference_date, limits)
    frame["supply_rate"] = frame["supplied_m2"] / frame["drawn_m2"]
    remains = residual_m2 > 0
    return Residual(
        approvals=frame,
        frame=frame[remains].reset_index(drop=True),
        geometry=kept.geometry[remains],
    )


def _join_batches(
    approvals: pd.DataFrame, geometry: Geometries
) -> tuple[pd.DataFrame, Geometries]:
    """Return the valid approvals, earliest first, one row and one shape for each."""
    columns = ["approval_no", "batch_name", "approved_date", "approved_m2"]
    frame = approvals.reindex(columns=columns).assign(shape=geometry)
    if "valid" in approvals:
        frame = frame[approvals["valid"] != LAPSED]
    frame = frame[frame["shape"].notna()]
    number = approval_key(frame["approval_no"]).fillna("")
    alone = pd.Series(np.arange(len(frame)).astype(str), index=frame.index)
    frame["key"] = number.where(number != "", "\0" + alone)
    frame = frame.sort_values(["approved_date", "approval_no"], na_position="last")
    groups = frame.groupby("key", sort=False)
    joined = groups.agg(
        {
            "approval_no": "first",
            "batch_name": "first",
            "approved_date": "first",
            "approved_m2": "max",
            "shape": list,
        }
    )
    shapes = np.empty(len(joined), dtype=object)
    for place, parts in enumerate(joined["shape"]):
        shapes[place] = union(np.array(parts, dtype=object))
    return joined.drop(columns="shape").reset_index(drop=True), shapes


def _with_ageing(
    frame: pd.DataFrame, reference_date: date, limits: list[float]
) -> pd.DataFrame:
    """Add the years since approval and their class (PEWG-05)."""
    approved = frame["approved_date"].astype("datetime64[s]")
    days = (pd.Timestamp(reference_date) - approved).dt.days
    years = days / DAYS_A_YEAR
    places = np.digitize(years.to_numpy(), limits)
    ageing = pd.Series(np.array(AGEING_NAMES, dtype=object)[places], index=frame.index)
    return frame.assign(
        approved_date=approved,
        years=years,
        ageing=ageing.mask(years.isna()).astype("str"),
    )
