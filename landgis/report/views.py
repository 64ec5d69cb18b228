# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables that a window shows of a result: rows, columns, and how each is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

import pandas as pd

from landgis.analysis import Analysis
from landgis.classify.evidence import COLUMNS as EVIDENCE_COLUMNS
from landgis.report.fields import FieldTitle, field_title
from landgis.report.names import (
    map_unique,
    to_field_words,
    to_status_words,
    to_texts,
    to_words,
    to_yes_no,
    with_columns,
)
from landgis.report.parcel_figures import parcel_figures
from landgis.rules.catalogue import clauses
from landgis.tables import Geometries


class Kind(Enum):
    """What the cells of a column are, which says how they are shown."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"  # true, false or unknown
    CODE = "code"  # a code with a word
    STATUS = "status"
    STATUSES = "statuses"  # several, joined by ","
    FIELDS = "fields"  # names of missing fields, joined by ","


@dataclass(frozen=True, kw_only=True)
class ViewColumn:
    """One column of a view.

    `group` says where the words of its codes stand; an ordinal number (a year, a
    place) is no quantity: its digits are not grouped and it is not added up.
    """

    name: str
    kind: Kind
    title: str
    unit: str = ""
    meaning: str = ""
    places: int = 0
    group: str = ""
    is_ordinal: bool = False

    @property
    def heading(self) -> str:
        """The title with its unit in brackets."""
        return FieldTitle(title=self.title, unit=self.unit).heading

    @property
    def is_number(self) -> bool:
        """Whether the cells are numbers, set to the right."""
        return self.kind is Kind.NUMBER


@dataclass(frozen=True, kw_only=True)
class View:
    """Rows as a window shows them.

    Attributes
    ----------
    name
        ``parcel``, ``residual``, ``enterprise``, ``park``, ``vacated`` or
        ``evidence``.
    frame
        The result's own frame, with what is figured out for the view; no copy.
    columns
        The columns of `frame` that people read, those shown at first in front.
    shown
        How many of them are shown at first.
    sums
        Columns whose sum stands below the table.
    """

    name: str
    frame: pd.DataFrame
    columns: tuple[ViewColumn, ...]
    shown: int
    sums: tuple[str, ...] = ()
    geometry: Geometries | None = None
    by_name: Mapping[str, ViewColumn] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = {column.name: column for column in self.columns}
        object.__setattr__(self, "by_name", MappingProxyType(names))


PARCEL = "parcel"
_FIRST: Mapping[str, Sequence[str]] = {
    PARCEL: (
        "parcel_id",
        "owner",
        "town",
        "status",
        "mu",
        "firm_mu",
        "potential_mu",
        "tax_per_mu",
        "far",
        "missing",
    ),
    "residual": (
        "approval_no",
        "batch_name",
        "town",
        "approved_date",
        "ageing",
        "approved_m2",
        "supply_percent",
        "mu",
        "firm_mu",
        "block_level",
    ),
    "enterprise": (
        "name",
        "town",
        "scale",
        "industry",
        "land_mu",
        "tax_wan",
        "tax_per_mu",
        "low",
        "grade",
        "treatment",
        "match_method",
        "parcel_ids",
    ),
    "park": (
        "park_id",
        "name",
        "town",
        "floor_m2",
        "leading",
        "existing_leading",
        "existing_other",
        "open_year",
        "price",
        "star",
    ),
    "vacated": (
        "former_firm",
        "town",
        "vacated_date",
        "mu",
        "firm_mu",
        "potential_mu",
        "reuse",
        "block_level",
    ),
    "evidence": (
        "subject_id",
        "rule",
        "rule_title",
        "result",
        "value",
        "operator",
        "threshold",
        "missing",
        "citation",
    ),
}
VIEWS = tuple(_FIRST)
_SUMS: Mapping[str, tuple[str, ...]] = {
    PARCEL: ("mu", "firm_mu", "potential_mu"),
    "residual": ("mu", "firm_mu"),
    "enterprise": ("land_mu", "tax_wan"),
    "park": ("floor_m2",),
    "vacated": ("mu", "firm_mu", "potential_mu"),
}
_KINDS: Mapping[str, tuple[Kind, str]] = {
    "parcel.status": (Kind.STATUS, ""),
    "parcel.computed_status": (Kind.STATUS, ""),
    "parcel.flags": (Kind.STATUSES, ""),
    "parcel.missing": (Kind.FIELDS, ""),
    "enterprise.low_missing": (Kind.FIELDS, ""),
    "enterprise.match_method": (Kind.CODE, "method"),
    "enterprise.land_method": (Kind.CODE, "land_method"),
    "enterprise.group": (Kind.CODE, "group"),
    "evidence.subject_kind": (Kind.CODE, "subject"),
    "evidence.result": (Kind.CODE, "result"),
    "evidence.missing": (Kind.FIELDS, ""),
}
_PLACES_OF_UNIT = {"亩": 2, "万元": 2, "万元/亩": 2, "㎡": 1, "%": 1, "吨标准煤": 2}
_PLACES = {
    "firm_mu": 1,
    "potential_mu": 1,
    "years": 1,
    "far": 2,
    "far_min": 2,
    "score": 2,
    "lon": 6,
    "lat": 6,
    "energy_per_value": 4,
    "tax_share_of_median": 2,
    "emission_t": 4,
    "power_wan_kwh": 2,
    "price": 2,
}
_ORDINAL = frozenset({"year", "open_year", "place", "low_line"})
_WHOLE = _ORDINAL | {"employees"}
_HIDDEN = ("geometry", "parcel_rows")
_PERCENT = 100.0
_ENOUGH, _SOME = 5, 12
"""Where fewer than so many of the usual columns are there, the first ones are shown."""


def make_view(analysis: Analysis, name: str) -> View:
    """Return one of `VIEWS`; its columns are those of the result, not copies.

    Raises
    ------
    KeyError
        If there is no such view.
    """
    frame, geometry = _READERS[name](analysis)
    return to_view(frame, name, geometry=geometry)


def to_view(
    frame: pd.DataFrame, name: str, *, geometry: Geometries | None = None
) -> View:
    """Return a view of any rows; `name` says which columns come first."""
    first = [column for column in _FIRST.get(name, ()) if column in frame]
    rest = [str(c) for c in frame if c not in first and c not in _HIDDEN]
    names = [*first, *rest]
    return View(
        name=name,
        frame=frame,
        columns=tuple(_column(frame[column], column, name) for column in names),
        shown=len(first) if len(first) >= _ENOUGH else min(len(names), _SOME),
        sums=tuple(column for column in _SUMS.get(name, ()) if column in frame),
        geometry=geometry,
    )


def to_shown_texts(values: pd.Series, column: ViewColumn) -> pd.Series:
    """Return the cells of a column of texts or codes as the words that are shown.

    Missing stays missing; numbers and dates are turned into plain text.
    """
    match column.kind:
        case Kind.STATUS | Kind.STATUSES:
            return to_status_words(values)
        case Kind.FIELDS:
            return to_field_words(values)
        case Kind.CODE:
            return to_words(values, column.group)
        case Kind.FLAG:
            return to_yes_no(values)
        case Kind.DATE:
            days: pd.Series = values.dt.strftime("%Y-%m-%d").astype("str")
            return days
        case _:
            return to_texts(values)


def _column(values: pd.Series, name: str, table: str) -> ViewColumn:
    words = field_title(name, table=table)
    kind, group = _KINDS.get(f"{table}.{name}") or (_kind(values), "")
    return ViewColumn(
        name=name,
        kind=kind,
        title=words.title,
        unit=words.unit,
        meaning=words.meaning,
        places=_places(values, name, words.measure) if kind is Kind.NUMBER else 0,
        group=group,
        is_ordinal=name in _ORDINAL,
    )


def _kind(values: pd.Series) -> Kind:
    kind = values.dtype
    if pd.api.types.is_bool_dtype(kind):
        return Kind.FLAG
    if pd.api.types.is_numeric_dtype(kind):
        return Kind.NUMBER
    return Kind.DATE if pd.api.types.is_datetime64_any_dtype(kind) else Kind.TEXT


def _places(values: pd.Series, name: str, unit: str) -> int:
    if name in _WHOLE or pd.api.types.is_integer_dtype(values.dtype):
        return 0
    return _PLACES.get(name, _PLACES_OF_UNIT.get(unit, 0 if unit in "天家宗" else 2))


_Rows = tuple[pd.DataFrame, Geometries | None]


def _parcels(analysis: Analysis) -> _Rows:
    """Return parcels as lists show them.

    Days overdue only where the day has passed; the program's own verdict only
    where somebody changed it.
    """
    rows = with_columns(
        analysis.parcels,
        ["computed_status", "override_reason"],
        numbers=["overdue_days"],
    )
    figures = parcel_figures(analysis)
    late = rows["overdue_days"]
    return rows.assign(
        overdue_days=late.where(late > 0),
        computed_status=rows["computed_status"].where(rows["override_reason"].notna()),
        **{name: figures[name] for name in ("tax_wan", "tax_per_mu", "far")},
    ), analysis.parcel_geometry


def _residual(analysis: Analysis) -> _Rows:
    rows = with_columns(analysis.residual, numbers=["supply_rate"])
    percent = rows.pop("supply_rate") * _PERCENT
    return rows.assign(supply_percent=percent), analysis.residual_geometry


def _firms(analysis: Analysis) -> _Rows:
    return analysis.firms, None


def _parks(analysis: Analysis) -> _Rows:
    geometry = analysis.park_geometry
    return analysis.parks, geometry if len(geometry) == len(analysis.parks) else None


def _vacated(analysis: Analysis) -> _Rows:
    return analysis.vacated, analysis.vacated_geometry


def evidence_rows(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return tests with what each rule is called, for the view ``evidence``."""
    rows = with_columns(evidence, EVIDENCE_COLUMNS)
    known = clauses()
    titles = map_unique(
        rows["rule"], lambda rule: known[rule].title if rule in known else ""
    )
    return rows.assign(rule_title=titles)


def _evidence(analysis: Analysis) -> _Rows:
    return evidence_rows(analysis.evidence), None


_READERS: Mapping[str, Callable[[Analysis], _Rows]] = {
    PARCEL: _parcels,
    "residual": _residual,
    "enterprise": _firms,
    "park": _parks,
    "vacated": _vacated,
    "evidence": _evidence,
}
