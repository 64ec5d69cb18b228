# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parcels of the supply layer, with their areas and the places they belong to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis import messages
from landgis.area import authoritative, drawn_m2
from landgis.classify.parcels import unify_parcels
from landgis.findings import Finding
from landgis.geometry import largest_share, shares
from landgis.reclaim.places import (
    OUTSIDE_TOWNS,
    Zones,
    compute_line_shares,
    find_town,
    make_zones,
    name_level,
)
from landgis.tables import Geometries, Layer
from landgis.units import MU_PER_M2

NO_ZONES = Zones(names=(), geometry=np.empty(0, dtype=object))
YES, NO = "是", "否"
SURVEY_SHARE = 0.5  # a survey unit speaks for a parcel that lies mostly within it


@dataclass(frozen=True, kw_only=True)
class Places:
    """The reporting areas and industrial lines of a project, if it has any."""

    towns: Zones
    lines: Zones


@dataclass(frozen=True, kw_only=True)
class ParcelStage:
    """One row for each parcel; everything runs in step.

    `frame` has the standard fields and area_m2, drawn_m2, mu, town,
    block_level and survey_low; `line_shares` the share in each industrial
    line; `parcel_of_row` the parcel of each row of the source; `names` what each
    parcel is called: its code, else the row it came from.
    """

    frame: pd.DataFrame
    names: pd.Series
    geometry: Geometries
    raw: pd.DataFrame
    line_shares: pd.DataFrame
    parcel_of_row: np.ndarray[tuple[int], np.dtype[np.int64]]
    findings: tuple[Finding, ...]


def make_places(town: Layer | None, block_line: Layer | None) -> Places:
    """Join the towns by name and the industrial lines by level."""
    return Places(towns=_zones(town, "name"), lines=_zones(block_line, "level"))


def _zones(layer: Layer | None, field: str) -> Zones:
    if layer is None or field not in layer.frame:
        return NO_ZONES
    return make_zones(layer.frame[field], layer.geometry)


def make_parcels(supply: Layer, *, places: Places, survey: Layer | None) -> ParcelStage:
    """Unify the rows of the supply layer into parcels and measure them."""
    unified = unify_parcels(supply.frame, supply.geometry)
    frame = supply.frame.iloc[unified.first_row].reset_index(drop=True)
    drawn = drawn_m2(unified.geometry)
    drawn_known = pd.Series(drawn).where(pd.Series(drawn) > 0)
    registered = (
        frame["registered_m2"]
        if "registered_m2" in frame
        else pd.Series(np.nan, index=frame.index)
    )
    area_m2 = authoritative(registered, drawn_known).area_m2
    line_shares = compute_line_shares(unified.geometry, places.lines)
    return ParcelStage(
        frame=frame.assign(
            registered_m2=registered,
            drawn_m2=drawn_known,
            area_m2=area_m2,
            mu=area_m2 * MU_PER_M2,
            town=locate(unified.geometry, places).to_numpy(),
            block_level=name_level(line_shares).to_numpy(),
            survey_low=_survey_low(unified.geometry, survey),
        ),
        names=_name_parcels(frame, rows=unified.first_row),
        geometry=unified.geometry,
        raw=supply.raw.iloc[unified.first_row].reset_index(drop=True),
        line_shares=line_shares,
        parcel_of_row=unified.parcel_of_row,
        findings=unified.findings,
    )


def _name_parcels(frame: pd.DataFrame, *, rows: NDArray[np.int64]) -> pd.Series:
    rows_called = pd.Series(
        [messages.text("load.record", number=row + 1) for row in rows],
        index=frame.index,
        dtype="str",
    )
    if "parcel_id" not in frame:
        return rows_called
    return frame["parcel_id"].fillna(rows_called)


def locate(geometry: Geometries, places: Places) -> pd.Series:
    """Name the town of each piece of land; （未划定） outside all towns."""
    if not places.towns.names:
        return pd.Series([OUTSIDE_TOWNS] * len(geometry), dtype="str", name="town")
    return find_town(geometry, places.towns)


def _survey_low(geometry: Geometries, survey: Layer | None) -> pd.Series:
    """Return SFDX of the survey unit that holds most of each parcel; NA elsewhere."""
    count = len(geometry)
    answer = pd.Series(pd.NA, index=range(count), dtype="boolean")
    if survey is None or "is_low" not in survey.frame:
        return answer
    from_units = survey.frame["is_low"].map({YES: True, NO: False}).astype("boolean")
    unit = largest_share(geometry, survey.geometry)
    held = shares(geometry, survey.geometry)
    held = held[held["zone"].to_numpy() == unit[held["part"]]]
    area = np.zeros(count)
    area[held["part"]] = held["area_m2"]
    mostly = (unit >= 0) & (area > SURVEY_SHARE * shapely.area(geometry))
    answer[mostly] = from_units.to_numpy()[unit[mostly]]
    return answer
