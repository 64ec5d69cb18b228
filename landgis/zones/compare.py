# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sets of zones side by side: figures with the best of each, and which land differs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from landgis.messages import text
from landgis.progress import SILENT, Progress
from landgis.units import MU_PER_M2
from landgis.zones.book import TotalsBook
from landgis.zones.compare_figures import SAME, Figure, Sheet, figures
from landgis.zones.neighbours import Neighbours
from landgis.zones.overlay import without
from landgis.zones.prices import Prices, compensation_of
from landgis.zones.units import Rows, Units
from landgis.zones.verdicts import contiguity_of
from landgis.zones.zoning import FREE, IN_PIECES, Zoning

_SAME_M2 = 1e-3


@dataclass(frozen=True, kw_only=True)
class CompareRow:
    """One figure of several sets of zones.

    Attributes
    ----------
    id, title, unit, places
        What it is called, its unit, and how many decimals are shown.
    figure
        The name by which `landgis.zones.figure_rows.rows_behind` knows it, or "".
    values
        One for each set, exact; None is unknown.
    missing
        For each set the firms or parcels of which the figure is not known: the value
        is that of the others.
    best
        Which of them are best; none where more is not better or worse, where the
        sets do not differ, where something is missing, or only one is known.
    is_estimate
        A figure in money, never shown without 测算，不作为补偿依据.
    """

    id: str
    title: str
    unit: str
    places: int
    figure: str
    values: tuple[float | None, ...]
    missing: tuple[int, ...]
    best: frozenset[int]
    is_estimate: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Difference:
    """Which land two sets of zones treat differently.

    `first`, `second` are places in the comparison.  `only_first` and `only_second`
    are units that just one of them holds, `other_zone` those that both hold, in
    zones of other names, `cut` those that both hold, but not the same part of.
    """

    first: int
    second: int
    only_first: Rows
    only_second: Rows
    other_zone: Rows
    cut: Rows
    only_first_win_mu: float
    only_second_win_mu: float

    @property
    def is_none(self) -> bool:
        """Tell whether both sets are the same."""
        parts = (self.only_first, self.only_second, self.other_zone, self.cut)
        return not any(len(part) for part in parts)


@dataclass(frozen=True, kw_only=True, eq=False)
class ZoneComparison:
    """Sets of zones side by side.

    `differences` compares each set with the first one; `between` any two.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    plan: int | None
    rows: tuple[CompareRow, ...]
    differences: tuple[Difference, ...]


def sheet_of(
    zoning: Zoning,
    units: Units,
    neighbours: Neighbours,
    *,
    prices: Prices | None = None,
    book: TotalsBook | None = None,
) -> Sheet:
    """Work out what is compared of a set of zones; `book` if its totals are known."""
    book = TotalsBook(zoning, units) if book is None else book
    whole = book.all()
    return Sheet(
        zoning=zoning,
        whole=whole,
        each=tuple(book.of(zone.id) for zone in zoning.zones),
        contiguity=tuple(
            contiguity_of(zoning, units, neighbours, zone=zone.id)
            for zone in zoning.zones
        ),
        cost=None if prices is None else compensation_of(whole, prices),
        cluster_min_mu=units.cluster_min_mu,
    )


def compare_sheets(sheets: Sequence[Sheet], units: Units) -> ZoneComparison:
    """Put sets of zones side by side, in the order given."""
    zonings = [sheet.zoning for sheet in sheets]
    plans = [place for place, zoning in enumerate(zonings) if zoning.is_plan]
    return ZoneComparison(
        ids=tuple(zoning.id for zoning in zonings),
        names=tuple(zoning.name for zoning in zonings),
        plan=plans[0] if plans else None,
        rows=tuple(
            _row(name, figure, sheets)
            for name, figure in figures().items()
            if not figure.is_estimate or any(sheet.cost for sheet in sheets)
        ),
        differences=tuple(
            between(zonings, units, first=0, second=second)
            for second in range(1, len(zonings))
        ),
    )


def compare_zonings(
    zonings: Sequence[Zoning],
    units: Units,
    neighbours: Neighbours,
    *,
    prices: Prices | None = None,
    progress: Progress = SILENT,
) -> ZoneComparison:
    """Work out all figures of sets of zones and put them side by side."""
    sheets = []
    for done, zoning in enumerate(zonings):
        stage = text("zone_finding.stage_compare", name=zoning.name)
        progress.step(done, len(zonings), stage=stage)
        sheets.append(sheet_of(zoning, units, neighbours, prices=prices))
    return compare_sheets(sheets, units)


def _row(name: str, figure: Figure, sheets: Sequence[Sheet]) -> CompareRow:
    values = tuple(figure.value(sheet) for sheet in sheets)
    missing = tuple(figure.missing(sheet) for sheet in sheets)
    unit = figure.unit and text(f"zone_finding.unit.{figure.unit}")
    return CompareRow(
        id=name,
        title=text(f"zone_finding.row.{name}"),
        unit=unit,
        places=figure.places,
        figure=figure.figure,
        values=tuple(None if value is None else float(value) for value in values),
        missing=missing,
        best=frozenset() if any(missing) else best_of(values, wants=figure.wants),
        is_estimate=figure.is_estimate,
    )


def best_of(values: Sequence[float | None], *, wants: int) -> frozenset[int]:
    """Return the places of the best values; see `CompareRow.best`."""
    known = {at: wants * v for at, v in enumerate(values) if v is not None}
    if not wants or len(known) < 2:  # noqa: PLR2004 - one alone is not the best
        return frozenset()
    most = max(known.values())
    limit = most - SAME * max(abs(value) for value in known.values())
    best = frozenset(at for at, value in known.items() if value >= limit)
    return frozenset() if len(best) == len(known) else best


def between(
    zonings: Sequence[Zoning], units: Units, *, first: int, second: int
) -> Difference:
    """Return which land two of several sets of zones treat differently."""
    one, other = zonings[first], zonings[second]
    holds_one, holds_other = (each.holder != FREE for each in (one, other))
    cut: list[int] = []
    moved: list[int] = []
    is_cut = (one.holder == IN_PIECES) | (other.holder == IN_PIECES)
    for row in np.flatnonzero(holds_one & holds_other & is_cut).tolist():
        a, b = (_parts(each, units, row) for each in (one, other))
        if a.keys() != b.keys():
            moved.append(row)
        elif any(_differ(a[name], b[name]) for name in a):
            cut.append(row)
    names_one, names_other = (
        np.array([*(z.name for z in each.zones), None, None], dtype=object)
        for each in (one, other)
    )
    whole = np.flatnonzero(holds_one & holds_other & ~is_cut)
    differs = names_one[one.holder[whole]] != names_other[other.holder[whole]]
    only_one = np.flatnonzero(holds_one & ~holds_other)
    only_other = np.flatnonzero(holds_other & ~holds_one)
    return Difference(
        first=first,
        second=second,
        only_first=only_one,
        only_second=only_other,
        other_zone=np.sort(np.append(whole[differs], moved).astype(np.int64)),
        cut=np.array(cut, dtype=np.int64),
        only_first_win_mu=_held(one, units, only_one),
        only_second_win_mu=_held(other, units, only_other),
    )


def _parts(zoning: Zoning, units: Units, row: int) -> dict[str, shapely.Geometry]:
    """Return what zones hold of a unit, by their names."""
    place = int(zoning.holder[row])
    if place != IN_PIECES:
        return {zoning.zones[place].name: units.grounds[row]}
    pieces = zoning.pieces[row]
    return {zoning.zone(piece.zone).name: piece.shape for piece in pieces}


def _differ(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    apart_m2 = without(one, other).area + without(other, one).area
    return bool(apart_m2 > _SAME_M2)


def _held(zoning: Zoning, units: Units, rows: Rows) -> float:
    """Return what can be won of units, of those that are cut by their share."""
    win = (units.column("firm_m2") + units.column("potential_m2")) * MU_PER_M2
    total = float(win[rows][zoning.holder[rows] != IN_PIECES].sum())
    for row in rows[zoning.holder[rows] == IN_PIECES].tolist():
        ground = units.grounds[row].area
        held = math.fsum(piece.shape.area for piece in zoning.pieces[row])
        total += float(win[row]) * (min(held / ground, 1.0) if ground else 0.0)
    return total
