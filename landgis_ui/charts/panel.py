# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Charts: where people would rather look than read; each bar is a list of land."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFileDialog,
    QFrame,
    QGridLayout,
    QMenu,
    QStackedLayout,
    QWidget,
)

from landgis.errors import LandGISError
from landgis_ui.charts.chart_view import ChartView
from landgis_ui.charts.figures import (
    FIGURES,
    SUBJECTS,
    Wanted,
    parcels_of,
)
from landgis_ui.charts.lazily import draw, save
from landgis_ui.context import Context
from landgis_ui.widgets.basics import (
    IconButton,
    column,
    make_button,
    make_label,
    make_rule,
    row,
)
from landgis_ui.widgets.elided import ElidedLabel
from landgis_ui.work.jobs import Job
from landgis_ui.work.workspace import Notice, TableRequest

if TYPE_CHECKING:
    from landgis.report.charts import HitRegion
    from landgis_ui.charts.drawing import Drawn

FORMATS = (".png", ".svg", ".pdf")
TABLES = {
    "parcel": "parcel",
    "firm": "enterprise",
    "approval": "residual",
    "vacated": "vacated",
}
"""Which table lists what a figure is drawn from."""

NOT_SELECTED = "vacated"
REDRAW_MS = 120


class ChartsPanel(QFrame):
    """One figure at a time, with what it says in a sentence below it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lock = threading.Lock()
        self._name = FIGURES[0]
        self._picked: HitRegion | None = None
        self._drawing = object()
        self._is_drawing = self._draws_again = False
        self.setProperty("ground", "panel")
        self.view = ChartView(context.look, context.words("charts.drawing"))
        self.sentence = make_label(size="secondary", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty = QWidget()
        self._empty.setLayout(column(None, self.sentence, None, margins=(24, 0, 24, 0)))
        middle = QFrame()
        self._stack = QStackedLayout(middle)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self.said = ElidedLabel()
        self.list_button = make_button(
            context.words("charts.list"), self.list_rows, kind="link"
        )
        self._make_layout(middle)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(REDRAW_MS)
        self._pause.timeout.connect(self.redraw)
        self.view.resized.connect(self._pause.start)
        self.view.region_entered.connect(self._say)
        self.view.region_picked.connect(self._pick)
        context.look.changed.connect(self._pause.start)
        context.workspace.result_changed.connect(self._forget)
        self._forget()

    def _make_layout(self, middle: QWidget) -> None:
        words, look = self._context.words, self._context.look
        self.buttons = QButtonGroup(self)
        choices = []
        for number, name in enumerate(FIGURES):
            button = make_button(words(f"charts.title_{name}"), kind="segment")
            button.setCheckable(True)
            button.setChecked(name == self._name)
            self.buttons.addButton(button, number)
            choices.append(button)
        self.buttons.idClicked.connect(lambda number: self.show_figure(FIGURES[number]))
        self.copy_button = IconButton(look, "copy", words("charts.copy"))
        self.copy_button.clicked.connect(lambda _checked: self.copy_picture())
        self.save_button = IconButton(look, "download", words("charts.save"))
        self.save_button.clicked.connect(lambda _checked: self._open_formats())
        # Two by two: a narrow panel or longer words have room for no more.
        segments = QGridLayout()
        segments.setSpacing(4)
        for number, button in enumerate(choices):
            segments.addWidget(button, number // 2, number % 2)
        tabs = QWidget()
        tabs.setLayout(segments)
        segments.setContentsMargins(0, 0, 0, 0)
        head = row(
            tabs,
            None,
            self.copy_button,
            self.save_button,
            margins=(12, 6, 12, 6),
            spacing=4,
        )
        foot = row(self.said, self.list_button, margins=(12, 4, 12, 6))
        whole = column(head, make_rule(), middle, foot, spacing=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    @property
    def figure(self) -> str:
        """Which figure is shown."""
        return self._name

    def show_figure(self, name: str) -> None:
        """Show one of the figures."""
        self._name = name
        button = self.buttons.button(FIGURES.index(name))
        if button is not None:
            button.setChecked(True)
        self._forget()

    def _forget(self) -> None:
        """Begin anew: another figure, or another result."""
        self._picked = None
        self.view.show_drawn(None)
        self._say(None)
        self.redraw()

    def redraw(self) -> None:
        """Draw the figure at this size, in these colours; the latest wins."""
        self._pause.stop()
        result = self._context.workspace.result
        if result is None:
            self._say_instead("charts.no_result")
            return
        if not len(getattr(result.analysis, SUBJECTS[self._name])):
            self._say_instead(f"charts.nothing_{self._name}")
            return
        self._stack.setCurrentWidget(self.view)
        for button in (self.copy_button, self.save_button):
            button.setEnabled(True)
        if self._is_drawing:
            self._draws_again = True
            return
        self._is_drawing, self._draws_again = True, False
        wanted = self._wanted()
        job = self._context.workspace.jobs.read(
            draw, result.analysis, wanted, lock=self._lock
        )
        job.succeeded.connect(self._take)
        job.failed.connect(self._tell_failure)
        job.finished.connect(self._end_drawing)

    def _wanted(self) -> Wanted:
        """Return what to draw; a larger type is a smaller paper drawn larger."""
        look = self._context.look
        return Wanted(
            name=self._name,
            theme=look.theme,
            width_px=self.view.width() / look.scale,
            height_px=self.view.height() / look.scale,
            ratio=self.view.devicePixelRatioF() * look.scale,
        )

    def _take(self, drawn: Drawn) -> None:
        if drawn.wanted.name == self._name:
            self.view.show_drawn(drawn)
            self._say(self._picked)

    def _end_drawing(self) -> None:
        self._is_drawing = False
        if self._draws_again:
            self.redraw()

    def _say_instead(self, message: str) -> None:
        self.sentence.setText(self._context.words(message))
        self._stack.setCurrentWidget(self._empty)
        for button in (self.copy_button, self.save_button):
            button.setEnabled(False)
        self._say(None)

    def _say(self, region: HitRegion | None) -> None:
        """Say what a region is; else what was picked, else what the figure shows."""
        shown = region or self._picked
        drawn = self.view.drawn
        if shown is not None:
            self.said.set_whole(shown.words)
        else:
            self.said.set_whole(drawn.chart.words if drawn is not None else "")
        self.list_button.setVisible(self._picked is not None)

    def _pick(self, region: HitRegion, adds: bool) -> None:  # noqa: FBT001 - a signal's value
        workspace = self._context.workspace
        self._picked = region
        self._say(region)
        if workspace.result is None:
            return
        parcels = parcels_of(
            workspace.result.analysis, kind=region.kind, rows=region.rows
        )
        if region.kind == NOT_SELECTED:
            self.list_rows()
        elif adds:
            workspace.selection.add(parcels, origin=self)
        else:
            workspace.selection.set(parcels, origin=self)

    def list_rows(self) -> None:
        """List what was picked in the table."""
        region = self._picked
        if region is not None:
            request = TableRequest(
                table=TABLES[region.kind], rows=region.rows, title=region.words
            )
            self._context.workspace.show_in_table(request)

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        clipboard = QApplication.clipboard()
        picture = self.view.picture()
        if clipboard is not None and not picture.isNull():
            clipboard.setImage(picture)
            self._notify("charts.copied")

    def _open_formats(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for suffix in FORMATS:
            action = menu.addAction(self._context.words(f"charts.as_{suffix[1:]}"))
            if action is not None:
                action.triggered.connect(
                    lambda _checked, suffix=suffix: self.ask_where(suffix)
                )
        menu.popup(self.save_button.mapToGlobal(self.save_button.rect().bottomLeft()))

    def ask_where(self, suffix: str) -> QFileDialog:
        """Ask for the file."""
        words = self._context.words
        dialog = QFileDialog(self, words("charts.save_title"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"*{suffix}")
        dialog.setDefaultSuffix(suffix)
        if (path := self._context.workspace.path()) is not None:
            dialog.setDirectory(str(path.parent))
        dialog.selectFile(words(f"charts.title_{self._name}") + suffix)
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.open()
        return dialog

    def save_to(self, path: Path) -> Job | None:
        """Save the figure for paper; the ending of `path` says as what."""
        result = self._context.workspace.result
        if result is None:
            return None
        job = self._context.workspace.jobs.read(
            save, result.analysis, self._wanted(), path, lock=self._lock
        )
        job.succeeded.connect(lambda done: self._notify("charts.saved", file=done.name))
        job.failed.connect(lambda error: self._tell_failure(error, path))
        return job

    def _notify(self, key: str, *, tone: str = "done", **params: object) -> None:
        notice = Notice(text=self._context.words(key, **params), tone=tone)
        self._context.workspace.notify(notice)

    def _tell_failure(self, error: object, path: Path | None = None) -> None:
        if isinstance(error, OSError) and path is not None:
            detail = error.strerror or str(error)
            self._notify(
                "charts.cannot_save", tone="failed", file=path.name, detail=detail
            )
        elif isinstance(error, LandGISError):
            text = self._context.words.sentence(error)
            self._context.workspace.notify(Notice(text=text, tone="failed"))
        else:
            raise error if isinstance(error, BaseException) else TypeError(error)
