# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recognise the same shape, wherever its drawing begins and whichever way it runs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from landgis.geometry.arrays import Geometries, Rows, is_polygonal


def shape_groups(geometry: Geometries) -> Rows:
    """Return a number for each shape, from 0; identical shapes have the same.

    Same corners, to the last digit; start, direction and order of the parts
    do not matter.  Missing, empty and other shapes have -1.
    """
    groups = np.full(len(geometry), -1, dtype=np.int64)
    polygons = is_polygonal(geometry)
    if polygons.any():
        flat = shapely.force_2d(geometry[polygons])
        wkb = shapely.to_wkb(shapely.normalize(flat))
        groups[polygons] = pd.factorize(np.asarray(wkb, dtype=object))[0]
    return groups


def identical_rows(geometry: Geometries) -> Rows:
    """Return the rows whose shape occurs more than once, ascending."""
    boxes = pd.DataFrame(shapely.bounds(geometry))
    alike = np.flatnonzero(is_polygonal(geometry) & boxes.duplicated(keep=False))
    groups = shape_groups(geometry[alike])
    return alike[np.bincount(groups)[groups] > 1]
