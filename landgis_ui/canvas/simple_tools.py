# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tools that draw nothing: the arrow, which selects, and the hand, which moves."""

from __future__ import annotations

from PyQt6.QtCore import QObject, Qt, pyqtSignal

from landgis_ui.canvas.tool import DRAG_PX, Pointer, Tool


class HandTool(Tool):
    """Moves the map."""

    id = "hand"
    cursor = Qt.CursorShape.OpenHandCursor
    zooms_on_double_click = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._start: Pointer | None = None
        self._last: Pointer | None = None

    @property
    def is_dragging(self) -> bool:
        """Whether the map is being moved, rather than clicked."""
        return self._last is not None

    def press(self, at: Pointer) -> None:
        """Take hold of the map."""
        self._start, self._last = at, None

    def move(self, at: Pointer) -> None:
        """Move the map along once the hand has clearly moved."""
        if self._start is None:
            return
        if self._last is None and at.distance_px(self._start) < DRAG_PX:
            return
        before = self._last or self._start
        self._last = at
        self.panned.emit(at.px - before.px, at.py - before.py)

    def release(self, _at: Pointer) -> None:
        """Let go."""
        self._start = self._last = None

    def cancel(self) -> bool:
        """Let go where it is."""
        was_dragging = self.is_dragging
        self._start = self._last = None
        return was_dragging


class ArrowTool(HandTool):
    """Selects with a click, moves the map with a drag.

    Signals
    -------
    clicked(object)
        A place was clicked; the value is the pointer.
    """

    clicked = pyqtSignal(object)

    id = "arrow"
    cursor = Qt.CursorShape.ArrowCursor
    shows_card = True
    zooms_on_double_click = True

    def release(self, at: Pointer) -> None:
        """Say where the click was, if it was one."""
        is_click = self._start is not None and not self.is_dragging
        super().release(at)
        if is_click:
            self.clicked.emit(at)
