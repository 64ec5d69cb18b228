# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parks as a plan sees them: what they can still take, and from when on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis.analysis import Analysis
from landgis.classify.firm_columns import split_codes, to_numbers, to_words
from landgis.relocation.needs import to_places, unique_keys
from landgis.relocation.wishes import PlanWishes
from landgis.tables import Geometries
from landgis.units import AreaUnit

_SIZES = re.compile(r"\d+(?:\.\d+)?")
CODES = ("leading", "forbidden", "special")
PLAIN = ("land_mu", "price", "rent")


def make_rooms(analysis: Analysis, wishes: PlanWishes) -> pd.DataFrame:
    """Return one row for each park, in the order of the analysis.

    Returns
    -------
    DataFrame
        ``key`` (never twice), ``name``, ``town``, ``floor_m2`` (what the plan may
        use), ``has_floor`` (whether that is known), ``leading``, ``forbidden``,
        ``special`` (tuples of code beginnings), ``share_min`` (NaN: not checked,
        no leading industry is named), ``existing_leading``, ``existing_other``,
        ``open_year`` (0: nothing says that it is not open), ``is_open``,
        ``open_cost_wan``, ``unit_m2`` (tuple), ``land_mu``, ``energy_tce``,
        ``emission_t``, ``price``, ``rent``, ``star``, ``x``, ``y``.  NaN: unknown.
    """
    parks = analysis.parks.reset_index(drop=True)
    keys = park_keys(parks)
    codes = _admit({name: _codes(parks, name) for name in CODES}, keys, wishes)
    opening = to_numbers(parks, "open_year").fillna(0).astype("int64")
    is_open = opening <= analysis.project.reference_date.year
    floor = _floor(parks, wishes) + _extra(keys, wishes.extra_floor_m2)
    place = _places(parks, analysis.park_geometry, crs=analysis.project.crs)
    names = to_words(parks, "name").fillna(to_words(parks, "park_id"))
    frame = pd.DataFrame(
        {
            "key": keys,
            "name": names.fillna(""),
            "town": to_words(parks, "town").fillna(""),
            "floor_m2": floor.clip(lower=0.0).fillna(0.0),
            "has_floor": floor.notna(),
            **codes,
            "share_min": [
                wishes.leading_share_min if c else np.nan for c in codes["leading"]
            ],
            "existing_leading": _count(parks, "existing_leading")
            + _extra(keys, wishes.extra_leading).astype("int64"),
            "existing_other": _count(parks, "existing_other"),
            "open_year": opening,
            "is_open": is_open,
            "open_cost_wan": _open_cost(parks, wishes).where(~is_open, 0.0),
            "unit_m2": _units(parks, wishes),
            **{name: _known(parks, name) for name in PLAIN},
            "energy_tce": _known(parks, "energy_tce")
            + _extra(keys, wishes.extra_energy_tce),
            "emission_t": _known(parks, "emission_t")
            + _extra(keys, wishes.extra_emission_t),
            "star": to_words(parks, "star").fillna(""),
            "x": place[:, 0],
            "y": place[:, 1],
        },
        index=parks.index,
    )
    return frame.assign(name=frame["name"].where(frame["name"] != "", frame["key"]))


def park_keys(parks: pd.DataFrame) -> list[str]:
    """Return what each park is known by: its number, else its name, else its row."""
    known = to_words(parks, "park_id").fillna(to_words(parks, "name"))
    return unique_keys(
        [
            f"#{row}" if pd.isna(key) else str(key)
            for row, key in enumerate(known.tolist())
        ]
    )


def _codes(parks: pd.DataFrame, name: str) -> list[tuple[str, ...]]:
    return [split_codes(cell) for cell in to_words(parks, name).tolist()]


def _count(parks: pd.DataFrame, name: str) -> pd.Series:
    counts = to_numbers(parks, name)
    return counts.where(counts >= 0).fillna(0.0).round().astype("int64")


def _known(parks: pd.DataFrame, name: str) -> pd.Series:
    values = to_numbers(parks, name)
    return values.where(values >= 0)


def _floor(parks: pd.DataFrame, wishes: PlanWishes) -> pd.Series:
    """Return the floor that may be used; from the land where only that is known."""
    floor = _known(parks, "floor_m2")
    if wishes.park_far is not None:
        land_m2 = _known(parks, "land_mu") * AreaUnit.MU.to_m2(1.0)
        floor = floor.fillna(land_m2 * wishes.park_far)
    return floor * (1.0 - wishes.self_hold_ratio) * wishes.capacity_factor


def _extra(keys: Sequence[str], extra: Mapping[str, float]) -> pd.Series:
    return pd.Series([extra.get(key, 0.0) for key in keys], dtype="float64")


def _admit(
    codes: dict[str, list[tuple[str, ...]]], keys: Sequence[str], wishes: PlanWishes
) -> dict[str, list[tuple[str, ...]]]:
    """Return the codes of the parks as if they took what they are to admit."""
    anywhere = tuple(code for listed in codes["special"] for code in listed)
    found = {name: list(listed) for name, listed in codes.items()}
    for place, key in enumerate(keys):
        for industry in wishes.admitted.get(key, ()):
            found["forbidden"][place] = tuple(
                code
                for code in found["forbidden"][place]
                if not industry.startswith(code)
            )
            if industry.startswith(anywhere):
                found["special"][place] = (*found["special"][place], industry)
    return found


def _open_cost(parks: pd.DataFrame, wishes: PlanWishes) -> pd.Series:
    stated = _known(parks, "open_cost_wan")
    given = wishes.open_cost_wan
    return stated if given is None else stated.fillna(given)


def _units(parks: pd.DataFrame, wishes: PlanWishes) -> list[tuple[float, ...]]:
    given = () if wishes.min_unit_m2 is None else (wishes.min_unit_m2,)
    return [
        _sizes(cell) or given if isinstance(cell, str) else given
        for cell in to_words(parks, "unit_m2").tolist()
    ]


def _sizes(cell: str) -> tuple[float, ...]:
    sizes = {float(each) for each in _SIZES.findall(cell.replace(",", " "))}
    return tuple(sorted(size for size in sizes if size > 0))


def _places(
    parks: pd.DataFrame, geometry: Geometries, *, crs: str
) -> NDArray[np.float64]:
    """Return where each park is: in the middle of its area, else by lon and lat."""
    place = to_places(parks, crs=crs)
    if len(geometry) != len(parks):
        return place
    for row, shape in enumerate(_centres(geometry)):
        if shape is not None:
            place[row] = (shape.x, shape.y)
    return place


def _centres(geometry: Geometries) -> Sequence[shapely.Point | None]:
    return [
        None if shape is None or shape.is_empty else shapely.point_on_surface(shape)
        for shape in geometry
    ]
