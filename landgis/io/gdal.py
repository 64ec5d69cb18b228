# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""GeoPackage, file geodatabase and the other formats that GDAL reads well."""

from __future__ import annotations

import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pyogrio.errors
import shapely
from numpy.typing import NDArray

from landgis.errors import DataError
from landgis.io.refused import open_error, read_head
from landgis.messages import text
from landgis.progress import SILENT, Progress
from landgis.tables import (
    EncodingEvidence,
    Fault,
    Geometries,
    LostRecord,
    RawLayer,
)

_FAILURES = (RuntimeError, ValueError, UnicodeError, OSError, OverflowError)
"""What GDAL and its wrapper raise on files that are not what they should be."""

_SQLITE = b"SQLite format 3\0"
_WAL_MODE = (18, 2)
"""Byte of an SQLite head, and its value where reading would write a journal."""

_JOURNALS = ("-wal", "-journal")
_CURVES = frozenset({"COMPOUNDCURVE", "CURVEPOLYGON", "MULTISURFACE", "MULTICURVE"})
_EXACT = 2.0**53
_MOST_TRIES = 2_000
"""Readings of a damaged file after which what is left counts as lost."""

_DRAWING = "DXF"


@dataclass(frozen=True, kw_only=True)
class _Batch:
    """Rows as they come from GDAL, with their place in the layer from 0."""

    places: NDArray[np.int64]
    fids: NDArray[np.int64]
    wkb: NDArray[Any]
    columns: tuple[NDArray[Any], ...]


def list_gdal_layers(path: Path) -> tuple[str, ...]:
    """Return the layers with shapes; see `read_gdal` for what is raised."""
    with _undisturbed(path) as source:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = pyogrio.list_layers(source)
        except _FAILURES as error:
            raise DataError("io.damaged", file=path.name) from error
    return tuple(str(name) for name, kind in found if kind is not None)


def read_gdal(
    path: Path, *, layer: str, driver: str, progress: Progress = SILENT
) -> RawLayer:
    """Read one layer through GDAL, nothing being written beside the file.

    Curves are turned into short straight pieces, heights and measures left
    out; both are faults.  Where the file is damaged, the rows are asked for in
    ever smaller lots, so that only the damaged ones are lost.

    Raises
    ------
    DataError
        If the file or layer cannot be opened, or holds nothing readable.
    """
    stage = text("io.stage.reading")
    progress.step(0, 1, stage=stage)
    with _undisturbed(path) as source, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            info = pyogrio.read_info(source, layer=layer, force_feature_count=True)
        except _FAILURES as error:
            raise DataError("io.damaged", file=path.name) from error
        count = int(info["features"])
        if count <= 0:
            raise DataError("io.no_features", file=f"{path.name}#{layer}")
        batches, failed = _read_rows(source, layer, count)
        batches = [_with_exact_codes(source, layer, b, info=info) for b in batches]
        unreadable = _unreadable_shapes(source, layer, batches)
        has_curves = _has_curves(source, layer)
    progress.step(1, 1, stage=stage)
    if not batches and not len(failed):
        raise DataError("io.no_features", file=f"{path.name}#{layer}")
    if not batches:
        raise DataError("io.nothing_readable", file=path.name, count=count)
    places = np.concatenate([batch.places for batch in batches])
    geometry, mended, lost_rows = _to_shapes(
        np.concatenate([batch.wkb for batch in batches])
    )
    lost_rows = np.union1d(lost_rows, unreadable)
    if driver == _DRAWING:
        geometry = _close_outlines(geometry)
    lost = dict.fromkeys((failed + 1).tolist(), text("io.lost.not_read"))
    lost |= dict.fromkeys(
        (places[lost_rows] + 1).tolist(), text("io.lost.unreadable_shape")
    )
    kept = np.setdiff1d(np.arange(len(places)), lost_rows)
    if not len(kept):
        raise DataError("io.nothing_readable", file=path.name, count=count)
    measured = any("Measured (M)" in str(warning.message) for warning in said)
    columns = _to_frame(info, batches).iloc[kept].reset_index(drop=True)
    return RawLayer(
        path=path,
        layer=layer,
        driver=driver,
        columns=columns,
        geometry=geometry[kept],
        record_numbers=places[kept] + 1,
        encoding=EncodingEvidence(
            value="UTF-8", source="file", note=text("io.encoding.by_format")
        ),
        declared_crs=info["crs"] or None,
        declared_crs_source="file" if info["crs"] else None,
        lost=tuple(LostRecord(number=n, reason=r) for n, r in sorted(lost.items())),
        faults=_faults(
            places[np.intersect1d(mended, kept)],
            curves=len(kept) if has_curves else 0,
            measured=len(kept) if measured else 0,
        ),
    )


@contextmanager
def _undisturbed(path: Path) -> Iterator[Path]:
    """Give a path that can be read without a trace beside the original.

    An SQLite file in write-ahead mode, or with a journal of its own, would get
    journal files on opening: then a temporary copy is read.
    """
    if path.is_dir() or not _needs_copy(path):
        yield path
        return
    with TemporaryDirectory(prefix="landgis-") as folder:
        copy = Path(folder) / f"data{path.suffix}"
        try:
            shutil.copyfile(path, copy)
            for suffix in _JOURNALS:
                journal = path.with_name(path.name + suffix)
                if journal.exists():
                    shutil.copyfile(journal, copy.with_name(copy.name + suffix))
        except OSError as error:
            raise open_error(path, error) from error
        yield copy


def _needs_copy(path: Path) -> bool:
    head = read_head(path)
    if not head.startswith(_SQLITE):
        return False
    at, value = _WAL_MODE
    return head[at] == value or any(
        path.with_name(path.name + suffix).exists() for suffix in _JOURNALS
    )


def _read_rows(
    source: Path, layer: str, count: int
) -> tuple[list[_Batch], NDArray[np.int64]]:
    """Read all rows; halve what fails until only the damaged rows are left out.

    Returns what was read and the places of the rows that could not be.
    """
    try:
        batch = _read_lot(source, layer=layer)
    except _FAILURES:
        first, last = _fid_range(source, layer) or (0, count - 1)
    else:
        return ([batch] if len(batch.places) else []), np.empty(0, dtype=np.int64)
    by_fid = _fid_range(source, layer) is not None
    batches: list[_Batch] = []
    failed: list[int] = []
    lots = [(first, last - first + 1)]
    tries = 0
    while lots:
        start, size = lots.pop()
        tries += 1
        try:
            if by_fid:
                where = f"fid >= {start} AND fid < {start + size}"
                batch = _read_lot(source, layer=layer, where=where)
                batch = replace(batch, places=batch.fids - 1)
            else:
                batch = _read_lot(
                    source, layer=layer, skip_features=start, max_features=size
                )
                batch = replace(batch, places=batch.places + start)
        except _FAILURES:
            if size == 1 or tries > _MOST_TRIES:
                failed += range(start - by_fid, start - by_fid + size)
            else:
                half = size // 2
                lots += [(start + half, size - half), (start, half)]
        else:
            batches += [batch] if len(batch.places) else []
    return batches, np.array(sorted(failed), dtype=np.int64)


def _read_lot(source: Path, **which: Any) -> _Batch:
    _, fids, wkb, columns = pyogrio.raw.read(source, return_fids=True, **which)
    return _Batch(
        places=np.arange(len(fids)),
        fids=np.asarray(fids),
        wkb=wkb,
        columns=tuple(columns),
    )


def _fid_range(source: Path, layer: str) -> tuple[int, int] | None:
    """Return the first and last row key of a GeoPackage layer.

    By keys, rows behind a damaged page can be reached without reading it.
    """
    quoted = layer.replace('"', '""')
    # Asked for both at once, SQLite would read every page, the damaged ones too.
    ends = [
        _ask(source, f'SELECT {end}(fid) FROM "{quoted}"')  # noqa: S608 - the name is quoted, the file only read
        for end in ("min", "max")
    ]
    if not all(end and end[0][0] is not None for end in ends):
        return None
    return int(ends[0][0][0]), int(ends[1][0][0])


def _with_exact_codes(
    source: Path, layer: str, batch: _Batch, *, info: dict[str, Any]
) -> _Batch:
    """Read whole numbers again as text where a double would have rounded them."""
    columns = list(batch.columns)
    for at, (name, kind) in enumerate(zip(info["fields"], info["dtypes"], strict=True)):
        values = columns[at]
        was_whole = str(kind).startswith(("int", "uint"))
        if not was_whole or values.dtype.kind != "f":
            continue
        if not (np.abs(values[np.isfinite(values)]) >= _EXACT).any():
            continue
        quoted = str(name).replace('"', '\\"')
        table = layer.replace('"', '\\"')
        try:
            columns[at] = pyogrio.raw.read(
                source,
                sql=f'SELECT CAST("{quoted}" AS CHARACTER(20)) FROM "{table}"',  # noqa: S608 - names are quoted, the file is only read
                sql_dialect="OGRSQL",
                read_geometry=False,
            )[3][0][batch.places]
        except (*_FAILURES, IndexError):
            continue
    return _Batch(
        places=batch.places, fids=batch.fids, wkb=batch.wkb, columns=tuple(columns)
    )


def _to_frame(info: dict[str, Any], batches: list[_Batch]) -> pd.DataFrame:
    frame: dict[str, pd.Series] = {}
    for at, name in enumerate(info["fields"]):
        values = np.concatenate([batch.columns[at] for batch in batches])
        if values.dtype.kind == "O":
            column = _text_column(values)
        elif values.dtype.kind == "M":
            column = pd.Series(values.astype("datetime64[s]"))
        else:
            column = pd.Series(values)
        frame[str(name)] = column
    count = sum(len(batch.places) for batch in batches)
    return pd.DataFrame(frame, index=pd.RangeIndex(count))


def _text_column(values: NDArray[Any]) -> pd.Series:
    column = pd.Series(
        [None if v is None else str(v) for v in values.tolist()], dtype="str"
    )
    return column.mask(column.str.strip() == "")


def _to_shapes(
    wkb: NDArray[Any],
) -> tuple[Geometries, NDArray[np.int64], NDArray[np.int64]]:
    """Return shapes, the rows of which rings had to be mended, and the hopeless."""
    none = np.empty(0, dtype=np.int64)
    try:
        return np.asarray(shapely.from_wkb(wkb)), none, none
    except (shapely.GEOSException, ValueError, TypeError):
        strict = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"))
        mended = np.asarray(shapely.from_wkb(wkb, on_invalid="fix"))
    stated = np.array([value is not None for value in wkb], dtype=bool)
    bad = np.flatnonzero(stated & shapely.is_missing(strict))
    is_hopeless = shapely.is_missing(mended[bad]) | shapely.is_empty(mended[bad])
    return mended, bad[~is_hopeless], bad[is_hopeless]


def _close_outlines(geometry: Geometries) -> Geometries:
    """Take closed lines of a drawing as the areas they are meant to be."""
    is_outline = shapely.is_closed(geometry) & (
        shapely.get_type_id(geometry) == shapely.GeometryType.LINESTRING
    )
    is_outline &= shapely.get_num_coordinates(geometry) > 3  # noqa: PLR2004 - points of a ring
    outlines = shapely.linearrings(
        shapely.get_coordinates(geometry[is_outline]),
        indices=shapely.get_coordinates(geometry[is_outline], return_index=True)[1],
    )
    closed = geometry.copy()
    closed[is_outline] = shapely.polygons(outlines)
    return closed


def _unreadable_shapes(
    source: Path, layer: str, batches: list[_Batch]
) -> NDArray[np.int64]:
    """Tell rows whose shape is there but damaged from rows that have none.

    GDAL gives nothing for both; a GeoPackage can be asked.
    """
    wkb = np.concatenate([b.wkb for b in batches]) if batches else np.empty(0)
    rows = np.flatnonzero([value is None for value in wkb])
    column = _ask(
        source,
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?",
        layer,
    )
    if not len(rows) or not column:
        return np.empty(0, dtype=np.int64)
    fids = np.concatenate([batch.fids for batch in batches])[rows]
    geometry, table = (name.replace('"', '""') for name in (column[0][0], layer))
    there = _ask(
        source,
        f'SELECT rowid FROM "{table}" WHERE "{geometry}" IS NOT NULL',  # noqa: S608 - names are quoted, the file only read
    )
    stated = {fid for (fid,) in there}
    return rows[[fid in stated for fid in fids.tolist()]]


def _has_curves(source: Path, layer: str) -> bool:
    found = _ask(
        source,
        "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = ?",
        layer,
    )
    return bool(found) and str(found[0][0]).upper() in _CURVES


def _ask(source: Path, query: str, *values: str) -> list[tuple[Any, ...]]:
    """Ask a GeoPackage; nothing where the file is another or cannot answer."""
    if source.is_dir() or not read_head(source).startswith(_SQLITE):
        return []
    try:
        address = f"{source.absolute().as_uri()}?immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as base:
            return base.execute(query, values).fetchall()
    except (sqlite3.Error, UnicodeError, OverflowError):
        return []


def _faults(
    mended: NDArray[np.int64], *, curves: int, measured: int
) -> tuple[Fault, ...]:
    faults = []
    if len(mended):
        names = tuple(text("io.record", number=n + 1) for n in mended.tolist())
        faults.append(Fault(kind="ring", count=len(mended), ids=names))
    if curves:
        faults.append(Fault(kind="curve", count=curves))
    if measured:
        faults.append(Fault(kind="zm", count=measured))
    return tuple(faults)
