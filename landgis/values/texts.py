# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text cells: plain forms, words for "nothing here", numbers that are really codes."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

T = TypeVar("T")

ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
"""Characters that take no room on screen and spoil every comparison (XLS-05)."""

_EXACT = 2.0**53  # whole numbers from here on are not exact
_INVISIBLE = re.compile(f"[{''.join(map(chr, ZERO_WIDTH))}]")
_LONGEST_WORD = 16  # letters in a word for "nothing here", spaces between them
_SPACES = re.compile(r"\s+")


@cache
def read_data(name: str) -> dict[str, object]:
    """Return one of the data files shipped beside the schemas."""
    source = files("landgis") / "schemas" / f"{name}.toml"
    return tomllib.loads(source.read_text("utf-8"))


def fold(text: str) -> str:
    """Return the plain form for comparing: half-width, no spaces, nothing invisible."""
    plain = unicodedata.normalize("NFKC", text).translate(ZERO_WIDTH)
    return _SPACES.sub("", plain)


@cache
def missing_words(kind: str = "always") -> frozenset[str]:
    """Return the words for an empty cell; `kind` adds those of number or date columns.

    Source: XLS-08.
    """
    words = read_data("missing")
    chosen = [words["always"]] if kind == "always" else [words["always"], words[kind]]
    return frozenset(
        fold(str(word)).lower()
        for listed in chosen
        if isinstance(listed, list)
        for word in listed
    )


@cache
def _may_begin(letter: str, kind: str) -> bool:
    """Tell whether a word for an empty cell may begin so; most texts do not."""
    plain = fold(letter).lower()
    return not plain or any(word.startswith(plain[0]) for word in missing_words(kind))


def is_blank(cell: object) -> bool:
    """Tell whether a cell holds nothing at all: None, NaN, NaT or only spaces."""
    if isinstance(cell, str):
        return not cell.strip()
    return cell is None or cell is pd.NaT or (isinstance(cell, float) and cell != cell)  # noqa: PLR0124  NaN is the one value unequal to itself


def is_missing(cell: object, *, kind: str = "always") -> bool:
    """Tell whether a cell says that there is no value (XLS-08); 0 is a value."""
    if isinstance(cell, str):
        bare = cell.strip()
        return not bare or (
            len(bare) <= _LONGEST_WORD
            and _may_begin(bare[0], kind)
            and fold(bare).lower() in missing_words(kind)
        )
    return is_blank(cell)


def cell_text(cell: object) -> str | None:
    """Return a cell as text: no `.0` behind whole numbers, dates as 2018-03-05."""
    if isinstance(cell, str):
        return _clean(cell) or None
    if is_blank(cell):
        return None
    if isinstance(cell, bool | np.bool_):
        return "是" if cell else "否"
    if isinstance(cell, float | np.floating):
        return _number_text(float(cell))
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    return str(cell)


def _clean(text: str) -> str:
    if not text.isascii() and _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    return text.strip()


def _number_text(number: float) -> str:
    """Return a number as a spreadsheet shows it: 15 digits, then zeros."""
    if abs(number) >= _EXACT and np.isfinite(number):
        return str(int(Decimal(f"{number:.15g}")))
    return str(int(number)) if number.is_integer() else repr(number)


def uniques(values: pd.Series) -> tuple[NDArray[np.intp], list[object]]:
    """Return each row's position in the list of different cells, and that list.

    A row without a value has position -1.
    """
    cells = values.to_numpy(dtype=object)
    codes, different = pd.factorize(cells, use_na_sentinel=True)
    return codes, list(different)


def map_cells(
    values: pd.Series, parse: Callable[[object], T], *, empty: T
) -> tuple[NDArray[np.intp], list[T]]:
    """Parse each different cell once.

    Returns positions into the list of results; `empty` stands at its end, so
    that the position -1 of rows without a value finds it.
    """
    codes, different = uniques(values)
    return codes, [*(parse(cell) for cell in different), empty]


def to_text(values: pd.Series) -> pd.Series:
    """Return a column as text with outer spaces cut and missing cells as NaN.

    Words for "nothing here" (XLS-08) become missing, 330304001001.0 becomes
    "330304001001".
    """

    def text_of(cell: object) -> str | None:
        return None if is_missing(cell) else cell_text(cell)

    codes, texts = map_cells(values, text_of, empty=None)
    found = np.array(texts, dtype=object)[codes]
    return pd.Series(found, index=values.index, name=values.name, dtype="str")
