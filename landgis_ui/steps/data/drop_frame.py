# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A frame in which files may be let go."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PyQt6.QtWidgets import QFrame, QWidget

from landgis_ui.steps.data.drops import paths_of
from landgis_ui.widgets.basics import set_property


class DropFrame(QFrame):
    """Lights up while files are held above it, and says which were let go.

    Signals
    -------
    dropped(tuple)
        Paths were let go here.
    """

    dropped = pyqtSignal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "drop")
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        """Show that files may be let go here."""
        if event is not None and paths_of(event.mimeData()):
            set_property(self, "active", "true")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent | None) -> None:
        """Look as before."""
        set_property(self, "active", "false")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent | None) -> None:
        """Take the files."""
        set_property(self, "active", "false")
        if event is not None:
            event.acceptProposedAction()
            self.dropped.emit(paths_of(event.mimeData()))
