# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every tool of the map is: events in map coordinates in, wishes out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QObject, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QPainter

from landgis.render.viewport import Viewport
from landgis_ui.theme.look import Look

Points = NDArray[np.float64]
DRAG_PX = 4  # a hand that clicks moves less than this


class PickMode(Enum):
    """What happens to the selection: replaced, added to, or turned over."""

    REPLACE = "replace"
    ADD = "add"
    TOGGLE = "toggle"


class Drawing(Enum):
    """How a tool draws, which tells how the keyboard can."""

    NONE = "none"
    BY_DRAG = "drag"
    BY_CLICKS = "clicks"


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """Where the pointer is: on the map (x east, y north, in metres) and on screen.

    With the keyboard, keys held down tell how far an arrow key goes, nothing else.
    """

    x: float
    y: float
    px: float
    py: float
    button: Qt.MouseButton = Qt.MouseButton.NoButton
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    by_keyboard: bool = False

    @property
    def mode(self) -> PickMode:
        """What the keys held down mean for the selection."""
        if self.modifiers & Qt.KeyboardModifier.ControlModifier:
            return PickMode.TOGGLE
        if self.modifiers & Qt.KeyboardModifier.ShiftModifier:
            return PickMode.ADD
        return PickMode.REPLACE

    def distance_px(self, other: Pointer) -> float:
        """Return how far apart two places are on screen."""
        return math.hypot(self.px - other.px, self.py - other.py)


class Tool(QObject):
    """A tool of the map; the ones that draw override what they need.

    Signals
    -------
    changed()
        What the tool paints above the map is another thing now.
    panned(float, float)
        The map is to move by so many pixels.
    """

    changed = pyqtSignal()
    panned = pyqtSignal(float, float)

    id = ""
    cursor = Qt.CursorShape.ArrowCursor
    drawing = Drawing.NONE
    zooms_on_double_click = False
    shows_hover = True  # the parcel below the pointer is outlined
    shows_card = False  # the card of the parcel below the pointer may appear

    def press(self, at: Pointer) -> None:
        """Begin where the left button went down."""

    def move(self, at: Pointer) -> None:
        """Follow the pointer, whether a button is down or not."""

    def release(self, at: Pointer) -> None:
        """End where the left button came up."""

    def double_click(self, at: Pointer) -> None:
        """Answer the second press of a double click."""

    def key(self, key: Qt.Key) -> bool:
        """Take a key; False lets the map have it."""
        return key == Qt.Key.Key_Escape and self.cancel()

    def key_up(self, key: Qt.Key) -> None:
        """Take note that a key came up."""

    def typed(self, text: str) -> bool:  # noqa: ARG002 - for tools that read
        """Take what a key writes; False lets the map have the key."""
        return False

    def leave(self) -> None:
        """Take note that the pointer went off the map, or another tool was taken."""

    def cancel(self) -> bool:
        """Drop what is being drawn; False if there was nothing."""
        return False

    def paint(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        """Paint what is being drawn above the map."""

    def painted(self, viewport: Viewport) -> QRectF | None:  # noqa: ARG002 - for tools that know
        """Return where on screen it paints; None: anywhere."""
        return None


def to_screen(viewport: Viewport, x: float, y: float) -> QPointF:
    """Return where a place of the map is on screen."""
    px, py = viewport.to_screen(x, y)
    return QPointF(float(px), float(py))
