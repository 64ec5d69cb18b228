# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Results kept in a project file: written in one piece, read as far as needed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from landgis.analysis import Analysis
from landgis.progress import SILENT, Progress
from landgis.project import ProjectStore


class StoredResult:
    """One result of a project file; frames are read when they are asked for."""

    @property
    def analysis(self) -> Analysis:
        """Everything but `evidence`, `layers` and `tables`, which are left empty."""
        raise NotImplementedError

    def whole(self) -> Analysis:
        """Return everything, as `landgis.operations.analyse` gave it."""
        raise NotImplementedError

    def frame(self, name: str, columns: tuple[str, ...] | None = None) -> pd.DataFrame:
        """Return one frame of the analysis, or some of its columns."""
        raise NotImplementedError

    def evidence_of(self, kind: str, subject_id: str) -> pd.DataFrame:
        """Return the tests of one parcel, firm or approval, in their order."""
        raise NotImplementedError


def analyse_stored(store_path: Path, *, progress: Progress = SILENT) -> str:
    """Analyse the project's loaded data; return the id of the ``result`` dataset.

    Decisions come from the documents.  It becomes the project's result once
    `result_puts(store, id)` are committed; until then, and if it is cancelled,
    the project is as it was.
    """
    raise NotImplementedError


def open_result(store: ProjectStore, dataset: str) -> StoredResult:
    """Open a result that `analyse_stored` has written."""
    raise NotImplementedError
