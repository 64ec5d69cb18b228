# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents as DOCX: real styles, tables, captions with numbers that Word updates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from landgis.pages.blocks import (
    Block,
    Document,
    Heading,
    Paragraph,
    Picture,
    TableBlock,
    plain_rows,
)
from landgis.pages.tables import ROW, Room, break_pages

SERIF, SANS = "宋体", "黑体"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TWIPS_PER_MM = 1440 / 25.4
_TABLE_HALF_PT = 17
_ENDLESS = 1e9
_SIZES = {"Normal": 12.0, "Heading 1": 15.0, "Heading 2": 13.0, "Caption": 10.0}


def to_docx(
    document: Document,
    *,
    pictures: Mapping[int, bytes],
    page: tuple[float, float],
    words: Mapping[str, str],
) -> bytes:
    """Return a document as a file that Word and WPS edit.

    Parameters
    ----------
    pictures
        PNG of each picture, by its place among the blocks.
    page
        Width and height in mm.
    words
        ``table``, ``figure``, ``page`` ("第 {n} 页 共 {m} 页").
    """
    file = docx.Document()
    _set_page(file, document, page=page, words=words)
    _set_styles(file)
    _title(file, document)
    width = page[0] - 28.0 - 22.0
    for place, block in enumerate(document.blocks):
        _add(file, block, words=words, width=width, picture=pictures.get(place))
    properties = file.core_properties
    properties.title, properties.author = _clean(document.title), _clean(document.unit)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _set_page(
    file: Any,
    document: Document,
    *,
    page: tuple[float, float],
    words: Mapping[str, str],
) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(page[0]), Mm(page[1])
    section.left_margin, section.right_margin = Mm(28), Mm(22)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    head = section.header.paragraphs[0]
    head.text = _clean("　".join(filter(None, (document.title, document.secrecy))))
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, middle, after = re.split(r"\{n\}|\{m\}", words["page"])
    foot.add_run(before)
    _field(foot, "PAGE")
    foot.add_run(middle)
    _field(foot, "NUMPAGES")
    foot.add_run(after)
    if document.foot:
        foot.add_run("　" + _clean(document.foot))


def _set_styles(file: Any) -> None:
    for name, size in _SIZES.items():
        style = file.styles[name]
        font = SERIF if name == "Normal" else SANS
        style.font.name, style.font.size = "Times New Roman", Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.font.bold = name.startswith("Heading")
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            if key.endswith("Theme"):
                del fonts.attrib[key]
        fonts.set(qn("w:eastAsia"), font)
    file.styles["Normal"].paragraph_format.line_spacing = 1.5
    for name in ("Heading 1", "Heading 2"):
        file.styles[name].paragraph_format.space_before = Pt(12)
        file.styles[name].paragraph_format.space_after = Pt(6)


def _title(file: Any, document: Document) -> None:
    paragraph = file.add_paragraph(style="Title")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(_clean(document.title))
    run.font.size, run.font.bold = Pt(22), True
    run.font.color.rgb = RGBColor(0, 0, 0)
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SANS)  # noqa: SLF001  python-docx has no name for the East Asian font
    for line in (document.subtitle, f"{document.unit}　{document.day}".strip("　")):
        if line:
            below = file.add_paragraph(_clean(line))
            below.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add(
    file: Any,
    block: Block,
    *,
    words: Mapping[str, str],
    width: float,
    picture: bytes | None,
) -> None:
    match block:
        case Heading():
            file.add_heading(_clean(block.text), level=block.level)
        case Paragraph():
            paragraph = file.add_paragraph(_clean(block.text))
            paragraph.paragraph_format.first_line_indent = Pt(2 * _SIZES["Normal"])
        case TableBlock():
            _caption(file, words["table"], block.caption, keep=True)
            _table(file, block, width)
        case Picture():
            if picture is not None:
                shown = file.add_paragraph()
                shown.alignment = WD_ALIGN_PARAGRAPH.CENTER
                shown.paragraph_format.keep_with_next = True
                shown.paragraph_format.line_spacing = 1.0
                shown.add_run().add_picture(BytesIO(picture), width=Mm(block.width))
            _caption(file, words["figure"], block.caption, keep=False)


def _caption(file: Any, word: str, text: str, *, keep: bool) -> None:
    paragraph = file.add_paragraph(style="Caption")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = keep
    paragraph.add_run(f"{word} ")
    _field(paragraph, f"SEQ {word} \\* ARABIC")
    paragraph.add_run("　" + _clean(text))


def _field(paragraph: Any, code: str) -> None:
    """Add a field with a number; Word works it out anew."""
    number = 1
    if code.startswith("SEQ"):
        root = paragraph.part.element.body
        number = sum(
            node.get(qn("w:instr"), "") == code for node in root.iter(qn("w:fldSimple"))
        )
        number += 1
    element = parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr="{escape(code)}">'
        f"<w:r><w:t>{number}</w:t></w:r></w:fldSimple>"
    )
    paragraph._element.append(element)  # noqa: SLF001  python-docx has no fields


def _table(file: Any, block: TableBlock, width: float) -> None:
    """Add a table as XML: cell by cell through the library takes minutes."""
    table = block.table
    room = Room(width=width, first=_ENDLESS, rest=_ENDLESS, size_pt=_TABLE_HALF_PT / 2)
    widths = [round(share * _TWIPS_PER_MM) for share in break_pages(table, room).widths]
    right = [column.is_number for column in table.columns]
    rows = [
        _row(
            [column.heading for column in table.columns],
            widths,
            ["center"] * len(widths),
            is_head=True,
        )
    ]
    sides = ["right" if flag else "left" for flag in right]
    for row, cells in zip(table.rows, plain_rows(table), strict=True):
        rows.append(_row(cells, widths, sides, is_bold=row.kind != ROW))
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    element = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    file.element.body.insert_element_before(element, "w:sectPr")
    note = file.add_paragraph(_clean(block.note))
    note.paragraph_format.line_spacing = 1.0
    for run in note.runs:
        run.font.size = Pt(9)


def _row(
    cells: Sequence[str],
    widths: Sequence[int],
    sides: Sequence[str],
    *,
    is_head: bool = False,
    is_bold: bool = False,
) -> str:
    head = "<w:tblHeader/>" if is_head else ""
    shade = (
        '<w:shd w:val="clear" w:color="auto" w:fill="EDF0F4"/>'
        if is_head or is_bold
        else ""
    )
    bold = "<w:b/>" if is_head or is_bold else ""
    style = (
        f'<w:rPr><w:rFonts w:eastAsia="{SANS if bold else SERIF}"/>{bold}'
        f'<w:sz w:val="{_TABLE_HALF_PT}"/></w:rPr>'
    )
    parts = []
    for cell, wide, side in zip(cells, widths, sides, strict=True):
        lines = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>'
            for line in _clean(cell).split("\n")
        )
        parts.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{shade}'
            '<w:vAlign w:val="center"/></w:tcPr>'
            '<w:p><w:pPr><w:spacing w:line="240" w:lineRule="auto"/>'
            f'<w:jc w:val="{side}"/></w:pPr><w:r>{style}{lines}</w:r></w:p></w:tc>'
        )
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(parts)}</w:tr>"


def _clean(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
