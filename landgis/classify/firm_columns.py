# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the cells of an enterprise table mean: scale, status, codes, names."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from landgis.values import name_key

SIGNIFICANT_DIGITS = 13
"""Digits kept of a ratio: the office's figures have fewer, binary noise has more."""

CODE_LENGTH = 18

_LIST_SEPARATOR = re.compile(r"[\s,;、|/]+")


@cache
def read_data(name: str) -> Mapping[str, Any]:
    """Read one of the data files of this part: words, industries, limits."""
    path = files("landgis.classify") / "data" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def to_numbers(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a number column; all missing where the table has no such column."""
    if name not in frame:
        return pd.Series(np.nan, index=frame.index, name=name)
    return frame[name].astype("float64")


def to_words(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a text column; all missing where the table has no such column."""
    if name not in frame:
        return pd.Series(np.nan, index=frame.index, name=name, dtype="str")
    return frame[name].astype("str").where(frame[name].notna())


def compute_ratio(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """Divide; missing where a part is missing or the denominator is not above 0.

    The last bits are noise of binary division (0.69 / 0.23 is not quite 3):
    they are cut, so that a figure equal to a limit in the office's decimals is
    equal to it here.
    """
    ratio = (numerator / denominator).where(denominator > 0).to_numpy(dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        digits = SIGNIFICANT_DIGITS - 1 - np.floor(np.log10(np.abs(ratio)))
        scale = np.power(10.0, np.clip(np.nan_to_num(digits, posinf=0), 0, 22))
        clean = np.rint(ratio * scale) / scale
    return pd.Series(clean, index=numerator.index)


def to_scales(scale: pd.Series) -> pd.Series:
    """Return 规上, 规下 or 服务业; missing where the cell says none of them."""
    return _first_words(scale, read_data("firm_words")["scale"])


def to_states(status: pd.Series) -> pd.Series:
    """Return ``not_yet``, ``partial``, ``running``, ``stopped``; missing if unclear."""
    return _first_words(status, read_data("firm_words")["status"])


def find_word_groups(values: pd.Series, *, name: str) -> pd.DataFrame:
    """Tell which word groups of the data file occur in each text, one column each."""
    groups = read_data("firm_words")[name]
    return pd.DataFrame(
        {
            group: _map_unique(values, partial(_has, words=words))
            .astype("boolean")
            .fillna(value=False)
            .astype(bool)
            for group, words in groups.items()
        },
        index=values.index,
    )


def is_tenure(tenure: pd.Series, kind: str) -> pd.Series:
    """Tell who is ``tenant`` or ``owner``; a firm may be both; NA where missing."""
    words = read_data("firm_words")["tenure"]

    def tell(text: str) -> bool | None:
        known = any(_has(text, group) for group in words.values())
        return _has(text, words[kind]) if known else None

    return _map_unique(tenure, tell).astype("boolean")


def is_vetoed(veto: pd.Series) -> pd.Series:
    """Tell who has a veto (一票否决): any text but 否 and its like.

    The column is one to tick: an empty cell is no veto.
    """
    if pd.api.types.is_bool_dtype(veto.dtype):
        return veto.astype("boolean").fillna(value=False)
    none = {word.upper() for word in read_data("firm_words")["veto"]["none"]}
    found = _map_unique(
        veto.astype("str").where(veto.notna()),
        lambda text: to_plain(text).upper() not in none,
    )
    return found.astype("boolean").fillna(value=False)


def to_industry_codes(industry: pd.Series) -> pd.Series:
    """Return the digits of GB/T 4754 codes (C3812, 3812.0); missing where none."""
    text = industry.astype("str").where(industry.notna())
    text = _map_unique(text, to_plain).astype("str").where(text.notna())
    return text.str.extract(r"^[A-Ta-t]?(\d{2,4})(?:\.0+)?(?!\d)", expand=False)


def split_codes(text: object) -> tuple[str, ...]:
    """Split a cell of industry codes ("18,17"、"C336；26") into their digits."""
    if not isinstance(text, str):
        return ()
    parts = _LIST_SEPARATOR.split(to_plain(text))
    return tuple(
        code
        for part in parts
        if (code := part.lstrip("ABCDEFGHIJKLMNOPQRST")).isdigit()
    )


def is_coded(codes: pd.Series, prefixes: Sequence[str]) -> pd.Series:
    """Tell whose industry code begins with one of `prefixes`.

    NA where the code is missing, or too short to tell (33 for 3360).
    """
    text = codes.fillna("")
    inside = text.str.startswith(tuple(prefixes)) if prefixes else text == "·"
    shorter = {prefix[:size] for prefix in prefixes for size in range(len(prefix))} or {
        ""
    }
    return inside.astype("boolean").mask(~inside & text.isin(shorter))


def to_code_keys(codes: pd.Series, *, damaged: pd.Series | None = None) -> pd.Series:
    """Return credit codes fit for joining; missing where short or damaged (XLS-03)."""
    keys = _map_unique(codes, lambda text: to_plain(text).replace(" ", "").upper())
    fit = (keys.astype("str").str.len() == CODE_LENGTH) & codes.notna()
    if damaged is not None:
        fit &= ~damaged.astype("boolean").fillna(value=False).astype(bool)
    return keys.astype("str").where(fit)


def to_firm_keys(firms: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return what a firm is known by in another table: credit code, then name."""
    codes = to_code_keys(to_words(firms, "code"), damaged=firms.get("code_damaged"))
    return codes, name_key(to_words(firms, "name"))


def to_row_names(firms: pd.DataFrame) -> pd.Series:
    """Return what the user calls each row: its name, else its code, else a number."""
    names = to_words(firms, "name").fillna(to_words(firms, "code"))
    return names.fillna(pd.Series(firms.index.astype("str"), index=firms.index))


def to_plain(text: str) -> str:
    """Return text in half width without spaces around it; for keys only."""
    return unicodedata.normalize("NFKC", text).strip()


def _first_words(values: pd.Series, groups: Mapping[str, Sequence[str]]) -> pd.Series:
    def first(text: str) -> str | None:
        return next((name for name, words in groups.items() if _has(text, words)), None)

    return _map_unique(values, first).astype("str")


def _has(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


def _map_unique(values: pd.Series, function: Callable[[str], object]) -> pd.Series:
    """Put each different text through `function`; tables repeat few of them."""
    codes, texts = pd.factorize(values)
    found = np.empty(len(texts) + 1, dtype=object)
    found[:-1] = [function(str(text)) for text in texts]
    found[-1] = None
    return pd.Series(found[codes], index=values.index, name=values.name)
