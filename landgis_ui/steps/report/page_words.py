# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Title and unit, changed on the page itself: where they stand, and their editor."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent
from PyQt6.QtWidgets import QLineEdit, QWidget

from landgis.operations.report_files import PagePreview
from landgis.pages.request import Kind

CARDS = (Kind.PARCEL_CARDS, Kind.FIRM_CARDS, Kind.ZONE_CARDS)
DOCUMENTS = (Kind.SUMMARY, Kind.RELOCATION)
LINE_PX = 30.0


def word_at(
    kind: Kind, preview: PagePreview, place_mm: QPointF
) -> tuple[str, QRectF] | None:
    """Return which word of the request stands at a place of the page, and where."""
    for name, box in word_boxes(kind, preview):
        if box.contains(place_mm):
            return name, box
    return None


def word_boxes(kind: Kind, preview: PagePreview) -> tuple[tuple[str, QRectF], ...]:
    """Return where title and unit stand on a page, in millimetres."""
    wide, high = preview.width_mm, preview.height_mm
    if kind is Kind.MAP:
        return _map_boxes(preview)
    if kind in CARDS:
        title = QRectF(20, 4, wide * 0.6, 12)
        return (("title", title), ("unit", QRectF(20, high - 14, wide * 0.3, 12)))
    if preview.page:
        return ()
    if kind in DOCUMENTS:
        title, unit = QRectF(20, 20, wide - 40, 16), QRectF(20, 36, wide - 40, 16)
        return (("title", title), ("unit", unit))
    return (("title", QRectF(20, 8, wide - 40, 16)),)


def _map_boxes(preview: PagePreview) -> tuple[tuple[str, QRectF], ...]:
    """Return the title above the frame, the unit in the last corner of the sheet."""
    if preview.frame_mm is None:
        return ()
    left, top, width, height = preview.frame_mm
    wide, high = preview.width_mm, preview.height_mm
    title = QRectF(left, 0, wide - left, top - 5)
    if wide > high:
        side = left + width + 6
        return ("title", title), ("unit", QRectF(side, high - 45, wide - side, 45))
    below = top + height + 24  # at the right, or below the legend at the left
    corner = QRectF(wide * 0.76, below, wide * 0.24, max(high - below, 0.0))
    foot = QRectF(left, high - 40, wide / 2 - left, 40)
    return ("title", title), ("unit", corner), ("unit", foot)


class WordEditor(QLineEdit):
    """A line laid over a word of the page; Enter takes it, Esc leaves it as it was.

    Signals
    -------
    entered(str, str)
        A word of the request, and its other text.
    """

    entered = pyqtSignal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._before = "", ""
        self.hide()
        self.returnPressed.connect(self._take)

    def begin(self, name: str, text: str, *, title: str, box: QRectF) -> None:
        """Edit a word where it stands; `box` in pixels of the page's widget."""
        self._name, self._before = name, text
        self.setAccessibleName(title)
        self.setPlaceholderText(title)
        self.setText(text)
        self.selectAll()
        line = QRectF(box.x(), box.center().y() - LINE_PX / 2, box.width(), LINE_PX)
        self.setGeometry(line.toRect())
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Leave the word alone on Esc."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self._name = ""
            self.hide()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Take what was written when something else is clicked."""
        super().focusOutEvent(event)
        self._take()

    def _take(self) -> None:
        name, text = self._name, self.text().strip()
        self._name = ""
        self.hide()
        if name and text != self._before:
            self.entered.emit(name, text)
