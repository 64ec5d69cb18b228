# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Problems that cannot be meant are refused, with the firm or park named."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NoReturn

from landgis import messages
from landgis.errors import DataError
from landgis.relocation.problem import Firm, Park, Problem

MOST_FIRMS = 50_000
MOST_PARKS = 2_000
LARGEST_UNIT_M2 = 100_000.0
MOST_PAIRS = 5_000_000
"""Firms times parks times years that fit the memory of an office PC."""


def require_sound(problem: Problem) -> None:
    """Raise `DataError` with a sentence for what cannot be meant.

    Raises
    ------
    DataError
        For a negative area, an id twice or unknown, a figure that is no number,
        no parks at all, or more firms than can be planned at once.
    """
    _require_size(problem)
    for kind, things in (("firm", problem.firms), ("park", problem.parks)):
        _require_once(kind, [thing.id for thing in things])
    for firm in problem.firms:
        _require_firm(firm, problem)
    for park in problem.parks:
        _require_park(park)
    _require_years(problem)


def _require_size(problem: Problem) -> None:
    firms, parks = len(problem.firms), len(problem.parks)
    if not parks:
        raise DataError("relocation.no_parks")
    pairs = firms * parks * max(1, len(problem.phases))
    if firms > MOST_FIRMS:
        refuse_many(firms, problem.firms[MOST_FIRMS].title)
    if parks > MOST_PARKS:
        first = problem.parks[MOST_PARKS].title
        raise DataError(
            "relocation.many_parks", count=parks, most=MOST_PARKS, first=first
        )
    if pairs > MOST_PAIRS:
        raise DataError(
            "relocation.many_pairs", firms=firms, parks=parks, most=MOST_PAIRS
        )


def refuse_many(count: int, first: str) -> NoReturn:
    """Say that there are more firms than can be planned at once."""
    raise DataError("relocation.many_firms", count=count, most=MOST_FIRMS, first=first)


def _require_once(kind: str, names: list[str]) -> None:
    known: set[str] = set()
    for name in names:
        if name in known:
            raise DataError(f"relocation.twice_{kind}", name=name)
        known.add(name)


def _require_firm(firm: Firm, problem: Problem) -> None:
    where = messages.text("relocation.where_firm", name=firm.title)
    named = {
        "floor_m2": firm.floor_m2,
        "freed_mu": firm.freed_mu,
        "energy_tce": firm.energy_tce,
        "emission_t": firm.emission_t,
    }
    named |= {f"use.{park}": number for park, number in firm.use.items()}
    _require_amounts(where, named)
    for key, numbers in (("cost", firm.cost), ("worth", firm.worth)):
        for park, number in numbers.items():
            if not math.isfinite(number):
                raise DataError(
                    "relocation.value", where=where, key=f"{key}.{park}", value=number
                )
    known = problem.park_rows
    mentioned = [*firm.cost, *firm.worth, *firm.use]
    mentioned += [*(firm.allowed or ()), *firm.banned]
    for park in [*mentioned, *([] if firm.pin is None else [firm.pin])]:
        if park not in known:
            raise DataError("relocation.unknown_park", where=where, park=park)


def _require_park(park: Park) -> None:
    where = messages.text("relocation.where_park", name=park.title)
    named = {
        "floor_m2": park.floor_m2,
        "existing_leading": park.existing_leading,
        "existing_other": park.existing_other,
        "energy_tce": park.energy_tce or 0.0,
        "emission_t": park.emission_t or 0.0,
        "leading_share_min": park.leading_share_min,
    }
    _require_amounts(where, named)
    if park.leading_share_min > 1:
        raise DataError(
            "relocation.share", where=where, value=f"{park.leading_share_min:g}"
        )
    if not math.isfinite(park.open_cost):
        raise DataError(
            "relocation.value", where=where, key="open_cost", value=park.open_cost
        )
    for size in park.unit_m2:
        if not (math.isfinite(size) and 1 <= size <= LARGEST_UNIT_M2):
            raise DataError("relocation.value", where=where, key="unit_m2", value=size)


def _require_amounts(where: str, named: dict[str, float]) -> None:
    for key, number in named.items():
        if not math.isfinite(number):
            raise DataError("relocation.value", where=where, key=key, value=number)
        if number < 0:
            raise DataError(
                "relocation.negative", where=where, key=key, value=f"{number:g}"
            )


def _require_years(problem: Problem) -> None:
    years = [phase.year for phase in problem.phases]
    if years != sorted(set(years)):
        raise DataError("relocation.years", years=_listed(years))
    if problem.time_limit_s <= 0 or not math.isfinite(problem.time_limit_s):
        raise DataError("relocation.time_limit", value=f"{problem.time_limit_s:g}")
    where = messages.text("relocation.where_top")
    targets = {f"target_mu ({p.year})": p.target_mu or 0.0 for p in problem.phases}
    _require_amounts(where, targets | {"objective.target": problem.objective.target})
    if not 0 <= problem.town_share_min <= 1:
        raise DataError(
            "relocation.share", where=where, value=f"{problem.town_share_min:g}"
        )


def _listed(numbers: Iterable[int]) -> str:
    return messages.joined(str(number) for number in numbers)
