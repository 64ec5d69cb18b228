# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a user may open: PROJECT.toml, a folder, an OUT folder, a project file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from landgis import messages
from landgis.classify.overrides import Override
from landgis.errors import CallError, LandGISError
from landgis.operations.analyse import HandDecisions, read_hand_decisions
from landgis.operations.demo import copy_sample
from landgis.operations.out_folder import OutFolder, is_out_folder, open_out_folder
from landgis.operations.plan_documents import PLAN
from landgis.operations.project_file import InputFile, ProjectFile, read_project
from landgis.operations.review_decisions import from_decisions
from landgis.operations.run import PROJECT_NAME
from landgis.operations.stored_description import write_project_file
from landgis.operations.stored_inputs import import_input
from landgis.operations.stored_project import (
    ENDING,
    PROJECT,
    StoredProfile,
    input_document,
)
from landgis.progress import SILENT, Progress
from landgis.project import Edit, ProjectStore, Put
from landgis.relocation.wishes import wishes_to_json
from landgis.report.names import status_titles
from landgis.rules.library import profile_path, read_profile

__all__ = [
    "ENDING",
    "Opened",
    "OutFolder",
    "create_from_project_file",
    "make_demo_project",
    "open_any",
    "open_out_folder",
    "write_project_file",
]

_NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


DEMO = "project.is_demo"
"""State of a project file with made-up data, to be said wherever they show."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What lies behind a path.

    `store_path` is the project file, made if a PROJECT.toml was given; `out` the
    OUT folder where the path is one: a result to compare with, read-only.
    `notes` are sentences about what could not be taken over.
    """

    store_path: Path | None
    out: Path | None = None
    notes: tuple[str, ...] = ()


def open_any(path: Path, *, progress: Progress = SILENT) -> Opened:
    """Find out what a path is, and make a project file of a PROJECT.toml.

    A PROJECT.toml beside which a project file of its name lies already gives that.

    Raises
    ------
    CallError
        If nothing of ours is there.
    ProjectError, DataError, RuleError
        If a PROJECT.toml is wrong, or its supply layer cannot be read.
    """
    if path.is_dir():
        return _open_folder(path, progress=progress)
    if path.name.lower().endswith(".gpkg"):
        with ProjectStore.open(path, read_only=True):
            return Opened(store_path=path)
    if path.suffix.lower() != ".toml" and path.exists():
        raise CallError("stored.not_ours", path=str(path))
    return _open_description(path, progress=progress)


def _open_folder(folder: Path, *, progress: Progress) -> Opened:
    if (folder / PROJECT_NAME).exists():
        return _open_description(folder / PROJECT_NAME, progress=progress)
    if is_out_folder(folder):
        return Opened(store_path=None, out=folder)
    found = sorted(folder.glob(f"*{ENDING}"))
    if len(found) == 1:
        return open_any(found[0], progress=progress)
    raise CallError("stored.not_ours", path=str(folder))


def _open_description(path: Path, *, progress: Progress) -> Opened:
    there = stored_path_of(read_project(path))
    if there.exists():
        note = messages.text("stored.there_already", file=there.name)
        return Opened(store_path=there, notes=(note,))
    return create_from_project_file(path, progress=progress)


def stored_path_of(project: ProjectFile) -> Path:
    """Return where the project file of a description lies: beside it."""
    name = _NO_NAME.sub("_", project.name).strip(". ") or project.path.stem
    return project.path.parent / f"{name}{ENDING}"


def create_from_project_file(
    description: Path, target: Path | None = None, *, progress: Progress = SILENT
) -> Opened:
    """Make NAME.landgis.gpkg beside a PROJECT.toml, with all that it names.

    The file is whole afterwards, or not there.  Inputs that cannot be read are
    kept as such, so that the same sentence is said of them each time.

    Raises
    ------
    CallError, ProjectError, RuleError
        If the description or its profile is wrong, or `target` exists.
    DataError
        If the supply layer or a file of decisions cannot be read.
    """
    project = read_project(description)
    decisions = read_hand_decisions(project)
    profile = read_profile(project.profile, relative_to=description.parent)
    path = target or stored_path_of(project)
    if path.exists():
        raise CallError("stored.exists", file=str(path))
    new = path.with_name(f".{uuid4().hex}{ENDING}")
    try:
        with ProjectStore.create(new) as store:
            own = profile_path(project.profile, relative_to=description.parent)
            puts = [
                _project_put(project, profile=profile.id),
                Put("profile", profile.id, _profile_document(own)),
                *_decision_puts(decisions),
                *_plan_puts(project),
                *_import_inputs(store.path, project, progress=progress),
            ]
            edit = Edit(
                text="history.from_description",
                params={"file": description.name},
                puts=tuple(puts),
            )
            store.commit(edit)
        new.rename(path)
    finally:
        for leftover in new.parent.glob(f"{new.name}*"):
            leftover.unlink()
    findings = decisions.joins.findings
    notes = tuple(detail for finding in findings for detail in finding.details)
    return Opened(store_path=path, notes=notes)


def _project_put(project: ProjectFile, *, profile: str) -> Put:
    value = {
        "name": project.name,
        "region": project.region,
        "reference_date": project.reference_date.isoformat(),
        "profile": profile,
        "crs": project.crs,
    }
    return Put(PROJECT, PROJECT, value)


def _profile_document(path: Path) -> dict[str, str]:
    words = StoredProfile.of(path)
    return {"toml": words.toml, "file": words.file}


def _import_inputs(
    store_path: Path, project: ProjectFile, *, progress: Progress
) -> Iterator[Put]:
    total = len(project.inputs)
    for order, source in enumerate(project.inputs):
        stage = messages.text("load.stage", file=source.path.name)
        progress.step(order, total, stage=stage)
        options = project.options(source)
        try:
            yield import_input(store_path, source, options, order=order).put
        except LandGISError as error:
            if source.role == "supply":
                raise
            yield _failed_put(project, source, order=order, error=error)
    progress.step(total, total)


def _failed_put(
    project: ProjectFile, source: InputFile, *, order: int, error: LandGISError
) -> Put:
    document = input_document(
        source, project.options(source), dataset="", sha256="", order=order
    )
    params = {key: str(value) for key, value in error.params.items()}
    failed = {"code": error.code, "params": params}
    return Put("input", uuid4().hex, {**document, "error": failed})


def _decision_puts(decisions: HandDecisions) -> Iterator[Put]:
    for key, decision in from_decisions(decisions.joins.decisions).items():
        yield Put("join", key, decision.to_json())
    known = {*status_titles(), *status_titles(messages.LANGUAGE).values()}
    chosen: dict[str, Override] = {}
    for override in decisions.overrides:
        earlier = chosen.get(override.parcel_id)
        is_usable = bool(override.reason) and override.status in known
        if earlier is None or is_usable or not earlier.reason:
            chosen[override.parcel_id] = override
    for parcel, override in chosen.items():
        yield Put("override", parcel, _override_document(override))


def _plan_puts(project: ProjectFile) -> Iterator[Put]:
    """Yield a plan with the wishes of [plan], to be searched in the window."""
    if project.plan is None:
        return
    value = {
        "name": messages.text("plan.default_name", letter="A"),
        "order": 1,
        "wishes": wishes_to_json(project.plan),
        "is_record": False,
        "remark": "",
        "solved": None,
    }
    yield Put(PLAN, uuid4().hex, value)


def _override_document(override: Override) -> dict[str, Any]:
    return {
        "status": override.status,
        "reason": override.reason,
        "date": override.day,
        "person": override.clerk,
        "attachment": None,
    }


def make_demo_project(folder: Path, *, progress: Progress = SILENT) -> Path:
    """Copy the sample county to a folder and make a project file of it.

    A folder that holds it already gives the project file that is there.

    Raises
    ------
    CallError
        If the folder holds something else, or cannot be written.
    """
    description = copy_sample(folder) / PROJECT_NAME
    opened = _open_description(description, progress=progress)
    if opened.store_path is None or not os.access(opened.store_path, os.R_OK):
        raise CallError("stored.not_ours", path=str(folder))
    with ProjectStore.open(opened.store_path) as store:
        if not store.read_only:
            store.set_state(DEMO, "county")
    return opened.store_path
