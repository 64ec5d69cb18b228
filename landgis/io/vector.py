# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vector files of every kind an office has: opened, read as far as they can be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely

from landgis.errors import DataError
from landgis.io.archives import Packed, find_packed, unpacked
from landgis.io.boundary_txt import is_boundary_text, read_boundary_txt
from landgis.io.formats import formats
from landgis.io.gdal import list_gdal_layers, read_gdal
from landgis.io.geojson import NotGeoJSONError, read_geojson
from landgis.io.refused import read_head, require_readable
from landgis.io.shapefile import read_shapefile
from landgis.io.shp_records import FILE_MAGIC
from landgis.messages import text
from landgis.progress import SILENT, Progress
from landgis.tables import Fault, Geometries, RawLayer

_SHAPEFILE = "shapefile"
_GEOJSON = "geojson"
_BOUNDARY = "boundary"
_ZIP = "zip"
_GDAL = "gdal"
_CONTAINERS = (".gpkg", ".gdb", ".kml", ".dxf")
_SIDE_FILES = (".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx")
_SQLITE_DRIVER = "GPKG"
_TYPE_NAMES = (
    "Point",
    "LineString",
    "LinearRing",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
)
_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def list_layers(path: Path) -> tuple[str, ...]:
    """Return the names of the layers in a file, in its own order.

    A file of a format with one layer gives its own name without the suffix.

    Raises
    ------
    DataError
        If the file cannot be read at all.
    """
    require_readable(path)
    kind = _kind_of(path)
    if kind == _ZIP:
        return tuple(
            name for packed in find_packed(path) for name in _names_in(path, packed)
        )
    if kind == _GDAL:
        return list_gdal_layers(path)
    return (path.stem,)


def read_layer(
    path: Path,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    progress: Progress = SILENT,
) -> RawLayer:
    """Read one layer of a file, with every record that can be read.

    Records that cannot are in `lost`, what was seen and mended on the way in
    `faults` and `notes`.  Shapes come without heights; the file is neither
    changed nor kept open.

    Parameters
    ----------
    layer
        Which of several; may be left out where there is one only.
    encoding
        What the user knows better than the file; None to judge by the bytes.

    Raises
    ------
    DataError
        If the file or layer cannot be used; one sentence says why.
    """
    require_readable(path)
    kind = _kind_of(path)
    if kind == _ZIP:
        return _finished(_read_packed(path, layer, encoding, progress=progress))
    return _finished(_read_one(path, kind, layer, encoding=encoding, progress=progress))


def _kind_of(path: Path) -> str:
    """Tell a file's format by its first bytes, and by its name where these do not."""
    suffix = path.suffix.casefold()
    if path.is_dir() or suffix in (".kmz", ".dxf", ".kml", ".gml", ".tab", ".mif"):
        return _GDAL
    head = read_head(path)
    if suffix in formats()["table"]["suffix"]:
        raise DataError("io.is_table", file=path.name)
    for magic, kind in (
        (b"PK\x03\x04", _ZIP),
        (b"PK\x05\x06", _ZIP),
        (b"SQLite format 3\0", _GDAL),
        (FILE_MAGIC, _SHAPEFILE),
    ):
        if head.startswith(magic) and suffix not in _SIDE_FILES:
            return kind
    if suffix in _SIDE_FILES:
        raise DataError("io.side_file", file=path.name)
    if suffix == ".txt" or is_boundary_text(head):
        return _BOUNDARY
    known = {".shp": _SHAPEFILE, ".zip": _ZIP, ".json": _GEOJSON, ".geojson": _GEOJSON}
    if suffix in known:
        return known[suffix]
    if suffix in formats()["gdal"]:
        return _GDAL
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return _GEOJSON
    raise DataError("io.unknown_format", file=path.name)


def _read_one(
    path: Path,
    kind: str,
    layer: str | None,
    *,
    encoding: str | None,
    progress: Progress,
) -> RawLayer:
    if kind == _GDAL:
        return _read_through_gdal(path, layer, progress)
    _choose(path, layer, (path.stem,))
    if kind == _SHAPEFILE:
        return read_shapefile(path, encoding=encoding, progress=progress)
    if kind == _BOUNDARY:
        return read_boundary_txt(path, encoding=encoding)
    try:
        return read_geojson(path, encoding=encoding, progress=progress)
    except NotGeoJSONError:
        return _read_through_gdal(path, layer, progress)


def _read_through_gdal(path: Path, layer: str | None, progress: Progress) -> RawLayer:
    chosen = _choose(path, layer, list_gdal_layers(path))
    known = formats()["gdal"].get(path.suffix.casefold(), _SQLITE_DRIVER)
    return read_gdal(path, layer=chosen, driver=known, progress=progress)


def _choose(path: Path, layer: str | None, names: tuple[str, ...]) -> str:
    """Return the layer that is asked for, or the only one.

    Raises
    ------
    DataError
        If there is none, not that one, or a choice to be made.
    """
    if not names:
        raise DataError("io.no_layers", file=path.name)
    listed = "、".join(names)
    if layer is None:
        if len(names) > 1:
            raise DataError("io.which_layer", file=path.name, layers=listed)
        return names[0]
    found = [name for name in names if name.casefold() == layer.casefold()]
    if not found:
        raise DataError("io.no_such_layer", file=path.name, layer=layer, layers=listed)
    return found[0]


def _read_packed(
    path: Path, layer: str | None, encoding: str | None, *, progress: Progress
) -> RawLayer:
    """Read a layer of a zip; what goes wrong is told with the names in the zip."""
    places = {
        name: (packed, inner)
        for packed in find_packed(path)
        for name, inner in _names_in(path, packed).items()
    }
    name = _choose(path, layer, tuple(places))
    packed, inner = places[name]
    with unpacked(path, packed) as file, _named_as(f"{path.name}#{name}"):
        require_readable(file)
        kind = _kind_of(file)
        raw = _read_one(file, kind, inner, encoding=encoding, progress=progress)
    return replace(raw, path=path, layer=name)


def _names_in(path: Path, packed: Packed) -> dict[str, str | None]:
    """Return the layers of one data set in a zip: outer name to inner name."""
    if packed.suffix not in _CONTAINERS:
        return {packed.name: None}
    with unpacked(path, packed) as file, _named_as(f"{path.name}#{packed.name}"):
        inner = list_gdal_layers(file)
    if len(inner) == 1:
        return {packed.name: inner[0]}
    return {f"{packed.name}/{name}": name for name in inner}


@contextmanager
def _named_as(name: str) -> Iterator[None]:
    """Put the user's name of a file into errors about a temporary copy of it."""
    try:
        yield
    except DataError as error:
        raise DataError(error.code, **{**error.params, "file": name}) from error


def _finished(raw: RawLayer) -> RawLayer:
    """Take the surfaces out of collections, drop heights, and count what there is."""
    geometry, notes = _without_collections(raw)
    is_high = shapely.has_z(geometry)
    if is_high.any():
        geometry = np.asarray(shapely.force_2d(geometry))
    kinds = shapely.get_type_id(geometry)
    is_null = shapely.is_missing(geometry)
    is_empty = shapely.is_empty(geometry)
    found = {
        "lost_record": [lost.number for lost in raw.lost],
        "null_geometry": raw.record_numbers[is_null].tolist(),
        "empty": raw.record_numbers[is_empty].tolist(),
        "not_polygon": raw.record_numbers[
            ~(is_null | is_empty | np.isin(kinds, _POLYGONS))
        ].tolist(),
    }
    faults = [
        Fault(
            kind=kind,
            count=len(numbers),
            ids=tuple(text("io.record", number=number) for number in numbers),
        )
        for kind, numbers in found.items()
        if numbers
    ]
    told = {fault.kind for fault in raw.faults}
    if is_high.any() and "zm" not in told:
        faults.append(Fault(kind="zm", count=int(is_high.sum())))
    ids, counts = np.unique(kinds[~is_null], return_counts=True)
    return replace(
        raw,
        geometry=geometry,
        geometry_types={
            _TYPE_NAMES[kind]: int(n) for kind, n in zip(ids, counts, strict=True)
        },
        null_geometry=int(is_null.sum()),
        faults=(*raw.faults, *faults),
        notes=(*raw.notes, *notes),
    )


def _without_collections(raw: RawLayer) -> tuple[Geometries, tuple[str, ...]]:
    """Replace collections that hold surfaces by these surfaces."""
    is_mixed = (
        shapely.get_type_id(raw.geometry) == shapely.GeometryType.GEOMETRYCOLLECTION
    )
    if not is_mixed.any():
        return raw.geometry, ()
    geometry = raw.geometry.copy()
    rows = np.flatnonzero(is_mixed)
    parts, owners = geometry[rows], np.arange(len(rows))
    while (shapely.get_num_geometries(parts) > 1).any() or (
        shapely.get_type_id(parts) > shapely.GeometryType.POLYGON
    ).any():
        parts, index = shapely.get_parts(parts, return_index=True)
        owners = owners[index]
    is_surface = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    held, members = np.unique(owners[is_surface], return_inverse=True)
    if not len(held):
        return raw.geometry, ()
    geometry[rows[held]] = shapely.multipolygons(parts[is_surface], indices=members)
    return geometry, (text("io.collections", count=len(held)),)
