# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Below the form: write the pages into a file, or print them."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtPrintSupport import QPrinterInfo
from PyQt6.QtWidgets import QBoxLayout, QComboBox, QFrame, QLineEdit, QSpinBox

from landgis.operations.report_formats import endings_of
from landgis.pages.request import Kind
from landgis_ui.context import Context
from landgis_ui.steps.report.printing import PrintWish, pages_of
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_card,
    make_label,
    make_panel,
    row,
)

PDF_ARCHIVE = "pdf-a"
MOST_COPIES = 999
MOST_PAGES = 1_000_000
PRINTER = "state.printer"


class OutputPanel(QFrame):
    """Format and 存为…, look at the PDF, print.

    Signals
    -------
    file_wanted(str)
        The pages are to be written in this format.
    look_wanted()
        The whole PDF is to be looked at.
    print_wanted(object)
        A `PrintWish` whose pages are to be printed.
    """

    file_wanted = pyqtSignal(str)
    look_wanted = pyqtSignal()
    print_wanted = pyqtSignal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._pages = self._most = 1
        words = context.words
        self.form = QComboBox()
        self.form.setAccessibleName(words("report.format"))
        self.save = make_button(words("report.save"))
        self.look = make_button(words("report.look"))
        self.print = make_button(words("report.print"))
        self.printer = QComboBox()
        self.printer.setAccessibleName(words("report.printer"))
        self.range = QLineEdit()
        self.range.setAccessibleName(words("report.pages"))
        self.range.setPlaceholderText(words("report.pages_hint"))
        self.copies = QSpinBox()
        self.copies.setRange(1, MOST_COPIES)
        self.copies.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.copies.setAccessibleName(words("report.copies"))
        self.fault = make_label(size="hint", tone="bad", wrap=True)
        self.go = make_button(words("report.print_now"))
        self.card = make_card(self._make_card(), kind="info")
        self.card.hide()
        self.fault.hide()
        file = row(self.form, self.save)
        file.setStretch(0, 1)
        look = row(self.look, None, self.print)
        inner = column(self.card, file, look, margins=(16, 10, 16, 10))
        self.setLayout(column(make_panel(inner, edge="top"), spacing=0))
        self.save.clicked.connect(
            lambda _on: self.file_wanted.emit(str(self.form.currentData()))
        )
        self.look.clicked.connect(lambda _on: self.look_wanted.emit())
        self.print.clicked.connect(lambda _on: self.show_printers())
        self.go.clicked.connect(lambda _on: self._print())
        self.show_kind(Kind.MAP)

    def _make_card(self) -> QBoxLayout:
        words = self._context.words
        lines = (
            (words("report.printer"), self.printer),
            (words("report.pages"), self.range),
            (words("report.copies"), self.copies),
        )
        boxes = []
        labels = [make_label(title, size="secondary") for title, _ in lines]
        wide = max(label.sizeHint().width() for label in labels)
        for label, (_, widget) in zip(labels, lines, strict=True):
            label.setFixedWidth(wide)
            line = row(label, widget)
            line.setStretch(1, 1)
            boxes.append(line)
        hint = make_label(words("report.true_size"), size="hint", wrap=True)
        return column(
            *boxes, self.fault, hint, row(None, self.go), margins=(14, 10, 14, 10)
        )

    def show_kind(self, kind: Kind) -> None:
        """Offer the formats of a kind of pages."""
        chosen, words = self.form.currentData(), self._context.words
        self.form.clear()
        for name in formats_of(kind):
            self.form.addItem(words(f"report.format_{name.replace('-', '_')}"), name)
        self.form.setCurrentIndex(max(0, self.form.findData(chosen)))

    def show_pages(self, pages: int, *, is_sure: bool = True) -> None:
        """Take note of how many pages there are; a card may run over more."""
        self._pages = pages
        self._most = pages if is_sure else MOST_PAGES

    def say_bad_pages(self, pages: int) -> None:
        """Say which pages there are, where others were asked for."""
        self.card.show()
        self._say(self._context.words("report.bad_pages", n=f"{pages:,}"))

    def show_busy(self, *, busy: bool) -> None:
        """Nothing new is begun while a file is being written."""
        for button in (self.save, self.look, self.print, self.go):
            button.setEnabled(not busy)

    def show_printers(self) -> None:
        """Show the printers of this computer; say so if there is none."""
        self.card.setVisible(self.card.isHidden())
        names = QPrinterInfo.availablePrinterNames()
        self.printer.clear()
        self.printer.addItems(names)
        last = (
            str(self._context.settings.get(PRINTER))
            or QPrinterInfo.defaultPrinterName()
        )
        if last in names:
            self.printer.setCurrentText(last)
        self.go.setEnabled(bool(names))
        self._say("" if names else self._context.words("report.no_printer"))

    def _print(self) -> None:
        try:
            pages = pages_of(self.range.text(), self._most)
        except ValueError:
            self.say_bad_pages(self._pages)
            return
        self._say("")
        printer = self.printer.currentText()
        self._context.settings.set(PRINTER, printer)
        self.print_wanted.emit(
            PrintWish(pages=pages, copies=self.copies.value(), printer=printer)
        )

    def _say(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))


def formats_of(kind: Kind) -> tuple[str, ...]:
    """Return the formats of a kind of pages; a PDF for the archives comes second."""
    pdf, *others = (ending.removeprefix(".") for ending in endings_of(kind))
    return (pdf, PDF_ARCHIVE, *others)
