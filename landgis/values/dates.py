# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates in every form that tables hold: text, serials, Chinese numerals (XLS-07)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from landgis.values.texts import fold, is_missing, map_cells

Partial = Literal["first", "last"]
"""Which day a month or a year without a day stands for."""

FIRST_YEAR, LAST_YEAR = 1949, 2100
FIRST_SERIAL, LAST_SERIAL = 20000, 60000  # 1954-10-03 … 2064-04-08 in Excel's count
EMPTY_DATES = frozenset(
    dt.date(*day)
    for day in ((1900, 1, 1), (1901, 1, 1), (1899, 12, 30), (1899, 12, 31))
)
"""What databases and Excel show for an empty date (contract, rulebook §5.3)."""

_EXCEL_EPOCH = dt.date(1899, 12, 30)
_UNIX_EPOCH = dt.date(1970, 1, 1)
_PIVOT = 50  # two-digit years below are 20xx

_CLOCK = re.compile(r"(?:[\sTt,]+|(?<=日))(?:上午|下午)?\s*\d{1,2}[:时]\s*\d{2}.*$")
_NOTE = r"(?P<note>\(.*\)|前|左右|起|止)?"
_DAY = re.compile(
    rf"约?(?P<y>\d{{4}})[-/.,年](?P<m>\d{{1,2}})[-/.,月](?P<d>\d{{1,2}})[日号]?{_NOTE}"
)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:\d{6})?(?:\.0+)?")
_MONTH = re.compile(
    r"约?(?P<y>\d{4})[-/.,年](?P<m>\d{1,2})(?:月份?)?(?P<part>上旬|中旬|下旬|初|中|底|末)?[-/.]?(?:\(.*\))?"
)
_COMPACT_MONTH = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})")
_YEAR = re.compile(
    r"约?(?P<y>\d{4})(?:年度?)?(?P<part>上半年|下半年|初|年初|中|底|年底|末)?(?:\.0)?"
)
_QUARTER = re.compile(r"(?P<y>\d{4})年?(?:第?(?P<q>[1-4一二三四])季度|q(?P<n>[1-4]))")
_SHORT = re.compile(r"'?(?P<y>\d{2})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})[日号]?")
_DAY_LAST = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4})")
_SERIAL = re.compile(r"(?P<n>\d{5})(?:\.\d+)?")
_CHINESE = str.maketrans("〇零○Οo一二两三四五六七八九", "000001223456789")
_CHINESE_DATE = re.compile(r"[〇零○Οo一二三四五六七八九]{4}年.*")
_TENS = re.compile(r"([1-9]?)十([1-9]?)")

_MONTH_PARTS = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20)}
_YEAR_PARTS = {"上半年": (1, 6), "初": (1, 1), "年初": (1, 1), "中": (6, 6)}
_QUARTERS = "一二三四"
_MONTHS, _OCTOBER = 12, 10
_NOISE = 1e-6  # of 2018.03 as a binary fraction
_EMPTY_SERIALS = (0.0, 1.0, 2.0, 367.0)  # of EMPTY_DATES in Excel's count


class _Date(NamedTuple):
    days: int | None
    bad: bool
    ambiguous: bool


_EMPTY = _Date(None, bad=False, ambiguous=False)
_BAD = _Date(None, bad=True, ambiguous=False)


@dataclass(frozen=True, kw_only=True)
class ParsedDates:
    """Dates read from cells, all indexed as the cells were.

    `value` is ``datetime64[s]``; `bad` marks cells that hold something and yet
    no possible date; `ambiguous` those that could be read otherwise: a month or
    a year alone, a year of two digits, 3/5/2018.
    """

    value: pd.Series
    bad: pd.Series
    ambiguous: pd.Series


def parse_dates(cells: pd.Series, *, partial: Partial = "first") -> ParsedDates:
    """Read dates from cells of any kind (XLS-07).

    Empty cells, words for "not yet", 1900-01-01 and 1901-01-01 give NaT and are
    not bad.  A month or year without a day becomes its first or last day.
    """
    index, name = cells.index, cells.name
    october = _has_leading_zero_months(cells)

    def parse(cell: object) -> _Date:
        found = _parse_cell(cell, partial=partial, october=october)
        if found.days is None:
            return found
        day = _UNIX_EPOCH + dt.timedelta(days=found.days)
        if day in EMPTY_DATES:
            return _EMPTY
        return found if FIRST_YEAR <= day.year <= LAST_YEAR else _BAD

    codes, dates = map_cells(cells, parse, empty=_EMPTY)
    days = np.array(
        [
            np.datetime64("NaT")
            if each.days is None
            else np.datetime64(each.days * 86400, "s")
            for each in dates
        ],
        dtype="datetime64[s]",
    )
    return ParsedDates(
        value=pd.Series(days[codes], index=index, name=name),
        bad=pd.Series(
            np.array([each.bad for each in dates])[codes], index=index, name=name
        ),
        ambiguous=pd.Series(
            np.array([each.ambiguous for each in dates])[codes], index=index, name=name
        ),
    )


def _has_leading_zero_months(cells: pd.Series) -> bool:
    """Tell whether numbers write March as 2018.03, so that 2018.1 is October."""
    if isinstance(cells.dtype, pd.StringDtype):
        return False
    numbers = pd.to_numeric(cells, errors="coerce").astype("float64")
    years = numbers.between(FIRST_YEAR, LAST_YEAR + 1)
    months = ((numbers - np.floor(numbers)) * 100).round()
    return bool((years & months.between(1, 9)).any())


def _parse_cell(cell: object, *, partial: Partial, october: bool) -> _Date:
    if isinstance(cell, np.datetime64):
        cell = cell.astype("datetime64[s]").item()
    if isinstance(cell, dt.date):
        return _day(cell.year, cell.month, cell.day)
    if isinstance(cell, dt.time | bool | np.bool_):
        return _EMPTY  # Excel shows serial 0 as 00:00
    if isinstance(cell, int | float | np.integer | np.floating):
        return _parse_number(float(cell), partial=partial, october=october)
    if is_missing(cell, kind="date"):
        return _EMPTY
    text = unicodedata.normalize("NFKC", str(cell))
    plain = fold(_CLOCK.sub("", text)).lower().rstrip(".;、。")
    if _CHINESE_DATE.fullmatch(plain):
        plain = _TENS.sub(_ten, plain.translate(_CHINESE))
    return _parse_text(plain, partial)


def _ten(found: re.Match[str]) -> str:
    """Turn 十 into digits: 十二 12, 二十 20, 三十一 31 (units are digits already)."""
    return f"{found[1] or 1}{found[2] or 0}"


def _parse_number(number: float, *, partial: Partial, october: bool) -> _Date:
    if not np.isfinite(number) or number in _EMPTY_SERIALS:
        return _EMPTY
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        days = (_EXCEL_EPOCH - _UNIX_EPOCH).days + int(number)
        return _Date(days, bad=False, ambiguous=False)
    if number.is_integer():
        return _parse_text(str(int(number)), partial)
    year, month = int(number), round((number - int(number)) * 100)
    if abs((number - year) * 100 - month) > _NOISE:
        return _BAD
    if month % 10 == 0 and not (october and month == _OCTOBER):
        month //= 10
    return _parse_text(f"{year}.{month}", partial)


def _parse_text(text: str, partial: Partial) -> _Date:
    for pattern, read in _READERS:
        found = pattern.fullmatch(text)
        if found:
            return read(found, partial)
    return _BAD


def _whole_day(found: re.Match[str], _partial: Partial) -> _Date:
    date = _day(int(found["y"]), int(found["m"]), int(found["d"]))
    return _unsure(date) if found.groupdict().get("note") else date


def _serial(found: re.Match[str], partial: Partial) -> _Date:
    number = float(found["n"])
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        return _parse_number(number, partial=partial, october=False)
    return _BAD


def _short_year(found: re.Match[str], _partial: Partial) -> _Date:
    short = int(found["y"])
    year = short + (2000 if short < _PIVOT else 1900)
    return _unsure(_day(year, int(found["m"]), int(found["d"])))


def _year_last(found: re.Match[str], _partial: Partial) -> _Date:
    """Read 3/5/2018 as Excel shows it with American settings: the month first."""
    year, first, second = int(found["y"]), int(found["a"]), int(found["b"])
    if first > _MONTHS:
        return _day(year, second, first)
    date = _day(year, first, second)
    return date if second > _MONTHS else _unsure(date)


def _day(year: int, month: int, day: int) -> _Date:
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return _BAD
    return _Date((date - _UNIX_EPOCH).days, bad=False, ambiguous=False)


def _unsure(date: _Date) -> _Date:
    return date if date.bad else date._replace(ambiguous=True)


def _month(found: re.Match[str], partial: Partial) -> _Date:
    year, month = int(found["y"]), int(found["m"])
    if not 1 <= month <= _MONTHS or not FIRST_YEAR <= year <= LAST_YEAR:
        return _BAD
    last = calendar.monthrange(year, month)[1]
    part = found.groupdict().get("part") or ""
    ends = _MONTH_PARTS.get(part, (21, last) if part else (1, last))
    return _unsure(_day(year, month, ends[partial == "last"]))


def _year(found: re.Match[str], partial: Partial) -> _Date:
    year, part = int(found["y"]), found["part"] or ""
    ends = _YEAR_PARTS.get(part, (12, 12) if part.endswith(("底", "末")) else (1, 12))
    if part == "下半年":
        ends = (7, 12)
    return _span(year, ends, partial)


def _quarter(found: re.Match[str], partial: Partial) -> _Date:
    quarter = found["q"] or found["n"]
    number = _QUARTERS.index(quarter) + 1 if quarter in _QUARTERS else int(quarter)
    return _span(int(found["y"]), (3 * number - 2, 3 * number), partial)


def _span(year: int, months: tuple[int, int], partial: Partial) -> _Date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _BAD
    if partial == "first":
        return _unsure(_day(year, months[0], 1))
    return _unsure(_day(year, months[1], calendar.monthrange(year, months[1])[1]))


_READERS: tuple[
    tuple[re.Pattern[str], Callable[[re.Match[str], Partial], _Date]], ...
] = (
    (_DAY, _whole_day),
    (_SERIAL, _serial),
    (_COMPACT, _whole_day),
    (_COMPACT_MONTH, _month),
    (_MONTH, _month),
    (_YEAR, _year),
    (_QUARTER, _quarter),
    (_SHORT, _short_year),
    (_DAY_LAST, _year_last),
)
