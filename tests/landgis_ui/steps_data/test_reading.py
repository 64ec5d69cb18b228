# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files are dropped, read without a question, and told in cards."""

import shutil

import openpyxl
import pytest
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QDropEvent
from PyQt6.QtWidgets import QApplication, QPushButton

from landgis_ui.steps.base import StepKind
from landgis_ui.steps.data.entries import FileState, Tone


def drop(widget, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    widget.dropEvent(event)


def buttons_of(card):
    return {
        button.text(): button
        for button in card.findChildren(QPushButton)
        if not button.isHidden()
    }


def write_sheet(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_a_dropped_folder_is_read_file_by_file_and_nothing_is_asked(
    shown, county, tmp_path
):
    folder = tmp_path / "资料"
    folder.mkdir()
    for name in ("目标.xlsx", "批次红线.shp", "批次红线.dbf", "批次红线.shx"):
        shutil.copy(county / name, folder / name)
    (folder / "说明.md").write_text("不是数据", "utf-8")

    drop(shown.step.files.drop_area, folder)
    shown.wait()

    assert [entry.name for entry in shown.step.shelf.entries] == [
        "批次红线.shp",
        "目标.xlsx",
    ]
    assert [entry.shown_role for entry in shown.step.shelf.entries] == [
        "approval",
        "target",
    ]
    assert QApplication.activeModalWidget() is None


def test_a_good_file_can_be_used_while_another_is_still_read(shown, county):
    shown.step.add_paths((county / "目标.xlsx", county / "宗地.shp"))
    shown.qtbot.waitUntil(
        lambda: shown.entry("目标.xlsx").trial is not None, timeout=60_000
    )

    assert shown.wizard.foot.use.isEnabled()
    assert shown.step.intake.is_busy
    assert shown.entry("宗地.shp").tone is Tone.BUSY
    assert shown.step.state().kind is StepKind.RUNNING
    shown.wait()


def test_arrows_go_from_card_to_card(shown, county):
    shown.read(county / "目标.xlsx", county / "小微园.xlsx")
    first, second = (shown.card(name) for name in ("目标.xlsx", "小微园.xlsx"))

    shown.qtbot.keyClick(first, Qt.Key.Key_Down)

    assert shown.current.name == "小微园.xlsx"
    assert "小微园" in second.accessibleName()


def test_a_workbook_that_is_none_says_so_in_its_card_and_can_be_left_out(
    shown, tmp_path, notices
):
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing of a workbook")
    shown.read(bad)

    assert shown.current.state is FileState.FAILED
    assert "坏.xlsx" in shown.step.centre.trouble.text.text()
    assert "坏.xlsx" in shown.card("坏.xlsx").accessibleName()

    shown.qtbot.waitUntil(lambda: "不要了" in buttons_of(shown.card("坏.xlsx")))
    shown.qtbot.mouseClick(
        buttons_of(shown.card("坏.xlsx"))["不要了"], Qt.MouseButton.LeftButton
    )

    assert shown.step.shelf.entries == ()
    notices[-1].action()
    assert [entry.name for entry in shown.step.shelf.entries] == ["坏.xlsx"]
    shown.wait()


@pytest.mark.parametrize(
    "name", ["空.shp", "空.xlsx", "空.csv", "空.gpkg", "空.geojson"]
)
def test_an_empty_file_is_a_sentence(shown, tmp_path, name):
    (tmp_path / name).write_bytes(b"")

    shown.read(tmp_path / name)

    assert shown.current.state is FileState.FAILED
    assert name in shown.current.error
    assert shown.current.error.endswith("。")


def test_a_file_that_has_vanished_is_a_sentence_and_can_be_read_again(shown, tmp_path):
    path = tmp_path / "网盘" / "目标.xlsx"
    shown.read(path)
    assert shown.current.state is FileState.FAILED

    path.parent.mkdir()
    write_sheet(path, [["指标", "单位", "年度", "目标值"], ["批而未供", "亩", 2023, 5]])
    shown.qtbot.mouseClick(shown.step.centre.trouble.again, Qt.MouseButton.LeftButton)
    shown.wait()

    assert shown.current.state is FileState.READ
    assert shown.current.shown_role == "target"


def test_an_encrypted_workbook_is_a_sentence(shown, tmp_path):
    path = tmp_path / "加密.xlsx"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(head + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le"))

    shown.read(path)

    assert shown.current.state is FileState.FAILED
    assert "加密.xlsx" in shown.current.error


def test_a_cut_shapefile_names_the_record_and_goes_on_with_the_rest(
    shown, county, tmp_path
):
    for suffix in (".shp", ".shx", ".dbf"):
        shutil.copy(county / f"批次红线{suffix}", tmp_path / f"截断{suffix}")
    whole = (tmp_path / "截断.shp").read_bytes()
    (tmp_path / "截断.shp").write_bytes(whole[: len(whole) * 2 // 3])
    shown.read(tmp_path / "截断.shp")
    trial = shown.current.trial
    assert trial.features + len(trial.lost) == 60
    assert shown.current.tone is Tone.BAD
    take = f"只用能读的 {trial.features} 条"

    shown.qtbot.waitUntil(lambda: bool(buttons_of(shown.card("截断.shp"))))
    ways = buttons_of(shown.card("截断.shp"))
    assert list(ways) == [take, "换文件…"]
    assert shown.wizard.foot.use.text() == take
    shown.qtbot.mouseClick(ways[take], Qt.MouseButton.LeftButton)

    assert shown.current.tone is not Tone.BAD
    assert shown.wizard.foot.use.text() == "用这份数据"


def test_reading_can_be_stopped_and_begun_again(shown, county):
    shown.step.add_paths((county / "宗地.shp",))
    shown.qtbot.waitUntil(
        lambda: shown.current.state is FileState.READING, timeout=60_000
    )

    shown.qtbot.mouseClick(shown.step.centre.reading.stop, Qt.MouseButton.LeftButton)
    shown.wait()

    assert shown.current.trial is None
    assert shown.current.error == "已停止读取，什么都没有改。"
    assert shown.store.documents("input") == {}


def test_a_file_nobody_can_name_asks_what_it_is(shown, tmp_path):
    path = tmp_path / "资料.xlsx"
    write_sheet(path, [["甲", "乙"], [1, 2], [3, 4]])

    shown.read(path)

    assert shown.current.shown_role is None
    assert not shown.wizard.foot.use.isEnabled()
    assert "说明这是什么资料" in shown.wizard.foot.price.text()


def test_missing_roles_say_what_they_would_allow(shown, county):
    missing = shown.step.files.missing
    shown.read(county / "目标.xlsx")
    before = len(missing._shown)

    shown.use()

    assert ("target", False) not in missing._shown
    assert len(missing._shown) == before - 1
    assert ("supply", True) in missing._shown


def test_a_use_that_one_column_speaks_for_is_confirmed_before_it_counts(shown, county):
    shown.read(county / "水系.geojson")
    role = shown.current.shown_role
    assert shown.current.tone is Tone.LOOK
    assert "请看看对不对" in shown.wizard.foot.price.text()

    menu = shown.wizard.head.role_button.menu()
    next(action for action in menu.actions() if action.isChecked()).trigger()

    assert shown.current.role == role
    assert shown.current.tone is Tone.GOOD
