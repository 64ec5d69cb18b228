# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands on the project as a whole: open, copy, take over, export, compact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from landgis.errors import LandGISError
from landgis.operations.stored_export import export_results
from landgis.operations.zone_merging import settled
from landgis.project import Compacted, ProjectStore, TakenOver
from landgis.project.copies import save_copy, take_snapshot
from landgis.project.export import export_folder
from landgis_ui.context import Context
from landgis_ui.frame.file_choice import FileChooser, FileWish
from landgis_ui.steps.data.new_project import free_path
from landgis_ui.work.workspace import Notice

SUFFIX = ".landgis.gpkg"
MEGABYTE = 1_000_000


class ProjectCommands:
    """What the 文件 menu does; everything long is a job."""

    def __init__(
        self,
        context: Context,
        chooser: FileChooser,
        *,
        show_conflicts: Callable[[TakenOver, Path], object],
    ) -> None:
        self._context, self._chooser = context, chooser
        self._workspace, self._words = context.workspace, context.words
        self._show_conflicts = show_conflicts

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Return the commands by the ids of their actions."""
        return {
            "new_project": lambda: self._workspace.step_requested.emit("data"),
            "open_project": self.open_project,
            "open_folder": self.open_folder,
            "snapshot": self.snapshot,
            "save_as": self.save_as,
            "take_over": self.take_over,
            "export_results": self.export_results,
            "export_plain": self.export_plain,
            "compact": self.compact,
            "close_project": self._workspace.detach,
        }

    def open_project(self) -> None:
        """Ask for a project file or description, and open it."""
        wish = FileWish(
            kind="open",
            title=self._words("command.open_title"),
            filters=self._words("command.open_filter"),
        )
        self._chooser.ask(wish, lambda paths: self._context.flows.open_path(paths[0]))

    def open_folder(self) -> None:
        """Ask for a folder of results or of a project, and open it."""
        wish = FileWish(kind="folder", title=self._words("command.folder_title"))
        self._chooser.ask(wish, lambda paths: self._context.flows.open_path(paths[0]))

    def snapshot(self) -> None:
        """Keep a copy of the project as it is now; saving itself is automatic."""
        store = self._workspace.store
        if store is None:
            return
        job = self._workspace.jobs.read(take_snapshot, store.path)
        job.succeeded.connect(lambda _kept: self._say("command.snapshot_done"))
        job.failed.connect(self._fail)

    def save_as(self) -> None:
        """Ask for a name, write a compact copy and go on in it."""
        store = self._workspace.store
        if store is None:
            return
        wish = FileWish(
            kind="save",
            title=self._words("command.save_title"),
            filters=self._words("command.save_filter"),
            suggested=store.path.name,
        )
        self._chooser.ask(wish, lambda paths: self._copy_to(_with_suffix(paths[0])))

    def _copy_to(self, target: Path) -> None:
        store = self._workspace.store
        if store is None:
            return
        if not store.path.exists():
            # Its disk is gone; only this session still has it.
            try:
                self._context.flows.open_store(store.save_as(target))
            except LandGISError as error:
                self._fail(error)
            return
        title = self._words("command.saving")
        job = self._workspace.jobs.read(save_copy, store.path, target, title=title)

        def go_on(copy: Path) -> None:
            if self._workspace.store is store:
                self._context.flows.open_store(copy)

        job.succeeded.connect(go_on)
        job.failed.connect(self._fail)

    def take_over(self) -> None:
        """Ask for another copy of this project and take over its edits."""
        store = self._writable()
        if store is None:
            return
        wish = FileWish(
            kind="open",
            title=self._words("command.take_over_title"),
            filters=self._words("command.save_filter"),
        )
        self._chooser.ask(wish, lambda paths: self._take_over(paths[0]))

    def _take_over(self, other: Path) -> None:
        store = self._writable()
        if store is None:
            return
        try:
            taken = store.take_over(other)
        except LandGISError as error:
            self._fail(error)
            return
        self._workspace.documents_changed.emit(taken.changes)
        self._settle(store, taken)
        if taken.conflicts:
            self._show_conflicts(taken, other)

    def _settle(self, store: ProjectStore, taken: TakenOver) -> None:
        """Let zones agree that came together, and tell what was taken over."""
        counts: dict[str, Any] = {"steps": taken.steps, "open": len(taken.conflicts)}
        edit = settled(store, taken.changes)
        if edit is None:
            self._say("command.taken_over", **counts)
            return
        try:
            self._workspace.do(edit)
        except LandGISError as error:
            self._fail(error)
            return
        self._say("command.taken_over_settled", **counts, n=len(edit.puts))

    def export_results(self) -> None:
        """Ask for a folder and write ledgers, layers and sums into a new one there."""
        path = self._workspace.path()
        if path is None or self._workspace.result is None:
            self._say("command.no_result", tone="look")
            return
        wish = FileWish(kind="folder", title=self._words("command.export_title"))

        def export(paths: tuple[Path, ...]) -> None:
            out = free_path(paths[0], self._words("command.export_name"), ending="")
            title = self._words("command.exporting")
            job = self._workspace.jobs.start(export_results, path, out, title=title)
            job.succeeded.connect(
                lambda _outcome: self._say("command.exported", folder=out.name)
            )
            job.failed.connect(self._fail)

        self._chooser.ask(wish, export)

    def export_plain(self) -> None:
        """Ask for a folder and write everything as files that any program reads."""
        path = self._workspace.path()
        if path is None:
            return
        wish = FileWish(kind="folder", title=self._words("command.export_title"))

        def export(paths: tuple[Path, ...]) -> None:
            out = free_path(paths[0], path.name.partition(".")[0], ending="")
            title = self._words("command.exporting")
            job = self._workspace.jobs.start(export_folder, path, out, title=title)
            job.succeeded.connect(
                lambda _folder: self._say("command.exported", folder=out.name)
            )
            job.failed.connect(self._fail)

        self._chooser.ask(wish, export)

    def compact(self) -> None:
        """Drop what nothing needs any more; the history stays."""
        store = self._writable()
        if store is None:
            return
        path = store.path
        self._workspace.detach()
        title = self._words("command.compacting")
        job = self._workspace.jobs.read(_compact, path, title=title)

        def tell(found: Compacted) -> None:
            saved = (found.bytes_before - found.bytes_after) / MEGABYTE
            self._say("command.compacted", megabytes=f"{max(saved, 0.0):,.1f}")

        job.succeeded.connect(tell)
        job.failed.connect(self._fail)
        job.finished.connect(lambda: self._reopen(path))

    def _reopen(self, path: Path) -> None:
        """Open a project again, unless another one was opened or the window closed."""
        is_free = self._workspace.path() in (None, path)
        if is_free and not self._workspace.jobs.is_closed:
            self._context.flows.open_store(path)

    def _writable(self) -> ProjectStore | None:
        """Return the open project; if it can only be read, say why."""
        store = self._workspace.store
        if store is not None and store.read_only:
            self._context.flows.say_read_only(store)
            return None
        return store

    def _say(self, message: str, *, tone: str = "done", **params: object) -> None:
        self._workspace.notify(Notice(text=self._words(message, **params), tone=tone))

    def _fail(self, error: object) -> None:
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        self._workspace.notify(Notice(text=self._words.sentence(error), tone="failed"))


def _compact(path: Path) -> Compacted:
    with ProjectStore.open(path) as store:
        return store.compact()


def _with_suffix(path: Path) -> Path:
    name = path.name
    return path if name.endswith(SUFFIX) else path.with_name(name + SUFFIX)
