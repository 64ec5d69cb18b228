# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One record as it will be read, to leaf through: the right answer can be seen."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QGridLayout, QWidget

from landgis.operations.import_trial import ImportTrial
from landgis_ui.context import Context
from landgis_ui.steps.data.describe import whole
from landgis_ui.steps.data.layouts import clear_layout
from landgis_ui.widgets.basics import IconButton, column, make_chip, make_label, row
from landgis_ui.widgets.elided import ElidedLabel

MOST_LINES = 14


class SampleRecord(QWidget):
    """Leafs through the sample records of a file with ‹ and ›, or the arrow keys."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = context.words
        self._context = context
        self._trial: ImportTrial | None = None
        self._place = 0
        self.where = make_label(size="hint")
        self.back = IconButton(context.look, "chevron-left", words("data.record_back"))
        self.on = IconButton(context.look, "chevron-right", words("data.record_on"))
        self.back.clicked.connect(self._go_back)
        self.on.clicked.connect(self._go_on)
        lines = QWidget()
        self._lines = QGridLayout(lines)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setColumnStretch(1, 1)
        self._lines.setHorizontalSpacing(12)
        self._lines.setVerticalSpacing(5)
        head = row(
            make_label(words("data.sample_head"), strong=True),
            self.where,
            None,
            self.back,
            self.on,
            spacing=6,
        )
        self.setLayout(column(head, lines, spacing=8))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words("data.sample_head"))

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """The titles and values that are shown."""
        if self._trial is None or not self._trial.samples:
            return ()
        return self._trial.samples[self._place].values

    def show_trial(self, trial: ImportTrial) -> None:
        """Show the same record of another reading."""
        self._trial = trial
        self._place = min(self._place, max(0, len(trial.samples) - 1))
        self._show()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Leaf with the arrows."""
        key = None if event is None else event.key()
        if key == Qt.Key.Key_Left:
            self._go_back()
        elif key == Qt.Key.Key_Right:
            self._go_on()
        else:
            super().keyPressEvent(event)

    def _go_back(self) -> None:
        self._go(-1)

    def _go_on(self) -> None:
        self._go(1)

    def _go(self, step: int) -> None:
        if self._trial is not None and self._trial.samples:
            self._place = (self._place + step) % len(self._trial.samples)
            self._show()

    def _show(self) -> None:
        words, trial = self._context.words, self._trial
        clear_layout(self._lines)
        if trial is None or not trial.samples:
            self.where.setText("")
            return
        record = trial.samples[self._place]
        place = words("data.record_at", n=record.number, total=whole(trial.features))
        self.where.setText(place)
        for line, (title, value) in enumerate(record.values[:MOST_LINES]):
            self._lines.addWidget(make_label(title, size="hint"), line, 0)
            if words("data.as_missing_mark") in value:
                self._lines.addWidget(make_chip(value, tone="verify"), line, 1)
            else:
                self._lines.addWidget(ElidedLabel(value), line, 1)
        self.setAccessibleDescription(place)
