# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which firm may go to which park at all, whatever else moves there.

Industry codes match by their beginnings: "195" holds "1952".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.relocation.problem import Firm, Park, Problem

FIT_REASONS = (
    "",
    "allowed",
    "banned",
    "forbidden",
    "special",
    "open_year",
    "capacity",
    "energy",
    "emission",
    "pin",
)
"""What each number in `Fit.reason` says; 0 is that the firm may go there."""
CODE = {name: number for number, name in enumerate(FIT_REASONS)}
TOLERANCE = 1e-9
"""Share of a capacity that adding up in another order may take too much."""


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Firms against parks: who may go where, and what it takes there.

    Parameters
    ----------
    reason
        Why not, as a place in `FIT_REASONS`; int8 [firms, parks].
    leads
        The firm is of a leading industry there; bool [firms, parks].
    use, cost, worth
        Floor that it takes, what moving costs, and points beside land and money;
        float64 [firms, parks].
    first_year
        First year in which each park takes firms in; float64 [parks], −inf: always.
    """

    reason: NDArray[np.int8]
    leads: NDArray[np.bool_]
    use: NDArray[np.float64]
    cost: NDArray[np.float64]
    worth: NDArray[np.float64]
    first_year: NDArray[np.float64]

    @property
    def permitted(self) -> NDArray[np.bool_]:
        """Who may go where."""
        return np.asarray(self.reason == 0)


def fit_of(problem: Problem) -> Fit:
    """Compare every firm with every park."""
    firms, parks = problem.firms, problem.parks
    use = _numbers(problem, "use")
    cost = _numbers(problem, "cost")
    for column, park in enumerate(parks):
        if park.unit_m2:
            use[:, column] = whole_units(use[:, column], park.unit_m2)
    industries, codes = np.unique(
        [firm.industry for firm in firms], return_inverse=True
    )
    leads = _matches(industries, [park.leading for park in parks])[codes]
    reason = np.zeros((len(firms), len(parks)), dtype=np.int8)
    first_year = np.array(
        [-np.inf if p.open_year is None else p.open_year for p in parks]
    )
    _mark_limits(reason, use, problem)
    last = problem.phases[-1].year if problem.phases else problem.year
    if last is not None:
        reason[:, first_year > last] = CODE["open_year"]
    _mark_industries(reason, (industries, codes), parks)
    for row, firm in enumerate(firms):
        _mark_own(reason[row], firm, problem)
    return Fit(
        reason=reason,
        leads=leads,
        use=use,
        cost=cost,
        worth=_numbers(problem, "worth"),
        first_year=first_year,
    )


def whole_units(
    need: NDArray[np.float64], unit_m2: tuple[float, ...]
) -> NDArray[np.float64]:
    """Return the least floor of whole units that holds each need, 0 for none.

    Any number of units of each size; found in steps of 1 m², so that sizes are
    taken to the square metre above.
    """
    sizes = sorted({int(np.ceil(size)) for size in unit_m2})
    largest = sizes[-1]
    top = int(np.ceil(need.max(initial=0.0)))
    # Beyond the square of the largest size every sum to be had comes round again.
    span = min(top, max(largest * sizes[0], largest)) + largest
    reached = np.zeros(span + 1, dtype=bool)
    reached[0] = True
    for total in range(1, span + 1):
        reached[total] = any(size <= total and reached[total - size] for size in sizes)
    above = np.full(span + 1, span, dtype=np.int64)
    nearest = span
    for total in range(span, -1, -1):
        nearest = total if reached[total] else nearest
        above[total] = nearest
    wanted = np.ceil(need - TOLERANCE).astype(np.int64)
    whole = np.maximum(0, -(-(wanted - span + largest) // largest))
    return np.asarray(whole * largest + above[wanted - whole * largest], dtype=float)


def _numbers(problem: Problem, name: str) -> NDArray[np.float64]:
    """Return use, cost or worth of each firm in each park."""
    rows = problem.park_rows
    table = np.zeros((len(problem.firms), len(problem.parks)))
    for row, firm in enumerate(problem.firms):
        if name == "use":
            table[row] = firm.floor_m2
        for park, number in getattr(firm, name).items():
            table[row, rows[park]] = number
    return table


def _matches(
    industries: NDArray[np.str_], lists: list[tuple[str, ...]]
) -> NDArray[np.bool_]:
    """Tell which industry begins as one of each park's list does."""
    found = np.zeros((len(industries), len(lists)), dtype=bool)
    for row, industry in enumerate(industries):
        for column, beginnings in enumerate(lists):
            found[row, column] = bool(industry) and str(industry).startswith(beginnings)
    return found


def _mark_limits(
    reason: NDArray[np.int8], use: NDArray[np.float64], problem: Problem
) -> None:
    """Mark the parks that are too small for a firm even when nobody else comes."""
    for name in ("emission_t", "energy_tce"):
        needs = np.array([getattr(firm, name) for firm in problem.firms])
        for column, park in enumerate(problem.parks):
            limit = getattr(park, name)
            if limit is not None:
                reason[exceeds(needs, limit), column] = CODE[name.split("_")[0]]
    floor = np.array([park.floor_m2 for park in problem.parks])
    reason[exceeds(use, floor)] = CODE["capacity"]


def exceeds(
    amount: NDArray[np.float64], limit: NDArray[np.float64] | float
) -> NDArray[np.bool_]:
    """Tell what is more than a limit, beyond the error of adding up."""
    return np.asarray(amount > limit + TOLERANCE * np.maximum(1.0, np.abs(limit)))


def _mark_industries(
    reason: NDArray[np.int8],
    industries: tuple[NDArray[np.str_], NDArray[np.intp]],
    parks: tuple[Park, ...],
) -> None:
    """Mark what is forbidden, and special industries outside their parks."""
    names, codes = industries
    special = _matches(names, [park.special for park in parks])
    outside = np.asarray(special.any(axis=1))[:, None] & ~special
    forbidden = _matches(names, [park.forbidden for park in parks])
    reason[outside[codes]] = CODE["special"]
    reason[forbidden[codes]] = CODE["forbidden"]


def _mark_own(reason: NDArray[np.int8], firm: Firm, problem: Problem) -> None:
    """Mark the parks that the firm itself leaves out."""
    rows = problem.park_rows
    for park in firm.banned:
        reason[rows[park]] = CODE["banned"]
    if firm.allowed is not None:
        kept = [rows[park] for park in firm.allowed]
        outside = np.ones(len(reason), dtype=bool)
        outside[kept] = False
        reason[outside] = CODE["allowed"]
    if firm.pin is not None:
        elsewhere = np.arange(len(reason)) != rows[firm.pin]
        reason[elsewhere & (reason == 0)] = CODE["pin"]
