# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be verified, entered and asked for."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from landgis.errors import DataError
from landgis.operations.entries import (
    EntryError,
    entry_heading,
    read_entry,
    show_entry,
)
from landgis.operations.missing_fields import all_entries, group_missing, list_entries
from landgis.operations.request_list import RequestHead, make_requests, write_requests


@pytest.fixture
def frames():
    return {
        "parcels": pd.DataFrame(
            {
                "parcel_id": ["A-1", "A-2", "A-3", np.nan, "A-5"],
                "owner": ["甲公司", "乙公司", "丙公司", np.nan, "戊公司"],
                "town": ["北镇", "南镇", "北镇", "北镇", "南镇"],
                "location": ["一路", np.nan, "三路", "四路", "五路"],
                "mu": [10.0, 20.0, 30.0, np.nan, 50.0],
                "status": ["to_verify"] * 4 + ["suspect_idle_2y"],
                "missing": [
                    "agreed_start,delivered_date",
                    "agreed_start,delivered_date",
                    "tax_wan",
                    "built_m2,tax_wan",
                    "cause",
                ],
            }
        ),
        "firms": pd.DataFrame(
            {
                "name": ["丙甲厂", "丙乙厂", "别家"],
                "tax_wan": [np.nan, 3.0, np.nan],
            }
        ),
        "links": pd.DataFrame({"firm": [0, 1], "parcel": [2, 2]}),
    }


def test_parcels_are_grouped_by_what_they_want_the_most_land_first(frames):
    groups = group_missing(frames["parcels"])

    assert [(g.role, g.fields, g.parcels.tolist(), g.mu) for g in groups] == [
        ("supply", ("agreed_start", "delivered_date"), [0, 1], 30.0),
        ("enterprise", ("tax_wan",), [2, 3], 30.0),
        ("supply", ("built_m2",), [3], 0.0),
    ]
    assert groups[0].title == "约定动工日期、实际交地日期"


def test_parcels_that_have_a_status_all_the_same_are_shown_when_asked_for(frames):
    groups = group_missing(frames["parcels"], only_to_verify=False)

    assert groups[0].fields == ("cause",)


def test_a_figure_of_firms_is_entered_for_the_firms_that_lack_it(frames):
    group = group_missing(frames["parcels"])[1]

    entries = list_entries(group, **frames)

    assert [(e.parcel_name, e.label, e.row) for e in entries] == [
        ("A-3", "丙甲厂", "丙甲厂"),
        ("第4条", None, None),
    ]


def test_a_parcel_without_code_is_called_by_its_row(frames):
    entries = list_entries(group_missing(frames["parcels"])[2], **frames)

    assert [(e.row, e.mu) for e in entries] == [("第4条", None)]


@pytest.mark.parametrize(
    ("role", "field", "typed", "value"),
    [
        ("supply", "agreed_start", "２０２０年９月１日", "2020-09-01"),
        ("supply", "agreed_start", "2020.9.1", "2020-09-01"),
        ("supply", "registered_m2", "3", 2000.0),
        ("supply", "registered_m2", "3000 平方米", 3000.0),
        ("supply", "built_m2", "1,200.5", 1200.5),
        ("enterprise", "scale", "规模以上", "规上"),
        ("enterprise", "tax_wan", " ", None),
    ],
)
def test_what_is_typed_is_taken_as_meant(role, field, typed, value):
    assert read_entry(role, field, typed) == value


@pytest.mark.parametrize(
    ("role", "field", "typed"),
    [
        ("supply", "agreed_start", "2020-09"),
        ("supply", "agreed_start", "2020-13-01"),
        ("supply", "built_m2", "很多"),
        ("enterprise", "scale", "不大不小"),
        ("enterprise", "code", "91330304145040000X"),
    ],
)
def test_what_cannot_be_meant_is_refused(role, field, typed):
    with pytest.raises(EntryError):
        read_entry(role, field, typed)


def test_a_value_is_shown_as_it_would_be_typed():
    assert show_entry("supply", "registered_m2", 2000.0) == "3"
    assert show_entry("supply", "agreed_start", "2020-09-01") == "2020-09-01"
    assert show_entry("supply", "built_m2", None) == ""
    assert entry_heading("supply", "registered_m2") == "登记面积（亩）"


def test_the_request_list_asks_town_by_town(frames, tmp_path):
    entries = all_entries(group_missing(frames["parcels"]), **frames)
    head = RequestHead(project="甲县", reference_date=date(2023, 12, 31))

    path = write_requests(tmp_path / "催报单.xlsx", make_requests(entries), head=head)

    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["全部", "北镇", "南镇"]
    rows = book.get_sheet_by_name("南镇").to_python()
    assert "甲县" in rows[1][0]
    assert [row[1:6] for row in rows[4:]] == [
        ["A-2", "乙公司", "", 20.0, "实际交地日期"],
        ["A-2", "乙公司", "", 20.0, "约定动工日期"],
    ]
    assert len(book.get_sheet_by_name("全部").to_python()) - 4 == 7


def test_a_town_that_no_sheet_may_be_called_gets_a_name_that_is_allowed(tmp_path):
    parcels = pd.DataFrame(
        {
            "parcel_id": ["A", "B", "C"],
            "town": ["北/镇", "北镇", np.nan],
            "mu": [1.0, 1.0, 1.0],
            "status": "to_verify",
            "missing": "built_m2",
        }
    )
    nothing = {"firms": pd.DataFrame(), "links": pd.DataFrame()}
    entries = all_entries(group_missing(parcels), parcels=parcels, **nothing)
    head = RequestHead(project="", reference_date=date(2023, 12, 31))

    path = write_requests(tmp_path / "催.xlsx", make_requests(entries), head=head)

    names = CalamineWorkbook.from_path(path).sheet_names
    assert sorted(names) == ["—", "全部", "北镇", "北镇(2)"]


def test_a_list_that_cannot_be_written_says_so(tmp_path):
    head = RequestHead(project="", reference_date=date(2023, 12, 31))

    with pytest.raises(DataError, match="request_unwritable"):
        write_requests(tmp_path / "没有" / "催.xlsx", (), head=head)
