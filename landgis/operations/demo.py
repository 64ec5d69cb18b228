# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample county: copied to a folder of the user's and run there."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from landgis.errors import CallError, ProjectError
from landgis.operations.project_file import read_project
from landgis.operations.run import PROJECT_NAME, RunOutcome, run_project
from landgis.progress import SILENT, Progress

SAMPLE_PACKAGE = "landgis_sample_data"
SAMPLE_FOLDER = "county"
DEFAULT_NAME = "landgis-演示"


def run_demo(folder: Path | None = None, *, progress: Progress = SILENT) -> RunOutcome:
    """Copy the sample county to `folder` and run the whole job on it.

    Without a folder a new one is made in the current one.  A folder that holds
    an earlier demonstration, known by the name of its project, is used again.

    Raises
    ------
    CallError
        If the folder holds something else, or cannot be written.
    """
    return run_project(copy_sample(folder) / PROJECT_NAME, progress=progress)


def copy_sample(folder: Path | None = None) -> Path:
    """Copy the sample county to a folder, or to a new one; return the folder.

    Raises
    ------
    CallError
        If the folder holds something else, or cannot be written.
    """
    target = _new_folder() if folder is None else folder
    try:
        with as_file(files(SAMPLE_PACKAGE) / SAMPLE_FOLDER) as sample:
            if target.exists() and not _is_free(target, sample=sample):
                raise CallError("demo.in_the_way", folder=str(target))
            shutil.copytree(sample, target, dirs_exist_ok=True)
    except OSError as error:
        raise CallError(
            "run.cannot_write", out=str(target), detail=error.strerror or str(error)
        ) from error
    return target


def _is_free(folder: Path, *, sample: Path) -> bool:
    if not folder.is_dir():
        return False
    if not any(folder.iterdir()):
        return True
    try:
        there = read_project(folder / PROJECT_NAME)
    except (CallError, ProjectError):
        return False
    return there.name == read_project(sample / PROJECT_NAME).name


def _new_folder() -> Path:
    here = Path.cwd()
    number = 1
    while (folder := here / _numbered(number)).exists():
        number += 1
    return folder


def _numbered(number: int) -> str:
    return DEFAULT_NAME if number == 1 else f"{DEFAULT_NAME}{number}"
