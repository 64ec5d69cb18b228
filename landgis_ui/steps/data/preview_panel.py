# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The right of the data step: the file on a small map, candidates, a sample record."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QWidget

from landgis.crs import Region, identify
from landgis.operations.import_trial import CrsTrial, ImportTrial
from landgis_ui.context import Context
from landgis_ui.steps.data.candidates import Candidates, ShiftChoice
from landgis_ui.steps.data.datum_form import DatumForm
from landgis_ui.steps.data.entries import FileEntry, is_old_datum
from landgis_ui.steps.data.outlines import taken_outlines, to_outlines
from landgis_ui.steps.data.preview_map import Outlines, PreviewMap
from landgis_ui.steps.data.sample_record import SampleRecord
from landgis_ui.widgets.basics import (
    IconButton,
    column,
    make_label,
    make_panel,
    make_scroll,
    row,
)

MAP_PX = 232
WEB_MERCATOR = "EPSG:3857"


class PreviewPanel(QWidget):
    """Map, candidates, datum, web-map shift and sample record of the current file.

    Signals
    -------
    crs_chosen(str), shift_chosen(str), datum_given(tuple, tuple)
        Read the file with this system, shift or datum change.
    """

    crs_chosen = pyqtSignal(str)
    shift_chosen = pyqtSignal(str)
    datum_given = pyqtSignal(tuple, tuple)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = context.words
        self._context = context
        self._trial: ImportTrial | None = None
        self._kept: Outlines | None = None
        self.map = PreviewMap(context)
        self.map.setFixedHeight(context.look.px(MAP_PX))
        self._caption = make_label(size="hint")
        self.expand = IconButton(context.look, "fit", words("data.larger_map"))
        self.expand.setCheckable(True)
        self.expand.toggled.connect(self._grow)
        self.candidates = Candidates(context)
        self.datum = DatumForm(context)
        self.shift = ShiftChoice(context)
        self.sample = SampleRecord(context)
        self._parts = [_boxed(each) for each in self._widgets()]
        self._lay_out()
        self.candidates.hovered.connect(self._preview)
        self.candidates.left.connect(self._show_taken)
        self.candidates.chosen.connect(self.crs_chosen)
        self.shift.chosen.connect(self.shift_chosen)
        self.datum.given.connect(self.datum_given)

    def _widgets(self) -> tuple[QWidget, ...]:
        return self.candidates, self.datum, self.shift, self.sample

    def _lay_out(self) -> None:
        head = row(
            make_label(self._context.words("data.preview"), size="panel"),
            self._caption,
            None,
            self.expand,
            margins=(16, 8, 12, 8),
        )
        inside = QWidget()
        inside.setLayout(column(*self._parts, None, spacing=0))
        self._scroll = make_scroll(inside)
        layout = column(
            make_panel(head, edge="bottom"), self.map, self._scroll, spacing=0
        )
        self.setLayout(layout)

    def set_ground(self, region: Region | None, others: Iterable[Outlines]) -> None:
        """Show what lies below: the region and the other layers."""
        self.map.set_ground(region, others)

    def show_entry(self, entry: FileEntry | None, kept: Outlines | None) -> None:
        """Show a file; `kept` are the outlines of one that is not read again yet."""
        trial = None if entry is None else entry.trial
        is_same = trial is not None and trial is self._trial
        self._trial, self._kept = trial, kept
        crs = None if trial is None else trial.crs
        candidates, datum, shift, sample = self._parts
        candidates.setVisible(crs is not None)
        sample.setVisible(trial is not None and bool(trial.samples))
        given = entry is not None and bool(
            entry.options.helmert or entry.options.control_points
        )
        datum.setVisible(given or (crs is not None and is_old_datum(crs.value)))
        shift.setVisible(entry is not None and _may_be_shifted(entry))
        if trial is not None and crs is not None:
            self.candidates.show_crs(crs)
        if trial is not None:
            self.sample.show_trial(trial)
        if entry is not None:
            self.datum.show_options(entry.options)
            self.shift.show_shift(entry.options.shift, _shift_note(trial))
        if not is_same:
            self._show_taken()

    def _show_taken(self) -> None:
        found = None if self._trial is None else taken_outlines(self._trial)
        self.map.set_layer(found or self._kept)
        self._caption.setText("")

    def _preview(self, code: str) -> None:
        """Show where another system would put the shapes, without setting it."""
        candidate = self._candidate(code)
        if candidate is None or self._trial is None or self._trial.crs is None:
            return
        words = self._context.words
        is_taken = code == self._trial.crs.value
        outlines = to_outlines(candidate.preview)
        if outlines is None and not is_taken:
            self._caption.setText(words("data.needs_parameters_first"))
            return
        self.map.set_layer(outlines, is_candidate=not is_taken)
        caption = "" if is_taken else words("data.trying", title=candidate.title)
        self._caption.setText(caption)

    def _candidate(self, code: str) -> CrsTrial | None:
        crs = None if self._trial is None else self._trial.crs
        if crs is None:
            return None
        return next((each for each in crs.candidates if each.code == code), None)

    def _grow(self, *, larger: bool) -> None:
        """Give the map the whole panel, or a part of it."""
        self._scroll.setVisible(not larger)
        if larger:
            self.map.setMinimumHeight(0)
            self.map.setMaximumHeight(16_777_215)
        else:
            self.map.setFixedHeight(self._context.look.px(MAP_PX))


def _boxed(widget: QWidget) -> QFrame:
    box = make_panel(column(widget, margins=(14, 10, 14, 12)))
    box.setProperty("edge", "bottom")
    return box


def _may_be_shifted(entry: FileEntry) -> bool:
    """Whether a file may have been drawn on a web map: degrees or Web Mercator."""
    if entry.options.shift is not None:
        return True
    crs = None if entry.trial is None else entry.trial.crs
    system = None if crs is None or crs.value is None else identify(crs.value)
    return system is not None and (system.geographic or system.code == WEB_MERCATOR)


def _shift_note(trial: ImportTrial | None) -> str:
    """Return what was noticed of a shift."""
    notes = () if trial is None else trial.notes
    return next((note for note in notes if "gcj02" in note or "bd09" in note), "")
