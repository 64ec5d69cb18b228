# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The status bar: the running job or the last result, and where the mouse is."""

from __future__ import annotations

from PyQt6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from landgis_ui.context import Context
from landgis_ui.widgets.basics import column, fill, make_button, make_label, make_panel
from landgis_ui.widgets.elided import ElidedLabel
from landgis_ui.work.jobs import Job

HEIGHT = 28
BAR_WIDTH = 180
PERCENT = 100


class StatusBar(QWidget):
    """Left: what runs, with its bar and 取消, or the last result. Right: the map's.

    `map_widgets` are coordinates, scale and the like, from left to right.
    """

    def __init__(self, context: Context, map_widgets: tuple[QWidget, ...] = ()) -> None:
        super().__init__()
        self._context = context
        self._job: Job | None = None
        self._before = ""
        self._is_asked = False
        self._mark = QLabel()
        self._text = ElidedLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_WIDTH)
        self._percent = make_label()
        self._cancel = make_button(
            context.words("frame.cancel"), self._cancel_job, kind="link"
        )
        box = fill(
            QHBoxLayout(),
            self._mark,
            self._text,
            self._bar,
            self._percent,
            self._cancel,
            16,
            *map_widgets,
            margins=(12, 0, 12, 0),
            spacing=8,
        )
        box.setStretch(1, 1)
        self.setLayout(column(make_panel(box, edge="top"), spacing=0))
        context.workspace.jobs.started.connect(self._watch)
        context.look.changed.connect(self._draw)
        self._show_job(running=False)
        self._draw()

    def tell(self, text: str, *, mark: str = "check", tone: str = "ok") -> None:
        """Show the last result, or a word on what the mouse is over."""
        look = self._context.look
        self._text.set_whole(text)
        icon = look.icon(mark, str(getattr(look.theme, tone)))
        side = look.px(14)
        self._mark.setPixmap(icon.pixmap(side, side))

    @property
    def text(self) -> str:
        """What the left side says."""
        return self._text.whole()

    def _watch(self, job: Job) -> None:
        if not job.title:
            return  # work behind the scenes is nobody's business
        self._before = self._text.whole() if self._job is None else self._before
        self._job, self._is_asked = job, False
        self.tell(job.title, mark="spinner", tone="accent")
        self._bar.setRange(0, 0)
        self._percent.setText("")
        self._show_job(running=True)
        job.progressed.connect(self._show_progress)
        job.cancelled.connect(self._say_cancelled)
        job.finished.connect(self._end)

    def _show_progress(self, done: int, total: int, stage: str) -> None:
        if self.sender() is not self._job or self._job is None:
            return
        self.tell(stage or self._job.title, mark="spinner", tone="accent")
        if total > 0:
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            self._percent.setText(f"{done * PERCENT // total} %")

    def _say_cancelled(self) -> None:
        # Work that the program itself drops for newer work is nobody's business.
        if self._is_asked and self.sender() is self._job:
            self._before = self._context.words("frame.cancelled")

    def _end(self) -> None:
        if self.sender() is not self._job:
            return
        self.tell(self._before)
        self._job = None
        self._show_job(running=False)

    def _cancel_job(self) -> None:
        if self._job is not None:
            self._is_asked = True
            self._job.cancel()
            self._cancel.setEnabled(False)

    def _show_job(self, *, running: bool) -> None:
        for widget in (self._bar, self._percent, self._cancel):
            widget.setVisible(running)
        self._cancel.setEnabled(running)

    def _draw(self) -> None:
        self.setFixedHeight(self._context.look.px(HEIGHT))
