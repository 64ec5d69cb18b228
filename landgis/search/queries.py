# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a typed query (面积>50 低效 下沙), and a pasted list of codes."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.search.filters import Condition, Filter, Vocabulary

CODE_COLUMNS = ("parcel_id", "unit_no", "supervision_no")
LIST_FROM = 2
LEAST_WORD = 2

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_AMOUNT = re.compile(rf"({_NUMBER})\s*(\D.*|)")
_RANGE = re.compile(rf"({_NUMBER})\s*(?:-|~|–|—|至|到)\s*({_NUMBER})\s*(\D.*|)")
_WORDS_APART = re.compile(r"(?:[\s;、]|,(?!\d{3}(?!\d)))+")
_AROUND_SIGNS = re.compile(r"\s*(>=|<=|!=|<>|==|[<>=≥≤≠])\s*")
_CODES_APART = re.compile(r"[\s,，;；、]+")
_TOWN_ENDINGS = ("街道", "镇", "乡")


@dataclass(frozen=True, kw_only=True)
class Query:
    """What a text asks: a filter (one chip for each condition) and what is left."""

    filter: Filter
    rest: str


def parse_query(text: str, words: Vocabulary) -> Query:
    """Read conditions out of a text; words that mean none stay in `rest`.

    Several statuses, and several towns, are alternatives; all else must hold
    together.
    """
    plain = _AROUND_SIGNS.sub(r"\1", unicodedata.normalize("NFKC", text).strip())
    conditions: list[Condition] = []
    chosen: dict[str, list[str]] = {"status": [], "town": []}
    rest = []
    for word in filter(None, _WORDS_APART.split(plain)):
        condition = _comparison(word, words)
        statuses = [] if condition else _statuses(word, words)
        towns = [] if condition or statuses else _towns(word, words)
        if condition is not None:
            conditions.append(condition)
        elif statuses or towns:
            chosen["status" if statuses else "town"] += statuses or towns
        else:
            rest.append(word)
    for field, values in chosen.items():
        if values:
            unique = tuple(dict.fromkeys(values))
            conditions.append(Condition(field=field, operator="in", values=unique))
    return Query(filter=Filter(conditions=tuple(conditions)), rest=" ".join(rest))


@dataclass(frozen=True, kw_only=True)
class PastedCodes:
    """Parcels of a pasted list: their rows, and the codes that are not there."""

    rows: NDArray[np.int64]
    not_found: tuple[str, ...]


def is_pasted_list(text: str) -> bool:
    """Tell whether a text is a list of codes, as pasted from Excel."""
    codes = _codes(text)
    return len(codes) >= LIST_FROM and all(
        code.isascii()
        and any(letter.isdigit() for letter in code)
        and len(code) > LEAST_WORD
        for code in codes
    )


def find_pasted(text: str, parcels: pd.DataFrame) -> PastedCodes:
    """Find the parcels of a pasted list by parcel_id, unit_no or supervision_no.

    Letters may be small or large, wide or narrow; the first kind of code that
    has a line decides, and all parcels of that code count.
    """
    wanted = pd.Index(list(dict.fromkeys(_codes(text))), dtype="object")
    open_codes = np.ones(len(wanted), dtype=np.bool_)
    rows: list[NDArray[np.int64]] = []
    for name in CODE_COLUMNS:
        if name not in parcels:
            continue
        codes = (
            parcels[name].astype("str").str.normalize("NFKC").str.strip().str.upper()
        )
        place = wanted.get_indexer(pd.Index(codes.to_numpy(dtype=object)))
        here = (place >= 0) & open_codes[place]
        rows.append(np.flatnonzero(here))
        open_codes[np.unique(place[here])] = False
    found = np.unique(np.concatenate(rows)) if rows else np.empty(0, dtype=np.int64)
    return PastedCodes(
        rows=found.astype(np.int64), not_found=tuple(wanted[open_codes].tolist())
    )


def _codes(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).upper()
    return [code for code in _CODES_APART.split(plain) if code]


def _comparison(word: str, words: Vocabulary) -> Condition | None:
    """Read field, operator and value: 面积>50亩, 面积50-100, 权利人包含翔程."""
    for sign, operator in _read_words()["operators"].items():
        name, found, value = word.partition(sign)
        field = _field(name, words) if found and value else None
        if field is not None:
            return _with_value(field, operator, value=value, words=words)
    found_range = re.fullmatch(rf"(\D+?)({_RANGE.pattern})", word)
    field = _field(found_range[1], words) if found_range else None
    if found_range and field is not None:
        return _with_value(field, "=", value=found_range[2], words=words)
    return None


def _with_value(
    field: str, operator: str, *, value: str, words: Vocabulary
) -> Condition:
    if field == "status":
        codes = tuple(_statuses(value, words)) or (value,)
        if operator == "≠" and len(codes) == 1:
            return Condition(field=field, operator="≠", values=codes)
        return Condition(field=field, operator="in", values=codes)
    spread = _RANGE.fullmatch(value)
    if spread:
        low, high = (
            _amount(spread[n], spread[3], field=field, words=words) for n in (1, 2)
        )
        if low is not None and high is not None:
            return Condition(field=field, operator="between", values=(low, high))
    amount = _AMOUNT.fullmatch(value)
    number = amount and _amount(amount[1], amount[2], field=field, words=words)
    if isinstance(number, float):
        return Condition(field=field, operator=operator, values=(number,))
    is_text = operator == "=" and not value.isascii()
    return Condition(
        field=field, operator="contains" if is_text else operator, values=(value,)
    )


def _amount(digits: str, unit: str, *, field: str, words: Vocabulary) -> float | None:
    """Return a number in the unit of the field; None if the unit is another kind."""
    number = float(digits.replace(",", ""))
    own, stated = words.units.get(field, ""), unit.strip()
    if not stated or stated == own:
        return number
    sizes = _read_words()["units"]
    if stated in sizes and own in sizes:
        return float(
            Fraction(digits.replace(",", ""))
            * Fraction(sizes[stated])
            / Fraction(sizes[own])
        )
    return None


def _field(name: str, words: Vocabulary) -> str | None:
    """Return the column that a name means: its id, its title, another name of it."""
    plain = name.strip().lower()
    if not plain:
        return None
    if plain in words.fields:
        return plain
    titles = {title.lower(): field for field, title in words.fields.items()}
    alias = _read_words()["fields"].get(plain)
    if alias is not None and alias in words.fields:
        return str(alias)
    return titles.get(plain)


def _statuses(word: str, words: Vocabulary) -> list[str]:
    """Return the statuses that a word means: by its title, usual name or a part."""
    exact = [code for code, title in words.statuses.items() if word in (title, code)]
    if exact:
        return exact
    usual = _read_words()["statuses"].get(word)
    if usual is not None:
        return [code for code in usual if code in words.statuses]
    if len(word) < LEAST_WORD:
        return []
    return [code for code, title in words.statuses.items() if word in title]


def _towns(word: str, words: Vocabulary) -> list[str]:
    return [
        town
        for town in words.towns
        if word == town or any(town == word + ending for ending in _TOWN_ENDINGS)
    ]


@cache
def _read_words() -> Mapping[str, Any]:
    """Read the words; longer operators come before those that they begin with."""
    path = files("landgis.search") / "words.toml"
    content = tomllib.loads(path.read_text("utf-8"))
    signs = content["operators"]
    ordered = sorted(signs, key=len, reverse=True)
    return content | {"operators": {sign: signs[sign] for sign in ordered}}
