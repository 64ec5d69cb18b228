# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of a project, read once and kept as read, so that they may vanish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landgis.operations.project_file import InputFile, ReadOptions
from landgis.progress import SILENT, Progress


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
    raise NotImplementedError
