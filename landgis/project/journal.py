# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal: each step with its inverse, which is undo, audit and recovery."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import IntEnum
from json.encoder import encode_basestring as _quoted
from typing import NamedTuple
from uuid import uuid4

from landgis.project.documents import TextChange, to_json
from landgis.project.values import (
    DocumentChange,
    HistoryEntry,
    Json,
    to_document_change,
)

_FAST = 1  # zlib's level: the changes of 5,000 documents in a millisecond


class StepState(IntEnum):
    """Whether a step counts; the numbers are in the file."""

    DONE = 0
    UNDONE = 1  # may be done again until the next edit
    ABANDONED = 2  # undone when another edit was made; kept for the record


class Author(NamedTuple):
    """Who made a step, where and when."""

    person: str
    host: str
    time: str


class StepRow(NamedTuple):
    """A step to be written; no author is whoever writes it."""

    author: Author | None
    text: str
    params: dict[str, Json]
    effect_mu: float | None
    changes: Sequence[TextChange]


def time_text() -> str:
    """Return the present moment as the file holds it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def pack(changes: Iterable[TextChange]) -> bytes:
    """Write changes as compressed JSON: [[kind, id, before, after], ...]."""
    kinds: dict[str, str] = {}
    rows = [
        f"[{kinds.get(kind) or kinds.setdefault(kind, _quoted(kind))},"
        f"{_quoted(key)},{before or 'null'},{after or 'null'}]"
        for kind, key, before, after in changes
    ]
    return zlib.compress(f"[{','.join(rows)}]".encode(), _FAST)


def unpack_values(blob: bytes) -> tuple[DocumentChange, ...]:
    """Read changes as values."""
    return tuple(map(to_document_change, json.loads(zlib.decompress(blob))))


def unpack(blob: bytes) -> tuple[TextChange, ...]:
    """Read changes."""
    return tuple(
        TextChange(
            kind,
            document_id,
            None if before is None else to_json(before),
            None if after is None else to_json(after),
        )
        for kind, document_id, before, after in unpack_values(blob)
    )


def inverted(changes: Iterable[TextChange]) -> tuple[TextChange, ...]:
    """Return the changes that take these back."""
    return tuple(TextChange(c.kind, c.id, c.after, c.before) for c in changes)


def merged(series: Iterable[Iterable[TextChange]]) -> tuple[TextChange, ...]:
    """Return what changes one after another do in all, each document once."""
    found: dict[tuple[str, str], TextChange] = {}
    for changes in series:
        for change in changes:
            key = change[:2]
            first = found.get(key)
            if first is not None:
                change = change._replace(before=first.before)  # noqa: PLW2901 - one of two
            found[key] = change
    return tuple(change for change in found.values() if change.before != change.after)


def append(db: sqlite3.Connection, row: StepRow, *, writer: Author) -> HistoryEntry:
    """Write a step, within the caller's transaction."""
    author = row.author or writer
    columns = (
        last_step(db) + 1,
        uuid4().hex,
        author.time,
        author.person,
        author.host,
        row.text,
        to_json(row.params),
        len(row.changes),
        row.effect_mu,
        StepState.DONE,
    )
    db.execute(
        "INSERT INTO landgis_journal VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (*columns, pack(row.changes)),
    )
    return _to_entry(*columns)


def last_step(db: sqlite3.Connection) -> int:
    """Return the highest number of a step, or 0."""
    row = db.execute("SELECT ifnull(max(step), 0) FROM landgis_journal").fetchone()
    return int(row[0])


def abandon_undone(db: sqlite3.Connection) -> None:
    """Give up the steps that could be done again; they stay for the record."""
    db.execute(
        "UPDATE landgis_journal SET state=? WHERE state=?",
        (StepState.ABANDONED, StepState.UNDONE),
    )


def mark(db: sqlite3.Connection, steps: Iterable[int], *, state: StepState) -> None:
    """Mark steps as done or undone."""
    db.executemany(
        "UPDATE landgis_journal SET state=? WHERE step=?",
        [(state, step) for step in steps],
    )


def steps_in(db: sqlite3.Connection, state: StepState) -> list[int]:
    """Return the numbers of the steps in this state, the oldest first."""
    rows = db.execute(
        "SELECT step FROM landgis_journal WHERE state=? ORDER BY step", (state,)
    )
    return [step for (step,) in rows]


def changes_of(db: sqlite3.Connection, step: int) -> tuple[DocumentChange, ...]:
    """Return what a step changed; KeyError if there is no such step."""
    row = db.execute(
        "SELECT changes FROM landgis_journal WHERE step=?", (step,)
    ).fetchone()
    if row is None:
        raise KeyError(step)
    return unpack_values(row[0])


def entries(db: sqlite3.Connection) -> list[HistoryEntry]:
    """Return the steps that count or can be done again, the oldest first."""
    rows = db.execute(
        "SELECT step, uuid, time, person, host, text, params, documents, effect_mu,"
        " state FROM landgis_journal WHERE state<? ORDER BY step",
        (StepState.ABANDONED,),
    )
    return [_to_entry(*row) for row in rows]


def entry_of(db: sqlite3.Connection, uuid: str) -> HistoryEntry | None:
    """Return the step with this uuid, or None."""
    row = db.execute(
        "SELECT step, uuid, time, person, host, text, params, documents, effect_mu,"
        " state FROM landgis_journal WHERE uuid=?",
        (uuid,),
    ).fetchone()
    return None if row is None else _to_entry(*row)


def _to_entry(*row: Json) -> HistoryEntry:
    step, uuid, time, person, host, text, params, documents, effect_mu, state = row
    return HistoryEntry(
        step=step,
        uuid=uuid,
        time=datetime.fromisoformat(time),
        person=person,
        host=host,
        text=text,
        params=json.loads(params),
        documents=documents,
        effect_mu=effect_mu,
        is_undone=state == StepState.UNDONE,
    )
