# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan assumes, and what it does not know, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis import messages
from landgis.analysis import Analysis
from landgis.relocation.money import Costs
from landgis.relocation.needs import find_norms
from landgis.relocation.wishes import PlanWishes

MOST_NAMES = 5
text = messages.text


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the notes are about, see `planning.PlanProblem`."""

    analysis: Analysis
    needs: pd.DataFrame
    rooms: pd.DataFrame
    costs: Costs
    distance_km: NDArray[np.float64]
    years: tuple[int, ...]


def make_notes(facts: Facts, wishes: PlanWishes) -> tuple[str, ...]:
    """Return the sentences about a problem, the gravest first."""
    return (
        *_firm_notes(facts, wishes),
        *_park_notes(facts, wishes),
        *_money_notes(facts),
        text("plan.note.distance", factor=f"{wishes.detour_factor:g}"),
        *_year_notes(facts, wishes),
    )


def name_some(names: Sequence[str]) -> str:
    """Return names as a list, the first few where there are many."""
    listed = messages.joined(names[:MOST_NAMES])
    if len(names) <= MOST_NAMES:
        return listed
    return text("plan.and_more", names=listed, n=len(names))


def _firm_notes(facts: Facts, wishes: PlanWishes) -> Iterator[str]:
    needs = facts.needs[facts.needs["is_candidate"]]
    if facts.rooms.empty:
        yield text("plan.note.no_parks")
    if needs.empty:
        yield text(
            "plan.note.no_candidates", treatments=messages.joined(wishes.treatments)
        )
        return
    lacking = {
        "no_floor": needs["floor_m2"].isna(),
        "no_land": needs["freed_mu"].isna(),
        "no_place": needs["x"].isna(),
        "no_industry": needs["industry"] == "",
    }
    for name, lacks in lacking.items():
        if lacks.any():
            names = needs.loc[lacks, "name"].tolist()
            yield text(f"plan.note.{name}", n=len(names), names=name_some(names))
    norms = find_norms(facts.analysis.firms, wishes)
    used = set(needs["floor_basis"])
    values = {"employees": norms.per_employee_m2, "land": norms.per_mu_m2}
    for basis in norms.from_firms:
        if basis in used:
            yield text(f"plan.note.norm_{basis}", norm=values[basis])


def _park_notes(facts: Facts, wishes: PlanWishes) -> Iterator[str]:
    rooms = facts.rooms
    lacking = {
        "park_floor": ~rooms["has_floor"],
        "park_leading": rooms["share_min"].isna(),
        "park_place": rooms["x"].isna(),
    }
    for name, lacks in lacking.items():
        if lacks.any():
            names = rooms.loc[lacks, "name"].tolist()
            yield text(f"plan.note.{name}", n=len(names), names=name_some(names))
    needs = facts.needs[facts.needs["is_candidate"]]
    for name in ("energy_tce", "emission_t"):
        unknown = int(needs[name].isna().sum())
        if unknown and rooms[name].notna().any():
            yield text(f"plan.note.{name}", n=unknown)
    silent = int(needs["energy_tce"].isna().sum())
    if silent and wishes.weight_energy > 0:
        yield text("plan.note.energy_points", n=silent)


def _money_notes(facts: Facts) -> Iterator[str]:
    costs = facts.costs
    if not costs.is_priced:
        yield text("plan.note.no_prices")
    elif costs.missing_prices:
        yield text("plan.note.some_prices", names=_titles(costs.missing_prices))
    if (facts.rooms["open_cost_wan"] > 0).any():
        yield text("plan.note.open_cost")


def _titles(names: Iterable[str]) -> str:
    return messages.joined(text(f"plan.wish.{name}") for name in names)


def _year_notes(facts: Facts, wishes: PlanWishes) -> Iterator[str]:
    late = facts.rooms["open_year"] > facts.years[-1]
    if late.any():
        names = facts.rooms.loc[late, "name"].tolist()
        yield text("plan.note.late_parks", year=facts.years[-1], names=name_some(names))
    closed = ~facts.rooms["is_open"]
    if closed.any() and not wishes.with_unopened:
        names = facts.rooms.loc[closed, "name"].tolist()
        yield text("plan.note.unopened", names=name_some(names))
    if wishes.temporary_floor_m2 > 0:
        yield text("plan.note.temporary")
