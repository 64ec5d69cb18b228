# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two results side by side: every figure opens its rows, and sums add up."""

import shutil

import openpyxl
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from landgis.operations.stored_analysis import analyse_stored, open_result
from landgis.operations.stored_freshness import result_puts
from landgis.project import Edit, ProjectStore, Put
from landgis_ui.whatif.compare_panel import ComparePanel

SECONDS = 60_000


@pytest.fixture(scope="module")
def twice(analysed, tmp_path_factory):
    """A project whose second result has one parcel decided by hand."""
    folder = tmp_path_factory.mktemp("twice")
    path = folder / "twice.landgis.gpkg"
    shutil.copy(analysed, path)
    with ProjectStore.open(path) as store:
        first = store.document("result", "current")["dataset"]
        parcels = open_result(store, first).analysis.parcels
        row = int((parcels["status"] == "normal").to_numpy().argmax())
        name = str(parcels["parcel_id"].iloc[row])
        value = {"status": "underused", "reason": "现场核实", "date": "2024-01-05"}
        put = Put("override", name, value)
        store.commit(Edit(text="history.override", params={}, puts=(put,)))
    second = analyse_stored(path)
    with ProjectStore.open(path) as store:
        puts = tuple(result_puts(store, second))
        store.commit(Edit(text="history.result", params={}, puts=puts))
    return path, row


@pytest.fixture
def panel(qtbot, context, twice, tmp_path):
    path = tmp_path / "twice.landgis.gpkg"
    shutil.copy(twice[0], path)
    store = ProjectStore.open(path)
    context.workspace.attach(store)
    dataset = store.document("result", "current")["dataset"]
    context.workspace.set_result(open_result(store, dataset))
    panel = ComparePanel(context)
    qtbot.addWidget(panel)
    panel.resize(460, 900)
    panel.show()
    return panel


def compare(qtbot, panel):
    panel.choice.setCurrentIndex(1)
    panel.choice.activated.emit(1)
    qtbot.waitUntil(lambda: panel.compared is not None, timeout=SECONDS)
    qtbot.waitUntil(panel.body.isVisible)


def test_without_result_it_says_what_to_do(qtbot, context):
    panel = ComparePanel(context)
    qtbot.addWidget(panel)
    panel.show()

    assert "先运行分析" in panel.sentence.text()
    assert not panel.file.isEnabled()


def test_the_earlier_result_is_offered_and_its_one_difference_found(
    qtbot, panel, twice
):
    assert panel.choice.count() == 2
    compare(qtbot, panel)

    button = panel.changes.buttons["parcels", "status"]
    assert button.isEnabled()
    assert not panel.changes.buttons["parcels", "came"].isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.list.rows.rowCount() == 1
    assert panel._context.workspace.selection.rows.tolist() == [twice[1]]


def test_a_cell_of_the_matrix_opens_its_parcels(qtbot, panel, twice):
    compare(qtbot, panel)

    item = panel.matrix.cell("normal", "underused")
    assert item.text() == "1"
    panel.matrix.table.cellClicked.emit(item.row(), item.column())
    assert panel.list.rows.rowCount() == 1
    assert panel._context.workspace.selection.rows.tolist() == [twice[1]]
    last = panel.matrix.table.item(
        panel.matrix.table.rowCount() - 1, panel.matrix.table.columnCount() - 1
    )
    parcels = len(panel._context.workspace.result.analysis.parcels)
    assert last.text() == f"{parcels:,}"


def test_the_map_is_coloured_by_change_and_given_back(qtbot, panel, twice):
    compare(qtbot, panel)

    state = panel._context.workspace.map_state
    ids = [entry.id for entry in state.trial.legend]
    assert ids[state.trial.classes[twice[1]]] == "came"
    assert (state.trial.classes != ids.index("normal")).sum() == 1
    panel.hide()
    assert state.trial is None


def test_what_is_no_result_is_told_in_a_sentence(qtbot, panel, tmp_path):
    said = []
    panel._context.workspace.noticed.connect(said.append)
    (tmp_path / "空").mkdir()
    panel.compare_path(tmp_path / "空")
    qtbot.waitUntil(lambda: bool(said), timeout=SECONDS)

    assert said[0].tone == "failed"
    qtbot.waitUntil(panel.file.isEnabled)
    assert panel.compared is None


def test_the_comparison_is_written_for_excel(qtbot, panel, tmp_path):
    compare(qtbot, panel)
    job = panel.export_to(tmp_path / "对比.xlsx")
    with qtbot.waitSignal(job.succeeded, timeout=SECONDS):
        pass

    book = openpyxl.load_workbook(tmp_path / "对比.xlsx")
    assert book["宗地变化"].max_row == 2
