# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is compared of names, credit codes, parcel codes and certificates.

Keys serve for comparing only; what is shown to the user is always the original.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from landgis import identifiers
from landgis.values import change_joined


@cache
def words(name: str, *, section: str = "words") -> tuple[str, ...]:
    """Return a list of words from ``words.toml``."""
    text = (files("landgis.join") / "words.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)[section][name])


def column(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a column as text; all missing where the table has none of that name."""
    if name in frame:
        return frame[name].astype("str")
    return pd.Series(np.nan, index=frame.index, name=name, dtype="str")


def numbers(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a column as numbers; all missing where the table has none of that name."""
    if name in frame:
        return frame[name].astype("float64")
    return pd.Series(np.nan, index=frame.index, name=name, dtype="float64")


def review_key(name_keys: pd.Series) -> pd.Series:
    """Return name keys with the ways of writing one legal form made the same.

    Equal review keys make a candidate for review, never a join: 有限公司 and
    有限责任公司 of one name may be two firms.
    """
    usual, *others = words("legal_forms")

    def to_keys(text: str) -> str:
        for other in others:
            text = text.replace(other, usual)
        return text

    return change_joined(name_keys, to_keys).rename("review_key")


def code_key(codes: pd.Series, *, damaged: pd.Series | None = None) -> pd.Series:
    """Return what is compared of a credit code; missing where it is damaged (XLS-03).

    `damaged` is what the reader of the file knows of cells that were numbers.
    Other kinds of codes, such as those of natural persons, are compared as well.
    """

    def to_keys(text: str) -> str:
        folded = unicodedata.normalize("NFKC", text).upper()
        return re.sub(r"[^0-9A-Z\x00]+", "", folded)

    keys = change_joined(codes, to_keys)
    # "0", "000000000" or "X" stand for "none", whatever their length.
    useless = keys.str.fullmatch(r"(.)\1*", na=False)
    useless |= identifiers.is_damaged_code(codes) | _is_rounded_number(keys)
    if damaged is not None:
        useless |= damaged.astype("boolean").fillna(value=False).astype(bool)
    return keys.mask(useless).rename("code_key")


def parcel_key(codes: pd.Series) -> pd.Series:
    """Return what is compared of a 宗地代码 or 不动产单元号.

    Hyphens stay, since A-1-2 and A-12 are two parcels.
    """
    keys = identifiers.tidy_code(codes)
    return keys.where(keys.str.contains(r"\w", regex=True, na=False)).rename(
        "parcel_key"
    )


def is_among(keys: pd.Series, known: pd.Series) -> pd.Series:
    """Tell which keys are among the known ones; a missing key is not."""
    # An index of objects: `isin` of text columns takes seconds for 100,000.
    index = pd.Index(known.to_numpy(dtype=object)).unique()
    found = index.get_indexer(pd.Index(keys.to_numpy(dtype=object))) >= 0
    return pd.Series(found & keys.notna().to_numpy(), index=keys.index)


def split_cells(cells: pd.Series, separators: str) -> pd.DataFrame:
    """Return `row` (the index), `part`, `is_part` for each part of each cell (XLS-06).

    A cell that holds several parts gives itself as a whole too, first and not
    `is_part`: some codes and names contain what elsewhere separates.
    """
    text = cells.dropna().astype("str").str.strip()
    many = text[text.str.contains(separators, regex=True)]
    parts = many.str.split(separators, regex=True).explode()
    both = pd.concat([text, parts])
    is_part = np.arange(len(both)) >= len(text)
    is_part[: len(text)] = ~text.index.isin(many.index)
    table = pd.DataFrame({"row": both.index, "part": both.array, "is_part": is_part})
    return table[table["part"].str.len() > 0].reset_index(drop=True)


def _is_rounded_number(keys: pd.Series) -> pd.Series:
    """Tell which 18 digits are what 15 digits and a floating point number leave.

    Read back from a spreadsheet such a code may end in any digits, not only 000.
    """
    is_number = keys.str.fullmatch(r"\d{18}", na=False)
    result = pd.Series(data=False, index=keys.index)
    digits = keys[is_number].astype("int64")
    fifteen = (digits + 500) // 1000 * 1000
    as_float = fifteen.astype("float64").astype("int64")
    is_cut = (digits == fifteen) & ~identifiers.is_credit_code(keys[is_number])
    # One whole code in a thousand looks so as well; it still joins by name.
    result[is_number] = is_cut | ((digits == as_float) & (as_float != fifteen))
    return result
