# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of a project, read once and kept as read, so that they may vanish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa

from landgis import messages
from landgis.operations.fingerprint import Fingerprint
from landgis.operations.project_file import InputFile, ReadOptions
from landgis.operations.reading import FileReader, RawInput
from landgis.operations.stored_codec import (
    pack_frame,
    pack_shapes,
    unpack_frame,
    unpack_shapes,
)
from landgis.operations.stored_project import StoredInputs, input_document
from landgis.operations.stored_records import from_json, to_json
from landgis.progress import SILENT, Progress
from landgis.project import Dataset, Put, read_dataset, write_dataset
from landgis.tables import RawLayer, RawTable

KIND = "raw"
_ROWS, _SHAPES, _NUMBERS = "rows", "shapes", "numbers"
_FRAMES = frozenset({"columns", "geometry", "record_numbers", "row_numbers"})


@dataclass(frozen=True, kw_only=True)
class ImportedInput:
    """A file whose content lies in the project, not yet named by a document.

    `document` is the value of the document ``input``/`id` that makes it part of
    the project.
    """

    id: str
    dataset: str
    document: Mapping[str, Any]
    features: int
    lost: int
    notes: tuple[str, ...]

    @property
    def put(self) -> Put:
        """The document to commit."""
        return Put("input", self.id, dict(self.document))


def import_input(
    store_path: Path,
    source: InputFile,
    options: ReadOptions,
    *,
    order: int = 0,
    progress: Progress = SILENT,
) -> ImportedInput:
    """Read a file once and store its content as read, with its SHA-256.

    Raises
    ------
    DataError
        If the file is not there or cannot be read.
    """
    progress.step(0, 2, stage=messages.text("load.stage", file=source.path.name))
    raw = FileReader().read(source, options)
    progress.step(1, 2, stage=messages.text("stored.stage_keep"))
    tables, meta = pack_input(raw)
    dataset = write_dataset(store_path, KIND, tables, meta=meta)
    progress.step(2, 2)
    content = raw.content
    return ImportedInput(
        id=uuid4().hex,
        dataset=dataset,
        document=input_document(
            source,
            options,
            dataset=dataset,
            sha256=raw.fingerprint.sha256,
            order=order,
        ),
        features=len(content.columns),
        lost=len(content.lost) if isinstance(content, RawLayer) else 0,
        notes=content.notes,
    )


def pack_input(raw: RawInput) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    """Return an input as tables, and what is needed to read it back."""
    content = raw.content
    rows, frame = pack_frame(content.columns)
    tables = {_ROWS: rows}
    if isinstance(content, RawLayer):
        numbers = content.record_numbers
        tables[_SHAPES] = pack_shapes(content.geometry)
    else:
        numbers = content.row_numbers
    tables[_NUMBERS] = pa.table({_NUMBERS: pa.array(numbers)})
    meta = {
        "is_layer": isinstance(content, RawLayer),
        "frame": frame,
        "fingerprint": to_json(raw.fingerprint),
        "content": {
            each.name: to_json(getattr(content, each.name))
            for each in fields(content)
            if each.name not in _FRAMES
        },
    }
    return tables, meta


def unpack_input(dataset: Dataset) -> RawInput:
    """Return the input that `pack_input` was given."""
    meta = dataset.meta
    columns = unpack_frame(dataset.table(_ROWS), meta["frame"])
    numbers = dataset.table(_NUMBERS).column(0).to_numpy().astype(np.int64)
    content: RawLayer | RawTable
    if meta["is_layer"]:
        content = from_json(
            RawLayer,
            meta["content"],
            columns=columns,
            geometry=unpack_shapes(dataset.table(_SHAPES)),
            record_numbers=numbers,
        )
    else:
        content = from_json(
            RawTable, meta["content"], columns=columns, row_numbers=numbers
        )
    return RawInput(
        content=content, fingerprint=from_json(Fingerprint, meta["fingerprint"])
    )


@dataclass(frozen=True, kw_only=True)
class StoredReader:
    """Reads inputs from the project file, whether or not their files still exist."""

    store_path: Path
    inputs: StoredInputs

    def read(self, source: InputFile, options: ReadOptions) -> RawInput:  # noqa: ARG002 - the protocol's; they were used when the file was imported
        """Return an input as it was read when it was imported.

        Raises
        ------
        DataError
            If it could not be read then.
        """
        if source in self.inputs.failed:
            raise self.inputs.failed[source]
        dataset = read_dataset(self.store_path, self.inputs.datasets[source])
        return unpack_input(dataset)
