# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Six firms, six parcels and three parks whose figures can be worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import shapely

from landgis.analysis import Analysis, Project, Reclaimable
from landgis.classify.targets import LeavingEnergy
from landgis.relocation.planning import HandMove, Inputs, PlanProblem, make_problem
from landgis.relocation.view import PlanView, Solution, make_view
from landgis.relocation.wishes import PlanWishes
from landgis.rules.library import read_profile

KEYS = ("甲鞋厂", "乙鞋厂", "丙印染", "丁服装", "戊五金", "己电气")
MU_M2 = 2000 / 3
PARCEL_MU = (3.0, 2.0, 5.0, 1.0, 4.0, 10.0)


def make_firms() -> pd.DataFrame:
    """Return the firms; four are to move, one is to close, one stays."""
    return pd.DataFrame(
        {
            "name": list(KEYS),
            "industry": ["1952", "1953", "1713", "1810", "3351", "3812"],
            "tenure": ["自有", "承租", "自有", None, "自有", "自有"],
            "land_mu": [3.0, 2.0, 5.0, np.nan, 4.0, 10.0],
            "floor_m2": [1200.0, np.nan, np.nan, np.nan, 1600.0, 3000.0],
            "employees": [20.0, 10.0, np.nan, np.nan, 20.0, 30.0],
            "energy_tce": [10.0, 5.0, np.nan, np.nan, 40.0, 1.0],
            "emission_t": [0.1, 0.0, 0.5, np.nan, 0.0, 0.0],
            "low": pd.array([True] * 5 + [False], dtype="boolean"),
            "treatment": ["搬迁入园"] * 4 + ["关停退出", None],
            "town": ["东镇"] * 4 + ["西镇", "西镇"],
            "block_level": ["一级"] * 6,
        }
    )


def make_parks() -> pd.DataFrame:
    """Return a park of shoes, one of clothes that opens in 2025, one unknown."""
    return pd.DataFrame(
        {
            "park_id": ["P1", "P2", "P3"],
            "name": ["鞋业园", "服装园", "待建园"],
            "floor_m2": [3000.0, 5000.0, np.nan],
            "leading": ["195", "18,1713", None],
            "forbidden": [None, "195", None],
            "special": [None, "1713", None],
            "existing_leading": [7.0, 0.0, np.nan],
            "existing_other": [2.0, 0.0, np.nan],
            "open_year": [2019.0, 2025.0, np.nan],
            "town": ["东镇", "西镇", "西镇"],
        }
    )


def make_analysis(**changes: Any) -> Analysis:
    """Return the analysed county; parcels stand 1 km apart in a row."""
    parcels = pd.DataFrame(
        {
            "parcel_id": [f"G{n}" for n in range(6)],
            "mu": PARCEL_MU,
            "town": ["东镇"] * 4 + ["西镇"] * 2,
            "status": ["low_efficiency"] * 5 + ["normal"],
            "location": [f"工业路{n}号" for n in range(6)],
            "block_level": ["一级"] * 6,
            "firm_mu": 0.0,
            "potential_mu": [3.0, 2.0, 5.0, 0.0, 4.0, 0.0],
        }
    )
    shapes = [
        shapely.box(1000 * n - 10, -mu * MU_M2 / 40, 1000 * n + 10, mu * MU_M2 / 40)
        for n, mu in enumerate(PARCEL_MU)
    ]
    links = pd.DataFrame(
        {
            "firm": [0, 1, 2, 4, 5],
            "parcel": [0, 1, 2, 4, 5],
            "method": "parcel_id",
            "land_mu": [3.0, 2.0, 5.0, 4.0, 10.0],
            "tax_wan": 1.0,
            "floor_m2": np.nan,
        }
    )
    squares = [shapely.box(-50, 2950, 50, 3050), shapely.box(-50, -4050, 50, -3950)]
    values: dict[str, Any] = {
        "project": Project(
            name="小县",
            region="330304",
            reference_date=date(2023, 12, 31),
            crs="EPSG:4549",
            profile=read_profile("ouhai_2021"),
        ),
        "sources": (),
        "parcels": parcels,
        "parcel_geometry": np.array(shapes, dtype=object),
        "parcel_raw": pd.DataFrame(index=parcels.index),
        "residual": pd.DataFrame({"mu": []}),
        "residual_geometry": np.empty(0, dtype=object),
        "vacated": pd.DataFrame({"mu": [100.0]}),
        "vacated_geometry": np.array([None], dtype=object),
        "parks": make_parks(),
        "park_geometry": np.array([*squares, None], dtype=object),
        "firms": make_firms(),
        "firm_scores": pd.DataFrame(),
        "firm_history": pd.DataFrame(),
        "links": links,
        "candidates": pd.DataFrame(),
        "parcels_without_firm": 0,
        "evidence": pd.DataFrame(),
        "unknown": {},
        "reclaimable": Reclaimable(
            firm_mu=0.0,
            potential_mu=14.0,
            overlap_removed_mu=0.0,
            by_category=pd.DataFrame(),
            by_town=pd.DataFrame(),
            by_block_line=pd.DataFrame(),
        ),
        "targets": make_targets(),
        "leaving_energy": LeavingEnergy(energy_wan_tce=0.0, firms=0, unreported=0),
        "findings": (),
        "layers": (),
        "tables": (),
        "seconds": 0.0,
        "parcel_names": parcels["parcel_id"],
    }
    return Analysis(**{**values, **changes})


def make_targets() -> pd.DataFrame:
    """Return the office's targets: 200 亩 in 2021 (past), 105 亩 by 2024."""
    return pd.DataFrame(
        {
            "target_id": ["freed_land_mu", "freed_land_mu", "closed_firms"],
            "year": [2021.0, 2024.0, 2024.0],
            "target": [200.0, 105.0, 5.0],
        }
    )


def make_small(
    *, moves: dict[str, HandMove] | None = None, **wishes: Any
) -> PlanProblem:
    """Return the problem of the county."""
    return make_problem(
        make_analysis(),
        PlanWishes(**wishes),
        Inputs(keys=KEYS, moves=moves or {}),
    )


def view_with(parks: dict[str, str], **wishes: Any) -> PlanView:
    """Return a plan that puts these firms into these parks."""
    return make_view(make_small(**wishes), Solution(parks=parks), name="方案")
