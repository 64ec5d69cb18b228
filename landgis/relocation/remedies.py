# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would have to change for a firm to go into a park, each change by itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from landgis import messages
from landgis.relocation.drops import Verdict, check_move, leading_short
from landgis.relocation.planning import HandMove
from landgis.relocation.view import PlanView
from landgis.relocation.wishes import PlanWishes

text = messages.text
ROOM = 1e-6
"""Share by which a raised limit goes beyond the bare need, against rounding."""


@dataclass(frozen=True, kw_only=True)
class ParkLine:
    """Whether a park could take a firm now; if not, why, and by how much it misses."""

    park: str
    name: str
    verdict: Verdict

    @property
    def text(self) -> str:
        """The reasons in one line; "" where there is none."""
        return text("plan.sheet.stop").join(self.verdict.reasons)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One way to give a firm a place.

    Parameters
    ----------
    wishes, moves
        What the plan then goes by, and what is decided on single firms.
    size
        How far the change goes, to put the smallest first; no unit.
    needs_search
        Others have to make room: the plan has to be searched again.
    """

    text: str
    park: str
    kinds: tuple[str, ...]
    wishes: PlanWishes
    moves: Mapping[str, HandMove]
    size: float
    needs_search: bool = False


@dataclass(frozen=True, kw_only=True)
class FirmExplanation:
    """Why a firm has no place, park by park, and the least that would give it one.

    `is_complete` is False where the search for a rearrangement was cut short.
    """

    firm: str
    name: str
    lines: tuple[ParkLine, ...]
    changes: tuple[Change, ...]
    is_complete: bool = True


@dataclass(frozen=True, kw_only=True)
class _Case:
    """A firm, a park, and what is in the way."""

    view: PlanView
    firm: Mapping[str, Any]
    park: Mapping[str, Any]
    verdict: Verdict
    wishes: PlanWishes
    banned: frozenset[str] = field(default_factory=frozenset)


def park_lines(view: PlanView, firm: str) -> tuple[ParkLine, ...]:
    """Return a line for each park: whether it could take the firm as things are."""
    return tuple(
        ParkLine(
            park=row["key"],
            name=row["name"],
            verdict=check_move(view, firm, row["key"]),
        )
        for row in view.park_rows
    )


def single_changes(view: PlanView, firm: str) -> tuple[Change, ...]:
    """Return what would let each park take the firm, the smallest change first.

    Everybody else stays where the plan has them.
    """
    found = []
    row = view.firm_rows[view.problem.position[firm]]
    for park, line in zip(view.park_rows, park_lines(view, firm), strict=True):
        case = _Case(
            view=view,
            firm=row,
            park=park,
            verdict=line.verdict,
            wishes=view.problem.wishes,
            banned=view.problem.moves.get(firm, HandMove()).banned,
        )
        change = _change(case)
        if change is not None:
            found.append(change)
    return tuple(sorted(found, key=lambda change: (change.size, change.park)))


def _change(case: _Case) -> Change | None:
    """Return the change of one park; None where nothing known would do."""
    words, size, wishes = [], 0.0, case.wishes
    for kind in dict.fromkeys(case.verdict.kinds):
        step = _STEPS.get(kind)
        done = step(replace(case, wishes=wishes)) if step is not None else None
        if done is None:
            return None
        sentence, wishes, cost = done
        words.append(sentence)
        size += cost
    hand = case.view.problem.moves.get(case.firm["key"], HandMove())
    key = case.park["key"]
    return Change(
        text=text("plan.change.and").join(words)
        or text("plan.change.free", park=case.park["name"]),
        park=key,
        kinds=case.verdict.kinds,
        wishes=wishes,
        moves={
            case.firm["key"]: replace(
                hand, park=key, pinned=True, banned=hand.banned - {key}
            )
        },
        size=size,
    )


Step = tuple[str, PlanWishes, float]


def _more_floor(case: _Case) -> Step | None:
    if not case.park["has_floor"]:
        return None
    short = _up(case.verdict.floor_after_m2 - case.verdict.floor_m2, 0)
    sentence = text("plan.change.capacity", park=case.park["name"], short=short)
    wishes = replace(case.wishes, extra_floor_m2=_raised(case, "extra_floor_m2", short))
    return sentence, wishes, short / 1000.0


def _more_leaders(case: _Case) -> Step | None:
    least = case.verdict.share_min
    if least >= 1:
        return None
    n = leading_short(case.verdict.after, least)
    sentence = text(
        "plan.change.share",
        park=case.park["name"],
        n=n,
        codes=messages.joined(case.park["leading_codes"]),
    )
    extra = dict(case.wishes.extra_leading)
    extra[case.park["key"]] = extra.get(case.park["key"], 0.0) + n
    return sentence, replace(case.wishes, extra_leading=extra), float(n)


def _more_energy(case: _Case) -> Step | None:
    used = case.park["used_tce"] + case.firm["energy_tce"]
    short = _up(used - case.park["energy_tce"], 1)
    sentence = text("plan.change.energy", park=case.park["name"], short=short)
    wishes = replace(
        case.wishes, extra_energy_tce=_raised(case, "extra_energy_tce", short)
    )
    return sentence, wishes, short / 100.0


def _more_emission(case: _Case) -> Step | None:
    used = case.park["used_t"] + case.firm["emission_t"]
    short = _up(used - case.park["emission_t"], 3)
    sentence = text("plan.change.emission", park=case.park["name"], short=short)
    wishes = replace(
        case.wishes, extra_emission_t=_raised(case, "extra_emission_t", short)
    )
    return sentence, wishes, short


def _up(short: float, digits: int) -> float:
    """Return what is short rounded up as it is said, so that what is said is enough."""
    return math.ceil(short * 10.0**digits - ROOM) / 10.0**digits


def _raised(case: _Case, name: str, short: float) -> dict[str, float]:
    extra = dict(getattr(case.wishes, name))
    key = case.park["key"]
    extra[key] = extra.get(key, 0.0) + short * (1.0 + ROOM)
    return extra


def _admit(case: _Case, kind: str, size: float) -> Step:
    key, industry = case.park["key"], case.firm["industry"]
    admitted = dict(case.wishes.admitted)
    admitted[key] = tuple(dict.fromkeys((*admitted.get(key, ()), industry)))
    sentence = text(f"plan.change.{kind}", park=case.park["name"], industry=industry)
    return sentence, replace(case.wishes, admitted=admitted), size


def _lift_ban(case: _Case) -> Step:
    return text("plan.change.banned", park=case.park["name"]), case.wishes, 0.5


def _farther(case: _Case) -> Step | None:
    most = case.wishes.most_km
    if most is None:
        return None
    km = math.ceil(case.verdict.distance_km * 10.0) / 10.0
    sentence = text("plan.change.allowed", km=km, park=case.park["name"])
    return sentence, replace(case.wishes, most_km=km), (km - most) / 5.0


def _later(case: _Case) -> Step | None:
    year, years = int(case.park["open_year"]), case.view.problem.years
    if year <= years[-1]:
        return None
    sentence = text("plan.change.open_year", year=year, park=case.park["name"])
    wishes = replace(case.wishes, years=year - years[0] + 1)
    return sentence, wishes, 2.0 * (year - years[-1])


_STEPS: Mapping[str, Callable[[_Case], Step | None]] = MappingProxyType(
    {
        "capacity": _more_floor,
        "leading_share": _more_leaders,
        "energy": _more_energy,
        "emission": _more_emission,
        "forbidden": lambda case: _admit(case, "forbidden", 5.0),
        "special": lambda case: _admit(case, "special", 8.0),
        "banned": _lift_ban,
        "allowed": _farther,
        "open_year": _later,
    }
)
