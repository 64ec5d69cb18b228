# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small made-up county whose figures can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from landgis.analysis import Analysis, Project, Reclaimable
from landgis.classify.targets import LeavingEnergy
from landgis.findings import Finding, Severity
from landgis.rules.profile import LowTest, Profile, Threshold
from landgis.tables import (
    CrsEvidence,
    DroppedRow,
    EncodingEvidence,
    Field,
    LostRecord,
    Source,
)

CITATION = "某政发〔2021〕1号：“亩均税收8万元以下”"


def make_threshold(**changes: Any) -> Threshold:
    values = {
        "id": "low",
        "title": "低效企业",
        "value": 8.0,
        "word": "upto",
        "unit": "万元/亩",
        "rule": "LOW-E2",
        "citation": CITATION,
        "confidence": "S",
    }
    return Threshold(**{**values, **changes})


def make_profile(**changes: Any) -> Profile:
    values: dict[str, Any] = {
        "id": "county_2021",
        "title": "某县（2021—2023年）",
        "region": "330304",
        "document": "某政发〔2021〕1号",
        "source": "《某县攻坚行动实施方案》",
        "valid_from": date(2022, 1, 1),
        "valid_to": date(2023, 12, 31),
        "path": Path("county_2021.toml"),
        "sha256": "0" * 64,
        "low": (LowTest(threshold=make_threshold()),),
        "survey": (),
        "parameters": {
            "idle_years_1": make_threshold(
                id="idle_years_1",
                title="疑似闲置（满一年）",
                value=1.0,
                word="atleast",
                unit="年",
                rule="IDLE-04",
                citation="国土资源部令第53号 第二条",
            )
        },
        "tenants": "lease",
        "evaluation": None,
    }
    return Profile(**{**values, **changes})


def make_parcels() -> pd.DataFrame:
    """Six parcels: 30, 30, 15, 7.5, 6 and 4.5 亩."""
    statuses = (
        "suspect_idle_2y",
        "suspect_idle_1y",
        "to_verify",
        "low_efficiency",
        "underused",
        "normal",
    )
    mu = [30.0, 30.0, 15.0, 7.5, 6.0, 4.5]
    return pd.DataFrame(
        {
            "parcel_id": [f"330304001001GB0000{n}" for n in range(1, 7)],
            "owner": ["甲公司", "乙公司", "丙公司", "丁公司", "戊公司", "己公司"],
            "registered_m2": [area / 0.0015 for area in mu],
            "agreed_start": pd.to_datetime(
                ["2020-01-01", "2022-06-01", None, None, None, None]
            ).astype("datetime64[s]"),
            "price_wan": [1000.0, 500.0, None, None, None, None],
            "town": ["东镇", "东镇", "西镇", "西镇", "（未划定）", "西镇"],
            "status": statuses,
            "flags": ["", "", "low_efficiency", "", "low_efficiency", ""],
            "mu": mu,
            "drawn_m2": [area / 0.0015 + 1 for area in mu],
            "firm_mu": [30.0, 0.0, 0.0, 0.0, 2.5, 0.0],
            "potential_mu": [0.0, 30.0, 0.0, 5.0, 0.0, 0.0],
            "missing": ["", "", "agreed_start,delivered_date", "", "", ""],
            "block_level": ["一级", "一级", "二级", "线外", "线外", "线外"],
            "reason": ["满二年未动工", "满一年未动工", "缺约定动工日期", "", "", ""],
            "firm_count": [0, 0, 0, 2, 1, 0],
            "due_date": pd.to_datetime(
                ["2020-01-01", "2022-06-01", None, None, None, None]
            ).astype("datetime64[s]"),
        }
    )


def make_firms() -> pd.DataFrame:
    """Four firms, two of them low with 2 and 3 亩."""
    return pd.DataFrame(
        {
            "name": ["一号鞋厂", "二号鞋厂", "三号阀门", "=1+1公司"],
            "code": ["91330304MA2AB12C34", "913303040000000001", None, None],
            "scale": ["规上", "规下", "规上", "服务业"],
            "industry": ["1952", "1952", "3443", None],
            "town": ["西镇", "西镇", None, None],
            "status": ["生产", "停产", "生产", None],
            "year": [2023, 2023, 2023, 2023],
            "tax_wan": [10.0, 12.0, 120.0, None],
            "land_mu": [2.0, 3.0, 10.0, None],
            "tax_per_mu": [5.0, 4.0, 12.0, None],
            "low": pd.array([True, True, False, None], dtype="boolean"),
            "low_threshold": [8.0, 8.0, 8.0, 8.0],
            "high_energy": pd.array([True, False, False, None], dtype="boolean"),
            "obsolete": pd.array([False, False, False, None], dtype="boolean"),
            "zombie": pd.array([False, True, False, None], dtype="boolean"),
            "listed": pd.array([True, True, True, None], dtype="boolean"),
            "grade": ["C", "D", "A", None],
            "first_grade": ["C", "D", "A", None],
            "score": [40.5, 20.25, 90.0, None],
            "group": ["above_scale", "below_scale", "above_scale", "service"],
            "treatment": ["搬迁入园", "关停退出", None, None],
            "match_method": ["code", "name", "parcel_id", None],
            "parcel_ids": [
                "330304001001GB00004",
                "330304001001GB00004",
                "330304001001GB00005",
                None,
            ],
            "parcel_rows": [(3,), (3,), (4,), ()],
        }
    )


def make_evidence() -> pd.DataFrame:
    rows = [
        ("parcel", "330304001001GB00001", "IDLE-05", "TRUE", "2020-01-01", ""),
        ("parcel", "330304001001GB00002", "IDLE-04", "TRUE", "2022-06-01", ""),
        (
            "parcel",
            "330304001001GB00003",
            "IDLE-04",
            "UNKNOWN",
            "",
            "agreed_start,delivered_date",
        ),
        ("parcel", "330304001001GB00003", "IDLE-05", "UNKNOWN", "", "agreed_start"),
        ("parcel", "330304001001GB00004", "IDLE-05", "UNKNOWN", "", "agreed_start"),
        ("parcel", "330304001001GB00006", "IDLE-05", "FALSE", "", ""),
        ("firm", "一号鞋厂", "LOW-E2", "TRUE", "5", ""),
        ("firm", "=1+1公司", "LOW-E2", "UNKNOWN", "", "tax_wan"),
    ]
    columns = ["subject_kind", "subject_id", "rule", "result", "value", "missing"]
    evidence = pd.DataFrame(rows, columns=columns)
    return evidence.assign(operator="≤", threshold="8", citation=CITATION).astype(
        {"rule": "category", "result": "category", "missing": "category"}
    )


def make_reclaimable() -> Reclaimable:
    columns = ["firm_mu", "potential_mu"]
    return Reclaimable(
        firm_mu=67.0,
        potential_mu=35.0,
        overlap_removed_mu=1.0,
        by_category=pd.DataFrame(
            {
                "suspect_idle_2y": [30.0, 0.0],
                "suspect_idle_1y": [0.0, 30.0],
                "low_efficiency": [0.0, 5.0],
                "underused": [2.5, 0.0],
                "approved_unsupplied": [34.5, 0.0],
            },
            index=columns,
        ).T,
        by_town=pd.DataFrame(
            {"东镇": [42.5, 30.0], "西镇": [22.0, 5.0], "（未划定）": [2.5, 0.0]},
            index=columns,
        ).T,
        by_block_line=pd.DataFrame(
            {"一级": [60.0, 30.0], "线外": [7.0, 5.0]}, index=columns
        ).T,
    )


def make_source(**changes: Any) -> Source:
    values: dict[str, Any] = {
        "role": "supply",
        "path": Path("宗地.shp"),
        "layer": "宗地",
        "driver": "ESRI Shapefile",
        "sha256": "a" * 64,
        "features": 6,
        "repaired": 1,
        "encoding": EncodingEvidence(value="GB18030", source="bytes"),
        "crs": CrsEvidence(value="EPSG:4549", source="coordinates"),
        "lost": (LostRecord(number=7, reason="图形读不出"),),
        "dropped_rows": (),
        "fields": (
            Field(name="ZDDM", standard="parcel_id", type="str", sample="3303…"),
            Field(name="杂项", type="str"),
        ),
        "notes": ("没有 .cpg",),
    }
    return Source(**{**values, **changes})


def make_finding(**changes: Any) -> Finding:
    values: dict[str, Any] = {
        "kind": "overlap",
        "severity": Severity.WARNING,
        "role": "supply",
        "rows": (0, 1),
        "ids": ("330304001001GB00001", "330304001001GB00002"),
        "details": ("与下一宗重叠", "与上一宗重叠"),
        "area_m2": (666.0, 666.0),
    }
    return Finding(**{**values, **changes})


def make_squares(count: int, *, side: float = 100.0) -> np.ndarray:
    x = 560_000 + side * np.arange(count)
    return np.asarray(
        shapely.box(x, 3_090_000, x + side, 3_090_000 + side), dtype=object
    )


def make_residual() -> pd.DataFrame:
    """Two approvals with 15 and 19.5 亩 left."""
    return pd.DataFrame(
        {
            "approval_no": ["浙土字A〔2015〕-0001", "浙土字A〔2016〕-0002"],
            "batch_name": ["第一批", "第二批"],
            "approved_date": pd.to_datetime(["2015-03-01", "2016-04-01"]).astype(
                "datetime64[s]"
            ),
            "approved_m2": [20_000.0, 30_000.0],
            "drawn_m2": [20_001.0, 30_001.0],
            "supplied_m2": [10_000.0, 17_000.0],
            "residual_m2": [10_000.0, 13_000.0],
            "mu": [15.0, 19.5],
            "town": ["东镇", "西镇"],
            "block_level": ["一级", "线外"],
            "years": [8.8, 7.7],
            "ageing": [">5", ">5"],
            "supply_rate": [0.5, 17 / 30],
        }
    )


def make_analysis(**changes: Any) -> Analysis:
    """Return the county; any part of it may be replaced."""
    parcels = make_parcels()
    empty = pd.DataFrame({"mu": pd.Series(dtype="float64")})
    values: dict[str, Any] = {
        "project": Project(
            name="某县2023年度",
            region="330304",
            reference_date=date(2023, 12, 31),
            crs="EPSG:4549",
            profile=make_profile(),
        ),
        "sources": (
            make_source(),
            make_source(
                role="enterprise",
                path=Path("企业.xlsx"),
                layer="Sheet1",
                driver="xlsx",
                crs=None,
                lost=(),
                header_row=3,
                dropped_rows=(DroppedRow(number=9, reason="合计行", content="合计 5"),),
                notes=(),
            ),
        ),
        "parcels": parcels,
        "parcel_geometry": make_squares(len(parcels)),
        "parcel_raw": pd.DataFrame(
            {
                "ZDDM": parcels["parcel_id"],
                "status": ["旧"] * len(parcels),
                "fid": range(len(parcels)),
                "TOWN": ["东"] * len(parcels),
            }
        ),
        "residual": make_residual(),
        "residual_geometry": make_squares(2),
        "vacated": empty,
        "vacated_geometry": np.array([], dtype=object),
        "parks": pd.DataFrame(
            {
                "park_id": ["p1", "p2"],
                "name": ["一号园", "二号园"],
                "floor_m2": [5000.0, 6000.0],
                "lon": [120.64, None],
                "lat": [27.97, None],
            }
        ),
        "park_geometry": np.array([None, None], dtype=object),
        "firms": make_firms(),
        "firm_scores": pd.DataFrame(
            {
                "firm": [0, 1, 2],
                "indicator": ["tax_per_mu"] * 3,
                "value": [5.0, 4.0, 12.0],
                "base": [10.0, 10.0, 10.0],
                "weight": [30.0, 50.0, 30.0],
                "score": [15.0, 20.0, 36.0],
                "note": ["", "", ""],
            }
        ),
        "firm_history": pd.DataFrame(
            {
                "name": ["一号鞋厂", "一号鞋厂"],
                "code": ["91330304MA2AB12C34"] * 2,
                "year": [2022, 2021],
                "tax_wan": [8.0, 6.0],
                "land_mu": [2.0, 2.0],
            }
        ),
        "links": pd.DataFrame(
            {
                "firm": [0, 1, 2],
                "parcel": [3, 3, 4],
                "method": ["code", "name", "parcel_id"],
                "land_mu": [2.0, 3.0, 6.0],
                "tax_wan": [10.0, 12.0, 120.0],
                "floor_m2": [None, None, None],
            }
        ),
        "candidates": pd.DataFrame(
            {
                "firm": [3],
                "parcel": [5],
                "method": ["name"],
                "score": [93.3],
                "firm_name": ["=1+1公司"],
                "other_name": ["1+1公司"],
                "parcel_id": ["330304001001GB00006"],
            }
        ),
        "parcels_without_firm": 4,
        "evidence": make_evidence(),
        "unknown": {"delivered_date": 1, "agreed_start": 2},
        "reclaimable": make_reclaimable(),
        "targets": pd.DataFrame(
            {
                "indicator": ["腾出低效工业用地", "减碳"],
                "year": [2023.0, None],
                "unit": ["亩", "万元/亩"],
                "shown_unit": ["亩", None],
                "target": [600.0, 3.6],
                "done": [150.0, None],
                "share": [0.25, None],
                "is_current": [True, False],
            }
        ),
        "leaving_energy": LeavingEnergy(energy_wan_tce=0.25, firms=3, unreported=1),
        "findings": (make_finding(),),
        "layers": (),
        "tables": (),
        "seconds": 1.0,
    }
    return Analysis(**{**values, **changes})


def with_crs(analysis: Analysis, crs: str) -> Analysis:
    return replace(analysis, project=replace(analysis.project, crs=crs))
