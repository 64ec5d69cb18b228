# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The map as the window uses it: values in, intentions out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QRect, Qt, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import QStyle, QWidget

from landgis.render.shapes import Rows
from landgis.render.viewport import Bounds, Viewport
from landgis_ui.canvas.canvas import MapCanvas
from landgis_ui.canvas.colouring import Colouring
from landgis_ui.canvas.hover import Hover
from landgis_ui.canvas.hover_card import CardText
from landgis_ui.canvas.input import MapInput
from landgis_ui.canvas.layers import MapLayers
from landgis_ui.canvas.navigator import MOTION_MS
from landgis_ui.canvas.overlay import MapOverlay
from landgis_ui.canvas.picker import Picker
from landgis_ui.canvas.scene import NO_ROWS
from landgis_ui.canvas.swipe import SwipeLine
from landgis_ui.canvas.view_state import state_of, viewport_from
from landgis_ui.canvas.zoning.paint import ZonePaint
from landgis_ui.canvas.zoning.tools import make_zone_tools
from landgis_ui.theme.look import Look
from landgis_ui.words import Words

MEETING_HATCH, MEETING_TEXT = 1.5, 1.25
FAR_MARGIN, NEAR_MARGIN = 0.2, 0.36
FEW = 3
"""So few parcels are shown with their neighbours: alone they tell no place."""
SMALLEST_SHARE = 0.02  # zooming out by a tiny box ends here
SMALLEST_PX = 32  # a map that is laid out is larger


class MapView(QWidget):
    """The map with everything on it.

    It knows parcels by the row of their layer and nothing of what they mean: texts
    come from callbacks, colours from a `Colouring`, and what people do goes out as
    signals.

    Signals
    -------
    hovered(int)
        The pointer is above this row, -1 for none.
    rows_picked(object, object)
        Rows, and how they change the selection (`PickMode`).
    row_activated(int)
        Enter was pressed on this row.
    position_moved(float, float)
        The pointer is above this place: x east, y north.
    scale_changed(float)
        The scale is 1 : n now.
    view_changed()
        Another part of the ground is seen.
    colouring_chosen(str)
        The map is to be coloured by this.
    """

    hovered = pyqtSignal(int)
    rows_picked = pyqtSignal(object, object)
    row_activated = pyqtSignal(int)
    position_moved = pyqtSignal(float, float)
    scale_changed = pyqtSignal(float)
    view_changed = pyqtSignal()
    colouring_chosen = pyqtSignal(str)

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setAccessibleName(words("map.name"))
        self.canvas = MapCanvas(look, words, self)
        self.layers: MapLayers = self.canvas.layers
        self.navigator = self.canvas.navigator
        self.tools = self.canvas.tools
        self._hover = Hover(self)
        self.input = MapInput(self.canvas, self._hover)
        self._picker = Picker(self.canvas)
        self.overlay = MapOverlay(self.canvas, look, words)
        self.zone_paint = ZonePaint(look, self.canvas)
        self.zone_tools = make_zone_tools(
            self.tools,
            parcels=lambda: self.canvas.scene.shapes,
            viewport=lambda: self.canvas.viewport,
            look=look,
            words=words,
            above=self.canvas,
        )
        self.swipe = SwipeLine(look, words("map.swipe"), self)
        self._describe: Callable[[Rows], str] | None = None
        self._card: Callable[[int], CardText | None] | None = None
        self._is_placed = False
        self._fitted: tuple[float, ...] = ()
        self.navigator.motion_ms = self._motion_ms()
        self.setFocusProxy(self.canvas)
        self._name()
        self._connect()

    def _connect(self) -> None:
        self.canvas.add_above(self.zone_paint)
        self.zone_paint.changed.connect(self.canvas.touch)
        self._hover.changed.connect(self._on_hovered)
        self._hover.rested.connect(self._on_rested)
        self.input.position_moved.connect(self.position_moved)
        self.input.key_pressed.connect(self._on_key)
        self._picker.picked.connect(self.rows_picked)
        self._picker.activated.connect(self.row_activated)
        self.navigator.scale_changed.connect(self.scale_changed)
        self.navigator.changed.connect(self._on_moved)
        self.tools.zoom_box.zoom_in_requested.connect(self._on_zoom_in)
        self.tools.zoom_box.zoom_out_requested.connect(self._on_zoom_out)
        self.overlay.colouring_chosen.connect(self.colouring_chosen)
        self.overlay.fit_pressed.connect(self.fit_all)
        self.layers.changed.connect(self._on_layers)
        self.swipe.moved.connect(self.canvas.set_swipe_share)

    def set_colouring(self, colouring: Colouring | None) -> None:
        """Colour the parcels; their shapes are not drawn again for it."""
        self.canvas.change_scene(colouring=colouring)

    def set_swipe(self, colouring: Colouring | None) -> None:
        """Show other colours left of a line that is dragged; None ends it."""
        self.canvas.change_scene(beside=colouring)
        self.swipe.show_line(shown=colouring is not None)

    def set_selection(self, rows: Rows, *, current: int = -1) -> None:
        """Outline the selected parcels; arrow keys start from `current`."""
        marks = self.canvas.marks
        marks.select(rows)
        marked = rows if marks.are_many else NO_ROWS
        if len(marked) or len(self.canvas.scene.marked):
            self.canvas.change_scene(marked=marked)
        self._picker.set_current(int(rows[0]) if len(rows) == 1 else current)
        self._name()

    def set_highlighted(self, class_ids: Iterable[str]) -> None:
        """Let all but some classes step back, as for a hovered legend; none: none."""
        self.canvas.change_scene(highlighted=frozenset(class_ids))

    def set_hidden_classes(self, class_ids: Iterable[str]) -> None:
        """Leave classes of the legend out."""
        self.canvas.change_scene(hidden_classes=frozenset(class_ids))

    def set_hidden_rows(self, hidden: NDArray[np.bool_] | None) -> None:
        """Leave rows out, as the filter of the view does; None shows all."""
        self.canvas.change_scene(hidden_rows=hidden)

    def set_hatches(self, *, shown: bool) -> None:
        """Draw with or without hatches; letters stay, so that colour is never alone."""
        self.canvas.change_scene(has_hatches=shown)

    def set_meeting(self, *, on: bool) -> None:
        """Draw larger for a projector, and leave only what the room must see."""
        self.canvas.change_scene(
            hatch_scale=MEETING_HATCH if on else 1.0,
            text_scale=MEETING_TEXT if on else 1.0,
        )
        self.overlay.set_meeting(on=on)

    def set_card(self, card: Callable[[int], CardText | None] | None) -> None:
        """Set what the card of a hovered row says; None means no card."""
        self._card = card

    def set_description(self, describe: Callable[[Rows], str] | None) -> None:
        """Set how the selected rows are said in a sentence, for screen readers."""
        self._describe = describe
        self._name()

    def fit_all(self) -> None:
        """Show all parcels, or all that there is."""
        bounds = self.full_bounds()
        if bounds is not None:
            self.navigator.fit(bounds)

    def fit_selection(self) -> None:
        """Show the selected parcels."""
        self.fly_to(self.canvas.marks.selected)

    def fly_to(self, rows: Rows) -> None:
        """Show some parcels, near enough to read and far enough to know the place."""
        shapes = self.canvas.scene.shapes
        if shapes is not None and len(rows):
            margin = NEAR_MARGIN if len(rows) <= FEW else FAR_MARGIN
            self.navigator.fit(shapes.bounds_of(rows), margin=margin)

    def flash(self, rows: Rows) -> None:
        """Let parcels shine up shortly."""
        self.canvas.marks.flash(rows)

    def full_bounds(self) -> Bounds | None:
        """Return the ground that the parcels cover, or else the other layers."""
        shapes = self.canvas.scene.shapes
        found = [
            layer.shapes.bounds
            for layer in self.layers.all
            if layer.shapes is not None
            and layer.shapes.count
            and (shapes is None or layer.shapes is shapes)
        ]
        if not found:
            found = [layer.image.bounds for layer in self.layers.all if layer.image]
        boxes = np.array(found, dtype=np.float64).reshape(-1, 4)
        boxes = boxes[np.isfinite(boxes).all(axis=1)]
        if not len(boxes):
            return None
        west, south = boxes[:, :2].min(axis=0).tolist()
        east, north = boxes[:, 2:].max(axis=0).tolist()
        return (west, south, east, north)

    def state(self) -> dict[str, Any]:
        """Return where the map is looking, as JSON."""
        return state_of(self.navigator.target)

    def restore(self, state: object) -> bool:
        """Look where a state says; False if it says nothing that can be used."""
        viewport = viewport_from(state, self.navigator.target)
        if viewport is None:
            return False
        self._is_placed, self._fitted = True, ()
        self.navigator.jump(viewport)
        return True

    def shut_down(self) -> None:
        """End every timer and thread; the map is not used again."""
        self._hover.leave()
        self.canvas.shut_down()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Fill the widget with the map."""
        self.canvas.setGeometry(QRect(0, 0, self.width(), self.height()))
        self.overlay.lay_out()
        self.swipe.lay_out()
        self._place_first()
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Leave no thread behind."""
        self.shut_down()
        super().closeEvent(event)

    def _place_first(self) -> None:
        """Show everything until the map is moved, and when all is out of sight."""
        bounds, view = self.full_bounds(), self.navigator.target
        if bounds is None or min(view.width_px, view.height_px) < SMALLEST_PX:
            return
        is_untouched = self._fitted == _place_of(view)
        is_lost = not _touch(bounds, view.bounds)
        if not self._is_placed or is_untouched or is_lost:
            self._is_placed = True
            self.navigator.show(bounds)
            self._fitted = _place_of(self.navigator.target)

    def _motion_ms(self) -> int:
        """Return the length of a motion; none where the system asks for none."""
        style = self.style()
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        wanted = style.styleHint(hint, None, self) if style is not None else MOTION_MS
        return MOTION_MS if wanted > 0 else 0

    def _name(self) -> None:
        """Tell screen readers what is selected."""
        rows = self.canvas.marks.selected
        if not len(rows):
            text = self._words("map.nothing_selected")
        elif self._describe is not None:
            text = self._describe(rows)
        else:
            text = self._words("map.selected_count", n=len(rows))
        if text != self.canvas.accessibleName():
            self.canvas.setAccessibleName(text)

    def _on_layers(self) -> None:
        self._hover.leave()
        if self.full_bounds() is None:
            self._is_placed = False  # nothing is open: the next project is shown whole
        self._place_first()

    def _on_hovered(self, row: int) -> None:
        self.overlay.hide_card()
        self.canvas.marks.hover(row if self.tools.tool.shows_hover else -1)
        self.hovered.emit(row)

    def _on_rested(self, row: int) -> None:
        if self._card is None or not self.tools.tool.shows_card:
            return
        text = self._card(row)
        if text is not None:
            self.overlay.show_card(row, text)

    def _on_moved(self) -> None:
        self.overlay.hide_card()
        self.view_changed.emit()

    def _on_zoom_in(self, bounds: Bounds) -> None:
        self.navigator.fit(bounds, margin=0.0)

    def _on_zoom_out(self, bounds: Bounds) -> None:
        view = self.navigator.target
        share = (bounds[2] - bounds[0]) / (view.width_px * view.m_per_px)
        x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
        m_per_px = view.m_per_px / max(share, SMALLEST_SHARE)
        self.navigator.go(view.centred(x, y).at_scale(m_per_px))

    def _on_key(self, event: QKeyEvent) -> None:
        plain = not event.modifiers()
        if plain and event.key() == Qt.Key.Key_F:
            self.fit_all()
        elif plain and event.key() == Qt.Key.Key_Z:
            self.fit_selection()
        elif event.key() == Qt.Key.Key_Escape and self.tools.tool.id != "arrow":
            self.tools.choose("arrow")
        elif not self._picker.key(event):
            return
        event.accept()


def _place_of(view: Viewport) -> tuple[float, ...]:
    return (view.centre_x, view.centre_y, view.m_per_px)


def _touch(one: Bounds, other: Bounds) -> bool:
    return (
        one[0] <= other[2]
        and one[2] >= other[0]
        and one[1] <= other[3]
        and one[3] >= other[1]
    )
