# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shapes of a file, straight into the arrays that are drawn."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np

from landgis.errors import DataError
from landgis.io.refused import read_bytes, read_head, require_readable
from landgis.io.shp_records import (
    FILE_MAGIC,
    LINES,
    POLYGONS,
    find_records,
    read_heads,
)
from landgis.render.shapes import Piece, Shapes, assemble, shapes_from_wkb

_SHP = ".shp"


def read_shapes(path: Path, layer: str | None = None) -> Shapes:
    """Read the shapes of a GeoPackage's layer, a shapefile or what else GDAL knows.

    There is one row for each record, also where a record has no shape.  Nothing is
    mended or reported: this is for looking at a file, before it is imported.

    Raises
    ------
    DataError
        If the file cannot be read.
    """
    require_readable(path)
    if path.suffix.casefold() == _SHP and read_head(path).startswith(FILE_MAGIC):
        return _from_shp(path)
    import pyogrio  # noqa: PLC0415 - 0.3 s that a shapefile does not need

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            meta, table = pyogrio.read_arrow(path, layer=layer, columns=[])
        except (RuntimeError, ValueError, UnicodeError, OSError) as error:
            raise DataError("render.cannot_show", file=path.name) from error
    name = meta["geometry_name"] or "wkb_geometry"
    if name not in table.column_names:
        raise DataError("render.no_shapes", file=path.name)
    return shapes_from_wkb(table[name])


def _from_shp(path: Path) -> Shapes:
    """Take polygons and lines out of a .shp; records of other kinds have no shape."""
    from landgis.render.wkb_kernels import fill_shp  # noqa: PLC0415 - compiles

    content = read_bytes(path)
    index = path.with_suffix(".shx")
    records = find_records(content, read_bytes(index) if index.exists() else None)
    rows = np.flatnonzero(records.is_found)
    heads = read_heads(content, records.starts[rows])
    kept = np.isin(heads["type"], (*POLYGONS, *LINES)) & (heads["points"] > 0)
    corners, parts = np.zeros((2, len(records.starts)), dtype=np.int64)
    corners[rows[kept]] = heads["points"][kept]
    parts[rows[kept]] = heads["parts"][kept]
    data = np.frombuffer(content, dtype=np.uint8)
    piece = Piece(data, records.starts, first=0, size=len(records.starts))
    return assemble([piece], corners=corners, parts=parts, fill=fill_shp)
