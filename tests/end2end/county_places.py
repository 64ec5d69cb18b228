# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults of the parcels, and the approvals, towns and other areas of a made county."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from county_base import CELL, SOUTH, WEST, credit_code
from county_parcels import ParcelMaker
from shapely import Polygon, box
from shapely.affinity import translate


def spoil(maker: ParcelMaker) -> None:
    """Repeat, split, overlap and twist some parcels as layers in use have it."""
    rng, county = maker.rng, maker.county
    rows = county.parcels
    picks = rng.sample(range(len(rows)), 8)
    if rng.random() < 0.6:
        county.faults.add("duplicate")
        twin = dict(rows[picks[0]])
        if rng.random() < 0.5:
            ring = list(twin["shape"].exterior.coords)[:-1]
            twin["shape"] = Polygon([*ring[2:], *ring[:2]]).reverse()
        rows.append(twin)
    if rng.random() < 0.5:
        county.faults.add("parts")
        part = dict(rows[picks[1]])
        # The second part stands in the free strip on the upper edge of the cell.
        x, y = maker.cell(picks[1])
        part["shape"] = box(x + 20, y + 210, x + 90, y + 250)
        rows.append(part)
    if rng.random() < 0.4:
        county.faults.add("same_code")
        twin = dict(rows[picks[2]])
        x, y = maker.cell(picks[2])
        twin |= {
            "shape": box(x + 100, y + 210, x + 200, y + 250),
            "owner": maker.name(),
            "owner_code": credit_code(rng),
            "registered_m2": None,
        }
        rows.append(twin)
        county.faults.add("code:" + twin["parcel_id"])
    if rng.random() < 0.5:
        county.faults.add("overlap")
        for k in (3, 4):
            row, x, y = rows[picks[k]], *maker.cell(picks[k])
            other = dict(row)
            other["parcel_id"] = row["parcel_id"][:-5] + f"{900 + k:05d}"
            other["unit_no"] = other["parcel_id"] + "W00000000"
            other["owner"], other["owner_code"] = maker.name(), credit_code(rng)
            other["registered_m2"] = None
            row["registered_m2"] = None
            row["shape"] = box(x + 20, y + 20, x + 120, y + 120)
            other["shape"] = box(x + 80, y + 60, x + 200, y + 140)
            row["built_m2"] = other["built_m2"] = row.get("built_m2") and 3
            row["footprint_m2"] = other["footprint_m2"] = row["built_m2"] and 1
            rows.append(other)
    if rng.random() < 0.5:
        county.faults.add("bow_tie")
        row, x, y = rows[picks[5]], *maker.cell(picks[5])
        ring = [(20, 20), (120, 120), (120, 20), (20, 120)]
        row["shape"] = Polygon([(x + a, y + b) for a, b in ring])
        if row.get("built_m2"):
            row["registered_m2"] = None
            row["built_m2"] = row["footprint_m2"] = 7
    if rng.random() < 0.25:
        # A record that has lost its shape; the register still has its land.
        row = rows[picks[6]]
        if row["registered_m2"]:
            county.faults.add("null:" + row["parcel_id"])
            row["shape"] = Polygon()
    if rng.random() < 0.2:
        county.faults.add("no_code")
        row = rows[picks[7]]
        row["parcel_id"] = row["unit_no"] = None
    rng.shuffle(rows)


def add_approvals(maker: ParcelMaker) -> None:
    """Approve land around parcels, over each other, lapsed, and in bare edge sizes."""
    rng, county = maker.rng, maker.county
    n = rng.randint(5, 15)
    for i in range(n):
        cell = rng.randrange(maker.cells)
        x, y = maker.cell(cell)
        gap = rng.choice([0.01, 0.05, 0.3, 0.5, 1, 7])
        kind = rng.choice(["around", "wide", "tight", "again", "bare"])
        if kind == "around":
            shape = box(x + 20 - gap, y + 20 - gap, x + 205, y + 205)
        elif kind == "wide":
            shape = box(x + 20 - gap, y + 30.5, x + CELL + 150, y + 200.25)
        elif kind == "tight":
            mine = [
                p for p in county.parcels if p["shape"].is_valid and p["shape"].area
            ]
            shape = rng.choice(mine)["shape"].buffer(gap, join_style="mitre")
        elif kind == "again" and county.approvals:
            shape = translate(rng.choice(county.approvals)["shape"], 33, 21)
        else:
            shape = maker.bare(i)
        year = rng.randint(2010, 2021)
        day = date(year, rng.randint(1, 12), rng.randint(1, 28))
        if county.approvals and rng.random() < 0.2:
            day = rng.choice(county.approvals)["approved_date"]
        county.approvals.append(
            {
                "approval_no": f"浙土字A〔{year}〕-{i + 1:04d}",
                "approved_date": day,
                "batch_name": f"{year}年度第{i + 1}批次",
                "approved_m2": Fraction(f"{shape.area:.2f}"),
                "valid": rng.choice(["有效", "有效", "有效", "失效", None]),
                "shape": shape,
            }
        )
    for approval in list(county.approvals):
        if rng.random() < 0.15:
            # One batch of two lots stands in two rows.
            twin = dict(approval, shape=maker.bare(n + 1))
            if not any(twin["shape"].intersects(a["shape"]) for a in county.approvals):
                county.approvals.append(twin)
                county.faults.add("two_rows")
    rng.shuffle(county.approvals)
    for _ in range(rng.randint(1, 5)):
        target = rng.choice(county.approvals)["shape"]
        x, y, x2, y2 = target.bounds
        cut = rng.choice(
            [
                box(x - 5, (y + y2) / 2, x2 + 5, (y + y2) / 2 + 12.5),
                box(x + 1, y + 1, x + 30.25, y + 30),
            ]
        )
        county.excludes.append({"reason": rng.choice(["道路", "绿地"]), "shape": cut})


def add_areas(maker: ParcelMaker) -> None:
    """Lay towns, block lines and vacated land over the county."""
    rng, county = maker.rng, maker.county
    width = maker.columns * CELL
    height = (maker.cells // maker.columns + 3) * CELL
    names = rng.sample(
        ["梧田街道", "茶山街道", "泽雅镇", "潘桥街道"], rng.randint(2, 4)
    )
    # Borders run through parcels on purpose; the last strip may lie outside all.
    cuts = sorted(rng.sample(range(1, maker.columns), min(len(names), 4) - 1))
    edges = [-9000, *[c * CELL + rng.choice([0, 77, 131]) for c in cuts]]
    edges.append(rng.choice([width + 9000, width - CELL + 90]))
    edges = sorted(set(edges))
    for name, a, b in zip(names, edges, edges[1:], strict=False):
        shape = box(WEST + a, SOUTH - 9000, WEST + b, SOUTH + height + 9000)
        county.towns.append({"name": name, "shape": shape})
    if rng.random() < 0.5:
        half = height // CELL // 2 * CELL
        west, mid = WEST - 500, WEST + maker.columns // 2 * CELL
        county.blocks = [
            {"level": "一级", "shape": box(west, SOUTH - 500, mid, SOUTH + half)},
            {"level": "二级", "shape": box(mid, SOUTH - 500, mid + 900, SOUTH + half)},
        ]
    for i in range(rng.choice([0, 1, 3])):
        x, y = maker.cell(rng.randrange(maker.cells))
        free = rng.random() < 0.6
        shape = box(x + 212, y + 25, x + 250, y + 25 + 40 * (i + 1))
        if not free:
            shape = translate(shape, -150, 10)
        county.vacated.append(
            {
                "vacated_date": date(2021, 5, 1 + i),
                "former_firm": "某原企业",
                "reuse": "储备再供地",
                "shape": shape,
            }
        )
