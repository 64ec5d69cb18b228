# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw the parcels of a made county, with dates and ratios on the very edges."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from county_base import (
    CELL,
    MU,
    PROFILES,
    SECOND,
    SOUTH,
    SUPPLY_OPTIONAL,
    SURNAMES,
    TRADES,
    WEST,
    County,
    credit_code,
    near,
    years,
)
from shapely import Polygon, box

EDGES = True


class ParcelMaker:
    """Draws the parcels of one county from a seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - made data
        rng = self.rng
        profile = list(PROFILES)[seed % 4]
        ref = rng.choice([date(2023, 12, 31), date(2022, 12, 31), date(2023, 6, 30)])
        if seed % 7 == 5:
            ref = date(2024, 2, 29)
        habits = {
            "area_unit": rng.choice(["㎡", "㎡", "亩", "公顷"]),
            "land_unit": rng.choice(["亩", "亩", "㎡"]),
            "money": rng.choice(["万元", "万元", "元"]),
            "exact": rng.random() < 0.5,
            "no_register": rng.random() < 0.08,
            "years": rng.choice([1, 1, 2, 3]) if ref.month == 12 else 1,
            "cause": rng.choice([("企业", "政府"), ("企业原因", "政府原因")]),
        }
        self.county = County(seed=seed, profile=profile, ref=ref, habits=habits)
        if rng.random() < 0.25:
            self.county.absent.add(rng.choice(SUPPLY_OPTIONAL))
        if habits["no_register"]:
            self.county.absent.add("registered_m2")
        self.columns = rng.randint(5, 8)
        self.used: set[str] = set()

    def make(self) -> County:
        """Draw the parcels; everything else is drawn around them."""
        self.cells = self.rng.randint(20, 60)
        for i in range(self.cells):
            self.add_parcel(i)
        return self.county

    def name(self) -> str:
        while True:
            pick = self.rng.choice
            first, second, trade = pick(SURNAMES), pick(SECOND), pick(TRADES)
            name = f"温州市{first}{second}{trade}有限公司"
            if self.rng.random() < 0.2:
                name = f"{first}{second}{trade}实业(温州)有限公司"
            elif self.rng.random() < 0.08:
                # Names that hold the words of total rows.
                name = pick(
                    [
                        f"温州市{first}联合计量仪器{trade}有限公司",
                        f"温州市{first}小计算机{trade}有限公司",
                    ]
                )
            if name not in self.used:
                self.used.add(name)
                return name

    def cell(self, i: int) -> tuple[int, int]:
        return (
            WEST + (i % self.columns) * CELL,
            SOUTH + (i // self.columns) * CELL,
        )

    def bare(self, i: int) -> Polygon:
        """Draw approved land north of all parcels."""
        corner = self.cell((self.cells // self.columns + 2) * self.columns + i)
        x, y = corner[0], corner[1] + 20
        sizes = [(10, 20.1), (10, 19.9), (1.9, 150), (2.1, 150), (60, 80)]
        if self.county.habits["exact"]:
            sizes.append((10, 20))
        w, h = self.rng.choice(sizes)
        return box(x, y, x + w, y + h)

    def shape(self, i: int) -> Polygon:
        """Draw a rectangle, an L or a slanted quadrangle well inside the cell."""
        x, y = self.cell(i)
        rng = self.rng
        w, h = rng.randint(40, 180), rng.randint(40, 180)
        x, y = x + 20, y + 20
        kind = rng.choice(["box", "box", "ell", "quad"])
        if kind == "box":
            return box(x, y, x + w, y + h)
        if kind == "ell":
            a, b = w // 2, h // 2
            ring = [(0, 0), (w, 0), (w, b), (a, b), (a, h), (0, h)]
        else:
            ring = [(0, 0), (w, rng.randint(0, 9)), (w - 5, h), (rng.randint(1, 9), h)]
        return Polygon([(x + a, y + b) for a, b in ring])

    def registered(self, shape: Polygon) -> Fraction | None:
        """Round the drawn area as the register of this office prints it."""
        rng, unit = self.rng, self.county.habits["area_unit"]
        if rng.random() < 0.25 or self.county.habits["no_register"]:
            return None
        value = shape.area * rng.choice([1, 1, 1, 0.995, 1.02])
        if unit == "亩":
            return Fraction(f"{value * 0.0015:.4f}") * MU
        if unit == "公顷":
            return Fraction(f"{value / 10000:.4f}") * 10000
        return Fraction(f"{value:.2f}")

    def add_parcel(self, i: int) -> None:
        rng = self.rng
        shape = self.shape(i)
        code = f"330304001{rng.randint(1, 3):03d}GB{i + 1:05d}"
        registered = self.registered(shape)
        row: dict[str, Any] = {
            "parcel_id": code,
            "unit_no": code + "W00000000",
            "supervision_no": f"3303042018B{i:05d}",
            "owner": self.name(),
            "owner_code": credit_code(rng, digits=rng.random() < 0.3),
            "location": f"示例工业区{i + 1}号",
            "land_use": "工业用地",
            "supply_mode": rng.choice(["挂牌出让", "拍卖出让", "协议出让"]),
            "registered_m2": registered,
            "price_wan": Fraction(rng.randint(100, 3000)),
            "shape": shape,
        }
        area = registered or Fraction(shape.area)
        stage = rng.choices(
            ["unstarted", "building", "stopped", "finished", "producing"],
            [34, 8, 14, 16, 40],
        )[0]
        getattr(self, stage)(row, area)
        self.county.parcels.append(row)

    def unstarted(self, row: dict[str, Any], area: Fraction) -> None:
        rng, ref = self.rng, self.county.ref
        day = timedelta(days=1)
        due = rng.choice(
            [
                years(ref, -2),
                years(ref, -2) + day,
                years(ref, -1),
                years(ref, -1) + day,
                ref,
                ref - day,
                ref + day,
                near(rng, years(ref, -4), before=300, after=300),
                near(rng, years(ref, -1), before=300, after=300),
                near(rng, ref, before=90, after=300),
            ]
        )
        how = rng.choices(["agreed", "extended", "delivered", "none"], [6, 2, 2, 1])[0]
        if how == "agreed":
            row["agreed_start"] = due
            row["delivered_date"] = near(rng, years(due, -1), before=60, after=60)
        elif how == "extended":
            row["extended_start"] = due
            row["agreed_start"] = years(due, -1)
        elif how == "delivered":
            row["delivered_date"] = years(due, -1)
        row["contract_date"] = near(rng, years(due, -2), before=99, after=99)
        row["cause"] = rng.choice(["企业", "企业", "政府", None])
        trap = rng.random()
        if trap < 0.15:
            row["actual_start"] = date(rng.choice([1900, 1901]), 1, 1)
        elif trap < 0.3:
            row["actual_start"] = near(rng, ref, before=-5, after=90)
        elif trap < 0.5:
            row["dev_m2"], row["built_m2"] = Fraction(0), Fraction(0)
        row["should_dev_m2"] = Fraction(int(area * 9 / 10))
        row["total_invest_wan"] = Fraction(rng.randint(1000, 9000))
        if rng.random() < 0.15:
            row["idle_ruling"] = f"闲认〔{ref.year}〕{rng.randint(1, 90)}号"

    def building(self, row: dict[str, Any], area: Fraction) -> None:
        rng, ref = self.rng, self.county.ref
        start = near(rng, years(ref, -1), before=500, after=300)
        row["actual_start"] = rng.choice([start, ref, start])
        row["agreed_start"] = near(rng, start, before=400, after=30)
        row["contract_date"] = years(row["agreed_start"], -1)
        row["agreed_finish"] = years(start, 2)
        row["should_dev_m2"] = Fraction(3 * int(area * 3 / 10))
        row["dev_m2"] = row["should_dev_m2"] * rng.choice([1, 2, 3]) / 3
        row["total_invest_wan"] = Fraction(4 * rng.randint(250, 2000))
        row["invested_wan"] = row["total_invest_wan"] * rng.choice([1, 2, 3]) / 4
        row["far_min"] = Fraction("1.2")

    def stopped(self, row: dict[str, Any], area: Fraction) -> None:
        rng, ref = self.rng, self.county.ref
        self.building(row, area)
        row["actual_start"] = near(rng, years(ref, -4), before=300, after=100)
        row["agreed_start"] = near(rng, row["actual_start"], before=400, after=30)
        row["contract_date"] = years(row["agreed_start"], -1)
        row["stop_date"] = rng.choice(
            [
                years(ref, -1),
                years(ref, -1) + timedelta(days=1),
                near(rng, years(ref, -2), before=200, after=200),
            ]
        )
        third = row["should_dev_m2"] / 3
        row["dev_m2"] = rng.choice([third, third - 1, third + 1, third * 2, None])
        quarter = row["total_invest_wan"] / 4
        row["invested_wan"] = rng.choice(
            [quarter, quarter - 1, quarter + 1, quarter * 2, None]
        )

    def finished(self, row: dict[str, Any], area: Fraction) -> None:
        rng, ref = self.rng, self.county.ref
        self.building(row, area)
        row["actual_finish"] = rng.choice(
            [
                years(ref, -1),
                years(ref, -1) + timedelta(days=1),
                near(rng, years(ref, -3), before=200, after=300),
            ]
        )
        row["actual_start"] = years(row["actual_finish"], -1)
        row["agreed_start"] = near(rng, row["actual_start"], before=300, after=30)
        row["contract_date"] = years(row["agreed_start"], -1)
        row["dev_m2"] = row["should_dev_m2"]
        row["invested_wan"] = row["total_invest_wan"]
        self.build(row, area)

    def build(self, row: dict[str, Any], area: Fraction) -> None:
        """Build up to, just under or well under the least floor-area ratio."""
        rng = self.rng
        far = Fraction(rng.choice(["0.8", "1.0", "1.2", "1.5"]))
        row["far_min"] = far
        if row["registered_m2"] is None and row["shape"].area % 1 > 0:
            even = Fraction(int(area * far) + 50)
        else:
            even = area * far
        part = rng.choice([Fraction(p) for p in ("1.3", "1.1", "1.05", "0.5", "0.2")])
        if EDGES and self.county.seed % 3 == 0 and rng.random() < 0.5:
            part = Fraction(1)
        built = even * part
        if (built * 1_000_000).denominator != 1:
            built = Fraction(int(built)) + (1 if part == 1 else 0)
        row["built_m2"] = built if rng.random() < 0.92 else None
        ratio = Fraction("0.2") if self.county.profile == "ouhai_2021" else Fraction(0)
        foot = built / far * (Fraction("0.25") + ratio * rng.randint(0, 1))
        row["footprint_m2"] = Fraction(int(foot))
        if EDGES and row["registered_m2"] and rng.random() < 0.08 and area > 4000:
            # Just three 亩 are left over, which is not "under three".
            row["built_m2"] = (area - 2000) * far
            row["footprint_m2"] = Fraction(0)

    def producing(self, row: dict[str, Any], area: Fraction) -> None:
        rng, ref = self.rng, self.county.ref
        self.finished(row, area)
        row["production_date"] = near(rng, row["actual_finish"], before=0, after=200)
        if rng.random() < 0.1:
            row["production_date"] = ref
        if row["production_date"] > ref:
            row["production_date"] = row["actual_finish"]
        if rng.random() < 0.4:
            row["agreed_tax_per_mu"] = Fraction(rng.choice([5, 6, 8, 10, 15, 20, 30]))
