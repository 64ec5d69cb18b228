# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons side by side that go on in the next line where there is no room."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QSize
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from landgis_ui.theme.look import Look

GAP_PX = 6


class ChipRows(QWidget):
    """Places its widgets by hand; its height follows its width."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._widgets: tuple[QWidget, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """What is shown, from the left."""
        return self._widgets

    def show_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Show others; those before are gone."""
        for old in self._widgets:
            old.deleteLater()
        self._widgets = tuple(widgets)
        for widget in self._widgets:
            widget.setParent(self)
            widget.show()
        self.setVisible(bool(widgets))
        self._place()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Place anew."""
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        """Return the height of the lines."""
        return QSize(self.width(), self.height())

    def _place(self) -> None:
        gap = self._look.px(GAP_PX)
        left = top = line = 0
        for widget in self._widgets:
            size = widget.sizeHint()
            if left and left + size.width() > self.width():
                left, top, line = 0, top + line + gap, 0
            widget.setGeometry(left, top, size.width(), size.height())
            left, line = left + size.width() + gap, max(line, size.height())
        if self.height() != top + line:
            self.setFixedHeight(top + line)
