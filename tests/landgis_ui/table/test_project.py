# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drawer on a project file: what is seen is written, what is set is kept."""

import geopandas
import openpyxl
import pytest
import shapely
from PyQt6.QtCore import QPoint
from PyQt6.QtWidgets import QMenu

from landgis.operations.stored_analysis import analyse_stored
from landgis.operations.stored_freshness import loaded_puts, result_puts
from landgis.operations.stored_load import load_stored
from landgis.operations.stored_open import create_from_project_file
from landgis.project import Edit, ProjectStore
from landgis.search.filters import Condition, Filter
from landgis_ui.table.drawer import TableDrawer

PROJECT = """
[project]
name = "甲县"
region = "330304"
reference_date = 2023-12-31
profile = "ouhai_2021"
crs = "EPSG:4549"
[layers]
supply = "宗地.gpkg"
"""
STARTS = ["2020-01-01", "2030-01-01", "2022-06-01"]


@pytest.fixture
def project(tmp_path):
    """A project file of three parcels of 30 亩 each, read but not yet analysed."""
    rows = {
        "宗地代码": [f"330304001001GB0000{n}" for n in (1, 2, 3)],
        "约定动工日期": STARTS,
        "实际动工日期": [None] * 3,
    }
    boxes = [
        shapely.box(560_000 + x, 3_090_000, 560_100 + x, 3_090_200)
        for x in (0, 200, 400)
    ]
    layer = geopandas.GeoDataFrame(rows, geometry=boxes, crs="EPSG:4549")
    layer.to_file(tmp_path / "宗地.gpkg", driver="GPKG")
    (tmp_path / "project.toml").write_text(PROJECT, "utf-8")
    path = create_from_project_file(tmp_path / "project.toml").store_path
    store = ProjectStore.open(path)
    commit(store, loaded_puts(store, load_stored(path)))
    return store


def commit(store, puts):
    store.commit(Edit(text="test", puts=tuple(puts)))


@pytest.fixture
def opened(qtbot, context, project):
    """A drawer on the open project."""
    drawer = TableDrawer(context)
    qtbot.addWidget(drawer)
    drawer.resize(1200, 300)
    drawer.show()
    with qtbot.waitSignal(drawer.control.answered, timeout=10_000):
        context.workspace.attach(project)
    yield drawer
    context.workspace.detach()


def analyse(qtbot, drawer, context, project):
    with qtbot.waitSignal(drawer.control.answered, timeout=10_000):
        edit_puts = result_puts(project, analyse_stored(project.path))
        context.workspace.do(Edit(text="test", puts=tuple(edit_puts)))


def test_parcels_are_listed_before_they_are_judged(opened, context, project, qtbot):
    assert opened.head.counts.text() == "共 3 宗"
    assert opened.control.source.data.view.frame["parcel_id"].iloc[0].endswith("1")

    analyse(qtbot, opened, context, project)

    assert "面积 90.0 亩" in opened.foot.sums.whole()


def test_what_is_seen_is_written_by_the_second_process(
    opened, context, project, qtbot, tmp_path
):
    analyse(qtbot, opened, context, project)
    due = Condition(field="status", operator="≠", values=("not_due",))
    with qtbot.waitSignal(opened.control.answered):
        opened.control.set_filter(Filter(conditions=(due,)))
    with qtbot.waitSignal(opened.control.answered):
        opened.control.sort_by("parcel_id")
    with qtbot.waitSignal(opened.control.answered):
        opened.control.sort_by("parcel_id")

    with qtbot.waitSignal(context.workspace.noticed, timeout=60_000) as said:
        opened.exporter.write(opened.request(), tmp_path / "宗地表.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "宗地表.xlsx")["宗地"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert said.args[0].text == "已写出 2 行：宗地表.xlsx"
    assert rows[0][0] == "宗地代码"
    assert [row[0][-1] for row in rows[1:]] == ["3", "1"]
    assert rows[1][rows[0].index("面积（亩）")] == 30


def test_a_place_that_cannot_be_written_gets_a_sentence(
    opened, context, qtbot, tmp_path
):
    with qtbot.waitSignal(context.workspace.noticed, timeout=60_000) as said:
        opened.exporter.write(opened.request(), tmp_path / "没有" / "宗地表.csv")

    assert said.args[0].tone == "failed"
    assert "写不出去" in said.args[0].text


def test_formats_are_offered_and_the_file_is_asked_for_without_stopping(opened, qtbot):
    opened.open_export()
    menu = next(m for m in opened.findChildren(QMenu) if m.isVisible())
    assert [
        action.text().split("（")[1].split("）")[0][:5] for action in menu.actions()
    ] == [
        ".xlsx",
        ".csv",
        ".shp，",
        ".gpkg",
    ]
    menu.close()

    dialog = opened.exporter.ask_where(opened.request(), ".csv")
    qtbot.waitUntil(dialog.isVisible)
    dialog.reject()


def test_columns_are_kept_in_the_project_file(opened, context, project, qtbot):
    name = "parcel_id"
    opened._hide_column(name)

    assert name not in project.state("table.columns.parcel")["shown"]
    again = TableDrawer(context)
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.control.answered, timeout=10_000):
        again.control.read_again()
    names = [c.name for c in again.body.rows.rows_model().columns]
    assert again.body.rows.head.isSectionHidden(names.index(name))


def test_the_panel_of_conditions_opens_on_the_screen(opened, qtbot):
    opened.open_conditions()
    panel = opened.condition_panel
    room = opened.screen().availableGeometry()

    assert panel.isVisible()
    assert room.contains(panel.mapToGlobal(QPoint(0, 0)))
    panel.hide()
