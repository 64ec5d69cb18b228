# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Printing in a process of its own: a slow printer never stops the window."""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from PyQt6.QtPdf import QPdfDocument
from PyQt6.QtWidgets import QApplication

from landgis.errors import CallError
from landgis.progress import SILENT, Progress
from landgis_ui.steps.report.printing import PrintWish, make_printer, print_sheets

POLL_S = 0.05
DONE, FAILED = "done", "failed"


def print_file(path: Path, wish: PrintWish, *, progress: Progress = SILENT) -> int:
    """Print pages of a PDF; return how many were printed.

    Raises
    ------
    CallError
        If the printer cannot be written to, or the file is no PDF.
    CancelledError
        If the user stopped it; what the printer has already is printed.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=serve, args=(there, path, wish), daemon=True)
    child.start()
    there.close()
    name = wish.printer or Path(wish.file).name
    try:
        return _follow(here, name, progress=progress)
    finally:
        child.terminate()
        child.join()
        here.close()


def _follow(pipe: Connection, name: str, *, progress: Progress) -> int:
    done, count = 0, 0
    while True:
        progress.step(done, max(count, 1))
        if not pipe.poll(POLL_S):
            continue
        try:
            kind, value = pipe.recv()
        except EOFError:
            raise CallError("printing.failed", printer=name) from None
        if kind == FAILED:
            raise CallError("printing.failed", printer=name)
        if kind == DONE:
            return count
        done, count = value


def serve(pipe: Connection, path: Path, wish: PrintWish) -> None:
    """Print, and tell each page; the body of the process."""
    app = QApplication(sys.argv[:1])
    document = QPdfDocument(app)
    if document.load(str(path)) != QPdfDocument.Error.None_:
        pipe.send((FAILED, None))
        return
    printer = make_printer(wish)
    try:
        there = range(document.pageCount())
        pages = wish.pages or tuple(there)
        if any(page not in there for page in pages):  # never all in their stead
            pipe.send((FAILED, None))
            return
        for done in print_sheets(printer, document, pages):
            pipe.send(("step", (done, len(pages))))
    except OSError:
        pipe.send((FAILED, None))
        return
    finally:
        document.close()
    pipe.send((DONE, None))
