# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers and tables of a project file: standardised, corrected, checked, repaired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from landgis import messages
from landgis.operations.corrections import Applied, Correction
from landgis.operations.loading import Loaded, load_sources
from landgis.operations.repairs import LayerRepairs
from landgis.operations.stored_codec import (
    pack_frame,
    pack_shapes,
    unpack_frame,
    unpack_shapes,
)
from landgis.operations.stored_freshness import (
    LOADED,
    find_dataset,
    loaded_puts,
    reading_basis,
)
from landgis.operations.stored_inputs import StoredReader
from landgis.operations.stored_project import (
    StoredInputs,
    read_by_hand,
    read_check_rules,
    read_inputs,
)
from landgis.operations.stored_records import (
    from_json,
    pack_findings,
    pack_sources,
    to_json,
    unpack_findings,
    unpack_sources,
)
from landgis.progress import SILENT, Progress
from landgis.project import Dataset, ProjectStore, read_dataset, write_dataset
from landgis.tables import Layer, Table

__all__ = ["load_stored", "loaded_puts", "open_loaded"]


def load_stored(store_path: Path, *, progress: Progress = SILENT) -> str:
    """Run the checks on the stored inputs; return the id of the ``loaded`` dataset.

    It becomes the project's once `loaded_puts` are committed; until then, and if it
    is cancelled, the project is as it was.

    Raises
    ------
    ProjectError
        If there is no supply layer.
    DataError
        If the supply layer cannot be used.
    """
    with ProjectStore.open(store_path, read_only=True) as store:
        loaded, inputs = load_documents(store, progress=progress)
        basis, entered = reading_basis(store), read_by_hand(store).corrections
    progress.step(0, 1, stage=messages.text("stored.stage_keep"))
    dataset = write_loaded(
        store_path, loaded, inputs=inputs, basis=basis, entered=entered
    )
    progress.step(1, 1)
    return dataset


def load_documents(
    store: ProjectStore, *, progress: Progress = SILENT
) -> tuple[Loaded, StoredInputs]:
    """Load what the documents of a project name; nothing is written."""
    inputs = read_inputs(store)
    loaded = load_sources(
        inputs.sources,
        rules=read_check_rules(store),
        reader=StoredReader(store_path=store.path, inputs=inputs),
        by_hand=read_by_hand(store),
        progress=progress,
    )
    return replace(loaded, unusable=(*inputs.left_out, *loaded.unusable)), inputs


def write_loaded(
    store_path: Path,
    loaded: Loaded,
    *,
    inputs: StoredInputs,
    basis: str,
    entered: Iterable[Correction],
) -> str:
    """Write loaded data; the source columns stay with the stored inputs.

    `basis` and `entered` say on which documents, and which values entered by
    hand, the data rest.
    """
    tables: dict[str, pa.Table] = {"findings": pack_findings(loaded.findings)}
    frames: dict[str, Any] = {}

    def put(name: str, frame: Any) -> None:
        tables[name], frames[name] = pack_frame(frame)

    for role, layer in loaded.layers.items():
        put(f"layer/{role}", layer.frame)
        tables[f"shapes/{role}"] = pack_shapes(layer.geometry)
    for role, table in loaded.tables.items():
        put(f"table/{role}", table.frame)
    for role, repairs in loaded.repairs.items():
        put(f"repairs/{role}", repairs.frame)
        tables[f"before/{role}"] = pack_shapes(repairs.before)
        tables[f"after/{role}"] = pack_shapes(repairs.after)
    sources, tables["faults"] = pack_sources(
        [
            *(layer.source for layer in loaded.layers.values()),
            *(table.source for table in loaded.tables.values()),
        ]
    )
    meta = {
        "crs": loaded.crs,
        "frames": frames,
        "layers": list(loaded.layers),
        "tables": list(loaded.tables),
        "repairs": list(loaded.repairs),
        "sources": sources,
        "unusable": list(loaded.unusable),
        "applied": to_json(loaded.applied),
        "basis": basis,
        "entered": to_json(tuple(entered)),
        "raw": {
            f"{'layer' if each.is_layer else 'table'}/{each.role}": dataset
            for each, dataset in inputs.datasets.items()
        },
    }
    return write_dataset(store_path, LOADED, tables, meta=meta)


def open_loaded(store: ProjectStore | Path, dataset: str) -> Loaded:
    """Read what `load_stored` has written, exactly as it was.

    `Loaded.repairs` has, by role, before and after of each repaired shape.

    Raises
    ------
    ProjectError
        If the project does not hold it.
    """
    return unpack_loaded(find_dataset(store, dataset))


def unpack_loaded(dataset: Dataset) -> Loaded:
    """Read loaded data, in any thread or process."""
    meta = dataset.meta
    sources = list(unpack_sources(meta["sources"], dataset.table("faults")))
    layers, tables = meta["layers"], meta["tables"]
    return Loaded(
        crs=meta["crs"],
        layers={
            role: Layer(
                role=role,
                frame=_frame(dataset, f"layer/{role}"),
                geometry=unpack_shapes(dataset.table(f"shapes/{role}")),
                raw=_raw(dataset, f"layer/{role}"),
                source=source,
            )
            for role, source in zip(layers, sources[: len(layers)], strict=True)
        },
        tables={
            role: Table(
                role=role,
                frame=_frame(dataset, f"table/{role}"),
                raw=_raw(dataset, f"table/{role}"),
                source=source,
            )
            for role, source in zip(tables, sources[len(layers) :], strict=True)
        },
        findings=unpack_findings(dataset.table("findings")),
        unusable=tuple(meta["unusable"]),
        repairs=_repairs(dataset, meta["repairs"]),
        applied=read_applied(meta["applied"]),
    )


def read_applied(entries: Iterable[Mapping[str, Any]]) -> tuple[Applied, ...]:
    """Return the values that were entered by hand, from JSON."""
    return tuple(from_json(Applied, entry) for entry in entries)


def _frame(dataset: Dataset, name: str) -> Any:
    return unpack_frame(dataset.table(name), dataset.meta["frames"][name])


def _raw(dataset: Dataset, name: str) -> Any:
    raw = read_dataset(dataset.path, dataset.meta["raw"][name])
    return unpack_frame(raw.table("rows"), raw.meta["frame"])


def _repairs(dataset: Dataset, roles: Iterable[str]) -> dict[str, LayerRepairs]:
    return {
        role: LayerRepairs(
            role=role,
            frame=_frame(dataset, f"repairs/{role}"),
            before=unpack_shapes(dataset.table(f"before/{role}")),
            after=unpack_shapes(dataset.table(f"after/{role}")),
        )
        for role in roles
    }
