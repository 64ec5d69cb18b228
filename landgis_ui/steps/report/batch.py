# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several recipes, one file each; one that fails is named and the others are kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from landgis.errors import LandGISError
from landgis.operations.page_recipes import Recipe, targets
from landgis.operations.report_files import make_pages
from landgis_ui.context import Context


class Batch(QObject):
    """Writes recipes into a folder.

    Signals
    -------
    finished(object, object)
        The files written (a tuple of paths), and a sentence for each that failed.
    """

    finished = pyqtSignal(object, object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._left = 0
        self._files: list[Path] = []
        self._faults: list[str] = []

    def start(self, recipes: tuple[Recipe, ...], folder: Path) -> None:
        """Queue every recipe; each is a job with its own progress."""
        workspace, words = self._context.workspace, self._context.words
        path = workspace.path()
        if path is None or not recipes or self._left:
            return
        self._left, self._files, self._faults = len(recipes), [], []
        for recipe, target in zip(recipes, targets(recipes, folder), strict=True):
            job = workspace.jobs.start(
                make_pages,
                path,
                recipe.request,
                target,
                title=words("report.making", file=target.name),
            )
            job.succeeded.connect(lambda _made, at=target: self._files.append(at))
            job.failed.connect(partial(self._fail, recipe))
            job.finished.connect(self._end_one)

    def _fail(self, recipe: Recipe, error: object) -> None:
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        words = self._context.words
        why = words.sentence(error)
        self._faults.append(words("report.batch_failed", name=recipe.name, why=why))

    def _end_one(self) -> None:
        self._left -= 1
        if not self._left:
            self.finished.emit(tuple(self._files), tuple(self._faults))
