# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the drawing tools of zones have in common: a colour, in or out, hovering."""

from __future__ import annotations

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtGui import QColor

from landgis_ui.canvas.tool import Pointer, Tool
from landgis_ui.theme.look import Look
from landgis_ui.theme.zone_colours import zone_colour


class ZoneTool(Tool):
    """A tool that takes land into a zone, or out of it.

    Signals
    -------
    hovered(float, float)
        The pointer is here, and no button is down.
    left()
        The pointer went off the map, or another tool was taken.
    turned(bool)
        The tool takes out now, or in again: Alt, or a switch.
    """

    hovered = pyqtSignal(float, float)
    left = pyqtSignal()
    turned = pyqtSignal(bool)

    cursor = Qt.CursorShape.CrossCursor
    shows_hover = False  # what would be taken is outlined instead

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._usually_out = False
        self._is_alt = False
        self._hand: Pointer | None = None

    @property
    def takes_out(self) -> bool:
        """Whether the land is taken out of zones."""
        return self._usually_out != self._is_alt

    @property
    def hand(self) -> Pointer | None:
        """Where the pointer is, None while it is elsewhere."""
        return self._hand

    def set_takes_out(self, out: bool) -> None:  # noqa: FBT001 - a switch's slot
        """Take out without Alt, or in again."""
        before = self.takes_out
        self._usually_out = out
        self._tell(before)

    def set_colour(self, number: int) -> None:
        """Draw in the colour of a zone."""
        self._number = number
        self.changed.emit()

    def colour(self, look: Look) -> QColor:
        """Return the colour to draw in."""
        return QColor(zone_colour(self._number, is_dark=look.theme.is_dark))

    def follow(self, at: Pointer) -> None:
        """Take note of where the pointer is and whether Alt is held."""
        self._hand = at
        if not at.by_keyboard:
            self._hold_alt(down=bool(at.modifiers & Qt.KeyboardModifier.AltModifier))

    def key(self, key: Qt.Key) -> bool:
        """Alt turns the tool over."""
        if key == Qt.Key.Key_Alt:
            self._hold_alt(down=True)
            return True
        return super().key(key)

    def key_up(self, key: Qt.Key) -> None:
        """Alt is let go."""
        if key == Qt.Key.Key_Alt:
            self._hold_alt(down=False)

    def leave(self) -> None:
        """Forget the pointer."""
        self._hold_alt(down=False)
        self._hand = None
        self.changed.emit()
        self.left.emit()

    def _hold_alt(self, *, down: bool) -> None:
        before = self.takes_out
        self._is_alt = down
        self._tell(before)

    def _tell(self, before: bool) -> None:  # noqa: FBT001 - what was
        if self.takes_out != before:
            self.changed.emit()
            self.turned.emit(self.takes_out)
