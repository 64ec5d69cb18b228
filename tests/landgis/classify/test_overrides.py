# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decisions by hand: a reason is needed, and the program's own verdict is kept."""

import pandas as pd
import pytest

from landgis.classify.overrides import apply_overrides, read_overrides
from landgis.errors import DataError

TITLES = {"normal": "正常", "low_efficiency": "低效", "to_verify": "待核实"}
STATUS = pd.Series(["normal", "to_verify", "low_efficiency"], dtype="str")
IDS = pd.Series(["P1", "P2", "P3"], dtype="str")
HEADING = "宗地代码,改判为,理由,日期,经办\n"


def applied(tmp_path, text, encoding="utf-8-sig"):
    path = tmp_path / "改判.csv"
    path.write_bytes((HEADING + text).encode(encoding))
    return apply_overrides(STATUS, read_overrides(path), parcel_ids=IDS, titles=TITLES)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_decision_with_a_reason_is_taken_over(tmp_path, encoding):
    result = applied(tmp_path, "P2,正常,现场核查已投产,2024-01-05,甲\n", encoding)

    assert result.status.tolist() == ["normal", "normal", "low_efficiency"]
    assert result.computed_status.tolist() == STATUS.tolist()
    assert result.reason.tolist()[1] == "现场核查已投产"
    assert result.reason.isna().tolist() == [True, False, True]
    assert result.findings == ()


def test_the_status_may_be_written_as_its_identifier(tmp_path):
    result = applied(tmp_path, "P1,low_efficiency,企业申报有误,,\n")

    assert result.status.tolist()[0] == "low_efficiency"


@pytest.mark.parametrize("line", ["P1,低效,,,", "P1,很低效,看过,,", "P9,低效,看过,,"])
def test_a_decision_that_cannot_be_used_changes_nothing_and_is_listed(tmp_path, line):
    result = applied(tmp_path, line + "\n")

    assert result.status.tolist() == STATUS.tolist()
    assert [finding.kind for finding in result.findings] == ["override_not_applied"]
    assert result.findings[0].rows == (2,)


def test_the_last_decision_on_a_parcel_holds(tmp_path):
    result = applied(tmp_path, "P1,低效,初审,,\nP1,待核实,复审,,\n")

    assert result.status.tolist()[0] == "to_verify"
    assert result.reason.tolist()[0] == "复审"


def test_a_file_that_is_not_there_holds_no_decisions(tmp_path):
    assert read_overrides(tmp_path / "改判.csv") == ()


def test_a_wrong_heading_is_named(tmp_path):
    path = tmp_path / "改判.csv"
    path.write_text("代码,状态\nP1,正常\n", "utf-8")

    with pytest.raises(DataError) as error:
        read_overrides(path)

    assert error.value.code == "overrides.heading"


def test_cells_beside_the_columns_are_not_read(tmp_path):
    result = applied(tmp_path, ",,,,,备注\nP2,正常,现场核查已投产,,,见照片\n")

    assert result.status.tolist() == ["normal", "normal", "low_efficiency"]
    assert result.findings == ()
