# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes out of a printer: true size, the pages that were asked for."""

import numpy as np
import pypdfium2
import pytest
import typst
from PyQt6.QtCore import QSize

from landgis.errors import CallError
from landgis_ui.steps.report.print_process import print_file
from landgis_ui.steps.report.printing import PrintWish, bands, pages_of

PX_PER_MM = 10
PAGES_MM = ((420, 297), (210, 297))
PAGES = """
#set page(width: 420mm, height: 297mm, margin: 0mm)
#place(dx: 30mm, dy: 50mm, rect(width: 100mm, height: 20mm, fill: black))
#pagebreak()
#set page(width: 210mm, height: 297mm, margin: 0mm)
#place(dx: 15mm, dy: 40mm, rect(width: 50mm, height: 100mm, fill: black))
"""


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """A file of two sheets with a black box of a known size on each."""
    folder = tmp_path_factory.mktemp("sheets")
    (folder / "sheets.typ").write_text(PAGES)
    typst.compile(folder / "sheets.typ", output=folder / "sheets.pdf")
    return folder / "sheets.pdf"


def boxes_of(path):
    """Return of each page its size and where its black box lies, in millimetres."""
    found = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            picture = page.render(scale=PX_PER_MM * 25.4 / 72)
            dark = picture.to_numpy()[:, :, 0] < 128
            rows, columns = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
            edges = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
            size = (page.get_width() / 72 * 25.4, page.get_height() / 72 * 25.4)
            found.append((size, tuple(edge / PX_PER_MM for edge in edges)))
    return found


def test_a_hundred_millimetres_are_a_hundred_millimetres_on_paper(sheets, tmp_path):
    out = tmp_path / "printed.pdf"
    assert print_file(sheets, PrintWish(pages=(0, 1), file=str(out))) == 2
    (wide, first), (tall, second) = boxes_of(out)
    assert wide == pytest.approx((420, 297), abs=0.5)
    assert tall == pytest.approx((210, 297), abs=0.5)
    assert first == pytest.approx((30, 50, 130, 70), abs=0.25)
    assert second == pytest.approx((15, 40, 65, 140), abs=0.25)


def test_only_the_pages_that_were_asked_for_are_printed(sheets, tmp_path):
    out = tmp_path / "printed.pdf"
    print_file(sheets, PrintWish(pages=(1,), file=str(out)))
    ((size, box),) = boxes_of(out)
    assert size == pytest.approx((210, 297), abs=0.5)
    assert box[2] - box[0] == pytest.approx(50, abs=0.25)


def test_a_printer_that_cannot_be_used_is_named(sheets, tmp_path):
    with pytest.raises(CallError) as told:
        print_file(sheets, PrintWish(pages=(0,), file=str(tmp_path / "no" / "a.pdf")))
    assert told.value.code == "printing.failed"
    assert told.value.params["printer"] == "a.pdf"


def test_a_page_that_is_not_there_is_not_answered_with_all_of_them(sheets, tmp_path):
    wish = PrintWish(pages=(9,), file=str(tmp_path / "out.pdf"))
    with pytest.raises(CallError):
        print_file(sheets, wish)
    assert not (tmp_path / "out.pdf").exists()


def test_a_file_that_is_no_pdf_is_refused(tmp_path):
    wrong = tmp_path / "wrong.pdf"
    wrong.write_text("nothing")
    with pytest.raises(CallError):
        print_file(wrong, PrintWish(pages=(0,), file=str(tmp_path / "a.pdf")))


def test_no_pages_named_are_all_that_the_file_has(sheets, tmp_path):
    out = tmp_path / "printed.pdf"
    assert print_file(sheets, PrintWish(pages=(), file=str(out))) == len(PAGES_MM)
    assert [size for size, _ in boxes_of(out)] == [
        pytest.approx(size, abs=0.5) for size in PAGES_MM
    ]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", ()),
        ("2", (1,)),
        ("1-3，5", (0, 1, 2, 4)),
        ("１－２、４", (0, 1, 3)),
        (" 3 - 3 ", (2,)),
    ],
)
def test_pages_are_read_as_people_write_them(text, pages):
    assert pages_of(text, 5) == pages


@pytest.mark.parametrize("text", ["0", "6", "3-2", "a", "1-9", "-", "，"])
def test_pages_that_are_not_there_are_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        pages_of(text, 5)


def test_bands_cover_a_page_without_gap_or_overlap():
    size = QSize(900, 5000)
    rows = [row for band in bands(size) for row in range(band.top(), band.bottom() + 1)]
    assert rows == list(range(5000))
    assert {band.width() for band in bands(size)} == {900}
