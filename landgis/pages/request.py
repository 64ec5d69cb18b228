# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be printed: one frozen value that can be kept as a recipe."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Bounds = tuple[float, float, float, float]


class Kind(StrEnum):
    """The kinds of pages."""

    MAP = "map"  # 专题图
    PARCEL_CARDS = "parcel_cards"  # 一宗一图
    FIRM_CARDS = "firm_cards"  # 一企一策
    ZONE_CARDS = "zone_cards"  # 一区一图
    LIST = "list"  # 清单
    SUMMARY = "summary"  # 汇总报告
    RELOCATION = "relocation"  # 搬迁方案
    NOTICE = "notice"  # 公示表


class AreaKind(StrEnum):
    """What part of the county a sheet shows."""

    ALL = "all"
    TOWN = "town"
    VIEW = "view"
    ROWS = "rows"
    SHAPE = "shape"


@dataclass(frozen=True, kw_only=True)
class Area:
    """The part of the county that is shown and counted.

    Attributes
    ----------
    name
        Name of the town (kind TOWN), or what stands in the title (others).
    bounds
        For VIEW: min x, min y, max x, max y in the project's system.
    rows
        For ROWS: rows of the map, parcels first, then residual pieces.
    shape_wkb
        For SHAPE: hexadecimal WKB of a zone or any other outline.
    names
        For ROWS, in a recipe: what the rows were called, as rows move.
    """

    kind: AreaKind = AreaKind.ALL
    name: str = ""
    bounds: Bounds | None = None
    rows: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    shape_wkb: str = ""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What stands on a map sheet.

    Attributes
    ----------
    theme
        What the land is coloured by: see `landgis.report.themes.THEMES`.
    grid
        ``ticks``, ``crosses``, ``lines`` or ``none``.
    hidden
        Classes (statuses) and reference layers that are not drawn:
        ``town``, ``block_line``, ``park``, ``vacated``, ``approval`` and statuses.
    """

    theme: str = "status"
    inset: bool = True
    legend: bool = True
    statistics: bool = True
    letters: bool = True
    places: bool = True
    grid: str = "crosses"
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SheetWords:
    """Words on the sheets that the office decides; "" takes the usual ones.

    `secrecy` "-" prints none.  `logo` names a picture beside the template.
    """

    title: str = ""
    subtitle: str = ""
    number: str = ""
    unit: str = ""
    drawn_by: str = ""
    checked_by: str = ""
    secrecy: str = ""
    day: str = ""
    remark: str = ""
    approval_number: str = ""
    notice_days: int = 7
    contact: str = ""
    logo: str = ""


@dataclass(frozen=True, kw_only=True)
class ZoneShape:
    """A zone for 一区一图: its name, outline and the rows of the map it holds.

    `facts` are pairs of a title and a text, shown as they are.
    """

    name: str
    shape_wkb: str
    rows: tuple[int, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ListChoice:
    """Which list: a view of `landgis.report.views.VIEWS` and what of it.

    `only` is a preset: "" (all), ``low``, ``idle``, ``supplied_unused``,
    ``reclaimable``, ``to_verify`` or a status; `rows` choose and order rows
    themselves; `group_by` is the column after whose values 小计 stand.
    """

    view: str = "parcel"
    only: str = "reclaimable"
    columns: tuple[str, ...] = ()
    rows: tuple[int, ...] | None = None
    group_by: str = "town"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One firm that moves: from where to where, when, and how much it frees."""

    firm: str
    treatment: str
    origin: str
    target: str
    phase: str
    freed_mu: float | None = None
    floor_m2: float | None = None
    compensation_wan: float | None = None
    reason: str = ""
    start: tuple[float, float] | None = None
    end: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class ParkUse:
    """A park of the plan: floor, what is used, what the plan adds, 主导产业."""

    name: str
    floor_m2: float | None
    used_m2: float | None
    planned_m2: float
    firms: int
    leading_share: float | None = None
    open_year: int | None = None
    place: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class RelocationPlan:
    """A relocation plan in plain values, whoever made it.

    `verdict` is one sentence on how good it is; `unplaced` pairs a firm with
    the reason; `figures` are titles with values and units, shown in order.
    """

    name: str
    verdict: str
    moves: tuple[Move, ...]
    parks: tuple[ParkUse, ...]
    unplaced: tuple[tuple[str, str], ...] = ()
    figures: tuple[tuple[str, float | None, str], ...] = ()
    notes: tuple[str, ...] = ()


class Subject(StrEnum):
    """Whose cards are made, whatever the result holds by then."""

    CHOSEN = "chosen"  # those of `rows`, as they are
    RECLAIMABLE = "reclaimable"
    LOW = "low"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class PageRequest:
    """What to print.

    Attributes
    ----------
    paper
        One of `PAPERS`.
    landscape
        None takes what suits the kind.
    scale
        Denominator, e.g. 5000; None fits the area to a round scale.
    centre
        Middle of the map on the ground; None is that of the area.
    template
        Path of an office's own .typ file; "" takes the shipped one.
    subject
        For cards of parcels and firms: whose, found anew when they are made.
    rows
        For cards: rows of the map (parcels, firms for FIRM_CARDS).
    names
        In a recipe: what `rows` were called, as rows move from result to result.
    zones, plan
        For ZONE_CARDS and RELOCATION; without, those of the project.
    tiles
        For maps: print the area at `scale` on as many sheets as it needs.
    photos
        For parcel cards: name of a parcel, and a picture of it.
    """

    kind: Kind = Kind.MAP
    area: Area = field(default_factory=Area)
    paper: str = "A3"
    landscape: bool | None = None
    scale: int | None = None
    centre: tuple[float, float] | None = None
    template: str = ""
    contents: Contents = field(default_factory=Contents)
    words: SheetWords = field(default_factory=SheetWords)
    subject: Subject = Subject.CHOSEN
    rows: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    zones: tuple[ZoneShape, ...] = ()
    lists: ListChoice = field(default_factory=ListChoice)
    plan: RelocationPlan | None = None
    photos: tuple[tuple[str, str], ...] = ()
    tiles: bool = False
    archive: bool = False
    dpi: int = 300
