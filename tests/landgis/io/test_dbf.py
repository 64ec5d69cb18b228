# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attribute tables of shapefiles."""

import struct

import numpy as np
import pandas as pd
import pytest

from landgis.io.dbf import read_dbf


def dbf(files, fields, rows, **options):
    path = files.shapefile(
        fields=fields, rows=rows, geometry=[None] * len(rows), **options
    )
    return path.with_suffix(".dbf").read_bytes()


def test_text_numbers_dates_and_flags_get_their_types(files):
    data = dbf(
        files,
        [
            ("名称", "C", 20, 0),
            ("面积", "N", 12, 2),
            ("户数", "N", 5, 0),
            ("日期", "D", 8, 0),
            ("闲置", "L", 1, 0),
        ],
        [["鞋业", "1234.50", "12", "20210305", "T"], ["", "", "7", "", "?"]],
    )

    found = read_dbf(data)

    assert found.columns["名称"].tolist()[0] == "鞋业"
    assert pd.isna(found.columns["名称"][1])
    assert found.columns["面积"].tolist()[0] == 1234.5
    assert np.isnan(found.columns["面积"][1])
    assert found.columns["户数"].tolist() == [12, 7]
    assert found.columns["户数"].dtype == np.int64
    assert found.columns["日期"][0] == pd.Timestamp("2021-03-05")
    assert pd.isna(found.columns["日期"][1])
    assert found.columns["闲置"].tolist() == [True, pd.NA]
    assert found.notes == ()


def test_long_codes_in_number_fields_keep_their_digits(files):
    data = dbf(files, [("DKBH", "N", 19, 0)], [["3303040010010000123"], [""]])

    found = read_dbf(data).columns["DKBH"]

    assert found[0] == "3303040010010000123"
    assert pd.isna(found[1])


def test_values_that_are_no_numbers_or_dates_are_missing_and_counted(files):
    data = dbf(
        files,
        [("面积", "N", 8, 2), ("日期", "D", 8, 0)],
        [["12亩"[:3], "20211345"], ["********", "00000000"], ["3.5", "20210101"]],
    )

    found = read_dbf(data)

    assert found.columns["面积"].isna().tolist() == [True, True, False]
    assert found.columns["日期"].isna().tolist() == [True, True, False]
    assert found.notes == (
        "列 面积 有 1 个值不是数，按没有填处理。",
        "列 日期 有 1 个日期不存在，按没有填处理。",
    )


def test_names_cut_in_the_middle_of_a_letter_lose_the_half_letter(files):
    name = "不动产单元号".encode()[:10]
    data = dbf(files, [(name, "C", 12, 0)], [["温州瓯海鞋"]], encoding="utf-8")

    found = read_dbf(data, cpg="UTF-8")

    assert list(found.columns) == ["不动产"]


def test_equal_names_are_numbered(files):
    fields = [("合同签订日期", "C", 8, 0), ("合同签订日数", "C", 8, 0)]
    data = dbf(files, fields, [["甲", "乙"]])

    assert list(read_dbf(data).columns) == ["合同签订日", "合同签订日_2"]


def test_what_follows_a_nul_in_a_text_is_no_text(files):
    data = dbf(files, [("名称", "C", 20, 0)], [[b"\xd0\xac\xd2\xb5\0rubbish\n"]])

    assert read_dbf(data).columns["名称"].tolist() == ["鞋业"]


def test_a_line_break_in_a_value_does_not_shift_the_rows(files):
    data = dbf(files, [("名称", "C", 10, 0)], [["甲\n乙"], ["丙"]])

    assert read_dbf(data).columns["名称"].tolist() == ["甲 乙", "丙"]


def test_damaged_letters_are_marked_and_counted(files):
    rows = [["温州鞋业"]] * 20 + [[b"\xce\xc2\xff\xff\xd6\xdd"]]
    data = dbf(files, [("名称", "C", 10, 0)], rows)

    found = read_dbf(data)

    assert "�" in found.columns["名称"][20]
    assert found.columns["名称"][0] == "温州鞋业"
    assert found.notes == ("列 名称 有 1 个值含读不出的字，以 � 代替。",)


def test_binary_kinds_of_foxpro_are_read(files):
    moment = struct.pack("<2i", 2_440_588 + 1, 3_600_000)
    data = dbf(
        files,
        [
            ("I", "I", 4, 0),
            ("B", "B", 8, 0),
            ("T", "T", 8, 0),
            ("Y", "Y", 8, 0),
            ("M", "M", 10, 0),
        ],
        [
            [
                struct.pack("<i", -5),
                struct.pack("<d", 2.5),
                moment,
                struct.pack("<q", 123_456),
                "1",
            ]
        ],
    )

    row = read_dbf(data).columns.iloc[0]

    assert (row["I"], row["B"], row["Y"]) == (-5, 2.5, 12.3456)
    assert row["T"] == pd.Timestamp("1970-01-02 01:00:00")
    assert pd.isna(row["M"])


def test_deleted_rows_are_marked(files):
    data = dbf(files, [("A", "C", 1, 0)], [["a"], ["b"], ["c"]], deleted=[1])

    assert read_dbf(data).is_deleted.tolist() == [False, True, False]


@pytest.mark.parametrize(
    "data", [b"", b"\x03" * 20, b"\0" * 200, b"\xff" * 200, b"<html>" * 40]
)
def test_a_head_damaged_beyond_use_gives_nothing(data):
    assert read_dbf(data) is None


def test_a_table_cut_short_gives_the_rows_that_are_whole(files):
    data = dbf(files, [("A", "C", 10, 0)], [["a"], ["b"], ["c"]])

    found = read_dbf(data[:-5])

    assert found.stated_rows == 3
    assert found.columns["A"].tolist() == ["a", "b"]


def two_columns(files):
    return bytearray(
        dbf(
            files,
            [("DKBH", "C", 6, 0), ("QLR", "C", 20, 0)],
            [["甲01", "鞋业厂"], ["甲02", "阀门厂"]],
        )
    )


def test_a_wrong_length_of_the_head_is_mended_by_the_files_size(files):
    data = two_columns(files)
    data[8] ^= 0xFF

    found = read_dbf(bytes(data))

    assert found.columns["DKBH"].tolist() == ["甲01", "甲02"]
    assert found.columns["QLR"].tolist() == ["鞋业厂", "阀门厂"]
    assert len(found.notes) == 1
    assert "表头" in found.notes[0]


def test_values_never_slip_into_another_column_where_a_width_is_damaged(files):
    data = two_columns(files)
    data[32 + 16] = 0xFF

    assert read_dbf(bytes(data)) is None


def test_a_row_longer_than_its_columns_is_told(files):
    data = two_columns(files)
    data[32 + 16] = 4

    found = read_dbf(bytes(data))

    assert len(found.notes) == 1
    assert "2 字节" in found.notes[0]
