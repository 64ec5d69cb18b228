# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""试算: what other conditions would give, and how much land money buys."""

from __future__ import annotations

import math

from PyQt6.QtCore import QTimer, pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QLabel, QWidget

from landgis.operations.plan_trials import PlanTrial
from landgis.relocation.curve import CurvePoint
from landgis.relocation.view import PlanView
from landgis.relocation.wishes import PlanWishes
from landgis_ui.context import Context
from landgis_ui.steps.relocation.curve_chart import CurveChart
from landgis_ui.steps.relocation.trial_sliders import TrialSliders
from landgis_ui.steps.relocation.verdict_pill import pill_text
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_card,
    make_chip,
    make_label,
    make_rule,
    make_scroll,
    row,
)
from landgis_ui.widgets.figures import AreaWriter, write_number, write_signed

PAUSE_MS = 350
FIGURES = (("placed", 0), ("freed", 1), ("cost", 0), ("km", 2))
ROOM = 1.2


class TrialFigures(QWidget):
    """Figures of the plan, of what is tried, and the difference."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._areas = context, AreaWriter(context)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(1, 1)
        self._cells: dict[str, tuple[QLabel, QLabel]] = {}
        for line, (name, _places) in enumerate(FIGURES):
            title = make_label(size="secondary")
            value = make_label(strong=True)
            change = make_label(tone="verify")
            for place, cell in enumerate((title, value, change)):
                self._grid.addWidget(cell, line, place)
            title.setText(
                context.words(f"relocation.trial_{name}", unit=self._areas.unit)
            )
            self._cells[name] = (value, change)

    def text_of(self, name: str) -> tuple[str, str]:
        """Return what is said of a figure: before → after, and the difference."""
        value, change = self._cells[name]
        return value.text(), change.text()

    def show_views(self, now: PlanView | None, tried: PlanView | None) -> None:
        """Show the plan; with something tried both and what it changes."""
        for name, places in FIGURES:
            value, change = self._cells[name]
            before = _figure(now, name)
            after = before if tried is None else _figure(tried, name)
            texts = [self._write(name, each, places) for each in (before, after)]
            value.setText(texts[0] if tried is None else " → ".join(texts))
            change.setText(
                "" if tried is None else self._change(name, places, before, after)
            )

    def _write(self, name: str, value: float, places: int) -> str:
        if name == "freed":
            return self._areas.number(value)
        return write_number(value, places)

    def _change(self, name: str, places: int, *values: float) -> str:
        before, after = values
        if not (math.isfinite(before) and math.isfinite(after)):
            return ""
        if self._write(name, before, places) == self._write(name, after, places):
            return self._context.words("relocation.same")
        if name == "freed":
            return self._areas.change(after - before)
        return write_signed(after - before, places)


class TrialPanel(QWidget):
    """Sliders, what they would do, and the curve.

    Signals
    -------
    wanted(object)
        These `PlanWishes` are to be tried.
    kept(object)
        These `PlanWishes` are to become a plan of their own.
    curve_wanted(), prices_wanted()
        The curve is to be worked out; unit prices are to be entered.
    point_taken(object)
        A `CurvePoint` is to become a plan.
    """

    wanted = pyqtSignal(object)
    kept = pyqtSignal(object)
    curve_wanted = pyqtSignal()
    prices_wanted = pyqtSignal()
    point_taken = pyqtSignal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._areas = context, AreaWriter(context)
        self._view: PlanView | None = None
        self._base: PlanWishes | None = None
        self._tried: PlanWishes | None = None
        self._is_making = self._is_priced = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        words = context.words
        self.sliders, self.figures = TrialSliders(context), TrialFigures(context)
        self.chart = CurveChart(context)
        self.verdict = make_label(size="hint", tone="verify", wrap=True)
        self.reset = make_button(
            words("relocation.trial_reset"), self.clear, kind="link"
        )
        self.keep = make_button(
            words("relocation.trial_keep"), self._keep, kind="verify"
        )
        self.point = make_label(wrap=True)
        self.curve = make_button(words("relocation.curve_make"), self.curve_wanted.emit)
        self.take = make_button(
            words("relocation.curve_take"), self._take, kind="verify"
        )
        self.prices = make_button(
            words("relocation.enter_prices"), self.prices_wanted.emit, kind="link"
        )
        self._lay_out()
        self._connect()
        self.show_view(None, None, can_keep=False)

    def _lay_out(self) -> None:
        words = self._context.words
        card = make_card(
            column(
                self.figures,
                self.verdict,
                row(self.reset, None, self.keep),
                margins=(14, 10, 14, 10),
            ),
            kind="verify",
        )
        inner = QWidget()
        inner.setLayout(
            column(
                row(make_chip(words("relocation.trial_badge"), tone="verify"), None),
                self.sliders,
                self.prices,
                card,
                make_rule(),
                make_label(words("relocation.curve"), strong=True),
                make_label(words("relocation.curve_hint"), size="hint", wrap=True),
                self.chart,
                self.point,
                row(self.curve, None, self.take),
                None,
                margins=(16, 12, 16, 16),
                spacing=12,
            )
        )
        self.setLayout(column(make_scroll(inner), spacing=0))

    def _connect(self) -> None:
        self.sliders.changed.connect(self._slide)
        self.chart.picked.connect(lambda _number: self._show_point())
        self.chart.taken.connect(lambda _number: self._take())

    @property
    def tried(self) -> PlanWishes | None:
        """What is tried; None while the sliders stand as the plan has them."""
        return self._tried

    def show_view(
        self, view: PlanView | None, wishes: PlanWishes | None, *, can_keep: bool
    ) -> None:
        """Begin with a plan; what was tried is dropped."""
        self._can_keep = can_keep
        if wishes != self._base or view is None:
            self.show_curve(None)
        self._view, self._base = view, wishes
        self._pause.stop()
        self._tried = None
        self.setEnabled(view is not None and wishes is not None)
        is_priced = view is not None and view.problem.costs.is_priced
        self.prices.setVisible(view is not None and not is_priced)
        self._is_priced = is_priced
        self.curve.setEnabled(is_priced and not self._is_making)
        if view is not None and wishes is not None:
            cost = view.totals.cost_wan
            known = cost if math.isfinite(cost) else 0.0
            most = max(known, wishes.budget_wan or 0.0) * ROOM
            self.sliders.show_wishes(wishes, most_wan=most, is_priced=is_priced)
        self.figures.show_views(view, None)
        self._say("")

    def show_trial(self, trial: PlanTrial) -> None:
        """Show what the tried conditions give."""
        if trial.wishes != self._tried:
            return
        self.figures.show_views(self._view, trial.view)
        text = pill_text(trial.view, self._context.words, is_stale=False)
        self._say(text.verdict)

    def show_curve(self, points: tuple[CurvePoint, ...] | None) -> None:
        """Show the curve; None: it is not worked out."""
        self.chart.show_points(points or ())
        for widget in (self.chart, self.take):
            widget.setVisible(bool(points))
        if points is not None and not points:
            self.point.setText(self._context.words("relocation.curve_none"))
        self.point.setVisible(points is not None)

    def show_making(self, *, making: bool) -> None:
        """Show that the curve is being worked out."""
        if making == self._is_making:
            return
        self._is_making = making
        self.curve.setEnabled(self._is_priced and not making)
        busy = self._context.words("relocation.curve_busy")
        if making:
            self.point.setText(busy)
            self.point.show()
        elif self.point.text() == busy:  # ended without an answer
            self._show_point()
            self.point.setVisible(bool(self.chart.points))

    def clear(self) -> None:
        """Set the sliders back to what the plan goes by."""
        self.show_view(self._view, self._base, can_keep=self._can_keep)

    def _slide(self, wishes: PlanWishes) -> None:
        if wishes == self._base:
            self.clear()
            return
        self._tried = wishes
        self._say(self._context.words("relocation.trial_busy"))
        self._pause.start()

    def _ask(self) -> None:
        if self._tried is not None:
            self.wanted.emit(self._tried)

    def _keep(self) -> None:
        if self._tried is not None:
            self.kept.emit(self._tried)

    def _take(self) -> None:
        if self.chart.point is not None and self._can_keep:
            self.point_taken.emit(self.chart.point)

    def _say(self, text: str) -> None:
        self.verdict.setText(text)
        self.verdict.setVisible(bool(text))
        self.reset.setEnabled(self._tried is not None)
        self.keep.setEnabled(self._tried is not None and self._can_keep)
        self.take.setEnabled(self._can_keep)

    def _show_point(self) -> None:
        point = self.chart.point
        if point is not None:
            self.point.setText(
                self._context.words(
                    "relocation.curve_point",
                    cost=write_number(point.cost, 0),
                    area=self._areas.text(point.freed_mu),
                    n=len(point.plan.assignments),
                )
            )


def _figure(view: PlanView | None, name: str) -> float:
    """Return a figure of a plan, NaN where it is not known."""
    if view is None:
        return math.nan
    totals = view.totals
    known = {
        "placed": float(totals.placed),
        "freed": totals.freed_mu,
        "cost": totals.cost_wan,
        "km": totals.mean_km,
    }
    return known[name]
