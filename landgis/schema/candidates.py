# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which fields a column might be, by its name, its unit and its cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from landgis import messages
from landgis.schema.aliases import Alias, alias_table, ignored_reason
from landgis.schema.content import ENOUGH, Content, fit, read_content
from landgis.schema.fields import Schema, StandardField
from landgis.schema.headers import (
    Header,
    comparable,
    cut_encodings,
    may_be_cut,
    parse_header,
)

HALF = 0.5
"""Share of cells that must fit where the name alone is not proof."""

_LATEST = 10_000  # an undated column holds the newest figures
_BY_CONTENT = frozenset(
    {"parcel_code", "unit_code", "credit_code", "approval_code", "firm_name", "choice"}
)
_TIERS = ("override", "name", "cut", "level", "words", "content", "weak")
_MEASURED = frozenset({"area", "money", "energy", "power", "mass"})


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column's name taken apart, and what it holds.

    `cut_in` are the encodings in which its name may have been cut to 10 bytes.
    """

    name: str
    header: Header
    content: Content
    cut_in: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A column that may be a field; the smallest `order` is the best."""

    column: str
    field: str
    tier: str
    rank: int = 0
    year: int = _LATEST
    fill: int = 0
    why: str = ""

    @property
    def order(self) -> tuple[int, int, int, int]:
        """How good it is: kind of proof, latest year, trusted name, fullest."""
        return (_TIERS.index(self.tier), -self.year, self.rank, -self.fill)


def read_columns(columns: pd.DataFrame) -> tuple[Column, ...]:
    """Take the names of all columns apart and look at what they hold."""
    names = [str(name) for name in columns.columns]
    encodings = cut_encodings(names)
    return tuple(
        Column(
            name=name,
            header=parse_header(name),
            content=read_content(columns.iloc[:, i]),
            cut_in=tuple(
                encoding
                for encoding in encodings
                if may_be_cut(name, encoding=encoding)
            ),
        )
        for i, name in enumerate(names)
    )


def by_name(column: Column, schema: Schema) -> Iterator[Candidate]:
    """Yield the field that a column's name means, whole, cut or by its words."""
    if column.header.is_mean:
        return
    for found in (
        _by_whole_name(column, schema),
        _by_cut_names(column, schema),
        _by_words(column, schema),
    ):
        candidates = list(found)
        if candidates:
            yield from candidates
            return


def _by_whole_name(column: Column, schema: Schema) -> Iterator[Candidate]:
    table = alias_table(schema.role)
    units = {unit.name for unit in column.header.units}
    for place, key in enumerate(column.header.keys):
        level = "name" if place < column.header.whole else "level"
        aliases = table.whole.get(key, ())
        for alias in sorted(aliases, key=lambda each: each.kind == "weak"):
            tier = "weak" if alias.kind == "weak" else level
            if alias.unit is not None and alias.unit not in units:
                continue
            if _is_possible(schema.fields[alias.field], column, tier=tier):
                yield _candidate(column, alias, tier=tier, schema=schema)
                return


def _by_cut_names(column: Column, schema: Schema) -> Iterator[Candidate]:
    table = alias_table(schema.role)
    for encoding in column.cut_in:
        aliases = table.cut.get((encoding, comparable(column.name)), ())
        found = list(_by_cut_name(column, aliases, schema))
        if found:
            yield from found
            return


def _by_words(column: Column, schema: Schema) -> Iterator[Candidate]:
    """Yield the only field whose names are made of such words, if its cells fit."""
    if ignored_reason(column.name, cut_in=column.cut_in) is not None:
        return
    for key in dict.fromkeys(column.header.keys[:1] + column.header.keys[-1:]):
        fields = [
            each
            for each in schema.fields.values()
            if each.rule is not None
            and each.rule.fits(key)
            and _is_possible(each, column, tier="words")
        ]
        if len(fields) == 1:
            alias = Alias(field=fields[0].name, kind="words", rank=0, text=column.name)
            yield _candidate(column, alias, tier="words", schema=schema)
            return


def _by_cut_name(
    column: Column, aliases: Iterable[Alias], schema: Schema
) -> Iterator[Candidate]:
    """Take the only field whose name was cut so, or the only one that fits."""
    possible = [
        alias
        for alias in aliases
        if _is_possible(schema.fields[alias.field], column, tier="cut")
    ]
    special = [
        alias
        for alias in possible
        if schema.fields[alias.field].type not in {"text", "code"}
        and fit(schema.fields[alias.field], column.content) >= ENOUGH
    ]
    if len(possible) > 1:
        possible = (
            special
            if len(special) == 1
            else sorted(possible, key=lambda alias: alias.rank)
        )
    if possible:
        yield _candidate(column, possible[0], tier="cut", schema=schema)


def _candidate(column: Column, alias: Alias, *, tier: str, schema: Schema) -> Candidate:
    year = column.header.year
    return Candidate(
        column=column.name,
        field=alias.field,
        tier=tier,
        rank=-1 if alias.kind == "english" else alias.rank,
        year=_LATEST if year is None else year,
        fill=column.content.count,
        why=messages.text(
            f"schema.why_{'code' if alias.kind == 'code' else tier}",
            alias=alias.text,
            title=schema.fields[alias.field].shown_title,
        ),
    )


def _is_possible(standard: StandardField, column: Column, *, tier: str) -> bool:
    """Tell whether a column's unit and cells leave room for a field."""
    dimensions = {unit.dimension for unit in column.header.units}
    if standard.type == "number" and standard.unit is not None and dimensions:
        if standard.unit.dimension not in dimensions:
            return False
    elif standard.type != "number" and dimensions & _MEASURED:
        return False
    if not len(column.content.texts):
        return True
    share = fit(standard, column.content)
    if standard.type == "choice":
        return share >= HALF
    if tier in {"name", "level"}:
        return (
            standard.type not in {"number", "date"}
            or share > 0
            or not _is_yes_or_no(column.content)
        )
    return standard.type not in {"number", "date", "choice"} or share >= HALF


def _is_yes_or_no(content: Content) -> bool:
    return bool(content.texts.isin(["是", "否", "有", "无"]).mean() >= ENOUGH)


def by_content(
    columns: Iterable[Column], chosen: Mapping[str, Candidate], schema: Schema
) -> Iterator[Candidate]:
    """Recognise what the cells alone tell: codes, firm names, fixed words."""
    taken = {each.field for each in chosen.values() if each.tier != "weak"}
    open_fields = [
        each
        for each in schema.fields.values()
        if each.type in _BY_CONTENT and each.name not in taken
    ]
    kinds = [each.type for each in open_fields if each.type != "choice"]
    for column in columns:
        ignored = ignored_reason(column.name, cut_in=column.cut_in)
        known = column.name in chosen or ignored is not None
        if known or not len(column.content.texts):
            continue
        for each in open_fields:
            if kinds.count(each.type) > 1:
                continue  # tenant or owner: only a name can tell
            share = _plain_fit(each, column.content)
            if share >= ENOUGH:
                yield Candidate(
                    column=column.name,
                    field=each.name,
                    tier="content",
                    rank=-round(share * 100),
                    fill=column.content.count,
                    why=messages.text(
                        "schema.why_content",
                        title=each.shown_title,
                        share=round(share * 100),
                    ),
                )


def _plain_fit(standard: StandardField, content: Content) -> float:
    """Like `fit`, but 是, 否, 1 and 0 say nothing about which list is meant."""
    if standard.type != "choice":
        return fit(standard, content)
    values = {choice.value for choice in standard.choices}
    return float(content.texts.isin(values).mean())
