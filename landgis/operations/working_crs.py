# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The system in which a project measures: asked for, or proposed from the data."""

from __future__ import annotations

import shapely

from landgis.crs import identify, to_working
from landgis.errors import ProjectError
from landgis.tables import Geometries

DEGREES = "EPSG:4490"
WEB_MERCATOR = "EPSG:3857"
ZONE_WIDTH = 3
FIRST_ZONE_CODE = 4534  # EPSG: CGCS2000 / 3-degree Gauss-Kruger CM 75E
FIRST_MERIDIAN = 75
LAST_MERIDIAN = 135


def require_metric_crs(code: str) -> str:
    """Return the code of a system in which areas may be measured.

    Raises
    ------
    ProjectError
        If it is unknown, in degrees, or Web Mercator, whose areas are a third
        too large here (AREA).
    """
    system = identify(code)
    if system is None:
        raise ProjectError("load.crs_name", crs=code)
    if system.geographic or system.code == WEB_MERCATOR:
        raise ProjectError("load.not_metres", crs=code)
    return system.code


def propose_working_crs(code: str, geometry: Geometries) -> str:
    """Return the CGCS2000 3° zone for a layer: its own meridian, or the nearest."""
    system = identify(code)
    zone = None if system is None else system.gauss_kruger
    if zone is not None and zone.width == ZONE_WIDTH:
        return zone_code(zone.meridian)
    centres = shapely.centroid(shapely.envelope(geometry))
    usable = centres[~(shapely.is_missing(centres) | shapely.is_empty(centres))]
    degrees = to_working(usable[:1], source=code, target=DEGREES)
    longitude = float(shapely.get_x(degrees[0]))
    return zone_code(round(longitude / ZONE_WIDTH) * ZONE_WIDTH)


def zone_code(meridian: int) -> str:
    """Return the CGCS2000 3° zone of a meridian, without zone number."""
    inside = min(max(meridian, FIRST_MERIDIAN), LAST_MERIDIAN)
    return f"EPSG:{FIRST_ZONE_CODE + (inside - FIRST_MERIDIAN) // ZONE_WIDTH}"
