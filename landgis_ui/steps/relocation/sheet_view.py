# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""一企一策: everything about one firm and what the plan does with it."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from landgis.operations.firm_sheet import FirmSheet, Line
from landgis_ui.context import Context
from landgis_ui.widgets.basics import (
    THIN_SPACE,
    column,
    fill,
    make_button,
    make_label,
    make_rule,
    make_scroll,
    plain_hint,
    row,
)


class SheetView(QWidget):
    """Sections of label, value, unit and source, one below the other.

    Signals
    -------
    print_asked()
        The firm's sheet is to be printed.
    """

    print_asked = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.title = make_label(size="panel", strong=True, wrap=True)
        self.print = make_button(
            context.words("relocation.print_sheet"), self.print_asked.emit
        )
        self._box = QVBoxLayout()
        fill(self._box, spacing=6)
        inner = QWidget()
        inner.setLayout(
            column(
                self.title,
                self._box,
                row(self.print, None),
                None,
                margins=(16, 12, 16, 16),
                spacing=10,
            )
        )
        self.setLayout(column(make_scroll(inner), spacing=0))
        self.show_sheet(None)

    def show_sheet(self, sheet: FirmSheet | None) -> None:
        """Show a firm; without one say how to choose it."""
        while self._box.count():
            item = self._box.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.print.setVisible(sheet is not None)
        if sheet is None:
            self.title.setText(self._context.words("relocation.no_firm"))
            return
        self.title.setText(sheet.title)
        for warning in sheet.warnings:
            self._box.addWidget(make_label(warning, tone="warn", wrap=True))
        for section in sheet.sections:
            self._box.addWidget(make_rule())
            self._box.addWidget(make_label(section.title, strong=True))
            for line in section.lines:
                self._box.addWidget(_line(line))


def _line(line: Line) -> QWidget:
    """Return a line; the source is said when the pointer rests on it."""
    value = f"{line.value}{THIN_SPACE}{line.unit}".strip()
    box = row(
        make_label(line.label, size="secondary"),
        make_label(value, wrap=True),
        spacing=12,
    )
    box.setStretch(1, 1)
    holder = QWidget()
    holder.setLayout(box)
    holder.setToolTip(plain_hint(line.source))
    return holder
