# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file becomes once it is read: rows, shapes, and how each was found out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Geometries = NDArray[Any]
"""An array of shapely geometries (dtype object; None where there is none)."""


@dataclass(frozen=True, kw_only=True)
class EncodingEvidence:
    """Which text encoding a file has, and how that was found out.

    `source` is one of ``cpg``, ``ldid``, ``bytes``, ``user``, ``file`` (the
    format itself says so); `declared` is what the file claims, right or wrong;
    `note` is the evidence in words.
    """

    value: str | None
    source: str
    declared: str | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CrsEvidence:
    """Which coordinate system a layer has, and how that was found out.

    `value` is an authority code such as ``EPSG:4549``, or None if unknown;
    `source` is one of ``prj``, ``coordinates``, ``user``, ``file``, ``unknown``.
    """

    value: str | None
    source: str
    candidates: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class LostRecord:
    """A record that could not be read; `number` counts from 1, as in the file."""

    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DroppedRow:
    """A table row that is no data: a total, a note, an empty line (XLS-01).

    `number` is the spreadsheet's own row number, from 1.
    """

    number: int
    reason: str
    content: str


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a source: its name there, and which standard field it is.

    `is_unit_given`: the user has said the unit, so that no guess overrules it.
    """

    name: str
    standard: str | None = None
    unit: str | None = None
    type: str = ""
    sample: str = ""
    why: str = ""
    is_unit_given: bool = False


@dataclass(frozen=True, kw_only=True)
class Fault:
    """How often a fault kind of the contract occurs in a source, and where."""

    kind: str
    count: int
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RawLayer:
    """A vector file as read: nothing renamed, converted or repaired yet.

    `columns` and `geometry` have one row for each readable record, in file
    order; `record_numbers` gives each row's record number in the file (from 1).
    `declared_crs` is the WKT or authority code that the file states.
    """

    path: Path
    layer: str
    driver: str
    columns: pd.DataFrame
    geometry: Geometries
    record_numbers: NDArray[np.int64]
    encoding: EncodingEvidence
    declared_crs: str | None = None
    declared_crs_source: str | None = None
    geometry_types: Mapping[str, int] = field(default_factory=dict)
    null_geometry: int = 0
    lost: tuple[LostRecord, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """A spreadsheet or csv as read: header found, totals and notes set aside.

    `columns` holds the cells as text, numbers or dates, one column for each
    header (levels joined with "/"); `row_numbers` the spreadsheet's own row
    numbers.  `units` maps a column name to the unit that its header, or the
    sheet's "单位:万元" line, states.
    """

    path: Path
    sheet: str
    driver: str
    columns: pd.DataFrame
    row_numbers: NDArray[np.int64]
    encoding: EncodingEvidence
    header_row: int
    units: Mapping[str, str] = field(default_factory=dict)
    dropped_rows: tuple[DroppedRow, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Source:
    """Everything known about where a layer or table came from.

    This is what `landgis inspect` prints and what the `input` table of a
    result keeps.  `faults` are filled after the checks have run.
    """

    role: str
    path: Path
    layer: str = ""
    driver: str = ""
    sha256: str = ""
    part_sha256: Mapping[str, str] = field(default_factory=dict)
    features: int = 0
    repaired: int = 0
    encoding: EncodingEvidence
    crs: CrsEvidence | None = None
    geometry_types: Mapping[str, int] | None = None
    null_geometry: int = 0
    header_row: int | None = None
    dropped_rows: tuple[DroppedRow, ...] = ()
    lost: tuple[LostRecord, ...] = ()
    fields: tuple[Field, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Layer:
    """Rows with shapes, columns named by the standard, in the working system.

    `frame` holds only those standard fields that the source has, typed: text
    as ``str``, numbers as ``float64`` in the unit of their name, dates as
    ``datetime64[s]``; missing is NaN or NaT.  `raw` holds the source's own
    columns.  Index (0 … n-1), `geometry` and `raw` run in step.
    """

    role: str
    frame: pd.DataFrame
    geometry: Geometries
    raw: pd.DataFrame
    source: Source


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows without shapes, columns named by the standard; see `Layer`."""

    role: str
    frame: pd.DataFrame
    raw: pd.DataFrame
    source: Source
