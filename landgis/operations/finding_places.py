# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the row of a finding lies: its parcels, its shape, its cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from landgis import messages
from landgis.checks.limits import read_limits
from landgis.operations.loading import Loaded
from landgis.tables import Geometries, Layer, Table

Bounds = tuple[float, float, float, float]
SUPPLY, FIRMS = "supply", "enterprise"
ROW_NAMES = ("check.row", "load.record")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Parcels of the result by row, and bounds in the working system, if known."""

    parcels: tuple[int, ...] = ()
    bounds: Bounds | None = None

    def __bool__(self) -> bool:
        return bool(self.parcels) or self.bounds is not None


@dataclass(frozen=True, kw_only=True, eq=False)
class Land:
    """What a result knows of parcels and firms; frames and shapes in step."""

    parcels: pd.DataFrame
    geometry: Geometries
    firms: pd.DataFrame


class PlaceFinder:
    """Finds rows of findings by the name that the user knows, else by their number."""

    def __init__(self, loaded: Loaded | None, land: Land | None) -> None:
        self._loaded, self._land = loaded, land
        self._codes = _index(land, "parcel_id")

    def place(self, role: str, *, row: int, name: str) -> Place:
        """Return where a row lies; nothing is known of rows that were not read."""
        parcels = self._parcels_called(name)
        if not parcels and role == FIRMS:
            parcels = self._parcels_of_firm(name)
        if parcels:
            return Place(parcels=parcels, bounds=self.bounds_of(parcels))
        layer = None if self._loaded is None else self._loaded.layers.get(role)
        found = None if layer is None else self.row_called(role, row=row, name=name)
        if layer is None or found is None:
            return Place()
        return Place(bounds=_bounds(layer.geometry[found : found + 1]))

    def bounds_of(self, parcels: tuple[int, ...]) -> Bounds | None:
        """Return the bounds of parcels of the result."""
        if self._land is None:
            return None
        return _bounds(self._land.geometry[list(parcels)])

    def row_called(self, role: str, *, row: int, name: str) -> int | None:
        """Return the position of a row in its input: the one meant, else of that name.

        None where the input has no such row (a total that was left out, a record
        that could not be read).
        """
        frame = self._frame(role)
        if frame is None:
            return None
        keys = [key for key in read_limits().keys.get(role, ()) if key in frame]
        called = {messages.text(word, number=row + 1) for word in ROW_NAMES}
        if 0 <= row < len(frame):
            cells = {frame[key].iloc[row] for key in keys}
            if name in cells or name in called:
                return row
        for key in keys:
            found = np.flatnonzero((frame[key] == name).to_numpy(dtype=bool))
            if len(found):
                return int(found[0])
        return None

    def cell(self, role: str, *, row: int, field: str) -> object:
        """Return a value of an input; None where it has no such field."""
        frame = self._frame(role)
        if frame is None or field not in frame:
            return None
        value = frame[field].iloc[row]
        return None if pd.isna(value) else value

    def source(self, role: str) -> Layer | Table | None:
        """Return the input of a role; where there are both, the table."""
        if self._loaded is None:
            return None
        return self._loaded.tables.get(role) or self._loaded.layers.get(role)

    def _frame(self, role: str) -> pd.DataFrame | None:
        source = self.source(role)
        return None if source is None else source.frame

    def _parcels_called(self, name: str) -> tuple[int, ...]:
        if self._codes is None or not name:
            return ()
        found = self._codes.get_indexer_for(pd.Index([name], dtype=object))
        return tuple(int(row) for row in found if row >= 0)

    def _parcels_of_firm(self, name: str) -> tuple[int, ...]:
        land = self._land
        if land is None or not {"name", "parcel_ids"} <= set(land.firms.columns):
            return ()
        own = land.firms.loc[(land.firms["name"] == name).to_numpy(dtype=bool)]
        codes = ",".join(own["parcel_ids"].dropna().astype(str)).split(",")
        return tuple(row for code in codes for row in self._parcels_called(code))


def _index(land: Land | None, column: str) -> pd.Index | None:
    if land is None or column not in land.parcels:
        return None
    codes: pd.Index = pd.Index(land.parcels[column].to_numpy(dtype=object))
    return codes


def _bounds(geometry: Geometries) -> Bounds | None:
    found = shapely.total_bounds(geometry)
    if not np.isfinite(found).all():
        return None
    left, bottom, right, top = (float(value) for value in found)
    return left, bottom, right, top
