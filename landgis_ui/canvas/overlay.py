# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that floats on the map, and where it floats."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QObject, QRect, QRectF, pyqtSignal
from PyQt6.QtWidgets import QWidget

from landgis_ui.canvas.canvas import MapCanvas
from landgis_ui.canvas.controls import ColourSwitch, ToolButtons, ZoomButtons
from landgis_ui.canvas.hover_card import CardText, HoverCard, costs_of, find_place
from landgis_ui.canvas.paths import outline_of
from landgis_ui.canvas.scale_bar import NorthArrow, ScaleBarView
from landgis_ui.theme.look import Look
from landgis_ui.words import Words

EDGE_PX, GAP_PX = 12, 12
KEY_STEPS = 2


class MapOverlay(QObject):
    """Tool group, 着色 switch, north arrow, zoom group, scale bar, and the card.

    Signals
    -------
    colouring_chosen(str)
        The map is to be coloured by this.
    fit_pressed()
        Everything is to be shown.
    """

    colouring_chosen = pyqtSignal(str)
    fit_pressed = pyqtSignal()

    def __init__(self, canvas: MapCanvas, look: Look, words: Words) -> None:
        super().__init__(canvas)
        self._canvas, self._look = canvas, look
        self.tool_buttons = ToolButtons(look, words, canvas)
        self.colours = ColourSwitch(look, words, canvas)
        self.north = NorthArrow(look, words, canvas)
        self.zooms = ZoomButtons(look, words, canvas)
        self.scale_bar = ScaleBarView(look, words, canvas)
        self.card = HoverCard(look, canvas)
        self.tool_buttons.mark(canvas.tools.tool.id)
        self.tool_buttons.chosen.connect(canvas.tools.choose)
        self.colours.chosen.connect(self.colouring_chosen)
        self.zooms.pressed.connect(self._on_zoom)
        canvas.tools.changed.connect(self._on_tool)
        canvas.navigator.changed.connect(self._on_moved)
        look.changed.connect(self.lay_out)

    def set_meeting(self, *, on: bool) -> None:
        """Hide the buttons from a projector; scale and north stay."""
        for plate in (self.tool_buttons, self.zooms):
            plate.setVisible(not on)
        self.lay_out()

    def lay_out(self) -> None:
        """Put everything into its corner; what does not fit beside goes below."""
        width, height = self._canvas.width(), self._canvas.height()
        for part in self._parts():
            if part.layout() is not None:
                part.adjustSize()
        edge = self._look.px(EDGE_PX)
        self.tool_buttons.move(edge, edge)
        self.north.move(width - self.north.width() - edge, edge)
        beside = self.tool_buttons.geometry().right() + self._look.px(GAP_PX)
        if self.tool_buttons.isHidden():
            beside = edge
        fits = beside + self.colours.width() < self.north.x() - self._look.px(GAP_PX)
        if fits:
            self.colours.move(beside, edge)
        else:
            below = self.tool_buttons.geometry().bottom() + self._look.px(8)
            self.colours.move(edge, below)
        self.zooms.move(
            width - self.zooms.width() - edge, height - self.zooms.height() - edge
        )
        self.scale_bar.move(edge, height - self.scale_bar.height() - edge)

    def show_card(self, row: int, text: CardText) -> None:
        """Show the card of a row beside it, where it hides the fewest of a status."""
        canvas = self._canvas
        shapes, picture = canvas.scene.shapes, canvas.picture
        colouring = canvas.scene.colours
        if shapes is None or picture is None:
            return
        self.card.fill(text)
        outline: QRectF = outline_of(shapes, row, canvas.viewport).boundingRect()
        room = canvas.rect().adjusted(8, 8, -8, -8)
        parcel = outline.toAlignedRect().intersected(room)
        matters = np.array(
            [entry.matters for entry in colouring.legend] if colouring else [False]
        )
        costs = costs_of(picture, matters, canvas.size())
        for part in self._parts():
            if part.isVisible():
                _block(costs, part.geometry())
        costs = costs[room.top() : room.bottom() + 1, room.left() : room.right() + 1]
        self.card.move(find_place(self.card.size(), room, parcel, costs=costs))
        self.card.show()
        self.card.raise_()

    def hide_card(self) -> None:
        """Hide the card."""
        self.card.hide()

    def _parts(self) -> tuple[QWidget, ...]:
        return (
            self.tool_buttons,
            self.colours,
            self.north,
            self.zooms,
            self.scale_bar,
        )

    def _on_tool(self, tool_id: str) -> None:
        self.tool_buttons.mark(tool_id)
        self.zooms.mark(tool_id)

    def _on_moved(self) -> None:
        self.scale_bar.set_m_per_px(self._canvas.viewport.m_per_px)

    def _on_zoom(self, act: str) -> None:
        canvas = self._canvas
        middle = (canvas.width() / 2, canvas.height() / 2)
        if act == "fit":
            self.fit_pressed.emit()
        elif act == "measure":
            is_on = canvas.tools.tool.id == "measure"
            canvas.tools.choose("arrow" if is_on else "measure")
            self._on_tool(canvas.tools.tool.id)
        else:
            steps = KEY_STEPS if act == "zoom_in" else -KEY_STEPS
            canvas.navigator.zoom_steps(steps, *middle)


def _block(costs: np.ndarray[tuple[int, int], np.dtype[np.bool_]], box: QRect) -> None:
    """Count a floating part as something that matters."""
    costs[
        max(box.top(), 0) : max(box.bottom() + 1, 0),
        max(box.left(), 0) : max(box.right() + 1, 0),
    ] = True
