# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a county lies, roughly: what tells one zone from the next (CRS-DET)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

COUNTY_MARGIN = 0.5
"""Degrees by which a county's data may lie beyond its box; zones are 3° apart."""

PROVINCE_MARGIN = 0.2


@dataclass(frozen=True, kw_only=True)
class Region:
    """A place and its box in degrees; `meridian` is what its offices use, or 0."""

    code: str
    name: str
    west: float
    south: float
    east: float
    north: float
    meridian: int = 0

    @property
    def margin(self) -> float:
        """How far data of the place may lie outside the box, in degrees."""
        return PROVINCE_MARGIN if self.code.endswith("0000") else COUNTY_MARGIN

    def holds(
        self, longitude: NDArray[np.float64], latitude: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Tell for each point whether it lies in the box or its margin."""
        m = self.margin
        return np.asarray(
            (longitude >= self.west - m)
            & (longitude <= self.east + m)
            & (latitude >= self.south - m)
            & (latitude <= self.north + m)
        )


def region_of(code: str | None) -> Region:
    """Return the narrowest place known for a GB/T 2260 code.

    An unknown county (a development zone's own code, say) gives its
    prefecture, that its province, that China; no code gives China.
    """
    digits = (code or "")[:6]
    for candidate in (digits, digits[:4] + "00", digits[:2] + "0000"):
        if len(candidate) == len("330304") and candidate in _table()["box"]:
            return _make_region(candidate)
    return china()


def wider(region: Region) -> Region:
    """Return the prefecture of a county, the province of a prefecture, or China."""
    code = region.code
    if not code.endswith("00"):
        return region_of(code[:4] + "00")
    if not code.endswith("0000"):
        return region_of(code[:2] + "0000")
    return china()


@cache
def all_regions() -> tuple[Region, ...]:
    """Return every place that has a box of its own, by code."""
    return tuple(_make_region(code) for code in sorted(_table()["box"]))


@cache
def home() -> Region:
    """Return the province that is assumed where none is given."""
    return _make_region(_table()["home"])


@cache
def china() -> Region:
    """Return the box of the whole country."""
    west, south, east, north = _table()["china"]
    return Region(
        code="000000", name="中国", west=west, south=south, east=east, north=north
    )


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("landgis.crs") / "regions.toml").read_text("utf-8"))


def _make_region(code: str) -> Region:
    name, west, south, east, north = _table()["box"][code]
    return Region(
        code=code,
        name=name,
        west=west,
        south=south,
        east=east,
        north=north,
        meridian=_table()["meridian"].get(code[:2], 0),
    )
