# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables in every format: xls, ods, csv, web pages, and what is refused."""

from __future__ import annotations

import struct
import zipfile

import numpy as np
import pytest
import xlsxwriter

from landgis.errors import DataError
from landgis.io.sheets import list_sheets, read_table
from landgis.messages import sentence

HEAD = ["企业名称", "统一社会信用代码", "用地面积(亩)"]
FIRM = ["温州甲乙鞋业有限公司", "91330304MA2AB12C34", "12.5"]
TEXT = "\n".join(",".join(row) for row in (HEAD, FIRM, ["乙五金厂", "", "3"]))

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound_file(name, stream):
    """Return a compound file ([MS-CFB]) with one stream of at least 4096 bytes."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // SECTOR)
    chain = [FAT, END, *range(3, sectors + 2), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")

    def entry(title, kind, child, start, size):
        text = title.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBB3I16sIQQIQ",
            text,
            len(text),
            kind,
            1,
            FREE,
            FREE,
            child,
            b"",
            0,
            0,
            0,
            start,
            size,
        )

    directory = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, 2, len(stream))
    header = struct.pack(
        "<8s16s5H6x9I",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        END,
        0,
        END,
        0,
    ) + struct.pack("<109I", 0, *[FREE] * 108)
    return (
        header
        + table
        + directory.ljust(SECTOR, b"\0")
        + stream.ljust(sectors * SECTOR, b"\0")
    )


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def biff(rows, *, merges=(), hidden_row=None, hidden_column=None, locked=False):
    """Return the Workbook stream of an .xls with one sheet ([MS-XLS])."""
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6))
    lock = record(0x002F, bytes(6)) if locked else b""
    name = "企业".encode("utf-16-le")
    size = len(start) + len(lock) + 4 + 8 + len(name) + 4
    bound = record(0x0085, struct.pack("<IBBBB", size, 0, 0, 2, 1) + name)
    body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 6))
    if hidden_column is not None:
        body += record(
            0x007D, struct.pack("<6H", hidden_column, hidden_column, 2000, 0, 1, 0)
        )
    body += record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, len(rows[0]), 0))
    if hidden_row is not None:
        body += record(
            0x0208, struct.pack("<6HI", hidden_row, 0, len(rows[0]), 255, 0, 0, 0x20)
        )
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            place = struct.pack("<HHH", number, column, 0)
            if isinstance(cell, float):
                body += record(0x0203, place + struct.pack("<d", cell))
            elif cell:
                text = cell.encode("utf-16-le")
                body += record(0x0204, place + struct.pack("<HB", len(cell), 1) + text)
    if merges:
        body += record(
            0x00E5,
            struct.pack("<H", len(merges))
            + b"".join(struct.pack("<4H", *m) for m in merges),
        )
    return start + lock + bound + record(0x000A) + body + record(0x000A)


SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
ODS = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{SPACE}office:1.0"
 xmlns:table="{SPACE}table:1.0" xmlns:text="{SPACE}text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="企业">
<table:table-column table:number-columns-repeated="3"/>%s
<table:table-row table:number-rows-repeated="1048000">
<table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
MANIFEST = f"""<manifest:manifest xmlns:manifest="{SPACE}manifest:1.0">%s
</manifest:manifest>"""
HIDDEN = 'table:visibility="collapse"'


def span(width, height):
    return (
        f'table:number-columns-spanned="{width}" table:number-rows-spanned="{height}"'
    )


def ods_cell(cell):
    value, more = cell if isinstance(cell, tuple) else (cell, "")
    if value is None:
        return f"<table:table-cell {more}/>"
    kind = "string"
    if isinstance(value, float):
        kind = f'float" office:value="{value}'
    return (
        f'<table:table-cell office:value-type="{kind}" {more}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def ods(path, rows, *, hidden=(), encrypted=False):
    """Write an .ods; a cell may be its value and its span."""
    lines = "".join(
        f"<table:table-row {HIDDEN if number in hidden else ''}>"
        + "".join(map(ods_cell, row))
        + "</table:table-row>"
        for number, row in enumerate(rows)
    )
    lock = "<manifest:encryption-data/>" if encrypted else ""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST % lock)
        archive.writestr("content.xml", (ODS % lines).replace("\n", ""))
    return path


def save(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_an_xls_is_read_with_its_merged_cells_and_hidden_parts_counted(tmp_path):
    rows = [
        ["某某表", "", ""],
        HEAD,
        [FIRM[0], FIRM[1], 12.5],
        ["", "91330100799655058B", 3.0],
    ]
    stream = biff(
        rows, merges=[(0, 0, 0, 2), (2, 3, 0, 0)], hidden_row=3, hidden_column=1
    )

    table = read_table(save(tmp_path, "表.xls", compound_file("Workbook", stream)))

    assert table.driver == "XLS"
    assert table.sheet == "企业"
    assert table.header_row == 2
    assert table.columns["企业名称"].tolist() == [FIRM[0], FIRM[0]]
    assert table.columns["用地面积(亩)"].tolist() == [12.5, 3.0]
    assert sum("隐藏" in note for note in table.notes) == 2


def test_an_ods_is_read_with_its_merged_cells_and_hidden_rows_counted(tmp_path):
    rows = [
        [("某某表", span(3, 1))],
        HEAD,
        [(FIRM[0], span(1, 2)), FIRM[1], 12.5],
        [None, "91330100799655058B", 3.0],
    ]

    table = read_table(ods(tmp_path / "表.ods", rows, hidden=[3]))

    assert table.driver == "ODS"
    assert table.header_row == 2
    assert table.columns["企业名称"].tolist() == [FIRM[0], FIRM[0]]
    assert any("1 行被隐藏" in note for note in table.notes)


def test_two_levels_of_an_ods_head_are_joined(tmp_path):
    rows = [
        [("企业名称", span(1, 2)), ("税收", span(2, 1)), None],
        [None, "2022年", "2023年"],
        ["甲有限公司", 1.0, 2.0],
    ]

    table = read_table(ods(tmp_path / "表.ods", rows))

    assert table.columns.columns.tolist() == ["企业名称", "税收/2022年", "税收/2023年"]


@pytest.mark.parametrize(
    ("encoding", "value"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("gb18030", "GB18030"),
        ("utf-16", "UTF-16"),
    ],
)
def test_a_csv_is_read_in_its_encoding(tmp_path, encoding, value):
    table = read_table(save(tmp_path, "表.csv", TEXT.encode(encoding)))

    assert table.encoding.value == value
    assert table.columns.columns.tolist() == HEAD
    assert table.columns["企业名称"].tolist() == [FIRM[0], "乙五金厂"]
    assert table.columns["统一社会信用代码"].isna().tolist() == [False, True]


def test_the_user_may_name_the_encoding(tmp_path):
    path = save(tmp_path, "表.csv", TEXT.encode("gb18030"))

    table = read_table(path, encoding="GBK")

    assert (table.encoding.value, table.encoding.source) == ("GB18030", "user")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    path = save(tmp_path, "表.csv", TEXT.replace(",", delimiter).encode())

    assert read_table(path).columns.columns.tolist() == HEAD


def test_quotes_line_breaks_and_guarded_zeros_of_a_csv_are_understood(tmp_path):
    text = '企业名称,行业代码,实缴税金\r\n"甲,乙\n有限公司","=""0610""","1,234.5"\r\n'

    columns = read_table(save(tmp_path, "表.csv", text.encode())).columns

    assert columns.iloc[0].tolist() == ["甲,乙\n有限公司", "0610", "1,234.5"]


def test_rows_of_a_csv_may_be_of_any_length(tmp_path):
    text = "某某表\n企业名称,用地面积(亩),实缴税金\n甲有限公司,1\n乙有限公司,2,3,多余\n"

    table = read_table(save(tmp_path, "表.csv", text.encode()))

    assert table.row_numbers.tolist() == [3, 4]
    assert table.columns.columns.tolist()[-1] == "D列"


def test_text_that_calls_itself_xls_is_read(tmp_path):
    path = save(tmp_path, "导出.xls", TEXT.replace(",", "\t").encode("gb18030"))

    table = read_table(path)

    assert table.driver == "CSV"
    assert table.columns.columns.tolist() == HEAD
    assert "制表符" in table.notes[0]
    assert list_sheets(path) == ("",)


def test_a_web_page_that_calls_itself_xls_is_read(tmp_path):
    page = """<html><head>
        <meta http-equiv="Content-Type" content="text/html; charset=gb2312">
        </head><body><table>
        <tr><td colspan=3>某某表</td></tr>
        <tr><td rowspan=2>企业名称</td><td colspan=2>税收</td></tr>
        <tr><td>2022年</td><td>2023年</td></tr>
        <tr><td>甲&amp;乙有限公司</td><td>1</td><td>2</td></tr>
        </table></body></html>"""

    table = read_table(save(tmp_path, "导出.xls", page.encode("gb18030")))

    assert table.driver == "HTML"
    assert table.columns.columns.tolist() == ["企业名称", "税收/2022年", "税收/2023年"]
    assert table.columns["企业名称"].tolist() == ["甲&乙有限公司"]


def test_a_workbook_is_read_whatever_its_name_says(tmp_path):
    path = tmp_path / "表.xls"
    with xlsxwriter.Workbook(str(path)) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, FIRM)

    assert read_table(path).driver == "XLSX"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("锁.xlsx", compound_file("EncryptedPackage", b"x"), "sheet.password"),
        (
            "锁.xls",
            compound_file("Workbook", biff([HEAD], locked=True)),
            "sheet.password",
        ),
        ("文.xls", compound_file("WordDocument", b"x"), "sheet.word"),
        (
            "旧.xls",
            b"<?xml ?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
            "sheet.xml2003",
        ),
        ("网.xls", b"MIME-Version: 1.0\nContent-Type: multipart/related", "sheet.mht"),
        ("坏.xlsx", b"PK\x03\x04" + bytes(600), "sheet.broken"),
        ("坏.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "sheet.broken"),
        ("空.html.xls", b"<html><body>nothing</body></html>", "sheet.html_no_table"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path, name, content, code):
    with pytest.raises(DataError) as caught:
        read_table(save(tmp_path, name, content))

    assert caught.value.code == code
    assert name in sentence(caught.value)


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ("Index/Document.iwa", "sheet.numbers"),
        ("word/document.xml", "sheet.word"),
        ("a.txt", "sheet.unknown"),
    ],
)
def test_other_zipped_documents_are_refused(tmp_path, member, code):
    path = tmp_path / "表.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")

    with pytest.raises(DataError) as caught:
        read_table(path)

    assert caught.value.code == code


def test_a_locked_ods_is_refused(tmp_path):
    with pytest.raises(DataError) as caught:
        read_table(ods(tmp_path / "锁.ods", [HEAD], encrypted=True))

    assert caught.value.code == "sheet.password"


@pytest.mark.parametrize("name", ["表.et", "库.mdb"])
def test_formats_of_other_programs_are_refused(tmp_path, name):
    with pytest.raises(DataError):
        read_table(save(tmp_path, name, compound_file("Workbook", biff([HEAD]))))


@pytest.mark.parametrize("name", ["没有.xlsx", "没有.csv"])
def test_a_missing_file_is_an_error_in_words(tmp_path, name):
    with pytest.raises(DataError):
        read_table(tmp_path / name)


def make_xlsx(path):
    with xlsxwriter.Workbook(str(path)) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, FIRM)
    return path


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", ["表.xls", "表.ods", "表.xlsx", "表.csv"])
def test_a_file_with_damaged_bytes_gives_a_table_or_a_sentence(tmp_path, name, seed):
    path = tmp_path / name
    if name.endswith(".xls"):
        path.write_bytes(compound_file("Workbook", biff([HEAD, FIRM])))
    elif name.endswith(".ods"):
        ods(path, [HEAD, FIRM])
    elif name.endswith(".xlsx"):
        make_xlsx(path)
    else:
        path.write_bytes(TEXT.encode("gb18030"))
    content = bytearray(path.read_bytes())
    chance = np.random.default_rng(seed)
    for _ in range(1 + 3 * seed):
        content[chance.integers(len(content))] = chance.integers(256)
    path.write_bytes(bytes(content[: len(content) - 40 * seed]) or b"x")

    try:
        rows = len(read_table(path).columns)
    except DataError as error:
        rows = len(sentence(error))

    assert rows
