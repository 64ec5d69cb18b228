# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan above the map, and the tool that drags a firm onto a park."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
from PyQt6.QtCore import QObject, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QPainter

from landgis.render.viewport import Bounds, Viewport
from landgis_ui.canvas.flows.curves import Curves, bundle, reach_px
from landgis_ui.canvas.flows.paint import (
    paint_aim,
    paint_drag,
    paint_firms,
    paint_lines,
    paint_parks,
    place_parks,
    trace_lines,
)
from landgis_ui.canvas.flows.values import (
    Aim,
    FirmMark,
    FlowLine,
    FlowPlan,
    ParkMark,
)
from landgis_ui.canvas.picture import Picture
from landgis_ui.canvas.simple_tools import ArrowTool
from landgis_ui.canvas.tool import DRAG_PX, Pointer
from landgis_ui.theme.look import Look

REACH_PX = 9.0
LINE_REACH_PX = 5.0
NONE = np.empty((0, 2))
STAY_PX = 40.0
"""A town stays unfolded while the pointer is so near to where it was unfolded."""


class FlowLayer(QObject):
    """Parks, firms and the lines between them; it knows them by their keys.

    Signals
    -------
    changed()
        Something is to be painted differently.
    """

    changed = pyqtSignal()

    def __init__(
        self,
        look: Look,
        parent: QObject | None = None,
        *,
        kept_free: Callable[[], Iterable[QRectF]] = tuple,
    ) -> None:
        super().__init__(parent)
        self._look, self._kept_free = look, kept_free
        self._plan = FlowPlan()
        self._strong: frozenset[str] = frozenset()
        self._boxes: list[QRectF] = []
        self._traces: tuple[tuple[FlowLine, ...], Curves] = ((), bundle(NONE, NONE))
        self._is_shown = False
        self._held: tuple[Aim, QPointF] | None = None
        self.aimed = ""

    @property
    def is_shown(self) -> bool:
        """Whether the plan is on the map."""
        return self._is_shown

    @property
    def plan(self) -> FlowPlan:
        """What is shown."""
        return self._plan

    def label_of(self, park: str) -> QRectF:
        """Return where the label of a park is; empty while it is out of sight."""
        keys = [each.key for each in self._plan.parks]
        place = keys.index(park) if park in keys else len(keys)
        return self._boxes[place] if place < len(self._boxes) else QRectF()

    def hold_above(self, aim: Aim | None, px: float, py: float) -> None:
        """Show what dropping rows of the list at a place would do; None: nothing."""
        self._held = None if aim is None else (aim, QPointF(px, py))
        self.aimed = "" if aim is None else aim.park
        self.changed.emit()

    def bounds(self) -> Bounds | None:
        """Return the box of everything that has a place; None where nothing has."""
        places = self._places()
        if not places:
            return None
        xs, ys = zip(*places, strict=True)
        return (min(xs), min(ys), max(xs), max(ys))

    def seen_share(self, viewport: Viewport) -> float:
        """Return the share of parks and firms in sight; 1 where there are none."""
        west, south, east, north = viewport.bounds
        places = self._places()
        seen = sum(west <= x <= east and south <= y <= north for x, y in places)
        return seen / len(places) if places else 1.0

    def _places(self) -> list[tuple[float, float]]:
        """Return where the parks and firms are of which that is known."""
        found = [(park.x, park.y) for park in self._plan.parks]
        found += [(firm.x, firm.y) for firm in self._plan.firms]
        return [(x, y) for x, y in found if math.isfinite(x) and math.isfinite(y)]

    def set_plan(self, plan: FlowPlan) -> None:
        """Show another plan."""
        self._plan = plan
        self._strong = frozenset()
        self.changed.emit()

    def set_lines(self, lines: tuple[FlowLine, ...]) -> None:
        """Show other lines of the same plan: those of a town by themselves."""
        self._plan = replace(self._plan, lines=lines)
        self.changed.emit()

    def show_plan(self, *, shown: bool) -> None:
        """Put the plan on the map, or take it off."""
        self._is_shown = shown
        self.changed.emit()

    def point_at(self, firms: frozenset[str]) -> None:
        """Let the lines of some firms stand out; none: all are alike."""
        if firms != self._strong:
            self._strong = firms
            self.changed.emit()

    def firm_at(self, viewport: Viewport, px: float, py: float) -> FirmMark | None:
        """Return the firm under a place on screen, the nearest one."""
        best, found = REACH_PX, None
        for firm in self._plan.firms if self._is_shown else ():
            x, y = viewport.to_screen(firm.x, firm.y)
            far = math.hypot(float(x) - px, float(y) - py)
            if far <= best:
                best, found = far, firm
        return found

    def line_at(self, px: float, py: float) -> FlowLine | None:
        """Return the line under a place on screen, as it was painted last."""
        lines, curves = self._traces
        if not self._is_shown or not lines:
            return None
        far = reach_px(curves, px, py)
        nearest = int(far.argmin())
        return lines[nearest] if far[nearest] <= LINE_REACH_PX else None

    def park_at(self, px: float, py: float) -> ParkMark | None:
        """Return the park whose label lies under a place on screen."""
        at = QPointF(px, py)
        for park, box in reversed(
            list(zip(self._plan.parks, self._boxes, strict=False))
        ):
            if self._is_shown and box.contains(at):
                return park
        return None

    def paint(
        self, painter: QPainter, _picture: Picture | None, viewport: Viewport
    ) -> None:
        """Paint lines, firms and parks."""
        if not self._is_shown:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong, plan, look = self._strong, self._plan, self._look
        self._traces = trace_lines(viewport, plan)
        paint_lines(painter, plan, traces=self._traces, strong=strong, look=look)
        paint_firms(painter, viewport, plan, strong=strong, look=look)
        self._boxes = place_parks(
            viewport, plan.parks, taken=tuple(self._kept_free()), look=look
        )
        paint_parks(
            painter,
            viewport,
            plan.parks,
            boxes=self._boxes,
            aimed=self.aimed,
            look=look,
        )

    def paint_card(self, painter: QPainter, viewport: Viewport) -> None:
        """Paint what dropping the rows that are held above the map would do."""
        if self._held is None or not self._is_shown:
            return
        aim, at = self._held
        paint_aim(
            painter,
            viewport,
            at,
            lines=aim.lines,
            is_allowed=aim.is_allowed,
            look=self._look,
        )


class FlowTool(ArrowTool):
    """The arrow, which can also take a firm by its dot and drop it on a park.

    Signals
    -------
    firm_hovered(str)
        The pointer is above this firm; "" for none.
    town_hovered(str)
        The pointer is at a line or a firm of this town; "" for none.
    park_aimed(str, str)
        A firm is being held above a park: say what dropping would do with
        `show_aim`.
    firm_dropped(str, str)
        A firm was dropped on a park.
    firm_clicked(str), park_clicked(str)
        A dot or a label was clicked.
    """

    firm_hovered = pyqtSignal(str)
    town_hovered = pyqtSignal(str)
    park_aimed = pyqtSignal(str, str)
    firm_dropped = pyqtSignal(str, str)
    firm_clicked = pyqtSignal(str)
    park_clicked = pyqtSignal(str)

    id = "flow"

    def __init__(self, layer: FlowLayer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layer = layer
        self._view: Viewport | None = None
        self._held: FirmMark | None = None
        self._from: Pointer | None = None
        self._hand: Pointer | None = None
        self._aim: Aim | None = None
        self._hovered = self._town = ""
        self._home: Pointer | None = None

    def show_aim(self, aim: Aim) -> None:
        """Show what dropping on the park under the pointer would do."""
        self._aim = aim
        self.changed.emit()

    def press(self, at: Pointer) -> None:
        """Take a firm by its dot, or the map."""
        self._held = self._firm_at(at)
        self._from, self._hand = at, None
        if self._held is None:
            super().press(at)

    def move(self, at: Pointer) -> None:
        """Carry the firm along, or move the map."""
        if self._held is None:
            self._hover(at)
            super().move(at)
            return
        if self._hand is None and self._from and at.distance_px(self._from) < DRAG_PX:
            return
        self._hand = at
        park = self._layer.park_at(at.px, at.py)
        key = park.key if park else ""
        if key != self._layer.aimed:
            self._layer.aimed, self._aim = key, None
            if key:
                self.park_aimed.emit(self._held.key, key)
        self.changed.emit()

    def release(self, at: Pointer) -> None:
        """Drop the firm where the pointer is."""
        held, hand = self._held, self._hand
        if held is None:
            park = self._layer.park_at(at.px, at.py)
            is_click = not self.is_dragging and park is not None
            if is_click and park is not None:
                self.cancel()
                self.park_clicked.emit(park.key)
            else:
                super().release(at)
            return
        park = self._layer.park_at(at.px, at.py)
        self.cancel()
        if hand is None:
            self.firm_clicked.emit(held.key)
        elif park is not None:
            self.firm_dropped.emit(held.key, park.key)

    def cancel(self) -> bool:
        """Leave the firm where it was."""
        was_held = self._held is not None
        self._held = self._hand = self._aim = None
        self._layer.aimed = ""
        was_dragging = super().cancel()
        self.changed.emit()
        return was_held or was_dragging

    def leave(self) -> None:
        """Point at nothing any more."""
        super().leave()
        self._tell_firm("")
        self._tell_town("")

    def paint(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        """Paint the firm that is being carried, and what dropping it would do."""
        self._view = viewport
        if self._held is None or self._hand is None:
            return
        aim = self._aim
        x, y = viewport.to_screen(self._held.x, self._held.y)
        at = QPointF(self._hand.px, self._hand.py)
        paint_drag(
            painter,
            QPointF(float(x), float(y)),
            at,
            is_allowed=None if aim is None else aim.is_allowed,
            look=look,
        )
        if aim is not None and aim.lines:
            paint_aim(
                painter,
                viewport,
                at,
                lines=aim.lines,
                is_allowed=aim.is_allowed,
                look=look,
            )

    def _firm_at(self, at: Pointer) -> FirmMark | None:
        if self._view is None:
            return None
        return self._layer.firm_at(self._view, at.px, at.py)

    def _hover(self, at: Pointer) -> None:
        if self.is_dragging:
            self._tell_firm("")
            return
        firm = self._firm_at(at)
        self._tell_firm(firm.key if firm else "")
        found = firm or self._layer.line_at(at.px, at.py)
        if found is not None:
            self._home = at
        is_near = self._home is not None and at.distance_px(self._home) <= STAY_PX
        self._tell_town(found.town if found else self._town if is_near else "")

    def _tell_town(self, town: str) -> None:
        if town != self._town:
            self._town = town
            self.town_hovered.emit(town)

    def _tell_firm(self, key: str) -> None:
        if key != self._hovered:
            self._hovered = key
            self.cursor = (
                Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor
            )
            self.firm_hovered.emit(key)
