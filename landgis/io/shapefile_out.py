# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write shapefiles as offices exchange them: GBK, Chinese names of fields, .prj."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyogrio
import shapely

from landgis.io.dbf_out import DbfColumn, DbfLosses, write_dbf
from landgis.tables import Geometries

CODE_PAGE = "GBK"
_GEOMETRY = "geom"


def write_shapefile(
    path: Path,
    columns: Sequence[DbfColumn],
    geometry: Geometries,
    *,
    crs: str,
    day: date,
) -> DbfLosses:
    """Write .shp, .shx, .prj, .dbf and a .cpg that says GBK; return what was cut.

    Raises
    ------
    pyogrio.errors.DataSourceError, OSError
        If it cannot be written.
    """
    rows = pa.array(range(len(geometry)), pa.int32())
    shapes = pa.array(shapely.to_wkb(geometry), pa.binary())
    pyogrio.write_arrow(
        pa.table({"row": rows, _GEOMETRY: shapes}),
        path,
        driver="ESRI Shapefile",
        geometry_name=_GEOMETRY,
        geometry_type="Polygon",
        crs=crs,
    )
    losses = write_dbf(path.with_suffix(".dbf"), columns, day=day)
    path.with_suffix(".cpg").write_text(CODE_PAGE, encoding="ascii")
    return losses
