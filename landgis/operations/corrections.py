# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that somebody entered by hand (补录, 修正), put in place of a source's.

The source is never changed: a correction is a document of the project, applied
to the standard fields each time the data are loaded.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis import messages
from landgis.checks.limits import read_limits
from landgis.checks.naming import name_rows
from landgis.classify.parcel_facts import TOLD
from landgis.findings import Finding, Severity
from landgis.report.fields import field_title
from landgis.schema import StandardField, read_schema

SEPARATOR = "|"


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One value entered by hand: in the unit of its field, dates as ISO text.

    `row` is what the user calls the row: its code or name, else 第n条; `was` is
    the value that stood there, for the history.
    """

    role: str
    row: str
    field: str
    value: str | float | None
    was: Any = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """A frame with its corrections.

    `applied` has a row for each value that was put in: row (position), field,
    value and was, as JSON values.
    """

    frame: pd.DataFrame
    applied: tuple[Applied, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Applied:
    """A value that was put in at a position, and the source's own; None: missing."""

    role: str
    row: int
    field: str
    value: str | float | None
    was: str | float | None


def correction_id(role: str, row: str, field: str) -> str:
    """Return the id of the document that holds a correction."""
    return SEPARATOR.join((role, row, field))


def read_corrections(documents: Mapping[str, Any]) -> tuple[Correction, ...]:
    """Return the corrections that a project holds; the row's name may contain "|"."""
    found = []
    for name, value in documents.items():
        role, _, rest = name.partition(SEPARATOR)
        row, _, field = rest.rpartition(SEPARATOR)
        found.append(
            Correction(
                role=role,
                row=row,
                field=field,
                value=value.get("value"),
                was=value.get("was"),
                reason=value.get("reason") or "",
            )
        )
    return tuple(found)


def name_parcels(
    frame: pd.DataFrame, places: NDArray[np.int64] | None = None
) -> pd.Series:
    """Return what rows of a supply layer are called: their codes, else 第n条.

    Of the rows at some `places`, or of all.
    """
    if places is None:
        places = np.arange(len(frame))
    index = frame.index[places]
    if "parcel_id" in frame:
        names = frame["parcel_id"].iloc[places].astype("str")
    else:
        names = pd.Series(np.nan, index=index, dtype="str")
    nameless = names.isna().to_numpy()
    if nameless.any():
        record = messages.catalogue()["load.record"]
        found = names.to_numpy(dtype=object)
        found[nameless] = [
            record.format(number=place + 1) for place in places[nameless].tolist()
        ]
        names = pd.Series(found, index=index, dtype="str")
    return names


def apply_corrections(
    frame: pd.DataFrame,
    corrections: Iterable[Correction],
    *,
    role: str,
    row_names: Sequence[str] = (),
) -> Corrected:
    """Put the corrections of a role into a frame of standard fields.

    `row_names` are further names of the rows, such as 第12行.  One that fits no row
    or field, or has no value of the field's kind, becomes a finding.
    """
    open_ones = [each for each in corrections if each.role == role]
    done: list[Applied] = []
    while open_ones:  # the second round knows rows by codes that the first put in
        places = _places(
            frame, {each.row for each in open_ones}, role=role, row_names=row_names
        )
        usable = [each for each in open_ones if each.row in places]
        if not usable:
            break
        open_ones = [each for each in open_ones if each.row not in places]
        wrong = []
        for each in usable:
            try:
                frame, put = _put(frame, each, places[each.row])
            except ValueError:
                wrong.append(each)
                continue
            done.extend(put)
        if wrong:
            open_ones.extend(wrong)
            break
    return Corrected(
        frame=frame,
        applied=tuple(done),
        findings=(*_told(done, frame, role), *_not_applied(open_ones, role)),
    )


def to_cell(field: StandardField, value: str | float | None) -> Any:
    """Return a value as its standard field keeps it.

    Raises
    ------
    ValueError
        If it is of another kind.
    """
    if value is None:
        return pd.NaT if field.kind == "date" else np.nan
    if field.kind == "date":
        return pd.Timestamp(date.fromisoformat(str(value)))
    if field.kind == "number":
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(value)
        return number
    return str(value)


def to_plain(cell: Any) -> str | float | None:
    """Return a cell of a standard field as a JSON value; missing is None."""
    if pd.isna(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return float(cell) if isinstance(cell, (int, float)) else str(cell)


def put_cells(
    frame: pd.DataFrame, field: StandardField, *, rows: Sequence[int], cell: Any
) -> pd.DataFrame:
    """Return the frame with a value at some rows.

    A column that the source lacks is added with a companion that marks these rows.
    """
    added: dict[str, pd.Series] = {}
    mark = field.name + TOLD
    if field.name in frame:
        column = frame[field.name].copy()
        if mark in frame:
            added[mark] = frame[mark].copy()
    else:
        column = _no_values(field, frame.index)
        added[mark] = pd.Series(data=False, index=frame.index)
    column.iloc[list(rows)] = cell
    if mark in added:
        added[mark].iloc[list(rows)] = True
    damaged = f"{field.name}_damaged"
    if damaged in frame:
        added[damaged] = frame[damaged].copy()
        added[damaged].iloc[list(rows)] = False
    return frame.assign(**{field.name: column, **added})


def _no_values(field: StandardField, index: pd.Index) -> pd.Series:
    if field.kind == "date":
        return pd.Series(np.datetime64("NaT", "s"), index=index)
    if field.kind == "number":
        return pd.Series(np.nan, index=index, dtype="float64")
    return pd.Series(np.nan, index=index, dtype="str")


def _places(
    frame: pd.DataFrame, wanted: set[str], *, role: str, row_names: Sequence[str]
) -> dict[str, list[int]]:
    """Return the positions of the rows that bear a name."""
    namings: list[Any] = [name_rows(frame, role, read_limits())]
    if role == "supply":
        namings.insert(0, name_parcels(frame).to_numpy(dtype=object))
    if len(row_names) == len(frame):
        namings.append(row_names)
    found: dict[str, list[int]] = {}
    for names in namings:
        texts = pd.Series(names, dtype=object)
        for place, name in texts[texts.isin(wanted - found.keys())].items():
            found.setdefault(str(name), []).append(int(str(place)))
    return found


def _put(
    frame: pd.DataFrame, correction: Correction, rows: list[int]
) -> tuple[pd.DataFrame, list[Applied]]:
    field = read_schema(correction.role).fields.get(correction.field)
    if field is None:
        raise ValueError(correction.field)
    cell = to_cell(field, correction.value)
    before = (
        [to_plain(frame[field.name].iloc[row]) for row in rows]
        if field.name in frame
        else [None] * len(rows)
    )
    applied = [
        Applied(
            role=correction.role,
            row=row,
            field=field.name,
            value=to_plain(cell),
            was=was,
        )
        for row, was in zip(rows, before, strict=True)
    ]
    return put_cells(frame, field, rows=rows, cell=cell), applied


def _told(
    applied: list[Applied], frame: pd.DataFrame, role: str
) -> tuple[Finding, ...]:
    if not applied:
        return ()
    names = name_rows(frame, role, read_limits())
    nothing = messages.text("stored.no_value")
    return (
        Finding(
            kind="entered_by_hand",
            severity=Severity.NOTE,
            role=role,
            rows=tuple(int(frame.index[each.row]) for each in applied),
            ids=tuple(str(names[each.row]) for each in applied),
            details=tuple(
                messages.text(
                    "stored.entered",
                    field=field_title(each.field, table=role).heading,
                    value=nothing if each.value is None else each.value,
                    was=nothing if each.was is None else each.was,
                )
                for each in applied
            ),
        ),
    )


def _not_applied(left: list[Correction], role: str) -> tuple[Finding, ...]:
    if not left:
        return ()
    return (
        Finding(
            kind="entry_not_applied",
            severity=Severity.WARNING,
            role=role,
            rows=(0,) * len(left),
            ids=tuple(each.row for each in left),
            details=tuple(
                messages.text(
                    "stored.not_applied",
                    row=each.row,
                    field=field_title(each.field, table=role).heading,
                )
                for each in left
            ),
        ),
    )
