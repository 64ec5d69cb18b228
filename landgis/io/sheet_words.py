# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words and patterns by which rows that are no data are told from data (XLS-01)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from landgis.values.texts import fold, read_data

_WIDE = "\u4e00-\u9fff"
_COUNT = r"[:(]?\d*[家户宗个亩条]?\)?[:]?"
_LONGEST_TOTAL = 24
_TITLE = re.compile(r".*(?:表|清单|台账|名单|名册|数据库|汇总|目录)(?:\(.*\))?")
_NUMERAL = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]?|\([一二三四五六七八九十]{1,3}\)"
)
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|\([一二三四五六七八九十]{1,3}\)).+"
)
_NUMBERED = re.compile(r"\(?\d{1,2}\)?(?:=.*)?|[甲乙丙丁戊]|[a-z]|栏次")
_PAGE = re.compile(r"第\d+页(?:[,/]?共\d+页)?|共\d+页|\d+/\d+页?")


@cache
def words() -> dict[str, Any]:
    """Return the word lists."""
    return dict(read_data("sheet_words"))


@cache
def total_pattern() -> re.Pattern[str]:
    """Match a cell that makes its row a total, not a firm's name with such a word."""
    listed = "|".join(map(re.escape, words()["totals"]))
    lone = "|".join(map(re.escape, words()["lone_totals"]))
    return re.compile(rf"(?:[{_WIDE}]{{0,10}}(?:{listed})|{lone}){_COUNT}")


@cache
def note_pattern() -> re.Pattern[str]:
    """Match the beginning of a row that is a note or a signature."""
    listed = "|".join(re.escape(fold(word)) for word in words()["notes"])
    return re.compile(rf"[*※]*(?:{listed}).*", re.DOTALL)


@cache
def info_pattern() -> re.Pattern[str]:
    """Match a cell above the head that says who, when, in what unit."""
    listed = "|".join(re.escape(word) for word in words()["info"])
    return re.compile(
        rf"\(?.{{0,6}}(?:{listed})[^:]{{0,6}}:.*|\d{{4}}年.*[月日度]|.*:", re.DOTALL
    )


def is_total(word: str) -> bool:
    """Tell whether a cell says that its row is a total."""
    return len(word) <= _LONGEST_TOTAL and total_pattern().fullmatch(word) is not None


def is_note(word: str) -> bool:
    """Tell whether a cell begins a note."""
    return note_pattern().fullmatch(word) is not None


def is_info(word: str) -> bool:
    """Tell whether a cell above the head is no head."""
    return info_pattern().fullmatch(word) is not None


def is_title(word: str) -> bool:
    """Tell whether a cell above the head is the table's title."""
    return _TITLE.fullmatch(word) is not None


def is_section(word: str) -> bool:
    """Tell whether a cell, alone in its row, is a heading within the data."""
    return (
        _SECTION.fullmatch(word) is not None
        or word in words()["sections"]
        or word.endswith(tuple(words()["section_ends"]))
    )


def is_numeral(word: str) -> bool:
    """Tell whether a cell is a heading's number: 一, 二、, (三)."""
    return _NUMERAL.fullmatch(word) is not None


def is_numbering(word: str) -> bool:
    """Tell whether a cell may be part of a row that numbers the columns."""
    return _NUMBERED.fullmatch(word.lower()) is not None


def is_page(word: str) -> bool:
    """Tell whether a cell is a page number."""
    return _PAGE.fullmatch(word) is not None


def is_example(word: str) -> bool:
    """Tell whether a cell marks a row as a filled-in example."""
    return word.rstrip(":") in words()["examples"]


def is_serial_head(word: str) -> bool:
    """Tell whether a column head is that of running numbers."""
    return word.lower().rstrip(".") in words()["serials"]


@cache
def measured_dimension(name: str) -> str | None:
    """Return money or area where the words of an unknown column tell."""
    measured = words()["measured"]
    plain = fold(name)
    if any(word in plain for word in measured["except"]):
        return None
    found = [
        dimension
        for dimension in ("money", "area")
        if any(word in plain for word in measured[dimension])
    ]
    return found[0] if len(found) == 1 else None
