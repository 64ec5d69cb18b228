# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which column of a source is which standard field, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pandas as pd
from rapidfuzz import fuzz, process

from landgis import messages
from landgis.errors import DataError
from landgis.schema.aliases import alias_table, ignored_reason
from landgis.schema.candidates import (
    Candidate,
    Column,
    by_content,
    by_name,
    read_columns,
)
from landgis.schema.fields import ROLES, Schema, StandardField, read_schema
from landgis.schema.headers import ENCODINGS, Header, comparable, may_be_cut
from landgis.tables import Field
from landgis.values.quantities import Unit, find_unit

SIMILAR = 75.0
"""rapidfuzz score from which a name is worth suggesting; it is never taken."""

_TABLES_ONLY = frozenset({"enterprise", "target", "official", "lease"})
_LAYERS_ONLY = frozenset({"town", "exclude", "block_line"})


def match_fields(
    columns: pd.DataFrame,
    *,
    role: str,
    overrides: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    given_units: Mapping[str, str] | None = None,
    reference_year: int | None = None,
) -> tuple[Field, ...]:
    """Find out which column is which standard field of a role.

    Parameters
    ----------
    columns
        The columns as read, named as in the source.
    overrides
        Standard field to column, as the user gave it; nothing beats it.  An
        empty column leaves the field open.
    units
        Column to unit, as the sheet states it beside the header.
    given_units
        Standard field to unit, as the user gave it; nothing beats it.
    reference_year
        Columns of later years are left alone; the latest other one is taken.

    Returns
    -------
    tuple of Field
        One for each column, in order; `why` says how it was recognised, or what
        it might be.

    Raises
    ------
    DataError
        If an override names a field, a column or a unit that is not there.
    """
    return match_columns(
        read_columns(columns),
        role=role,
        overrides=overrides,
        units=units,
        given_units=given_units,
        reference_year=reference_year,
    )


def match_columns(
    read: tuple[Column, ...],
    *,
    role: str,
    overrides: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    given_units: Mapping[str, str] | None = None,
    reference_year: int | None = None,
) -> tuple[Field, ...]:
    """Do what `match_fields` does with columns that were looked at already."""
    schema = read_schema(role)
    given = {} if overrides is None else overrides
    left_open = {standard for standard, column in given.items() if not column}
    found = [
        *_given(given, names=[each.name for each in read], schema=schema),
        *(
            candidate
            for column in read
            if not _is_later(column.header, reference_year)
            for candidate in by_name(column, schema)
            if candidate.field not in left_open
        ),
    ]
    chosen = _choose(found)
    by_cells = by_content(read, chosen, schema)
    chosen = _choose(
        [*chosen.values(), *(each for each in by_cells if each.field not in left_open)]
    )
    fields = tuple(
        _field(column, chosen, found=found, schema=schema, units=units or {})
        for column in read
    )
    return _with_given_units(fields, given_units or {}, schema=schema)


def guess_role(columns: pd.DataFrame, *, has_geometry: bool) -> str | None:
    """Return the role that most of the columns speak for, or None if none does."""
    ranked = rank_roles(read_columns(columns), has_geometry=has_geometry)
    return ranked[0] if ranked else None


def rank_roles(read: tuple[Column, ...], *, has_geometry: bool) -> tuple[str, ...]:
    """Return the roles that columns speak for, the likeliest first."""
    spoken: dict[str, int] = {}
    for role in ROLES:
        if role in (_TABLES_ONLY if has_geometry else _LAYERS_ONLY):
            continue
        schema = read_schema(role)
        named = [each for column in read for each in by_name(column, schema)]
        weights = [schema.fields[each.field].weight for each in _choose(named).values()]
        if max(weights, default=0) > 1:
            spoken[role] = sum(weights)
    return tuple(sorted(spoken, key=lambda role: -spoken[role]))


def _given(
    overrides: Mapping[str, str], *, names: list[str], schema: Schema
) -> Iterator[Candidate]:
    for standard, wanted in overrides.items():
        _require_field(standard, schema)
        if not wanted:
            continue
        column = _find_column(wanted, names)
        if column is None:
            raise DataError(
                "schema.no_column",
                field=standard,
                column=wanted,
                role=schema.shown_title,
                columns="、".join(names),
            )
        yield Candidate(
            column=column,
            field=standard,
            tier="override",
            why=messages.text("schema.why_override"),
        )


def _require_field(standard: str, schema: Schema) -> None:
    if standard not in schema.fields:
        raise DataError(
            "schema.no_field",
            field=standard,
            role=schema.shown_title,
            known=", ".join(schema.fields),
        )


def _with_given_units(
    fields: tuple[Field, ...], given: Mapping[str, str], *, schema: Schema
) -> tuple[Field, ...]:
    """Give fields the units that the user has said."""
    found: dict[str, str] = {}
    for standard, text in given.items():
        _require_field(standard, schema)
        own = schema.fields[standard].unit
        unit = None if own is None else find_unit(text, dimension=own.dimension)
        if unit is None:
            raise DataError(
                "schema.no_unit",
                field=schema.fields[standard].shown_title,
                role=schema.shown_title,
                unit=text,
            )
        found[standard] = unit.name
    return tuple(
        replace(each, unit=found[each.standard], is_unit_given=True)
        if each.standard in found
        else each
        for each in fields
    )


def _find_column(wanted: str, names: list[str]) -> str | None:
    """Return the column the user means, also where a dbf has cut its name."""
    if wanted in names:
        return wanted
    key = comparable(wanted)
    alike = [name for name in names if comparable(name) == key]
    cut = [
        name
        for name in names
        if key.startswith(comparable(name))
        and any(may_be_cut(name, encoding=encoding) for encoding in ENCODINGS)
    ]
    found = alike or cut
    return found[0] if len(found) == 1 else None


def _is_later(header: Header, reference_year: int | None) -> bool:
    return (
        reference_year is not None
        and header.year is not None
        and header.year > reference_year
    )


def _choose(candidates: Iterable[Candidate]) -> dict[str, Candidate]:
    """Give each field its best column and each column one field, best first."""
    columns: dict[str, Candidate] = {}
    fields: set[str] = set()
    for each in sorted(candidates, key=lambda candidate: candidate.order):
        if each.column not in columns and each.field not in fields:
            columns[each.column] = each
            fields.add(each.field)
    return columns


def _field(
    column: Column,
    chosen: Mapping[str, Candidate],
    *,
    found: list[Candidate],
    schema: Schema,
    units: Mapping[str, str],
) -> Field:
    candidate = chosen.get(column.name)
    standard = None if candidate is None else schema.fields[candidate.field]
    unit = _unit(column, standard, units)
    return Field(
        name=column.name,
        standard=None if standard is None else standard.name,
        unit=None if unit is None else unit.name,
        type=column.content.type if standard is None else standard.kind,
        sample=column.content.sample,
        why=candidate.why
        if candidate is not None
        else _why_not(column, chosen, found=found, schema=schema),
    )


def _unit(
    column: Column, field: StandardField | None, units: Mapping[str, str]
) -> Unit | None:
    if field is not None and field.type != "number":
        return None
    wanted = None if field is None or field.unit is None else field.unit.dimension
    own = [
        unit
        for unit in column.header.units
        if wanted is None or unit.dimension == wanted
    ]
    if len(own) == 1:
        return own[0]
    stated = units.get(column.name)
    return None if stated is None else find_unit(stated, dimension=wanted)


def _why_not(
    column: Column,
    chosen: Mapping[str, Candidate],
    *,
    found: list[Candidate],
    schema: Schema,
) -> str:
    """Say why a column is no standard field, or which one it might be."""
    winners = {each.field: each.column for each in chosen.values()}
    for each in found:
        if each.column == column.name and each.field in winners:
            return messages.text(
                "schema.why_beaten",
                title=schema.fields[each.field].shown_title,
                other=winners[each.field],
            )
    reason = ignored_reason(column.name, cut_in=column.cut_in)
    if reason is not None:
        return messages.text("schema.why_ignored", reason=reason)
    names = {
        key: alias.field
        for key, aliases in alias_table(schema.role).whole.items()
        for alias in aliases
        if alias.field not in winners and alias.kind == "name"
    }
    keys = column.header.keys
    similar = process.extractOne(
        keys[0] if keys else "", list(names), scorer=fuzz.WRatio, score_cutoff=SIMILAR
    )
    if similar is None:
        return ""
    title = schema.fields[names[similar[0]]].shown_title
    return messages.text("schema.why_similar", title=title)
