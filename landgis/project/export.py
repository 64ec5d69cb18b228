# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A project as a folder of plain files, for programs that know nothing of it."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pyarrow.parquet

from landgis.errors import ProjectError
from landgis.progress import SILENT, Progress
from landgis.project.connection import explained, reading
from landgis.project.datasets import find_dataset
from landgis.project.documents import to_json, to_value
from landgis.project.journal import StepState, unpack
from landgis.project.layout import read_meta
from landgis.project.values import Json

_JOURNAL_COLUMNS = (
    *("step", "state", "time", "person", "host", "text", "params", "effect_mu"),
    *("kind", "id", "before", "after"),
)


def export_folder(path: Path, folder: Path, *, progress: Progress = SILENT) -> Path:
    """Write documents as JSON, the journal as CSV and data sets as Parquet.

    The folder must not exist; it appears when it is whole.  May be called in any
    thread or process, while somebody edits.

    Raises
    ------
    ProjectError
        If the folder exists or cannot be written.
    """
    if folder.exists():
        raise ProjectError("store.exists", file=folder.name, folder=str(folder.parent))
    draft = folder.with_name(f".{folder.name}.{uuid4().hex[:8]}")
    with explained(folder):
        try:
            (draft / "documents").mkdir(parents=True)
            with reading(path) as db:
                _write_json(draft / "project.json", read_meta(db))
                for kind, documents in _documents(db).items():
                    _write_json(draft / "documents" / f"{kind}.json", documents)
                _write_journal(db, draft / "journal.csv")
                ids = [name for (name,) in db.execute("SELECT id FROM landgis_dataset")]
                for done, name in enumerate(ids):
                    progress.step(done, len(ids))
                    _write_dataset(db, path, name, folder=draft / "datasets")
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return folder


def _documents(db: sqlite3.Connection) -> dict[str, dict[str, Json]]:
    found: dict[str, dict[str, Json]] = defaultdict(dict)
    for kind, name, value in db.execute("SELECT * FROM landgis_document"):
        found[kind][name] = to_value(value)
    return found


def _write_json(path: Path, value: Json) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")


def _write_journal(db: sqlite3.Connection, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_JOURNAL_COLUMNS)
        writer.writerows(_journal_rows(db))


def _journal_rows(db: sqlite3.Connection) -> Iterator[tuple[Json, ...]]:
    for step, state, *about, blob in db.execute(
        "SELECT step, state, time, person, host, text, params, effect_mu, changes"
        " FROM landgis_journal ORDER BY step"
    ):
        for change in unpack(blob):
            yield (step, StepState(state).name.lower(), *about, *change)


def _write_dataset(
    db: sqlite3.Connection, path: Path, name: str, *, folder: Path
) -> None:
    dataset = find_dataset(db, path, name)
    place = folder / f"{dataset.kind}-{name}"
    place.mkdir(parents=True)
    (place / "meta.json").write_text(to_json(dataset.meta), "utf-8")
    for table in dataset.tables:
        pyarrow.parquet.write_table(dataset.table(table), place / f"{table}.parquet")
