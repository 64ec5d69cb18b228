# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Results that `landgis run` has written, read back to compare with others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from landgis.errors import DataError
from landgis.operations.run import SUMMARY
from landgis.report.summary import FORMAT
from landgis.tables import Geometries

RESULT_FILE = "result.gpkg"
NO_SHAPES: Geometries = np.empty(0, dtype=object)


@dataclass(frozen=True, kw_only=True)
class OutFolder:
    """Results that `landgis run` has written, for comparison.

    Frames have the columns of result.gpkg; `summary` is its summary.json.
    """

    path: Path
    summary: dict[str, Any]
    parcels: pd.DataFrame
    parcel_geometry: Geometries
    firms: pd.DataFrame
    residual: pd.DataFrame
    residual_geometry: Geometries


def is_out_folder(folder: Path) -> bool:
    """Tell whether a folder holds results of ours."""
    return _read_summary(folder) is not None


def open_out_folder(path: Path) -> OutFolder:
    """Read the results that `landgis run` has written.

    Raises
    ------
    DataError
        If there are none, or they cannot be read.
    """
    summary = _read_summary(path)
    if summary is None:
        raise DataError("stored.not_ours", path=str(path))
    parcels, parcel_geometry = _read(path, "parcel")
    residual, residual_geometry = _read(path, "residual")
    firms, _ = _read(path, "enterprise")
    return OutFolder(
        path=path,
        summary=summary,
        parcels=parcels,
        parcel_geometry=parcel_geometry,
        firms=firms,
        residual=residual,
        residual_geometry=residual_geometry,
    )


def _read_summary(folder: Path) -> dict[str, Any] | None:
    try:
        summary = json.loads((folder / SUMMARY).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    is_ours = isinstance(summary, dict) and summary.get("format") == FORMAT
    return summary if is_ours else None


def _read(folder: Path, layer: str) -> tuple[pd.DataFrame, Geometries]:
    """Return the rows and shapes of a layer; one that was not written has none."""
    file = folder / RESULT_FILE
    try:
        names = {name for name, _ in pyogrio.list_layers(file)}
        if layer not in names:
            return pd.DataFrame(), NO_SHAPES
        meta, table = pyogrio.read_arrow(file, layer=layer)
    except (DataSourceError, DataLayerError) as error:
        raise DataError("stored.bad_result", path=str(file)) from error
    shape = meta["geometry_name"] or "wkb_geometry"
    if shape not in table.column_names:
        return table.to_pandas(), NO_SHAPES
    wkb = table.column(shape).to_numpy(zero_copy_only=False)
    geometry: Geometries = np.asarray(shapely.from_wkb(wkb), dtype=object)
    return table.drop_columns([shape]).to_pandas(), geometry
