# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The model: what a cell says, in any order, without copying a column."""

import time

import numpy as np
import pandas as pd
import pytest
from PyQt6.QtCore import QModelIndex, Qt

from landgis.report.views import make_view, to_view
from landgis_ui.table.cells import Cell, CellReader, Tone, show_number
from landgis_ui.table.data import TableData
from landgis_ui.table.model import CELL_ROLE, CODE_ROLE, FrameModel
from landgis_ui.words import Words

WORDS = Words("zh_CN")
Display = Qt.ItemDataRole.DisplayRole


def model_of(frame, name="parcel"):
    return FrameModel(TableData(to_view(frame, name)), WORDS)


def cell(model, place, name):
    names = [column.name for column in model.columns]
    return model.data(model.index(place, names.index(name)), CELL_ROLE)


def test_the_model_keeps_the_promises_of_a_qt_model(qtmodeltester, qapp, analysis):
    model = FrameModel(TableData(make_view(analysis, "parcel")), WORDS)

    qtmodeltester.check(model)
    model.set_order(np.array([5, 0, 3]))
    model.set_selected(np.array([3]))
    model.set_order(np.arange(6))


def test_headings_name_the_column_with_its_unit(qapp, analysis):
    model = FrameModel(TableData(make_view(analysis, "parcel")), WORDS)
    names = [column.name for column in model.columns]

    headings = {
        name: model.headerData(place, Qt.Orientation.Horizontal)
        for place, name in enumerate(names)
    }

    assert headings["mu"] == "面积（亩）"
    assert headings["tax_per_mu"] == "亩均税收（万元/亩）"
    assert headings["far"] == "容积率"
    assert headings["owner"] == "土地使用权人"


def test_nothing_zero_and_unknown_look_different(qapp):
    model = model_of(
        pd.DataFrame(
            {
                "built_m2": [None, None, 0.0],
                "mu": [1234.5, 3.0, 3.0],
                "firm_mu": [0.0, 16.84, 2.25],
                "missing": ["built_m2,agreed_start", "", ""],
            }
        )
    )

    assert cell(model, 0, "built_m2") == Cell("—", Tone.UNKNOWN)
    assert cell(model, 1, "built_m2") == Cell("—", Tone.FAINT)
    assert cell(model, 2, "built_m2") == Cell("0.0", Tone.FAINT)
    assert cell(model, 0, "firm_mu") == Cell("0.0", Tone.FAINT)
    assert cell(model, 1, "firm_mu") == Cell("16.8")
    assert cell(model, 2, "firm_mu") == Cell("2.3")  # half goes up, as in the ledgers
    assert cell(model, 0, "mu") == Cell("1,234.50")
    assert cell(model, 0, "missing") == Cell("2 项", Tone.UNKNOWN)
    assert cell(model, 1, "missing") == Cell("")


def test_missing_fields_are_named_when_pointed_at(qapp):
    model = model_of(pd.DataFrame({"missing": ["built_m2,agreed_start"]}))

    said = model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)

    assert said == "缺少：建筑面积、约定动工日期"


def test_codes_are_words_and_a_status_keeps_its_code_for_the_swatch(qapp, analysis):
    parcels = FrameModel(TableData(make_view(analysis, "parcel")), WORDS)
    firms = FrameModel(TableData(make_view(analysis, "enterprise")), WORDS)
    place = [column.name for column in parcels.columns].index("status")

    assert cell(parcels, 3, "status").text == "低效"
    assert cell(parcels, 2, "status") == Cell("待核实", Tone.UNKNOWN)
    assert parcels.data(parcels.index(3, place), CODE_ROLE) == "low_efficiency"
    assert cell(firms, 0, "low").text == "是"
    assert cell(firms, 3, "low") == Cell("—", Tone.FAINT)
    assert cell(firms, 0, "match_method").text == "统一社会信用代码"
    assert cell(firms, 0, "year").text == "2023"


def test_a_screen_reader_hears_heading_value_and_selection(qapp, analysis):
    model = FrameModel(TableData(make_view(analysis, "parcel")), WORDS)
    model.set_selected(np.array([0]))

    said = model.data(model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole)

    assert said == "土地使用权人 甲公司，已选中"


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (0.05, 1, "0.1"),
        (2.675, 2, "2.68"),
        (-0.04, 1, "0.0"),
        (12529.5, 1, "12,529.5"),
        (float("nan"), 1, "—"),
        (float("inf"), 1, "—"),
    ],
)
def test_numbers_are_rounded_as_official_tables_round(value, places, shown):
    assert show_number(value, places) == shown


def test_words_of_a_reader_follow_the_language(qapp):
    frame = pd.DataFrame({"missing": ["built_m2"]})
    column = to_view(frame, "parcel").columns[0]

    assert CellReader(Words("en")).read("built_m2", column).text == "1 fields"


def test_the_model_copies_no_column(qapp):
    frame = pd.DataFrame({"mu": np.arange(10.0)})
    model = model_of(frame)
    shown = model.table.view.frame["mu"].to_numpy()

    assert np.shares_memory(shown, frame["mu"].to_numpy())


def test_a_row_is_found_in_any_order(qapp):
    model = model_of(pd.DataFrame({"mu": [1.0, 2.0, 3.0, 4.0]}))
    model.set_order(np.array([3, 1]))

    assert model.rowCount() == 2
    assert model.rowCount(model.index(0, 0)) == 0
    assert [model.row_at(0), model.row_at(1), model.row_at(2)] == [3, 1, -1]
    assert [model.place_of(row) for row in range(5)] == [-1, 1, -1, 0, -1]
    assert model.data(QModelIndex()) is None


def test_a_million_rows_answer_as_fast_as_a_thousand(qapp):
    def seconds(count):
        model = model_of(pd.DataFrame({"mu": np.arange(float(count))}))
        places = np.linspace(0, count - 1, 500).astype(int)
        best = np.inf
        for _ in range(3):
            began = time.perf_counter()
            for place in places:
                model.data(model.index(int(place), 0), Display)
            best = min(best, time.perf_counter() - began)
        return best

    assert seconds(1_000_000) < 5 * seconds(1_000)
