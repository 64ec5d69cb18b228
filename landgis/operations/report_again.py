# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the reports of an analysed project again, as `landgis report` does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landgis.errors import CallError
from landgis.messages import text
from landgis.operations.analyse import analyse, read_hand_decisions
from landgis.operations.export_view import replacing
from landgis.operations.loading import load_project
from landgis.operations.out_folder import is_out_folder
from landgis.operations.project_file import read_project
from landgis.operations.report_files import REPORT_DOCX, REPORT_PDF, write_reports
from landgis.operations.report_source import PageSource, open_source, source_of
from landgis.operations.run import (
    DEFAULT_OUT,
    PROJECT_NAME,
    SUMMARY,
    require_free,
)
from landgis.operations.stored_project import ENDING
from landgis.progress import SILENT, Progress
from landgis.rules.library import read_profile

_COMPARED = ("land", "reclaimable", "join", "evaluation", "low_efficiency")


@dataclass(frozen=True, kw_only=True)
class ReportOutcome:
    """Where the reports lie; `unusable` as of a run, `notes` on the pages."""

    out: Path
    files: tuple[Path, ...]
    notes: tuple[str, ...]
    unusable: tuple[str, ...]


def report_any(
    path: Path, *, out: Path | None = None, progress: Progress = SILENT
) -> ReportOutcome:
    """Write 报告.pdf and 报告.docx of whatever a user calls a project.

    A project file's reports are those of its current result.  The result of a
    description lies in files, so it is worked out again in memory.

    Raises
    ------
    CallError
        If there is no project or result, OUT is in the way or cannot be
        written, or the results in OUT are of other data than there are now.
    ProjectError, RuleError, DataError
        As of a run.
    """
    if path.name.lower().endswith(".gpkg") and path.is_file():
        target = out or path.parent / DEFAULT_OUT
        return _write(open_source(path), target, unusable=(), progress=progress)
    if path.is_dir() and not (path / PROJECT_NAME).exists() and is_out_folder(path):
        beside = [path.parent / PROJECT_NAME, *path.parent.glob(f"*{ENDING}")]
        found = next((each for each in beside if each.exists()), None)
        if found is None:
            raise CallError("stored.no_project_beside", out=str(path))
        return report_any(found, out=out or path, progress=progress)
    described = path / PROJECT_NAME if path.is_dir() else path
    project = read_project(described)
    profile = read_profile(project.profile, relative_to=described.parent)
    target = out or described.parent / DEFAULT_OUT
    require_free(target)
    loaded = load_project(project, profile=profile, progress=progress)
    analysis = analyse(
        loaded,
        project=project,
        profile=profile,
        decisions=read_hand_decisions(project),
        progress=progress,
    )
    return _write(
        source_of(analysis), target, unusable=loaded.unusable, progress=progress
    )


def _write(
    source: PageSource,
    out: Path,
    *,
    unusable: tuple[str, ...],
    progress: Progress,
) -> ReportOutcome:
    require_free(out)
    _require_same(source, out)
    progress.step(0, 1, stage=text("run.stage_reports"))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CallError(
            "run.cannot_write", out=str(out), detail=error.strerror or str(error)
        ) from error
    with replacing(out / REPORT_PDF) as place:
        notes = write_reports(source, place.parent, progress=progress)
    progress.step(1, 1)
    return ReportOutcome(
        out=out,
        files=(out / REPORT_PDF, out / REPORT_DOCX),
        notes=notes,
        unusable=unusable,
    )


def _require_same(source: PageSource, out: Path) -> None:
    """Refuse to put reports beside results that say something else."""
    try:
        there: dict[str, Any] = json.loads((out / SUMMARY).read_text("utf-8"))
    except (OSError, ValueError):
        return
    own = json.loads(json.dumps(dict(source.summary)))
    if any(there.get(key) != own.get(key) for key in _COMPARED):
        raise CallError("pages.other_results", out=str(out))
