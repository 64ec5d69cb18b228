# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Join, judge and score made firms in plain loops, from true values only."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from math import floor
from typing import Any

from county_base import PROFILES, County
from rapidfuzz.fuzz import ratio

ABOVE = {
    "tax_wan/land_mu": (30, "24.097"),
    "value_added_wan/land_mu": (20, "136.16"),
    "value_added_wan/energy_tce": (20, "2.694"),
    "value_added_wan/emission_t": (10, "4929.81"),
    "value_added_wan/employees": (10, "18.14"),
    "rd_wan/revenue_wan": (10, "0.0302"),
}
BELOW = {"tax_wan/land_mu": (50, "11.5932"), "tax_wan/power_wan_kwh": (50, "0.2352")}


def key(name: str | None) -> str:
    """Normalise a name: NFKC, then letters, figures and Chinese alone."""
    text = unicodedata.normalize("NFKC", name or "")
    return "".join(c for c in text if c.isalnum())


def join(county: County, units: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the firms of the judged year with their method and parcels."""
    firms = [dict(f) for f in county.firms if f["year"] == county.last_year]
    leased = {}
    for lease in county.leases:
        leased.setdefault(lease["tenant_code"], []).append(lease)
    for firm in firms:
        listed = set(firm["parcel_id"])
        code = None if firm.get("damaged") else firm["code"]
        tries = {
            "parcel_id": [u for u in units if u["parcel_id"] in listed],
            "unit_no": [u for u in units if u["unit_no"] in listed],
            "code": [u for u in units if code and u["owner_code"] == code],
            "name": [u for u in units if key(u["owner"]) == key(firm["name"])],
            "lease": [
                u
                for u in units
                for row in leased.get(code, [])
                if row["parcel_id"] == u["parcel_id"]
            ],
        }
        firm["method"], firm["units"] = next(
            ((m, hit) for m, hit in tries.items() if hit), (None, [])
        )
        if firm["method"] == "lease" and firm["land_mu"] is None:
            firm["land_mu"] = sum(row["leased_mu"] for row in leased[code])
        for unit in firm["units"]:
            unit["firms"].append(firm)
    return firms


def to_review(firms: list[dict[str, Any]], units: list[dict[str, Any]]) -> int | None:
    """Count unmatched firms with a name candidate; None where that is too close."""
    count = 0
    for firm in firms:
        if firm["method"]:
            continue
        best = max(ratio(key(firm["name"]), key(u["owner"])) for u in units)
        if 91 < best < 92.2:
            return None
        count += best >= 92
    return count


def share_land(firms: list[dict[str, Any]], units: list[dict[str, Any]]) -> None:
    """Fill `land` and `on` (亩 by unit) of every firm; None where undefined."""
    for firm in firms:
        total = sum(u["mu"] for u in firm["units"])
        firm["part"] = {id(u): u["mu"] / total for u in firm["units"]}
        firm["on"] = {}
        if firm["land_mu"] is not None:
            firm["on"] = {k: firm["land_mu"] * p for k, p in firm["part"].items()}
    for unit in units:
        rest = [f for f in unit["firms"] if f["land_mu"] is None]
        kept = sum(f["on"][id(unit)] for f in unit["firms"] if f["land_mu"] is not None)
        left = max(Fraction(0), unit["mu"] - kept)
        floors = [f["floor_m2"] and f["floor_m2"] * f["part"][id(unit)] for f in rest]
        for firm, area in zip(rest, floors, strict=True):
            by_floor = all(floors)
            firm["on"][id(unit)] = (
                left * area / sum(floors) if by_floor else left / len(rest)
            )
    for firm in firms:
        firm["land"] = firm["land_mu"]
        if firm["land"] is None and firm["units"]:
            firm["land"] = sum(firm["on"].values())


def judge(firms: list[dict[str, Any]], profile: str) -> None:
    """Fill `tax_per_mu` and `low` (True, False or None); mark what is undefined."""
    limits = PROFILES[profile]
    for firm in firms:
        land, tax = firm["land"], firm["tax_wan"]
        firm["vague"] = bool(land and land < Fraction(1, 10**6))
        firm["tax_per_mu"] = tax / land if land and tax is not None else None
        edges = [v for scale, v in limits if scale in {None, firm["scale"]}]
        if limits and not edges:
            firm["low"] = False
        elif not limits or firm["tax_per_mu"] is None:
            firm["low"] = None
        else:
            firm["low"] = firm["tax_per_mu"] <= edges[0]
            near = abs(firm["tax_per_mu"] - edges[0]) < Fraction(1, 10**7)
            inexact = firm["land_mu"] is None and any(
                u["registered_m2"] is None for u in firm["units"]
            )
            firm["vague"] |= bool(near and inexact)


def indicator(firm: dict[str, Any], name: str) -> Fraction | None:
    above, below = name.split("/")
    top = firm["tax_wan"] if above == "tax_wan" else firm[above]
    bottom = firm["land"] if below == "land_mu" else firm[below]
    return top / bottom if top is not None and bottom else None


def score(firms: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Score and grade by the Huangyan 2022 scheme; give counts per scale."""
    counts = {}
    for scale, word, scheme in (
        ("above_scale", "规上", ABOVE),
        ("below_scale", "规下", BELOW),
    ):
        members = [f for f in firms if f["scale"] == word]
        sums = dict.fromkeys(map(id, members), Fraction(0))
        for name, (weight, base) in scheme.items():
            values = {id(f): indicator(f, name) for f in members}
            points = {
                k: max(Fraction(0), v / Fraction(base) * weight)
                for k, v in values.items()
                if v is not None
            }
            mean = sum(points.values()) / len(points) if points else None
            for k in sums:
                got = points.get(k, mean)
                sums[k] = None if got is None or sums[k] is None else sums[k] + got
        n = len(members)
        cuts = [
            floor(p * n + Fraction(1, 2))
            for p in (Fraction(1, 5), Fraction(4, 5), Fraction(19, 20))
        ]
        counts[scale] = {"n": n, "A": 0, "B": 0, "C": 0, "D": 0}
        for firm in members:
            firm["score"] = sums[id(firm)]
            if firm["score"] is None:
                continue
            above = sum(s is not None and s > firm["score"] for s in sums.values())
            firm["grade"] = next(
                (g for g, c in zip("ABC", cuts, strict=True) if above < c), "D"
            )
            if firm["veto"]:
                firm["grade"] = "D"
            counts[scale][firm["grade"]] += 1
    return counts
