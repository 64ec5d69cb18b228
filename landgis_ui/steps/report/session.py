# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that is being made: request, preview, files, recipes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from landgis.errors import LandGISError
from landgis.operations.page_recipes import (
    RECIPE,
    Recipe,
    completed,
    kept,
    read_recipes,
)
from landgis.operations.report_files import (
    MadePages,
    PagePreview,
    make_pages,
    preview_page,
    warm_pages,
)
from landgis.pages.request import Bounds, PageRequest, SheetWords, Subject
from landgis.project import Edit, Put
from landgis_ui.context import Context
from landgis_ui.work.jobs import Job
from landgis_ui.work.workspace import Notice

REMEMBERED = "report.words"
PREVIEW_DELAY_MS = 120
MOST_WARMED = 300_000
"""A larger result is read when somebody looks, not before: it takes much memory."""
KEPT_WORDS = ("unit", "drawn_by", "checked_by", "secrecy", "contact", "logo")
"""What an office prints on every sheet; kept for each project."""


class ReportSession(QObject):
    """Between the request and the widgets of the step.

    Signals
    -------
    request_changed()
        `request` is another one.
    previewed(object)
        A `PagePreview` of the page that is looked at.
    preview_failed(str)
        Why there is no page to look at.
    busy_changed()
        A page or a file is being made, or not any more.
    made(object)
        `MadePages`: a file is written.
    recipes_changed()
        There are other recipes.
    template_wanted()
        The user wants to choose a template of his own.
    """

    request_changed = pyqtSignal()
    previewed = pyqtSignal(object)
    preview_failed = pyqtSignal(str)
    busy_changed = pyqtSignal()
    made = pyqtSignal(object)
    recipes_changed = pyqtSignal()
    template_wanted = pyqtSignal()

    def __init__(
        self,
        context: Context,
        seen_bounds: Callable[[], Bounds],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._workspace = context, context.workspace
        self.seen_bounds = seen_bounds
        self._request = PageRequest()
        self._page = 0
        self._ppi = 72.0
        self._preview: Job | None = None
        self._making: Job | None = None
        self._is_shown = False
        self._is_old = True
        self._wait = QTimer(self)  # several changes at a time make one page
        self._wait.setSingleShot(True)
        self._wait.setInterval(PREVIEW_DELAY_MS)
        self._wait.timeout.connect(self._ask)
        self._workspace.project_changed.connect(self._begin_anew)
        self._workspace.result_changed.connect(self.refresh)
        self._workspace.documents_changed.connect(self._follow)

    @property
    def request(self) -> PageRequest:
        """What is to be printed."""
        return self._request

    @property
    def page(self) -> int:
        """The page that is looked at, from 0."""
        return self._page

    @property
    def is_making(self) -> bool:
        """Whether a file is being written."""
        return self._making is not None

    @property
    def recipes(self) -> tuple[Recipe, ...]:
        """The recipes that were kept, in their order."""
        store = self._workspace.store
        return () if store is None else read_recipes(store.documents(RECIPE))

    def enter(self, ppi: float) -> None:
        """Show the page; `ppi` is how many pixels an inch of paper has on screen."""
        self._is_shown, self._ppi = True, ppi
        if self._is_old:
            self.refresh()

    def leave(self) -> None:
        """Make no pages while nobody looks."""
        self._is_shown = False
        self._wait.stop()
        self._remember()

    def warm_up(self) -> None:
        """Read result and fonts where pages are made, before somebody looks."""
        path, result = self._workspace.path(), self._workspace.result
        if path is None or result is None or self._is_shown:
            return
        if len(result.analysis.parcels) > MOST_WARMED:
            self._workspace.jobs.look_ahead()
            return
        self._workspace.jobs.look(warm_pages, path)

    def set_request(self, request: PageRequest) -> None:
        """Ask for another page."""
        if request != self._request:
            is_other = request.kind is not self._request.kind
            self._request = request
            self._page = 0 if is_other else self._page
            self.request_changed.emit()
            self.refresh()

    def change(self, **changes: Any) -> None:
        """Change some of the request."""
        self.set_request(replace(self._request, **changes))

    def set_word(self, name: str, text: str) -> None:
        """Print another title, unit, …; an empty text is the usual one."""
        words = replace(self._request.words, **{name: text})  # type: ignore[arg-type]  # by name
        self.change(words=words)

    def set_page(self, page: int) -> None:
        """Look at another page."""
        if page != self._page:
            self._page = page
            self.refresh()

    def aim(self, ppi: float) -> None:
        """Take the density of the page that is asked for next."""
        self._ppi = ppi

    def set_ppi(self, ppi: float) -> None:
        """Show the page at another density."""
        self._ppi = ppi
        self.refresh()

    def refresh(self) -> None:
        """Make the page anew, soon."""
        self._is_old = True
        if self._is_shown and self._workspace.result is not None:
            self._wait.start()

    def make(self, target: Path, *, quietly: bool = False) -> Job | None:
        """Write the pages into a file; the window stays usable."""
        path = self._workspace.path()
        if path is None or self._making is not None:
            return None
        words = self._context.words
        title = words("report.making", file=target.name)
        job = self._workspace.jobs.start(
            make_pages, path, self._request, target, title=title
        )
        self._making = job
        if not quietly:
            job.succeeded.connect(self._tell_made)
        job.failed.connect(self.tell_failure)
        job.finished.connect(self._end_making)
        self._remember()
        self.busy_changed.emit()
        return job

    def keep_recipe(self, name: str) -> None:
        """Keep the request under a name, to be run again."""
        result = self._workspace.result
        if result is None:
            return
        order = max((recipe.order for recipe in self.recipes), default=0) + 1
        value = {
            "name": name,
            "order": order,
            "request": kept(self._request, result.analysis),
        }
        edit = Edit(
            text="report.history_kept",
            params={"name": name},
            puts=(Put(RECIPE, uuid4().hex, value),),
        )
        self._do(edit)

    def drop_recipe(self, recipe: Recipe) -> None:
        """Forget a recipe; it can be taken back."""
        edit = Edit(
            text="report.history_dropped",
            params={"name": recipe.name},
            puts=(Put(RECIPE, recipe.id, None),),
        )
        self._do(edit)

    def use_recipe(self, recipe: Recipe) -> None:
        """Ask for what a recipe says, with the rows that it means now."""
        result = self._workspace.result
        if result is None:
            return
        try:
            request = completed(recipe.request, result.analysis)
        except LandGISError as error:
            self.tell_failure(error)
            return
        is_found = request.subject is not Subject.CHOSEN
        self.set_request(replace(request, rows=()) if is_found else request)

    def _do(self, edit: Edit) -> None:
        store = self._workspace.store
        if store is None:
            return
        if store.read_only:
            self._context.flows.say_read_only(store)
            return
        try:
            self._workspace.do(edit)
        except LandGISError as error:
            self.tell_failure(error)

    def _ask(self) -> None:
        path = self._workspace.path()
        if path is None or self._workspace.result is None:
            return
        if self._preview is not None:
            self._preview.cancel()
        self._is_old = False
        job = self._workspace.jobs.look(
            preview_page, path, self._request, page=self._page, ppi=self._ppi
        )
        self._preview = job
        job.succeeded.connect(partial(self._show, job))
        job.failed.connect(partial(self._show_failure, job))
        job.finished.connect(partial(self._end_preview, job))
        self.busy_changed.emit()

    def _show(self, job: Job, preview: PagePreview) -> None:
        if self._preview is job:
            self._page = preview.page
            self.previewed.emit(preview)

    def _show_failure(self, job: Job, error: object) -> None:
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        if self._preview is job:
            self.preview_failed.emit(self._context.words.sentence(error))

    def _end_preview(self, job: Job) -> None:
        if self._preview is job:
            self._preview = None
            self.busy_changed.emit()

    def _end_making(self) -> None:
        self._making = None
        self.busy_changed.emit()

    def _tell_made(self, made: MadePages) -> None:
        self.made.emit(made)

    def tell_failure(self, error: object) -> None:
        """Tell an expected failure; our own faults are raised."""
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        text = self._context.words.sentence(error)
        self._workspace.notify(Notice(text=text, tone="failed"))

    def _begin_anew(self) -> None:
        self._wait.stop()
        self._preview = None
        self._is_old = True
        self._page = 0
        self._request = self._remembered()
        self.request_changed.emit()
        self.recipes_changed.emit()

    def _follow(self, changes: Any) -> None:
        if RECIPE in changes.kinds:
            self.recipes_changed.emit()

    def _remember(self) -> None:
        """Keep unit, people, 密级 and paper for this project."""
        store = self._workspace.store
        if store is None or store.read_only:
            return
        words = {name: getattr(self._request.words, name) for name in KEPT_WORDS}
        store.set_state(REMEMBERED, {**words, "paper": self._request.paper})

    def _remembered(self) -> PageRequest:
        store = self._workspace.store
        kept = None if store is None else store.state(REMEMBERED)
        if not isinstance(kept, dict):
            return PageRequest()
        known = {
            name: str(kept[name])
            for name in KEPT_WORDS
            if isinstance(kept.get(name), str)
        }
        paper = kept.get("paper")
        request = PageRequest(words=replace(SheetWords(), **known))  # type: ignore[arg-type]  # texts by name
        return replace(request, paper=paper) if isinstance(paper, str) else request
