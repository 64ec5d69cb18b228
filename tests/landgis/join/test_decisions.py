# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later

import csv
from datetime import date

import pandas as pd
import pytest

from landgis.errors import DataError
from landgis.identifiers import credit_check_digit
from landgis.join import Decisions, join_firms, read_decisions, write_decisions
from landgis.messages import sentence

DAY = date(2023, 12, 31)
HEADING = "企业名称,统一社会信用代码,宗地代码,决定,依据,日期,经办\n"
CODE, OTHER = (
    start + credit_check_digit(start)
    for start in ("91330304MA0000001", "91330304MA0000002")
)
PARCELS = pd.DataFrame(
    {
        "parcel_id": ["P1", "P2"],
        "owner": ["海城市远山精密阀门有限公司", "近水鞋业有限公司"],
    }
)
FIRM = "海城市远山精密阀业有限公司"


def written(path, *lines, encoding="utf-8-sig"):
    path.write_bytes((HEADING + "\n".join(lines) + "\n").encode(encoding))
    return path


def joined(decisions, *, name=FIRM, code=None, parcel_id=None):
    firms = pd.DataFrame({"name": [name], "code": [code], "parcel_id": [parcel_id]})
    return join_firms(
        firms.astype("str"), PARCELS, reference_date=DAY, decisions=decisions
    )


def decide(parcel_id, *, accepted, name=FIRM, code=""):
    return Decisions(
        frame=pd.DataFrame(
            {
                "name": [name],
                "code": [code],
                "parcel_id": [parcel_id],
                "accepted": [accepted],
                "basis": ["现场核实"],
                "date": ["2024-01-05"],
                "clerk": ["经办甲"],
                "line": [2],
            }
        )
    )


def method_and_parcels(result):
    row = result.firms.iloc[0].fillna("")
    return row["match_method"], row["parcel_ids"]


def table(path):
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


def test_an_accepted_pair_is_joined_and_no_longer_reviewed():
    before = joined(Decisions())
    after = joined(decide("P1", accepted=True))

    assert before.summary["to_review"] == 1
    assert method_and_parcels(after) == ("decision", "P1")
    assert after.summary["to_review"] == 0


def test_a_rejected_pair_is_not_proposed_again():
    result = joined(decide("P1", accepted=False))

    assert method_and_parcels(result) == ("", "")
    assert result.summary["to_review"] == 0


def test_a_rejected_pair_is_not_joined_by_anything_and_the_next_method_tries():
    result = joined(
        decide("P1", accepted=False, name="近水鞋业有限公司"),
        name="近水鞋业有限公司",
        parcel_id="P1",
    )

    assert method_and_parcels(result) == ("name", "P2")


def test_an_accepted_pair_does_not_count_where_something_else_joins():
    result = joined(decide("P1", accepted=True), parcel_id="P2")

    assert method_and_parcels(result) == ("parcel_id", "P2")
    assert [finding.kind for finding in result.findings] == ["decision_not_used"]


def test_a_firm_is_known_again_by_its_code_under_another_name():
    result = joined(
        decide("P2", accepted=True, code=CODE), name="改名五金厂", code=CODE
    )

    assert method_and_parcels(result) == ("decision", "P2")


def test_a_firm_is_known_again_by_its_name_where_this_years_code_is_damaged():
    result = joined(decide("P2", accepted=True, code=CODE), code="913300001429120000")

    assert method_and_parcels(result) == ("decision", "P2")


def test_a_firm_of_the_same_name_and_another_code_is_another_firm():
    result = joined(decide("P2", accepted=True, code=CODE), code=OTHER)

    assert method_and_parcels(result) == ("", "")


def test_a_parcel_that_is_gone_is_a_finding():
    result = joined(decide("P9", accepted=True))

    (finding,) = result.findings
    assert finding.kind == "decision_unknown_parcel"
    assert finding.rows == (2,)
    assert "P9" in finding.details[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_the_file_is_read_in_every_encoding_that_excel_writes(tmp_path, encoding):
    path = written(tmp_path / "匹配决定.csv", f"{FIRM},,P1,接受,,,", encoding=encoding)

    assert method_and_parcels(joined(read_decisions(path).decisions)) == (
        "decision",
        "P1",
    )


def test_a_review_sheet_that_was_saved_as_csv_is_read(tmp_path):
    path = tmp_path / "匹配待核.csv"
    path.write_text(
        "企业与宗地匹配待核清单\n序号;企业名称;宗地代码;是否同一（是、否）\n"
        f"1;{FIRM};P1;是\n2;近水鞋业厂;P2;否\n3;未核厂;P2;\n",
        "utf-8-sig",
    )
    frame = read_decisions(path).decisions.frame

    assert frame[["name", "parcel_id", "accepted"]].to_numpy().tolist() == [
        [FIRM, "P1", True],
        ["近水鞋业厂", "P2", False],
    ]


def test_lines_that_cannot_be_used_are_listed_and_the_others_count(tmp_path):
    path = written(
        tmp_path / "匹配决定.csv",
        f"{FIRM},,P1,接受,,,",
        ",,P1,接受,,,",
        f"{FIRM},,,接受,,,",
        f"{FIRM},,P2,也许,,,",
        f"{FIRM},,P2,,,,",
        "",
    )
    file = read_decisions(path)

    assert file.decisions.frame["parcel_id"].tolist() == ["P1"]
    (finding,) = file.findings
    assert finding.kind == "decision_unusable"
    assert finding.rows == (3, 4, 5)
    assert "也许" in finding.details[2]


def test_a_cell_may_decide_on_several_parcels(tmp_path):
    path = written(tmp_path / "匹配决定.csv", f"{FIRM},,P1、P2,接受,,,")

    assert method_and_parcels(joined(read_decisions(path).decisions)) == (
        "decision",
        "P1,P2",
    )


def test_the_last_line_on_a_pair_counts(tmp_path):
    path = written(
        tmp_path / "匹配决定.csv", f"{FIRM},,P1,接受,,,", f"{FIRM},,P1,不接受,,,"
    )

    assert method_and_parcels(joined(read_decisions(path).decisions)) == ("", "")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", None])
def test_no_file_and_an_empty_one_hold_no_decisions(tmp_path, content):
    path = tmp_path / "匹配决定.csv"
    if content is not None:
        path.write_bytes(content)

    assert len(read_decisions(path).decisions.frame) == 0
    assert len(read_decisions(None).decisions.frame) == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("序号,名字\n1,某厂\n".encode(), "join.decisions_heading"),
        (b"\xff\x81\xff\xff,\x80\n", "join.decisions_encoding"),
        (b'"' + b"x" * 200_000 + b'"', "join.decisions_unreadable"),
    ],
)
def test_a_file_that_is_something_else_is_refused_with_a_sentence(
    tmp_path, content, code
):
    path = tmp_path / "匹配决定.csv"
    path.write_bytes(content)

    with pytest.raises(DataError) as caught:
        read_decisions(path)

    assert caught.value.code == code
    assert "匹配决定.csv" in sentence(caught.value)


def test_a_folder_in_place_of_the_file_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(DataError) as caught:
        read_decisions(tmp_path)

    assert caught.value.code == "join.decisions_unreadable"


def test_decisions_come_back_as_they_were_written(tmp_path):
    path = tmp_path / "匹配决定.csv"
    write_decisions(path, decide("P1", accepted=True, code=CODE))

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert table(path) == [
        HEADING.strip().split(","),
        [FIRM, CODE, "P1", "接受", "现场核实", "2024-01-05", "经办甲"],
    ]
    back = read_decisions(path).decisions.frame
    assert back["accepted"].tolist() == [True]


def test_a_new_decision_replaces_the_earlier_one_and_nothing_else(tmp_path):
    path = tmp_path / "匹配决定.csv"
    kept = [
        ["2023年度匹配决定"],
        ["备忘", "企业名称", "宗地代码", "决定"],
        ["甲", "别的厂", "P1", "待定"],
        ["乙", FIRM, "P1", "接受"],
        ["没有企业的一行"],
    ]
    path.write_text("\n".join(map(",".join, kept)), "gb18030")

    write_decisions(path, decide("P1", accepted=False))
    write_decisions(path, decide("P2", accepted=True))

    lines = table(path)
    assert [line[:4] for line in lines[:3]] == [
        ["2023年度匹配决定"],
        ["备忘", "企业名称", "宗地代码", "决定"],
        ["甲", "别的厂", "P1", "待定"],
    ]
    assert lines[1][4:] == ["统一社会信用代码", "依据", "日期", "经办"]
    assert lines[3][:4] == ["乙", FIRM, "P1", "不接受"]
    assert lines[4] == ["没有企业的一行"]
    assert lines[5][:4] == ["", FIRM, "P2", "接受"]
    assert len(lines) == 6


def test_a_firm_that_changed_its_name_keeps_its_line(tmp_path):
    path = tmp_path / "匹配决定.csv"
    write_decisions(path, decide("P1", accepted=True, code=CODE))
    write_decisions(path, decide("P1", accepted=False, code=CODE, name="改名厂"))

    assert [line[:4] for line in table(path)[1:]] == [["改名厂", CODE, "P1", "不接受"]]


def test_two_firms_of_one_name_keep_a_decision_each(tmp_path):
    path = tmp_path / "匹配决定.csv"
    write_decisions(path, decide("P1", accepted=True, code=CODE))
    write_decisions(path, decide("P1", accepted=False, code=OTHER))

    assert [line[1:4] for line in table(path)[1:]] == [
        [CODE, "P1", "接受"],
        [OTHER, "P1", "不接受"],
    ]


def test_no_cell_is_run_by_a_spreadsheet(tmp_path):
    path = tmp_path / "匹配决定.csv"
    write_decisions(path, decide("P1", accepted=True, name="=HYPERLINK(1)"))

    assert table(path)[1][0] == "'=HYPERLINK(1)"


def test_a_file_that_cannot_be_read_is_never_replaced(tmp_path):
    path = tmp_path / "匹配决定.csv"
    path.write_text("序号,名字\n1,某厂\n", "utf-8")
    before = path.read_bytes()

    with pytest.raises(DataError):
        write_decisions(path, decide("P1", accepted=True))

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(DataError) as caught:
        write_decisions(tmp_path / "无" / "匹配决定.csv", decide("P1", accepted=True))

    assert caught.value.code == "join.decisions_unwritable"
