# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones and relocation plans of a project, as the pages take them."""

from __future__ import annotations

from pathlib import Path

import shapely

from landgis import messages
from landgis.operations.plan_documents import record_of, stored_plans
from landgis.operations.plan_pages import pages_of
from landgis.operations.stored_analysis import open_result
from landgis.operations.stored_freshness import RESULT
from landgis.operations.stored_plan import plan_view
from landgis.operations.stored_project import CURRENT
from landgis.operations.stored_zones import read_zonings
from landgis.operations.zone_land import (
    ZoneLand,
    build_zone_land,
    kept_zone_land,
    open_zone_land,
)
from landgis.pages.request import RelocationPlan, ZoneShape
from landgis.progress import SILENT, Progress
from landgis.project import ProjectStore
from landgis.units import AreaUnit, round_half_up
from landgis.zones.book import recount
from landgis.zones.totals import Totals
from landgis.zones.zoning import Zoning


def page_zones(
    store_path: Path, zoning: str = "", *, progress: Progress = SILENT
) -> tuple[ZoneShape, ...]:
    """Return the zones of a zoning (of the plan, else of the first) for 一区一图.

    Nothing where no zone is drawn, or there is no result.

    Raises
    ------
    ProjectError
        If the project file cannot be read.
    """
    with ProjectStore.open(store_path, read_only=True) as store:
        current = store.document(RESULT, CURRENT)
        if not current:
            return ()
        result = open_result(store, current["dataset"])
        kept = kept_zone_land(store)
        land = (
            build_zone_land(result, progress=progress)
            if kept is None
            else open_zone_land(result, kept)
        )
        zonings = read_zonings(store, land.units)
    chosen = _chosen(zonings, zoning)
    return () if chosen is None else zone_shapes(chosen, land)


def _chosen(zonings: tuple[Zoning, ...], zoning: str) -> Zoning | None:
    """Return the zoning that is meant, that of the plan, or the first with zones."""
    if zoning:
        return next((each for each in zonings if each.id == zoning), None)
    in_order = sorted(zonings, key=lambda each: not each.is_plan)
    return next((each for each in in_order if each.zones), None)


def zone_shapes(zoning: Zoning, land: ZoneLand) -> tuple[ZoneShape, ...]:
    """Return what the page of each zone shows; zones without land have none."""
    found = []
    for zone in zoning.zones:
        outline = zoning.outline(zone.id, land.units)
        if outline.is_empty:
            continue
        found.append(
            ZoneShape(
                name=zone.name,
                shape_wkb=shapely.to_wkb(outline, hex=True),
                rows=tuple(int(row) for row in zoning.rows(zone.id)),
                facts=zone_facts(recount(zoning, land.units, zone.id)),
            )
        )
    return tuple(found)


def zone_facts(totals: Totals) -> tuple[tuple[str, str], ...]:
    """Return the totals of a zone in words, rounded as the window rounds them."""
    text = messages.text
    rows = (
        (text("subjects.land"), totals.mu, _unit("mu")),
        (text("subjects.firm"), AreaUnit.MU.from_m2(totals.firm_m2), _unit("mu")),
        (
            text("subjects.potential"),
            AreaUnit.MU.from_m2(totals.potential_m2),
            _unit("mu"),
        ),
        (text("subjects.tax"), totals.tax_wan, _unit("wan")),
    )
    facts = [
        (title, f"{round_half_up(value, places=1):,.1f} {unit}")
        for title, value, unit in rows
    ]
    parcels, firms = f"{totals.parcels:,}", f"{totals.firms:,}"
    counts = text("subjects.counts", parcels=parcels, firms=firms)
    return (*facts, (text("subjects.holds"), counts))


def page_plan(
    store_path: Path, plan: str = "", *, progress: Progress = SILENT
) -> RelocationPlan | None:
    """Return a relocation plan (that of record, else the first) for 搬迁方案.

    None where there is no plan, or no result.

    Raises
    ------
    ProjectError
        If the project file cannot be read.
    """
    with ProjectStore.open(store_path, read_only=True) as store:
        plans = stored_plans(store)
        record = record_of(store)
        if not plans or not store.document(RESULT, CURRENT):
            return None
        chosen = plan or (record or plans[0]).id
    return pages_of(plan_view(store_path, chosen, progress=progress))


def _unit(name: str) -> str:
    return messages.text(f"subjects.unit_{name}")
