# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Data sets: tables that never change, kept in the project file in small parts."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pyarrow as pa

from landgis.errors import ProjectError
from landgis.progress import SILENT, Progress
from landgis.project.connection import reading, transaction, writing
from landgis.project.documents import to_json
from landgis.project.journal import time_text
from landgis.project.values import Json

CHUNK_BYTES = 4 * 1024 * 1024  # written within some milliseconds
_OPTIONS = pa.ipc.IpcWriteOptions(
    compression=pa.Codec("zstd", compression_level=1), unify_dictionaries=False
)


_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Dataset:
    """Tables of a project file, read when asked for, in any thread or process."""

    path: Path
    id: str
    kind: str
    meta: Json
    tables: tuple[str, ...]

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Read a table, or some of its columns in the order named.

        Raises
        ------
        KeyError
            If there is no such table or column.
        """
        if name not in self.tables:
            raise KeyError(name)
        with reading(self.path) as db:
            blobs = [
                blob
                for (blob,) in db.execute(
                    "SELECT data FROM landgis_chunk WHERE dataset=? AND part=?"
                    " ORDER BY number",
                    (self.id, self.tables.index(name)),
                )
            ]
        if not blobs:
            raise _missing(self.path, self.id)
        options = _read_options(blobs[0], columns)
        pieces = [
            pa.ipc.open_stream(blob, options=options).read_all() for blob in blobs
        ]
        table = pa.concat_tables(pieces)
        return table if columns is None else table.select(list(columns))


def read_dataset(path: Path, dataset_id: str) -> Dataset:
    """Find a data set of a project file.

    Raises
    ------
    ProjectError
        If the file has no such data set, or it was not written to its end.
    """
    with reading(path) as db:
        return find_dataset(db, path, dataset_id)


def find_dataset(db: sqlite3.Connection, path: Path, dataset_id: str) -> Dataset:
    """Find a data set through an open connection."""
    row = db.execute(
        "SELECT kind, meta, tables FROM landgis_dataset WHERE id=?", (dataset_id,)
    ).fetchone()
    if row is None:
        raise _missing(path, dataset_id)
    kind, meta, tables = row
    return Dataset(path, dataset_id, kind, json.loads(meta), tuple(json.loads(tables)))


def write_dataset(
    path: Path,
    kind: str,
    tables: Mapping[str, pa.Table],
    *,
    meta: Json = None,
    progress: Progress = SILENT,
) -> str:
    """Write tables into a project file and return the id of the data set.

    May be called in any thread or process, while somebody edits: each part of at
    most 4 MB is a transaction of its own.  The set is there once its head is.
    If anything fails, what was written is taken away again.
    """
    dataset_id = uuid4().hex
    with writing(path) as db:
        # The log keeps the order, so the flush with the head makes all of it safe.
        db.execute("PRAGMA synchronous=NORMAL")
        try:
            digest, count, size = _write_chunks(
                db, dataset_id, tables, progress=progress
            )
            db.execute("PRAGMA synchronous=EXTRA")
            head = (
                dataset_id,
                kind,
                to_json(meta),
                to_json(list(tables)),
                digest,
                size,
                time_text(),
            )
            _write_head(db, head, path=path, count=count)
        except BaseException:
            # On a full disk the next session to open the file removes them.
            with suppress(sqlite3.OperationalError):
                remove_chunks(db, [dataset_id])
            raise
    return dataset_id


def remove_chunks(db: sqlite3.Connection, ids: Sequence[str]) -> int:
    """Take the parts of data sets away, a few at a time; return their size."""
    size = 0
    for dataset_id in ids:
        rows = db.execute(
            "SELECT id, length(data) FROM landgis_chunk WHERE dataset=?", (dataset_id,)
        ).fetchall()
        for row_id, length in rows:
            db.execute("DELETE FROM landgis_chunk WHERE id=?", (row_id,))
            size += length
    return size


def copy_datasets(source: sqlite3.Connection, path: Path, ids: Iterable[str]) -> None:
    """Copy data sets from another project file, those that are not there yet."""
    with writing(path) as db:
        for dataset_id in ids:
            there = "SELECT 1 FROM landgis_dataset WHERE id=?"
            head = source.execute(
                "SELECT * FROM landgis_dataset WHERE id=?", (dataset_id,)
            ).fetchone()
            if head is None or db.execute(there, (dataset_id,)).fetchone():
                continue
            remove_chunks(db, [dataset_id])
            for row in source.execute(
                "SELECT dataset, part, number, data FROM landgis_chunk WHERE dataset=?",
                (dataset_id,),
            ):
                db.execute(
                    "INSERT INTO landgis_chunk (dataset, part, number, data)"
                    " VALUES (?,?,?,?)",
                    row,
                )
            db.execute("INSERT INTO landgis_dataset VALUES (?,?,?,?,?,?,?,?)", head)


def named_ids(value: str) -> set[str]:
    """Return what may be ids of data sets in a JSON text."""
    return set(_ID.findall(value))


def headless(db: sqlite3.Connection) -> list[str]:
    """Return the ids of data sets that were never written to their end."""
    # From one data set to the next by the index: DISTINCT would go through all parts.
    rows = db.execute(
        "WITH RECURSIVE found(name) AS (SELECT min(dataset) FROM landgis_chunk"
        " UNION ALL SELECT (SELECT min(dataset) FROM landgis_chunk"
        " WHERE dataset > found.name) FROM found WHERE found.name IS NOT NULL)"
        " SELECT name FROM found WHERE name IS NOT NULL"
        " AND name NOT IN (SELECT id FROM landgis_dataset)"
    )
    return [dataset_id for (dataset_id,) in rows]


def _missing(path: Path, dataset_id: str) -> ProjectError:
    return ProjectError("store.no_dataset", file=path.name, dataset=dataset_id)


def _read_options(blob: bytes, columns: Sequence[str] | None) -> pa.ipc.IpcReadOptions:
    if columns is None:
        return pa.ipc.IpcReadOptions()
    names = pa.ipc.open_stream(blob).schema.names
    for column in columns:
        if column not in names:
            raise KeyError(column)
    return pa.ipc.IpcReadOptions(
        included_fields=sorted({names.index(column) for column in columns})
    )


def _write_chunks(
    db: sqlite3.Connection,
    dataset_id: str,
    tables: Mapping[str, pa.Table],
    *,
    progress: Progress,
) -> tuple[str, int, int]:
    """Write all parts; return their hash, their number and their size."""
    digest, count, size = hashlib.sha256(), 0, 0
    total = sum(table.num_rows for table in tables.values())
    done = 0
    for part, table in enumerate(tables.values()):
        for number, piece in enumerate(_pieces(table)):
            blob = _to_blob(piece)
            with transaction(db):
                db.execute(
                    "INSERT INTO landgis_chunk (dataset, part, number, data)"
                    " VALUES (?,?,?,?)",
                    (dataset_id, part, number, blob),
                )
            digest.update(blob)
            count += 1
            size += len(blob)
            done += piece.num_rows
            progress.step(done, total)
    return digest.hexdigest(), count, size


def _write_head(
    db: sqlite3.Connection, head: tuple[str | int, ...], *, path: Path, count: int
) -> None:
    """Complete the data set, if all of its parts are still there."""
    with transaction(db):
        there = db.execute(
            "SELECT count(*) FROM landgis_chunk WHERE dataset=?", (head[0],)
        ).fetchone()[0]
        if there != count:
            raise _missing(path, str(head[0]))
        db.execute(
            "INSERT INTO landgis_dataset (id, kind, meta, tables, sha256, bytes, time,"
            " session) VALUES (?,?,?,?,?,?,?,"
            " ifnull((SELECT token FROM landgis_lock), ''))",
            head,
        )


def _pieces(table: pa.Table) -> Iterator[pa.Table]:
    """Cut a table into runs of rows of at most `CHUNK_BYTES`; a row stays whole."""
    if table.num_rows <= 1 or table.nbytes <= CHUNK_BYTES:
        yield table
        return
    half = table.num_rows // 2
    yield from _pieces(table.slice(0, half))
    yield from _pieces(table.slice(half))


def _to_blob(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=_OPTIONS) as writer:
        writer.write_table(table)
    blob: bytes = sink.getvalue().to_pybytes()
    return blob
