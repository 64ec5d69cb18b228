# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""补录 and 修正 of one field in place, with its effect before it is saved."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtWidgets import QComboBox, QFrame, QLineEdit

from landgis.operations.corrections import correction_id
from landgis.operations.entries import (
    EntryError,
    Value,
    entry_heading,
    read_entry,
    show_entry,
)
from landgis.operations.finding_places import PlaceFinder
from landgis.project import Put
from landgis_ui.context import Context
from landgis_ui.steps.checks.corrections import EffectTeller, entered, make_put, save
from landgis_ui.widgets.basics import column, make_button, make_label, row, set_property
from landgis_ui.widgets.figures import UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Target:
    """What may be corrected: fields of one row, which the user calls `name`."""

    role: str
    name: str
    position: int
    fields: tuple[str, ...]
    finder: PlaceFinder


class CorrectionEditor(QFrame):
    """A field, its value now, a box for the right one and one for the reason."""

    def __init__(self, context: Context, target: Target) -> None:
        super().__init__()
        self._context, self._target = context, target
        words = context.words
        self.setProperty("card", "true")
        self.field = QComboBox()
        for name in target.fields:
            self.field.addItem(entry_heading(target.role, name), name)
        self.value, self.reason = QLineEdit(), QLineEdit()
        self.value.setPlaceholderText(words("check_step.value"))
        self.reason.setPlaceholderText(words("check_step.reason"))
        self.was = make_label(size="hint")
        self.problem = make_label(size="hint", tone="bad", wrap=True)
        self.effect = make_label(size="hint", tone="verify", wrap=True)
        self.land = make_label(size="hint", tone="verify", wrap=True)
        self.save_button = make_button(words("check_step.save_value"), self.save)
        self.back_button = make_button(
            words("check_step.take_back"), self.take_back, kind="link"
        )
        self._teller = EffectTeller(context, self)
        self._lay_out()
        self._teller.told.connect(self._tell)
        self.field.currentIndexChanged.connect(self._show_field)
        self.value.textChanged.connect(self._check)
        self.reason.textChanged.connect(self._check)
        self.value.returnPressed.connect(self.reason.setFocus)
        self.reason.returnPressed.connect(self.save)
        self._show_field()

    def save(self) -> None:
        """Keep the value, if it is one and has its reason."""
        if not self.save_button.isEnabled():
            return
        put = self._put()
        if put is None:
            return
        title = entry_heading(self._target.role, self._field())
        if save(self._context, (put,), title=title, row=self._target.name):
            self._show_field()

    def take_back(self) -> None:
        """Let the source's own value count again."""
        target = self._target
        put = make_put(target.role, target.name, self._field(), value=None)
        title = entry_heading(target.role, self._field())
        if save(self._context, (put,), title=title, row=target.name):
            self._show_field()

    def _field(self) -> str:
        return str(self.field.currentData())

    def _show_field(self) -> None:
        target, field = self._target, self._field()
        earlier = entered(self._context, correction_id(target.role, target.name, field))
        now = target.finder.cell(target.role, row=target.position, field=field)
        shown = show_entry(target.role, field, earlier.get("was", now)) or UNKNOWN
        words = self._context.words
        self.was.setText(words("check_step.value_now", value=shown))
        self.value.setText(show_entry(target.role, field, earlier.get("value")))
        self.reason.setText(str(earlier.get("reason", "")))
        self.back_button.setVisible(bool(earlier))
        self._check()

    def _check(self) -> None:
        """Say what is wrong with the value; a right one tells its effect."""
        words, put, fault = self._context.words, None, ""
        try:
            put = self._put()
        except EntryError:
            fault = words("check_step.value_wrong")
        self.problem.setText(fault)
        self.problem.setVisible(bool(fault))
        set_property(self.value, "tone", "choose" if fault else "")
        has_reason = bool(self.reason.text().strip())
        self.save_button.setEnabled(put is not None and has_reason)
        self._teller.ask(() if put is None else (put,))

    def _put(self) -> Put | None:
        target, field = self._target, self._field()
        value: Value = read_entry(target.role, field, self.value.text())
        if value is None:
            return None
        earlier = entered(self._context, correction_id(target.role, target.name, field))
        now = target.finder.cell(target.role, row=target.position, field=field)
        was = show_entry(target.role, field, earlier.get("was", now)) or None
        return make_put(
            target.role,
            target.name,
            field,
            value=value,
            was=read_was(target.role, field, was),
            reason=self.reason.text().strip(),
        )

    def _tell(self, first: str, second: str) -> None:
        for label, text in ((self.effect, first), (self.land, second)):
            label.setText(text)
            label.setVisible(bool(text))

    def _lay_out(self) -> None:
        words = self._context.words
        self.field.setAccessibleName(words("check_step.correct_field"))
        self.value.setAccessibleName(words("check_step.value"))
        self.reason.setAccessibleName(words("check_step.reason"))
        head = row(make_label(words("check_step.correct"), strong=True), None, self.was)
        foot = row(None, self.back_button, self.save_button)
        items = (self.field, self.value, self.problem, self.reason)
        self.setLayout(
            column(
                head,
                *items,
                self.effect,
                self.land,
                foot,
                margins=(12, 10, 12, 10),
                spacing=6,
            )
        )


def read_was(role: str, field: str, shown: str | None) -> Value:
    """Return the earlier value as documents keep it; text that is no value as text."""
    if shown is None:
        return None
    try:
        return read_entry(role, field, shown)
    except EntryError:
        return shown
