# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One editor for each kind of wish: number, share, switch, list, years."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from landgis import messages
from landgis.errors import RuleError
from landgis.relocation.wishes import WishField, wishes_of
from landgis_ui.context import Context
from landgis_ui.widgets.basics import column, fill, make_label, plain_hint, row
from landgis_ui.widgets.number_field import NumberField

PERCENT = 100.0
_BETWEEN = re.compile(r"[,;\s\u3001\uff0c\uff1b]+")
IN_PERCENT = ("share", "shares")


class WishEditor(QWidget):
    """An editor; the value is refused with a sentence where it makes no sense.

    Signals
    -------
    entered(object)
        Another value.
    """

    entered = pyqtSignal(object)

    def __init__(self, context: Context, field: WishField) -> None:
        super().__init__()
        self._context, self.field = context, field
        self.fault = make_label(size="hint", tone="bad", wrap=True)
        self.fault.hide()
        self.body = QVBoxLayout()
        fill(self.body, spacing=4)
        self.setLayout(column(self.body, self.fault, spacing=2))
        self.setToolTip(plain_hint(field.source_text))

    def show_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def show_years(self, years: tuple[int, ...]) -> None:
        """Take note of the years that the plan covers."""

    def show_parks(self, parks: tuple[tuple[str, str], ...]) -> None:
        """Take note of the parks: keys and names."""

    def take(self, value: Any) -> None:
        """Hand a value on if it makes sense; say so if not."""
        try:
            wishes = wishes_of({self.field.name: value})
        except RuleError as error:
            self.fault.setText(self._context.words.sentence(error))
            self.fault.show()
            return
        self.fault.hide()
        self.entered.emit(getattr(wishes, self.field.name))


class NumberEditor(WishEditor):
    """A number or a share; an empty field is unknown where that may be."""

    def __init__(self, context: Context, field: WishField) -> None:
        super().__init__(context, field)
        self._factor = PERCENT if field.kind in IN_PERCENT else 1.0
        unit = "%" if field.kind in IN_PERCENT else field.unit
        self.line = NumberField(context, field.title, unit=unit)
        self.body.addWidget(self.line)
        if field.is_user and field.value is None:
            hint = make_label(field.source_text, size="hint")
            self.body.addWidget(hint)
        self.line.entered.connect(self._take)

    def show_value(self, value: Any) -> None:
        """Show a number."""
        self.line.show_value(None if value is None else value * self._factor)

    def _take(self, value: float | None) -> None:
        if value is None and self.field.value is not None:
            value = self.field.value * self._factor
            self.line.show_value(value, force=True)
        if value is None:
            self.entered.emit(None)
        else:
            self.take(value / self._factor)


class FlagEditor(WishEditor):
    """A switch."""

    def __init__(self, context: Context, field: WishField) -> None:
        super().__init__(context, field)
        self.box = QCheckBox(field.title)
        self.body.addWidget(self.box)
        self.box.clicked.connect(self.take)

    def show_value(self, value: Any) -> None:
        """Show the switch."""
        self.box.setChecked(bool(value))


class TextsEditor(WishEditor):
    """A tick for each of several; their order is that of the list."""

    def __init__(self, context: Context, field: WishField) -> None:
        super().__init__(context, field)
        self.body.addWidget(make_label(field.title, size="secondary"))
        self.boxes = {}
        for choice in field.choices:
            box = QCheckBox(_choice_text(choice))
            box.clicked.connect(lambda _on: self._take())
            self.boxes[choice] = box
            self.body.addWidget(box)

    def show_value(self, value: Any) -> None:
        """Tick those that are chosen."""
        for choice, box in self.boxes.items():
            box.setChecked(choice in value)

    def _take(self) -> None:
        self.take([choice for choice, box in self.boxes.items() if box.isChecked()])


class ChoiceEditor(WishEditor):
    """One of several."""

    def __init__(self, context: Context, field: WishField) -> None:
        super().__init__(context, field)
        self.box = QComboBox()
        self.box.setAccessibleName(field.title)
        for choice in field.choices:
            self.box.addItem(_choice_text(choice), choice)
        self.body.addLayout(
            row(make_label(field.title, size="secondary"), None, self.box)
        )
        self.box.activated.connect(lambda at: self.take(self.box.itemData(at)))

    def show_value(self, value: Any) -> None:
        """Show what is chosen."""
        self.box.setCurrentIndex(max(0, self.box.findData(value)))


class YearsEditor(WishEditor):
    """A number for each year of the plan."""

    def __init__(self, context: Context, field: WishField) -> None:
        super().__init__(context, field)
        self.body.addWidget(make_label(field.title, size="secondary"))
        self.lines: dict[int, NumberField] = {}
        self._value: dict[int, float] = {}

    def show_years(self, years: tuple[int, ...]) -> None:
        """Show a field for each year."""
        for year in years:
            if year not in self.lines:
                title = self._context.words("relocation.year", year=year)
                line = NumberField(self._context, title, unit=self.field.unit)
                line.entered.connect(lambda value, year=year: self._take(year, value))
                self.lines[year] = line
                self.body.addWidget(line)
        for year, line in self.lines.items():
            line.setVisible(year in years)

    def show_value(self, value: Any) -> None:
        """Show the numbers."""
        self._value = dict(value) if isinstance(value, Mapping) else {}
        for year, line in self.lines.items():
            line.show_value(self._value.get(year))

    def _take(self, year: int, number: float | None) -> None:
        found = {**self._value, year: number}
        self.take({str(at): value for at, value in found.items() if value is not None})


class ParksEditor(WishEditor):
    """A number for each park."""

    def __init__(self, context: Context, field: WishField) -> None:
        super().__init__(context, field)
        self.body.addWidget(make_label(field.title, size="secondary"))
        self.lines: dict[str, NumberField] = {}
        self._value: dict[str, float] = {}

    def show_parks(self, parks: tuple[tuple[str, str], ...]) -> None:
        """Show a field for each park."""
        for park, name in parks:
            if park not in self.lines:
                line = NumberField(self._context, name, unit=self.field.unit)
                line.entered.connect(lambda value, park=park: self._take(park, value))
                self.lines[park] = line
                self.body.addWidget(line)
        known = {park for park, _ in parks}
        for park, line in self.lines.items():
            line.setVisible(park in known)

    def show_value(self, value: Any) -> None:
        """Show the numbers."""
        self._value = dict(value) if isinstance(value, Mapping) else {}
        for park, line in self.lines.items():
            line.show_value(self._value.get(park))

    def _take(self, park: str, number: float | None) -> None:
        found = {**self._value, park: number}
        self.take({at: value for at, value in found.items() if value})


class AdmittedEditor(WishEditor):
    """Industry codes that a park admits besides its own, for each park."""

    def __init__(self, context: Context, field: WishField) -> None:
        super().__init__(context, field)
        self.body.addWidget(make_label(field.title, size="secondary"))
        self.lines: dict[str, QLineEdit] = {}
        self._value: dict[str, tuple[str, ...]] = {}

    def show_parks(self, parks: tuple[tuple[str, str], ...]) -> None:
        """Show a line for each park."""
        for park, name in parks:
            if park not in self.lines:
                line = QLineEdit()
                line.setAccessibleName(name)
                line.setPlaceholderText(self._context.words("relocation.codes"))
                line.editingFinished.connect(lambda park=park: self._take(park))
                self.lines[park] = line
                box = row(make_label(name, size="secondary"), line)
                box.setStretch(1, 1)
                self.body.addLayout(box)

    def show_value(self, value: Any) -> None:
        """Show the codes."""
        self._value = dict(value) if isinstance(value, Mapping) else {}
        for park, line in self.lines.items():
            if not line.hasFocus():
                line.setText(" ".join(self._value.get(park, ())))

    def _take(self, park: str) -> None:
        text = self.lines[park].text()
        codes = tuple(_BETWEEN.sub(" ", text).split())
        if codes != self._value.get(park, ()):
            found = {**self._value, park: codes}
            self.take({at: list(value) for at, value in found.items() if value})


class SharesEditor(WishEditor):
    """Shares for the first, second … year."""

    def __init__(self, context: Context, field: WishField) -> None:
        super().__init__(context, field)
        self.body.addWidget(make_label(field.title, size="secondary"))
        self.lines = []
        for place in range(len(field.value)):
            title = context.words("relocation.nth_year", n=place + 1)
            line = NumberField(context, title, unit="%")
            line.entered.connect(lambda _value: self._take())
            self.lines.append(line)
            self.body.addWidget(line)

    def show_value(self, value: Any) -> None:
        """Show the shares."""
        for place, line in enumerate(self.lines):
            line.show_value(value[place] * PERCENT if place < len(value) else 0.0)

    def _take(self) -> None:
        self.take([(line.value or 0.0) / PERCENT for line in self.lines])


_KINDS: Mapping[str, type[WishEditor]] = {
    "number": NumberEditor,
    "share": NumberEditor,
    "whole": NumberEditor,
    "flag": FlagEditor,
    "texts": TextsEditor,
    "choice": ChoiceEditor,
    "years": YearsEditor,
    "shares": SharesEditor,
    "parks": ParksEditor,
    "admitted": AdmittedEditor,
}


def make_editor(context: Context, field: WishField) -> WishEditor:
    """Return the editor for a wish."""
    return _KINDS[field.kind](context, field)


def _choice_text(choice: str) -> str:
    """Return a choice in words; treatments are words already."""
    if choice.isascii():
        return messages.text(f"plan.choice.{choice}")
    return choice
