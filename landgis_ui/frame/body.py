# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between rail and status bar: strip, left panel, map or page, drawer, right panel."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QSplitter, QStackedWidget, QWidget

from landgis_ui.context import Context
from landgis_ui.steps.base import StepViews
from landgis_ui.widgets.basics import column

LEFT_PX, RIGHT_PX = 300, 372
NARROW_LEFT_PX, NARROW_RIGHT_PX = 272, 338
LIST_PX, NARROW_LIST_PX = 440, 352
DRAWER_CLOSED_PX, DRAWER_OPEN_PX = 41, 256
NARROW_WIDTH, NARROW_HEIGHT = 1440, 850
WIDE_WIDTH, WIDER = 2560, 1.2
BELOW = "/below"
"""A sheet in place of the table has a height of its own."""


class Body(QWidget):
    """Places the widgets of the step that is shown; the map is always the same one.

    Widths that the user has given the panels are kept for each step.

    A utility (history, settings, help …) takes the place of the right panel
    until it is closed.

    Signals
    -------
    drawer_folded(bool)
        The drawer shows its rows (True) or only its head.
    """

    drawer_folded = pyqtSignal(bool)

    def __init__(self, context: Context, map_area: QWidget, drawer: QWidget) -> None:
        super().__init__()
        self._look = context.look
        self._views = StepViews()
        self._step = ""
        self._sizes: dict[str, list[int]] = {}
        self._heights: dict[str, int] = {}
        self._utility: QWidget | None = None
        self._is_meeting = False
        self.strips, self.lefts = _stack(), _stack()
        self.pages, self.rights = _stack(), _stack()
        self.drawer = drawer
        self.bottoms = _stack()
        self.bottoms.addWidget(drawer)
        self._with_drawer = QSplitter(Qt.Orientation.Vertical)
        self._with_drawer.addWidget(map_area)
        self._with_drawer.addWidget(self.bottoms)
        self._with_drawer.setStretchFactor(0, 1)
        self._with_drawer.setCollapsible(0, False)
        self._with_drawer.setCollapsible(1, False)
        self.pages.addWidget(self._with_drawer)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        for panel in (self.lefts, self.pages, self.rights):
            self._across.addWidget(panel)
            self._across.setCollapsible(self._across.count() - 1, False)
        self._across.setStretchFactor(1, 1)
        for splitter in (self._across, self._with_drawer):
            splitter.setHandleWidth(1)
        self._across.splitterMoved.connect(self._remember)
        self._with_drawer.splitterMoved.connect(self._remember_height)
        self._with_drawer.installEventFilter(self)
        self.setLayout(column(self.strips, self._across, spacing=0))
        layout = self.layout()
        if layout is not None:
            layout.setStretch(1, 1)  # type: ignore[attr-defined]  # a box layout

    def show_step(self, step: str, views: StepViews) -> None:
        """Show the widgets of a step; sizes are those it had when it was left."""
        is_asked = step == self._step and views.below is not None
        is_asked = is_asked and self._views.below is None
        self._step, self._views = step, views
        if is_asked:  # what is asked for is not shown by its head alone
            self._heights.setdefault(self._place(), self._look.px(DRAWER_OPEN_PX))
        _put(self.strips, views.strip)
        _put(self.lefts, views.left)
        if views.centre is None:
            self.pages.setCurrentWidget(self._with_drawer)
        else:
            _put(self.pages, views.centre)
        self._put_below()
        self._put_right()
        self._resize_panels()
        self._resize_drawer()

    def show_utility(self, widget: QWidget | None) -> None:
        """Show a utility in place of the right panel, or the panel again."""
        self._utility = widget
        self._put_right()
        self._resize_panels()

    @property
    def utility(self) -> QWidget | None:
        """The utility that is shown, if any."""
        return self._utility

    def open_drawer(self, *, is_open: bool) -> None:
        """Give the drawer its height, or leave only its head."""
        px = DRAWER_OPEN_PX if is_open else DRAWER_CLOSED_PX
        if is_open != self.is_drawer_open():
            self._heights[self._place()] = self._look.px(px)
        self._resize_drawer()

    def is_drawer_open(self) -> bool:
        """Tell whether more than the drawer's head is seen."""
        return self._with_drawer.sizes()[1] > self._look.px(DRAWER_CLOSED_PX) + 1

    def set_meeting(self, *, on: bool) -> None:
        """Hide what a room need not see; figures, legend and map stay."""
        self._is_meeting = on
        self._put_below()
        self._put_right()
        self._resize_panels()

    def is_narrow(self) -> bool:
        """Tell whether the window is one of the smallest that are supported."""
        return self.width() < NARROW_WIDTH or self.height() < NARROW_HEIGHT

    def layout_state(self) -> dict[str, Any]:
        """Return the sizes of the panels, to be remembered."""
        return {"across": dict(self._sizes), "drawer": dict(self._heights)}

    def set_layout_state(self, state: dict[str, Any]) -> None:
        """Take sizes that were remembered; odd ones are passed over."""
        across = state.get("across", {})
        if isinstance(across, dict):
            self._sizes = {
                str(step): [int(size) for size in sizes]
                for step, sizes in across.items()
                if isinstance(sizes, list) and len(sizes) == self._across.count()
            }
        heights = state.get("drawer", {})
        if isinstance(heights, dict):
            self._heights = {
                str(step): height
                for step, height in heights.items()
                if isinstance(height, int) and height > 0
            }

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Give the panels the widths of this size of window."""
        super().resizeEvent(event)
        self._resize_panels()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Keep the drawer's height where the room below the map changes."""
        if event is not None and event.type() == QEvent.Type.Resize:
            self._resize_drawer()
        return super().eventFilter(watched, event)

    def _remember(self, _place: int, _handle: int) -> None:
        self._sizes[self._step] = self._across.sizes()

    def _remember_height(self, _place: int, _handle: int) -> None:
        self._heights[self._place()] = self._with_drawer.sizes()[1]
        self.drawer_folded.emit(self.is_drawer_open())

    def _place(self) -> str:
        """Return what a height below the map is remembered by."""
        return self._step if self._views.below is None else f"{self._step}{BELOW}"

    def _resize_drawer(self) -> None:
        """Give the drawer its height; at first it is open where there is room."""
        is_open = self._views.below or self._views.opens_table
        is_closed = self.is_narrow() or not is_open
        usual = DRAWER_CLOSED_PX if is_closed else DRAWER_OPEN_PX
        height = self._heights.get(self._place(), self._look.px(usual))
        closed = self._look.px(DRAWER_CLOSED_PX)
        height = max(height, closed)
        # Not what the rows would like to have: the head alone may be left.
        self.bottoms.setMinimumHeight(closed)
        self.drawer_folded.emit(height > closed + 1)
        rest = max(1, self._with_drawer.height() - height)
        self._with_drawer.setSizes([rest, height])

    def _put_below(self) -> None:
        table = self.drawer if self._views.wants_table else None
        _put(self.bottoms, None if self._is_meeting else self._views.below or table)

    def _put_right(self) -> None:
        _put(
            self.rights,
            None if self._is_meeting else self._utility or self._views.right,
        )

    def _resize_panels(self) -> None:
        narrow = self.width() < NARROW_WIDTH
        grown = WIDER if self.width() >= WIDE_WIDTH else 1.0
        sizes = (NARROW_LEFT_PX, LEFT_PX)
        if self._views.wide_left:
            sizes = (NARROW_LIST_PX, LIST_PX)
        left = self._look.px(sizes[0 if narrow else 1] * grown)
        right = self._look.px((NARROW_RIGHT_PX if narrow else RIGHT_PX) * grown)
        left = left if self.lefts.isVisibleTo(self) else 0
        right = right if self.rights.isVisibleTo(self) else 0
        remembered = self._sizes.get(self._step)
        if remembered:
            left = remembered[0] if left else 0
            right = remembered[2] if right else 0
        self._across.setSizes([left, max(1, self.width() - left - right), right])


def _stack() -> QStackedWidget:
    stack = QStackedWidget()
    stack.setMinimumWidth(0)
    return stack


def _put(stack: QStackedWidget, widget: QWidget | None) -> None:
    stack.setVisible(widget is not None)
    if widget is not None:
        if stack.indexOf(widget) < 0:
            stack.addWidget(widget)
        before = stack.currentWidget()
        if before is not None:
            _let_shrink(before, shrinks=before is not widget)
        _let_shrink(widget, shrinks=False)
        stack.setCurrentWidget(widget)


def _let_shrink(page: QWidget, *, shrinks: bool) -> None:
    """Let a page that is not seen have no say in how wide the panel is."""
    policy = QSizePolicy.Policy
    side = policy.Ignored if shrinks else policy.Preferred
    page.setSizePolicy(side, side)
