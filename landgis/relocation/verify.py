# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check a plan against its problem, by hand as it were; shares nothing with the solver.

Each firm and each park is gone through one by one, in the words of the contract.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from landgis import messages
from landgis.relocation.problem import Assignment, Firm, Park, Problem

TOLERANCE = 1e-6
"""What adding up may err, as a share of a limit (and of 1)."""


@dataclass(frozen=True, kw_only=True)
class Violation:
    """Something that a plan must not have."""

    kind: str
    text: str
    firm: str | None = None
    park: str | None = None


def objective_of(problem: Problem, assignments: Iterable[Assignment]) -> float:
    """Return what a plan is worth."""
    firms = {firm.id: firm for firm in problem.firms}
    parks = {park.id: park for park in problem.parks}
    weights = problem.objective
    years = [phase.year for phase in problem.phases]
    total = 0.0
    placed: set[str] = set()
    used: set[str] = set()
    freed_by: dict[int, float] = defaultdict(float)
    for move in assignments:
        firm = firms[move.firm]
        total += weights.freed_mu * firm.freed_mu
        total += weights.cost * firm.cost.get(move.park, 0.0)
        total += firm.worth.get(move.park, 0.0)
        if move.year is not None and years:
            total -= weights.delay * firm.freed_mu * (move.year - years[0])
            freed_by[move.year] += firm.freed_mu
        placed.add(move.firm)
        used.add(move.park)
    total += sum(weights.cost * parks[park].open_cost for park in sorted(used))
    clusters: dict[str, bool] = {}
    for firm in problem.firms:
        if firm.cluster is not None:
            whole = clusters.get(firm.cluster, True)
            clusters[firm.cluster] = whole and firm.id in placed
    total += weights.cluster * sum(clusters.values())
    if not problem.hard_targets:
        for phase in problem.phases:
            if phase.target_mu is not None:
                done = sum(mu for year, mu in freed_by.items() if year <= phase.year)
                total -= weights.target * max(0.0, phase.target_mu - done)
    return total


def verify(
    problem: Problem, assignments: Iterable[Assignment]
) -> tuple[Violation, ...]:
    """Return everything that is wrong with a plan; nothing if it may be shown."""
    moves = tuple(assignments)
    firms = {firm.id: firm for firm in problem.firms}
    parks = {park.id: park for park in problem.parks}
    unknown = [
        _wrong("unknown", firm=move.firm, park=move.park)
        for move in moves
        if move.firm not in firms or move.park not in parks
    ]
    if unknown:
        return tuple(unknown)
    found = [
        _wrong("twice", firm=firm)
        for firm, times in Counter(move.firm for move in moves).items()
        if times > 1
    ]
    placed = {move.firm for move in moves}
    found += [
        _wrong("unplaced", firm=firm.id)
        for firm in problem.firms
        if firm.id not in placed and (problem.require_all or firm.pin is not None)
    ]
    for move in moves:
        found += _check_move(problem, move, firms=firms, parks=parks)
    come: dict[str, list[Firm]] = defaultdict(list)
    for move in moves:
        come[move.park].append(firms[move.firm])
    for park_id, arrivals in come.items():
        found += _check_park(parks[park_id], arrivals)
    found += _check_money(problem, moves, firms)
    found += _check_land(problem, moves, firms)
    return tuple(found)


def _check_move(
    problem: Problem,
    move: Assignment,
    *,
    firms: dict[str, Firm],
    parks: dict[str, Park],
) -> list[Violation]:
    firm, park, year = firms[move.firm], parks[move.park], move.year
    kinds = []
    code = firm.industry
    if firm.pin is not None and firm.pin != park.id:
        kinds.append("pin")
    if firm.allowed is not None and park.id not in firm.allowed:
        kinds.append("allowed")
    if park.id in firm.banned:
        kinds.append("banned")
    if code and any(code.startswith(start) for start in park.forbidden):
        kinds.append("forbidden")
    special = any(
        code.startswith(start) for other in problem.parks for start in other.special
    )
    if code and special and not any(code.startswith(s) for s in park.special):
        kinds.append("special")
    opens = park.open_year
    if problem.phases:
        if year not in {phase.year for phase in problem.phases}:
            kinds.append("year")
        elif (opens is not None and year is not None and year < opens) or (
            firm.earliest_year is not None
            and year is not None
            and year < firm.earliest_year
        ):
            kinds.append("open_year")
    elif problem.year is not None and opens is not None and opens > problem.year:
        kinds.append("open_year")
    return [_wrong(kind, firm=firm.id, park=park.id) for kind in kinds]


def _check_park(park: Park, arrivals: list[Firm]) -> list[Violation]:
    found = []
    floor = sum(_floor_of(firm, park) for firm in arrivals)
    limits = (
        ("capacity", floor, park.floor_m2),
        ("energy", sum(firm.energy_tce for firm in arrivals), park.energy_tce),
        ("emission", sum(firm.emission_t for firm in arrivals), park.emission_t),
    )
    for kind, taken, limit in limits:
        if limit is not None and _is_more(taken, limit):
            found.append(_wrong(kind, park=park.id))
    lead = sum(
        bool(firm.industry) and any(firm.industry.startswith(s) for s in park.leading)
        for firm in arrivals
    )
    leading = park.existing_leading + lead
    everyone = park.existing_leading + park.existing_other + len(arrivals)
    if leading < park.leading_share_min * everyone - 1e-9 * everyone:
        found.append(_wrong("leading_share", park=park.id))
    return found


def _floor_of(firm: Firm, park: Park) -> float:
    need = firm.use.get(park.id, firm.floor_m2)
    if not park.unit_m2 or need <= 0:
        return need
    sizes = [int(-(-size // 1)) for size in park.unit_m2]
    reached = {0}
    total = 0
    while True:
        if total in reached and total >= need - 1e-9:
            return float(total)
        if total in reached:
            reached.update(total + size for size in sizes)
            reached.discard(total)
        total = min(number for number in reached if number >= total)


def _is_more(taken: float, limit: float) -> bool:
    return taken > limit + TOLERANCE * max(1.0, abs(limit))


def _check_money(
    problem: Problem, moves: tuple[Assignment, ...], firms: dict[str, Firm]
) -> list[Violation]:
    found = []
    spent: dict[int | None, float] = defaultdict(float)
    for move in moves:
        spent[move.year] += firms[move.firm].cost.get(move.park, 0.0)
    if problem.budget is not None and _is_more(sum(spent.values()), problem.budget):
        found.append(_wrong("budget"))
    found += [
        _wrong("budget")
        for phase in problem.phases
        if phase.budget is not None and _is_more(spent[phase.year], phase.budget)
    ]
    return found


def _check_land(
    problem: Problem, moves: tuple[Assignment, ...], firms: dict[str, Firm]
) -> list[Violation]:
    found = []
    if problem.hard_targets:
        for phase in problem.phases:
            done = sum(
                firms[move.firm].freed_mu
                for move in moves
                if move.year is not None and move.year <= phase.year
            )
            if phase.target_mu is not None and _is_more(phase.target_mu, done):
                found.append(_wrong("target"))
    if problem.town_share_min > 0:
        wanted: dict[str, float] = defaultdict(float)
        freed: dict[str, float] = defaultdict(float)
        placed = {move.firm for move in moves}
        for firm in problem.firms:
            if firm.town is not None:
                wanted[firm.town] += firm.freed_mu
                freed[firm.town] += firm.freed_mu * (firm.id in placed)
        found += [
            _wrong("town")
            for town, total in wanted.items()
            if _is_more(problem.town_share_min * total, freed[town])
        ]
    return found


def _wrong(kind: str, *, firm: str | None = None, park: str | None = None) -> Violation:
    words = messages.text(f"relocation.wrong_{kind}", firm=firm, park=park)
    return Violation(kind=kind, text=words, firm=firm, park=park)
