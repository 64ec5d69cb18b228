# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sentence over the map that goes away by itself, with one thing to do."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QTimer
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.widgets.basics import IconButton, fill, make_button, make_label
from landgis_ui.work.workspace import Notice

SHOWN_MS = {"done": 6000, "look": 12000, "failed": 0}
"""How long a notice stays; what failed stays until it is closed."""
EDGE_PX = 20
MOST_WIDTH = 640


class Toast(QFrame):
    """Shows the last notice of the workspace at the bottom of a widget."""

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._notice: Notice | None = None
        self.setProperty("card", "toast")
        self.label = make_label(wrap=True)
        self.button = make_button("", self._act, kind="link")
        close = IconButton(context.look, "close", context.words("frame.close"), px=14)
        close.clicked.connect(self.hide)
        box = QHBoxLayout()
        fill(box, self.label, self.button, close, margins=(16, 8, 8, 8), spacing=12)
        box.setStretch(0, 1)
        self.setLayout(box)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        context.workspace.noticed.connect(self.show_notice)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show a notice in place of the one before."""
        self._notice = notice
        self.label.setText(notice.text)
        self.setAccessibleName(notice.text)
        self.button.setText(notice.action_text)
        self.button.setVisible(bool(notice.action_text))
        self._timer.stop()
        if SHOWN_MS[notice.tone]:
            self._timer.start(SHOWN_MS[notice.tone])
        self.show()
        self._place()
        self.raise_()

    def hideEvent(self, event: object) -> None:
        """Stop counting: nothing runs for what is not seen."""
        del event
        self._timer.stop()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Stay at the bottom when the widget below is resized."""
        if (
            event is not None
            and event.type() == QEvent.Type.Resize
            and self.isVisible()
        ):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        width = min(MOST_WIDTH, self._over.width() - 2 * EDGE_PX)
        wanted = min(width, self.sizeHint().width() + EDGE_PX)
        self.setFixedWidth(max(wanted, 120))
        self.adjustSize()
        left = (self._over.width() - self.width()) // 2
        self.move(left, self._over.height() - self.height() - EDGE_PX)

    def _act(self) -> None:
        self.hide()
        if self._notice is not None and self._notice.action is not None:
            self._notice.action()
