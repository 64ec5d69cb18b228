# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking up what a column name means for a role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from landgis.schema.fields import ROLES, StandardField, read_schema
from landgis.schema.headers import ENCODINGS, comparable, cut_names, parse_header
from landgis.values.texts import read_data


@dataclass(frozen=True, kw_only=True)
class Alias:
    """A name under which a field is known.

    `rank` is its place among the field's names, 0 the most trusted; `kind` is
    ``name``, ``code``, ``weak``, ``inverted`` or ``english``; with a `unit` it
    holds for columns in that unit only.
    """

    field: str
    kind: str
    rank: int
    text: str
    unit: str | None = None


@dataclass(frozen=True)
class AliasTable:
    """All names of a role: whole ones, and what a dbf leaves of them by encoding."""

    whole: Mapping[str, tuple[Alias, ...]]
    cut: Mapping[tuple[str, str], tuple[Alias, ...]]


@cache
def alias_table(role: str) -> AliasTable:
    """Return the names of a role's fields, ready for looking up."""
    whole: dict[str, list[Alias]] = {}
    cut: dict[tuple[str, str], list[Alias]] = {}
    for each in read_schema(role).fields.values():
        for alias in _aliases(each):
            _add_once(whole.setdefault(comparable(alias.text), []), alias)
            if alias.unit is not None:
                continue
            for encoding in ENCODINGS:
                for short in cut_names(alias.text, encoding=encoding):
                    _add_once(cut.setdefault((encoding, short), []), alias)
    return AliasTable(
        {key: tuple(found) for key, found in whole.items()},
        {short: tuple(found) for short, found in cut.items()},
    )


def ignored_reason(name: str, *, cut_in: tuple[str, ...] = ()) -> str | None:
    """Return why a known column is no standard field, or None if it is unknown.

    `cut_in` are the encodings in which the name may have been cut to 10 bytes.
    """
    for key in parse_header(name).keys:
        if key in _ignored():
            return _ignored()[key]
    for encoding in cut_in:
        reason = _ignored_cut(encoding).get(comparable(name))
        if reason is not None:
            return reason
    return None


@cache
def is_known_name(name: str) -> bool:
    """Tell whether a text is the name of a column of any role, used or not.

    This is how the head of a table is told from its data (XLS-01).
    """
    keys = parse_header(name).keys
    return any(key in _known_keys() for key in keys)


@cache
def roles_of_name(name: str) -> tuple[tuple[str, str], ...]:
    """Return each role and field that a column name could be."""
    return tuple(
        (role, alias.field)
        for role in ROLES
        for key in parse_header(name).keys[:2]
        for alias in alias_table(role).whole.get(key, ())
    )


@cache
def dimension_of_name(name: str) -> str | None:
    """Return what a column of this name measures, the same for every role."""
    found = set()
    for role in ROLES:
        table = alias_table(role)
        for key in parse_header(name).keys:
            if key in table.whole:
                for alias in table.whole[key]:
                    unit = read_schema(role).fields[alias.field].unit
                    found.add(None if unit is None else unit.dimension)
                break
    return found.pop() if len(found) == 1 else None


def _aliases(each: StandardField) -> list[Alias]:
    kinds = (
        ("english", (each.name,)),
        ("name", (each.title, *each.names)),
        ("code", each.codes),
        ("inverted", each.inverted),
        ("weak", each.weak),
    )
    plain = [
        Alias(field=each.name, kind=kind, rank=rank, text=text)
        for kind, texts in kinds
        for rank, text in enumerate(texts)
    ]
    by_unit = [
        Alias(field=each.name, kind="name", rank=rank, text=text, unit=unit)
        for rank, (text, unit) in enumerate(each.by_unit)
    ]
    return [*by_unit, *plain]


def _add_once(found: list[Alias], alias: Alias) -> None:
    if all((other.field, other.unit) != (alias.field, alias.unit) for other in found):
        found.append(alias)


@cache
def _ignored() -> dict[str, str]:
    return {comparable(text): reason for text, reason in _ignored_names()}


@cache
def _ignored_cut(encoding: str) -> dict[str, str]:
    return {
        short: reason
        for text, reason in _ignored_names()
        for short in cut_names(text, encoding=encoding)
    }


def _ignored_names() -> Iterator[tuple[str, str]]:
    listed = read_data("headers")["ignored"]
    if isinstance(listed, dict):
        for reason, texts in listed.items():
            for text in texts:
                yield text, reason


@cache
def _known_keys() -> frozenset[str]:
    keys = set(_ignored())
    for role in ROLES:
        keys |= alias_table(role).whole.keys()
    return frozenset(keys)
