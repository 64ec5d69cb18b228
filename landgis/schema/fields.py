# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The standard fields of each role, as the schema files describe them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from landgis import messages
from landgis.values.quantities import Unit, find_unit
from landgis.values.texts import read_data

ROLES = (
    "supply",
    "approval",
    "enterprise",
    "park",
    "town",
    "exclude",
    "block_line",
    "vacated",
    "survey",
    "target",
    "official",
    "lease",
)

NO_ROLE = "unknown"
"""The role of a file that nobody has given one: it has no standard fields."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value of a fixed list: the words that mean it, and parts of words."""

    value: str
    words: frozenset[str]
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Peer:
    """How many times another field a field's values usually are (XLS-02)."""

    field: str
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Words that a field's name is made of: one of each group, and none of others."""

    every: tuple[re.Pattern[str], ...]
    never: re.Pattern[str] | None

    def fits(self, key: str) -> bool:
        """Tell whether a comparable name follows the rule."""
        return all(group.search(key) for group in self.every) and not (
            self.never and self.never.search(key)
        )


@dataclass(frozen=True, kw_only=True)
class StandardField:
    """One standard field.

    Attributes
    ----------
    names, codes, weak, inverted
        Column names: Chinese ones in order of trust, pinyin codes, names that
        are taken only for want of a better one, names of the opposite (是否失效).
    by_unit
        Pairs of a name and the unit with which alone it means the field.
    rule
        Of what words other names of it are made.
    typical
        Between what the middle value lies in the standard unit.
    partial
        Whether a month without a day is its first or its last.
    lower_bound
        "≥1.2" and "1.2-2.0" stand for 1.2.
    derived
        Fields that make it up where it is missing: added, subtracted.
    """

    name: str
    title: str
    type: str
    role: str = ""
    unit: Unit | None = None
    weight: int = 1
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    inverted: tuple[str, ...] = ()
    by_unit: tuple[tuple[str, str], ...] = ()
    rule: Rule | None = None
    typical: tuple[float, float] | None = None
    within: tuple[float, float] | None = None
    per: tuple[Peer, ...] = ()
    zero_is_missing: bool = False
    like_drawn: bool = False
    lower_bound: bool = False
    partial: str = "first"
    missing: frozenset[str] = frozenset()
    choices: tuple[Choice, ...] = ()
    first_wins: bool = False
    other: str | None = None
    none: str | None = None
    derived: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    @property
    def shown_title(self) -> str:
        """Its title in the language of the process; `title` also is a column name."""
        plain = messages.title("field", self.name, otherwise=self.title)
        return messages.title("field", f"{self.role}.{self.name}", otherwise=plain)

    @property
    def kind(self) -> str:
        """What its values are: text, number or date."""
        if self.type in {"number", "year"}:
            return "number"
        return "date" if self.type == "date" else "text"


@dataclass(frozen=True, kw_only=True)
class Schema:
    """The standard fields of one role, by name, in the order of the file."""

    role: str
    title: str
    fields: Mapping[str, StandardField] = field(default_factory=dict)

    @property
    def shown_title(self) -> str:
        """Its title in the language of the process."""
        return messages.title("role", self.role, otherwise=self.title)


@cache
def read_schema(role: str) -> Schema:
    """Return the standard fields of a role.

    Raises
    ------
    ValueError
        If there is no such role.
    """
    if role == NO_ROLE:
        return Schema(role=role, title="")
    if role not in ROLES:
        raise ValueError(f"no such role: {role!r}")
    data: dict[str, Any] = dict(read_data(role))
    return Schema(
        role=role,
        title=data["title"],
        fields={
            name: _field(name, entry, role) for name, entry in data["fields"].items()
        },
    )


def _field(name: str, entry: dict[str, Any], role: str) -> StandardField:
    derived = entry.get("derived")
    return StandardField(
        name=name,
        title=entry["title"],
        type=entry["type"],
        role=role,
        unit=find_unit(entry["unit"], dimension=entry.get("dimension"))
        if "unit" in entry
        else None,
        weight=entry.get("weight", 1),
        names=tuple(entry["names"]),
        codes=tuple(entry.get("codes", ())),
        weak=tuple(entry.get("weak", ())),
        inverted=tuple(entry.get("inverted", ())),
        by_unit=tuple(
            (name, unit)
            for unit, names in entry.get("by_unit", {}).items()
            for name in names
        ),
        rule=_rule(entry.get("rule")),
        typical=_pair(entry.get("typical")),
        within=_pair(entry.get("within")),
        per=tuple(
            Peer(field=peer["field"], low=peer["range"][0], high=peer["range"][1])
            for peer in entry.get("per", ())
        ),
        zero_is_missing=entry.get("zero") == "missing",
        like_drawn=entry.get("drawn", False),
        lower_bound=entry.get("bound") == "lower",
        partial=entry.get("partial", "first"),
        missing=frozenset(entry.get("missing", ())),
        choices=tuple(
            Choice(
                value=value,
                words=frozenset(word.lower() for word in [value, *choice["words"]]),
                parts=tuple(part.lower() for part in choice["parts"]),
            )
            for value, choice in entry.get("values", {}).items()
        ),
        first_wins=entry.get("first_wins", False),
        other=entry.get("other"),
        none=entry.get("none"),
        derived=(tuple(derived["add"]), tuple(derived["subtract"]))
        if derived
        else None,
    )


def _rule(entry: dict[str, Any] | None) -> Rule | None:
    if entry is None:
        return None
    never = entry.get("none")
    return Rule(
        every=tuple(map(re.compile, entry["all"])),
        never=re.compile(never) if never else None,
    )


def _pair(entry: list[float] | None) -> tuple[float, float] | None:
    return None if entry is None else (float(entry[0]), float(entry[1]))
