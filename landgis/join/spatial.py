# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""On which parcel a firm's coordinates lie: a hint for review, never a join."""

from __future__ import annotations

import pandas as pd
import shapely

from landgis.tables import Geometries


def points_in_parcels(points: Geometries, geometry: Geometries) -> pd.DataFrame:
    """Return `point` and `parcel` (positions) for each point in or on a parcel.

    Both must be in one coordinate system.  Missing points and shapes meet nothing.
    """
    tree = shapely.STRtree(geometry)
    point, parcel = tree.query(points, predicate="intersects")
    table = pd.DataFrame({"point": point, "parcel": parcel})
    return table.sort_values(["point", "parcel"], ignore_index=True)
