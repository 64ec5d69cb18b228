# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What another copy of a project has done since the two parted."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from landgis.errors import ProjectError
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
    on from theirs.  All else is a conflict.

    Parameters
    ----------
    db
        Connection to their copy.
    """
    common = _common_step(ours, theirs, path=path)
    their_steps = theirs.since(common, ours)
    values = _values(their_steps)
    our_values = _values(ours.since(common, theirs))
    conflicts, starts = [], {}
    for key, series in values.items():
        now = ours.texts.get(key)
        if now == series[-1] or series[-1] in our_values.get(key, ()):
            continue
        if now in series:
            starts[key] = now
        else:
            conflicts.append(
                Conflict(
                    kind=key[0],
                    id=key[1],
                    base=to_value(series[0]),
                    ours=to_value(now),
                    theirs=to_value(series[-1]),
                )
            )
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
