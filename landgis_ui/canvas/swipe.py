# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The line between two colourings of the map, dragged or moved by arrow keys."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from landgis_ui.theme.look import Look

GRIP_PX = 28
STEP = 0.02
LEAST = 0.02
TIP, BACK, RISE = 0.62, 0.25, 0.36


class SwipeLine(QWidget):
    """A thin widget over the map; what it divides is painted by the canvas.

    Signals
    -------
    moved(float)
        The line stands at this share of the map's width.
    """

    moved = pyqtSignal(float)

    def __init__(self, look: Look, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._share = look, 0.5
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    @property
    def share(self) -> float:
        """Where the line stands, as a share of the map's width."""
        return self._share

    def show_line(self, *, shown: bool) -> None:
        """Show or hide the line; it comes back where it was."""
        if shown != self.isVisibleTo(self.parentWidget()):
            self.setVisible(shown)
            self.lay_out()
            self.moved.emit(self._share)

    def set_share(self, share: float) -> None:
        """Move the line."""
        self._share = min(max(share, LEAST), 1 - LEAST)
        self.lay_out()
        self.moved.emit(self._share)

    def lay_out(self) -> None:
        """Stand at the same share of a map of another size."""
        area = self.parentWidget()
        if area is not None:
            grip = self._look.px(GRIP_PX)
            left = round(area.width() * self._share - grip / 2)
            self.setGeometry(left, 0, grip, area.height())
            self.raise_()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Follow the mouse."""
        area = self.parentWidget()
        if event is not None and area is not None and event.buttons():
            x = self.mapToParent(event.position()).x()
            self.set_share(x / max(1, area.width()))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Move by the arrow keys."""
        if event is None:
            return
        steps = {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP}
        if event.key() in steps:
            self.set_share(self._share + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw line and grip."""
        del event
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, half = self.width() / 2, look.px(12)
        painter.setPen(QPen(look.colour("verify"), look.px(2)))
        painter.drawLine(QPointF(middle, 0), QPointF(middle, self.height()))
        place = QPointF(middle, self.height() / 2)
        painter.setBrush(look.colour("panel"))
        painter.drawEllipse(place, half, half)
        for side in (-1, 1):
            tip = place + QPointF(side * half * TIP, 0)
            back = place + QPointF(side * half * BACK, 0)
            rise = QPointF(0, half * RISE)
            painter.drawLine(tip, back + rise)
            painter.drawLine(tip, back - rise)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), look.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, half + 3, half + 3)
        painter.end()
