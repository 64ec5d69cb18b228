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

BODY, SERIF, SANS = "仿宋", "宋体", "黑体"
"""Fonts that offices have; the other names are those of UOS and of WPS."""
_OTHER_NAMES: Mapping[str, str] = {
    BODY: "FangSong,仿宋_GB2312,方正仿宋_GBK",
    SERIF: "SimSun,方正书宋_GBK,Noto Serif CJK SC",
    SANS: "SimHei,方正黑体_GBK,Noto Sans CJK SC",
}
_MARGINS = (28.0, 26.0)
_LINE_PT = 28.0
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TWIPS_PER_MM = 1440 / 25.4
_TABLE_HALF_PT = 17
_ENDLESS = 1e9
_STYLES: Mapping[str, tuple[str, float]] = {
    "Normal": (BODY, 16.0),
    "Title": (SERIF, 22.0),
    "Heading 1": (SANS, 16.0),
    "Heading 2": (SANS, 15.0),
    "Caption": (SANS, 10.5),
    "Header": (SERIF, 9.0),
    "Footer": (SERIF, 9.0),
}
"""Official papers: 三号仿宋 for the text, 黑体 for headings, 二号宋体 for the title."""


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
    _name_fonts(file)
    _title(file, document)
    width = page[0] - sum(_MARGINS)
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
    section.left_margin, section.right_margin = (Mm(side) for side in _MARGINS)
    upright = page[1] > page[0]
    section.top_margin, section.bottom_margin = (
        (Mm(37), Mm(35)) if upright else (Mm(25), Mm(22))
    )
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
    for name, (font, size) in _STYLES.items():
        style = file.styles[name]
        style.font.name, style.font.size = "Times New Roman", Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.font.bold = name == "Title"
        style.font.italic = False
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for key in list(fonts.attrib):
            if key.endswith("Theme"):
                del fonts.attrib[key]
        fonts.set(qn("w:eastAsia"), font)
        for node in properties.findall(qn("w:lang")):
            properties.remove(node)
        properties.append(
            parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>')
        )
    file.styles["Normal"].paragraph_format.line_spacing = Pt(_LINE_PT)
    file.styles["Normal"].paragraph_format.space_after = Pt(0)
    for name in ("Heading 1", "Heading 2"):
        file.styles[name].paragraph_format.space_before = Pt(12)
        file.styles[name].paragraph_format.space_after = Pt(6)
    title = file.styles["Title"]
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = 1.0
    title.paragraph_format.space_after = Pt(10)
    for border in title.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    for name in ("Caption", "Header", "Footer"):
        file.styles[name].paragraph_format.line_spacing = 1.0
    file.styles["Caption"].paragraph_format.space_before = Pt(6)
    file.styles["Caption"].paragraph_format.space_after = Pt(4)


def _name_fonts(file: Any) -> None:
    """Say what else the fonts are called, for computers that lack a name."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/>'
        '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, others in _OTHER_NAMES.items()
    )
    table = next(
        part
        for part in file.part.package.iter_parts()
        if part.partname.endswith("/fontTable.xml")
    )
    kept = re.sub(
        rb'<w:font w:name="(?:SimSun|SimHei|FangSong)".*?</w:font>', b"", table.blob
    )
    table._blob = kept.replace(  # noqa: SLF001  python-docx does not open this part
        b"</w:fonts>", f"{entries}</w:fonts>".encode()
    )


def _title(file: Any, document: Document) -> None:
    file.add_paragraph(_clean(document.title), style="Title")
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
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            paragraph.paragraph_format.first_line_indent = Pt(2 * _STYLES["Normal"][1])
        case TableBlock():
            _caption(file, words["table"], block.caption, keep=True)
            _table(file, block, width)
        case Picture():
            if picture is not None:
                shown = file.add_paragraph()
                shown.alignment = WD_ALIGN_PARAGRAPH.CENTER
                shown.paragraph_format.keep_with_next = True
                shown.paragraph_format.line_spacing = 1.0
                shown.add_run().add_picture(
                    BytesIO(picture), width=Mm(min(block.width, width))
                )
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
