# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawing corner by corner with snapping, tracing, right angles and typed lengths."""

from __future__ import annotations

import unicodedata

import numpy as np
from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtGui import QPainter

from landgis.render.viewport import Viewport
from landgis.zones.snapping import Place, azimuth_of, orthogonal, placed
from landgis_ui.canvas.measure_paint import length_text
from landgis_ui.canvas.shape_tools import FINISH_KEYS
from landgis_ui.canvas.tool import DRAG_PX, Drawing, Pointer, to_screen
from landgis_ui.canvas.zoning.catching import Catching
from landgis_ui.canvas.zoning.strokes import paint_note, paint_snap
from landgis_ui.canvas.zoning.way import SAME_M, Aim, Way
from landgis_ui.canvas.zoning.zone_tool import ZoneTool
from landgis_ui.theme.look import Look
from landgis_ui.words import Words

TRACE_KEY = Qt.Key.Key_T
SQUARE, TRACE = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


class SnapTool(ZoneTool):
    """A line from click to click that catches on corners and sides of parcels.

    Signals
    -------
    snapped(object)
        The pointer has caught on something (`Snap`), or on nothing any more.
    tracing_changed(bool)
        Corners are joined along boundaries now, or straight.
    entry_wanted(str)
        A digit was typed: length and azimuth are to be typed on.
    corner_set()
        A corner was set or taken back.
    """

    snapped = pyqtSignal(object)
    tracing_changed = pyqtSignal(bool)
    entry_wanted = pyqtSignal(str)
    corner_set = pyqtSignal()

    drawing = Drawing.BY_CLICKS
    fewest = 2

    def __init__(
        self, catching: Catching, words: Words, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._catching, self._words = catching, words
        self._way = Way()
        self._aim: Aim | None = None
        self._is_tracing = False
        self._last_press: Pointer | None = None
        self._length: float | None = None
        self._azimuth: float | None = None

    @property
    def way(self) -> Way:
        """The corners set so far."""
        return self._way

    @property
    def aim(self) -> Aim | None:
        """Where the next click would set a corner."""
        return self._aim

    @property
    def is_tracing(self) -> bool:
        """Whether corners are joined along boundaries."""
        return self._is_tracing

    def set_tracing(self, on: bool) -> None:  # noqa: FBT001 - a switch's slot
        """Join corners along boundaries, or straight."""
        if on != self._is_tracing:
            self._is_tracing = on
            self._aim_again()
            self.tracing_changed.emit(on)

    def fix(self, length: float | None, azimuth: float | None) -> None:
        """Hold the next side to a length in metres and an azimuth in degrees."""
        self._length, self._azimuth = length, azimuth
        self._aim_again()

    def accept(self) -> None:
        """Set the corner where the next one is aimed at."""
        if self._aim is not None:
            self._set_corner()

    def press(self, at: Pointer) -> None:
        """Set a corner; on the last one or the first one it ends the line."""
        self.move(at)
        last = self._last_press
        is_again = last is not None and at.distance_px(last) < DRAG_PX
        if (is_again and len(self._way)) or self._closes():
            self._finish()
        else:
            self._last_press = at
            self._set_corner()

    def move(self, at: Pointer) -> None:
        """Draw the next side out to the pointer, or what it catches on."""
        self.follow(at)
        before = self._aim.snap if self._aim else None
        self._aim = self._aim_at(at)
        if self._aim.snap != before:
            self.snapped.emit(self._aim.snap)
        if not len(self._way):
            self.hovered.emit(*self._aim.place)
        self.changed.emit()
        self._draft()

    def double_click(self, at: Pointer) -> None:
        """End the line with the corner that the first click set."""
        del at
        self._finish()

    def key(self, key: Qt.Key) -> bool:
        """Enter ends, Backspace takes a step back, T traces, Esc drops all."""
        if key in FINISH_KEYS and len(self._way):
            self._finish()
        elif key == Qt.Key.Key_Backspace and self._way.take_back():
            self._last_press = None
            self._aim_again()
            self.corner_set.emit()
        elif key == TRACE_KEY:
            self.set_tracing(not self._is_tracing)
        else:
            return super().key(key)
        return True

    def typed(self, text: str) -> bool:
        """Open the entry of a length with a digit, full-width or not."""
        plain = unicodedata.normalize("NFKC", text)
        if not plain.isdecimal() or self._way.last is None:
            return False
        self.entry_wanted.emit(plain)
        return True

    def cancel(self) -> bool:
        """Drop the line."""
        was_drawing = bool(len(self._way))
        self._reset()
        if was_drawing:
            self._dropped()
        return was_drawing

    def leave(self) -> None:
        """Forget the pointer; corners stay."""
        self._aim = None
        super().leave()

    def paint(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        """Paint what was caught on, and length and azimuth of the side being drawn."""
        aim = self._aim
        if aim is None:
            return
        if aim.snap is not None:
            paint_snap(painter, viewport, aim.snap, look=look)
        text = self._note()
        if text:
            place = to_screen(viewport, *aim.place)
            paint_note(painter, viewport, place, text=text, look=look)

    def _draft(self) -> None:
        """Tell what the line would be, if the tool says so."""

    def _hand_over(self) -> None:
        """Tell that the line is done."""
        raise NotImplementedError

    def _dropped(self) -> None:
        """Tell that nothing came of it."""

    def _note(self) -> str:
        side = self._way.side_to(self._aim.place) if self._aim else None
        if side is None or side[0] < SAME_M:
            return ""
        length, azimuth = side
        text = self._words(
            "drawing.side",
            length=length_text(length, self._words),
            azimuth=f"{azimuth:.1f}",
        )
        if self._traces() and self._aim and not self._aim.is_traced:
            return self._words("drawing.no_way", side=text)
        return text

    def _aim_at(self, at: Pointer) -> Aim:
        snap = self._catching.find(at, also=self._way.places)
        place = snap.place if snap is not None else (at.x, at.y)
        last = self._way.last
        if last is None:
            return Aim(place=place, way=np.array([place]), snap=snap)
        if self._length is not None or self._azimuth is not None:
            place = self._held(last, place)
        elif at.modifiers & SQUARE and not at.by_keyboard:
            place = orthogonal(last, place, self._way.before_last)
        elif snap is not None and self._traces():
            traced = self._catching.trace(last, place)
            if traced is not None and len(traced) > 1:
                return Aim(place=place, way=traced[1:], snap=snap, is_traced=True)
        is_there = snap is not None and place == snap.place
        return Aim(place=place, way=np.array([place]), snap=snap if is_there else None)

    def _held(self, last: Place, place: Place) -> Place:
        """Return the place at the length and azimuth that were typed."""
        side = self._way.side_to(place) or (0.0, azimuth_of(last, place))
        length = self._length if self._length is not None else side[0]
        azimuth = self._azimuth if self._azimuth is not None else side[1]
        return placed(last, length=length, azimuth=azimuth)

    def _traces(self) -> bool:
        held = self._hand is not None and not self._hand.by_keyboard
        by_key = held and self._hand is not None and self._hand.modifiers & TRACE
        return self._is_tracing or bool(by_key)

    def _closes(self) -> bool:
        first, aim = self._way.first, self._aim
        return aim is not None and len(self._way) > self.fewest and aim.place == first

    def _set_corner(self) -> None:
        if self._aim is not None and self._way.add(self._aim.way):
            self._length = self._azimuth = None
            self._aim_again()
            self.corner_set.emit()

    def _aim_again(self) -> None:
        if self._hand is not None:
            self._aim = self._aim_at(self._hand)
        self.changed.emit()
        self._draft()

    def _finish(self) -> None:
        if len(self._way) < self.fewest:
            return
        self._hand_over()
        self._reset()

    def _reset(self) -> None:
        self._way.clear()
        self._length = self._azimuth = None
        self._last_press = None
        self.changed.emit()
        self.corner_set.emit()
