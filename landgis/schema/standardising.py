# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns turned into standard fields: typed, in standard units, doubts listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from landgis import messages
from landgis.findings import Finding, Severity
from landgis.schema.aliases import alias_table
from landgis.schema.cells import Converted, convert_cells
from landgis.schema.fields import StandardField, read_schema
from landgis.schema.headers import parse_header
from landgis.schema.magnitudes import UnitFound, find_column_unit
from landgis.schema.remarks import Remark, make_remarks, row_ids, to_findings
from landgis.tables import Field
from landgis.values.numbers import ParsedNumbers, parse_numbers
from landgis.values.quantities import Unit, conversion, find_unit

MOST = 0.5
"""Share of cells with a unit of their own that gives the column its unit."""


@dataclass(frozen=True, kw_only=True)
class Standardised:
    """Rows under standard names.

    `frame` holds the fields that the source has, in the order of the schema; a
    credit code has a companion column of booleans, `code_damaged` or
    `owner_code_damaged` (XLS-03).  `fields` are those given, with the units
    that were taken.
    """

    frame: pd.DataFrame
    findings: tuple[Finding, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, kw_only=True)
class _Numbers:
    """A number column before and after its unit was settled."""

    field: StandardField
    column: str
    parsed: ParsedNumbers
    stated: Unit | None
    is_given: bool


def standardise(
    columns: pd.DataFrame,
    fields: tuple[Field, ...],
    *,
    role: str,
    row_names: Sequence[str] | None = None,
    drawn_m2: pd.Series | None = None,
) -> Standardised:
    """Turn recognised columns into standard fields, in the units of their names.

    Parameters
    ----------
    columns, fields
        The columns as read, and what `match_fields` made of them.
    row_names
        What the user calls each row; left out, its code, name or number.
    drawn_m2
        Area of each row's shape, a peer for registered areas (XLS-02).

    Nothing is dropped: a cell that cannot be read becomes missing and is listed.
    """
    schema = read_schema(role)
    matched = {each.standard: each for each in fields if each.standard is not None}
    converted: dict[str, Converted] = {}
    numbers: list[_Numbers] = []
    for name, field in schema.fields.items():
        if name not in matched:
            continue
        cells = columns[matched[name].name]
        if field.type == "number":
            numbers.append(_read_numbers(cells, field, matched[name]))
        else:
            inverted = _is_inverted(role, matched[name].name, field)
            converted[name] = convert_cells(cells, field, is_inverted=inverted)
    units: dict[str, UnitFound] = {}
    for each in sorted(numbers, key=lambda column: bool(column.field.per)):
        peers = {name: found.series for name, found in converted.items()}
        found = _settle_unit(each, peers=peers, drawn_m2=drawn_m2)
        converted[each.field.name] = _convert_numbers(
            each, found, cells=columns[each.column]
        )
        if found is not None:
            units[each.column] = found
    remarks = [remark for each in converted.values() for remark in each.remarks]
    frame = _assemble(converted, order=list(schema.fields), index=columns.index)
    for field in schema.fields.values():
        if field.derived is not None:
            frame, extra = _derive(frame, field, titles=schema.fields)
            remarks += extra
    ids = row_ids(frame) if row_names is None else np.array(row_names, dtype=object)
    return Standardised(
        frame=frame,
        findings=to_findings(remarks, role=role, index=columns.index, ids=ids),
        fields=tuple(_with_unit(each, units) for each in fields),
    )


def _read_numbers(cells: pd.Series, field: StandardField, match: Field) -> _Numbers:
    parsed = parse_numbers(cells, lower_bound=field.lower_bound)
    dimension = None if field.unit is None else field.unit.dimension
    stated = None if match.unit is None else find_unit(match.unit, dimension=dimension)
    if stated is None and field.unit is not None:
        own = parsed.unit[parsed.value.notna()]
        usual = own[own != ""].mode()
        if len(usual) and (own == usual.iloc[0]).mean() >= MOST:
            stated = find_unit(str(usual.iloc[0]), dimension=dimension)
    return _Numbers(
        field=field,
        column=match.name,
        parsed=parsed,
        stated=stated,
        is_given=match.is_unit_given,
    )


def _is_inverted(role: str, column: str, field: StandardField) -> bool:
    table = alias_table(role).whole
    for key in parse_header(column).keys:
        if key in table:
            return any(
                alias.kind == "inverted" and alias.field == field.name
                for alias in table[key]
            )
    return False


def _settle_unit(
    column: _Numbers, *, peers: Mapping[str, pd.Series], drawn_m2: pd.Series | None
) -> UnitFound | None:
    if column.field.unit is None:
        return None
    if column.is_given and column.stated is not None:
        return UnitFound(unit=column.stated)
    bare = column.parsed.value.where(column.parsed.unit == "")
    return find_column_unit(
        column.field, bare, stated=column.stated, peers=peers, drawn_m2=drawn_m2
    )


def _convert_numbers(
    column: _Numbers, found: UnitFound | None, *, cells: pd.Series
) -> Converted:
    field, parsed = column.field, column.parsed
    params = {"column": column.column}
    remarks = make_remarks(
        "bad_number",
        parsed.bad,
        severity=Severity.WARNING,
        cells=cells,
        message="schema.bad_number",
        params=params,
    )
    values = parsed.value
    if found is not None and field.unit is not None:
        values, foreign = _to_unit(parsed, found.unit, target=field.unit)
        remarks += make_remarks(
            "bad_number",
            foreign,
            severity=Severity.WARNING,
            cells=cells,
            message="schema.bad_unit",
            params=params,
        )
        if found.reason:
            remarks += (_unit_remark(column, found),)
    if field.zero_is_missing:
        values = values.mask(values == 0)
    if field.within is not None:
        values = values.mask(values == 0)
        outside = values.notna() & ~values.between(*field.within)
        values = values.mask(outside)
        remarks += make_remarks(
            "bad_number",
            outside,
            severity=Severity.WARNING,
            cells=cells,
            message="schema.outside",
            params=params,
        )
    return Converted(series=values, remarks=remarks)


def _to_unit(
    parsed: ParsedNumbers, unit: Unit, *, target: Unit
) -> tuple[pd.Series, pd.Series]:
    """Return numbers in the standard unit, and which cells name a foreign one."""
    factor = conversion(unit, target)
    values = parsed.value * factor.numerator / factor.denominator
    foreign = pd.Series(data=False, index=values.index)
    for spelling in parsed.unit[parsed.unit != ""].unique():
        rows = parsed.unit == spelling
        own = find_unit(spelling, dimension=target.dimension)
        if own is None:
            foreign |= rows
            continue
        factor = conversion(own, target)
        values = values.mask(rows, parsed.value * factor.numerator / factor.denominator)
    return values.mask(foreign), foreign


def _unit_remark(column: _Numbers, found: UnitFound) -> Remark:
    """Say once, at the first row with a number, what unit was taken and why."""
    first = int(column.parsed.value.notna().to_numpy().argmax())
    stated = (
        messages.text("schema.not_stated")
        if column.stated is None
        else messages.text(
            "schema.stated", unit=messages.unit_title(column.stated.name)
        )
    )
    kind = "unit_unclear" if found.reason == "unclear" else "unit_assumed"
    detail = messages.text(
        f"schema.{kind}",
        column=column.column,
        stated=stated,
        median=found.median,
        unit=messages.unit_title(found.unit.name),
        reason=""
        if kind == "unit_unclear"
        else messages.text(found.reason, times=found.times),
    )
    severity = Severity.NOTE if kind == "unit_unclear" else Severity.WARNING
    return Remark(
        kind=kind, severity=severity, rows=np.array([first]), details=(detail,)
    )


def _assemble(
    converted: Mapping[str, Converted], *, order: Sequence[str], index: pd.Index
) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for name in order:
        if name not in converted:
            continue
        columns[name] = converted[name].series
        damaged = converted[name].damaged
        if damaged is not None:
            columns[f"{name}_damaged"] = damaged
    return pd.DataFrame(columns, index=index)


def _derive(
    frame: pd.DataFrame, field: StandardField, *, titles: Mapping[str, StandardField]
) -> tuple[pd.DataFrame, Iterator[Remark]]:
    """Fill in what is missing from its parts: own + leased − let land (MU-02)."""
    assert field.derived is not None  # noqa: S101  for the type checker; the caller has looked
    added = [name for name in field.derived[0] if name in frame]
    subtracted = [name for name in field.derived[1] if name in frame]
    if not added:
        return frame, iter(())
    total = frame[added].sum(axis=1, min_count=1) - frame[subtracted].sum(axis=1)
    given = frame[field.name] if field.name in frame else total * np.nan
    filled = (given.isna() & total.notna()).to_numpy(dtype=bool)
    if not filled.any():
        return frame, iter(())
    detail = messages.text(
        "schema.computed_value",
        title=field.shown_title,
        count=int(filled.sum()),
        parts=messages.joined(
            titles[name].shown_title for name in [*added, *subtracted]
        ),
    )
    remark = Remark(
        kind="computed_value",
        severity=Severity.NOTE,
        rows=filled.nonzero()[0][:1],
        details=(detail,),
    )
    return frame.assign(**{field.name: given.fillna(total)}), iter((remark,))


def _with_unit(each: Field, units: Mapping[str, UnitFound]) -> Field:
    found = units.get(each.name)
    if found is None or each.unit == found.unit.name:
        return each
    why = each.why
    if found.reason.startswith("schema."):
        unit = messages.unit_title(found.unit.name)
        why = messages.text("schema.why_unit_assumed", why=why, unit=unit)
    return replace(each, unit=found.unit.name, why=why)
