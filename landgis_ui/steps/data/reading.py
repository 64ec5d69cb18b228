# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking into files in the second process; what was read stays there for a while."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from landgis.operations.import_trial import (
    ImportTrial,
    TrialCache,
    TrialRequest,
    try_import,
)
from landgis.operations.inspection import list_main_files
from landgis.progress import SILENT, Progress

KEPT_FILES = 2
"""Contents kept for another try: the file at hand, and one more."""


@lru_cache(maxsize=KEPT_FILES)
def _kept(
    path: Path, stamp: tuple[int, int], part: str | None
) -> dict[str, TrialCache]:
    """Return where the content of a file is kept; another one once it changes."""
    del path, stamp, part
    return {}


def read_trial(request: TrialRequest, *, progress: Progress = SILENT) -> ImportTrial:
    """Try an import; the content itself is not sent back, only what to show.

    The content of the last files stays in this process, so that another choice
    shows at once.
    """
    try:
        found = request.path.stat()
    except OSError:
        return try_import(request, progress=progress)[0]
    stamp = (found.st_mtime_ns, found.st_size)
    kept = _kept(request.path, stamp, request.part)
    trial, cache = try_import(request, cache=kept.get("content"), progress=progress)
    if cache is not None:
        kept["content"] = cache
    return trial


def read_first(
    request: TrialRequest, *, progress: Progress = SILENT
) -> ImportTrial | tuple[Path, ...]:
    """Look into a path for the first time: a trial, or the files that it stands for.

    Raises
    ------
    LandGISError
        If a folder cannot be listed or holds nothing to look at.
    """
    progress.step(0, 0, stage=request.path.name)
    files = list_main_files(request.path)
    return read_trial(request, progress=progress) if files == (request.path,) else files
