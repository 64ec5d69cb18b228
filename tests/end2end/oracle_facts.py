# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gather what a run must find in a made county as an expected.json."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from typing import Any

import oracle
import oracle_firms
from county_base import MU, County

TRUTH = {True: "TRUE", False: "FALSE", None: "UNKNOWN"}


def expect(county: County) -> dict[str, Any]:
    """Give the facts of a county; facts that the rules leave open are absent."""
    units = oracle.merge(county)
    firms = oracle_firms.join(county, units)
    oracle_firms.share_land(firms, units)
    oracle_firms.judge(firms, county.profile)
    oracle.classify(county, units)
    rests = oracle.residuals(county, units)
    summary: dict[str, Any] = {
        "project": {
            "region": "330304",
            "reference_date": county.ref.isoformat(),
            "profile": county.profile,
        },
        "join": join_facts(firms, units),
    }
    if county.habits["exact"]:
        summary["project"]["crs"] = "EPSG:4549"
    sure = not any(u["vague"] for u in units) and not any(r["close"] for r in rests)
    if sure:
        summary |= land_facts(county, units, rests)
    if county.profile != "huangyan_2022" and not any(f["vague"] for f in firms):
        low = [f for f in firms if f["low"]]
        summary["low_efficiency"] = {
            "firms": len(low),
            "mu": float(sum(f["land"] for f in low)),
        }
    if county.profile == "huangyan_2022" and not any(f["vague"] for f in firms):
        summary["evaluation"] = oracle_firms.score(firms)
    return {
        "format": "landgis-expected/1",
        "seed": county.seed,
        "tolerance_mu": 1e-3,
        "summary": summary,
        "parcels": parcel_facts(county, units),
        "residual": {} if any(r["close"] for r in rests) else residual_facts(rests),
        "firms": {f["name"]: firm_facts(f) for f in firms},
    }


def join_facts(
    firms: list[dict[str, Any]], units: list[dict[str, Any]]
) -> dict[str, Any]:
    matched = [f for f in firms if f["method"]]
    facts = {
        "enterprises": len(firms),
        "matched": len(matched),
        "unmatched": len(firms) - len(matched),
        "by_method": dict(Counter(f["method"] for f in matched)),
        "parcels_without_enterprise": sum(not u["firms"] for u in units),
    }
    review = oracle_firms.to_review(firms, units)
    return facts if review is None else facts | {"to_review": review}


def land_facts(
    county: County, units: list[dict[str, Any]], rests: list[dict[str, Any]]
) -> dict[str, Any]:
    """Sum up land by status, and reclaimable land by category and town."""
    land: dict[str, Any] = {
        s: {"count": 0, "mu": Fraction(0)}
        for s in [*oracle.ORDER, "to_verify", "normal", "supplied_unused"]
    }
    category: dict[str, Any] = defaultdict(
        lambda: {"firm_mu": Fraction(0), "potential_mu": Fraction(0)}
    )
    town: dict[str | None, Any] = defaultdict(
        lambda: {"firm_mu": Fraction(0), "potential_mu": Fraction(0)}
    )
    rows = []
    for unit in units:
        unused = unit["status"] in oracle.NOT_STARTED
        keys = [unit["status"], *(["supplied_unused"] if unused else [])]
        for k in keys:
            land[k]["count"] += 1
            land[k]["mu"] += unit["mu"]
        plain = unit["whole"] and (unit["registered_m2"] is None)
        rows.append((unit["status"], unit, plain))
    land["approved_unsupplied"] = {
        "count": len({r["no"] for r in rests if r["mu"] > 0}),
        "mu": sum((r["mu"] for r in rests), Fraction(0)),
    }
    zero = Fraction(0)
    for rest in rests:
        rows.append(
            (
                "approved_unsupplied",
                rest | {"firm_mu": rest["mu"], "potential_mu": zero},
                True,
            )
        )
    for lot in county.vacated:
        mu = Fraction(lot["shape"].area) / MU
        rows.append(("vacated", lot | {"firm_mu": mu, "potential_mu": zero}, True))
    parts = []
    for name, row, plain in rows:
        for kind in ("firm_mu", "potential_mu"):
            category[name][kind] += row[kind]
        if row["firm_mu"] + row["potential_mu"] > 0:
            parts.append({"shape": row["shape"], "plain": plain})
            where = oracle.town_of(county, row["shape"])
            for kind in ("firm_mu", "potential_mu"):
                town[where][kind] += row[kind]
    total = {
        k: sum((c[k] for c in category.values()), zero)
        for k in ("firm_mu", "potential_mu")
    }
    reclaimable: dict[str, Any] = {"by_category": category, **total}
    if None not in town:
        reclaimable["by_town"] = town
    twice = oracle.overlap(parts)
    if twice is not None:
        reclaimable["overlap_removed_mu"] = twice
        reclaimable["total_mu"] = sum(total.values()) - twice
    unknown = Counter(f for u in units for f in u["unknown"])
    return plain_numbers({"land": land, "reclaimable": reclaimable, "unknown": unknown})


def residual_facts(rests: list[dict[str, Any]]) -> dict[str, float]:
    facts: dict[str, float] = defaultdict(float)
    for rest in rests:
        facts[rest["no"]] += float(rest["mu"])
    return dict(facts)


def plain_numbers(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {k: plain_numbers(v) for k, v in tree.items()}
    return float(tree) if isinstance(tree, Fraction) else tree


def parcel_facts(county: County, units: list[dict[str, Any]]) -> dict[str, Any]:
    """Give each parcel's facts; a code that two parcels bear says nothing."""
    times = Counter(u["parcel_id"] for u in units)
    facts: dict[str, Any] = {}
    for unit in units:
        if times[unit["parcel_id"]] > 1 or unit["parcel_id"] is None:
            continue
        got: dict[str, Any] = {"mu": float(unit["mu"]), "drawn_m2": unit["shape"].area}
        town = oracle.town_of(county, unit["shape"])
        if town:
            got["town"] = town
        if not unit["vague"]:
            got["status"], got["flags"] = unit["status"], ",".join(unit["flags"])
            got["firm_mu"], got["potential_mu"] = (
                float(unit["firm_mu"]),
                float(unit["potential_mu"]),
            )
        facts[unit["parcel_id"]] = got
    return facts


def firm_facts(firm: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "match_method": firm["method"],
        "parcel_ids": sorted({u["parcel_id"] for u in firm["units"]} - {None}),
    }
    if firm["land"] is not None and not firm["vague"]:
        facts["land_mu"] = float(firm["land"])
    if not firm["vague"]:
        facts["low"] = TRUTH[firm["low"]]
        if firm["tax_per_mu"] is not None:
            facts["tax_per_mu"] = float(firm["tax_per_mu"])
    if firm.get("score") is not None:
        facts["score"], facts["grade"] = float(firm["score"]), firm["grade"]
    return facts
