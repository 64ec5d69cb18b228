# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the import wizard shows of a file, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from landgis.operations.project_file import ReadOptions
from landgis.tables import DroppedRow, LostRecord, RawLayer, RawTable


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
