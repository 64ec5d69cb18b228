# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the import wizard shows of a file, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from landgis.operations.project_file import ReadOptions
from landgis.schema import StandardField, rank_roles, read_schema
from landgis.schema.candidates import by_name, read_columns
from landgis.schema.cells import convert_cells
from landgis.tables import DroppedRow, LostRecord, RawLayer, RawTable
from landgis.values.numbers import parse_numbers
from landgis.values.texts import cell_text

FIRST = 3
UNREADABLE = ("bad_", "unknown_", "ambiguous_")


@dataclass(frozen=True, kw_only=True)
class RoleGuess:
    """What a file may be; `likely` holds other roles, the likeliest first."""

    role: str | None
    is_layer: bool
    likely: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EncodingTrial:
    """One encoding: how many texts it can read, and how some of them look."""

    name: str
    readable: int
    total: int
    samples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EncodingEvidenceShown:
    """The encoding that was taken, why, and how others would read the file."""

    value: str | None
    source: str
    declared: str | None
    note: str
    is_sure: bool
    candidates: tuple[EncodingTrial, ...]


@dataclass(frozen=True, kw_only=True)
class CrsTrial:
    """One coordinate system that the numbers allow.

    `share` of the shapes falls inside the region; `preview` is WKB of thinned
    shapes in EPSG:4490, empty where a datum shift would need parameters.
    """

    code: str
    title: str
    share: float
    reason: str
    swapped: bool
    needs_parameters: bool
    preview: tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True)
class CrsEvidenceShown:
    """The coordinate system that was taken, why, and the other candidates."""

    value: str | None
    source: str
    note: str
    is_sure: bool
    candidates: tuple[CrsTrial, ...]


@dataclass(frozen=True, kw_only=True)
class AreaEvidence:
    """Registered areas beside drawn ones, for the unit that was taken.

    `ratio` is the median of registered cell (in its own unit) to drawn m²;
    `standard` the field whose unit may be chosen.
    """

    standard: str
    column: str
    unit: str | None
    ratio: float | None
    compared: int
    within_1_percent: int
    over_5_percent: int
    is_sure: bool
    note: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FieldTrial:
    """A column of the source: which standard field it is, and why.

    `confidence` is ``sure``, ``look`` or ``choose``; `alternatives` are other
    standard fields, the likeliest first; `unreadable` counts cells that would
    become missing.
    """

    column: str
    standard: str | None
    title: str
    why: str
    confidence: str
    samples: tuple[str, ...]
    empty: int
    unreadable: int
    unit: str | None
    alternatives: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SampleRecord:
    """One record under standard fields: title, and value as it will be used."""

    number: int
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class OpenField:
    """A standard field that no column gives, and what that costs.

    `parcels` have a test that stays unknown for want of it; `tests` names these.
    """

    standard: str
    title: str
    parcels: int
    tests: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ImportTrial:
    """Everything that the import wizard shows of one layer or sheet."""

    path: Path
    part: str | None
    parts: tuple[str, ...]
    role: RoleGuess
    driver: str
    features: int
    repaired: int
    lost: tuple[LostRecord, ...]
    encoding: EncodingEvidenceShown
    crs: CrsEvidenceShown | None
    area: AreaEvidence | None
    header_row: int | None
    dropped_rows: tuple[DroppedRow, ...]
    fields: tuple[FieldTrial, ...]
    samples: tuple[SampleRecord, ...]
    open_fields: tuple[OpenField, ...]
    to_verify: int
    notes: tuple[str, ...]
    error: str | None = None


@dataclass(frozen=True, kw_only=True)
class TrialRequest:
    """Which file to try, as what, and with which options; None: guess."""

    path: Path
    part: str | None = None
    role: str | None = None
    options: ReadOptions = field(default_factory=ReadOptions)
    region: str | None = None
    working: str | None = None
    reference_year: int | None = None


class SeenColumns:
    """Columns that were looked at; what a choice does not change is kept."""

    def __init__(self, columns: pd.DataFrame) -> None:
        self.columns = columns
        self.read = read_columns(columns)
        self._facts: dict[int, ColumnFacts] = {}
        self._named: dict[str, dict[str, dict[str, str]]] = {}
        self._unreadable: dict[tuple[int, str, str], int] = {}

    @cached_property
    def layer_roles(self) -> tuple[str, ...]:
        """What the columns are, if they have shapes; the likeliest first."""
        return rank_roles(self.read, has_geometry=True)

    @cached_property
    def table_roles(self) -> tuple[str, ...]:
        """What the columns are, if they have no shapes; the likeliest first."""
        return rank_roles(self.read, has_geometry=False)

    def named(self, role: str) -> dict[str, dict[str, str]]:
        """Return, by column, the fields that its name may mean, and by what proof."""
        if role not in self._named:
            schema = read_schema(role)
            self._named[role] = {
                column.name: {each.field: each.tier for each in by_name(column, schema)}
                for column in self.read
            }
        return self._named[role]

    def facts(self, place: int) -> ColumnFacts:
        """Return what a column holds, whatever field it is."""
        if place not in self._facts:
            cells = self.columns.iloc[:, place].tolist()
            texts = [text for text in map(cell_text, cells) if text is not None]
            self._facts[place] = ColumnFacts(
                samples=tuple(dict.fromkeys(texts))[:FIRST],
                empty=len(cells) - len(texts),
            )
        return self._facts[place]

    def unreadable(self, place: int, field: StandardField, *, role: str) -> int:
        """Count cells that hold something and yet no value of a field."""
        key = (place, role, field.name)
        if key not in self._unreadable:
            cells = self.columns.iloc[:, place]
            self._unreadable[key] = _count_unreadable(cells, field)
        return self._unreadable[key]


def _count_unreadable(cells: pd.Series, field: StandardField) -> int:
    if field.type == "number":
        return int(parse_numbers(cells).bad.sum())
    remarks = convert_cells(cells, field).remarks
    return sum(
        len(remark.rows) for remark in remarks if remark.kind.startswith(UNREADABLE)
    )


@dataclass(frozen=True, kw_only=True)
class ColumnFacts:
    """The first texts of a column, and how many of its cells are empty."""

    samples: tuple[str, ...]
    empty: int


@dataclass(frozen=True, kw_only=True)
class TrialCache:
    """Content that was read already, and how."""

    path: Path
    part: str | None
    encoding: str | None
    header_row: int | None
    raw: RawLayer | RawTable
    texts: bytes = b""
    parts: tuple[str, ...] = ()
    seen: SeenColumns
