# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How large a parcel is: as drawn, on the ellipsoid, and which figure counts (AREA)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
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
