# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The widgets of 阈值试算 and where they stand; what they do is told elsewhere."""

from __future__ import annotations

from functools import partial

import numpy as np
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.whatif.chip_rows import ChipRows
from landgis_ui.whatif.curve_view import CurveShown, CurveView
from landgis_ui.whatif.figure_rows import FigureRows
from landgis_ui.whatif.map_switch import MapSwitch
from landgis_ui.whatif.numbers import Tried
from landgis_ui.whatif.rows import RowsView
from landgis_ui.whatif.save_form import SaveForm
from landgis_ui.whatif.scenario_box import ScenarioBox
from landgis_ui.whatif.session import TrialSession
from landgis_ui.whatif.threshold_view import ThresholdView
from landgis_ui.widgets.basics import (
    column,
    fill,
    make_button,
    make_chip,
    make_label,
    make_panel,
    make_rule,
    make_scroll,
    row,
)
from landgis_ui.widgets.figures import write_value

LEAST_PX, BOX_PX = 440, 84


class TrialView(QFrame):
    """Chooser, slider with histogram, figures, curve, list, scenarios, buttons.

    Signals
    -------
    value_wanted(float)
        A chip was pressed.
    """

    value_wanted = pyqtSignal(float)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._make_widgets()
        self._lay_out()

    def _make_widgets(self) -> None:
        context, words = self._context, self._context.words
        self.setProperty("ground", "panel")
        self.choice = QComboBox()
        self.choice.setAccessibleName(words("whatif.choose"))
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box = QLineEdit()
        self.box.setProperty("tone", "verify")
        self.box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.box.setAccessibleName(words("whatif.value"))
        self.unit = make_label(size="secondary")
        self.effect = make_label(size="hint", wrap=True)
        self.slider = ThresholdView(context)
        self.chips = ChipRows(context.look)
        self.figures = FigureRows(context)
        self.stand_in = make_label(size="hint", tone="verify", wrap=True)
        self.map_switch = MapSwitch(context)
        self.curve = CurveView(context)
        self.curve_title = make_label(words("whatif.curve"), strong=True)
        self.list_title = make_label(strong=True, wrap=True)
        self.list = RowsView(context, words("whatif.list"))
        self.scenarios = ScenarioBox(context)
        self.form = SaveForm(context)
        self.form.hide()
        self.sentence = make_label(size="secondary", wrap=True)
        self.run_button = make_button(words("whatif.run"))
        self.progress = make_label(size="hint", wrap=True)
        self.stop = make_button(words("whatif.stop"), kind="link")
        self.reset = make_button("")
        self.export = make_button(words("whatif.export"))
        self.save = make_button(words("whatif.save"), kind="primary")

    def _lay_out(self) -> None:
        words = self._context.words
        self.fit()
        self.trying = self._make_trying()
        self.pane = make_scroll(self.trying)
        self.waiting = make_panel(
            column(self.sentence, row(self.run_button, None), None, margins=(16,) * 4)
        )
        badge = make_chip(words("whatif.badge"), tone="verify")
        busy = row(self.progress, None, self.stop)
        head = column(row(badge, None), busy, margins=(16, 8, 16, 4), spacing=4)
        self.foot = make_panel(
            row(self.reset, None, self.export, self.save, margins=(16, 8, 16, 8))
        )
        held = column(self.form, margins=(12, 0, 12, 4))
        box = QVBoxLayout(self)
        fill(box, head, self.pane, self.waiting, held, make_rule(), self.foot)
        box.setSpacing(0)
        box.setStretch(1, 1)
        box.setStretch(2, 1)
        self.setFocusProxy(self.slider)

    def _make_trying(self) -> QWidget:
        """Return what is scrolled, from the chooser to the scenarios."""
        trying = QWidget()
        value = row(self.choice, self.box, self.unit)
        value.setStretch(0, 1)
        trying.setLayout(
            column(
                value,
                self.effect,
                self.slider,
                self.chips,
                make_rule(),
                self.figures,
                self.stand_in,
                self.map_switch,
                make_rule(),
                self.curve_title,
                self.curve,
                make_rule(),
                self.list_title,
                self.list,
                make_rule(),
                self.scenarios,
                None,
                margins=(16, 8, 16, 12),
            )
        )
        return trying

    def show_ready(self, *, ready: bool, has_result: bool, has_project: bool) -> None:
        """Show the trial, or what stands in its place before."""
        self.pane.setVisible(ready)
        self.foot.setVisible(ready)
        self.waiting.setVisible(not ready)
        self.run_button.setVisible(not has_result)
        self.run_button.setEnabled(has_project)
        key = "whatif.preparing_said" if has_result else "whatif.no_result"
        self.sentence.setText(self._context.words(key))
        if not ready:
            self.form.hide()

    def show_numbers(self, numbers: tuple[Tried, ...]) -> None:
        """Offer the numbers that can be tried."""
        self.choice.clear()
        for one in numbers:
            self.choice.addItem(self._title_of(one), one.id)

    def show_number(self, session: TrialSession) -> None:
        """Show another number with everything that hangs on it."""
        number, view = session.number, session.view
        if number is None:
            return
        self.choice.setCurrentIndex(self.choice.findData(number.id))
        self.choice.setToolTip(number.citation)
        self.unit.setText(number.unit)
        self.effect.setText(f"{number.effect_words}{number.citation}")
        bars = None if view is None else view.histogram
        axis = number.axis_max if view is None else view.axis_max
        self.slider.show_number(number, bars, axis_max=axis)
        self._show_chips(session)
        can = number.line is not None or number.changes_anything
        shown = (
            *(self.curve, self.curve_title, self.slider, self.list, self.list_title),
            *(self.map_switch, self.box, self.unit, self.scenarios),
        )
        for widget in shown:
            widget.setVisible(can)
        self.show_curve(session)

    def fit(self) -> None:
        """Take the widths of this size of type."""
        look = self._context.look
        self.setMinimumWidth(look.px(LEAST_PX))
        self.box.setFixedWidth(look.px(BOX_PX))

    def _title_of(self, one: Tried) -> str:
        text = f"{one.title} {one.symbol}"
        if one.line is not None or one.changes_anything:
            return text
        return self._context.words("whatif.changes_nothing", title=text)

    def _show_chips(self, session: TrialSession) -> None:
        view, number, words = session.view, session.number, self._context.words
        official = () if view is None else view.official
        own = {write_value(one.value): one for one in official}
        buttons = []
        for value, line in own.items():
            mark = (
                words("whatif.in_force")
                if number and line.value == number.value
                else ""
            )
            chip = make_button(
                f"{value} {line.name}{mark}",
                partial(self.value_wanted.emit, line.value),
                kind="chip",
                hint=f"{line.document}\n{line.citation}",
            )
            buttons.append(chip)
        self.chips.show_widgets(buttons)

    def show_curve(self, session: TrialSession) -> None:
        """Show as much of the curve as is known."""
        view, sweep, number = session.view, session.sweep, session.number
        shown = None
        if view is not None:
            curve = view.curve
            shown = CurveShown(
                values=curve.values,
                firm_mu=curve.firm_mu,
                total_mu=curve.total_mu,
                axis_max=view.axis_max,
            )
        elif sweep is not None and number is not None:
            shown = CurveShown(
                values=np.array(sweep.values),
                firm_mu=sweep.table["firm_mu"].to_numpy(dtype=float),
                total_mu=sweep.table["total_mu"].to_numpy(dtype=float),
                axis_max=number.axis_max,
            )
        self.curve.show_curve(shown)
