# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sliders of 试算: floor of the parks, leading share, budget, weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QSlider, QWidget

from landgis.relocation.wishes import PlanWishes
from landgis_ui.context import Context
from landgis_ui.widgets.basics import column
from landgis_ui.widgets.number_field import NumberField

PERCENT = 100.0
STEPS = 100
HANDLE_PX = 22
DIGITS = 3
"""A slider gives no finer numbers; whoever wants one writes it."""


@dataclass(frozen=True, kw_only=True)
class Knob:
    """A number that can be tried: a wish, its range, and how it is written."""

    name: str
    most: float
    unit: str = ""
    factor: float = 1.0


KNOBS = (
    Knob(name="capacity_factor", most=2.0, unit="%", factor=PERCENT),
    Knob(name="leading_share_min", most=1.0, unit="%", factor=PERCENT),
    Knob(name="weight_cost", most=0.1),
    Knob(name="weight_km", most=1.0),
    Knob(name="budget_wan", most=0.0, unit="unit.wan"),
)
MONEY = ("budget_wan", "weight_cost")
"""Without any unit price these change nothing."""


class TrialSlider(QWidget):
    """Title and number above, the slider below; both do the same.

    Signals
    -------
    moved(object)
        Another number, None where a budget was taken away.
    """

    moved = pyqtSignal(object)

    def __init__(self, context: Context, knob: Knob, *, title: str, unit: str) -> None:
        super().__init__()
        self._knob, self._most = knob, knob.most
        self.field = NumberField(context, title, unit=unit)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 10)
        self.slider.setMinimumHeight(context.look.px(HANDLE_PX))
        self.slider.setAccessibleName(title)
        self.slider.valueChanged.connect(self._slide)
        self.field.entered.connect(self._enter)
        self.setLayout(column(self.field, self.slider, spacing=2))

    def set_most(self, most: float) -> None:
        """Let the slider end at another number."""
        self._most = max(most, 0.0)
        self._place(self.field.value)

    def show_value(self, value: float | None) -> None:
        """Show a number as the plan has it."""
        shown = None if value is None else value * self._knob.factor
        self.field.show_value(shown, force=True)
        self._place(shown)

    def _place(self, shown: float | None) -> None:
        most = self._most * self._knob.factor
        share = 1.0 if shown is None else shown / most if most > 0 else 0.0
        self.slider.blockSignals(True)
        self.slider.setValue(round(min(max(share, 0.0), 1.0) * STEPS))
        self.slider.blockSignals(False)

    def _slide(self, step: int) -> None:
        value = float(f"{self._most * step / STEPS:.{DIGITS}g}")
        self.field.show_value(value * self._knob.factor, force=True)
        self.moved.emit(value)

    def _enter(self, shown: float | None) -> None:
        self._place(shown)
        self.moved.emit(None if shown is None else shown / self._knob.factor)


class TrialSliders(QWidget):
    """All sliders, and the wishes that they add up to.

    Signals
    -------
    changed(object)
        The `PlanWishes` that are tried.
    """

    changed = pyqtSignal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        words = context.words
        self._wishes: PlanWishes | None = None
        self.sliders: dict[str, TrialSlider] = {}
        for knob in KNOBS:
            unit = words(knob.unit) if words.has(knob.unit) else knob.unit
            title = words(f"relocation.knob_{knob.name}")
            slider = TrialSlider(context, knob, title=title, unit=unit)
            slider.moved.connect(lambda value, name=knob.name: self._take(name, value))
            self.sliders[knob.name] = slider
        self.setLayout(column(*self.sliders.values(), spacing=12))

    def show_wishes(
        self, wishes: PlanWishes, *, most_wan: float, is_priced: bool
    ) -> None:
        """Begin with what the plan goes by; without prices money cannot be tried."""
        self._wishes = wishes
        self.sliders["budget_wan"].set_most(most_wan)
        for name, slider in self.sliders.items():
            slider.show_value(getattr(wishes, name))
            slider.setEnabled(is_priced or name not in MONEY)

    def _take(self, name: str, value: float | None) -> None:
        if self._wishes is None:
            return
        changes: Mapping[str, float | None] = {name: value}
        if value is None and name != "budget_wan":
            return  # nothing is known by no number here
        self._wishes = replace(self._wishes, **changes)  # type: ignore[arg-type]  # a number of this name
        self.changed.emit(self._wishes)
