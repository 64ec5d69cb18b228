# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A field for a number that may be unknown; an empty field is no 0."""

from __future__ import annotations

import unicodedata

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QLineEdit, QWidget

from landgis_ui.context import Context
from landgis_ui.widgets.basics import make_label, row, set_property
from landgis_ui.widgets.figures import UNKNOWN

FIELD_PX = 84
PLACES = 4
IDEOGRAPHIC_STOP = "\u3002"


class _Line(QLineEdit):
    """A line whose Esc takes back what was typed."""

    dropped = pyqtSignal()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
            return
        super().keyPressEvent(event)


class NumberField(QWidget):
    """Title, field and unit; full-width digits and 。 are taken as meant.

    Signals
    -------
    entered(object)
        Another number was entered; None: the field was emptied.
    """

    entered = pyqtSignal(object)

    def __init__(self, context: Context, title: str, *, unit: str = "") -> None:
        super().__init__()
        self._words = context.words
        self._value: float | None = None
        self.title = make_label(title, size="secondary", wrap=True)
        self.line = _Line()
        self.line.setAccessibleName(f"{title} {unit}".strip())
        self.line.setPlaceholderText(UNKNOWN)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.setFixedWidth(context.look.px(FIELD_PX))
        self.unit = make_label(unit, size="secondary")
        box = row(self.title, self.line, self.unit, spacing=6)
        box.setStretch(0, 1)
        self.setLayout(box)
        self.setFocusProxy(self.line)
        self.line.editingFinished.connect(self._finish)
        self.line.dropped.connect(lambda: self.show_value(self._value, force=True))

    @property
    def value(self) -> float | None:
        """The number, None where it is not known."""
        return self._value

    def show_value(self, value: float | None, *, force: bool = False) -> None:
        """Show a number; what is being typed is left alone."""
        is_typing = self.line.hasFocus() and self.line.isModified()
        if force or not is_typing:
            self._value = value
            self.line.setText(
                "" if value is None else f"{value:.{PLACES}f}".rstrip("0").rstrip(".")
            )
            self.line.setModified(False)
            set_property(self.line, "tone", "")
            self.line.setToolTip("")

    def _finish(self) -> None:
        if not self.line.isModified():
            return
        value, is_number = read_number(self.line.text())
        if not is_number:
            set_property(self.line, "tone", "choose")
            self.line.setToolTip(self._words("field.no_number"))
            return
        changed = value != self._value
        self.show_value(value, force=True)
        if changed:
            self.entered.emit(value)


def read_number(text: str) -> tuple[float | None, bool]:
    """Return a number that is 0 or more (None for an empty text), and if it is one."""
    plain = (
        unicodedata.normalize("NFKC", text)
        .replace(IDEOGRAPHIC_STOP, ".")
        .replace(",", "")
        .strip()
    )
    if not plain:
        return None, True
    try:
        value = float(plain)
    except ValueError:
        return None, False
    return (value, True) if 0 <= value < float("inf") else (None, False)
