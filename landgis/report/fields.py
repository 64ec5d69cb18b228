# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each column of a result is called, its unit and its meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from landgis.messages import joined, language, text, title, unit_title
from landgis.rules.reading import read_rule_file
from landgis.schema import ROLES, read_schema

ROLE_OF_LAYER = {"parcel": "supply", "residual": "approval"}
"""Layers of the result whose standard fields are those of another name."""


@dataclass(frozen=True, kw_only=True)
class FieldTitle:
    """Words for one column; `unit` and `meaning` are "" where there is none.

    `measure` is the unit by its own, Chinese name, whatever the language.
    """

    title: str
    unit: str = ""
    meaning: str = ""
    measure: str = ""

    @property
    def heading(self) -> str:
        """The title with its unit in brackets, as a column head shows it."""
        if not self.unit:
            return self.title
        return text("report.heading", title=self.title, unit=self.unit)


def field_titles() -> Mapping[str, FieldTitle]:
    """Return the words for every column that the program knows, by name.

    Standard fields are called as the schemas call them, the first role that has
    one deciding, unless a result says otherwise.
    """
    return _all_titles(language())


def field_title(name: str, *, table: str = "") -> FieldTitle:
    """Return the words for a column; a name of the source is its own title.

    A table may have its own words for a name (``status`` of an enterprise).
    """
    own = _own()
    role = ROLE_OF_LAYER.get(table, table)
    standard = _standard(role) if role in ROLES else {}
    found = (
        own.get(f"{table}.{name}")
        or own.get(name)
        or standard.get(name)
        or _chinese_titles().get(name)
        or FieldTitle(title=name)
    )
    return _translated(found, (name, f"{role}.{name}", f"{table}.{name}"))


def to_titles(names: Iterable[str]) -> str:
    """Return field names as words, joined as in a list."""
    return joined(field_title(name).title for name in names if name)


def _translated(words: FieldTitle, names: Iterable[str]) -> FieldTitle:
    """Return words in the language of the process, known by the last of the names."""
    called, meaning = words.title, words.meaning
    for name in names:
        called = title("field", name, otherwise=called)
        if words.meaning:
            meaning = title("meaning", name, otherwise=meaning)
    return FieldTitle(
        title=called,
        unit=unit_title(words.unit),
        meaning=meaning,
        measure=words.unit,
    )


@cache
def _all_titles(_language: str) -> Mapping[str, FieldTitle]:
    return {name: field_title(name) for name in _chinese_titles()}


@cache
def _chinese_titles() -> Mapping[str, FieldTitle]:
    found: dict[str, FieldTitle] = {}
    for role in ROLES:
        for name, words in _standard(role).items():
            found.setdefault(name, words)
    return found | {name: words for name, words in _own().items() if "." not in name}


@cache
def _standard(role: str) -> Mapping[str, FieldTitle]:
    return {
        name: FieldTitle(title=entry.title, unit=entry.unit.name if entry.unit else "")
        for name, entry in read_schema(role).fields.items()
    }


@cache
def _own() -> Mapping[str, FieldTitle]:
    path = Path(str(files("landgis.report") / "fields.toml"))
    section = read_rule_file(path).top.table("field")
    found = {}
    for name in section.entries:
        entry = section.table(name)
        found[name] = FieldTitle(
            title=entry.text("title"),
            unit=entry.text("unit", default=""),
            meaning=entry.text("meaning", default=""),
        )
    return found
