# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file becomes part of the project in one step that can be undone."""

import shutil

import openpyxl
from PyQt6.QtCore import Qt

from landgis.project import ProjectStore
from landgis_ui.steps.base import StepKind
from landgis_ui.steps.data.step import DataStep

COLUMNS = ["指标", "单位", "年度", "目标值", "备用"]


def write_targets(path, year):
    book = openpyxl.Workbook()
    book.active.append(COLUMNS)
    book.active.append(["批而未供", "亩", year, 100.5, "甲"])
    book.active.append(["供而未用", "亩", year, 20, "乙"])
    book.save(path)
    return path


def inputs(shown):
    return list(shown.store.documents("input").values())


def test_using_a_file_names_it_in_the_project_and_undo_takes_it_back(
    shown, county, notices
):
    shown.read(county / "批次红线.shp")

    shown.use()

    (value,) = inputs(shown)
    assert value["role"] == "approval"
    assert value["is_layer"] is True
    assert value["path"] == str(county / "批次红线.shp")
    assert value["features"] == 60
    assert shown.store.dataset(value["dataset"]).meta["is_layer"] is True
    assert notices[-1].text == "用 批次红线.shp 作农转用批次"

    notices[-1].action()

    assert inputs(shown) == []
    assert not shown.current.is_used
    assert shown.wizard.foot.use.isEnabled()
    shown.context.workspace.redo()
    assert shown.current.is_used


def test_a_role_has_one_file_and_the_one_before_comes_back_with_undo(shown, tmp_path):
    shown.read(write_targets(tmp_path / "目标2022.xlsx", 2022))
    shown.use()
    shown.read(write_targets(tmp_path / "目标2023.xlsx", 2023))
    shown.select("目标2023.xlsx")

    shown.use()

    assert [value["path"] for value in inputs(shown)] == [
        str(tmp_path / "目标2023.xlsx")
    ]
    assert not shown.entry("目标2022.xlsx").is_used
    shown.context.workspace.undo()
    assert [value["path"] for value in inputs(shown)] == [
        str(tmp_path / "目标2022.xlsx")
    ]


def test_what_was_chosen_is_kept_with_the_input_and_a_change_is_told(shown, county):
    shown.read(county / "批次红线.shp")
    shown.step.choices.take_unit("approved_m2", "亩")
    shown.wait()
    shown.use()

    assert inputs(shown)[0]["options"]["units"] == {"approved_m2": "亩"}
    assert not shown.current.is_changed

    shown.step.choices.take_unit("approved_m2", "公顷")
    shown.wait()

    assert shown.current.is_changed
    assert shown.wizard.foot.use.isVisible()
    shown.wizard.foot.use.click()
    shown.qtbot.waitUntil(lambda: not shown.current.is_changed, timeout=60_000)
    assert [value["options"]["units"] for value in inputs(shown)] == [
        {"approved_m2": "公顷"}
    ]


def test_next_years_file_is_read_as_the_user_said_this_year(shown, tmp_path):
    shown.read(write_targets(tmp_path / "目标2022.xlsx", 2022))
    shown.step.choices.take_field("备用", "indicator")
    shown.wait()
    shown.use()
    assert shown.store.document("mapping", "target.table")["given"] == {
        "indicator": "备用"
    }

    shown.read(write_targets(tmp_path / "明年.xlsx", 2023))
    shown.select("明年.xlsx")

    assert shown.current.is_remembered
    assert shown.current.shown_role == "target"
    fields = {field.column: field.standard for field in shown.current.trial.fields}
    assert fields["备用"] == "indicator"


def test_all_sure_files_are_used_with_one_link(shown, county):
    shown.read(county / "小微园.xlsx", county / "镇街.geojson", county / "批次红线.shp")
    link = shown.step.files.all_button
    assert link.text() == "有把握的 2 个全部用上"

    shown.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    shown.qtbot.waitUntil(lambda: len(inputs(shown)) == 2, timeout=60_000)

    assert {value["role"] for value in inputs(shown)} == {"park", "town"}
    assert not shown.entry("批次红线.shp").is_used


def test_a_file_can_leave_the_project_and_come_back(shown, county):
    shown.read(county / "小微园.xlsx")
    shown.use()

    shown.qtbot.mouseClick(shown.wizard.foot.stop, Qt.MouseButton.LeftButton)
    assert inputs(shown) == []
    shown.context.workspace.undo()

    assert len(inputs(shown)) == 1


def test_a_reopened_project_lists_its_files_and_does_without_the_originals(
    shown, county, tmp_path
):
    for suffix in (".shp", ".shx", ".dbf"):
        shutil.copy(county / f"批次红线{suffix}", tmp_path / f"批次{suffix}")
    shown.read(tmp_path / "批次.shp")
    shown.use()
    path = shown.store.path
    shown.context.workspace.detach()
    for suffix in (".shp", ".shx", ".dbf"):
        (tmp_path / f"批次{suffix}").unlink()

    shown.context.flows.open_store(path)
    shown.qtbot.waitUntil(lambda: bool(shown.current.error), timeout=60_000)

    assert shown.current.is_used
    assert "原文件现在读不到" in shown.step.centre.trouble.title.text()
    assert shown.step.preview.map._layer is not None


def test_the_step_is_done_once_supplied_parcels_are_in_use(shown, county, parcels):
    assert shown.step.state().kind is StepKind.EMPTY
    shown.read(county / "小微园.xlsx")
    shown.use()
    assert not shown.step.next_act().enabled

    shown.read(parcels)
    shown.select(parcels.name)
    assert shown.current.shown_role == "supply"
    assert not shown.step.next_act().enabled
    shown.use()

    assert shown.step.state().kind is StepKind.DONE
    assert shown.step.next_act().text == "下一步 体检"
    assert shown.step.next_act().enabled


def test_a_project_that_can_only_be_read_uses_nothing(shown, county, context):
    path = context.workspace.store.path
    context.workspace.detach()
    context.workspace.attach(ProjectStore.open(path, read_only=True))

    shown.read(county / "小微园.xlsx")

    assert not shown.wizard.foot.use.isEnabled()
    assert shown.wizard.foot.use.toolTip()


def test_another_file_takes_the_place_of_one_that_cannot_be_read(
    shown, county, tmp_path
):
    bad = tmp_path / "坏.csv"
    bad.write_bytes(b"")
    shown.read(bad)
    dialog = shown.step.replace_file(shown.current.id)

    dialog.fileSelected.emit(str(county / "小微园.xlsx"))
    dialog.close()
    shown.wait()

    assert [entry.name for entry in shown.step.shelf.entries] == ["小微园.xlsx"]
    assert shown.current.shown_role == "park"


def test_a_project_among_the_files_is_opened_and_not_read_as_data(shown, tmp_path):
    other = tmp_path / "另一个.landgis.gpkg"
    ProjectStore.create(other).close()

    assert shown.step.add_paths((other,)) is True

    shown.qtbot.waitUntil(lambda: shown.store.path == other, timeout=60_000)
    assert shown.step.shelf.entries == ()


def test_the_step_can_be_built_before_any_project(context, qtbot):
    step = DataStep(context)
    qtbot.addWidget(step.start)

    assert step.views().centre is step.start
    assert step.next_act() is None
