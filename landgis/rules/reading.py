# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a rule file and say, in file and key, what is wrong with it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any

from landgis.errors import RuleError
from landgis.messages import text

FORMAT = 1

MAX_MAGNITUDE = 15
"""Numbers of 10^±15 and beyond are slips of the pen."""

_RATIO = re.compile(r"\s*(\d+)\s*/\s*([1-9]\d*)\s*")
_PLACE = re.compile(r"at line (\d+), column (\d+)")


@dataclass(frozen=True, kw_only=True)
class Section:
    """One table of a rule file; every question names file and key if it fails."""

    file: str
    place: str
    entries: Mapping[str, Any]

    def key(self, name: str) -> str:
        """Return the full name of a key of this table, as messages show it."""
        return f"{self.place}.{name}" if self.place else name

    def has(self, name: str) -> bool:
        """Tell whether the file gives that key."""
        return name in self.entries

    def allow(self, *names: str) -> None:
        """Refuse every key that is not one of `names`, with the nearest of them."""
        for name in self.entries:
            if name not in names:
                raise self.error("rules.unknown_key", name, hint=make_hint(name, names))

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; without `default` it must be there and not be empty."""
        if default is not None and name not in self.entries:
            return default
        found = self._typed(name, str, "text")
        if default is None and not found.strip():
            raise self.error("rules.empty", name)
        return str(found)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty if the key is not there."""
        found = self._typed(name, list, "texts") if name in self.entries else []
        if not all(isinstance(entry, str) for entry in found):
            raise self.wrong_type(name, "texts")
        return tuple(found)

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """Return a text that is one of `allowed`."""
        found = self.text(name)
        if found not in allowed:
            raise self.error(
                "rules.not_allowed",
                name,
                found=found,
                allowed="、".join(allowed),
                hint=make_hint(found, allowed),
            )
        return found

    def number(self, name: str) -> Fraction:
        """Return a number without loss; a ratio may be written ``"1/3"``."""
        return self.to_number(name, self._required(name))

    def to_number(self, name: str, found: object) -> Fraction:
        """Return `found`, the value of key `name`, as a number."""
        if isinstance(found, str) and (ratio := _RATIO.fullmatch(found)):
            return Fraction(int(ratio[1]), int(ratio[2]))
        if isinstance(found, int) and not isinstance(found, bool):
            found = Decimal(found)
        if isinstance(found, Decimal) and _is_sensible(found):
            return Fraction(found)
        raise self.wrong_type(name, "number")

    def whole(self, name: str) -> int:
        """Return a whole number."""
        return int(self._typed(name, int, "whole"))

    def flag(self, name: str) -> bool:
        """Return true or false."""
        return bool(self._typed(name, bool, "flag"))

    def day(self, name: str) -> date:
        """Return a date, written without quotes: 2022-01-01."""
        found = self._required(name)
        if not isinstance(found, date) or isinstance(found, datetime):
            raise self.wrong_type(name, "date")
        return found

    def table(self, name: str) -> Section:
        """Return a table of this table; an empty one if it is not there."""
        found = self._typed(name, dict, "table") if name in self.entries else {}
        return Section(file=self.file, place=self.key(name), entries=found)

    def tables(self, name: str) -> Iterator[Section]:
        """Yield the entries of a list of tables (``[[name]]``), numbered from 1."""
        found = self._typed(name, list, "tables") if name in self.entries else []
        for number, entry in enumerate(found, start=1):
            if not isinstance(entry, dict):
                raise self.wrong_type(name, "tables")
            yield Section(
                file=self.file, place=f"{self.key(name)}[{number}]", entries=entry
            )

    def error(self, code: str, name: str, **params: object) -> RuleError:
        """Return an error about a key of this table."""
        return RuleError(code, file=self.file, key=self.key(name), **params)

    def wrong_type(self, name: str, wanted: str) -> RuleError:
        """Return the error that a key holds the wrong kind of value."""
        return RuleError(
            f"rules.wanted_{wanted}",
            file=self.file,
            key=self.key(name),
            found=_shown(self.entries[name]),
        )

    def _required(self, name: str) -> Any:
        if name not in self.entries:
            raise self.error("rules.missing_key", name)
        return self.entries[name]

    def _typed(self, name: str, kind: type, wanted: str) -> Any:
        found = self._required(name)
        if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
            raise self.wrong_type(name, wanted)
        return found


@dataclass(frozen=True, kw_only=True)
class RuleFile:
    """A rule file as read: its top table and the hash of its bytes."""

    path: Path
    sha256: str
    top: Section


def read_rule_file(path: Path) -> RuleFile:
    """Read a rule file: TOML in UTF-8, with or without a byte order mark.

    Raises
    ------
    RuleError
        If it cannot be read, is no TOML, or is of another format.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RuleError("rules.unreadable", file=str(path)) from error
    return parse_rule_file(path, content)


def parse_rule_file(path: Path, content: bytes) -> RuleFile:
    """Read the content of a rule file; `path` names it in messages.

    Raises
    ------
    RuleError
        If it is no TOML in UTF-8, or is of another format.
    """
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError("rules.encoding", file=path.name) from error
    try:
        values = tomllib.loads(decoded, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line, column = place.groups() if place else (decoded.count("\n") + 1, 1)
        raise RuleError(
            "rules.syntax", file=path.name, line=line, column=column
        ) from error
    top = Section(file=path.name, place="", entries=values)
    if top.whole("format") != FORMAT:
        raise top.error("rules.format", "format", found=values["format"])
    return RuleFile(path=path, sha256=hashlib.sha256(content).hexdigest(), top=top)


def is_ratio(found: str) -> bool:
    """Tell whether a text is a number written as a ratio: 1/3."""
    return _RATIO.fullmatch(found) is not None


def make_hint(found: str, known: Iterable[str]) -> str:
    """Return the sentence "did you mean …", empty where nothing comes near."""
    spellings = {name.lower(): name for name in known}
    near = get_close_matches(found.lower(), list(spellings), 1)
    return text("rules.hint", near=spellings[near[0]]) if near else ""


def _is_sensible(number: Decimal) -> bool:
    """Tell whether a number can be one of a policy, and not 1e999999999."""
    return number.is_finite() and (
        number == 0 or abs(number.adjusted()) <= MAX_MAGNITUDE
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
