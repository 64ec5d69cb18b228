# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the reports of an analysed project again, as `landgis report` does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landgis.errors import CallError, CancelledError, LandGISError
from landgis.messages import LANGUAGE, sentence, speaking, text
from landgis.operations.analyse import analyse, read_hand_decisions
from landgis.operations.export_view import replacing
from landgis.operations.loading import load_project
from landgis.operations.out_folder import is_out_folder
from landgis.operations.page_recipes import (
    RECIPE,
    Recipe,
    chosen_recipes,
    read_recipes,
    targets,
    usual_recipe,
)
from landgis.operations.project_file import read_project
from landgis.operations.report_files import (
    REPORT_DOCX,
    REPORT_PDF,
    of_project,
    write_pages,
    write_reports,
)
from landgis.operations.report_formats import endings_of, require_format
from landgis.operations.report_source import PageSource, open_source, source_of
from landgis.operations.run import (
    DEFAULT_OUT,
    PROJECT_NAME,
    SUMMARY,
    require_free,
)
from landgis.operations.stored_project import ENDING
from landgis.pages.request import Kind
from landgis.progress import SILENT, Progress
from landgis.project import ProjectStore
from landgis.rules.library import read_profile

_COMPARED = ("land", "reclaimable", "join", "evaluation", "low_efficiency")


@dataclass(frozen=True, kw_only=True)
class ReportOutcome:
    """Where the reports lie; `unusable` as of a run, `notes` on the pages.

    `is_partly` tells that one of several could not be written.
    """

    out: Path
    files: tuple[Path, ...]
    notes: tuple[str, ...]
    unusable: tuple[str, ...]
    is_partly: bool = False


@dataclass(frozen=True, kw_only=True)
class PagesWish:
    """Recipes by their names, kinds of pages, and the endings of the files."""

    recipes: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    endings: tuple[str, ...] = (".pdf",)


def kind_called(name: str) -> Kind:
    """Return the kind of pages that a user calls by its title or its id.

    Raises
    ------
    CallError
        If there is none; the message lists those there are.
    """
    titles = {text(f"pages.kind_{kind.value}"): kind for kind in Kind}
    found = titles.get(name) or next((kind for kind in Kind if kind == name), None)
    if found is None:
        raise CallError("pages.no_kind", kind=name, kinds="、".join(titles))
    return found


def wish_of(
    recipes: Sequence[str], kinds: Sequence[str], formats: Sequence[str]
) -> PagesWish | None:
    """Return what a call asks for; None where it asks for the reports alone.

    Formats without a kind are those of 汇总报告.
    """
    if not (recipes or kinds or formats):
        return None
    own = tuple(dict.fromkeys(map(kind_called, kinds)))
    endings = tuple(f".{name.strip().lower().removeprefix('.')}" for name in formats)
    return PagesWish(
        recipes=tuple(dict.fromkeys(recipes)),
        kinds=own if own or recipes else (Kind.SUMMARY,),
        endings=endings or (".pdf",),
    )


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
    place = _place_of(path, out)
    require_free(place.out)
    source, unusable = _open(place, progress=progress)
    return _write(source, place.out, unusable=unusable, progress=progress)


@speaking(LANGUAGE)
def report_pages(
    path: Path,
    wish: PagesWish,
    *,
    out: Path | None = None,
    progress: Progress = SILENT,
) -> ReportOutcome:
    """Write recipes and kinds of pages into a folder, each in each format it can have.

    One that fails is named and the others are kept.

    Raises
    ------
    CallError
        If a recipe, a kind or a format is not there, or as of `report_any`.
    LandGISError
        If not a single file could be written: why the first could not.
    """
    place = _place_of(path, out)
    recipes = (*_kept_recipes(place, wish), *map(usual_recipe, wish.kinds))
    wanted = _wanted(recipes, wish.endings, place.out)
    source, unusable = _open(place, progress=progress)
    _make_folder(place.out)
    files: list[Path] = []
    notes: list[str] = []
    faults: list[LandGISError] = []
    for recipe, target in wanted:
        try:
            own = recipe.request
            if place.store is not None:
                own = of_project(place.store, own)
            made = write_pages(source, own, target, progress=progress)
        except CancelledError:
            raise
        except LandGISError as error:
            faults.append(error)
            why = sentence(error)
            notes.append(text("pages.recipe_failed", name=recipe.name, why=why))
        else:
            files += made.files
            notes += made.notes
    if faults and not files:
        raise faults[0]
    return ReportOutcome(
        out=place.out,
        files=tuple(files),
        notes=tuple(dict.fromkeys(notes)),
        unusable=unusable,
        is_partly=bool(faults),
    )


def _wanted(
    recipes: Sequence[Recipe], endings: Sequence[str], out: Path
) -> list[tuple[Recipe, Path]]:
    """Return the files of the recipes: each in the formats that it can have.

    Raises
    ------
    CallError
        If a recipe can have none of the formats, or none can have one of them.
    """
    found = [
        (recipe, target)
        for ending in dict.fromkeys(endings)
        for recipe, target in zip(
            recipes, targets(recipes, out, ending=ending), strict=True
        )
    ]
    fits = [
        pair for pair in found if pair[1].suffix in endings_of(pair[0].request.kind)
    ]
    recipes_met = {id(recipe) for recipe, _ in fits}
    endings_met = {target.suffix for _, target in fits}
    for recipe, target in found:
        if id(recipe) not in recipes_met or target.suffix not in endings_met:
            require_format(recipe.request.kind, target)
    return fits


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a result comes from, a project file or a description, and goes to."""

    store: Path | None
    described: Path | None
    out: Path


def _place_of(path: Path, out: Path | None) -> _Place:
    if path.name.lower().endswith(".gpkg") and path.is_file():
        target = out or path.parent / DEFAULT_OUT
        return _Place(store=path, described=None, out=target)
    if path.is_dir() and not (path / PROJECT_NAME).exists() and is_out_folder(path):
        beside = [path.parent / PROJECT_NAME, *path.parent.glob(f"*{ENDING}")]
        found = next((each for each in beside if each.exists()), None)
        if found is None:
            raise CallError("stored.no_project_beside", out=str(path))
        return _place_of(found, out or path)
    described = path / PROJECT_NAME if path.is_dir() else path
    target = out or described.parent / DEFAULT_OUT
    return _Place(store=None, described=described, out=target)


def _open(place: _Place, *, progress: Progress) -> tuple[PageSource, tuple[str, ...]]:
    """Return the result, and what of its data could not be used."""
    if place.store is not None:
        return open_source(place.store), ()
    described = place.described or Path(PROJECT_NAME)
    project = read_project(described)
    profile = read_profile(project.profile, relative_to=described.parent)
    loaded = load_project(project, profile=profile, progress=progress)
    analysis = analyse(
        loaded,
        project=project,
        profile=profile,
        decisions=read_hand_decisions(project),
        progress=progress,
    )
    return source_of(analysis), loaded.unusable


def _kept_recipes(place: _Place, wish: PagesWish) -> tuple[Recipe, ...]:
    if not wish.recipes:
        return ()
    if place.store is None:
        raise CallError("pages.recipes_need_project")
    with ProjectStore.open(place.store, read_only=True) as store:
        recipes = read_recipes(store.documents(RECIPE))
    return chosen_recipes(recipes, wish.recipes)


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CallError(
            "run.cannot_write", out=str(out), detail=error.strerror or str(error)
        ) from error


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
    _make_folder(out)
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
