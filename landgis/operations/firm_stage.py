# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firms of the judged year: joined to parcels, judged, graded, treated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import shapely

from landgis.classify.evidence import Test
from landgis.classify.firm_facts import Surroundings
from landgis.classify.firm_growth import compute_growth
from landgis.classify.firms import judge, split_years
from landgis.classify.official import fill_scale, match_lists
from landgis.classify.treatments import propose
from landgis.crs import points_to_working
from landgis.findings import Finding
from landgis.grading import GradingResult, count_tenants, grade
from landgis.join import (
    Allocation,
    JoinResult,
    allocate,
    check_land_balance,
    join_firms,
)
from landgis.join.decisions import Decisions
from landgis.operations.parcel_stage import ParcelStage
from landgis.rules.profile import Profile
from landgis.tables import Geometries, Table

DEGREES = "EPSG:4490"
EMPTY = pd.DataFrame()


@dataclass(frozen=True, kw_only=True)
class FirmStage:
    """Everything that was found out about the firms; see `landgis.analysis`."""

    firms: pd.DataFrame
    history: pd.DataFrame
    scores: pd.DataFrame
    links: pd.DataFrame
    candidates: pd.DataFrame
    parcels_without_firm: int
    tests: tuple[Test, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class FirmRules:
    """What firms are judged by."""

    profile: Profile
    reference_date: date
    crs: str
    decisions: Decisions


def make_firms(
    tables: Mapping[str, Table], *, parcels: ParcelStage, rules: FirmRules
) -> FirmStage:
    """Join, judge, grade and propose treatments for the firms of the last year."""
    years = split_years(
        _frame(tables, "enterprise"), reference_date=rules.reference_date
    )
    firms = years.current.reset_index(drop=True)
    official = tables.get("official")
    lists = match_lists(
        firms,
        None if official is None else official.frame,
        category=None if official is None else official.source.path.stem,
    )
    firms = _with_scale(firms, fill_scale(_words(firms, "scale"), lists=lists))
    leases = _frame(tables, "lease") if "lease" in tables else None
    joined, shares = _join(firms, leases, parcels=parcels, rules=rules)
    figures = _with_land(firms, shares)
    verdicts = judge(figures, profile=rules.profile, lists=lists)
    places = _places(joined.links, parcels=parcels, firms=firms.index)
    treatments = propose(
        figures,
        verdicts=verdicts.frame,
        profile=rules.profile,
        lists=lists,
        around=Surroundings(
            block_level=places["block_level"],
            far=places["far"],
            growth=compute_growth(figures, years.history, year=years.year),
            parks=_frame(tables, "park") if "park" in tables else None,
        ),
    )
    graded = _grade(figures, leases, rules=rules)
    findings = (
        *years.findings,
        *lists.findings,
        *joined.findings,
        *shares.findings,
        *check_land_balance(
            shares.links,
            parcels=parcels.frame,
            ratio=rules.profile.threshold("lease_balance_ratio").value,
        ),
    )
    return FirmStage(
        firms=_combine(
            figures, joined.firms, verdicts.frame, treatments, graded.firms
        ).assign(block_level=places["block_level"]),
        history=years.history,
        scores=graded.scores,
        links=shares.links.drop(columns="parcel_id"),
        candidates=joined.candidates,
        parcels_without_firm=len(joined.parcels_without_firm),
        tests=verdicts.tests,
        findings=(*findings, *verdicts.findings, *graded.findings),
    )


def _frame(tables: Mapping[str, Table], role: str) -> pd.DataFrame:
    return tables[role].frame if role in tables else EMPTY


def _words(firms: pd.DataFrame, field: str) -> pd.Series:
    if field in firms:
        return firms[field]
    return pd.Series(np.nan, index=firms.index, dtype="str")


def _with_scale(firms: pd.DataFrame, scale: pd.Series) -> pd.DataFrame:
    return firms.assign(scale=scale) if len(firms) else firms


def _join(
    firms: pd.DataFrame,
    leases: pd.DataFrame | None,
    *,
    parcels: ParcelStage,
    rules: FirmRules,
) -> tuple[JoinResult, Allocation]:
    joined = join_firms(
        firms,
        parcels.frame,
        parcel_geometry=parcels.geometry,
        firm_points=_points(firms, crs=rules.crs),
        lease=leases,
        decisions=rules.decisions,
        reference_date=rules.reference_date,
    )
    shares = allocate(
        joined.links,
        firms=firms,
        parcels=parcels.frame,
        lease=leases,
        tenants=rules.profile.tenants,
        reference_date=rules.reference_date,
    )
    return joined, shares


def _points(firms: pd.DataFrame, *, crs: str) -> Geometries | None:
    """Return where the table says each firm is, in the working system."""
    if not {"lon", "lat"} <= set(firms.columns):
        return None
    degrees = firms[["lon", "lat"]].to_numpy(dtype=np.float64)
    known = np.isfinite(degrees).all(axis=1)
    points = np.full(len(firms), None, dtype=object)
    metres = points_to_working(degrees[known], source=DEGREES, target=crs)
    points[known] = shapely.points(metres)
    return points


def _with_land(firms: pd.DataFrame, shares: Allocation) -> pd.DataFrame:
    """Put the land figure that counts beside the one that the table reports."""
    return firms.assign(
        reported_land_mu=firms.get("land_mu", np.nan),
        land_mu=shares.firms["land_mu"],
        land_method=shares.firms["land_method"],
        merged_group=shares.firms["merged_group"],
    )


def _places(
    links: pd.DataFrame, *, parcels: ParcelStage, firms: pd.Index
) -> pd.DataFrame:
    """Return the industrial line and the floor-area ratio of each firm's parcels.

    A firm on several parcels is where the largest of them is.
    """
    on = parcels.frame.loc[links["parcel"]]
    built = on["built_m2"] if "built_m2" in on else pd.Series(np.nan, index=on.index)
    table = pd.DataFrame(
        {
            "firm": links["firm"].to_numpy(),
            "mu": on["mu"].to_numpy(),
            "block_level": on["block_level"].to_numpy(),
            "far": (built / on["area_m2"]).to_numpy(),
        }
    )
    largest = table.sort_values("mu", ascending=False, kind="stable")
    placed = largest.drop_duplicates("firm").set_index("firm")
    return placed[["block_level", "far"]].reindex(firms)


def _grade(
    figures: pd.DataFrame, leases: pd.DataFrame | None, *, rules: FirmRules
) -> GradingResult:
    scheme = rules.profile.evaluation
    tenants = (
        EMPTY
        if leases is None
        else count_tenants(figures, leases=leases, reference_date=rules.reference_date)
    )
    return grade(
        figures.join(tenants) if len(tenants) else figures,
        scheme=scheme,
        reference_date=rules.reference_date,
    )


def _combine(*frames: pd.DataFrame) -> pd.DataFrame:
    """Put frames that run in step side by side; later columns win."""
    columns: dict[str, pd.Series] = {}
    for frame in frames:
        columns |= {str(name): frame[name] for name in frame}
    return pd.DataFrame(columns, index=frames[0].index)
