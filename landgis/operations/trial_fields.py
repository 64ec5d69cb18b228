# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which column an import takes for which field, and what open fields would cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis import messages
from landgis.area import authoritative
from landgis.classify.occupants import compute_occupants
from landgis.classify.status import classify_parcels
from landgis.operations.loading import NEEDED
from landgis.operations.trial_values import (
    ColumnFacts,
    FieldTrial,
    OpenField,
    SampleRecord,
    SeenColumns,
)
from landgis.report.fields import field_title
from landgis.report.names import status_titles
from landgis.rules.library import profiles
from landgis.schema import Schema, Standardised, read_schema
from landgis.tables import Field
from landgis.units import MU_PER_M2
from landgis.values.texts import cell_text

SURE, LOOK, CHOOSE = "sure", "look", "choose"
RECORDS = 20
DOUBTFUL_TIERS = frozenset({"weak", "words", "content"})
NO_LINKS = pd.DataFrame(
    {
        "firm": pd.Series(dtype="int64"),
        "parcel": pd.Series(dtype="int64"),
        "land_mu": pd.Series(dtype="float64"),
        "tax_wan": pd.Series(dtype="float64"),
    }
)
NO_FIRMS = pd.DataFrame(
    {"low": pd.Series(dtype="boolean"), "name": pd.Series(dtype="str")}
)


def show_fields(
    seen: SeenColumns, standard: Standardised, *, role: str
) -> tuple[FieldTrial, ...]:
    """Tell of each column what it is taken for, why, and how sure that is."""
    schema = read_schema(role)
    taken = {each.standard or "" for each in standard.fields}
    tiers = seen.named(role)
    return tuple(
        _show_field(
            each,
            seen.facts(place),
            unreadable=seen.unreadable(place, schema.fields[each.standard], role=role)
            if each.standard is not None
            else 0,
            schema=schema,
            named=tiers.get(each.name, {}),
            taken=taken,
        )
        for place, each in enumerate(standard.fields)
    )


def _show_field(
    match: Field,
    facts: ColumnFacts,
    *,
    unreadable: int,
    schema: Schema,
    named: Mapping[str, str],
    taken: set[str],
) -> FieldTrial:
    field = schema.fields.get(match.standard or "")
    others = [name for name in named if name != match.standard]
    similar = [
        name
        for name, each in schema.fields.items()
        if name not in taken and name not in others and each.shown_title in match.why
    ]
    return FieldTrial(
        column=match.name,
        standard=match.standard,
        title="" if field is None else field.shown_title,
        why=match.why,
        confidence=_confidence(
            match,
            schema=schema,
            tier=named.get(match.standard or "", "content"),
            unreadable=unreadable,
            open_=[*(name for name in others if name not in taken), *similar],
        ),
        samples=facts.samples,
        empty=facts.empty,
        unreadable=unreadable,
        unit=match.unit,
        alternatives=(*others, *similar),
    )


def _confidence(
    match: Field,
    *,
    schema: Schema,
    tier: str,
    unreadable: int,
    open_: Sequence[str],
) -> str:
    if match.standard is None:
        if not open_:
            return SURE
        needed = NEEDED.get(schema.role)
        return CHOOSE if needed in open_ else LOOK
    is_given = match.why == messages.text("schema.why_override")
    if unreadable or (tier in DOUBTFUL_TIERS and not is_given):
        return LOOK
    return SURE


def show_samples(
    columns: pd.DataFrame,
    standard: Standardised,
    *,
    role: str,
    numbers: NDArray[np.int64],
) -> tuple[SampleRecord, ...]:
    """Return the first records under standard fields, as they will be used."""
    schema = read_schema(role)
    matched = [
        (schema.fields[each.standard], each.name)
        for each in standard.fields
        if each.standard is not None and each.standard in standard.frame
    ]
    return tuple(
        SampleRecord(
            number=int(numbers[row]),
            values=tuple(
                (
                    field_title(field.name, table=role).heading,
                    _show_value(
                        standard.frame[field.name].iloc[row],
                        source=columns[name].iloc[row],
                    ),
                )
                for field, name in matched
            ),
        )
        for row in range(min(RECORDS, len(standard.frame)))
    )


def _show_value(value: Any, *, source: object) -> str:
    if pd.isna(value):
        cell = cell_text(source)
        if cell is None:
            return "—"
        return messages.text("trial.taken_as_missing", cell=cell)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return cell_text(value) or "—"


def show_open_fields(
    standard: Standardised, *, role: str, drawn_m2: pd.Series, day: date
) -> tuple[tuple[OpenField, ...], int]:
    """Return what fields that no column gives would cost, and the 待核实 parcels."""
    schema = read_schema(role)
    taken = {each.standard for each in standard.fields}
    open_ = [name for name in schema.fields if name not in taken]
    if role != "supply" or not len(standard.frame):
        needed = NEEDED.get(role)
        return tuple(
            OpenField(
                standard=name, title=schema.fields[name].title, parcels=0, tests=()
            )
            for name in open_
            if name == needed
        ), 0
    costs, to_verify = _costs(standard.frame, drawn_m2, open_, day=day)
    return tuple(
        OpenField(
            standard=name, title=schema.fields[name].title, parcels=count, tests=tests
        )
        for name, (count, tests) in costs.items()
    ), to_verify


def _costs(
    frame: pd.DataFrame, drawn_m2: pd.Series, open_: Sequence[str], *, day: date
) -> tuple[dict[str, tuple[int, tuple[str, ...]]], int]:
    """Judge the rows as parcels without firms; count what is unknown."""
    nothing = pd.Series(np.nan, index=frame.index)
    drawn = pd.Series(drawn_m2.to_numpy(), index=frame.index)
    registered = frame.get("registered_m2", nothing)
    area = authoritative(registered, drawn.where(drawn > 0)).area_m2
    area = pd.Series(np.asarray(area), index=frame.index)
    verdicts = classify_parcels(
        frame.assign(area_m2=area, mu=area * MU_PER_M2),
        compute_occupants(frame.index, links=NO_LINKS, firms=NO_FIRMS),
        profile=profiles()[0],
        reference_date=day,
        has_firms=True,
    )
    titles = status_titles()
    costs = {}
    lacking = pd.Series(data=False, index=frame.index)
    for name in open_:
        lacks = (
            verdicts.frame["missing"]
            .str.split(",")
            .map(lambda found, n=name: n in found)
        )
        if not lacks.any():
            continue
        tests = tuple(
            titles[status]
            for status, test in zip(verdicts.holds, verdicts.tests, strict=True)
            if test.missing.str.contains(name, regex=False).any()
        )
        costs[name] = (int(lacks.sum()), tests)
        lacking |= lacks
    unclear = verdicts.frame["status"] == "to_verify"
    return costs, int((unclear & lacking).sum())
