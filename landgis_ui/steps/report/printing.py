# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages on a real printer: 100 mm on the page are 100 mm on the paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QMarginsF, QRect, QRectF, QSize, QSizeF
from PyQt6.QtGui import QPageLayout, QPageSize, QPainter
from PyQt6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PyQt6.QtPrintSupport import QPrinter

POINTS_PER_INCH = 72.0
MM_PER_INCH = 25.4
FINEST_DPI = 600
BAND_PX = 1200
"""Pages are drawn in bands: an A0 sheet at 600 dpi does not fit into memory."""


@dataclass(frozen=True, kw_only=True)
class PrintWish:
    """What to print: pages (from 0; () is all), how many copies, which printer."""

    pages: tuple[int, ...]
    copies: int = 1
    printer: str = ""
    file: str = ""


def make_printer(wish: PrintWish) -> QPrinter:
    """Return the printer, set up to draw up to the very edge of the sheet."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if wish.file:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(wish.file)
    else:
        printer.setPrinterName(wish.printer)
    printer.setCopyCount(wish.copies)
    printer.setFullPage(True)
    printer.setResolution(min(printer.resolution(), FINEST_DPI))
    return printer


def pages_of(text: str, count: int) -> tuple[int, ...]:
    """Return the pages (from 0) that a text such as 1-3，5 names; () is all of them.

    Raises
    ------
    ValueError
        If it names none, or a page that is not there.
    """
    plain = text.translate(
        str.maketrans("，、－—～０１２３４５６７８９", ",,---0123456789")
    )
    found: list[int] = []
    for part in filter(None, (piece.strip() for piece in plain.split(","))):
        first, _, last = part.partition("-")
        start, end = int(first), int(last or first)
        if not 1 <= start <= end <= count:
            raise ValueError(part)
        found.extend(range(start - 1, end))
    if plain.strip() and not found:
        raise ValueError(text)
    return tuple(found)


def set_page(printer: QPrinter, size: QSizeF) -> None:
    """Give the printer the sheet of a page; `size` in points."""
    width, height = size.width(), size.height()
    is_wide = width > height
    upright = QSizeF(height, width) if is_wide else size
    printer.setPageLayout(
        QPageLayout(
            QPageSize(upright, QPageSize.Unit.Point),
            QPageLayout.Orientation.Landscape
            if is_wide
            else QPageLayout.Orientation.Portrait,
            QMarginsF(),
        )
    )
    printer.setFullPage(True)


def bands(size: QSize) -> Iterator[QRect]:
    """Return the page, in pixels, cut into bands from top to bottom."""
    for top in range(0, size.height(), BAND_PX):
        yield QRect(0, top, size.width(), min(BAND_PX, size.height() - top))


def draw_page(
    painter: QPainter, document: QPdfDocument, page: int, *, dpi: int
) -> None:
    """Draw a page at its true size; the painter counts in pixels of the printer."""
    points = document.pagePointSize(page)
    size = QSize(
        round(points.width() * dpi / POINTS_PER_INCH),
        round(points.height() * dpi / POINTS_PER_INCH),
    )
    for band in bands(size):
        options = QPdfDocumentRenderOptions()
        options.setScaledSize(size)
        options.setScaledClipRect(band)
        image = document.render(page, band.size(), options)
        painter.drawImage(QRectF(band), image)


def print_sheets(
    printer: QPrinter, document: QPdfDocument, pages: Sequence[int]
) -> Iterator[int]:
    """Print pages one by one; each step gives how many are done.

    Raises
    ------
    OSError
        If the printer cannot be written to.
    """
    set_page(printer, document.pagePointSize(pages[0]))
    painter = QPainter()
    if not painter.begin(printer):
        raise OSError(printer.printerName() or printer.outputFileName())
    try:
        for done, page in enumerate(pages):
            if done:
                set_page(printer, document.pagePointSize(page))
                printer.newPage()
            draw_page(painter, document, page, dpi=printer.resolution())
            yield done + 1
    finally:
        painter.end()
