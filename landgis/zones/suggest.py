# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Suggested zones: land that hangs together and wins much, each with its reasons."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.errors import CallError
from landgis.messages import joined, said, text
from landgis.progress import SILENT, Progress
from landgis.units import MU_PER_M2, round_half_up
from landgis.zones.growing import Choice, Grower, choose_patches
from landgis.zones.neighbours import Neighbours
from landgis.zones.patches import Aims, Patch, Terrain, unit_sums
from landgis.zones.units import Rows, Units
from landgis.zones.zoning import FREE, Zoning

MOSTLY = 0.5
"""Share of a unit in land left out from which on no zone can be made of it."""

ROUND, DRAWN_OUT = 0.6, 0.35
"""Compactness from which on a zone is called compact, and under which it is long."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the suggested zones shall be like.

    Attributes
    ----------
    least_mu
        How large a zone has to be, in 亩; None: the aim of the rules, 100 亩.
    most_mu
        How large it may be; None for any size.
    win_mu
        How much each zone shall win; what goes beyond counts for nothing.  None:
        as much as possible.
    gap_m
        How far apart its parcels may lie: over a road, a ditch.
    compactness
        From 0, any shape will do, to 1, only round ones count fully.
    in_use_weight
        What one 亩 of land that stays in use and has to be taken along takes off.
    keeps_towns
        Whether no zone may lie in two towns.
    towns
        Only land of these; none named means all.
    count
        How many zones at most.
    """

    least_mu: float | None = None
    most_mu: float | None = 500.0
    win_mu: float | None = None
    gap_m: float = 20.0
    compactness: float = 0.3
    in_use_weight: float = 0.5
    keeps_towns: bool = True
    towns: tuple[str, ...] = ()
    count: int = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Suggestion:
    """A zone that could be made, and why.

    `rows` are whole free units, ascending.  `won` and `in_use` count those of which
    something can be reclaimed, and those of which nothing can; `to_verify` those
    of which it is not known.  `gap_m` is the widest gap that must be crossed;
    `compactness` 1 for a circle; `worth` what it was chosen by, in 亩.
    """

    rows: Rows
    area_mu: float
    firm_mu: float
    potential_mu: float
    won: int
    in_use: int
    in_use_mu: float
    to_verify: int
    gap_m: float
    compactness: float
    towns: tuple[str, ...]
    worth: float
    reason: str

    @property
    def win_mu(self) -> float:
        """Land to be reclaimed, in 亩."""
        return self.firm_mu + self.potential_mu


@dataclass(frozen=True, kw_only=True, eq=False)
class Suggestions:
    """Suggested zones, the best first, and why there are no more of them."""

    found: tuple[Suggestion, ...]
    note: str


def suggest(
    units: Units,
    neighbours: Neighbours,
    wishes: Wishes,
    *,
    zoning: Zoning | None = None,
    progress: Progress = SILENT,
) -> Suggestions:
    """Suggest zones of land that no zone of `zoning` holds.

    The same data and wishes give the same zones.  Land that is left out (基本农田 …)
    and land in zones, locked or not, is never touched.

    Raises
    ------
    CallError
        If the wishes contradict each other.
    """
    least_mu = units.cluster_min_mu if wishes.least_mu is None else wishes.least_mu
    _require_sense(wishes, least_mu=least_mu, neighbours=neighbours)
    progress.step(0, 1, stage=text("zone_finding.stage_suggest"))
    may_join = _may_join(units, wishes, zoning)
    aims = Aims(
        least_mu=least_mu,
        most_mu=math.inf if wishes.most_mu is None else wishes.most_mu,
        enough_mu=math.inf if wishes.win_mu is None else wishes.win_mu,
        in_use_weight=wishes.in_use_weight,
        compactness=wishes.compactness,
    )
    terrain = _terrain(units, neighbours, wishes)
    grower = Grower(terrain=terrain, aims=aims)
    patches = choose_patches(
        grower, may_join, Choice(count=wishes.count), progress=progress
    )
    describe = _Describer(units=units, neighbours=neighbours, least_mu=least_mu)
    found = tuple(
        describe.suggestion(patch, worth=grower.worth(patch)) for patch in patches
    )
    note = _note(units, may_join, found, wishes=wishes, least_mu=least_mu)
    return Suggestions(found=found, note=note)


def _require_sense(wishes: Wishes, *, least_mu: float, neighbours: Neighbours) -> None:
    if wishes.count < 1:
        raise CallError("zone_finding.no_count")
    if wishes.most_mu is not None and wishes.most_mu < least_mu:
        raise CallError(
            "zone_finding.sizes", least=_mu(least_mu), most=_mu(wishes.most_mu)
        )
    if not 0 <= wishes.gap_m <= neighbours.within_m:
        raise CallError("zone_finding.gap", most=f"{neighbours.within_m:g}")


def _may_join(units: Units, wishes: Wishes, zoning: Zoning | None) -> NDArray[np.bool_]:
    """Tell which units a suggested zone may hold."""
    grounds = units.column("ground_m2")
    may = (grounds > 0) & (units.column("excluded_m2") <= MOSTLY * grounds)
    may &= ~(shapely.is_missing(units.grounds) | shapely.is_empty(units.grounds))
    if zoning is not None:
        may &= zoning.holder == FREE
    if wishes.towns:
        wanted = np.isin(np.array(units.towns, dtype=object), list(wishes.towns))
        may &= wanted[units.town_codes]
    return np.asarray(may)


def _terrain(units: Units, neighbours: Neighbours, wishes: Wishes) -> Terrain:
    """Return the units and who is beside whom, by the wishes."""
    first = np.repeat(np.arange(units.count), np.diff(neighbours.ptr))
    second = np.asarray(neighbours.other, dtype=np.int64)
    near = neighbours.gap_m <= wishes.gap_m
    if wishes.keeps_towns:
        near = near & (units.town_codes[first] == units.town_codes[second])
    counts = np.bincount(first[near], minlength=units.count)
    sums = unit_sums(
        units.grounds,
        area_mu=units.column("land_m2") * MU_PER_M2,
        win_mu=_win_m2(units) * MU_PER_M2,
    )
    return Terrain(
        sums=sums,
        ptr=np.append(0, np.cumsum(counts)).tolist(),
        other=second[near].tolist(),
    )


def _win_m2(units: Units) -> NDArray[np.float64]:
    return units.column("firm_m2") + units.column("potential_m2")


def _note(
    units: Units,
    may_join: NDArray[np.bool_],
    found: tuple[Suggestion, ...],
    *,
    wishes: Wishes,
    least_mu: float,
) -> str:
    """Say why there are not as many zones as wished for."""
    if len(found) >= wishes.count:
        return ""
    win = _win_m2(units)
    is_left = may_join & (win > 0)
    for suggestion in found:
        is_left[suggestion.rows] = False
    if not is_left.any():
        return text("zone_finding.nothing_left")
    return text(
        "zone_finding.not_enough",
        n=int(is_left.sum()),
        win=_mu(float(win[is_left].sum()) * MU_PER_M2),
        gap=f"{wishes.gap_m:g}",
        least=_mu(least_mu),
    )


@dataclass(frozen=True, kw_only=True)
class _Describer:
    """Says of a patch what it is and why it was chosen."""

    units: Units
    neighbours: Neighbours
    least_mu: float

    def suggestion(self, patch: Patch, *, worth: float) -> Suggestion:
        units = self.units
        rows = np.array(sorted(patch.rows), dtype=np.int64)
        land = units.column("land_m2")[rows] * MU_PER_M2
        firm = units.column("firm_m2")[rows] * MU_PER_M2
        potential = units.column("potential_m2")[rows] * MU_PER_M2
        to_verify = units.mark("to_verify")[rows]
        wins = firm + potential > 0
        in_use = ~wins & ~to_verify
        codes = np.unique(units.town_codes[rows])
        plain = Suggestion(
            rows=rows,
            area_mu=float(land.sum()),
            firm_mu=float(firm.sum()),
            potential_mu=float(potential.sum()),
            won=int(wins.sum()),
            in_use=int(in_use.sum()),
            in_use_mu=float(land[in_use].sum()),
            to_verify=int(to_verify.sum()),
            gap_m=widest_gap(rows, self.neighbours),
            compactness=patch.sums.compactness(),
            towns=tuple(name for code in codes if (name := units.towns[code])),
            worth=worth,
            reason="",
        )
        return replace(plain, reason=self.reason(plain))

    def reason(self, zone: Suggestion) -> str:
        """Say in words of the office what speaks for a zone."""
        sentences = [
            text(
                "zone_finding.reason_won",
                n=zone.won,
                area=_mu(zone.area_mu),
                win=_mu(zone.win_mu),
                firm=_mu(zone.firm_mu),
                potential=_mu(zone.potential_mu),
                share=round_half_up(100 * zone.win_mu / zone.area_mu, places=0),
            ),
            text("zone_finding.reason_size", least=_mu(self.least_mu))
            if self.least_mu > 0
            else "",
            self._towns(zone.towns),
            self._shape(zone),
        ]
        if zone.in_use:
            sentences.append(
                text(
                    "zone_finding.reason_in_use",
                    n=zone.in_use,
                    area=_mu(zone.in_use_mu),
                )
            )
        if zone.to_verify:
            sentences.append(text("zone_finding.reason_verify", n=zone.to_verify))
        return said(*sentences)

    def _towns(self, towns: tuple[str, ...]) -> str:
        if not towns:
            return ""
        if len(towns) == 1:
            return text("zone_finding.reason_town", town=towns[0])
        return text("zone_finding.reason_towns", towns=joined(towns))

    def _shape(self, zone: Suggestion) -> str:
        name = (
            "zone_finding.shape_round"
            if zone.compactness >= ROUND
            else "zone_finding.shape_middling"
            if zone.compactness >= DRAWN_OUT
            else "zone_finding.shape_long"
        )
        gap = (
            text("zone_finding.gap_crossed", gap=round_half_up(zone.gap_m, places=1))
            if round_half_up(zone.gap_m, places=1)
            else text("zone_finding.gap_none")
        )
        return text("zone_finding.reason_shape", shape=text(name), gap=gap)


def widest_gap(rows: Rows, neighbours: Neighbours) -> float:
    """Return how wide a gap must be crossed for the units to hang together, in m.

    NaN where they do not, however far the neighbours were looked for.
    """
    place = {int(row): at for at, row in enumerate(rows)}
    edges = sorted(
        (float(gap), place[int(row)], place[int(other)])
        for row in rows
        for other, gap in zip(
            neighbours.other[neighbours.ptr[row] : neighbours.ptr[row + 1]],
            neighbours.gap_m[neighbours.ptr[row] : neighbours.ptr[row + 1]],
            strict=True,
        )
        if int(other) in place
    )
    root = list(range(len(rows)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    widest, parts = 0.0, len(rows)
    for gap, first, second in edges:
        a, b = find(first), find(second)
        if a != b:
            root[a], widest, parts = b, gap, parts - 1
    return widest if parts <= 1 else math.nan


def _mu(area_mu: float) -> str:
    """Return 亩 as they are shown."""
    return f"{round_half_up(area_mu, places=1):,}"
