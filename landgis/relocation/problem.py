# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The relocation problem and its plan: which firm moves into which park (搬迁入园).

Values only.  `landgis.relocation.reading` makes a `Problem` of the contract's JSON and
says in plain words what cannot be; `landgis.relocation.solve` makes a `Plan` of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Status = Literal["optimal", "feasible", "infeasible", "no_solution_found"]
OPTIMAL_GAP = 1e-6


@dataclass(frozen=True, kw_only=True)
class Firm:
    """A firm that is to move.

    Parameters
    ----------
    floor_m2
        Floor area that it needs, in every park that `use` does not name.
    freed_mu
        Land, in 亩, that its moving sets free.
    industry
        Code of GB/T 4754; "" is unknown, which neither leads nor is forbidden.
    cost
        What moving it into a park costs, by park; 0 for a park not named.
    allowed
        Parks it may go to; None: all that its industry fits.
    worth
        Points for its place beside land and money, by park: nearness, freed energy.
        No budget, target or town's part counts them.
    use
        Floor area that it takes in a park, by park.
    pin
        Park that it must go to.
    cluster
        Ground that it shares with others (连片), worth more when freed whole.
    banned
        Parks it must not go to, whatever `allowed` says.
    town
        Town that its land lies in, for the fairness between towns.
    earliest_year
        First year in which it can move; needs phases.
    """

    id: str
    floor_m2: float
    freed_mu: float
    industry: str = ""
    cost: Mapping[str, float] = field(default_factory=dict)
    allowed: frozenset[str] | None = None
    worth: Mapping[str, float] = field(default_factory=dict)
    use: Mapping[str, float] = field(default_factory=dict)
    pin: str | None = None
    cluster: str | None = None
    energy_tce: float = 0.0
    emission_t: float = 0.0
    banned: frozenset[str] = frozenset()
    town: str | None = None
    earliest_year: int | None = None
    name: str = ""

    @property
    def title(self) -> str:
        """What the firm is called in a sentence."""
        return self.name or self.id


@dataclass(frozen=True, kw_only=True)
class Park:
    """A park with what it can still take.

    Parameters
    ----------
    leading, forbidden, special
        Beginnings of industry codes: 主导产业, not admitted, and those that may go
        only to parks that list them.
    leading_share_min
        Least share of leading firms, existing ones counted, if any firm comes in.
    existing_leading, existing_other
        Firms that are there already.
    open_year
        Year from which firms can move in; counts with phases or a planning year.
    open_cost
        Cost of using the park at all.
    energy_tce, emission_t
        What its firms may use and emit in addition; None: no limit.
    unit_m2
        Sizes of units: a firm takes whole units, any number of them.
    """

    id: str
    floor_m2: float
    leading: tuple[str, ...] = ()
    leading_share_min: float = 0.0
    existing_leading: int = 0
    existing_other: int = 0
    forbidden: tuple[str, ...] = ()
    special: tuple[str, ...] = ()
    open_year: int | None = None
    open_cost: float = 0.0
    energy_tce: float | None = None
    emission_t: float | None = None
    unit_m2: tuple[float, ...] = ()
    name: str = ""

    @property
    def title(self) -> str:
        """What the park is called in a sentence."""
        return self.name or self.id


@dataclass(frozen=True, kw_only=True)
class Objective:
    """Weights of what is maximised.

    Parameters
    ----------
    freed_mu
        Worth of a freed 亩.
    cost
        Factor of the costs, negative where a cost is to be avoided.
    cluster
        Worth of a cluster of which every firm has a place.
    delay
        What a freed 亩 loses for each year after the first phase.
    target
        What each 亩 short of a phase's target costs, where targets are not hard.
    """

    freed_mu: float = 1.0
    cost: float = 0.0
    cluster: float = 0.0
    delay: float = 0.0
    target: float = 10.0


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A year of the plan.

    Parameters
    ----------
    budget
        Most that may be spent on the moves of this year; None: no limit.
    target_mu
        Land to be freed by the end of this year, all years before counted.
    """

    year: int
    budget: float | None = None
    target_mu: float | None = None


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Firms, parks and what is wanted.

    Parameters
    ----------
    require_all
        Every firm must have a place.
    phases
        Years in which firms move, in order; none: all move at once.
    year
        Without phases: parks that open later take nobody.
    budget
        Most that all moves may cost together, opening of parks not counted.
    town_share_min
        Least share of each town's wanted 亩 that is to be freed, 0 to 1.
    hard_targets
        The phases' targets must be met.
    """

    firms: tuple[Firm, ...]
    parks: tuple[Park, ...]
    objective: Objective = field(default_factory=Objective)
    require_all: bool = False
    time_limit_s: float = 60.0
    phases: tuple[Phase, ...] = ()
    year: int | None = None
    budget: float | None = None
    town_share_min: float = 0.0
    hard_targets: bool = False

    @cached_property
    def firm_rows(self) -> Mapping[str, int]:
        """Row of each firm by its id."""
        return {firm.id: row for row, firm in enumerate(self.firms)}

    @cached_property
    def park_rows(self) -> Mapping[str, int]:
        """Row of each park by its id."""
        return {park.id: row for row, park in enumerate(self.parks)}


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """A firm and the park it moves into; the year where there are phases."""

    firm: str
    park: str
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Unplaced:
    """A firm without a place, and the reason in plain words."""

    firm: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A condition that binds, or a change that would help.

    Parameters
    ----------
    kind
        ``capacity``, ``energy``, ``emission``, ``leading_share``, ``forbidden``,
        ``special``, ``allowed``, ``banned``, ``pin``, ``open_year``, ``budget``,
        ``target``, ``town``, ``require_all`` or ``worth``.
    role
        ``reason`` (why a firm has no place), ``conflict`` (one of the conditions
        that cannot hold together) or ``change`` (part of the least change).
    short
        By how much, in the kind's own unit; `short_m2` the same for floor area.
    """

    kind: str
    text: str
    park: str | None = None
    firm: str | None = None
    role: Literal["reason", "conflict", "change"] = "reason"
    short_m2: float = 0.0
    short: float = 0.0
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the solver found, and how good it is.

    Parameters
    ----------
    bound
        No plan can be better than this: proven.  None where nothing is proven.
    gap
        |bound − objective| / max(1e-9, |objective|); None without a plan or bound.
    stopped_by
        ``proof`` (nothing left to search), ``work`` (the counted work is done),
        ``time`` (the clock came first) or ``user``.
    """

    status: Status
    objective: float | None = None
    bound: float | None = None
    seconds: float = 0.0
    assignments: tuple[Assignment, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    explain: tuple[Explanation, ...] = ()
    stopped_by: Literal["proof", "work", "time", "user"] = "proof"

    @property
    def gap(self) -> float | None:
        """How far the plan may be from the best, as a share of its objective."""
        if self.objective is None or self.bound is None:
            return None
        return gap_of(self.objective, self.bound)


def gap_of(objective: float, bound: float) -> float:
    """Return the gap as the contract defines it."""
    return abs(bound - objective) / max(1e-9, abs(objective))
