# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""撤销历史 of this step: every stroke with its effect; a click goes back to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.widgets.basics import fill, make_label, plain_hint, row
from landgis_ui.widgets.elided import ElidedLabel

ROW_PX = 28
MOST_ROWS = 12


@dataclass(frozen=True, kw_only=True)
class StepShown:
    """One step: its sentence, its effect, when; `is_now` where the project stands."""

    step: int
    text: str
    effect: str
    time: str
    who: str
    is_now: bool
    is_undone: bool


class StepRow(QAbstractButton):
    """One line of the list."""

    def __init__(self, context: Context, shown: StepShown) -> None:
        super().__init__()
        self._context, self.shown = context, shown
        words = context.words
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        state = words("zones.step_undone") if shown.is_undone else ""
        now = words("zones.step_now") if shown.is_now else ""
        said = (shown.text, shown.effect, shown.time, shown.who, state, now)
        self.setAccessibleName("，".join(part for part in said if part))
        self.setToolTip(plain_hint("\n".join(part for part in said if part)))

    def sizeHint(self) -> QSize:
        """Return the size of the design."""
        look = self._context.look
        return QSize(look.px(160), look.px(ROW_PX))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw icon, sentence, effect and time."""
        del event
        look, shown = self._context.look, self.shown
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if shown.is_now or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft" if shown.is_now else "hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        side = look.px(14)
        icon = "check" if shown.is_now else "redo" if shown.is_undone else "clock"
        token = look.theme.link if shown.is_now else look.theme.ink3
        top = round((self.height() - side) / 2)
        look.icon(icon, token).paint(painter, look.px(7), top, side, side)
        self._write(painter)
        painter.end()

    def _write(self, painter: QPainter) -> None:
        look, shown = self._context.look, self.shown
        middle = Qt.AlignmentFlag.AlignVCenter
        box = QRectF(self.rect()).adjusted(look.px(28), 0, -look.px(8), 0)
        painter.setFont(look.font(12))
        now = self._context.words("zones.step_now")
        time = now if shown.is_now else shown.time
        painter.setPen(look.colour("link" if shown.is_now else "ink3"))
        width = painter.fontMetrics().horizontalAdvance(time)
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, time)
        box = box.adjusted(0, 0, -width - look.px(8), 0)
        painter.setFont(look.font(13))
        metrics = painter.fontMetrics()
        effect = metrics.horizontalAdvance(shown.effect)
        room = max(0, int(box.width()) - effect - look.px(8))
        text = metrics.elidedText(shown.text, Qt.TextElideMode.ElideRight, room)
        painter.setPen(look.colour("ink3" if shown.is_undone else "ink"))
        painter.drawText(box, middle, text)
        after = metrics.horizontalAdvance(text) + look.px(8)
        painter.setPen(look.colour("ink3" if shown.is_undone else "ink2"))
        painter.drawText(box.adjusted(after, 0, 0, 0), middle, shown.effect)


class StepList(QWidget):
    """The steps, the newest first; undone ones stay grey until a new edit.

    Signals
    -------
    step_chosen(int)
        Go to the state after this step.
    all_asked()
        Show the whole history.
    """

    step_chosen = pyqtSignal(int)
    all_asked = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        words = context.words
        self.rows: list[StepRow] = []
        self._shown: tuple[StepShown, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(1)
        self.hint = ElidedLabel(words("zones.steps_hint"))
        self.hint.setProperty("textSize", "hint")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.empty = make_label(words("zones.no_steps"), size="hint", wrap=True)
        title = make_label(words("zones.steps"), strong=True)
        top = row(title, self.hint, margins=(4, 0, 4, 0))
        top.setStretch(1, 1)
        fill(QVBoxLayout(self), top, self._rows, self.empty, spacing=5)

    def show_steps(self, steps: Sequence[StepShown]) -> None:
        """Show the steps, the newest first."""
        shown = tuple(steps[:MOST_ROWS])
        self.empty.setVisible(not shown)
        if shown == self._shown:
            return
        self._shown = shown
        for line in self.rows:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.rows = []
        for entry in shown:
            line = StepRow(self._context, entry)
            line.clicked.connect(partial(self._choose, entry.step))
            self._rows.addWidget(line)
            self.rows.append(line)

    def _choose(self, step: int, *_checked: bool) -> None:
        self.step_chosen.emit(step)
