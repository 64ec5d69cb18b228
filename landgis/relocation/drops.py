# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a firm may be put into a park, and what would become of floor and share.

Answered from the plan as it is shown, without a search: for dragging a firm about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from landgis import messages
from landgis.relocation.fit import TOLERANCE
from landgis.relocation.planning import HandMove
from landgis.relocation.view import PlanView

text = messages.text
LIMITS = (("energy_tce", "used_tce"), ("emission_t", "used_t"))


@dataclass(frozen=True, kw_only=True)
class Count:
    """Firms of a park: those of its leading industries, and all."""

    leading: int
    total: int

    @property
    def share(self) -> float:
        """Share of leading firms; NaN without any firm."""
        return self.leading / self.total if self.total else np.nan

    def keeps(self, least: float) -> bool:
        """Tell whether the share is kept; True where none is asked for."""
        if np.isnan(least):
            return True
        return self.leading >= least * self.total - TOLERANCE


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What putting a firm into a park would mean.

    Parameters
    ----------
    reasons
        Why it is not allowed, in words; empty: it is.
    kinds
        The kinds of these reasons, as the solver names them.
    floor_before_m2, floor_after_m2
        Floor of the park that the plan takes, of `floor_m2`.
    before, after
        Firms of the park.
    distance_km, cost_wan
        NaN is unknown.
    """

    firm: str
    park: str
    allowed: bool
    reasons: tuple[str, ...]
    kinds: tuple[str, ...]
    floor_before_m2: float
    floor_after_m2: float
    floor_m2: float
    before: Count
    after: Count
    share_min: float
    distance_km: float
    cost_wan: float

    @property
    def share_after(self) -> float:
        """Share of leading firms in the park if the firm comes."""
        return self.after.share


@dataclass(frozen=True, kw_only=True)
class _Case:
    """A firm and a park, in the plan as it is."""

    view: PlanView
    place: int
    column: int
    use_m2: float
    before: Count
    after: Count

    @property
    def firm(self) -> Mapping[str, Any]:
        return self.view.firm_rows[self.place]

    @property
    def park(self) -> Mapping[str, Any]:
        return self.view.park_rows[self.column]

    @property
    def is_there(self) -> bool:
        return bool(self.view.park_of[self.place] == self.column)


def check_move(view: PlanView, firm: str, park: str) -> Verdict:
    """Tell whether a firm may be put into a park; everybody else stays.

    Raises
    ------
    KeyError
        If there is no such firm or park in the plan.
    """
    place = view.problem.position[firm]
    column = view.problem.park_position[park]
    room = view.park_rows[column]
    there = bool(view.park_of[place] == column)
    led = bool(leads_in(view, place, column))
    before = Count(leading=int(room["leading"]), total=int(room["total"]))
    comes = 0 if there else 1
    after = Count(leading=before.leading + comes * led, total=before.total + comes)
    use = float(view.problem.use_m2[place, column])
    case = _Case(
        view=view, place=place, column=column, use_m2=use, before=before, after=after
    )
    found = tuple(_reasons(case))
    taken = float(room["taken_m2"])
    return Verdict(
        firm=firm,
        park=park,
        allowed=not found,
        reasons=tuple(words for _, words in found),
        kinds=tuple(kind for kind, _ in found),
        floor_before_m2=taken,
        floor_after_m2=taken if there else taken + use,
        floor_m2=float(room["floor_m2"]),
        before=before,
        after=after,
        share_min=float(room["share_min"]),
        distance_km=float(view.problem.distance_km[place, column]),
        cost_wan=view.problem.costs.of(place, column),
    )


def leads_in(view: PlanView, place: int, column: int) -> bool:
    """Tell whether a firm is of a leading industry of a park."""
    industry = view.firm_rows[place]["industry"]
    leading = view.park_rows[column]["leading_codes"]
    return bool(industry and leading and industry.startswith(leading))


def _reasons(case: _Case) -> Iterator[tuple[str, str]]:
    """Yield the kind of each reason and its words, what never changes first."""
    if np.isnan(case.use_m2):
        yield "floor", str(case.firm["floor_text"])
        return
    yield from _industry_reasons(case)
    yield from _own_reasons(case)
    if case.is_there:
        return
    yield from _room_reasons(case)
    yield from _share_reasons(case)


def _industry_reasons(case: _Case) -> Iterator[tuple[str, str]]:
    industry, park = str(case.firm["industry"]), case.park
    if not industry:
        return
    if industry.startswith(park["forbidden"]):
        yield "forbidden", text("plan.why.forbidden", industry=industry)
    special = [code for each in case.view.park_rows for code in each["special"]]
    if industry.startswith(tuple(special)) and not industry.startswith(park["special"]):
        yield "special", text("plan.why.special", industry=industry)


def _own_reasons(case: _Case) -> Iterator[tuple[str, str]]:
    view, park = case.view, case.park
    hand = view.problem.moves.get(case.firm["key"], HandMove())
    if park["key"] in hand.banned:
        yield "banned", text("plan.why.banned")
    most, km = view.problem.wishes.most_km, view.problem.distance_km
    if most is not None and km[case.place, case.column] > most:
        far = float(km[case.place, case.column])
        yield "allowed", text("plan.why.too_far", km=far, most=most)
    last = view.problem.years[-1]
    if not park["is_open"] and not view.problem.wishes.with_unopened:
        yield "open_year", text("plan.why.unopened")
    elif park["open_year"] > last:
        yield "open_year", text("plan.why.open_year", year=park["open_year"], last=last)


def _room_reasons(case: _Case) -> Iterator[tuple[str, str]]:
    park, firm = case.park, case.firm
    if not park["has_floor"]:
        yield "capacity", text("plan.why.no_floor")
        return
    short = case.use_m2 - float(park["left_m2"])
    if short > TOLERANCE * max(1.0, float(park["floor_m2"])):
        yield (
            "capacity",
            text(
                "plan.why.capacity",
                short=short,
                left=max(0.0, float(park["left_m2"])),
                need=case.use_m2,
            ),
        )
    for limit, used in LIMITS:
        most, needs = float(park[limit]), float(firm[limit])
        if np.isnan(most) or np.isnan(needs):
            continue
        over = float(park[used]) + needs - most
        if over > TOLERANCE * max(1.0, most):
            yield limit.split("_")[0], text(f"plan.why.{limit}", over=over, most=most)


def _share_reasons(case: _Case) -> Iterator[tuple[str, str]]:
    least = float(case.park["share_min"])
    if not case.after.keeps(least):
        yield (
            "leading_share",
            text(
                "plan.why.share",
                share=case.after.share,
                least=least,
                n=leading_short(case.after, least),
            ),
        )
    left = case.view.park_of[case.place]
    if left < 0:
        return
    old = case.view.park_rows[left]
    led = bool(leads_in(case.view, case.place, int(left)))
    rest = Count(leading=int(old["leading"]) - led, total=int(old["total"]) - 1)
    if old["firms"] > 1 and not rest.keeps(float(old["share_min"])):
        yield (
            "leading_share",
            text(
                "plan.why.leaves",
                park=old["name"],
                share=rest.share,
                least=float(old["share_min"]),
            ),
        )


def leading_short(count: Count, least: float) -> int:
    """Return how many leading firms more a park would need to keep its share."""
    more = 0
    while least < 1 and not Count(
        leading=count.leading + more, total=count.total + more
    ).keeps(least):
        more += 1
    return more
