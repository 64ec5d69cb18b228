# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes into a project file and comes out of it; values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

Json = Any  # None, bool, int, float, str, list or dict of these


class Put(NamedTuple):
    """A document as it shall be; the value None takes it away."""

    kind: str
    id: str
    value: Json


class DocumentChange(NamedTuple):
    """What a step did to one document; None is no document."""

    kind: str
    id: str
    before: Json
    after: Json


to_put = partial(tuple.__new__, Put)
"""Make a put of a row of three: a third of the time of calling the class."""
to_document_change = partial(tuple.__new__, DocumentChange)
"""Make a change of a row of four, as quickly."""
name_of = itemgetter(0, 1)
"""Return kind and id of a put or of a change."""


_kind_of = itemgetter(0)


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One thing that the user did, as it will stand in the history.

    Parameters
    ----------
    text
        Message id of the sentence in the history; `params` fill it in.
    effect_mu
        By how much it changed the reclaimable land in 亩, if that was worked out.
    """

    text: str
    puts: tuple[Put, ...]
    params: dict[str, Json] = field(default_factory=dict)
    effect_mu: float | None = None


@dataclass(frozen=True)
class Changes:
    """Documents that now have another value, each named once."""

    puts: tuple[Put, ...] = ()
    kinds: frozenset[str] = frozenset()

    @classmethod
    def from_puts(cls, puts: tuple[Put, ...]) -> Changes:
        """Collect the kinds of the documents."""
        return cls(puts, frozenset(map(_kind_of, puts)))


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One step of the history; what it changed is read when asked for.

    Steps are in the order of their numbers.  Times are only told: the clock of a
    PC may be set back.
    """

    step: int
    uuid: str
    time: datetime
    person: str
    host: str
    text: str
    params: dict[str, Json]
    documents: int
    effect_mu: float | None
    is_undone: bool


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Who may write into a project file now, or could until the program ended."""

    person: str
    host: str
    pid: int
    since: datetime
    seen: datetime
    token: str


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """What was found after a session that did not end properly.

    Parameters
    ----------
    steps
        Number of its steps; every one that was acknowledged is among them.
    last
        The newest step of the history, whoever made it.
    dropped_bytes
        Size of data that had not been written to their end, and were removed.
    """

    writer: Writer
    steps: int
    last: HistoryEntry | None
    dropped_bytes: int


class WhyReadOnly(Enum):
    """Why a project cannot be changed here."""

    ASKED = "asked"
    HELD = "held"
    MEDIUM = "medium"


class Place(Enum):
    """The sort of disk that a project file lies on."""

    LOCAL = "local"
    REMOVABLE = "removable"
    NETWORK = "network"


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A document that two copies changed differently since they parted."""

    kind: str
    id: str
    base: Json
    ours: Json
    theirs: Json


@dataclass(frozen=True, kw_only=True)
class TakenOver:
    """What came from another copy, and what the user has to decide."""

    changes: Changes
    steps: int
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, kw_only=True)
class Compacted:
    """What was dropped, and the size of the file before and after."""

    steps: int
    datasets: int
    bytes_before: int
    bytes_after: int


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A copy of the project that the program made by itself.

    Parameters
    ----------
    generation
        Number of edits, undos and redos before it.
    """

    path: Path
    time: datetime
    generation: int
    size: int
