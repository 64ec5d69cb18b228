# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Column names made comparable: brackets, units, years and levels told apart."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from landgis.values.quantities import Unit, find_units, units
from landgis.values.texts import fold, read_data

SHORTEST_CUT, LONGEST_NAME = 9, 10
"""Bytes of a dbf field name; a cut inside a character leaves 9 (SHP-01)."""
ENCODINGS = ("gbk", "utf-8")

_BRACKETS = str.maketrans("[]{}【】〔〕〖〗<>", "()()()()()()")
_GROUP = re.compile(r"\(([^()]*)\)")
_OPEN_GROUP = re.compile(r"\(([^()]*)$")
_TAIL_UNIT = re.compile(r"[_,:;、-]([^_,:;、-]+)$")
_FILE_GROUP = re.compile(r"_([^_]+(?:_[^_]+)?)_$")  # a FileGDB writes (a/b) as _a_b_
_NUMBERING = re.compile(r"^\d{1,2}[.、)]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)(?:年度|年)?")
_NOISE = re.compile(r"[^0-9a-z\u4e00-\u9fff]")
_UNIT_WORD = re.compile(r"^(?:计量)?单位:?")
_LEVEL = "/"
_LAND_WORDS = ("面积", "用地", "土地", "占地")


@dataclass(frozen=True, kw_only=True)
class Header:
    """A column name taken apart.

    Attributes
    ----------
    keys
        Forms to look up, the most trustworthy first: all levels, without
        what stands in brackets, the last level, the level above a total.
    whole
        How many of `keys` are forms of the whole name.
    units
        What unit the name states: none, one, or several for a word like 度 or one
        that was cut.
    year
        The year it names; -1 for 上年度, None if it names none.
    is_mean
        It is a mean of several years.
    """

    name: str
    keys: tuple[str, ...]
    whole: int
    units: tuple[Unit, ...]
    year: int | None
    is_mean: bool


def comparable(text: str) -> str:
    """Return a name as a key: half-width, lower case, letters and digits only."""
    key = _NOISE.sub("", fold(text).lower())
    for first, *others in _words()["synonyms"]:
        for other in others:
            key = key.replace(other, first)
    return key


@cache
def parse_header(name: str) -> Header:
    """Take a column name apart."""
    plain = fold(name).translate(_BRACKETS)
    plain = _NUMBERING.sub("", plain)
    stated, plain = _take_units(plain)
    is_mean = any(word in plain for word in _words()["means"])
    year, plain = _take_year(plain)
    telling = any(group in _words()["telling"] for group in _GROUP.findall(plain))
    without = plain if telling else _OPEN_GROUP.sub("", _GROUP.sub("", plain))
    whole = [comparable(plain), comparable(without)]
    parts = [part for part in without.split(_LEVEL) if comparable(part)]
    last: list[str] = []
    if len(parts) > 1:
        last = [comparable(parts[-1])]
        if last[0] in _totals():
            last = [comparable("".join(parts[:-1])), *last]
    if not stated:
        stated, shorter = _tail_units(whole[1])
        whole = [*whole, shorter] if shorter else whole
    asis = comparable(name)
    whole_keys = _unique([asis, *whole, *map(_without_prefix, whole)])
    return Header(
        name=name,
        keys=_unique([*whole_keys, *last]),
        whole=len(whole_keys),
        units=stated,
        year=year,
        is_mean=is_mean,
    )


def header_unit(name: str) -> str | None:
    """Return the unit that a column name states, by its usual name."""
    stated = parse_header(name).units
    return stated[0].name if stated else None


def cut_names(name: str, *, encoding: str) -> frozenset[str]:
    """Return what a dbf leaves of a name, in one of the `ENCODINGS` (SHP-01)."""
    wholes = (variant.encode(encoding, "ignore") for variant in _variants(name))
    return frozenset(
        comparable(whole[:LONGEST_NAME].decode(encoding, "ignore"))
        for whole in wholes
        if len(whole) > LONGEST_NAME
    )


def cut_encodings(names: Iterable[str]) -> tuple[str, ...]:
    """Return in which encodings these names may all have been cut."""
    listed = tuple(names)
    return tuple(
        encoding
        for encoding in ENCODINGS
        if all(len(name.encode(encoding, "replace")) <= LONGEST_NAME for name in listed)
    )


def may_be_cut(name: str, *, encoding: str) -> bool:
    """Tell whether a name fills what a dbf allows."""
    length = len(name.encode(encoding, "replace"))
    return SHORTEST_CUT <= length <= LONGEST_NAME


def _variants(name: str) -> list[str]:
    """Return a name with each of its words in every synonym."""
    found = [name]
    for group in _words()["synonyms"]:
        for one, other in itertools.permutations(group, 2):
            found += [each.replace(one, other) for each in found if one in each]
    return found


def _take_units(text: str) -> tuple[tuple[Unit, ...], str]:
    for pattern in (_GROUP, _FILE_GROUP, _TAIL_UNIT, _OPEN_GROUP):
        for found in pattern.finditer(text):
            words = found[1].replace("_", _LEVEL)
            stated = _units_in(words, cut=pattern is _OPEN_GROUP)
            if stated:
                return stated, text[: found.start()] + text[found.end() :]
    return (), text


def _units_in(text: str, *, cut: bool) -> tuple[Unit, ...]:
    for part in [text, *re.split(r"[,;、]", text)]:
        word = _UNIT_WORD.sub("", part)
        found = find_units(word)
        if not found and cut and word:
            found = _units_beginning_with(word.lower())
        if found:
            return found
    return ()


def _units_beginning_with(start: str) -> tuple[Unit, ...]:
    """Return the units whose name may have been cut to `start`."""
    meant = {
        each
        for name, found in units().items()
        if name.startswith(start)
        for each in found
    }
    return tuple(sorted(meant, key=lambda unit: unit.name))


@cache
def _tail_units(key: str) -> tuple[tuple[Unit, ...], str]:
    """Return the unit at the end of a name without brackets: 登记面积㎡."""
    for spelling in sorted(units(), key=len, reverse=True):
        tail = _NOISE.sub("", spelling)
        shorter = key.removesuffix(tail)
        if not tail or not shorter or shorter == key:
            continue
        if len(tail) > 1 or (tail == "亩" and shorter.endswith(_LAND_WORDS)):
            return units()[spelling], shorter
    return (), ""


def _take_year(text: str) -> tuple[int | None, str]:
    found = _YEAR.search(text)
    if found:
        return int(found[1]), text[: found.start()] + text[found.end() :]
    for word, years in _words()["past"].items():
        if word in text:
            return years, text.replace(word, "", 1)
    return None, text


def _without_prefix(key: str) -> str:
    for prefix in _words()["prefixes"]:
        if key.startswith(prefix) and len(key) > len(prefix) + 1:
            return key.removeprefix(prefix)
    return key


def _unique(keys: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key))


@cache
def _words() -> dict[str, Any]:
    return dict(read_data("headers"))


@cache
def _totals() -> frozenset[str]:
    return frozenset(map(comparable, _words()["totals"]))
