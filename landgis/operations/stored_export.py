# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of a project file as a folder of files, as `landgis run` gives them."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from landgis.errors import CallError
from landgis.operations.analyse import analyse
from landgis.operations.out_folder import is_out_folder
from landgis.operations.plan_record import attach_record
from landgis.operations.run import (
    DEFAULT_OUT,
    PROJECT_NAME,
    RunOutcome,
    replaced_folder,
    require_free,
    require_outside,
    run_project,
    write_outputs,
)
from landgis.operations.stored_analysis import open_result
from landgis.operations.stored_freshness import RESULT
from landgis.operations.stored_load import load_documents
from landgis.operations.stored_project import (
    CURRENT,
    ENDING,
    read_inputs,
    read_stored_decisions,
    read_stored_profile,
    read_subject,
)
from landgis.progress import SILENT, Progress
from landgis.project import ProjectStore


def export_results(
    store_path: Path, out: Path, *, progress: Progress = SILENT
) -> RunOutcome:
    """Write the OUT folder of `landgis run` from the project's current result.

    Raises
    ------
    CallError
        If there is no result yet, or OUT is in the way.
    """
    began = time.perf_counter()
    with ProjectStore.open(store_path, read_only=True) as store:
        current = store.document(RESULT, CURRENT)
        if not current:
            raise CallError("stored.no_result")
        require_free(out)
        require_outside(out, _files(store))
        result = open_result(store, current["dataset"])
        name = read_subject(store).name
    whole = result.whole()
    analysis = replace(whole, project=replace(whole.project, name=name))
    analysis = attach_record(store_path, analysis)
    with replaced_folder(out) as folder:
        write_outputs(analysis, folder, unusable=result.unusable, progress=progress)
    return RunOutcome(
        analysis=analysis,
        out=out,
        seconds=time.perf_counter() - began,
        unusable=result.unusable,
    )


def run_any(
    path: Path, *, out: Path | None = None, progress: Progress = SILENT
) -> RunOutcome:
    """Run whatever a user calls a project: see `run_project` and `run_stored`.

    An OUT folder stands for the project beside it, whose results are replaced.

    Raises
    ------
    CallError
        If there is no project, or OUT is in the way.
    """
    if path.name.lower().endswith(".gpkg") and path.is_file():
        return run_stored(path, out=out, progress=progress)
    if path.is_dir() and not (path / PROJECT_NAME).exists() and is_out_folder(path):
        beside = [path.parent / PROJECT_NAME, *path.parent.glob(f"*{ENDING}")]
        found = [each for each in beside if each.exists()]
        if not found:
            raise CallError("stored.no_project_beside", out=str(path))
        return run_any(found[0], out=out or path, progress=progress)
    return run_project(path, out=out, progress=progress)


def run_stored(
    store_path: Path, *, out: Path | None = None, progress: Progress = SILENT
) -> RunOutcome:
    """Run a project file from its stored inputs, and write the results to OUT.

    The project file itself stays as it is; a window may have it open.

    Raises
    ------
    CallError
        If OUT is in the way, holds a file of the project or cannot be written.
    ProjectError, RuleError
        If the project lacks something, or its profile is wrong.
    DataError
        If the supply layer cannot be used.
    """
    began = time.perf_counter()
    target = out if out is not None else store_path.parent / DEFAULT_OUT
    require_free(target)
    with ProjectStore.open(store_path, read_only=True) as store:
        require_outside(target, _files(store))
        subject, profile = read_subject(store), read_stored_profile(store)
        decisions = read_stored_decisions(store)
        loaded, _ = load_documents(store, progress=progress)
    analysis = analyse(
        loaded,
        project=subject,
        profile=profile,
        decisions=decisions,
        progress=progress,
    )
    analysis = attach_record(store_path, analysis)
    with replaced_folder(target) as folder:
        write_outputs(analysis, folder, unusable=loaded.unusable, progress=progress)
    return RunOutcome(
        analysis=analysis,
        out=target,
        seconds=time.perf_counter() - began,
        unusable=loaded.unusable,
    )


def _files(store: ProjectStore) -> tuple[Path, ...]:
    return (store.path, *(each.path for each in read_inputs(store).sources.inputs))
