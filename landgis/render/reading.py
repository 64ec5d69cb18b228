# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shapes of a file, straight into the arrays that are drawn."""

from __future__ import annotations

from pathlib import Path

from landgis.render.shapes import Shapes


def read_shapes(path: Path, layer: str | None = None) -> Shapes:
    """Read the shapes of a GeoPackage's layer, a shapefile or what else GDAL knows.

    Raises
    ------
    DataError
        If the file cannot be read.
    """
    raise NotImplementedError
