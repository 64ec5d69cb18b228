# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each firm needs in a park and what it sets free, and from which figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis import messages
from landgis.analysis import Analysis
from landgis.classify.firm_columns import (
    is_tenure,
    to_industry_codes,
    to_numbers,
    to_row_names,
    to_words,
)
from landgis.crs import points_to_working
from landgis.relocation.wishes import PlanWishes

DEGREES = "EPSG:4490"
BASES = {"employees": "employees", "land": "land_mu", "present": "floor_m2"}
"""Which column of the firms each basis of the floor area rests on."""


@dataclass(frozen=True, kw_only=True)
class Norms:
    """Floor area for each employee and each 亩; NaN where nothing says it.

    `from_firms` names those that are the median of the project's own firms.
    """

    per_employee_m2: float
    per_mu_m2: float
    from_firms: tuple[str, ...]


def find_norms(firms: pd.DataFrame, wishes: PlanWishes) -> Norms:
    """Return the user's norms, or what the firms of this very project have."""
    given = {
        "employees": wishes.floor_m2_per_employee,
        "land": wishes.floor_m2_per_mu,
    }
    found, medians = {}, []
    floor = _positive(firms, "floor_m2")
    for basis, norm in given.items():
        if norm is not None:
            found[basis] = norm
            continue
        ratio = (floor / _positive(firms, BASES[basis])).dropna()
        found[basis] = float(ratio.median()) if len(ratio) else np.nan
        if len(ratio):
            medians.append(basis)
    return Norms(
        per_employee_m2=found["employees"],
        per_mu_m2=found["land"],
        from_firms=tuple(medians),
    )


def make_needs(
    analysis: Analysis,
    wishes: PlanWishes,
    *,
    keys: Sequence[str],
    treatments: Mapping[str, str],
) -> pd.DataFrame:
    """Return one row for each firm that has a treatment, by its row of the firms.

    Parameters
    ----------
    keys
        What each firm of the analysis is known by.
    treatments
        Treatments that the plan gives some firms instead of the proposed ones.

    Returns
    -------
    DataFrame
        ``key`` (never twice), ``name``, ``industry``, ``town``, ``treatment``,
        ``is_candidate``, ``closes``, ``freed_mu``, ``floor_m2``, ``floor_basis``,
        ``floor_text``, ``present_m2``, ``employees``, ``energy_tce``,
        ``emission_t``, ``is_tenant`` and ``is_owner`` (nullable), ``x``, ``y``,
        ``parcel_rows``, ``block_level``.  NaN is unknown.
    """
    whole = analysis.firms
    known = pd.Series(unique_keys(keys), index=whole.index, dtype="str")
    proposed = to_words(whole, "treatment")
    treatment = known.map(dict(treatments)).astype("str").fillna(proposed)
    firms = whole[treatment.notna()]
    own = treatment[firms.index]
    floor = _floor(firms, wishes, norms=find_norms(whole, wishes))
    parcels = _parcels_of(analysis, firms.index)
    place = _places(analysis, firms, parcels)
    tenure = to_words(firms, "tenure")
    return pd.DataFrame(
        {
            "key": known[firms.index],
            "name": to_row_names(firms),
            "industry": to_industry_codes(to_words(firms, "industry")).fillna(""),
            "town": _towns(analysis, firms, parcels),
            "treatment": own,
            "is_candidate": own.isin(wishes.treatments),
            "closes": own.isin(wishes.closes) & ~own.isin(wishes.treatments),
            "freed_mu": _positive(firms, "land_mu"),
            **floor,
            "present_m2": _positive(firms, "floor_m2"),
            "employees": _positive(firms, "employees"),
            "energy_tce": to_numbers(firms, "energy_tce"),
            "emission_t": to_numbers(firms, "emission_t"),
            "is_tenant": is_tenure(tenure, "tenant"),
            "is_owner": is_tenure(tenure, "owner"),
            "x": place[:, 0],
            "y": place[:, 1],
            "parcel_rows": parcels,
            "block_level": to_words(firms, "block_level").fillna(""),
        },
        index=firms.index,
    )


def unique_keys(keys: Sequence[str]) -> list[str]:
    """Return the keys, a repeated one with the number of its row behind it."""
    seen: set[str] = set()
    found = []
    for row, key in enumerate(keys):
        own = key if key not in seen else f"{key}#{row}"
        seen.add(own)
        found.append(own)
    return found


def _positive(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a column of amounts; none and less than none are not known."""
    values = to_numbers(frame, name)
    return values.where(values > 0)


def _floor(
    firms: pd.DataFrame, wishes: PlanWishes, *, norms: Norms
) -> dict[str, pd.Series]:
    """Return the floor area needed, the figure it rests on, and how it comes about."""
    norm = {
        "present": 1.0,
        "employees": norms.per_employee_m2,
        "land": norms.per_mu_m2,
    }
    need = pd.Series(np.nan, index=firms.index)
    basis = pd.Series("", index=firms.index, dtype="str")
    words = pd.Series("", index=firms.index, dtype="str")
    for name in wishes.floor_basis:
        amount = _positive(firms, BASES[name])
        wanted = amount * norm[name] * wishes.floor_factor
        new = need.isna() & wanted.notna()
        need = need.where(~new, wanted)
        basis = basis.where(~new, name)
        words = words.where(
            ~new,
            pd.Series(
                [
                    _tell_floor(name, each, norm=norm[name], wishes=wishes)
                    for each in amount
                ],
                index=firms.index,
                dtype="str",
            ),
        )
    missing = messages.text("plan.floor_unknown")
    return {
        "floor_m2": need,
        "floor_basis": basis,
        "floor_text": words.where(need.notna(), missing),
    }


def _tell_floor(name: str, amount: float, *, norm: float, wishes: PlanWishes) -> str:
    sentence = messages.text(f"plan.floor.{name}", amount=amount, norm=norm)
    if wishes.floor_factor == 1.0:
        return sentence
    factor = f"{wishes.floor_factor:g}"
    return sentence + messages.text("plan.floor_factor", factor=factor)


def _parcels_of(analysis: Analysis, firms: pd.Index) -> pd.Series:
    """Return the parcels of each firm, by row, the one with most of its land first."""
    links = analysis.links
    found: dict[int, list[int]] = {}
    if len(links):
        land = links["land_mu"] if "land_mu" in links else pd.Series(0.0, links.index)
        order = np.argsort(-land.fillna(0.0).to_numpy(), kind="stable")
        own = links.iloc[order]
        for firm, parcel in zip(own["firm"], own["parcel"], strict=True):
            rows = found.setdefault(int(firm), [])
            if int(parcel) not in rows:
                rows.append(int(parcel))
    return pd.Series([tuple(found.get(row, ())) for row in firms], index=firms)


def _places(
    analysis: Analysis, firms: pd.DataFrame, parcels: pd.Series
) -> NDArray[np.float64]:
    """Return where each firm is: on its largest parcel, else where the table says."""
    place = np.full((len(firms), 2), np.nan)
    if {"lon", "lat"} <= set(firms.columns):
        place = to_places(firms, crs=analysis.project.crs)
    first = np.array([rows[0] if rows else -1 for rows in parcels], dtype=np.int64)
    on = np.flatnonzero(first >= 0)
    if len(on):
        points = shapely.point_on_surface(analysis.parcel_geometry[first[on]])
        at = shapely.get_coordinates(
            np.where(
                shapely.is_missing(points) | shapely.is_empty(points),
                shapely.Point(np.nan, np.nan),
                points,
            )
        )
        drawn = np.isfinite(at).all(axis=1)
        place[on[drawn]] = at[drawn]
    return place


def to_places(frame: pd.DataFrame, *, crs: str) -> NDArray[np.float64]:
    """Return the lon and lat of a table in the working system; NaN where not known."""
    place = np.full((len(frame), 2), np.nan)
    if not {"lon", "lat"} <= set(frame.columns):
        return place
    degrees = frame[["lon", "lat"]].to_numpy(dtype=np.float64)
    known = np.isfinite(degrees).all(axis=1)
    if known.any():
        place[known] = points_to_working(degrees[known], source=DEGREES, target=crs)
    return place


def _towns(analysis: Analysis, firms: pd.DataFrame, parcels: pd.Series) -> pd.Series:
    """Return the town of each firm: that of its largest parcel, else the table's."""
    stated = to_words(firms, "town").fillna("")
    if "town" not in analysis.parcels:
        return stated
    names = analysis.parcels["town"].astype("str").fillna("").to_numpy()
    found = [
        names[rows[0]] if rows else own
        for rows, own in zip(parcels, stated, strict=True)
    ]
    return pd.Series(found, index=firms.index, dtype="str")
