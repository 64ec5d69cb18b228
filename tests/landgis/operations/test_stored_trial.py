# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Earlier results are found wherever they lie; what differs adds up to both."""

import shutil
import sys
from pathlib import Path

import openpyxl
import pytest

from landgis.errors import CallError
from landgis.operations.run import run_project
from landgis.operations.stored_analysis import analyse_stored, open_result
from landgis.operations.stored_freshness import result_puts
from landgis.operations.stored_open import create_from_project_file
from landgis.operations.stored_trial import (
    Earlier,
    Sheet,
    compare_with,
    export_comparison,
    find_earlier,
    kept_results,
    write_sheets,
)
from landgis.project import Edit, ProjectStore, Put

sys.path.insert(0, str(Path(__file__).parents[2] / "end2end"))

from county_maker import make_county, write_county


def analyse(path):
    dataset = analyse_stored(path)
    with ProjectStore.open(path) as store:
        store.commit(Edit(text="history.result", puts=result_puts(store, dataset)))
    return dataset


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """A project with two results: before and after one parcel was decided by hand."""
    folder = tmp_path_factory.mktemp("county") / "试验县"
    description = write_county(make_county(4), folder)
    path = create_from_project_file(description).store_path
    first = analyse(path)
    parcels = open_result(path, first).analysis.parcels
    chosen = parcels.index[parcels["status"] == "normal"][0]
    name = parcels["parcel_id"].iloc[chosen]
    value = {"status": "underused", "reason": "现场核实", "date": "2024-01-05"}
    with ProjectStore.open(path) as store:
        put = Put("override", name, value)
        store.commit(Edit(text="history.override", puts=(put,)))
    return path, first, analyse(path), name, description


def test_the_earlier_result_of_the_history_is_offered_and_not_the_present_one(county):
    path, first, _, _, _ = county

    with ProjectStore.open(path, read_only=True) as store:
        found = kept_results(store)

    assert [one.dataset for one in found] == [first]


def test_one_parcel_decided_by_hand_is_all_that_differs(county):
    path, first, second, name, _ = county

    found = compare_with(Earlier(path=path, dataset=first), (path, second))

    table = found.comparison.parcels
    differs = table[table["change"] != "same"]
    assert differs["parcel_id"].tolist() == [name]
    assert differs["status_before"].tolist() == ["normal"]
    assert differs["status_after"].tolist() == ["underused"]
    assert found.comparison.count.loc["normal", "underused"] == 1


def test_matrices_add_up_to_both_results(county):
    path, first, second, _, _ = county

    found = compare_with(Earlier(path=path, dataset=first), (path, second))

    comparison = found.comparison
    assert comparison.count.to_numpy().sum() == found.after.parcels
    assert comparison.mu_before.to_numpy().sum() == pytest.approx(found.before.mu)
    assert comparison.mu_after.to_numpy().sum() == pytest.approx(found.after.mu)
    assert found.before.total_mu == pytest.approx(
        open_result(path, first).analysis.reclaimable.total_mu
    )


def test_an_out_folder_of_the_same_data_differs_in_nothing_else(county, tmp_path):
    path, _, second, name, description = county
    out = tmp_path / "out"
    run_project(description, out=out)

    found = compare_with(out, (path, second))

    table = found.comparison.parcels
    assert table.loc[table["change"] != "same", "parcel_id"].tolist() == [name]
    assert set(found.comparison.firms["change"]) == {"same"}
    assert found.before.parcels == found.after.parcels


def test_another_project_file_is_compared_by_its_present_result(county, tmp_path):
    path, _, second, _, _ = county
    other = Path(shutil.copy(path, tmp_path / "去年.landgis.gpkg"))

    assert find_earlier(other) == Earlier(path=other, dataset=second)
    found = compare_with(other, (path, second))
    assert set(found.comparison.parcels["change"]) == {"same"}


def test_a_project_without_result_is_told(tmp_path):
    path = tmp_path / "空.landgis.gpkg"
    ProjectStore.create(path).close()

    with pytest.raises(CallError, match=r"空\.landgis\.gpkg"):
        find_earlier(path)


def test_the_workbook_holds_sums_matrices_and_what_differs(county, tmp_path):
    path, first, second, name, _ = county
    found = compare_with(Earlier(path=path, dataset=first), (path, second))

    book = openpyxl.load_workbook(export_comparison(found, tmp_path / "对比.xlsx"))

    assert book.sheetnames == [
        "合计",
        "状态变化（宗）",
        "状态变化（前，亩）",
        "状态变化（后，亩）",
        "宗地变化",
        "企业变化",
    ]
    assert book["状态变化（宗）"].cell(1, 1).value == "前 ＼ 后"
    rows = list(book["宗地变化"].iter_rows(values_only=True))
    assert rows[0][:2] == ("变化", "宗地编号")
    assert [row[:2] for row in rows[1:]] == [("状态变了", name)]
    assert rows[1][4:6] == ("正常", "用而未尽")


def test_an_unknown_value_leaves_its_cell_empty(tmp_path):
    sheet = Sheet(name="一", heads=("甲", "乙"), rows=[("x", None), ("=1+1", 2.5)])

    book = openpyxl.load_workbook(write_sheets([sheet], tmp_path / "一.xlsx"))

    assert list(book["一"].iter_rows(values_only=True)) == [
        ("甲", "乙"),
        ("x", None),
        ("=1+1", 2.5),
    ]
