# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small fields of the form: a line, a choice, a tick, each with its title."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QComboBox, QLineEdit, QWidget

from landgis_ui.context import Context
from landgis_ui.widgets.basics import make_label, row

TITLE_PX = 84


class LineField(QWidget):
    """A title and a line of text.

    Signals
    -------
    entered(str)
        Another text, when the line is left or Enter is pressed.
    """

    entered = pyqtSignal(str)

    def __init__(self, context: Context, title: str, *, usual: str = "") -> None:
        super().__init__()
        self._text = ""
        name = make_label(title, size="secondary")
        name.setFixedWidth(context.look.px(TITLE_PX))
        self.line = QLineEdit()
        self.line.setAccessibleName(title)
        self.line.setPlaceholderText(usual)
        self.setFocusProxy(self.line)
        box = row(name, self.line)
        box.setStretch(1, 1)
        self.setLayout(box)
        self.line.editingFinished.connect(self._finish)

    def show_text(self, text: str) -> None:
        """Show a text; what is being typed is left alone."""
        if not (self.line.hasFocus() and self.line.isModified()):
            self._text = text
            self.line.setText(text)

    def _finish(self) -> None:
        text = self.line.text().strip()
        self.line.setModified(False)
        if text != self._text:
            self._text = text
            self.entered.emit(text)


class ChoiceField(QWidget):
    """A title and a list to choose one from.

    Signals
    -------
    chosen(object)
        The value of another choice.
    """

    chosen = pyqtSignal(object)

    def __init__(self, context: Context, title: str) -> None:
        super().__init__()
        name = make_label(title, size="secondary")
        name.setFixedWidth(context.look.px(TITLE_PX))
        self.box = QComboBox()
        self.box.setAccessibleName(title)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.setFocusProxy(self.box)
        line = row(name, self.box)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.box.activated.connect(lambda at: self.chosen.emit(self.box.itemData(at)))

    def show_choices(self, choices: Sequence[tuple[str, object]]) -> None:
        """Offer other choices: texts and values."""
        self.box.clear()
        for text, value in choices:
            self.box.addItem(text, value)

    def show_value(self, value: object) -> None:
        """Show which is chosen."""
        values = [self.box.itemData(at) for at in range(self.box.count())]
        self.box.setCurrentIndex(values.index(value) if value in values else -1)
