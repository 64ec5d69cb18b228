# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame of a panel that takes the right side for a while: title, content, close."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.widgets.basics import (
    IconButton,
    fill,
    make_label,
    make_panel,
    make_scroll,
    row,
)


class SidePanel(QFrame):
    """A panel over the right side; Esc or the cross closes it.

    Signals
    -------
    closed()
        The panel is to go.
    """

    closed = pyqtSignal()

    def __init__(self, context: Context, title: str) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "left")
        self.title = make_label(title, size="panel")
        self.cross = IconButton(context.look, "close", context.words("frame.close"))
        self.cross.clicked.connect(self.closed)
        top = make_panel(
            row(self.title, None, self.cross, margins=(16, 8, 10, 8)), edge="bottom"
        )
        self.content = QWidget()
        self.box = QVBoxLayout(self.content)
        self.box.setContentsMargins(16, 12, 16, 16)
        self.box.setSpacing(10)
        fill(QVBoxLayout(self), top, make_scroll(self.content), spacing=0)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Esc closes."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
