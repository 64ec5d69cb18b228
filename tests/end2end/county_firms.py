# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw the firms of a made county, on their land in every way an office records it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from county_base import MU, PROFILES, credit_code, true_area
from county_parcels import ParcelMaker

MISSING_SHARE = 0.07


class FirmMaker:
    """Draws firms around the parcels that a ParcelMaker has drawn."""

    def __init__(self, maker: ParcelMaker) -> None:
        self.maker, self.rng, self.county = maker, maker.rng, maker.county
        twins = {f[5:] for f in self.county.faults if f.startswith("code:")}
        self.free = [
            p
            for p in self.county.parcels
            if p["parcel_id"] and p["parcel_id"] not in twins
        ]
        self.rng.shuffle(self.free)

    def make(self) -> None:
        """Draw 15 to 50 firms, some of them on one parcel together."""
        rng = self.rng
        for _ in range(rng.randint(15, 50)):
            how = rng.choices(
                ["parcel_id", "unit_no", "code", "name", "several", "none", "variant"],
                [5, 1, 5, 4, 2, 2, 1],
            )[0]
            self.add(how)
        if rng.random() < 0.4:
            self.add_leases()
        for firm in self.county.firms:
            if rng.random() < 0.1:
                self.county.officials.append(
                    {"name": firm["name"], "code": firm["code"], "category": "低效"}
                )
        self.add_years()

    def add(self, how: str) -> None:
        rng = self.rng
        weights = [4 if "actual_finish" in p else 1 for p in self.free]
        parcel = rng.choices(self.free, weights)[0]
        firm: dict[str, Any] = {
            "name": self.maker.name(),
            "code": credit_code(rng),
            "parcel_id": [],
            "tenure": "自有",
        }
        taken = {f["name"] for f in self.county.firms}
        codes = {f["code"] for f in self.county.firms}
        if how in {"parcel_id", "unit_no"}:
            firm["parcel_id"] = [parcel["unit_no" if how == "unit_no" else how]]
            firm["tenure"] = rng.choice(["自有", "承租"])
        elif how == "several":
            some = rng.sample(self.free, rng.randint(2, 3))
            firm["parcel_id"] = sorted({p["parcel_id"] for p in some})
        elif how == "code" and parcel["owner_code"] not in codes:
            firm["code"] = parcel["owner_code"]
            if rng.random() < 0.5 and parcel["owner"] not in taken:
                firm["name"] = parcel["owner"]
        elif how == "name" and parcel["owner"] not in taken:
            firm["name"], firm["code"] = parcel["owner"], None
        elif how == "variant" and parcel["owner"] not in taken:
            firm["name"] = parcel["owner"].replace("有限公司", "有限责任公司")
        if firm["name"] in taken:
            firm["name"] = self.maker.name()
        if rng.random() < 0.12:
            # A code that the layer does not have: the other ways decide.
            firm["parcel_id"] = [*firm["parcel_id"], "330304001001GB99999"]
        if how == "name" and rng.random() < 0.3 and firm["code"] is None:
            firm["code"] = credit_code(rng, digits=True)
            firm["damaged"] = True
        self.figures(firm, parcel)
        self.county.firms.append(firm)

    def figures(self, firm: dict[str, Any], parcel: dict[str, Any]) -> None:
        """Draw land, tax on or off the thresholds, and the six indicators."""
        rng = self.rng
        firm["scale"] = rng.choice(["规上", "规上", "规下", "规下", "规下", "服务业"])
        area = true_area(parcel)
        full = area / MU * rng.choice([1, 1, Fraction(1, 3), Fraction(1, 5)])
        if self.county.habits["land_unit"] == "㎡":
            land = Fraction(f"{float(full * MU):.1f}") / MU
        else:
            land = Fraction(f"{float(full):.3f}")
        firm["land_mu"] = land if land > 0 and rng.random() < 0.6 else None
        firm["floor_m2"] = Fraction(int(land * 500) + 10)
        if rng.random() < 0.3:
            firm["floor_m2"] = None
        firm["tax_wan"] = self.tax(firm, land)
        firm["industry"] = rng.choice(["3443", "1952", "1811", "3812", "2319"])
        firm["status"] = "正常"
        firm["veto"] = rng.random() < 0.06
        lost = lambda value: None if rng.random() < MISSING_SHARE else value  # noqa: E731
        cents = lambda a, b: Fraction(rng.randint(a * 100, b * 100), 100)  # noqa: E731
        firm["value_added_wan"] = lost(cents(100, 5000))
        firm["revenue_wan"] = lost(cents(500, 30000))
        firm["energy_tce"] = lost(cents(10, 3000))
        firm["emission_t"] = Fraction(0) if rng.random() < 0.2 else lost(cents(1, 9))
        firm["rd_wan"] = lost(cents(0, 300))
        firm["employees"] = Fraction(rng.choice([0, *range(5, 300, 9)]))
        firm["power_wan_kwh"] = lost(cents(1, 900))

    def tax(self, firm: dict[str, Any], land: Fraction) -> Fraction | None:
        rng = self.rng
        edges = [
            v
            for scale, v in PROFILES[self.county.profile]
            if scale in {None, firm["scale"]}
        ]
        edge = rng.choice(edges) if edges else 8
        exact = land * edge
        if (exact * 10000).denominator == 1 and rng.random() < 0.4:
            step = Fraction(rng.choice([0, 0, 1, -1]), 10000)
            return exact + step
        kind = rng.random()
        if kind < MISSING_SHARE:
            return None
        if kind < 2 * MISSING_SHARE:
            return Fraction(-rng.randint(1, 300), 10)
        if kind < 3 * MISSING_SHARE:
            return Fraction(0)
        return Fraction(int(land * rng.randint(50, 3000)) + 1, 100)

    def add_leases(self) -> None:
        """Let a part of some bare parcels to tenants who have no figure."""
        rng, county = self.rng, self.county
        used = {pid for f in county.firms for pid in f["parcel_id"]}
        owners = {f["code"] for f in county.firms} | {f["name"] for f in county.firms}
        bare = [
            p
            for p in self.free
            if not {p["parcel_id"], p["unit_no"], p["owner"], p["owner_code"]}
            & (used | owners)
        ]
        unique = {p["parcel_id"]: p for p in bare}
        for parcel in list(unique.values())[: rng.randint(1, 4)]:
            area = true_area(parcel)
            self.add("none")
            firm = county.firms[-1]
            firm["land_mu"], firm["tenure"] = None, "承租"
            county.leases.append(
                {
                    "tenant_code": firm["code"],
                    "tenant_name": firm["name"],
                    "owner_code": parcel["owner_code"],
                    "owner_name": parcel["owner"],
                    "parcel_id": parcel["parcel_id"],
                    "leased_mu": Fraction(f"{float(area / MU / 3):.2f}"),
                    "floor_m2": firm["floor_m2"],
                    "start": date(2020, 1, 1),
                    "end": date(2026, 12, 31),
                }
            )

    def add_years(self) -> None:
        """Repeat every firm for other years, with figures that must not count."""
        county, rng = self.county, self.rng
        last = county.ref.year
        now = county.firms
        for firm in now:
            firm["year"] = last
        others = {1: [], 2: [last - 1], 3: [last - 1, last + 1]}[county.habits["years"]]
        rows = list(now)
        for year in others:
            for firm in now:
                if rng.random() < 0.8:
                    old = dict(firm, year=year)
                    old["tax_wan"] = Fraction(rng.randint(1, 9000), 10)
                    old["land_mu"] = Fraction(rng.randint(10, 900), 10)
                    rows.append(old)
        rng.shuffle(rows)
        county.firms = rows
