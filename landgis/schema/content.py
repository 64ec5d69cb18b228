# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the cells of a column look like, whatever the column is called."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pandas as pd

from landgis.identifiers import (
    is_credit_code,
    is_damaged_code,
    is_parcel_code,
    is_unit_number,
    tidy_code,
    tidy_parcel_list,
)
from landgis.schema.choices import read_choices, read_flags
from landgis.schema.fields import StandardField
from landgis.values.dates import FIRST_YEAR, LAST_YEAR, parse_dates
from landgis.values.numbers import parse_numbers
from landgis.values.texts import to_text

SAMPLE_ROWS = 500
ENOUGH = 0.7
"""Share of cells that must look like a kind before a column is taken for it."""

_FIRM = re.compile(
    r".+(?:公司|厂|集团|企业|合作社|经营部|商行|工作室|作坊|分公司)(?:\(.*\))?"
)
_APPROVAL = re.compile(r".*[〔\[【(（［]\d{4}[〕\]】)）］].*\d.*")
_LAST_SHOWN = 40


@dataclass(frozen=True, kw_only=True)
class Content:
    """A sample of a column's cells and how much of it is a number or a date.

    `count` is how many cells of the whole column hold something.
    """

    cells: pd.Series
    texts: pd.Series
    count: int
    numbers: float
    dates: float

    @property
    def type(self) -> str:
        """What the column holds: number, date, text or empty."""
        if not len(self.texts):
            return "empty"
        if pd.api.types.is_datetime64_any_dtype(self.cells):
            return "date"
        if self.numbers >= ENOUGH:
            return "number"
        return "date" if self.dates >= ENOUGH else "text"

    @property
    def sample(self) -> str:
        """The first cell that holds something, as text."""
        return str(self.texts.iloc[0])[:_LAST_SHOWN] if len(self.texts) else ""


def read_content(column: pd.Series) -> Content:
    """Look at the first cells of a column that hold something."""
    present = column[column.notna()]
    if isinstance(present.dtype, pd.StringDtype):
        present = present[present.str.strip() != ""]
    head = present.iloc[:SAMPLE_ROWS]
    texts = to_text(head).dropna()
    cells = head.loc[texts.index]
    return Content(
        cells=cells,
        texts=texts,
        count=len(present),
        numbers=_share(_is_number(cells)),
        dates=_share(_is_date(cells)),
    )


def fit(field: StandardField, content: Content) -> float:
    """Return which share of the cells a field could hold; 1 for plain text."""
    if not len(content.texts):
        return 0.0
    if field.type == "number":
        return _fit_number(field, content)
    if field.type == "date":
        # Serials and years are numbers too; here the name has said "date".
        return _share(parse_dates(content.cells).value.notna())
    return _fit_text(field, content.texts)


def _fit_text(field: StandardField, texts: pd.Series) -> float:
    if field.type == "choice":
        values, _ = read_choices(texts, field.choices, first_wins=field.first_wins)
        return _share(values.notna())
    if field.type == "flag":
        return _share(read_flags(texts, replace(field, other=None))[0].notna())
    if field.type == "approval_code":
        return _share(texts.str.fullmatch(_APPROVAL))
    if field.type == "firm_name":
        return _share(texts.str.fullmatch(_FIRM))
    return _fit_code(field.type, texts)


def _fit_number(field: StandardField, content: Content) -> float:
    if field.within is None:
        return content.numbers
    values = parse_numbers(content.cells).value
    return _share(values.between(*field.within))


def _fit_code(kind: str, texts: pd.Series) -> float:
    if kind == "credit_code":
        codes = tidy_code(texts)
        return _share(is_credit_code(codes) | is_damaged_code(codes))
    if kind == "parcel_code":
        return _share(is_parcel_code(tidy_parcel_list(texts).str.split("、").str[0]))
    if kind == "unit_code":
        return _share(is_unit_number(tidy_parcel_list(texts).str.split("、").str[0]))
    return 1.0


def _is_number(cells: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(cells):
        return pd.Series(data=False, index=cells.index)
    return parse_numbers(cells).value.notna()


def _is_date(cells: pd.Series) -> pd.Series:
    """Tell which cells are dates; plain numbers only where they read 20180305."""
    dates = parse_dates(cells).value.notna()
    if pd.api.types.is_datetime64_any_dtype(cells):
        return dates
    numbers = parse_numbers(cells).value
    whole = numbers.between(FIRST_YEAR * 10_000, (LAST_YEAR + 1) * 10_000)
    return dates & (numbers.isna() | whole)


def _share(found: pd.Series) -> float:
    return float(found.fillna(value=False).astype(bool).mean()) if len(found) else 0.0
