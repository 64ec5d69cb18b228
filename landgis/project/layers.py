# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Map layers in the project file, so that QGIS shows it with our colours.

They are made from the result and can be made again at any time.  Everything is
copied under names that no other program looks at, a little at a time, and then
comes into sight in one transaction.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from landgis.errors import ProjectError
from landgis.progress import SILENT, Progress
from landgis.project.connection import explained, transaction, writing
from landgis.project.layout import read_meta, write_meta

_ROWS = 5_000  # copied within some milliseconds
_NEW = "landgis_new_"
_OLD = "landgis_old_"
_REGISTERS = (  # where a GeoPackage names its layers, and the column with the name
    ("gpkg_extensions", "table_name"),
    ("gpkg_data_columns", "table_name"),
    ("gpkg_ogr_contents", "table_name"),
    ("gpkg_geometry_columns", "table_name"),
    ("gpkg_contents", "table_name"),
)
_HEAD = re.compile(r'\s*CREATE TABLE\s+("(?:[^"]|"")*"|[^\s"(]+)', re.IGNORECASE)
_RTREE = "rtree(id, minx, maxx, miny, maxy)"


@dataclass(frozen=True)
class Layer:
    """A layer of the source and its spatial index, if it has one."""

    name: str
    sql: str
    index: str | None

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of its tables."""
        return (self.name,) if self.index is None else (self.name, self.index)


def write_layers(
    path: Path,
    source: Path,
    *,
    layers: Sequence[str] | None = None,
    progress: Progress = SILENT,
) -> tuple[str, ...]:
    """Replace the map layers of a project by those of a GeoPackage, with styles.

    May be called in any thread or process, while somebody edits, and killed at any
    moment: until the end the layers are those of before.

    Parameters
    ----------
    source
        A GeoPackage written by pyogrio, as `landgis.report.geopackage` does.
    layers
        Which layers to take; None takes all that have a geometry.

    Raises
    ------
    ProjectError
        If the disk fails, or somebody else's layer has one of the names.
    """
    with writing(path) as db, explained(path):
        db.execute("PRAGMA legacy_alter_table=ON")  # triggers call functions of GDAL
        db.execute("ATTACH ? AS source", (str(source),))
        _remove_hidden(db)
        wanted = _read_layers(db, layers)
        known = _known_layers(db)
        _require_free(db, wanted, known=known, path=path)
        for done, layer in enumerate(wanted):
            progress.step(done, len(wanted), stage=layer.name)
            _copy_hidden(db, layer)
        with transaction(db):
            for name in known:
                _hide(db, name)
            for layer in wanted:
                _show(db, layer)
            write_meta(db, layers=json.dumps([layer.name for layer in wanted]))
        _remove_hidden(db)
    return tuple(layer.name for layer in wanted)


def _read_layers(
    db: sqlite3.Connection, wanted: Sequence[str] | None
) -> tuple[Layer, ...]:
    """Find the layers of the source."""
    indexes = {name for (name,) in db.execute("SELECT name FROM source.sqlite_master")}
    found = []
    for name, kind, sql, column in db.execute(
        "SELECT c.table_name, c.data_type, m.sql, g.column_name"
        " FROM source.gpkg_contents c"
        " JOIN source.sqlite_master m ON m.name = c.table_name AND m.type = 'table'"
        " LEFT JOIN source.gpkg_geometry_columns g ON g.table_name = c.table_name"
        " ORDER BY c.rowid"
    ):
        if kind == "features" if wanted is None else name in wanted:
            index = f"rtree_{name}_{column}"
            found.append(Layer(name, sql, index if index in indexes else None))
    return tuple(found)


def _known_layers(db: sqlite3.Connection) -> list[str]:
    """Return the layers that an earlier call has written."""
    known: list[str] = json.loads(read_meta(db).get("layers", "[]"))
    return known


def _require_free(
    db: sqlite3.Connection,
    layers: Iterable[Layer],
    *,
    known: Sequence[str],
    path: Path,
) -> None:
    """Refuse to replace a layer that somebody has put into the file with QGIS."""
    there = {name for (name,) in db.execute("SELECT name FROM main.sqlite_master")}
    for layer in layers:
        if layer.name in there and layer.name not in known:
            raise ProjectError("store.layer_taken", file=path.name, layer=layer.name)


def _copy_hidden(db: sqlite3.Connection, layer: Layer) -> None:
    """Copy the rows of a layer and of its index, a few thousand at a time."""
    hidden = _quoted(_NEW + layer.name)
    db.execute(f"CREATE TABLE main.{hidden} {_HEAD.sub('', layer.sql, count=1)}")
    if layer.index is not None:
        index = _quoted(_NEW + layer.index)
        db.execute(f"CREATE VIRTUAL TABLE main.{index} USING {_RTREE}")
    for table in layer.tables:
        rows = db.execute(f"SELECT * FROM source.{_quoted(table)}")  # noqa: S608 - quoted
        places = ", ".join("?" for _ in rows.description)
        while some := rows.fetchmany(_ROWS):
            with transaction(db):
                db.executemany(
                    f"INSERT INTO main.{_quoted(_NEW + table)} VALUES ({places})",  # noqa: S608 - quoted
                    some,
                )


def _hide(db: sqlite3.Connection, name: str) -> None:
    """Take a layer of an earlier call out of sight."""
    for (trigger,) in db.execute(
        "SELECT name FROM main.sqlite_master WHERE type='trigger' AND tbl_name=?",
        (name,),
    ).fetchall():
        db.execute(f"DROP TRIGGER main.{_quoted(trigger)}")
    columns = db.execute(
        "SELECT column_name FROM main.gpkg_geometry_columns WHERE table_name=?", (name,)
    ).fetchall()
    for table in (name, *(f"rtree_{name}_{column}" for (column,) in columns)):
        if _is_there(db, table):
            _rename(db, table, _OLD + table)
    for register, column in _REGISTERS:
        db.execute(f"DELETE FROM main.{register} WHERE {column}=?", (name,))  # noqa: S608 - ours
    db.execute(
        "DELETE FROM main.layer_styles WHERE f_table_name=? AND styleName IN"
        " (SELECT styleName FROM source.layer_styles)",
        (name,),
    )


def _show(db: sqlite3.Connection, layer: Layer) -> None:
    """Bring a copied layer into sight: names, registers, triggers and style."""
    for table in layer.tables:
        _rename(db, _NEW + table, table)
    _copy_rows(db, "gpkg_spatial_ref_sys")
    for register, column in reversed(_REGISTERS):
        _copy_rows(db, register, where=(column, layer.name))
    for (sql,) in db.execute(
        "SELECT sql FROM source.sqlite_master WHERE type='trigger' AND tbl_name=?",
        (layer.name,),
    ).fetchall():
        db.execute(sql)
    has_own_default = db.execute(
        "SELECT count(*) FROM main.layer_styles WHERE f_table_name=? AND useAsDefault",
        (layer.name,),
    ).fetchone()[0]
    _copy_rows(db, "layer_styles", where=("f_table_name", layer.name))
    if has_own_default:  # somebody has chosen another style in QGIS
        db.execute(
            "UPDATE main.layer_styles SET useAsDefault=0 WHERE f_table_name=? AND"
            " styleName IN (SELECT styleName FROM source.layer_styles)",
            (layer.name,),
        )


def _copy_rows(
    db: sqlite3.Connection, table: str, *, where: tuple[str, ...] = ()
) -> None:
    """Copy rows of a register: those with a value in a column, or all."""
    columns = [
        name
        for name in _columns(db, "main", table)
        if name in _columns(db, "source", table)
        and (table, name) != ("layer_styles", "id")
    ]
    if columns:
        names = ", ".join(columns)
        condition = f"WHERE {where[0]}=?" if where else ""
        db.execute(
            f"INSERT OR IGNORE INTO main.{table} ({names})"  # noqa: S608 - ours
            f" SELECT {names} FROM source.{table} {condition}",
            where[1:],
        )


def _columns(db: sqlite3.Connection, schema: str, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA {schema}.table_info({table})")]


def _rename(db: sqlite3.Connection, table: str, name: str) -> None:
    db.execute(f"ALTER TABLE main.{_quoted(table)} RENAME TO {_quoted(name)}")


def _is_there(db: sqlite3.Connection, table: str) -> bool:
    row = db.execute(
        "SELECT 1 FROM main.sqlite_master WHERE name=?", (table,)
    ).fetchone()
    return row is not None


def _remove_hidden(db: sqlite3.Connection) -> None:
    """Remove what was replaced, or left by a call that was killed, bit by bit."""
    for table, sql in db.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE type='table'"
        " AND (name GLOB ? OR name GLOB ?) ORDER BY sql LIKE '%VIRTUAL%' DESC",
        (f"{_NEW}*", f"{_OLD}*"),
    ).fetchall():
        if not _is_there(db, table):
            continue  # part of an index that went before
        if "VIRTUAL" not in sql:
            _empty(db, table)
        db.execute(f"DROP TABLE main.{_quoted(table)}")


def _empty(db: sqlite3.Connection, table: str) -> None:
    last = db.execute(
        f"SELECT max(rowid) FROM main.{_quoted(table)}"  # noqa: S608 - quoted
    ).fetchone()[0]
    for start in range(0, last or 0, _ROWS):
        db.execute(
            f"DELETE FROM main.{_quoted(table)} WHERE rowid > ? AND rowid <= ?",  # noqa: S608 - quoted
            (start, start + _ROWS),
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
