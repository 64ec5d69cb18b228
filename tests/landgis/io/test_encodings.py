# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which encoding a file's text is in (SHP-02, SHP-03)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.errors import DataError
from landgis.io.encodings import (
    canonical_name,
    decode_cut,
    is_readable,
    judge_encoding,
)

FIRMS = ["温州鞋业有限公司", "瓯海印染厂", "示范平台", "仙岩街道工业区1号"]


def lines(values, encoding):
    return b"".join(value.encode(encoding) + b"\n" for value in values)


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_the_bytes_of_a_whole_column_show_the_encoding(encoding):
    found = judge_encoding(lines(FIRMS, encoding))

    assert (found.value, found.source, found.declared) == (encoding, "bytes", None)
    assert "4 条" in found.note


def test_words_whose_gbk_bytes_are_valid_utf8_are_not_garbled():
    alone = judge_encoding(lines(["鞋业", "印染", "平台"], "gbk"))
    among_others = judge_encoding(lines([*FIRMS, "鞋业", "印染", "平台"], "gbk"))

    assert alone.value == among_others.value == "GB18030"


@pytest.mark.parametrize(
    "stated", ["GBK", "gb2312", "CP936", "936", "GB18030", "ansi 936"]
)
def test_every_name_of_the_chinese_page_is_reported_as_gb18030(stated):
    found = judge_encoding(lines(FIRMS, "gbk"), cpg=stated)

    assert (found.value, found.source, found.declared) == ("GB18030", "cpg", stated)


def test_the_language_byte_of_a_dbf_counts_where_there_is_no_cpg():
    found = judge_encoding(lines(FIRMS, "gbk"), ldid=0x4D)

    assert (found.value, found.source, found.declared) == ("GB18030", "ldid", "0x4D")


@pytest.mark.parametrize("ldid", [0x00, 0x57])
def test_a_language_byte_that_says_nothing_is_no_statement(ldid):
    found = judge_encoding(lines(FIRMS, "gbk"), ldid=ldid)

    assert (found.value, found.source, found.declared) == ("GB18030", "bytes", None)


@pytest.mark.parametrize(
    ("written", "stated"),
    [("gbk", "UTF-8"), ("utf-8", "GBK"), ("gbk", "ISO-8859-1"), ("utf-8", "CP1252")],
)
def test_a_cpg_that_lies_is_overruled_and_the_note_says_so(written, stated):
    found = judge_encoding(lines(FIRMS, written), cpg=stated)

    assert found.value == canonical_name(written)
    assert (found.source, found.declared) == ("bytes", stated)
    assert stated in found.note
    assert "不符" in found.note


def test_too_little_text_leaves_the_declaration_standing():
    # Two letters whose GBK bytes are valid UTF-8: nothing is proven.
    found = judge_encoding(lines(["鞋业"], "gbk"), cpg="GBK")

    assert (found.value, found.source) == ("GB18030", "cpg")


def test_big5_is_honoured_if_declared():
    found = judge_encoding(lines(["臺灣機械廠", "電子工業"], "big5"), cpg="950")

    assert (found.value, found.source) == ("Big5", "cpg")


def test_western_names_stay_western():
    values = lines(["Ñandú", "Müller", "Château"], "latin-1")

    assert judge_encoding(values).value == "ISO-8859-1"
    assert judge_encoding(values, cpg="1252").value == "CP1252"


def test_figures_and_english_need_no_encoding():
    assert judge_encoding(b"").value == "GB18030"
    assert judge_encoding(b"", cpg="UTF-8").value == "UTF-8"
    assert judge_encoding(b"", cpg="OEM").declared == "OEM"


def test_column_names_are_asked_where_the_values_show_nothing():
    names = lines(["宗地代码", "面积"], "gbk")

    assert judge_encoding(b"", names=names).value == "GB18030"
    assert judge_encoding(lines(FIRMS, "utf-8"), names=names).value == "UTF-8"


def test_a_few_damaged_values_do_not_change_the_verdict():
    values = lines(FIRMS * 20, "gbk") + b"\xb0\xa1\xff\xff\xfe\n"

    found = judge_encoding(values)

    assert found.value == "GB18030"
    assert "1 条读不全" in found.note


def test_values_cut_in_the_middle_of_a_letter_count_as_read():
    values = b"".join(v.encode()[:-1] + b"\n" for v in FIRMS[:3])

    assert judge_encoding(values).value == "UTF-8"
    assert decode_cut("温州鞋业".encode()[:-1], "UTF-8") == ("温州鞋", True)
    assert decode_cut("温州鞋业".encode("gbk")[:-1], "GB18030") == ("温州鞋", True)


def test_what_cannot_be_read_in_the_middle_is_shown_and_told():
    text, whole = decode_cut(b"\xce\xc2\xff\xff\xd6\xdd", "GB18030")

    assert text.startswith("温")
    assert text.endswith("州")
    assert not whole


def test_what_the_user_says_holds():
    found = judge_encoding(lines(FIRMS, "gbk"), cpg="GBK", user="utf8")

    assert (found.value, found.source) == ("UTF-8", "user")
    with pytest.raises(DataError, match=r"io\.encoding_unknown"):
        judge_encoding(b"", user="martian")


@given(
    st.lists(
        st.text(
            st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
            min_size=6,
            max_size=6,
        ),
        min_size=4,
    ),
    st.sampled_from(["UTF-8", "GB18030"]),
)
def test_no_chinese_column_is_ever_read_as_the_other_encoding(values, encoding):
    # Rare hanzi outside GB2312 look like no Chinese text to anybody; four
    # everyday names of 25 letters among 24 rare ones are enough.
    found = judge_encoding(lines([*values[:4], *FIRMS], encoding))

    assert found.value == encoding


@given(st.text(max_size=20), st.integers(0, 80))
def test_a_cut_anywhere_is_readable(text, at):
    raw = text.replace("\n", "").encode("utf-8", "ignore")[:at]

    assert is_readable(raw, "UTF-8")
