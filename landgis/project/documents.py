# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documents of a project, mirrored in memory for immediate reading."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import uuid4

from landgis.project.values import Json, Put

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_NOTHING = "null"
_PLAIN = frozenset({str, type(None)})
_ROWS = 200  # that one statement writes: a third less work than one each
_ESCAPING_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))


class TextChange(NamedTuple):
    """A change of one document, its values as JSON texts."""

    kind: str
    id: str
    before: str | None
    after: str | None


_to_change = partial(tuple.__new__, TextChange)
"""Make a change of a row of four: a third of the time of calling the class."""


def to_json(value: Json) -> str:
    """Write a value as the file holds it; not-a-numbers are refused."""
    text = _ENCODER.encode(value)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:  # a file name in no encoding: escapes can hold it
        return _ESCAPING_ENCODER.encode(value)
    return text


def to_jsons(values: Sequence[Json]) -> list[str]:
    """Write many values, in one call of the encoder: twice as fast as one by one.

    Painting says the same of thousands of parcels; such a word is written once.
    """
    if not values:
        return []
    if _PLAIN.issuperset(map(type, values)):
        known = {value: to_json(value) for value in set(values)}
        return list(map(known.__getitem__, values))
    mark = uuid4().hex
    between: list[Json] = [mark] * (2 * len(values) - 1)
    between[::2] = values
    return to_json(between)[1:-1].split(f',"{mark}",')


def to_value(text: str | None) -> Json:
    """Read a value; no text is None."""
    return None if text is None else json.loads(text)


class Documents(Mapping[str, Any]):
    """The documents of one kind by id; follows the file.

    The values must not be changed by whoever reads them.
    """

    def __init__(self, texts: dict[str, str] | None = None) -> None:
        self._texts = texts if texts is not None else {}
        self._values: dict[str, Json] = {}

    def __getitem__(self, document_id: str) -> Json:
        try:
            return self._values[document_id]
        except KeyError:
            value = json.loads(self._texts[document_id])
        self._values[document_id] = value
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def text(self, document_id: str) -> str | None:
        """Return a document as JSON text, or None."""
        return self._texts.get(document_id)

    def write(self, texts: Mapping[str, str | None]) -> None:
        """Follow changes of the file; no text is no document."""
        for document_id in self._values.keys() & texts.keys():
            del self._values[document_id]
        self._texts.update(
            {key: text for key, text in texts.items() if text is not None}
        )
        for document_id in [key for key, text in texts.items() if text is None]:
            self._texts.pop(document_id, None)


class Mirror:
    """All documents of a project."""

    def __init__(self) -> None:
        self._kinds: dict[str, Documents] = {}

    @classmethod
    def read(cls, db: sqlite3.Connection) -> Mirror:
        """Read all documents."""
        mirror = cls()
        kinds = db.execute("SELECT DISTINCT kind FROM landgis_document").fetchall()
        for (kind,) in kinds:
            rows = db.execute(
                "SELECT id, value FROM landgis_document WHERE kind=?", (kind,)
            )
            mirror._kinds[kind] = Documents(dict(rows))
        return mirror

    def of(self, kind: str) -> Documents:
        """Return the documents of a kind; the same object as long as it is open."""
        documents = self._kinds.get(kind)
        if documents is None:
            documents = self._kinds[kind] = Documents()
        return documents

    def texts(self) -> dict[tuple[str, str], str]:
        """Return every document as JSON text."""
        return {
            (kind, document_id): documents._texts[document_id]  # noqa: SLF001 - own
            for kind, documents in self._kinds.items()
            for document_id in documents
        }

    def changes(self, puts: Iterable[tuple[str, str, Json]]) -> tuple[TextChange, ...]:
        """Return what the puts would change; of two on one document the last counts."""
        wanted = {(kind, document_id): value for kind, document_id, value in puts}
        texts = to_jsons(list(wanted.values()))
        there = {
            kind: self.of(kind)._texts.get  # noqa: SLF001 - own, and called for each
            for kind in {kind for kind, _ in wanted}
        }
        return tuple(
            [
                _to_change((kind, document_id, before, after))
                for (kind, document_id), text in zip(wanted, texts, strict=True)
                if (before := there[kind](document_id))
                != (after := None if text == _NOTHING else text)
            ]
        )

    def since(self, before: Mirror) -> tuple[TextChange, ...]:
        """Return what is different from another reading."""
        old, new = before.texts(), self.texts()
        return tuple(
            TextChange(kind, document_id, old.get(key), new.get(key))
            for key in old | new
            for kind, document_id in [key]
            if old.get(key) != new.get(key)
        )

    def apply(self, changes: Iterable[TextChange]) -> None:
        """Follow changes of the file."""
        for kind, those in groupby(changes, itemgetter(0)):
            texts = {document_id: after for _, document_id, _, after in those}
            self.of(kind).write(texts)


def write_documents(db: sqlite3.Connection, changes: Iterable[TextChange]) -> None:
    """Write changed documents within the caller's transaction."""
    gone = [(kind, key) for kind, key, _, after in changes if after is None]
    there = [(kind, key, after) for kind, key, _, after in changes if after is not None]
    db.executemany("DELETE FROM landgis_document WHERE kind=? AND id=?", gone)
    for first in range(0, len(there), _ROWS):
        rows = there[first : first + _ROWS]
        db.execute(
            "INSERT OR REPLACE INTO landgis_document VALUES"
            + ",".join(["(?,?,?)"] * len(rows)),
            list(chain.from_iterable(rows)),
        )


def to_puts(changes: Iterable[TextChange]) -> tuple[Put, ...]:
    """Return the values after the changes."""
    return tuple(Put(c.kind, c.id, to_value(c.after)) for c in changes)
