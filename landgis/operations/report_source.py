# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What pages are made of: a result, its layers, and which rows an area holds."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis.analysis import Analysis
from landgis.errors import CallError
from landgis.geometry import shared_m2
from landgis.messages import text
from landgis.operations.stored_analysis import StoredResult, open_result
from landgis.operations.stored_evidence import read_evidence_of
from landgis.operations.stored_freshness import RESULT
from landgis.operations.stored_load import unpack_loaded
from landgis.operations.stored_project import CURRENT, read_subject
from landgis.pages.paper import Bounds
from landgis.pages.request import Area, AreaKind
from landgis.project import ProjectStore, read_dataset
from landgis.report.headline import Headline, land_statuses, make_headline
from landgis.report.names import with_columns
from landgis.report.summary import to_summary
from landgis.tables import Geometries, Layer

_MOST_KEPT = 6
_AMOUNTS = ("mu", "firm_mu", "potential_mu")

Mask = NDArray[np.bool_]
T = TypeVar("T")
EvidenceOf = Callable[[str, str], pd.DataFrame]


@dataclass(frozen=True, kw_only=True, eq=False)
class PageSource:
    """A result as pages need it.

    `land` counts rows as the map does: parcels first, then residual pieces.
    """

    analysis: Analysis
    name: str
    layers: Mapping[str, Layer]
    evidence_of: EvidenceOf

    @cached_property
    def _memory(self) -> dict[Hashable, Any]:
        """What was made of it, with it: nothing of an older result stays."""
        return {}

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gives, made once for a key; few of them are kept."""
        memory = self._memory
        if key not in memory:
            while len(memory) >= _MOST_KEPT:
                del memory[next(iter(memory))]
            memory[key] = make()
        found: T = memory[key]
        return found

    @cached_property
    def headline(self) -> Headline:
        """The figures on top of the window."""
        return make_headline(self.analysis)

    @cached_property
    def summary(self) -> Mapping[str, Any]:
        """The figures of summary.json, from which every page takes its own."""
        return to_summary(self.analysis)

    @cached_property
    def land(self) -> Geometries:
        """Shapes of the map's rows."""
        return np.concatenate(
            (self.analysis.parcel_geometry, self.analysis.residual_geometry)
        )

    @cached_property
    def statuses(self) -> NDArray[np.object_]:
        """Status of each of the map's rows."""
        return land_statuses(self.analysis)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """`mu`, `firm_mu`, `potential_mu` and `town` of all land, vacated land last."""
        frames = (self.analysis.parcels, self.analysis.residual, self.analysis.vacated)
        parts = [
            with_columns(frame, ["town"], numbers=_AMOUNTS)[["town", *_AMOUNTS]]
            for frame in frames
        ]
        filled = [part for part in parts if len(part)]
        return pd.concat(filled or parts[:1], ignore_index=True)

    @cached_property
    def extent(self) -> Bounds:
        """The ground that all land covers."""
        found = shapely.total_bounds(self.land)
        if not np.isfinite(found).all():
            raise CallError("pages.no_land")
        return tuple(found.tolist())

    @cached_property
    def towns(self) -> Geometries:
        """Outlines of the reporting areas, if there are any."""
        layer = self.layers.get("town")
        return layer.geometry if layer is not None else np.empty(0, dtype=object)

    @cached_property
    def is_demo(self) -> bool:
        """Whether the project is the made-up county that comes with the program."""
        return "演示" in self.name


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """The part of the county that a sheet is about.

    `mask` counts rows as `PageSource.figures` does; `bounds` is its ground.
    """

    name: str
    mask: Mask
    bounds: Bounds
    is_whole: bool


def open_source(store_path: Path) -> PageSource:
    """Open a project's current result; it stays open while nothing changes.

    Raises
    ------
    CallError
        If there is no result yet.
    """
    with ProjectStore.open(store_path, read_only=True) as store:
        current = store.document(RESULT, CURRENT)
        if not current:
            raise CallError("stored.no_result")
        name = read_subject(store).name
    return _opened(store_path, str(current["dataset"]), name)


@lru_cache(maxsize=1)
def _opened(store_path: Path, dataset: str, name: str) -> PageSource:
    result = open_result(store_path, dataset)
    return PageSource(
        analysis=result.analysis,
        name=name,
        layers=_layers(result),
        evidence_of=_evidence_reader(result),
    )


def _evidence_reader(result: StoredResult) -> EvidenceOf:
    """Return a reader that keeps what it has read: cards ask for many subjects."""
    table = lru_cache(maxsize=256)(result.dataset.table)
    buckets = result.dataset.meta["evidence"]["buckets"]

    def evidence_of(kind: str, subject: str) -> pd.DataFrame:
        return read_evidence_of(table, buckets=buckets, kind=kind, subject_id=subject)

    return evidence_of


def _layers(result: StoredResult) -> Mapping[str, Layer]:
    stored = read_dataset(result.dataset.path, result.dataset.meta["loaded"])
    return unpack_loaded(stored).layers


def source_of(analysis: Analysis) -> PageSource:
    """Return a result that was just worked out, as pages need it."""
    evidence = analysis.evidence

    @cache
    def places(kind: str) -> Mapping[str, NDArray[np.intp]]:
        own = np.flatnonzero((evidence["subject_kind"] == kind).to_numpy())
        subjects = evidence["subject_id"].iloc[own].astype("str")
        found = subjects.groupby(subjects.to_numpy()).indices
        return {str(name): own[rows] for name, rows in found.items()}

    def evidence_of(kind: str, subject: str) -> pd.DataFrame:
        rows = places(kind).get(subject, np.empty(0, dtype=np.intp))
        return evidence.iloc[rows]

    return PageSource(
        analysis=analysis,
        name=analysis.project.name,
        layers={layer.role: layer for layer in analysis.layers},
        evidence_of=evidence_of,
    )


def part_of(source: PageSource, area: Area) -> Part:
    """Return the rows and the ground of an area.

    Raises
    ------
    CallError
        If the area has no land, or there is no such town.
    """
    count = len(source.figures)
    everything = np.ones(count, dtype=np.bool_)
    match area.kind:
        case AreaKind.TOWN:
            mask = (source.figures["town"] == area.name).to_numpy(dtype=np.bool_)
            bounds = None if mask.any() else _town_bounds(source, area.name)
            if bounds is None and not mask.any():
                raise CallError("pages.no_town", town=area.name)
        case AreaKind.VIEW:
            return Part(
                name=area.name,
                mask=everything,
                bounds=area.bounds or source.extent,
                is_whole=True,
            )
        case AreaKind.ROWS:
            if not area.rows:
                raise CallError("pages.no_rows")
            mask = np.zeros(count, dtype=np.bool_)
            mask[[row for row in area.rows if 0 <= row < count]] = True
            bounds = None
        case AreaKind.SHAPE:
            shape = shapely.from_wkb(area.shape_wkb)
            mask = rows_inside(source, shape)
            bounds = tuple(shape.bounds)
        case _:
            return Part(
                name=area.name, mask=everything, bounds=_whole(source), is_whole=True
            )
    if bounds is None:
        land = source.land[mask[: len(source.land)]]
        found = shapely.total_bounds(land)
        if not np.isfinite(found).all():
            raise CallError("pages.no_land")
        bounds = tuple(found.tolist())
    return Part(name=area.name, mask=mask, bounds=_widened(bounds), is_whole=False)


def part_seen(source: PageSource, bounds: Bounds) -> Part:
    """Return the land that lies, by its larger part, in what a sheet shows."""
    return Part(
        name=text("pages.area_view"),
        mask=rows_inside(source, shapely.box(*bounds)),
        bounds=bounds,
        is_whole=False,
    )


def rows_inside(source: PageSource, shape: shapely.Geometry) -> Mask:
    """Return which land lies by its larger part in a shape."""
    every = np.concatenate((source.land, source.analysis.vacated_geometry))
    shapely.prepare(shape)
    near = np.flatnonzero(shapely.intersects(shape, every))
    inside = shared_m2(every[near], np.full(len(near), shape, dtype=object))
    mask = np.zeros(len(source.figures), dtype=np.bool_)
    mask[near[inside > shapely.area(every[near]) / 2]] = True
    return mask


def _whole(source: PageSource) -> Bounds:
    """Return the ground of the county: that of its towns, else of its land."""
    if len(source.towns):
        found = shapely.total_bounds(source.towns)
        if np.isfinite(found).all():
            return tuple(found.tolist())
    return _widened(source.extent)


def _widened(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    margin = max(east - west, north - south, 1.0) * 0.03
    return (west - margin, south - margin, east + margin, north + margin)


def _town_bounds(source: PageSource, name: str) -> Bounds | None:
    layer = source.layers.get("town")
    if layer is None or "name" not in layer.frame:
        return None
    found = shapely.total_bounds(
        layer.geometry[(layer.frame["name"] == name).to_numpy(dtype=np.bool_)]
    )
    return tuple(found.tolist()) if np.isfinite(found).all() else None
