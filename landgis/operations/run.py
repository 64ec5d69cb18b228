# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole job of a project: read, check, join, judge, reclaim, write."""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from landgis import messages
from landgis.analysis import Analysis
from landgis.errors import CallError
from landgis.operations.analyse import analyse, read_hand_decisions
from landgis.operations.loading import load_project
from landgis.operations.plan_run import make_plan
from landgis.operations.project_file import read_project
from landgis.operations.report_files import write_reports
from landgis.operations.report_source import source_of
from landgis.operations.run_log import make_log
from landgis.progress import SILENT, Progress
from landgis.report.geopackage import write_result
from landgis.report.ledgers import write_ledgers
from landgis.report.summary import FORMAT, to_summary
from landgis.rules.library import read_profile

log = logging.getLogger(__name__)

DEFAULT_OUT = "结果"
SUMMARY = "summary.json"
PROJECT_NAME = "project.toml"


@dataclass(frozen=True, kw_only=True)
class RunOutcome:
    """What a run found out, and where its results lie.

    `unusable` has one sentence for each whole input that could not be used.
    """

    analysis: Analysis
    out: Path
    seconds: float
    unusable: tuple[str, ...]


def run_project(
    path: Path, *, out: Path | None = None, progress: Progress = SILENT
) -> RunOutcome:
    """Run a project and write its results; OUT is whole afterwards or untouched.

    `path` is a PROJECT.toml, or a folder that holds a project.toml.

    Raises
    ------
    CallError
        If OUT is in the way, holds a file of the project or cannot be written.
    ProjectError, RuleError
        If the project or its profile is wrong.
    DataError
        If the supply layer cannot be used.
    """
    began = time.perf_counter()
    described = path / PROJECT_NAME if path.is_dir() else path
    project = read_project(described)
    target = out if out is not None else described.parent / DEFAULT_OUT
    require_free(target)
    require_outside(target, project.files)
    profile = read_profile(project.profile, relative_to=described.parent)
    loaded = load_project(project, profile=profile, progress=progress)
    analysis = analyse(
        loaded,
        project=project,
        profile=profile,
        decisions=read_hand_decisions(project),
        progress=progress,
    )
    if project.plan is not None:
        plan = make_plan(analysis, project.plan, progress=progress)
        analysis = replace(analysis, relocation=plan)
    with replaced_folder(target) as folder:
        write_outputs(analysis, folder, unusable=loaded.unusable, progress=progress)
    return RunOutcome(
        analysis=analysis,
        out=target,
        seconds=time.perf_counter() - began,
        unusable=loaded.unusable,
    )


def write_outputs(
    analysis: Analysis,
    folder: Path,
    *,
    unusable: tuple[str, ...] = (),
    progress: Progress = SILENT,
) -> None:
    """Write summary.json, result.gpkg, 台账.xlsx, the reports and run.log."""
    summary = to_summary(analysis)
    content = json.dumps(summary, ensure_ascii=False, indent=1, allow_nan=False)
    progress.step(0, 4, stage=messages.text("run.stage_result"))
    write_result(analysis, folder / "result.gpkg")
    progress.step(1, 4, stage=messages.text("run.stage_ledgers"))
    write_ledgers(analysis, folder / "台账.xlsx")
    progress.step(2, 4, stage=messages.text("run.stage_reports"))
    write_reports(source_of(analysis), folder)
    progress.step(3, 4)
    (folder / SUMMARY).write_text(content + "\n", "utf-8")
    (folder / "run.log").write_text(make_log(analysis, unusable), "utf-8")
    progress.step(4, 4)


def require_free(out: Path) -> None:
    """Refuse to write over anything but results of our own.

    Raises
    ------
    CallError
        If `out` is a file, or a folder that is not empty and holds no
        summary.json of ours.
    """
    if out.is_file():
        raise CallError("run.out_is_file", out=str(out))
    if out.is_dir() and any(out.iterdir()) and not _is_ours(out):
        raise CallError("run.out_not_ours", out=str(out))


def require_outside(out: Path, files: Iterable[Path]) -> None:
    """Refuse an OUT that holds files of the project: it is replaced as a whole.

    Raises
    ------
    CallError
        If one of `files` is there and lies in `out`.
    """
    whole = out.resolve()
    for file in files:
        if file.exists() and file.resolve().is_relative_to(whole):
            raise CallError("run.out_holds_input", out=str(out), file=file.name)


def _is_ours(folder: Path) -> bool:
    try:
        summary = json.loads((folder / SUMMARY).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(summary, dict) and summary.get("format") == FORMAT


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """Give a new folder beside `target` that takes its place once all is written.

    If anything fails the new folder is removed and `target` stays as it was.

    Raises
    ------
    CallError
        If the place cannot be written to, or a file of the old results is open
        in another program.
    """
    target = target.resolve()  # a link to a folder stays, the folder is replaced
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent)
    except OSError as error:
        raise _cannot_write(target, error) from error
    folder = Path(made)
    folder.chmod(0o777 & ~_umask())  # mkdtemp makes folders that others cannot read
    try:
        yield folder
        _take_place(folder, target)
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _take_place(folder: Path, target: Path) -> None:
    """Rename the new folder to the old one's name, and drop the old one."""
    if not target.exists():
        folder.rename(target)
        return
    old = folder.with_name(folder.name + "-old")
    target.rename(old)
    try:
        folder.rename(target)
    finally:
        # Also after Ctrl-C, or where another run was quicker: never no results.
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)


def _cannot_write(target: Path, error: OSError) -> CallError:
    return CallError(
        "run.cannot_write", out=str(target), detail=error.strerror or str(error)
    )
