# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking up what a column name means for a role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from landgis.schema.fields import ROLES, StandardField, read_schema
from landgis.schema.headers import ENCODINGS, comparable, cut_names, parse_header
from landgis.values.texts import read_data


@dataclass(frozen=True, kw_only=True)
class Alias:
    """A name under which a field is known.

    `rank` is its place among the field's names, 0 the most trusted; `kind` is
    ``name``, ``code``, ``weak``, ``inverted`` or ``english``.
    """

    field: str
    kind: str
    rank: int
    text: str


@dataclass(frozen=True)
class AliasTable:
    """All names of a role: whole ones, and what a dbf leaves of them by encoding."""

    whole: Mapping[str, Alias]
    cut: Mapping[tuple[str, str], tuple[Alias, ...]]


@cache
def alias_table(role: str) -> AliasTable:
    """Return the names of a role's fields, ready for looking up."""
    whole: dict[str, Alias] = {}
    cut: dict[tuple[str, str], list[Alias]] = {}
    for each in read_schema(role).fields.values():
        for alias in _aliases(each):
            whole.setdefault(comparable(alias.text), alias)
            for encoding in ENCODINGS:
                for short in cut_names(alias.text, encoding=encoding):
                    _add_once(cut.setdefault((encoding, short), []), alias)
    return AliasTable(whole, {short: tuple(found) for short, found in cut.items()})


def ignored_reason(name: str) -> str | None:
    """Return why a known column is no standard field, or None if it is unknown."""
    for key in parse_header(name).keys:
        if key in _ignored():
            return _ignored()[key]
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
        (role, table.whole[key].field)
        for role in ROLES
        for table in (alias_table(role),)
        for key in parse_header(name).keys[:1]
        if key in table.whole
    )


@cache
def dimension_of_name(name: str) -> str | None:
    """Return what a column of this name measures, the same for every role."""
    found = set()
    for role in ROLES:
        table = alias_table(role)
        for key in parse_header(name).keys:
            if key in table.whole:
                unit = read_schema(role).fields[table.whole[key].field].unit
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
    return [
        Alias(field=each.name, kind=kind, rank=rank, text=text)
        for kind, texts in kinds
        for rank, text in enumerate(texts)
    ]


def _add_once(found: list[Alias], alias: Alias) -> None:
    if all(other.field != alias.field for other in found):
        found.append(alias)


@cache
def _ignored() -> dict[str, str]:
    listed = read_data("headers")["ignored"]
    names: dict[str, str] = {}
    if isinstance(listed, dict):
        for reason, texts in listed.items():
            for text in texts:
                names[comparable(text)] = reason
                for encoding in ENCODINGS:
                    for short in cut_names(text, encoding=encoding):
                        names.setdefault(short, reason)
    return names


@cache
def _known_keys() -> frozenset[str]:
    keys = set(_ignored())
    for role in ROLES:
        keys |= alias_table(role).whole.keys()
    return frozenset(keys)
