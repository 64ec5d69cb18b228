# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""分年: what each year frees against its target, and a bar for every firm."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby

import pandas as pd
from PyQt6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PyQt6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolTip, QWidget

from landgis.relocation.view import PlanView
from landgis.relocation.view_tables import Bar
from landgis_ui.context import Context
from landgis_ui.steps.relocation.marks import colour_of
from landgis_ui.widgets.basics import column, make_label, make_scroll, plain_hint
from landgis_ui.widgets.figures import AreaWriter, write_number

LINE_PX, NAME_PX, HEAD_PX = 20, 108, 24
BAR_GAP = 4
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
COLUMNS = ("year", "firms", "freed", "total", "target", "money")


class YearTable(QWidget):
    """One line per year: firms, 亩 freed, all years together, target, money."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._areas = context, AreaWriter(context)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._cells: list[QLabel] = []

    def show_years(self, years: pd.DataFrame) -> None:
        """Show the years of a plan."""
        for cell in self._cells:
            cell.hide()
            cell.deleteLater()
        self._cells = []
        words = self._context.words
        for place, name in enumerate(COLUMNS):
            title = words(f"relocation.years_{name}", unit=self._areas.unit)
            self._put(0, place, title, size="hint")
        for line, year in enumerate(years.to_dict("records"), start=1):
            target, short = float(year["target_mu"]), float(year["short_mu"])
            texts = (
                str(year["year"]),
                f"{year['firms']:,}",
                self._areas.number(float(year["freed_mu"])),
                self._areas.number(float(year["cumulative_mu"])),
                self._areas.number(target),
                write_number(float(year["cost_wan"]), 0),
            )
            is_short = math.isfinite(short) and short > 0
            for place, text in enumerate(texts):
                tone = "bad" if is_short and COLUMNS[place] == "total" else ""
                self._put(line, place, text, tone=tone)
            notes = self._notes(year)
            if notes:
                self._cells[-len(COLUMNS)].setToolTip(notes)

    def _notes(self, year: dict[object, object]) -> str:
        words, parts = self._context.words, []
        opening = year["opening"]
        if isinstance(opening, tuple) and opening:
            parts.append(words("relocation.years_opening", names="、".join(opening)))
        if year["temporary"]:
            parts.append(words("relocation.years_waiting", n=year["temporary"]))
        return "\n".join(parts)

    def _put(
        self, line: int, place: int, text: str, *, size: str = "", tone: str = ""
    ) -> None:
        cell = make_label(text, size=size, tone=tone)
        cell.setAlignment(
            Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
        )
        self._grid.addWidget(cell, line, place)
        self._cells.append(cell)


class Gantt(QWidget):
    """A line for each firm: where it is in which year.

    Arrow keys go from line to line, Enter chooses the firm.

    Signals
    -------
    firm_chosen(str)
        The line of a firm was clicked.
    line_reached(int, int)
        The line between these heights is the current one and should be seen.
    """

    firm_chosen = pyqtSignal(str)
    line_reached = pyqtSignal(int, int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._look = context, context.look
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lines: list[tuple[str, str, tuple[Bar, ...]]] = []
        self._parks: dict[str, int] = {}
        self._years = (0, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(context.words("relocation.gantt"))
        context.look.changed.connect(self.updateGeometry)

    @property
    def lines(self) -> tuple[tuple[str, str, tuple[Bar, ...]], ...]:
        """The lines: firm (or ""), its name, its bars."""
        return tuple(self._lines)

    def show_bars(self, bars: Sequence[Bar], parks: Sequence[str]) -> None:
        """Show the bars of a plan; `parks` gives the parks their colours."""
        self._parks = {key: place for place, key in enumerate(parks)}
        self._lines = [
            (firm, name, tuple(group))
            for (firm, name), group in groupby(
                bars, key=lambda bar: (bar.firm, bar.name)
            )
        ]
        self._current = min(self._current, len(self._lines) - 1)
        since = min((bar.since for bar in bars), default=0)
        self._years = (since, max((bar.to for bar in bars), default=since + 1))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for every line."""
        height = HEAD_PX + LINE_PX * len(self._lines)
        return QSize(self._look.px(240), self._look.px(height))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the years, then the lines that are seen."""
        box = self.rect() if event is None else event.rect()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._look.font(12))
        look, metrics = self._look, QFontMetricsF(self._look.font(12))
        line_px, head = look.px(LINE_PX), look.px(HEAD_PX)
        painter.setPen(look.colour("ink3"))
        for year in range(*self._years):
            left = self._x(year)
            painter.drawText(
                QRectF(left, 0, self._x(year + 1) - left, head),
                Qt.AlignmentFlag.AlignCenter,
                str(year),
            )
        first = max(0, (box.top() - head) // line_px)
        last = min(len(self._lines), (box.bottom() - head) // line_px + 1)
        for place in range(first, last):
            top = head + place * line_px
            _, name, bars = self._lines[place]
            width = look.px(NAME_PX) - 8
            if place == self._current:
                ground = QRectF(0, top, self.width(), line_px)
                is_here = self.hasFocus()
                tone = look.colour("accent_soft" if is_here else "hover")
                painter.fillRect(ground, tone)
                if is_here:
                    painter.fillRect(QRectF(0, top, 2, line_px), look.colour("accent"))
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width)
            painter.setPen(look.colour("ink"))
            name_box = QRectF(0, top, width, line_px)
            painter.drawText(name_box, Qt.AlignmentFlag.AlignVCenter, short)
            for bar in bars:
                self._paint_bar(painter, bar, top + BAR_GAP)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Tell which firm was clicked."""
        place = -1 if event is None else self._place_at(event.pos())
        if place >= 0:
            self._go_to(place)
            self._choose()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Go from line to line; choose the firm of the current one."""
        if event is None:
            return
        key, last = Qt.Key(event.key()), len(self._lines) - 1
        if key in STEPS and self._lines:
            self._go_to(min(max(self._current + STEPS[key], 0), last))
        elif key in TAKE:
            self._choose()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Show that keys go here."""
        super().focusInEvent(event)
        if self._current < 0 and self._lines:
            self._current = 0
        self.update()

    def event(self, event: QEvent | None) -> bool:
        """Write the bars of a line out where the pointer rests."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(event.pos())
            text = plain_hint(self.text_of(place)) if place >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def text_of(self, place: int) -> str:
        """Return a line in words: the name, then where it is in which years."""
        _, name, bars = self._lines[place]
        words = self._context.words
        return "\n".join(
            [
                name,
                *(
                    words(
                        f"relocation.bar_{bar.kind}",
                        years=_years(bar.since, bar.to - 1),
                        park=bar.park_name,
                    )
                    for bar in bars
                ),
            ]
        )

    def _place_at(self, at: QPoint) -> int:
        place = (at.y() - self._look.px(HEAD_PX)) // self._look.px(LINE_PX)
        return place if 0 <= place < len(self._lines) else -1

    def _go_to(self, place: int) -> None:
        self._current = place
        self.setAccessibleDescription(self.text_of(place))
        top = self._look.px(HEAD_PX) + place * self._look.px(LINE_PX)
        self.line_reached.emit(top, top + self._look.px(LINE_PX))
        self.update()

    def _choose(self) -> None:
        if self._current >= 0 and self._lines[self._current][0]:
            self.firm_chosen.emit(self._lines[self._current][0])

    def _paint_bar(self, painter: QPainter, bar: Bar, top: float) -> None:
        look = self._look
        height = look.px(LINE_PX) - 2 * BAR_GAP
        left, right = self._x(bar.since), self._x(bar.to)
        box = QRectF(left + 1, top, max(2.0, right - left - 2), height)
        painter.setPen(Qt.PenStyle.NoPen)
        colour = look.colour("line2")
        if bar.kind == "park" and bar.park in self._parks:
            colour = QColor(colour_of(self._parks[bar.park], look=look))
        tone = {"temporary": "warn", "building": "warn"}.get(bar.kind)
        if tone is not None:
            colour = look.colour(tone)
            painter.fillRect(box, look.colour("warn_soft"))
        hatched = bar.kind in ("temporary", "building")
        style = Qt.BrushStyle.BDiagPattern if hatched else Qt.BrushStyle.SolidPattern
        painter.fillRect(box, QBrush(colour, style))

    def _x(self, year: int) -> float:
        start = self._look.px(NAME_PX)
        since, until = self._years
        return start + (self.width() - start) * (year - since) / max(1, until - since)


def _years(since: int, to: int) -> str:
    """Return a stretch of years, the last one included."""
    return str(since) if to <= since else f"{since}—{to}"


class YearsPanel(QWidget):
    """Years and towns of the plan, then the bars."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._areas = context, AreaWriter(context)
        words = context.words
        self.table, self.gantt = YearTable(context), Gantt(context)
        self.towns = make_label(size="secondary", wrap=True)
        self.already = make_label(size="hint", wrap=True)
        inner = QWidget()
        inner.setLayout(
            column(
                make_label(words("relocation.by_year"), strong=True),
                self.table,
                self.already,
                12,
                make_label(words("relocation.by_town"), strong=True),
                self.towns,
                12,
                make_label(words("relocation.gantt"), strong=True),
                make_label(words("relocation.gantt_key"), size="hint", wrap=True),
                self.gantt,
                None,
                margins=(16, 12, 16, 16),
            )
        )
        scroll = make_scroll(inner)
        self.setLayout(column(scroll, spacing=0))
        self.gantt.line_reached.connect(
            lambda top, bottom: scroll.ensureVisible(
                0,
                self.gantt.mapTo(inner, QPoint(0, (top + bottom) // 2)).y(),
                0,
                bottom - top,
            )
        )

    def show_view(self, view: PlanView | None) -> None:
        """Show the years of a plan."""
        self.setEnabled(view is not None)
        already = 0.0 if view is None else view.problem.already_mu
        self.already.setVisible(already > 0)
        if view is None:
            self.gantt.show_bars((), ())
            self.table.show_years(pd.DataFrame())
            self.towns.setText("")
            return
        self.table.show_years(view.years)
        self.gantt.show_bars(view.bars, view.parks["key"].tolist())
        words = self._context.words
        self.already.setText(
            words("relocation.years_already", area=self._areas.text(already))
        )
        lines = [
            words(
                "relocation.town_line",
                town=town["town"] or "—",
                n=town["placed"],
                of=town["candidates"],
                area=self._areas.text(float(town["freed_mu"])),
            )
            for town in view.towns.to_dict("records")
        ]
        self.towns.setText("\n".join(lines))
