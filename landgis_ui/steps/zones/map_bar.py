# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the step lays over the map: the tool bar, the bar of a cut, and the keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QWidget

from landgis_ui.canvas.map_view import MapView
from landgis_ui.context import Context
from landgis_ui.steps.zones.confirm_bar import ConfirmBar
from landgis_ui.steps.zones.stroke_desk import StrokeDesk
from landgis_ui.steps.zones.tool_bar import ToolChoice, ZoneToolBar

TOOLS = (
    ToolChoice(id="arrow", icon="arrow", word="arrow", key="V"),
    ToolChoice(id="zone_brush", icon="brush", word="brush", key="B"),
    ToolChoice(id="zone_box", icon="box", word="box", key="R"),
    ToolChoice(id="zone_lasso", icon="lasso", word="lasso", key="L"),
    ToolChoice(id="zone_polygon", icon="polygon", word="polygon", key="P"),
    ToolChoice(id="zone_eraser", icon="eraser", word="eraser", key="E"),
)
MORE_TOOLS = (
    ToolChoice(id="zone_reshape", icon="vertex", word="reshape"),
    ToolChoice(id="zone_reshape_line", icon="edit", word="reshape_line"),
    ToolChoice(id="zone_split", icon="split", word="split"),
)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
EDGE_PX = 12


class MapBar(QObject):
    """Places the bars on the map while the step is shown."""

    def __init__(self, context: Context, view: MapView, desk: StrokeDesk) -> None:
        super().__init__(view)
        self._context, self._view, self._desk = context, view, desk
        self._is_shown = False
        canvas = view.canvas
        self.tools = ZoneToolBar(context, canvas, tools=TOOLS, more=MORE_TOOLS)
        self.cut = ConfirmBar(context, canvas)
        self.tools.hide()
        self.tools.tool_chosen.connect(self._choose)
        self.cut.confirmed.connect(desk.confirm)
        self.cut.dropped.connect(desk.drop)
        view.tools.changed.connect(self.tools.mark)
        desk.pending_changed.connect(self._show_pending)
        context.look.changed.connect(self.lay_out)
        canvas.installEventFilter(self)
        self._covered: dict[QWidget, bool] = {}
        for plate in (view.overlay.tool_buttons, view.overlay.colours):
            plate.installEventFilter(self)

    def set_shown(self, *, on: bool) -> None:
        """Show the tools of zones in place of the usual ones."""
        overlay = self._view.overlay
        if on and not self._is_shown:
            for plate in (overlay.tool_buttons, overlay.colours):
                self._covered[plate] = not plate.isHidden()
                plate.hide()
        elif not on:
            self._is_shown = False
            for covered, was_shown in self._covered.items():
                covered.setVisible(was_shown)
            self._covered.clear()
        self._is_shown = on
        self.tools.setVisible(on)
        if not on:
            self.cut.hide()
        self.tools.mark(self._view.tools.tool.id)
        self.lay_out()
        if not on:
            overlay.lay_out()

    def lay_out(self) -> None:
        """Put the bars where they belong; what does not fit goes into two rows."""
        if not self._is_shown:
            return
        canvas, edge = self._view.canvas, self._context.look.px(EDGE_PX)
        room = canvas.width() - 3 * edge - self._view.overlay.north.width()
        self.tools.fit(room)
        self.tools.move(edge, edge)
        self.tools.raise_()
        self.cut.adjustSize()
        left = (canvas.width() - self.cut.width()) // 2
        self.cut.move(max(left, edge), canvas.height() - self.cut.height() - 4 * edge)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Follow the size of the map; what the tools cover stays away."""
        kind = None if event is None else event.type()
        if isinstance(watched, QWidget) and watched in self._covered:
            if self._is_shown and kind == QEvent.Type.ShowToParent:
                self._covered[watched] = True
                watched.hide()
        elif kind == QEvent.Type.Resize:
            self.lay_out()
        return super().eventFilter(watched, event)

    def _choose(self, tool: str) -> None:
        self._view.tools.choose(tool)
        self._view.canvas.setFocus()

    def _show_pending(self) -> None:
        pending = self._desk.pending
        if pending is None:
            self.cut.hide()
            return
        words, units = self._context.words, self._desk.session.units
        card = self._desk.cards.write(pending.outlook, units, is_down=False)
        lines = [
            " ".join(part for part in (line.text, line.strong, line.after) if part)
            for line in card.lines
        ]
        self.cut.show_cut(words("zones.cut_title", change=card.figure), lines)
        self.lay_out()


class MapKeys(QObject):
    """Keys on the map while the step is shown.

    `acts`: ``pick``, ``next``, ``grow``, ``shrink``.
    """

    def __init__(
        self, view: MapView, desk: StrokeDesk, acts: Mapping[str, Callable[[], object]]
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._acts = view, desk, acts
        self.is_on = False
        self._walked = False
        view.canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Take the keys of this step; leave the others to the map."""
        if self.is_on and isinstance(event, QMouseEvent):
            self._walked = False  # the hand is at the mouse: B is the brush
        elif (
            self.is_on
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._take(event)
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _take(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        if self._desk.pending is not None and key in (*ENTER, Qt.Key.Key_Escape):
            (self._desk.drop if key == Qt.Key.Key_Escape else self._desk.confirm)()
            return True
        plain = held & ~Qt.KeyboardModifier.KeypadModifier
        shift = plain == Qt.KeyboardModifier.ShiftModifier
        if plain and not shift:
            return False
        if key == Qt.Key.Key_G:
            self._acts["shrink" if shift else "grow"]()
            return True
        if shift:
            return False
        if key == Qt.Key.Key_N:
            self._acts["next"]()
            return True
        return self._take_with_arrow(Qt.Key(key))

    def _take_with_arrow(self, key: Qt.Key) -> bool:
        """B and Enter take the parcel that arrow keys have come to."""
        if self._view.tools.tool.id != "arrow":
            return False
        if key in ARROWS:
            self._walked = True
            return False
        is_brush_key = key == Qt.Key.Key_B and self._walked
        has_any = bool(len(self._view.canvas.marks.selected))
        if has_any and (key in ENTER or is_brush_key):
            self._acts["pick"]()
            return True
        return False
