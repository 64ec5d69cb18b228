# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write GeoJSON: longitudes and latitudes by RFC 7946, or projected with its system."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.crs.transform import make_transformer
from landgis.tables import Geometries

DEGREES = "EPSG:4490"
"""CGCS2000; within what RFC 7946 can tell the same as the WGS84 that it means."""

DEGREE_DECIMALS = 10
"""A hundredth of a millimetre."""

METRE_DECIMALS = 6

_AUTHORITY = re.compile(r"([A-Za-z]+):(\d+)")


def write_geojson(
    path: Path,
    properties: Sequence[Mapping[str, Any]],
    geometry: Geometries,
    *,
    crs: str,
    projected: bool = False,
) -> None:
    """Write one feature for each shape, in UTF-8.

    With `projected`, coordinates stay in `crs` (easting first) and the file says so
    in the `crs` member of the older standard, which programs still read.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    shapes = np.asarray(geometry, dtype=object)
    decimals = METRE_DECIMALS
    head: dict[str, Any] = {"type": "FeatureCollection", "name": path.stem}
    if projected:
        head["crs"] = {"type": "name", "properties": {"name": _urn(crs)}}
    else:
        shapes, decimals = _to_degrees(shapes, crs), DEGREE_DECIMALS
    shapes = shapely.orient_polygons(shapes, exterior_cw=False)
    if len(shapes):
        head["bbox"] = _rounded(np.asarray(shapely.total_bounds(shapes)), decimals)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_json(head)[:-1] + ',"features":[')
        for row, shape in enumerate(shapes):
            feature = {
                "type": "Feature",
                "properties": {k: _plain(v) for k, v in properties[row].items()},
                "geometry": _geometry(shape, decimals),
            }
            stream.write(("\n" if not row else ",\n") + _json(feature))
        stream.write("\n]}\n")


def _to_degrees(shapes: Geometries, crs: str) -> Geometries:
    transform = make_transformer(crs, DEGREES).transform

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transform(*points.T))

    return np.asarray(shapely.transform(shapes, move))


def _urn(crs: str) -> str:
    """Return the name of a system as the older standard has it."""
    known = _AUTHORITY.fullmatch(crs)
    return crs if known is None else f"urn:ogc:def:crs:{known[1]}::{known[2]}"


def _geometry(shape: shapely.Geometry, decimals: int) -> dict[str, Any] | None:
    if shape is None or shape.is_empty:
        return None
    parts = [
        [
            _rounded(shapely.get_coordinates(ring), decimals)
            for ring in (part.exterior, *part.interiors)
        ]
        for part in shapely.get_parts(shape)
    ]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def _rounded(numbers: NDArray[np.float64], decimals: int) -> list[Any]:
    found: list[Any] = np.round(numbers, decimals).tolist()
    return found


def _plain(value: object) -> object:
    """Return a value that JSON has; null where it is not known."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
