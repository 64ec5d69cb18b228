# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for the codes that a result holds: statuses, methods, kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from landgis.findings import Severity
from landgis.messages import catalogue, joined
from landgis.report.fields import to_titles
from landgis.report.symbols import shipped_symbols

JOINER = "、"
"""Between several words in one cell of a ledger, which is in Chinese."""


def status_titles(language: str = "") -> Mapping[str, str]:
    """Return what each status and category is called.

    In the language named (files of overrides are in Chinese), or else that of
    the process.
    """
    return {name: symbol.title for name, symbol in shipped_symbols(language).items()}


def to_word(group: str, code: str) -> str:
    """Return the word for a code of a group; a code without a word is its own."""
    return catalogue().get(f"report.{group}.{code}", code)


def to_kind_title(kind: str) -> str:
    """Return what a kind of finding is called."""
    return catalogue().get(f"finding.{kind}", kind)


def severity_title(severity: Severity) -> str:
    """Return what a degree of severity is called."""
    return to_word("severity", severity.name.lower())


def to_words(codes: pd.Series, group: str) -> pd.Series:
    """Return words for codes of a group; missing stays missing."""
    return map_unique(codes, lambda code: to_word(group, code))


def to_status_words(codes: pd.Series) -> pd.Series:
    """Return titles for statuses, several of them joined by ",", as one text."""
    titles = status_titles()
    return map_unique(
        codes,
        lambda found: joined(
            titles.get(code.strip(), code) for code in found.split(",") if code
        ),
    )


def to_field_words(names: pd.Series) -> pd.Series:
    """Return field names, several of them joined by ",", as words."""
    return map_unique(
        names, lambda found: to_titles(name.strip() for name in found.split(","))
    )


def to_yes_no(flags: pd.Series) -> pd.Series:
    """Return yes or no in words; unknown stays blank."""
    answers = flags.astype("boolean").map(
        {True: to_word("flag", "yes"), False: to_word("flag", "no")}
    )
    return answers.astype("str").where(flags.notna())


def to_text(value: Any) -> str | None:
    """Return a cell of a mixed column as text; lists as their members, by ","."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return ",".join(str(member) for member in value)
    if pd.isna(value):
        return None
    return str(value).encode("utf-8", "replace").decode("utf-8")


def to_texts(values: pd.Series) -> pd.Series:
    """Return any column as text; lists as their members, missing as missing."""
    if pd.api.types.is_object_dtype(values.dtype):
        cells = [to_text(value) for value in values.tolist()]
        return pd.Series(cells, index=values.index, name=values.name, dtype="str")
    return values.astype("str").where(values.notna())


def with_columns(
    frame: pd.DataFrame, texts: Iterable[str] = (), *, numbers: Iterable[str] = ()
) -> pd.DataFrame:
    """Return a frame that has these columns; those it lacked are empty."""
    whole = frame.copy(deep=False)
    for names, kind in ((texts, "str"), (numbers, "float64")):
        for name in names:
            if name not in whole:
                whole[name] = pd.Series(np.nan, index=frame.index, dtype=kind)
    return whole


def map_unique(values: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Change texts, each different one once; blank and missing become missing."""
    codes, texts = pd.factorize(to_texts(values))
    words = np.array(
        [change(str(text)) or None for text in texts] + [None], dtype=object
    )
    return pd.Series(words[codes], index=values.index, name=values.name, dtype="str")
