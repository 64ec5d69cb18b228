# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of a plan: firms, parks, towns, years, bars and sums."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.relocation.planning import HandMove, PlanProblem
from landgis.relocation.schedule import Schedule, waiting_wan

MOVED, TEMPORARY, CLOSED = "moved", "temporary", "closed"
UNPLACED, UNKNOWN, KEPT = "unplaced", "unknown", "kept"
PLACED = (MOVED, TEMPORARY)
LEAVING = (*PLACED, CLOSED)
STAY, WAIT, PARK, BUILDING = "stay", "temporary", "park", "building"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A stretch of years of a firm or a park; `to` is not included.

    `kind` is ``stay`` (still where it was), ``temporary``, ``park`` or ``building``
    (a park under construction, `firm` is "").
    """

    firm: str
    name: str
    park: str
    park_name: str
    since: int
    to: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The sums of a plan; NaN is unknown.

    Parameters
    ----------
    unknown
        Candidates of which the floor area needed is not known.
    freed_mu, closed_mu, wanted_mu
        Land of the firms that move, of those that close, and of all candidates.
    unknown_mu
        Firms that move or close whose land is not known.
    cost_wan
        By the user's prices; NaN without any, or where a part is not known.
    mean_km, km_unknown
        Mean distance of the moves of which it is known, and how many it is not.
    """

    candidates: int
    placed: int
    unplaced: int
    closed: int
    unknown: int
    freed_mu: float
    closed_mu: float
    wanted_mu: float
    unknown_mu: int
    floor_m2: float
    energy_tce: float
    cost_wan: float
    mean_km: float
    km_unknown: int
    parks_used: int
    parks_share_ok: int


def firm_table(
    problem: PlanProblem,
    *,
    park: NDArray[np.int64],
    schedule: Schedule,
    reasons: Mapping[str, str],
) -> pd.DataFrame:
    """Return the needs of each firm, and what the plan does with it.

    Adds ``park``, ``park_name``, ``park_row`` (−1 none), ``leaves``, ``enters`` (years,
    0 none), ``outcome`` (moved, temporary, closed, unplaced, unknown, kept),
    ``pinned``, ``leads``, ``use_m2``, ``distance_km``, ``cost_wan`` and ``reason``.
    """
    needs, rooms = problem.needs, problem.rooms
    rows = np.arange(len(needs))
    placed = park >= 0
    keys = np.array(["", *rooms["key"]], dtype=object)[park + 1]
    names = np.array(["", *rooms["name"]], dtype=object)[park + 1]
    outcome = _outcomes(needs, placed=placed, waits=schedule.waits)

    def there(table: NDArray[np.float64]) -> NDArray[np.float64]:
        found = np.full(len(needs), np.nan)
        found[placed] = table[rows[placed], park[placed]]
        return found

    cost = there(problem.costs.total_wan())
    closed = outcome == CLOSED
    own = problem.costs.own_wan if problem.costs.is_priced else np.nan
    cost = np.where(closed, own, cost)
    for row in np.flatnonzero(schedule.waits & placed).tolist():
        years = int(schedule.enters[row] - schedule.leaves[row])
        cost[row] += waiting_wan(problem, float(needs["floor_m2"].iloc[row]), years)
    moves = [problem.moves.get(key, HandMove()) for key in needs["key"]]
    return needs.assign(
        park=pd.Series(keys, index=needs.index, dtype="str"),
        park_name=pd.Series(names, index=needs.index, dtype="str"),
        park_row=park,
        leaves=schedule.leaves,
        enters=schedule.enters,
        outcome=pd.Series(outcome, index=needs.index, dtype="str"),
        pinned=[move.pinned for move in moves],
        leads=leads(problem)[rows, park] & placed if len(rooms) else False,
        use_m2=there(problem.use_m2),
        distance_km=there(problem.distance_km),
        cost_wan=cost,
        reason=_reasons(needs, outcome, reasons),
    )


def leads(problem: PlanProblem) -> NDArray[np.bool_]:
    """Tell which firm is of a leading industry of which park."""
    needs, rooms = problem.needs, problem.rooms
    found = np.zeros((len(needs), len(rooms)), dtype=bool)
    codes, industries = pd.factorize(needs["industry"])
    for column, leading in enumerate(rooms["leading"]):
        if leading and len(industries):
            of = np.array([bool(i) and i.startswith(leading) for i in industries])
            found[:, column] = of[codes]
    return found


def _outcomes(
    needs: pd.DataFrame, *, placed: NDArray[np.bool_], waits: NDArray[np.bool_]
) -> NDArray[np.object_]:
    outcome = np.full(len(needs), KEPT, dtype=object)
    outcome[needs["closes"].to_numpy(dtype=bool)] = CLOSED
    candidate = needs["is_candidate"].to_numpy(dtype=bool)
    outcome[candidate] = UNPLACED
    outcome[candidate & needs["floor_m2"].isna().to_numpy()] = UNKNOWN
    outcome[placed] = MOVED
    outcome[placed & waits] = TEMPORARY
    return outcome


def _reasons(
    needs: pd.DataFrame, outcome: NDArray[np.object_], reasons: Mapping[str, str]
) -> pd.Series:
    told = [reasons.get(key, "") for key in needs["key"]]
    found = np.where(outcome == UNPLACED, np.array(told, dtype=object), "")
    found = np.where(outcome == UNKNOWN, needs["floor_text"].to_numpy(object), found)
    return pd.Series(found, index=needs.index, dtype="str")


def park_table(problem: PlanProblem, firms: pd.DataFrame) -> pd.DataFrame:
    """Return the parks, and what the plan makes of each.

    Adds ``firms`` (that come), ``taken_m2``, ``left_m2``, ``freed_mu``, ``leading``
    and ``total`` (firms, existing ones counted), ``share`` (NaN without a firm),
    ``is_share_ok``, ``used_tce``, ``used_t`` and ``first_year`` (0: nobody comes).
    The codes of its leading industries stand in ``leading_codes``.
    """
    rooms = problem.rooms.rename(columns={"leading": "leading_codes"})
    row = firms["park_row"].to_numpy(dtype=np.int64)
    mine = row[row >= 0]

    def sums(name: str) -> NDArray[np.float64]:
        values = firms[name].to_numpy(dtype=np.float64, na_value=np.nan)[row >= 0]
        known = np.nan_to_num(values)
        total: NDArray[np.float64] = np.zeros(len(rooms))
        np.add.at(total, mine, known)
        return total

    count = pd.Series(np.bincount(mine, minlength=len(rooms)), index=rooms.index)
    leading = rooms["existing_leading"] + sums("leads").astype(np.int64)
    total = rooms["existing_leading"] + rooms["existing_other"] + count
    share = (leading / total).where(total > 0)
    taken = sums("use_m2")
    first = np.full(len(rooms), np.iinfo(np.int64).max)
    np.minimum.at(first, mine, firms["enters"].to_numpy(dtype=np.int64)[row >= 0])
    required = (count > 0) & rooms["share_min"].notna()
    return rooms.assign(
        firms=count,
        taken_m2=taken,
        left_m2=rooms["floor_m2"] - taken,
        freed_mu=sums("freed_mu"),
        leading=leading,
        total=total,
        share=share,
        is_share_ok=~required | share_holds(leading, total, rooms["share_min"]),
        used_tce=sums("energy_tce"),
        used_t=sums("emission_t"),
        first_year=np.where(count > 0, first, 0),
    )


def share_holds(leading: pd.Series, total: pd.Series, least: pd.Series) -> pd.Series:
    """Tell where the share of leading firms is kept, without the noise of division."""
    return leading >= least * total - 1e-9


def town_table(firms: pd.DataFrame) -> pd.DataFrame:
    """Return what the plan does for each town: firms and 亩 wanted, and freed."""
    mine = firms[firms["is_candidate"]]
    placed = mine["park_row"] >= 0
    table = pd.DataFrame(
        {
            "town": mine["town"],
            "candidates": 1,
            "placed": placed.astype("int64"),
            "wanted_mu": mine["freed_mu"].fillna(0.0),
            "freed_mu": mine["freed_mu"].fillna(0.0).where(placed, 0.0),
        }
    )
    found = table.groupby("town", sort=False).sum().reset_index()
    wanted = found["wanted_mu"]
    return found.assign(share=(found["freed_mu"] / wanted).where(wanted > 0))


def year_table(problem: PlanProblem, firms: pd.DataFrame) -> pd.DataFrame:
    """Return each year: land freed, targets, money, firms, parks that open.

    ``cumulative_mu`` counts the vacated land that is there already; ``short_mu`` is
    NaN in years without a target.
    """
    rows = []
    total = problem.already_mu
    leaving = firms[firms["outcome"].isin(LEAVING)]
    last = max([problem.years[-1], *leaving["leaves"], *leaving["enters"]], default=0)
    for year in range(problem.years[0], int(last) + 1):
        mine = leaving[leaving["leaves"] == year]
        freed = math.fsum(mine["freed_mu"].fillna(0.0))
        total += freed
        target = problem.targets_mu.get(year, np.nan)
        waiting = (leaving["leaves"] <= year) & (leaving["enters"] > year)
        opening = problem.rooms.loc[problem.rooms["open_year"] == year, "name"]
        rows.append(
            {
                "year": year,
                "firms": len(mine),
                "closed": int((mine["outcome"] == CLOSED).sum()),
                "temporary": int(waiting.sum()),
                "freed_mu": freed,
                "cumulative_mu": total,
                "target_mu": target,
                "short_mu": max(0.0, target - total)
                if year in problem.targets_mu
                else np.nan,
                "cost_wan": _sum_or_unknown(mine["cost_wan"]),
                "budget_wan": problem.budgets_wan.get(year, np.nan),
                "opening": tuple(opening),
            }
        )
    return pd.DataFrame(rows)


def _sum_or_unknown(values: pd.Series) -> float:
    """Return the sum; unknown if one of the values is."""
    return float(values.sum(skipna=False)) if len(values) else 0.0


def make_bars(problem: PlanProblem, firms: pd.DataFrame) -> tuple[Bar, ...]:
    """Return the plan as bars: parks that are built, then firms by year."""
    first, last = problem.years[0], problem.years[-1]
    leaving = firms[firms["outcome"].isin(LEAVING)]
    order = leaving.sort_values(["leaves", "enters", "park_row"], kind="stable")
    end = max([last, *order["enters"], *order["leaves"]]) + 1
    return (*_park_bars(problem, first), *_firm_bars(order, first, end))


def _park_bars(problem: PlanProblem, first: int) -> Iterator[Bar]:
    rooms = problem.rooms
    for key, name, year in zip(
        rooms["key"], rooms["name"], rooms["open_year"], strict=True
    ):
        if year > first:
            since = max(first, int(year) - problem.wishes.build_years)
            yield Bar(
                firm="",
                name=name,
                park=key,
                park_name=name,
                since=since,
                to=int(year),
                kind=BUILDING,
            )


def _firm_bars(firms: pd.DataFrame, first: int, end: int) -> Iterator[Bar]:
    columns = ("key", "name", "park", "park_name", "leaves", "enters")
    lists = [firms[column].tolist() for column in columns]
    for key, name, park, park_name, leaves, enters in zip(*lists, strict=True):
        arrives = enters or end
        spans = (
            (STAY, first, leaves),
            (WAIT, leaves, arrives if park else leaves),
            (PARK, arrives, end),
        )
        for kind, since, to in spans:
            if to > since:
                yield Bar(
                    firm=key,
                    name=name,
                    park=park,
                    park_name=park_name,
                    since=since,
                    to=to,
                    kind=kind,
                )


def make_totals(firms: pd.DataFrame, parks: pd.DataFrame) -> Totals:
    """Return the sums of a plan."""
    outcome = firms["outcome"]
    placed = firms[outcome.isin(PLACED)]
    closed = firms[outcome == CLOSED]
    leaving = firms[outcome.isin(LEAVING)]
    candidates = firms[firms["is_candidate"]]
    km = placed["distance_km"].dropna()
    used = parks["firms"] > 0
    return Totals(
        candidates=len(candidates),
        placed=len(placed),
        unplaced=len(candidates) - len(placed),
        closed=len(closed),
        unknown=int((outcome == UNKNOWN).sum()),
        freed_mu=math.fsum(placed["freed_mu"].dropna()),
        closed_mu=math.fsum(closed["freed_mu"].dropna()),
        wanted_mu=math.fsum(candidates["freed_mu"].dropna()),
        unknown_mu=int(leaving["freed_mu"].isna().sum()),
        floor_m2=math.fsum(placed["use_m2"]),
        energy_tce=math.fsum(leaving["energy_tce"].dropna()),
        cost_wan=_sum_or_unknown(leaving["cost_wan"]),
        mean_km=float(km.mean()) if len(km) else math.nan,
        km_unknown=len(placed) - len(km),
        parks_used=int(used.sum()),
        parks_share_ok=int((used & parks["is_share_ok"]).sum()),
    )
