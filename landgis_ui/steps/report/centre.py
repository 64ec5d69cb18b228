# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The middle: the page, the bar above it, and the whole PDF when it is looked at."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtPdf import QPdfDocument
from PyQt6.QtPdfWidgets import QPdfView
from PyQt6.QtWidgets import QFrame, QStackedWidget

from landgis.operations.report_files import PagePreview
from landgis_ui.context import Context
from landgis_ui.steps.report.page_view import PageView
from landgis_ui.widgets.basics import (
    IconButton,
    column,
    make_button,
    make_label,
    make_panel,
    row,
)


class PageCentre(QFrame):
    """Page by page as it is being made, or the finished file.

    Signals
    -------
    page_chosen(int)
        Another page, from 0.
    """

    page_chosen = pyqtSignal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._page, self._pages = 0, 1
        words = context.words
        self.view = PageView(context)
        self.document = QPdfDocument(self)
        self.pdf = QPdfView(self)
        self.pdf.setDocument(self.document)
        self.pdf.setPageMode(QPdfView.PageMode.MultiPage)
        self.pdf.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.back = IconButton(context.look, "chevron-left", words("report.earlier"))
        self.forth = IconButton(context.look, "chevron-right", words("report.later"))
        self.told = make_label(size="secondary")
        self.scale, self.notes = make_label(size="secondary"), make_label(tone="warn")
        self.leave_pdf = make_button(words("report.close_pdf"), self.close_pdf)
        self.leave_pdf.hide()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.pdf)
        bar = row(
            self.back,
            self.told,
            self.forth,
            16,
            self.scale,
            None,
            self.notes,
            self.leave_pdf,
            margins=(16, 6, 16, 6),
        )
        self.setLayout(column(make_panel(bar, edge="bottom"), self.stack, spacing=0))
        self.back.clicked.connect(lambda _on: self._go(-1))
        self.forth.clicked.connect(lambda _on: self._go(1))
        self._tell()

    def show_page(self, preview: PagePreview) -> None:
        """Show a page that was made."""
        words = self._context.words
        self._page, self._pages = preview.page, preview.pages
        self.view.show_page(preview)
        scale = "" if preview.scale is None else f"{preview.scale:,}".replace(",", " ")
        self.scale.setText(words("report.at_scale", scale=scale) if scale else "")
        self.notes.setText(preview.notes[0] if preview.notes else "")
        self.notes.setToolTip("\n".join(preview.notes))
        self._tell()

    def show_nothing(self, why: str) -> None:
        """Say why there is no page of this kind; that of another kind goes."""
        self._page, self._pages = 0, 0
        self.view.clear()
        self.view.show_message(why)
        for label in (self.scale, self.notes):
            label.setText("")
        self._tell()

    def show_pdf(self, path: Path) -> bool:
        """Show a whole PDF; False if it cannot be opened."""
        if self.document.load(str(path)) != QPdfDocument.Error.None_:
            return False
        self.stack.setCurrentWidget(self.pdf)
        self.leave_pdf.show()
        self._tell()
        return True

    def close_pdf(self) -> None:
        """Go back to the page that is being made."""
        self.document.close()
        self.stack.setCurrentWidget(self.view)
        self.leave_pdf.hide()
        self._tell()

    @property
    def shows_pdf(self) -> bool:
        """Whether the whole file is shown."""
        return self.stack.currentWidget() is self.pdf

    def _go(self, step: int) -> None:
        self.page_chosen.emit(min(max(self._page + step, 0), self._pages - 1))

    def _tell(self) -> None:
        words = self._context.words
        pages = self.document.pageCount() if self.shows_pdf else self._pages
        page = words("report.page_of", n=self._page + 1, of=f"{pages:,}")
        self.told.setText(words("report.whole", n=pages) if self.shows_pdf else page)
        for button in (self.back, self.forth):
            button.setVisible(not self.shows_pdf)
        self.back.setEnabled(self._page > 0)
        self.forth.setEnabled(self._page < self._pages - 1)
