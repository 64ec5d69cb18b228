# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often the rings of a faulty shape go round each bit of ground."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

MOST_CORNERS = 5000
"""Rings of more corners are not taken apart: that would take seconds."""


def recount(
    before: shapely.Geometry, after: shapely.Geometry
) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Return the ground that a repair counts more often than before, and less often.

    By the shoelace formula ground that rings go round the wrong way counts as
    minus, and twice where they go round twice.  Shapes too large to be taken
    apart give what lies outside the other one.
    """
    rings = shapely.get_rings(shapely.get_parts(before))
    if shapely.get_num_coordinates(before) > MOST_CORNERS or not len(rings):
        mended = shapely.make_valid(before)
        return shapely.difference(after, mended), shapely.difference(mended, after)
    lines = shapely.get_parts(shapely.node(shapely.multilinestrings(list(rings))))
    faces = shapely.get_parts(shapely.polygonize(lines))
    spots = shapely.get_coordinates(shapely.point_on_surface(faces))
    counted = sum(
        (_windings(shapely.get_coordinates(ring), spots) for ring in rings),
        np.zeros(len(faces), dtype=np.int64),
    )
    if float((counted * shapely.area(faces)).sum()) < 0:
        counted = -counted
    now = shapely.contains_properly(after, shapely.points(spots)).astype(np.int64)
    return (
        shapely.union_all(faces[now > counted]),
        shapely.union_all(faces[now < counted]),
    )


def _windings(
    corners: NDArray[np.float64], spots: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return how often a closed ring goes round each spot, against the clock."""
    x, y = spots[:, 0, None], spots[:, 1, None]
    (x1, y1), (x2, y2) = corners[:-1].T, corners[1:].T
    side = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)
    up = (y1 <= y) & (y2 > y) & (side > 0)
    down = (y1 > y) & (y2 <= y) & (side < 0)
    found: NDArray[np.int64] = (up.astype(np.int64) - down).sum(axis=1)
    return found
