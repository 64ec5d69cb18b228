# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Show a small panel at the button that it belongs to."""

from __future__ import annotations

from PyQt6.QtCore import QPoint
from PyQt6.QtWidgets import QWidget

GAP_PX = 4


def pop_up(panel: QWidget, button: QWidget) -> None:
    """Show a panel below a button, above it where there is no room, on the screen."""
    panel.adjustSize()
    corner = button.mapToGlobal(QPoint(0, button.height() + GAP_PX))
    screen = button.screen()
    if screen is not None:
        room = screen.availableGeometry()
        if corner.y() + panel.height() > room.bottom():
            top = button.mapToGlobal(QPoint(0, 0)).y() - panel.height() - GAP_PX
            corner.setY(max(top, room.top()))
        corner.setX(max(room.left(), min(corner.x(), room.right() - panel.width())))
    panel.move(corner)
    panel.show()
