# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write result.gpkg: the map layers and tables of a run, styled for QGIS."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from landgis.analysis import Analysis
from landgis.errors import DataError
from landgis.messages import text
from landgis.report.arrow import to_arrow, to_column_type
from landgis.report.fields import field_title
from landgis.report.qml import (
    make_area_style,
    make_category_style,
    make_line_style,
    make_point_style,
    make_polygon_style,
)
from landgis.report.result_tables import ResultTable, make_result_tables
from landgis.report.symbols import shipped_symbols
from landgis.tables import Geometries

CHUNK_ROWS = 100_000
GPKG_VERSION = "1.2"  # programs of some years ago warn of newer ones
GEOMETRY = "geom"
# The run writes into a folder that is thrown away if anything fails, so a
# journal would only cost time.
_WRITE_OPTIONS = {"OGR_SQLITE_JOURNAL": "OFF", "OGR_SQLITE_SYNCHRONOUS": "OFF"}

_STYLES_TABLE = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)
"""
_DATA_COLUMNS_TABLE = """
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
  description TEXT, mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name)
)
"""
_SCHEMA_EXTENSION = (
    "gpkg_data_columns",
    None,
    "gpkg_schema",
    "http://www.geopackage.org/spec121/#extension_schema",
    "read-write",
)


@dataclass(frozen=True, kw_only=True)
class LayerWords:
    """What is said of a layer: its title, and heading and meaning of its columns.

    `style` is its QML; "" for none.
    """

    title: str
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    style: str = ""


def write_result(analysis: Analysis, path: Path) -> None:
    """Write the layers and tables of a run into a new GeoPackage.

    The times in the file are the reference date, so that the same run gives
    the same file.

    Raises
    ------
    DataError
        If the file cannot be written.
    """
    write_tables(
        make_result_tables(analysis),
        path,
        crs=analysis.project.crs,
        day=analysis.project.reference_date,
    )


def write_tables(
    tables: Iterable[ResultTable], path: Path, *, crs: str, day: date
) -> None:
    """Write layers and tables into a new GeoPackage, those of a result styled.

    Raises
    ------
    DataError
        If the file cannot be written.
    """
    described: dict[str, LayerWords] = {}

    def watched() -> Iterator[ResultTable]:
        for table in tables:
            yield table
            described[table.name] = _result_words(table)

    write_layers(watched(), path, crs=crs, day=day, words=described)


def _result_words(table: ResultTable) -> LayerWords:
    """Return the words of a table of a result, and its style."""
    columns = {}
    for column in table.frame.columns[: table.own]:
        words = field_title(column, table=table.name)
        if words.title != column:
            columns[column] = (words.heading, words.meaning)
    return LayerWords(
        title=text(f"report.table.{table.name}"),
        columns=columns,
        style=_style(table.name, table.geometry_type),
    )


def write_layers(
    tables: Iterable[ResultTable],
    path: Path,
    *,
    crs: str,
    day: date,
    words: Mapping[str, LayerWords],
) -> None:
    """Write layers and tables into a new GeoPackage, with what `words` says of each.

    Raises
    ------
    DataError
        If the file cannot be written.
    """
    path.unlink(missing_ok=True)
    try:
        with _write_options(day):
            for table in tables:
                _write_table(table, path, crs=crs)
        _finish(path, words=words, day=day)
    except (DataSourceError, DataLayerError, OSError, sqlite3.Error) as error:
        raise DataError(
            "report.cannot_write", file=path.name, detail=str(error)
        ) from error


@contextmanager
def _write_options(day: date) -> Iterator[None]:
    """Set GDAL's options for writing and take them back again."""
    options = {**_WRITE_OPTIONS, "OGR_CURRENT_DATE": _time_stamp(day)}
    before = {name: pyogrio.get_gdal_config_option(name) for name in options}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)


def _time_stamp(day: date) -> str:
    return f"{day.isoformat()}T00:00:00.000Z"


def _write_table(table: ResultTable, path: Path, *, crs: str) -> None:
    columns = {name: to_column_type(table.frame[name]) for name in table.frame}
    schema = pa.schema(list(columns.items()))
    if table.geometry is not None:
        schema = schema.append(pa.field(GEOMETRY, pa.binary()))
    spatial = {} if table.geometry is None else {"geometry_name": GEOMETRY, "crs": crs}
    pyogrio.write_arrow(
        pa.RecordBatchReader.from_batches(schema, _batches(table, schema)),
        path,
        layer=table.name,
        driver="GPKG",
        dataset_options={"VERSION": GPKG_VERSION},
        geometry_type=table.geometry_type,
        **spatial,
    )


def _batches(table: ResultTable, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for start in range(0, len(table.frame), CHUNK_ROWS):
        rows = slice(start, start + CHUNK_ROWS)
        chunk = table.frame.iloc[rows]
        arrays = [
            to_arrow(chunk[name], schema.field(name).type) for name in table.frame
        ]
        if table.geometry is not None:
            arrays.append(_to_wkb(table.geometry[rows]))
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _to_wkb(geometry: Geometries) -> pa.Array:
    return pa.array(shapely.to_wkb(geometry), pa.binary())


def _finish(path: Path, *, words: Mapping[str, LayerWords], day: date) -> None:
    """Add Chinese titles of layers and columns, and the styles, in one transaction."""
    db = sqlite3.connect(path)
    try:
        with db:
            db.execute("PRAGMA journal_mode=OFF")
            for name, layer in words.items():
                db.execute(
                    "UPDATE gpkg_contents SET description=? WHERE table_name=?",
                    (layer.title, name),
                )
            _write_titles(db, words)
            _write_styles(db, words, time_stamp=_time_stamp(day))
    finally:
        db.close()


def _write_titles(db: sqlite3.Connection, words: Mapping[str, LayerWords]) -> None:
    """Write column titles where GDAL and QGIS look for aliases."""
    db.execute(_DATA_COLUMNS_TABLE)
    db.execute("INSERT INTO gpkg_extensions VALUES (?,?,?,?,?)", _SCHEMA_EXTENSION)
    rows = [
        (table, column, column, heading, meaning)
        for table, layer in words.items()
        for column, (heading, meaning) in layer.columns.items()
    ]
    db.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title,"
        " description) VALUES (?,?,?,?,?)",
        rows,
    )


def _write_styles(
    db: sqlite3.Connection, words: Mapping[str, LayerWords], *, time_stamp: str
) -> None:
    """Write the default styles; QGIS finds the table through gpkg_contents."""
    db.execute(_STYLES_TABLE)
    db.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', ?)",
        (time_stamp,),
    )
    db.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema,"
        " f_table_name, f_geometry_column, styleName, styleQML, styleSLD,"
        " useAsDefault, description, owner, ui, update_time)"
        " VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '', NULL, ?)",
        [
            (
                name,
                GEOMETRY,
                text("report.style_name"),
                layer.style,
                layer.title,
                time_stamp,
            )
            for name, layer in words.items()
            if layer.style
        ],
    )


def _style(name: str, geometry_type: str | None) -> str:
    """Return the style of a layer of a result; "" for a table or another layer."""
    symbols = shipped_symbols()
    others = ("approved_unsupplied", "vacated", "park")
    statuses = [symbol for key, symbol in symbols.items() if key not in others]
    park = make_point_style if geometry_type == "Point" else make_area_style
    styles: dict[str, Callable[[], str]] = {
        "parcel": lambda: make_category_style(statuses, field="status"),
        "residual": lambda: make_polygon_style(symbols["approved_unsupplied"]),
        "vacated": lambda: make_polygon_style(symbols["vacated"]),
        "park": lambda: park(symbols["park"], label="name"),
        "move": lambda: make_line_style(symbols["park"], label="name"),
    }
    is_drawn = geometry_type is not None and name in styles
    return styles[name]() if is_drawn else ""
