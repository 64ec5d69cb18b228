# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Units and neighbours of a result: made once, kept in the project, then only read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import shapely

from landgis import messages
from landgis.errors import ProjectError
from landgis.geometry import is_polygonal, union
from landgis.operations.stored_analysis import StoredResult, open_result
from landgis.operations.stored_codec import pack_shapes, unpack_frame, unpack_shapes
from landgis.operations.stored_freshness import RESULT
from landgis.operations.stored_project import CURRENT
from landgis.operations.zone_units import (
    make_grounds,
    make_units,
    unit_shapes,
)
from landgis.progress import SILENT, Progress
from landgis.project import Dataset, ProjectStore, read_dataset, write_dataset
from landgis.reclaim.places import LEVELS
from landgis.tables import Geometries
from landgis.zones.neighbours import Neighbours, build_neighbours
from landgis.zones.overlay import without
from landgis.zones.units import (
    COLUMNS,
    COUNTS,
    DormitoryCaps,
    Firms,
    Overlaps,
    Units,
)

STATE = "zones.land"
"""State of the project file: which dataset holds the units of which result."""

KIND = "zone_land"
FORMAT = 1
_UNIT_ARRAYS = ("status_codes", "tenure", "dormitory", "town_codes")
_UNIT_TEXTS = ("keys", "names")


class ZoneLand(NamedTuple):
    """What zones are made of."""

    units: Units
    neighbours: Neighbours


def make_zone_land(store_path: Path, *, progress: Progress = SILENT) -> str:
    """Work out units and neighbours of the current result; return their dataset.

    For the second process.  `keep_zone_land` remembers it.

    Raises
    ------
    ProjectError
        If there is no result yet, or the file cannot be written.
    """
    with ProjectStore.open(store_path, read_only=True) as store:
        current = store.document(RESULT, CURRENT)
        if not current:
            raise ProjectError("zones.no_result")
        result = open_result(store, current["dataset"])
    land = build_zone_land(result, progress=progress)
    tables, meta = _pack(land, result)
    progress.step(0, 1, stage=messages.text("zones.stage_keep"))
    dataset = write_dataset(store_path, KIND, tables, meta=meta)
    progress.step(1, 1)
    return dataset


def keep_zone_land(store: ProjectStore, dataset: str) -> None:
    """Remember a dataset of `make_zone_land`: no step of the history."""
    meta = store.dataset(dataset).meta
    store.set_state(
        STATE, {"dataset": dataset, "result": meta["result"], "format": FORMAT}
    )


def kept_zone_land(store: ProjectStore) -> str | None:
    """Return the dataset made for the current result; None if it is yet to be made."""
    kept = store.state(STATE) or {}
    current = store.document(RESULT, CURRENT) or {}
    if kept.get("format") != FORMAT or kept.get("result") != current.get("dataset"):
        return None
    try:
        store.dataset(kept["dataset"])
    except ProjectError:  # compacting a project drops what can be made again
        return None
    return str(kept["dataset"])


def build_zone_land(result: StoredResult, *, progress: Progress = SILENT) -> ZoneLand:
    """Work out units and neighbours without keeping them: for read-only projects."""
    progress.step(0, 3, stage=messages.text("zones.stage_units"))
    analysis = result.analysis
    land = make_grounds(unit_shapes(analysis))
    progress.step(1, 3, stage=messages.text("zones.stage_units"))
    units = make_units(analysis, land, measured=_measured(result), result_id=result.id)
    progress.step(2, 3, stage=messages.text("zones.stage_neighbours"))
    neighbours = build_neighbours(land.grounds)
    progress.step(3, 3, stage=messages.text("zones.stage_neighbours"))
    return ZoneLand(units.prepared(), neighbours)


def open_zone_land(result: StoredResult, dataset: str) -> ZoneLand:
    """Read units and neighbours; shapes are those that the result has in memory.

    For a thread.

    Raises
    ------
    ProjectError
        If the project does not hold them any more.
    """
    kept = read_dataset(result.dataset.path, dataset)
    shapes = unit_shapes(result.analysis)
    grounds = shapes.copy()
    cut = kept.table("cut")
    grounds[cut.column("row").to_numpy()] = unpack_shapes(cut)
    units = _unpack_units(kept, shapes, grounds).prepared()
    return ZoneLand(units, _unpack_neighbours(kept))


def _measured(result: StoredResult) -> dict[str, Geometries]:
    """Return the areas that grounds are measured in, by the figure's name."""
    loaded = read_dataset(result.dataset.path, result.dataset.meta["loaded"])
    layers = loaded.meta["layers"]
    found: dict[str, Geometries] = {}
    if "block_line" in layers:
        name = "layer/block_line"
        levels = unpack_frame(loaded.table(name), loaded.meta["frames"][name])
        lines = unpack_shapes(loaded.table("shapes/block_line"))
        level = levels.get("level")
        if level is not None:
            first, second = (
                _united(lines[(level == each).to_numpy(dtype=bool)]) for each in LEVELS
            )
            found["first_m2"] = _parts(first)
            found["second_m2"] = _parts(without(second, first))
    if "exclude" in layers:
        shapes = unpack_shapes(loaded.table("shapes/exclude"))
        found["excluded_m2"] = _parts(_united(shapes))
    parks = result.analysis.park_geometry
    if is_polygonal(parks).any():
        found["park_m2"] = _parts(_united(parks))
    if "vacated" in layers:
        found["vacated_m2"] = _parts(_united(result.analysis.vacated_geometry))
    return found


def _united(shapes: Geometries) -> shapely.Geometry:
    return union(shapes[is_polygonal(shapes)])


def _parts(shape: shapely.Geometry) -> Geometries:
    parts: Geometries = shapely.get_parts(shape)
    return parts[is_polygonal(parts)]


def _pack(
    land: ZoneLand, result: StoredResult
) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    units, neighbours = land
    firms, overlaps = units.firms, units.overlaps
    changed = np.flatnonzero(units.grounds != units.shapes)
    cut = pack_shapes(units.grounds[changed]).append_column("row", pa.array(changed))
    measured = np.concatenate([np.empty(0, object), *units.measured.values()])
    owner = [name for name, parts in units.measured.items() for _ in parts]
    tables = {
        "units": pa.table(
            {name: pa.array(getattr(units, name)) for name in _UNIT_ARRAYS}
            | {name: _texts(getattr(units, name)) for name in _UNIT_TEXTS}
            | {name: units.column(name) for name in COLUMNS}
            | {name: pa.array(units.mark(name).copy()) for name in COUNTS}
        ),
        "cut": cut,
        "measured": pack_shapes(measured).append_column("name", _texts(owner)),
        "firms": pa.table(
            {
                "name": _texts(firms.names),
                "employees": firms.employees,
                "tax_wan": firms.tax_wan,
                "low": firms.low,
                "grade": firms.grade,
            }
        ),
        "firm_ptr": pa.table({"ptr": firms.ptr}),
        "firm_of": pa.table({"of": firms.of}),
        "overlap_ptr": pa.table({"ptr": overlaps.ptr}),
        "overlap": pa.table({"other": overlaps.other, "area_m2": overlaps.area_m2}),
        "near_ptr": pa.table({"ptr": neighbours.ptr}),
        "near": pa.table(
            {
                "other": neighbours.other,
                "gap_m": neighbours.gap_m,
                "shared_m": neighbours.shared_m,
            }
        ),
    }
    meta = {
        "format": FORMAT,
        "result": result.id,
        "statuses": list(units.statuses),
        "towns": list(units.towns),
        "measured": list(units.measured),
        "caps": asdict(units.caps),
        "cluster_min_mu": units.cluster_min_mu,
        "parcel_count": units.parcel_count,
        "within_m": neighbours.within_m,
    }
    return tables, meta


def _texts(values: Any) -> pa.Array:
    return pa.array(list(values), pa.large_string())


def _array(table: pa.Table, name: str) -> Any:
    return table.column(name).to_numpy()


def _unpack_units(kept: Dataset, shapes: Geometries, grounds: Geometries) -> Units:
    meta: Mapping[str, Any] = kept.meta
    table, firms = kept.table("units"), kept.table("firms")
    measured = kept.table("measured")
    areas = unpack_shapes(measured)
    owner = np.array(measured.column("name").to_pylist(), dtype=object)
    arrays = {name: _array(table, name) for name in _UNIT_ARRAYS}
    texts = {name: table.column(name).to_numpy() for name in _UNIT_TEXTS}
    overlap = kept.table("overlap")
    return Units(
        **arrays,
        **texts,
        statuses=tuple(meta["statuses"]),
        shapes=shapes,
        grounds=grounds,
        values=np.column_stack([_array(table, name) for name in COLUMNS]),
        marks=np.column_stack([_array(table, name) for name in COUNTS]),
        towns=tuple(meta["towns"]),
        firms=Firms(
            names=firms.column("name").to_numpy(),
            employees=_array(firms, "employees"),
            tax_wan=_array(firms, "tax_wan"),
            low=_array(firms, "low"),
            grade=_array(firms, "grade"),
            ptr=_array(kept.table("firm_ptr"), "ptr"),
            of=_array(kept.table("firm_of"), "of"),
        ),
        overlaps=Overlaps(
            ptr=_array(kept.table("overlap_ptr"), "ptr"),
            other=_array(overlap, "other"),
            area_m2=_array(overlap, "area_m2"),
        ),
        measured={name: areas[owner == name] for name in meta["measured"]},
        caps=DormitoryCaps(**meta["caps"]),
        cluster_min_mu=meta["cluster_min_mu"],
        result_id=meta["result"],
        parcel_count=meta["parcel_count"],
    )


def _unpack_neighbours(kept: Dataset) -> Neighbours:
    near = kept.table("near")
    return Neighbours(
        ptr=_array(kept.table("near_ptr"), "ptr"),
        other=_array(near, "other"),
        gap_m=_array(near, "gap_m"),
        shared_m=_array(near, "shared_m"),
        within_m=kept.meta["within_m"],
    )
