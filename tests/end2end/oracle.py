# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Say what a run must find in a made county: slow plain loops over true values.

Where the rules leave something open the fact is left out.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import shapely
from county_base import MU, County, years
from shapely.ops import unary_union

STAGES = ["suspect_idle_2y", "suspect_idle_1y", "stalled", "overdue", "not_due"]
ORDER = [
    "idle_ruled",
    *STAGES,
    "built_not_producing",
    "underused",
    "below_standard",
    "low_efficiency",
]
NOT_STARTED = {"idle_ruled", "suspect_idle_2y", "suspect_idle_1y", "overdue", "not_due"}
OUTSIDE = "（未划定）"
Truth = bool | None


def both(*parts: Truth) -> Truth:
    if False in parts:
        return False
    return None if None in parts else True


def either(*parts: Truth) -> Truth:
    if True in parts:
        return True
    return None if None in parts else False


def merge(county: County) -> list[dict[str, Any]]:
    """Make one unit of the rows of one parcel."""
    units: list[dict[str, Any]] = []
    for listed in county.parcels:
        row = dict(listed, firms=[])
        row["shape"] = shapely.make_valid(row["shape"])
        for unit in units:
            same = unit["parcel_id"] == row["parcel_id"] is not None
            if same and unit["shape"].equals(row["shape"]):
                break
            if same and all(unit[k] == row[k] for k in ("owner", "registered_m2")):
                unit["shape"] = unit["shape"].union(row["shape"])
                break
        else:
            units.append(row)
    for unit in units:
        unit["area"] = unit["registered_m2"] or Fraction(unit["shape"].area)
        unit["mu"] = unit["area"] / MU
        for name in ("actual_start", "stop_date", "actual_finish", "production_date"):
            if (
                unit.get(name) in {date(1900, 1, 1), date(1901, 1, 1)}
                or name in county.absent
            ):
                unit[name] = None
    return units


def below(top: Fraction | None, bottom: Fraction | None, limit: Fraction) -> Truth:
    return None if top is None or not bottom else top / bottom < limit


def since(county: County, unit: dict[str, Any], name: str) -> Truth:
    """Tell whether the day of `name` has come; a missing one means not yet."""
    if name in county.absent:
        return None
    return unit.get(name) is not None and unit[name] <= county.ref


def started(county: County, unit: dict[str, Any]) -> Truth:
    days = ("actual_start", "actual_finish", "production_date")
    if any(since(county, unit, d) for d in days):
        return True
    if (unit.get("dev_m2") or 0) > 0 or (unit.get("built_m2") or 0) > 0:
        return True
    return None if "actual_start" in county.absent else False


def stage_tests(county: County, unit: dict[str, Any]) -> dict[str, Truth]:
    ref = county.ref
    due = unit.get("extended_start") or unit.get("agreed_start")
    if due is None and unit.get("delivered_date"):
        due = years(unit["delivered_date"], 1)
    unit["due"] = due
    begun = started(county, unit)
    idle = None if begun is None else not begun
    if due is None:
        tests = dict.fromkeys(
            ("suspect_idle_2y", "suspect_idle_1y", "overdue", "not_due"), idle and None
        )
        if idle is False:
            tests = dict.fromkeys(tests, False)
    else:
        one, two = years(due, 1), years(due, 2)
        tests = {
            "suspect_idle_2y": both(idle, ref >= two),
            "suspect_idle_1y": both(idle, one <= ref < two),
            "overdue": both(idle, due < ref < one),
            "not_due": both(idle, ref <= due),
        }
    stop = unit.get("stop_date")
    stopped = (
        None if "stop_date" in county.absent else bool(stop and ref >= years(stop, 1))
    )
    little = either(
        below(unit.get("dev_m2"), unit.get("should_dev_m2"), Fraction(1, 3)),
        below(unit.get("invested_wan"), unit.get("total_invest_wan"), Fraction(1, 4)),
    )
    tests["stalled"] = both(begun, stopped, little)
    unit["unknown"] = set()
    if due is None and begun is not True:
        unit["unknown"].add("agreed_start")
    return tests


def use_tests(county: County, unit: dict[str, Any]) -> dict[str, Truth]:
    ref, firms = county.ref, unit["firms"]
    finish = unit.get("actual_finish")
    year_on = (
        None
        if "actual_finish" in county.absent
        else bool(finish and years(finish, 1) <= ref)
    )
    producing = since(county, unit, "production_date")
    paid = either(
        False, *(None if f["tax_wan"] is None else f["tax_wan"] > 0 for f in firms)
    )
    tests = {
        "built_not_producing": both(
            year_on,
            None if producing is None else not producing,
            None if paid is None else not paid,
        )
    }
    thin = below(unit.get("built_m2"), unit["area"], unit.get("far_min") or Fraction(0))
    tests["underused"] = both(since(county, unit, "actual_finish"), thin)
    if tests["underused"] is None and unit.get("built_m2") is None:
        unit["unknown"].add("built_m2")
    agreed = unit.get("agreed_tax_per_mu")
    taxes = [
        f["tax_wan"] and f["tax_wan"] * f["part"][id(unit)]
        if f["tax_wan"] is not None
        else None
        for f in firms
    ]
    if agreed is None:
        poor: Truth = False
    elif not firms or None in taxes:
        poor = None
    else:
        poor = sum(taxes) / unit["mu"] < agreed
    tests["below_standard"] = both(producing, poor)
    tests["low_efficiency"] = either(False, *(f["low"] for f in firms))
    if county.profile == "huangyan_2022":
        tests["low_efficiency"] = False
    return tests


def on_edge(unit: dict[str, Any]) -> bool:
    """Tell whether an area measured from the file decides a comparison."""
    pairs = [(unit.get("built_m2"), (unit.get("far_min") or 0) * unit["area"])]
    taxes = [f["tax_wan"] * f["part"][id(unit)] for f in unit["firms"] if f["tax_wan"]]
    pairs.append((sum(taxes), (unit.get("agreed_tax_per_mu") or 0) * unit["mu"]))
    return any(a and b and abs(a / b - 1) < Fraction(1, 10**7) for a, b in pairs)


def is_vague(county: County, unit: dict[str, Any]) -> bool:
    """Tell whether the rules leave this parcel's status open."""
    if any(f["vague"] for f in unit["firms"]):
        return True
    if unit["registered_m2"] is None and on_edge(unit):
        return True
    no_column = "actual_finish" in county.absent or "production_date" in county.absent
    staged = unit["status"] in {"idle_ruled", *STAGES}
    if no_column and unit.get("far_min") is None and not staged:
        return True
    missing = len(unit["firms"]) == 1 and unit["firms"][0]["tax_wan"] is None
    return missing and county.profile == "huangyan_2022"


def classify(county: County, units: list[dict[str, Any]]) -> None:
    for unit in units:
        tests = {"idle_ruled": bool(unit.get("idle_ruling"))}
        tests |= stage_tests(county, unit) | use_tests(county, unit)
        unit["tests"] = tests
        held = [t for t in ORDER if tests[t]]
        unit["status"] = (
            held[0] if held else "to_verify" if None in tests.values() else "normal"
        )
        unit["flags"] = held[1:]
        unit["vague"] = is_vague(county, unit)
        unit["firm_mu"], unit["potential_mu"] = reclaim(county, unit)


def reclaim(county: County, unit: dict[str, Any]) -> tuple[Fraction, Fraction]:
    status, mu, none = unit["status"], unit["mu"], Fraction(0)
    at_fault = unit.get("cause") == "企业"
    two_years = unit["due"] is not None and county.ref >= years(unit["due"], 2)
    unit["whole"] = True
    if status in {"idle_ruled", "suspect_idle_2y"}:
        return (mu, none) if at_fault and two_years else (none, mu)
    if status in STAGES:
        return none, mu
    if status == "built_not_producing":
        return mu, none
    unit["whole"] = False
    if status == "underused":
        foot = (unit.get("footprint_m2") or none) / Fraction("0.30")
        need = max(foot, unit["built_m2"] / unit["far_min"])
        unused = max(none, unit["area"] - need) / MU
        return (unused if unused >= 3 else none), none
    if status == "low_efficiency":
        land = sum(f["on"][id(unit)] for f in unit["firms"] if f["low"])
        return none, min(mu, land)
    return none, none


def pieces(shape: Any) -> list[Any]:
    return [
        p
        for p in shapely.get_parts(shape)
        if p.area >= 200 and not p.buffer(-1).is_empty
    ]


def is_close(shape: Any) -> bool:
    """Tell whether a piece is so near a limit that a rounding of the file decides."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
    edge = any(0 < abs(p.area - 200) < 0.5 for p in parts)
    thin = any(
        p.area > 190 and p.buffer(-0.99).is_empty != p.buffer(-1.01).is_empty
        for p in parts
    )
    return edge or thin


def residuals(county: County, units: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cut each valid approval by supply, exclusions and the earlier valid ones."""
    gone = unary_union(
        [u["shape"] for u in units] + [e["shape"] for e in county.excludes]
    )
    found, earlier = [], shapely.Polygon()
    valid = [a for a in county.approvals if a["valid"] != "失效"]
    for approval in sorted(valid, key=lambda a: (a["approved_date"], a["approval_no"])):
        left = approval["shape"].difference(gone).difference(earlier)
        earlier = earlier.union(approval["shape"])
        kept = shapely.union_all(pieces(left))
        mu = Fraction(kept.area) / MU
        row = {"no": approval["approval_no"], "shape": kept, "mu": mu}
        row["close"] = is_close(left)
        for other in found:
            if other["no"] == row["no"]:
                other["shape"] = other["shape"].union(kept)
                other["mu"] += mu
                other["close"] |= row["close"]
                break
        else:
            found.append(row)
    return found


def town_of(county: County, shape: Any) -> str | None:
    """Name the town with the largest part; None where two are equal."""
    if shape.is_empty:
        return None
    shares = sorted(
        ((t["shape"].intersection(shape).area, t["name"]) for t in county.towns),
        reverse=True,
    )
    if not shares or shares[0][0] <= 0:
        return OUTSIDE
    if len(shares) > 1 and abs(shares[0][0] - shares[1][0]) < 0.01:
        return None
    outside = shape.area - sum(s for s, _ in shares)
    return shares[0][1] if shares[0][0] > outside else None


def overlap(rows: list[dict[str, Any]]) -> Fraction | None:
    """Give the land that stands in several reclaimable shapes; None where open."""
    for i, a in enumerate(rows):
        for b in rows[i + 1 :]:
            if a["shape"].intersection(b["shape"]).area > 0.01 and not (
                a["plain"] and b["plain"]
            ):
                return None
    shapes = [r["shape"] for r in rows]
    return Fraction(sum(s.area for s in shapes) - unary_union(shapes).area) / MU
