# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small entry beside the pointer for the length and azimuth of the next side."""

from __future__ import annotations

import unicodedata

from PyQt6.QtCore import QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from landgis_ui.theme.look import Look
from landgis_ui.widgets.basics import make_label
from landgis_ui.words import Words

FIELD_PX = 84
GAP_PX = 22
LONGEST_M = 100_000.0
FULL_TURN = 360.0


class NumberField(QLineEdit):
    """A field for a number; what an input method writes is taken as meant.

    Signals
    -------
    abandoned()
        The keyboard went elsewhere.
    """

    abandoned = pyqtSignal()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Tell that the keyboard went elsewhere."""
        super().focusOutEvent(event)
        self.abandoned.emit()


class SideEntry(QFrame):
    """Length and azimuth of the next side; Tab changes between the two.

    Signals
    -------
    changed(object, object)
        The numbers as they are typed; None for what is not given.
    accepted()
        Enter was pressed on numbers that can be used.
    dropped()
        Esc was pressed.
    """

    changed = pyqtSignal(object, object)
    accepted = pyqtSignal()
    dropped = pyqtSignal()

    def __init__(self, look: Look, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("card", "floating")
        self.length = self._field(words("drawing.length"))
        self.azimuth = self._field(words("drawing.azimuth"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(6)
        for field, unit in (
            (self.length, words("drawing.metre")),
            (self.azimuth, words("drawing.degree")),
        ):
            label = make_label(field.accessibleName(), size="secondary")
            label.setBuddy(field)
            layout.addWidget(label)
            layout.addWidget(field)
            layout.addWidget(make_label(unit, size="secondary"))
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a side is being typed."""
        return not self.isHidden()

    def open_at(self, spot: QPoint, text: str) -> None:
        """Appear beside a point of the map with the first digit typed."""
        self.azimuth.clear()
        self.length.setText(text)
        self.ensurePolished()
        for field in (self.length, self.azimuth):
            field.setFixedWidth(self._look.px(FIELD_PX))
        self.adjustSize()
        area = self.parentWidget()
        if area is not None:
            x = min(spot.x() + GAP_PX, area.width() - self.width() - 4)
            y = min(spot.y() + GAP_PX, area.height() - self.height() - 4)
            self.move(max(x, 0), max(y, 0))
        self.show()
        self.raise_()
        self.length.setFocus(Qt.FocusReason.OtherFocusReason)
        self.length.setCursorPosition(len(text))

    def shut(self) -> None:
        """Go away, and give the keyboard back to the map."""
        if not self.is_open:
            return
        had_focus = self.length.hasFocus() or self.azimuth.hasFocus()
        self.hide()
        area = self.parentWidget()
        if had_focus and area is not None:
            area.setFocus(Qt.FocusReason.OtherFocusReason)

    def numbers(self) -> tuple[float | None, float | None]:
        """Return length and azimuth, None for what is not given or makes no sense."""
        length = read_number(self.length.text())
        azimuth = read_number(self.azimuth.text())
        if length is not None and not 0 < length <= LONGEST_M:
            length = None
        return length, None if azimuth is None else azimuth % FULL_TURN

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Enter sets the corner, Esc forgets the numbers."""
        if event is None:
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if any(number is not None for number in self.numbers()):
                self.accepted.emit()
                self.shut()
        elif event.key() == Qt.Key.Key_Escape:
            self.shut()
            self.dropped.emit()
        event.accept()

    def _field(self, name: str) -> NumberField:
        field = NumberField(self)
        field.setAccessibleName(name)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.textChanged.connect(self._on_text)
        field.abandoned.connect(self._on_abandoned)
        return field

    def _on_text(self) -> None:
        if self.is_open:
            self.changed.emit(*self.numbers())

    def _on_abandoned(self) -> None:
        if not (self.length.hasFocus() or self.azimuth.hasFocus()):
            self.hide()


def read_number(text: str) -> float | None:
    """Read a number as it is typed, full-width digits and 。 included."""
    plain = unicodedata.normalize("NFKC", text).replace("。", ".").strip()
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if abs(value) < LONGEST_M * 10 else None
