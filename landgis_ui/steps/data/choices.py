# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user chooses for the file that is looked at; each choice reads it again."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtCore import QObject

from landgis.operations.project_file import ReadOptions
from landgis_ui.context import Context
from landgis_ui.steps.data.entries import (
    FileEntry,
    FileState,
    is_sure,
    with_crs,
    with_field,
    with_unit,
)
from landgis_ui.steps.data.evidence import AREA, CRS, ENCODING, HEADER
from landgis_ui.steps.data.importing import Importer
from landgis_ui.steps.data.intake import Intake
from landgis_ui.steps.data.shelf import Shelf
from landgis_ui.work.workspace import Notice

Numbers = tuple[float, ...]


class Choices(QObject):
    """Turns what is clicked into options of the current file."""

    def __init__(
        self,
        context: Context,
        shelf: Shelf,
        intake: Intake,
        *,
        importer: Importer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._shelf = context, shelf
        self._intake, self._importer = intake, importer

    def take_way(self, kind: str, choice: str) -> None:
        """Choose an alternative of an evidence card."""
        entry = self._shelf.current
        if entry is None or not choice:
            return
        options = entry.options
        if kind == ENCODING:
            self._choose(replace(options, encoding=choice))
        elif kind == CRS:
            self._choose(with_crs(options, choice))
        elif kind == HEADER:
            self._choose(replace(options, header_row=int(choice), fields={}, units={}))
        elif kind == AREA:
            standard = _area_field(entry)
            if standard:
                self._choose(with_unit(options, standard, choice))

    def take_role(self, role: str) -> None:
        """Take the file for something else; the columns are recognised anew."""
        entry = self._shelf.current
        if entry is None:
            return
        if role == entry.shown_role:  # what was guessed is right
            self._shelf.change(entry.id, role=role)
        else:
            options = replace(entry.options, fields={}, units={})
            self._intake.reread(entry.id, role=role, options=options)

    def take_part(self, part: str) -> None:
        """Look at another sheet of the workbook."""
        entry = self._shelf.current
        if entry is not None and part != entry.part:
            self._intake.reread(entry.id, part=part, role=None, options=ReadOptions())

    def take_field(self, column: str, standard: str) -> None:
        """Give a column another standard field, or none."""
        entry = self._shelf.current
        if entry is None or entry.trial is None:
            return
        for field in entry.trial.fields:
            if field.column == column:
                self._choose(with_field(entry.options, field, standard or None))

    def take_unit(self, standard: str, unit: str) -> None:
        """Take a column to be in another unit."""
        entry = self._shelf.current
        if entry is not None:
            self._choose(with_unit(entry.options, standard, unit))

    def take_crs(self, code: str) -> None:
        """Take the shapes to be in a coordinate system."""
        entry = self._shelf.current
        if entry is not None:
            self._choose(with_crs(entry.options, code))

    def take_shift(self, kind: str) -> None:
        """Undo a web-map shift, or leave the shapes where they are."""
        entry = self._shelf.current
        if entry is not None and (entry.options.shift or "") != kind:
            self._choose(replace(entry.options, shift=kind or None))

    def take_datum(self, helmert: Numbers, points: tuple[Numbers, ...]) -> None:
        """Leave an old datum by parameters or control points."""
        entry = self._shelf.current
        if entry is not None:
            self._choose(replace(entry.options, helmert=helmert, control_points=points))

    def use(self) -> None:
        """Make the current file part of the project, lost records left out."""
        entry = self._shelf.current
        if entry is not None:
            self._shelf.change(entry.id, takes_readable=True)
            self._importer.use(entry.id)

    def use_all(self) -> None:
        """Make every file part of the project that nobody needs to look at."""
        roles = set()
        for entry in self._shelf.entries:
            key = (entry.shown_role, entry.is_layer)
            if is_sure(entry) and not entry.is_used and key not in roles:
                roles.add(key)
                self._importer.use(entry.id)

    def take_readable(self, entry_id: str) -> None:
        """Be content with the records that can be read."""
        self._shelf.change(entry_id, takes_readable=True)

    def read_again(self, entry_id: str) -> None:
        """Try once more: the network is back, the file is closed."""
        self._intake.reread(entry_id)

    def remove(self, entry_id: str) -> None:
        """Take a file off the list, or out of the project; either can be undone."""
        entry = self._shelf.entry(entry_id)
        if entry is None or entry.state is FileState.STORING:
            return
        if entry.is_used:
            self._importer.stop_using(entry_id)
            return
        self._intake.forget(entry_id)
        self._shelf.drop(entry_id)
        words = self._context.words
        self._context.workspace.notify(
            Notice(
                text=words("data.skipped", file=entry.name),
                action_text=words("data.undo"),
                action=lambda: self._bring_back(entry),
            )
        )

    def _bring_back(self, entry: FileEntry) -> None:
        self._shelf.add([entry])
        self._shelf.select(entry.id)
        if entry.trial is None:
            self._intake.reread(entry.id)

    def _choose(self, options: ReadOptions) -> None:
        entry = self._shelf.current
        if entry is not None and options != entry.options:
            self._intake.choose(entry.id, options)


def _area_field(entry: FileEntry) -> str:
    """Return the standard field whose unit the area card is about."""
    trial = entry.trial
    return "" if trial is None or trial.area is None else trial.area.standard
