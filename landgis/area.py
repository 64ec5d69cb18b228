# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How large a parcel is: as drawn, on the ellipsoid, and which figure counts (AREA)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

REGISTERED = "registered"
DRAWN = "drawn"


class AuthoritativeArea(NamedTuple):
    """The area that counts for each row, and which one it is.

    `which` is ``registered`` or ``drawn``, missing where `area_m2` is.
    """

    area_m2: pd.Series
    which: pd.Series


def drawn_m2(geometry: NDArray[Any]) -> NDArray[np.float64]:
    """Return the planar area of each shape, in the unit of its coordinates squared.

    NaN where there is no shape, 0 for empty ones.  GEOS takes each ring's first
    corner as origin, so that eastings of 40 million lose nothing (AREA).
    """
    area: NDArray[np.float64] = shapely.area(geometry)
    return area


def ellipsoidal_m2(geometry: NDArray[Any], *, crs: str) -> NDArray[np.float64]:
    """Return the area of each shape on the ellipsoid of its coordinate system.

    For comparing only: 三调 areas are ellipsoidal, cadastral ones planar, and
    inside the right 3° zone they differ by less than 0.06 %.  NaN where there
    is no shape.

    Raises
    ------
    ValueError
        If the system is a local one, without an ellipsoid.
    """
    system = pyproj.CRS.from_user_input(crs)
    geod = system.get_geod()
    if geod is None or system.geodetic_crs is None:
        raise ValueError(f"{crs!r} is not tied to an ellipsoid")
    transformer = pyproj.Transformer.from_crs(
        system, system.geodetic_crs, always_xy=True
    )
    degrees = shapely.transform(geometry, transformer.transform, interleaved=False)
    # pyproj measures one shape per call; this is not for whole counties.
    return np.array(
        [
            np.nan
            if shape is None
            else abs(geod.geometry_area_perimeter(shapely.orient_polygons(shape))[0])
            for shape in degrees
        ]
    )


def authoritative(registered_m2: pd.Series, drawn_m2: pd.Series) -> AuthoritativeArea:
    """Return the registered area where there is one, else the drawn one (AREA).

    A registered area of 0 or less is a missing one.
    """
    known = registered_m2 > 0
    area_m2 = registered_m2.where(known, drawn_m2)
    which = pd.Series(
        np.where(known, REGISTERED, DRAWN), index=registered_m2.index, dtype="str"
    )
    return AuthoritativeArea(area_m2.rename("area_m2"), which.where(area_m2.notna()))
