# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inspector: what one parcel is, why, and what people may decide."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QSizeF, Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from landgis.messages import joined
from landgis.report.grounds import FAILS, HOLDS, UNKNOWN, Ground
from landgis.report.names import status_titles
from landgis.report.symbols import shipped_symbols
from landgis_ui.context import Context
from landgis_ui.steps.analysis.ground_card import GroundCard
from landgis_ui.steps.analysis.parcel_facts import Fact, FirmShown, LandShown
from landgis_ui.table.swatches import as_on_map, draw_swatch
from landgis_ui.widgets.basics import (
    IconButton,
    column,
    fill,
    make_button,
    make_card,
    make_chip,
    make_label,
    make_panel,
    make_rule,
    make_scroll,
    row,
)
from landgis_ui.widgets.elided import ElidedLabel
from landgis_ui.widgets.figures import AreaWriter

SWATCH = QSizeF(20, 13)


class Inspector(QFrame):
    """Head and foot stay; facts and tabs between them scroll on small screens.

    Signals
    -------
    located(), closed()
        Buttons of the head.
    override_asked()
        The user wants to set the status by hand.
    zone_asked(), page_asked()
        The selected land is to go into a zone, or to have its sheets.
    clause_asked(str), field_asked(str), threshold_asked(str)
        From the cards.
    firm_chosen(int)
        A firm of the list was clicked.
    """

    located = pyqtSignal()
    closed = pyqtSignal()
    override_asked = pyqtSignal()
    zone_asked = pyqtSignal()
    page_asked = pyqtSignal()
    clause_asked = pyqtSignal(str)
    field_asked = pyqtSignal(str)
    threshold_asked = pyqtSignal(str)
    firm_chosen = pyqtSignal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._areas = AreaWriter(context)
        self.setProperty("ground", "panel")
        self.setProperty("edge", "left")
        self.title = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.title.setProperty("textSize", "title")
        self.subtitle = ElidedLabel()
        self.badge = QFrame()
        self.badge.setProperty("card", "floating")
        self._swatch, self._status = QLabel(), make_label(strong=True)
        self.badge.setLayout(row(self._swatch, self._status, margins=(8, 2, 10, 2)))
        self.land = make_chip("", tone="accent")
        self.tabs = _make_tabs()
        self._body = QVBoxLayout()
        self._shown: LandShown | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        words, look = self._context.words, self._context.look
        self.copy = IconButton(look, "copy", words("analysis.copy_name"), px=14)
        self.locate = IconButton(look, "target", words("analysis.locate"))
        close = IconButton(look, "close", words("frame.close"))
        self.copy.clicked.connect(self._copy_name)
        self.locate.clicked.connect(self.located)
        close.clicked.connect(self.closed)
        name = row(self.title, self.copy, self.locate, close, spacing=2)
        name.setStretch(0, 1)
        status = row(self.badge, self.land, None)
        head = column(name, self.subtitle, status, margins=(16, 10, 8, 10), spacing=4)
        inner = QWidget()
        inner.setLayout(self._body)
        fill(self._body, margins=(16, 12, 16, 12), spacing=12)
        self.override = make_button(
            words("analysis.override"), self.override_asked.emit
        )
        self.to_zone = make_button(words("analysis.to_zone"), self.zone_asked.emit)
        self.to_page = make_button(words("analysis.to_page"), self.page_asked.emit)
        look.changed.connect(self._draw)
        self._draw()
        acts = row(
            self.override, self.to_zone, self.to_page, None, margins=(16, 8, 16, 8)
        )
        self._foot = foot = make_panel(acts, edge="top")
        box = QVBoxLayout(self)
        fill(box, head, make_rule(), make_scroll(inner), foot, spacing=0)
        box.setStretch(2, 1)

    @property
    def shown(self) -> LandShown | None:
        """What is shown; None for nothing or several parcels."""
        return self._shown

    def show_land(self, land: LandShown) -> None:
        """Show one parcel or residual."""
        tab = self.tabs.currentIndex() if self._shown is not None else 0
        self._shown = land
        self.title.set_whole(land.name)
        self.subtitle.set_whole(land.subtitle)
        self._show_badge(land)
        self._foot.show()
        self.override.setVisible(land.kind == "parcel")
        self._clear()
        self._body.addLayout(self._facts(land.facts))
        self.tabs = _make_tabs()
        words = self._context.words
        self.tabs.addTab(self._grounds(land), words("analysis.grounds"))
        if land.kind == "parcel":
            firms = words("analysis.firms_tab", count=len(land.firms))
            self.tabs.addTab(self._firms(land.firms), firms)
            self.tabs.addTab(self._history(land), words("analysis.history"))
        self.tabs.setCurrentIndex(min(tab, self.tabs.count() - 1))
        self._body.addWidget(self.tabs)
        self._body.addStretch(1)

    def show_sums(self, title: str, subtitle: str, lines: tuple[Fact, ...]) -> None:
        """Show the sums of several parcels."""
        self._shown = None
        self.title.set_whole(title)
        self.subtitle.set_whole(subtitle)
        self.badge.hide()
        self.land.hide()
        self._foot.show()
        self.override.hide()
        self._clear()
        self._body.addLayout(self._facts(lines))
        self._body.addStretch(1)

    def show_nothing(self) -> None:
        """Say how to choose a parcel."""
        words = self._context.words
        self.show_sums(words("analysis.nothing"), words("analysis.nothing_hint"), ())

    def _show_badge(self, land: LandShown) -> None:
        look = self._context.look
        symbol = shipped_symbols()[land.status]
        size = SWATCH * look.scale
        self._swatch.setPixmap(
            draw_swatch(
                as_on_map(symbol, look.theme), size, ratio=self.devicePixelRatioF()
            )
        )
        self._status.setText(symbol.title)
        self.badge.show()
        key = "analysis.gives_firm" if land.firm_mu > 0 else "analysis.gives_potential"
        mu = land.firm_mu or land.potential_mu
        self.land.setText(self._context.words(key, area=self._areas.text(mu)))
        self.land.setVisible(mu > 0)

    def _clear(self) -> None:
        while (item := self._body.takeAt(0)) is not None:
            widget, layout = item.widget(), item.layout()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
            elif layout is not None:
                _clear_layout(layout)

    def _facts(self, facts: tuple[Fact, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for number, fact in enumerate(facts):
            value = _value_of(fact)
            cell = QWidget()
            cell.setLayout(
                column(make_label(fact.title, size="hint"), value, spacing=0)
            )
            cell.setToolTip(fact.hint)
            grid.addWidget(cell, number // 2, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _grounds(self, land: LandShown) -> QWidget:
        words = self._context.words
        holder = QWidget()
        box = QVBoxLayout(holder)
        title = words(
            "analysis.why", status=status_titles().get(land.status, land.status)
        )
        counts = {
            result: sum(ground.result == result for ground in land.grounds)
            for result in (HOLDS, UNKNOWN, FAILS)
        }
        told = words(
            "analysis.counts",
            total=len(land.grounds),
            holds=counts[HOLDS],
            unknown=counts[UNKNOWN],
            fails=counts[FAILS],
        )
        fill(box, make_label(title, strong=True, wrap=True), margins=(0, 10, 0, 0))
        box.addWidget(make_label(told, size="hint"))
        if land.reason:
            box.addWidget(make_label(land.reason, size="secondary", wrap=True))
        for ground in land.grounds:
            if ground.result != FAILS:
                box.addWidget(self._card(ground))
        for firm in land.firms:
            for ground in firm.grounds:
                if ground.result == HOLDS:
                    box.addWidget(self._card(ground, note=firm.name))
        failed = [ground for ground in land.grounds if ground.result == FAILS]
        if failed:
            box.addWidget(self._fold(failed))
        box.addStretch(1)
        return holder

    def _card(self, ground: Ground, *, note: str = "") -> GroundCard:
        card = GroundCard(self._context, ground, note=note)
        card.clause_asked.connect(self.clause_asked)
        card.field_asked.connect(self.field_asked)
        card.threshold_asked.connect(self.threshold_asked)
        return card

    def _fold(self, failed: list[Ground]) -> QWidget:
        """Return one line for the tests that do not hold; it unfolds them."""
        words = self._context.words
        inner = QWidget()
        inner.hide()

        def turn() -> None:
            if inner.layout() is None:  # made when they are asked for: they are many
                inner.setLayout(column(*(self._card(ground) for ground in failed)))
            inner.setVisible(not inner.isVisible())

        names = joined(ground.title for ground in failed)
        fold = make_button(
            words("analysis.fails", count=len(failed)), turn, kind="link", hint=names
        )
        holder = QWidget()
        holder.setLayout(column(make_card(row(fold, margins=(14, 6, 14, 6))), inner))
        return holder

    def _firms(self, firms: tuple[FirmShown, ...]) -> QWidget:
        words = self._context.words
        holder = QWidget()
        box = QVBoxLayout(holder)
        fill(box, margins=(0, 10, 0, 0))
        if not firms:
            box.addWidget(
                make_label(words("analysis.no_firm"), size="secondary", wrap=True)
            )
        for firm in firms:
            name = make_button(
                firm.name, partial(self.firm_chosen.emit, firm.row), kind="link"
            )
            head = row(name, None)
            if firm.is_low:
                head.addWidget(make_chip(words("analysis.low"), tone="bad"))
            elif firm.is_low is None:
                head.addWidget(make_chip(words("analysis.low_unknown"), tone="verify"))
            if firm.near_low:
                head.addWidget(make_chip(words("analysis.near_low"), tone="warn"))
            lines = (
                make_label(line, size="secondary", wrap=True) for line in firm.lines
            )
            box.addWidget(
                make_card(column(head, *lines, margins=(14, 8, 14, 8), spacing=4))
            )
        box.addStretch(1)
        return holder

    def _history(self, land: LandShown) -> QWidget:
        words, titles = self._context.words, status_titles()
        holder = QWidget()
        box = QVBoxLayout(holder)
        fill(box, margins=(0, 10, 0, 0))
        if not land.computed_status or land.computed_status == land.status:
            box.addWidget(
                make_label(words("analysis.no_history"), size="secondary", wrap=True)
            )
        else:
            old = make_label(titles.get(land.computed_status, land.computed_status))
            font = old.font()
            font.setStrikeOut(True)
            old.setFont(font)
            new = make_label(titles.get(land.status, land.status), strong=True)
            box.addLayout(
                row(
                    make_label(words("analysis.program_said"), size="hint"),
                    old,
                    new,
                    None,
                )
            )
            box.addWidget(make_label(land.override_reason, size="secondary", wrap=True))
        box.addStretch(1)
        return holder

    def _draw(self) -> None:
        self.override.setIcon(self._context.look.icon("edit"))

    def _copy_name(self) -> None:
        board = QGuiApplication.clipboard()
        if board is not None:
            board.setText(self.title.whole())


def _value_of(fact: Fact) -> QBoxLayout:
    """Return a value with its note; a long one without a note is shortened."""
    if not fact.note:
        label = ElidedLabel(fact.value, mode=Qt.TextElideMode.ElideMiddle)
        label.setProperty("strong", "true")
        return row(label)
    note = make_label(fact.note, size="hint")
    return row(make_label(fact.value, strong=True), note, None, spacing=4)


def _make_tabs() -> QTabWidget:
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    bar = tabs.tabBar()
    if bar is not None:
        bar.setDrawBase(False)
    return tabs


def _clear_layout(layout: object) -> None:
    take = getattr(layout, "takeAt", None)
    while take is not None and (item := take(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif item.layout() is not None:
            _clear_layout(item.layout())
