# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What another copy of a project has done since the two parted."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from landgis.errors import ProjectError
from landgis.project.datasets import named_ids
from landgis.project.documents import Mirror, TextChange, to_value
from landgis.project.journal import (
    Author,
    StepRow,
    StepState,
    entry_of,
    inverted,
    merged,
    unpack,
)
from landgis.project.layout import read_meta
from landgis.project.values import Conflict

Key = tuple[str, str]
Step = tuple[str, tuple[TextChange, ...]]


@dataclass(frozen=True, kw_only=True)
class Line:
    """The steps of a copy with their changes, and how its documents are now."""

    trimmed: str
    steps: Mapping[str, int]
    states: Mapping[str, StepState]
    changes: Mapping[str, tuple[TextChange, ...]]
    texts: Mapping[Key, str]

    def since(self, common: str, other: Line) -> list[Step]:
        """Return what was done, and what was taken back, since the common step.

        A common step that counts in the other copy and not here was taken back here.
        """
        start = self.steps.get(common, 0)
        in_order = sorted(self.steps, key=self.steps.__getitem__)
        back = [
            inverted(self.changes[uuid])
            for uuid in reversed(in_order)
            if self.steps[uuid] <= start
            and self.states[uuid] is not StepState.DONE
            and other.states.get(uuid) is StepState.DONE
        ]
        done = [
            (uuid, self.changes[uuid])
            for uuid in in_order
            if self.steps[uuid] > start and self.states[uuid] is StepState.DONE
        ]
        return [("", merged(back)), *done] if back else done


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Steps that can be taken over as they are, and what has to be decided."""

    rows: tuple[StepRow, ...]
    conflicts: tuple[Conflict, ...]


def read_line(db: sqlite3.Connection) -> Line:
    """Read the steps and documents of a copy."""
    rows = db.execute(
        "SELECT uuid, step, state, changes FROM landgis_journal"
    ).fetchall()
    return Line(
        trimmed=read_meta(db)["trimmed"],
        steps={uuid: step for uuid, step, _, _ in rows},
        states={uuid: StepState(state) for uuid, _, state, _ in rows},
        changes={uuid: unpack(blob) for uuid, _, _, blob in rows},
        texts=Mirror.read(db).texts(),
    )


def compare(
    db: sqlite3.Connection, ours: Line, theirs: Line, *, path: Path
) -> Comparison:
    """Compare two copies, document by document.

    Theirs is taken where we have not changed a document since the copies parted,
    or where they went on from the value that we have.  Ours stays where we went
    on from theirs.  All else is a conflict; so is a document that one copy took away
    and the other copy still names, as a parcel names the zone that it was put into.

    Parameters
    ----------
    db
        Connection to their copy.
    """
    common = _common_step(ours, theirs, path=path)
    their_steps = theirs.since(common, ours)
    values = _values(their_steps)
    our_values = _values(ours.since(common, theirs))
    conflicts: list[Conflict] = []
    starts: dict[Key, str | None] = {}
    for key, series in values.items():
        now = ours.texts.get(key)
        if now == series[-1] or series[-1] in our_values.get(key, ()):
            continue
        if now in series:
            starts[key] = now
        else:
            conflicts.append(_conflict(key, series[0], ours=now, theirs=series[-1]))
    conflicts += _still_named(ours, theirs, values=values, starts=starts)
    rows = tuple(_rows(db, their_steps, values=values, starts=starts))
    return Comparison(rows=rows, conflicts=tuple(conflicts))


def _common_step(ours: Line, theirs: Line, *, path: Path) -> str:
    """Return the last step that both copies know; "0" is before the first."""
    known = [uuid for uuid in theirs.steps if uuid in ours.steps]
    if known:
        return max(known, key=lambda uuid: theirs.steps[uuid])
    if theirs.trimmed in ours.steps or theirs.trimmed == ours.trimmed:
        return theirs.trimmed
    if ours.trimmed in theirs.steps:
        return ours.trimmed
    raise ProjectError("store.no_common_step", file=path.name)


def _values(
    steps: Sequence[Step],
) -> dict[Key, list[str | None]]:
    """Return the values that each document had, one after another."""
    found: dict[Key, list[str | None]] = {}
    for _, changes in steps:
        for kind, name, before, after in changes:
            found.setdefault((kind, name), [before]).append(after)
    return found


def _still_named(
    ours: Line,
    theirs: Line,
    *,
    values: Mapping[Key, list[str | None]],
    starts: dict[Key, str | None],
) -> list[Conflict]:
    """Return what one copy took away and the other still names.

    What they took away stays here, so it is left out of `starts`.
    """
    new = {key: text for key in starts if (text := values[key][-1]) is not None}
    merged = {key: text for key, text in ours.texts.items() if key not in starts} | new
    dropped = [key for key in starts if key not in new and key in ours.texts]
    absent = [
        key for key in theirs.texts if key not in merged and key not in ours.texts
    ]
    found = []
    for key in _reached(merged, dropped, ours.texts):
        del starts[key]
        found.append(_conflict(key, values[key][0], ours=ours.texts[key], theirs=None))
    for key in _reached(new, absent, theirs.texts):
        if key not in values or None in values[key][:-1]:
            text = theirs.texts[key]
            found.append(_conflict(key, text, ours=None, theirs=text))
    return found


def _reached(
    texts: Mapping[Key, str], missing: Sequence[Key], known: Mapping[Key, str]
) -> list[Key]:
    """Return which missing documents are named, by these or by each other."""
    by_id = {key[1]: key for key in missing if named_ids(key[1]) == {key[1]}}
    found: list[Key] = []
    if not by_id:
        return found
    looked = dict(texts)
    while looked:
        named = {name for key, text in looked.items() for name in _names(key, text)}
        reached = [by_id.pop(name) for name in sorted(named & by_id.keys())]
        found += reached
        looked = {key: known[key] for key in reached}
    return found


def _names(key: Key, text: str) -> set[str]:
    """Return the ids that a document names, in its kind or its value."""
    return named_ids(key[0]) | named_ids(text)


def _conflict(
    key: Key, base: str | None, *, ours: str | None, theirs: str | None
) -> Conflict:
    return Conflict(
        kind=key[0],
        id=key[1],
        base=to_value(base),
        ours=to_value(ours),
        theirs=to_value(theirs),
    )


def _rows(
    db: sqlite3.Connection,
    steps: Sequence[Step],
    *,
    values: Mapping[Key, list[str | None]],
    starts: Mapping[Key, str | None],
) -> list[StepRow]:
    """Return their steps, with what of them can be taken over."""
    at = dict(starts)
    to_skip = {key: _last_index(values[key], start) for key, start in starts.items()}
    rows = []
    for uuid, changes in steps:
        wanted = []
        for kind, name, _, after in changes:
            key = (kind, name)
            if key not in at:
                continue
            if to_skip[key]:
                to_skip[key] -= 1
                continue
            wanted.append(TextChange(kind, name, at[key], after))
            at[key] = after
        if wanted:
            rows.append(_to_row(db, uuid, wanted))
    return rows


def _last_index(series: Sequence[str | None], value: str | None) -> int:
    return len(series) - 1 - series[::-1].index(value)


def _to_row(db: sqlite3.Connection, uuid: str, changes: list[TextChange]) -> StepRow:
    entry = entry_of(db, uuid)
    if entry is None:
        return StepRow(None, "store.taken_back", {}, None, changes)
    return StepRow(
        Author(entry.person, entry.host, entry.time.isoformat(timespec="milliseconds")),
        entry.text,
        entry.params,
        entry.effect_mu,
        changes,
    )
