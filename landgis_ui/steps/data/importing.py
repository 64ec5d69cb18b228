# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files become part of the project, or leave it; each a step that can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject

from landgis.errors import LandGISError
from landgis.operations.project_file import InputFile
from landgis.operations.stored_inputs import ImportedInput, import_input
from landgis.operations.stored_project import read_options
from landgis.project import Changes, Edit, ProjectStore, Put
from landgis_ui.context import Context
from landgis_ui.steps.data.entries import (
    FileEntry,
    FileState,
    new_entry,
)
from landgis_ui.steps.data.memory import KEY, key_of, plan_of, remembered
from landgis_ui.steps.data.outlines import taken_outlines, to_state
from landgis_ui.steps.data.shelf import Shelf
from landgis_ui.work.taking_back import taking_back
from landgis_ui.work.workspace import Notice

OUTLINE = "data.outline."


def inputs_of(store: ProjectStore | None) -> Mapping[str, Any]:
    """Return the inputs of a project by id, in their order."""
    if store is None:
        return {}
    found = store.documents("input")
    return dict(sorted(found.items(), key=lambda pair: pair[1].get("order") or 0))


class Importer(QObject):
    """Takes files over into the project and keeps the shelf in step with it."""

    def __init__(
        self, context: Context, shelf: Shelf, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shelf = shelf
        context.workspace.project_changed.connect(self.read_project)
        context.workspace.documents_changed.connect(self._follow)
        self.read_project()

    @property
    def can_write(self) -> bool:
        """Whether there is a project that may be changed."""
        store = self._context.workspace.store
        return store is not None and not store.read_only

    def use(self, entry_id: str) -> None:
        """Make a file part of the project; what had its role before leaves it."""
        entry = self._shelf.entry(entry_id)
        store = self._context.workspace.store
        if entry is None or store is None or not entry.is_usable or not self.can_write:
            return
        source = InputFile(
            role=entry.shown_role or "",
            path=entry.path,
            part=entry.part,
            is_layer=entry.is_layer,
        )
        others = inputs_of(store).values()
        order = 1 + max((int(each.get("order") or 0) for each in others), default=0)
        job = self._context.workspace.jobs.start(
            import_input,
            store.path,
            source,
            entry.options,
            order=order,
            title=self._context.words("data.storing_file", file=entry.name),
        )
        self._shelf.change(entry_id, state=FileState.STORING)
        job.succeeded.connect(partial(self._take, store, entry))
        job.failed.connect(partial(self._fail, entry_id))
        job.cancelled.connect(partial(self._give_back, entry_id))

    def stop_using(self, entry_id: str) -> None:
        """Take a file out of the project; its content stays until undo is gone."""
        entry = self._shelf.entry(entry_id)
        if entry is not None and entry.input_id and self.can_write:
            self._do(
                "data.history_remove", entry, (Put("input", entry.input_id, None),)
            )

    def read_project(self) -> None:
        """Begin anew with the inputs of the open project."""
        self._shelf.clear()
        self._sync()

    def _follow(self, changes: Changes) -> None:
        if "input" in changes.kinds:
            self._sync()

    def _sync(self) -> None:
        """Bring the shelf in step with the inputs that the project names."""
        inputs = inputs_of(self._context.workspace.store)
        for entry in self._shelf.entries:
            if entry.input_id and entry.input_id not in inputs:
                if entry.trial is None:
                    self._shelf.drop(entry.id)
                else:
                    self._shelf.put(
                        replace(entry, input_id="", document=None, stored=None)
                    )
        known = {entry.input_id for entry in self._shelf.entries}
        self._shelf.add(
            _from_document(input_id, value)
            for input_id, value in inputs.items()
            if input_id not in known and not self._adopt(input_id, value)
        )

    def _adopt(self, input_id: str, value: Mapping[str, Any]) -> bool:
        """Tell a file on the list that the project holds it; False if none is it."""
        for entry in self._shelf.entries:
            is_same = (str(entry.path), entry.part) == (
                value["path"],
                value.get("part"),
            )
            if is_same and not entry.input_id and entry.shown_role == value["role"]:
                self._shelf.put(
                    replace(
                        entry,
                        input_id=input_id,
                        document=value,
                        stored=read_options(value.get("options") or {}),
                    )
                )
                return True
        return False

    def _take(
        self, store: ProjectStore, entry: FileEntry, found: ImportedInput
    ) -> None:
        if self._context.workspace.store is not store:
            return  # another project is open by now
        role, is_layer = found.document["role"], bool(found.document["is_layer"])
        gone = [
            input_id
            for input_id, value in inputs_of(store).items()
            if (value["role"] == role and bool(value["is_layer"]) == is_layer)
            or input_id == entry.input_id
        ]
        puts = [Put("input", input_id, None) for input_id in gone]
        value = {**found.document, "features": found.features}
        puts.append(Put("input", found.id, value))
        plan = plan_of(entry)
        if plan is not None:
            key = key_of(plan.role, is_layer=plan.is_layer)
            puts.append(Put("mapping", key, plan.to_document()))
            settings = self._context.settings
            settings.set(KEY, remembered(settings.get(KEY), plan))
        outlines = None if entry.trial is None else taken_outlines(entry.trial)
        if outlines is not None:
            store.set_state(OUTLINE + found.id, to_state(outlines))
        self._shelf.change(
            entry.id,
            state=FileState.READ,
            input_id=found.id,
            document=value,
            stored=entry.options,
        )
        self._do("data.history_use", entry, tuple(puts))

    def _do(self, text: str, entry: FileEntry, puts: tuple[Put, ...]) -> None:
        words = self._context.words
        role = words(f"data.role.{entry.shown_role}")
        params = {"file": entry.name, "role": role}
        try:
            self._context.workspace.do(Edit(text=text, params=params, puts=puts))
        except LandGISError as error:
            self._say(words.sentence(error), tone="failed")
            return
        notice = Notice(
            text=words(text, **params),
            action_text=words("data.undo"),
            action=taking_back(self._context.workspace, words),
        )
        self._context.workspace.notify(notice)

    def _fail(self, entry_id: str, error: object) -> None:
        self._give_back(entry_id)
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        self._say(self._context.words.sentence(error), tone="failed")

    def _give_back(self, entry_id: str) -> None:
        self._shelf.change(entry_id, state=FileState.READ)

    def _say(self, text: str, *, tone: str) -> None:
        self._context.workspace.notify(Notice(text=text, tone=tone))


def _from_document(input_id: str, value: Mapping[str, Any]) -> FileEntry:
    entry = new_entry(Path(value["path"]), value.get("part"))
    options = read_options(value.get("options") or {})
    return replace(
        entry,
        role=value["role"],
        options=options,
        stored=options,
        state=FileState.READ,
        input_id=input_id,
        document=value,
    )
