# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The problem of an analysed project: firms, parks, years and what is wanted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.analysis import Analysis
from landgis.relocation.clusters import find_clusters
from landgis.relocation.fit import Fit, fit_of, whole_units
from landgis.relocation.money import Costs, make_costs
from landgis.relocation.needs import make_needs
from landgis.relocation.notes import Facts, make_notes
from landgis.relocation.problem import Firm, Objective, Park, Phase, Problem
from landgis.relocation.rooms import make_rooms
from landgis.relocation.wishes import PlanWishes

KM = 1000.0
FREED_LAND = "freed_land_mu"
DELAY = 0.01
"""What of a freed 亩 a year's delay costs: just enough to move early."""


@dataclass(frozen=True, kw_only=True)
class HandMove:
    """What the user decided on one firm of a plan.

    Parameters
    ----------
    park
        Where it was put; None: nowhere (only if pinned: it has to stay unplaced).
    pinned
        Whether a new search must leave it there.
    banned
        Parks that it must not go to.
    year
        First year in which it may move.
    treatment
        Treatment (处置) in this plan instead of the proposed one.
    """

    park: str | None = None
    pinned: bool = False
    banned: frozenset[str] = frozenset()
    year: int | None = None
    treatment: str | None = None


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What a plan takes from a project beside the analysis.

    Parameters
    ----------
    keys
        What each firm of the analysis is known by.
    moves
        What the user decided, by firm.
    zones
        Zone of each parcel, by row, of the zoning that is the plan.
    """

    keys: Sequence[str]
    moves: Mapping[str, HandMove] = field(default_factory=dict)
    zones: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlanProblem:
    """Everything a plan rests on; picklable.

    Attributes
    ----------
    needs, rooms
        See `needs.make_needs` (with ``cluster``) and `rooms.make_rooms`.
    planned
        Positions in `needs` of the firms of `problem`, in its order.
    use_m2, distance_km
        Floor taken, and distance on the road, of each row of `needs` in each park;
        NaN is unknown.
    costs
        What each firm costs, see `money.make_costs`.
    years, targets_mu, budgets_wan
        The years of the plan; what is to be freed by their ends, and may be spent.
    already_mu
        Vacated land there already, which counts for the targets.
    notes
        What is assumed or not known, in words.
    """

    wishes: PlanWishes
    needs: pd.DataFrame
    rooms: pd.DataFrame
    problem: Problem
    planned: NDArray[np.int64]
    use_m2: NDArray[np.float64]
    distance_km: NDArray[np.float64]
    costs: Costs
    moves: Mapping[str, HandMove]
    years: tuple[int, ...]
    targets_mu: Mapping[int, float]
    budgets_wan: Mapping[int, float]
    already_mu: float
    notes: tuple[str, ...]

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Position in `needs` of each firm."""
        return {key: place for place, key in enumerate(self.needs["key"])}

    @cached_property
    def park_position(self) -> Mapping[str, int]:
        """Position in `rooms` of each park."""
        return {key: place for place, key in enumerate(self.rooms["key"])}

    @cached_property
    def fit(self) -> Fit:
        """Which firm of `problem` may go where."""
        return fit_of(self.problem)


def make_problem(analysis: Analysis, wishes: PlanWishes, inputs: Inputs) -> PlanProblem:
    """Return the problem of an analysed project."""
    treatments = {
        firm: move.treatment
        for firm, move in inputs.moves.items()
        if move.treatment is not None
    }
    needs = make_needs(analysis, wishes, keys=inputs.keys, treatments=treatments)
    needs["cluster"] = find_clusters(analysis, needs, wishes, zones=inputs.zones)
    rooms = make_rooms(analysis, wishes)
    use = _use(needs, rooms)
    distance = _distance(needs, rooms, wishes)
    costs = make_costs(needs, rooms, wishes, use_m2=use)
    years = _years(analysis, wishes)
    targets = _targets(analysis, wishes, years)
    usable = needs["is_candidate"] & needs["floor_m2"].notna()
    planned = np.flatnonzero(usable.to_numpy(dtype=bool))
    already = float(analysis.vacated["mu"].sum()) if len(analysis.vacated) else 0.0
    parts = _Parts(
        needs=needs,
        rooms=rooms,
        use_m2=use,
        distance_km=distance,
        costs=costs,
        moves=inputs.moves,
        years=years,
        targets_mu=targets,
        already_mu=already,
    )
    return PlanProblem(
        wishes=wishes,
        needs=needs,
        rooms=rooms,
        problem=_to_problem(parts, wishes, planned),
        planned=planned,
        use_m2=use,
        distance_km=distance,
        costs=costs,
        moves=inputs.moves,
        years=years,
        targets_mu=targets,
        budgets_wan={y: b for y, b in wishes.budgets_wan.items() if y in years},
        already_mu=already,
        notes=make_notes(
            Facts(
                analysis=analysis,
                needs=needs,
                rooms=rooms,
                costs=costs,
                distance_km=distance,
                years=years,
            ),
            wishes,
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Parts:
    needs: pd.DataFrame
    rooms: pd.DataFrame
    use_m2: NDArray[np.float64]
    distance_km: NDArray[np.float64]
    costs: Costs
    moves: Mapping[str, HandMove]
    years: tuple[int, ...]
    targets_mu: Mapping[int, float]
    already_mu: float


def _use(needs: pd.DataFrame, rooms: pd.DataFrame) -> NDArray[np.float64]:
    """Return the floor that each firm takes in each park: whole units there."""
    floor = needs["floor_m2"].to_numpy(dtype=np.float64)
    use = np.repeat(floor[:, None], len(rooms), axis=1)
    known = np.isfinite(floor)
    for column, sizes in enumerate(rooms["unit_m2"]):
        if sizes:
            use[known, column] = whole_units(floor[known], sizes)
    return use


def _distance(
    needs: pd.DataFrame, rooms: pd.DataFrame, wishes: PlanWishes
) -> NDArray[np.float64]:
    dx = needs["x"].to_numpy()[:, None] - rooms["x"].to_numpy()[None, :]
    dy = needs["y"].to_numpy()[:, None] - rooms["y"].to_numpy()[None, :]
    found: NDArray[np.float64] = np.hypot(dx, dy) * (wishes.detour_factor / KM)
    return found


def _years(analysis: Analysis, wishes: PlanWishes) -> tuple[int, ...]:
    """Return the years of the plan: from the day after the reference date on."""
    first = wishes.first_year
    if first is None:
        first = (analysis.project.reference_date + timedelta(days=1)).year
    return tuple(range(first, first + wishes.years))


def _targets(
    analysis: Analysis, wishes: PlanWishes, years: tuple[int, ...]
) -> dict[int, float]:
    """Return the targets within the plan's years: the user's, else the table's."""
    found = dict(wishes.targets_mu)
    frame = analysis.targets
    if not found and len(frame):
        ours = frame[(frame["target_id"] == FREED_LAND) & frame["target"].notna()]
        for year, target in zip(ours["year"], ours["target"], strict=True):
            if pd.notna(year):
                found[int(year)] = float(target)
    return {year: found[year] for year in sorted(found) if year in years}


def _to_problem(
    parts: _Parts, wishes: PlanWishes, planned: NDArray[np.int64]
) -> Problem:
    parks = tuple(
        _park(row, wishes, year=parts.years[0]) for row in to_records(parts.rooms)
    )
    firms = _firms(parts, wishes, planned)
    phases = _phases(parts, wishes)
    return Problem(
        firms=firms,
        parks=parks,
        objective=Objective(
            freed_mu=wishes.weight_freed_mu,
            cost=-wishes.weight_cost,
            cluster=wishes.weight_cluster,
            delay=DELAY * wishes.weight_freed_mu,
        ),
        require_all=wishes.require_all,
        time_limit_s=wishes.time_limit_s,
        budget=wishes.budget_wan,
        phases=phases,
        year=None if phases else parts.years[-1],
        town_share_min=wishes.town_share_min or 0.0,
    )


def _worth(parts: _Parts, wishes: PlanWishes) -> NDArray[np.float64]:
    """Return points beside land and money by firm and park: nearness, freed energy.

    What is not known counts for nothing.
    """
    km = np.nan_to_num(parts.distance_km)
    energy = parts.needs["energy_tce"].fillna(0.0).to_numpy(dtype=np.float64)
    found: NDArray[np.float64] = wishes.weight_energy * energy[:, None]
    return found - wishes.weight_km * km


def _phases(parts: _Parts, wishes: PlanWishes) -> tuple[Phase, ...]:
    """Return the years where something depends on them; none: all move at once."""
    named = {move.year for move in parts.moves.values()} | set(wishes.budgets_wan)
    if not (parts.targets_mu or named & set(parts.years)):
        return ()
    freed = parts.needs["freed_mu"].fillna(0.0)
    most = float(freed[parts.needs["is_candidate"]].sum())
    there = parts.already_mu + float(freed[parts.needs["closes"]].sum())
    return tuple(
        Phase(
            year=year,
            budget=wishes.budgets_wan.get(year),
            # What nobody could reach must not drown what makes a difference.
            target_mu=min(most, max(0.0, parts.targets_mu[year] - there))
            if year in parts.targets_mu
            else None,
        )
        for year in parts.years
    )


def _park(row: Mapping[str, Any], wishes: PlanWishes, *, year: int) -> Park:
    usable = wishes.with_unopened or row["is_open"]
    return Park(
        id=row["key"],
        name=row["name"],
        floor_m2=float(row["floor_m2"]) if usable else 0.0,
        leading=row["leading"],
        leading_share_min=_or_zero(row["share_min"]),
        existing_leading=int(row["existing_leading"]),
        existing_other=int(row["existing_other"]),
        forbidden=row["forbidden"],
        special=row["special"],
        open_year=int(row["open_year"]) if row["open_year"] > year else None,
        open_cost=_or_zero(row["open_cost_wan"]),
        energy_tce=_or_none(row["energy_tce"]),
        emission_t=_or_none(row["emission_t"]),
        unit_m2=row["unit_m2"],
    )


def _firm(
    row: Mapping[str, Any],
    hand: HandMove,
    *,
    cost: Mapping[str, float],
    worth: Mapping[str, float],
    near: Collection[str] | None,
    years: tuple[int, ...],
) -> Firm:
    allowed = None if near is None else frozenset(near)
    if hand.pinned and hand.park is None:
        allowed = frozenset()
    return Firm(
        id=row["key"],
        name=row["name"],
        floor_m2=float(row["floor_m2"]),
        freed_mu=_or_zero(row["freed_mu"]),
        industry=row["industry"],
        cost=cost,
        worth=worth,
        allowed=allowed,
        pin=hand.park if hand.pinned and hand.park in cost else None,
        cluster=row["cluster"] or None,
        energy_tce=_or_zero(row["energy_tce"]),
        emission_t=_or_zero(row["emission_t"]),
        banned=hand.banned & cost.keys(),
        town=row["town"] or None,
        earliest_year=hand.year if hand.year in years else None,
    )


def _firms(
    parts: _Parts,
    wishes: PlanWishes,
    planned: NDArray[np.int64],
) -> tuple[Firm, ...]:
    parks = parts.rooms["key"].tolist()
    cost, worth = parts.costs.known_wan(), _worth(parts, wishes)
    rows = to_records(parts.needs.iloc[planned])
    found = []
    for place, row in zip(planned.tolist(), rows, strict=True):
        near = None
        if wishes.most_km is not None:
            too_far = parts.distance_km[place] > wishes.most_km
            near = [key for key, far in zip(parks, too_far, strict=True) if not far]
        firm = _firm(
            row,
            parts.moves.get(row["key"], HandMove()),
            cost=dict(zip(parks, cost[place].tolist(), strict=True)),
            worth=dict(zip(parks, worth[place].tolist(), strict=True)),
            near=near,
            years=parts.years,
        )
        found.append(firm)
    return tuple(found)


def to_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, by column name."""
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _or_zero(value: float) -> float:
    number = float(value)
    return 0.0 if np.isnan(number) else max(0.0, number)


def _or_none(value: float) -> float | None:
    number = float(value)
    return None if np.isnan(number) else number
