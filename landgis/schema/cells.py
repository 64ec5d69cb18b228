# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One column turned into the type of its field: text, codes, dates, fixed words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from landgis import messages
from landgis.findings import Severity
from landgis.identifiers import (
    REGISTRATION_LENGTH,
    is_credit_code,
    is_damaged_code,
    is_parcel_code,
    is_unit_number,
    tidy_code,
    tidy_industry,
    tidy_parcel_list,
)
from landgis.schema.choices import NO, YES, read_choices, read_flags
from landgis.schema.fields import StandardField
from landgis.schema.remarks import Remark, make_remarks
from landgis.values.dates import FIRST_YEAR, LAST_YEAR, Partial, parse_dates
from landgis.values.texts import fold, map_cells, to_text

OWN_CODES = 0.2
"""Share of well-formed codes below which a table has a numbering of its own."""

_WIDE = "\u4e00-\u9fff"
_INNER_SPACE = re.compile(rf"(?<=[{_WIDE}]) +(?=[{_WIDE}])")
_BREAKS = re.compile(r"\s*[\r\n]+\s*")
_YEAR = re.compile(r"(\d{4})(?:年度?)?")
_LIST_BREAK = re.compile(r"[、,;/|\s]+")
_ORGANISATION_LENGTHS = (8, 9, 10, REGISTRATION_LENGTH)
_EXCEL_DIGITS = 1e15
_FEWEST = 5  # codes from which their form proves something


@dataclass(frozen=True, kw_only=True)
class Converted:
    """A column in its field's type, what was noticed, and which codes are damaged."""

    series: pd.Series
    remarks: tuple[Remark, ...] = ()
    damaged: pd.Series | None = None


def convert_cells(
    cells: pd.Series, field: StandardField, *, is_inverted: bool = False
) -> Converted:
    """Turn a column that is no number into the type of its field.

    `cells.name` is the column's name in the source.  Missing stays missing.
    """
    if field.type == "choice":
        return _convert_choice(cells, field, is_inverted=is_inverted)
    if field.type in _CONVERTERS:
        return _CONVERTERS[field.type](cells, field)
    return _convert_text(cells, field)


def _convert_text(cells: pd.Series, field: StandardField) -> Converted:
    codes, lines = map_cells(to_text(cells), _one_line, empty=None)
    found = np.array(lines, dtype=object)[codes]
    text = pd.Series(found, index=cells.index, name=cells.name, dtype="str")
    if field.missing:
        text = text.mask(text.isin(field.missing))
    return Converted(series=text)


def _one_line(cell: object) -> str:
    """Return a text without line breaks, and without spaces between its hanzi."""
    text = str(cell)
    if text.isprintable() and " " not in text:
        return text
    return _INNER_SPACE.sub("", _BREAKS.sub("", text))


def _convert_credit_code(cells: pd.Series, _field: StandardField) -> Converted:
    text = to_text(cells)
    code = tidy_code(text)
    as_number = cells.map(_is_long_number).astype(bool)
    damaged = is_damaged_code(code) | as_number
    wrong = code.notna() & ~damaged & ~is_credit_code(code)
    old = wrong & code.str.len().isin(_ORGANISATION_LENGTHS)
    remarks = (
        *_remark("damaged_code", damaged, cells=text),
        *_remark("bad_code", wrong & ~old, cells=text, message="bad_credit_code"),
        *_remark(
            "bad_code", old, cells=text, message="old_code", severity=Severity.NOTE
        ),
    )
    return Converted(series=code, remarks=remarks, damaged=damaged)


def _is_long_number(cell: object) -> bool:
    return (
        isinstance(cell, float | int | np.number) and abs(float(cell)) >= _EXCEL_DIGITS
    )


def _convert_parcel_code(cells: pd.Series, _field: StandardField) -> Converted:
    return _convert_cadastral(cells, is_parcel_code, message="bad_parcel_code")


def _convert_unit_code(cells: pd.Series, _field: StandardField) -> Converted:
    return _convert_cadastral(cells, is_unit_number, message="bad_unit_code")


def _convert_cadastral(
    cells: pd.Series, is_right: Callable[[pd.Series], pd.Series], *, message: str
) -> Converted:
    """Tidy cells of one or more codes; a numbering of the table's own is no fault."""
    text = to_text(cells)
    codes = tidy_parcel_list(text)
    each = codes.str.split("、").explode()
    right = (is_right(each) | each.isna()).groupby(level=0, sort=False).all()
    wrong = ~right.reindex(codes.index, fill_value=True)
    share = 1 - wrong.sum() / max(codes.notna().sum(), 1)
    if share < OWN_CODES and wrong.sum() >= _FEWEST:
        remarks = _remark(
            "own_codes",
            wrong & ~wrong.cumsum().gt(1),
            cells=text,
            message=f"own_{message.removeprefix('bad_')}",
            severity=Severity.NOTE,
        )
    else:
        remarks = _remark("bad_code", wrong, cells=text, message=message)
    return Converted(series=codes, remarks=remarks)


def _convert_industry(cells: pd.Series, _field: StandardField) -> Converted:
    numbers = pd.api.types.is_numeric_dtype(cells)
    return Converted(series=tidy_industry(to_text(cells), from_numbers=numbers))


def _convert_industry_list(cells: pd.Series, _field: StandardField) -> Converted:
    """Return lists of codes parted by commas, each tidied."""
    text = to_text(cells)
    each = text.map(fold, na_action="ignore").str.split(_LIST_BREAK).explode()
    tidied = tidy_industry(each.where(each != "")).dropna()
    listed = tidied.groupby(level=0, sort=False).agg(",".join)
    values = listed.reindex(cells.index).astype("str")
    return Converted(series=values)


def _convert_date(cells: pd.Series, field: StandardField) -> Converted:
    parsed = parse_dates(cells, partial=cast("Partial", field.partial))
    rows = parsed.ambiguous.to_numpy(dtype=bool)
    guesses = parsed.value[rows].dt.strftime("%Y-%m-%d")
    texts = to_text(cells[rows])
    ambiguous = Remark(
        kind="ambiguous_date",
        severity=Severity.NOTE,
        rows=rows.nonzero()[0],
        details=tuple(
            messages.text(
                "schema.ambiguous_date", column=str(cells.name), text=text, date=guess
            )
            for text, guess in zip(texts, guesses, strict=True)
        ),
    )
    return Converted(
        series=parsed.value,
        remarks=(
            *_remark("bad_date", parsed.bad, cells=cells, message="bad_date"),
            *((ambiguous,) if rows.any() else ()),
        ),
    )


def _convert_year(cells: pd.Series, _field: StandardField) -> Converted:
    text = to_text(cells)
    plain = text.map(fold, na_action="ignore")
    year = pd.to_numeric(plain.str.extract(_YEAR, expand=False), errors="coerce")
    whole = plain.str.fullmatch(_YEAR, na=False)
    dates = parse_dates(cells).value.dt.year
    found = year.where(whole, dates).astype("float64")
    found = found.where(found.between(FIRST_YEAR, LAST_YEAR))
    bad = text.notna() & found.isna()
    return Converted(
        series=found, remarks=_remark("bad_date", bad, cells=text, message="bad_year")
    )


def _convert_choice(
    cells: pd.Series, field: StandardField, *, is_inverted: bool
) -> Converted:
    values, unknown = read_choices(
        cells, field.choices, first_wins=field.first_wins, is_inverted=is_inverted
    )
    listed = "、".join(choice.value for choice in field.choices)
    return Converted(
        series=values,
        remarks=_remark("unknown_value", unknown, cells=cells, values=listed),
    )


def _convert_flag(cells: pd.Series, field: StandardField) -> Converted:
    values, unknown = read_flags(cells, field)
    return Converted(
        series=values,
        remarks=_remark("unknown_value", unknown, cells=cells, values=f"{YES}、{NO}"),
    )


def _remark(
    kind: str,
    rows: pd.Series,
    *,
    cells: pd.Series,
    message: str | None = None,
    severity: Severity = Severity.WARNING,
    **params: str,
) -> tuple[Remark, ...]:
    return make_remarks(
        kind,
        rows,
        severity=severity,
        cells=cells,
        message=f"schema.{message or kind}",
        params={"column": str(cells.name), **params},
    )


_CONVERTERS: dict[str, Callable[[pd.Series, StandardField], Converted]] = {
    "credit_code": _convert_credit_code,
    "parcel_code": _convert_parcel_code,
    "unit_code": _convert_unit_code,
    "industry_code": _convert_industry,
    "industry_list": _convert_industry_list,
    "date": _convert_date,
    "year": _convert_year,
    "flag": _convert_flag,
}
