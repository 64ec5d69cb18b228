# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The preferences of the user, made from their definitions."""

from __future__ import annotations

from functools import partial
from typing import Any

from PyQt6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.widgets.basics import fill, make_label, make_scroll
from landgis_ui.work.settings import Definition, definitions

RESTART = ("preference.language",)


class SettingsPanel(QWidget):
    """One line for each preference; a change holds at once."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.fields: dict[str, QWidget] = {}
        inner = QWidget()
        lines = QVBoxLayout(inner)
        fill(lines, margins=(16, 12, 16, 12), spacing=6)
        for entry in definitions().values():
            if entry.is_preference:
                self._add(lines, entry)
        lines.addWidget(
            make_label(context.words("setting.where"), size="hint", wrap=True)
        )
        lines.addStretch(1)
        fill(QVBoxLayout(self), make_scroll(inner), spacing=0)
        self.setFocusProxy(next(iter(self.fields.values())))

    def _add(self, lines: QVBoxLayout, entry: Definition) -> None:
        words, title = (
            self._context.words,
            self._context.words(f"setting.{_key(entry)}"),
        )
        field = self._field(entry, title)
        field.setAccessibleName(title)
        self.fields[entry.name] = field
        if not isinstance(field, QCheckBox):
            lines.addWidget(make_label(title, size="hint"))
        lines.addWidget(field)
        note = f"setting.{_key(entry)}_note"
        if words.has(note):
            lines.addWidget(make_label(words(note), size="hint", wrap=True))
        lines.addSpacing(8)

    def _field(self, entry: Definition, title: str) -> QWidget:
        value = self._context.settings.get(entry.name)
        if entry.choices:
            box = QComboBox()
            for choice in entry.choices:
                box.addItem(self._choice(entry, choice), choice)
            box.setCurrentIndex(max(0, entry.choices.index(value)))
            box.activated.connect(partial(self._choose, entry.name, box))
            return box
        if isinstance(entry.default, bool):
            check = QCheckBox(title)
            check.setChecked(bool(value))
            check.toggled.connect(partial(self._context.settings.set, entry.name))
            return check
        line = QLineEdit(str(value))
        line.editingFinished.connect(partial(self._type, entry.name, line))
        return line

    def _choice(self, entry: Definition, choice: Any) -> str:
        key = f"setting.{_key(entry)}_{choice}"
        return (
            self._context.words(key) if self._context.words.has(key) else f"{choice} %"
        )

    def _choose(self, name: str, box: QComboBox, place: int) -> None:
        self._context.settings.set(name, box.itemData(place))

    def _type(self, name: str, line: QLineEdit) -> None:
        self._context.settings.set(name, line.text().strip())


def _key(entry: Definition) -> str:
    return entry.name.removeprefix("preference.")
