# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings as a list to work through: one row for each thing, with its state.

Whether a finding is accepted or left as it is stands in documents ``finding`` with
the id ``role|kind``, or ``role|kind|name`` for the rows of one name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landgis import messages
from landgis.findings import Finding, Severity
from landgis.schema import ROLES, StandardField, read_schema
from landgis.tables import Field

DOCUMENT = "finding"
ACCEPTED = "accepted"
SEPARATOR = "|"

Positions = NDArray[np.int64]
Codes = NDArray[np.int8]


class State(IntEnum):
    """What has been done about a row."""

    PENDING = 0
    ACCEPTED = 1
    LEFT = 2


@dataclass(frozen=True, kw_only=True)
class Group:
    """All rows of one kind in one input; `first` to `last` are their positions."""

    role: str
    kind: str
    severity: Severity
    first: int
    last: int

    @property
    def id(self) -> str:
        """The id of the document about the whole kind."""
        return SEPARATOR.join((self.role, self.kind))

    @property
    def title(self) -> str:
        """What the kind is called."""
        return messages.text(f"finding.{self.kind}")

    @property
    def place(self) -> str:
        """What the input is called."""
        return messages.catalogue().get(f"role.{self.role}", self.role)

    @property
    def advice(self) -> str:
        """What to do about it."""
        return messages.catalogue().get(
            f"worklist.todo_{self.kind}", messages.text("worklist.todo")
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Worklist:
    """Every row of every finding as columns of equal length, kind by kind.

    Attributes
    ----------
    groups
        The kinds, the worst first, then the largest.
    group
        Which of them each row belongs to.
    rows
        Row identity in the input (see `Finding.rows`).
    names
        What the user calls the row.
    details
        The sentence of the row, ``""`` where there is none.
    area_m2
        The area affected, signed; NaN where the finding is not about an area.
    """

    groups: tuple[Group, ...]
    group: NDArray[np.int32]
    severity: Codes
    rows: NDArray[np.int64]
    names: NDArray[np.object_]
    details: NDArray[np.object_]
    area_m2: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.rows)

    def group_of(self, position: int) -> Group:
        """Return the kind of a row."""
        return self.groups[int(self.group[position])]

    def document_id(self, position: int) -> str:
        """Return the id of the document about this row, and others of its name."""
        return SEPARATOR.join((self.group_of(position).id, str(self.names[position])))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {group.id: number for number, group in enumerate(self.groups)}

    def states(self, documents: Mapping[str, Any]) -> Codes:
        """Return the `State` of each row; what is said of a row beats its kind."""
        states = np.zeros(len(self), dtype=np.int8)
        of_rows: dict[int, dict[str, int]] = {}
        for key, value in documents.items():
            role, kind, *name = key.split(SEPARATOR, 2)
            number = self._places.get(SEPARATOR.join((role, kind)))
            if number is None:
                continue
            state = State.ACCEPTED if value.get(ACCEPTED) else State.LEFT
            if name:
                of_rows.setdefault(number, {})[name[0]] = int(state)
            else:
                group = self.groups[number]
                states[group.first : group.last] = state
        for number, own in of_rows.items():
            first, last = self.groups[number].first, self.groups[number].last
            for called, said in own.items():
                found = self._rows_called(called)
                states[found[(found >= first) & (found < last)]] = said
        return states

    def _rows_called(self, name: str) -> Positions:
        """Return the positions of the rows of a name, ascending."""
        names, ranks, order = self._index
        place = int(np.searchsorted(names, name))
        if place == len(names) or names[place] != name:
            return np.empty(0, dtype=np.int64)
        begin, end = np.searchsorted(ranks[order], [place, place + 1])
        return order[begin:end]

    @cached_property
    def _index(self) -> tuple[NDArray[np.str_], Positions, Positions]:
        """All names in order, each row's rank among them, rows by rank."""
        names, ranks = np.unique(self.names.astype(str), return_inverse=True)
        return names, ranks, np.argsort(ranks, kind="stable")

    def prepare(self) -> None:
        """Work out what sorting and searching need, so that the first is not slow."""
        _ = self.name_order, self.haystack

    @cached_property
    def name_order(self) -> NDArray[np.int64]:
        """The rank of each row's name among all names."""
        return self._index[1]

    @cached_property
    def haystack(self) -> list[str]:
        """What is searched of each row: name, sentence, kind."""
        titles = [f"{group.title}\n{group.place}" for group in self.groups]
        return [
            f"{name}\n{detail}\n{titles[group]}".casefold()
            for name, detail, group in zip(
                self.names, self.details, self.group.tolist(), strict=True
            )
        ]


def make_worklist(findings: Iterable[Finding]) -> Worklist:
    """Put findings into one list; several of one kind and input become one group."""
    by_kind: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.rows:
            by_kind.setdefault((finding.role, finding.kind), []).append(finding)
    ordered = sorted(by_kind.values(), key=_weight)
    flat = [finding for found in ordered for finding in found]
    counts = [sum(finding.count for finding in found) for found in ordered]
    ends = np.cumsum(counts, dtype=np.int64)
    groups = tuple(
        Group(
            role=found[0].role,
            kind=found[0].kind,
            severity=max(finding.severity for finding in found),
            first=int(end) - count,
            last=int(end),
        )
        for found, end, count in zip(ordered, ends, counts, strict=True)
    )
    sizes = [finding.count for finding in flat]
    return Worklist(
        groups=groups,
        group=np.repeat(np.arange(len(groups), dtype=np.int32), counts),
        severity=np.repeat(
            np.array([finding.severity for finding in flat], dtype=np.int8), sizes
        ),
        rows=_column(flat, "rows", dtype=np.int64, missing=0),
        names=_column(flat, "ids", dtype=object, missing=""),
        details=_column(flat, "details", dtype=object, missing=""),
        area_m2=_column(flat, "area_m2", dtype=np.float64, missing=np.nan),
    )


def _weight(found: Sequence[Finding]) -> tuple[int, int]:
    worst = max(finding.severity for finding in found)
    return (-worst, -sum(finding.count for finding in found))


def _column(
    findings: Sequence[Finding], name: str, *, dtype: type, missing: object
) -> NDArray[Any]:
    parts: list[NDArray[Any]] = [np.empty(0, dtype=dtype)]
    for finding in findings:
        values = getattr(finding, name)
        part: NDArray[Any] = np.full(finding.count, missing, dtype=dtype)
        part[: len(values)] = values
        parts.append(part)
    return np.concatenate(parts)


@dataclass(frozen=True, kw_only=True)
class Query:
    """Which rows to show, and in which order; None or "" means all.

    `sort` is one of group, severity, name, area, state; ties keep the list's order.
    """

    text: str = ""
    severity: Severity | None = None
    role: str | None = None
    kind: str | None = None
    state: State | None = None
    sort: str = "group"
    descending: bool = False


def arrange(worklist: Worklist, states: Codes, query: Query) -> Positions:
    """Return the positions of the rows that a query asks for, in its order."""
    keep = np.ones(len(worklist), dtype=bool)
    if query.severity is not None:
        keep &= worklist.severity == query.severity
    if query.state is not None:
        keep &= states == query.state
    wanted = [
        query.role in {None, group.role} and query.kind in {None, group.kind}
        for group in worklist.groups
    ]
    if not all(wanted):
        keep &= np.array(wanted, dtype=bool)[worklist.group]
    terms = query.text.casefold().split()
    if terms:
        texts = worklist.haystack
        keep &= np.fromiter(
            (all(term in text for term in terms) for text in texts),
            dtype=bool,
            count=len(texts),
        )
    found = np.flatnonzero(keep)
    if query.sort == "group":
        return found[::-1] if query.descending else found
    keys = _sort_keys(worklist, states, query.sort)[found]
    if query.descending:
        keys = -keys  # a missing area stays last
    return found[np.argsort(keys, kind="stable")]


def _sort_keys(worklist: Worklist, states: Codes, name: str) -> NDArray[Any]:
    if name == "name":
        return worklist.name_order
    if name == "area":
        return np.abs(worklist.area_m2)
    codes = {"severity": worklist.severity, "state": states}[name]
    return codes.astype(np.int64)


@dataclass(frozen=True, kw_only=True)
class Sum:
    """What a kind amounts to: rows, those not dealt with, area affected.

    `area_m2` is the net sum, None where no row is about an area.
    """

    rows: int
    pending: int
    area_m2: float | None


def sum_groups(worklist: Worklist, states: Codes) -> tuple[Sum, ...]:
    """Add up each kind."""
    return tuple(
        _sum(worklist.area_m2[g.first : g.last], states[g.first : g.last])
        for g in worklist.groups
    )


def _sum(area_m2: NDArray[np.float64], states: Codes) -> Sum:
    known = np.isfinite(area_m2)
    return Sum(
        rows=len(states),
        pending=int((states == State.PENDING).sum()),
        area_m2=float(area_m2[known].sum()) if known.any() else None,
    )


def count_pending(worklist: Worklist, states: Codes) -> int:
    """Count the rows that somebody has to look at: notes need no answer."""
    to_do = (states == State.PENDING) & (worklist.severity > Severity.NOTE)
    return int(to_do.sum())


Change = tuple[str, dict[str, bool] | None]
"""The id of a document and its new value; None takes it back."""


def decide_rows(
    worklist: Worklist, positions: Iterable[int], state: State
) -> tuple[Change, ...]:
    """Return the documents that give these rows a state."""
    value = None if state == State.PENDING else {ACCEPTED: state == State.ACCEPTED}
    ids = dict.fromkeys(worklist.document_id(position) for position in positions)
    return tuple((key, value) for key in ids)


def decide_group(
    group: Group, documents: Mapping[str, Any], state: State
) -> tuple[Change, ...]:
    """Return the documents that give a whole kind a state, whatever its rows had."""
    value = None if state == State.PENDING else {ACCEPTED: state == State.ACCEPTED}
    own = [key for key in documents if key.startswith(group.id + SEPARATOR)]
    changes: list[Change] = [(key, None) for key in own]
    if value is not None or group.id in documents:
        changes.append((group.id, value))
    return tuple(changes)


def correctable_fields(
    worklist: Worklist,
    position: int,
    *,
    columns: Iterable[str],
    source: Iterable[Field],
) -> tuple[str, ...]:
    """Return the standard fields whose value a row may have wrong, likeliest first.

    `columns` are the fields that the input has, `source` its own columns: where
    the row's sentence names some of either, only these are meant.
    """
    group = worklist.group_of(position)
    if group.role not in ROLES:
        return ()
    fields = read_schema(group.role).fields
    has = set(columns)
    listed = read_rules()["fields"].get(group.kind, ())
    found = [
        name
        for name, field in fields.items()
        if name in has and _is_listed(name, field.type, listed)
    ]
    detail = str(worklist.details[position])
    named = {each.standard for each in source if each.name and each.name in detail}
    meant = [name for name in found if name in named or _is_named(fields[name], detail)]
    return tuple(dict.fromkeys(meant or found))


def _is_named(field: StandardField, detail: str) -> bool:
    """Tell whether a sentence names a field, in whichever language it was said."""
    said = detail.casefold()
    return field.title in said or field.shown_title.casefold() in said


def _is_listed(name: str, type_: str, listed: Sequence[str]) -> bool:
    """Tell whether a field is listed by name or as one of a type (@date)."""
    return name in listed or any(
        each.startswith("@") and type_.endswith(each[1:]) for each in listed
    )


def whom_to_ask(field: str) -> str:
    """Return who can tell a field: land, build, firm, tax or economy."""
    for whom, names in read_rules()["whom"].items():
        if field in names:
            return str(whom)
    return "firm"


@cache
def read_rules() -> Mapping[str, Any]:
    """Read what kinds of findings may be corrected where."""
    text = (files("landgis.operations") / "worklist.toml").read_text("utf-8")
    return tomllib.loads(text)
