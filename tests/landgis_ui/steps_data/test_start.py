# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The start page, the form of a new project, and the first look round."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PyQt6.QtCore import QDate, QRect, Qt

from landgis_ui.steps.data.new_project import free_path
from landgis_ui.steps.data.recent import RecentProject, read_recent, remember
from landgis_ui.steps.data.start_page import recent_facts, seen_words
from landgis_ui.steps.data.tour import beside

NOW = datetime(2024, 3, 8, 17, 20).astimezone()


@pytest.fixture
def page(empty, tmp_path):
    page = empty.step.start
    page.resize(1200, 800)
    page.show()
    page.form.set_folder(tmp_path)
    return page


def test_dropped_files_wait_for_a_new_project_and_are_read_then(
    empty, page, county, tmp_path
):
    assert empty.step.add_paths((county / "小微园.xlsx",))
    assert page.form.isVisible()
    assert "1 个文件" in page.form._waiting.text()

    page.form.name.setText("瓯海 2023")
    page.form.region.setEditText("瓯海区")
    page.form.day.setDate(QDate(2023, 12, 31))
    page.form.profile.setCurrentIndex(page.form.profile.findData("ouhai_2021"))
    empty.qtbot.mouseClick(page.form.create_button, Qt.MouseButton.LeftButton)
    empty.wait()

    assert empty.store.path == tmp_path / "瓯海 2023.landgis.gpkg"
    assert empty.store.document("project", "project") == {
        "name": "瓯海 2023",
        "region": "330304",
        "reference_date": "2023-12-31",
        "profile": "ouhai_2021",
        "crs": None,
    }
    assert [entry.name for entry in empty.step.shelf.entries] == ["小微园.xlsx"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("330304", "330304"),
        ("330304 瓯海区（浙江省 温州市）", "330304"),
        ("瓯海区", "330304"),
        ("331299", "331299"),
        ("", ""),
        ("没有这个地方", None),
    ],
)
def test_a_region_is_typed_by_code_or_name(page, typed, code):
    page.ask_for_project()
    page.form.region.setEditText(typed)

    assert page.form.region.code == code
    assert page.form.create_button.isEnabled() is (code is not None)


def test_a_new_project_never_takes_the_place_of_a_file(tmp_path):
    (tmp_path / "甲_乙.landgis.gpkg").write_bytes(b"")

    assert free_path(tmp_path, "甲/乙") == tmp_path / "甲_乙（2）.landgis.gpkg"


def test_a_project_can_be_asked_for_while_one_is_open_and_left_again(shown):
    shown.step.ask_for_project()
    assert shown.step.views().centre is shown.step.start

    shown.qtbot.mouseClick(shown.step.start.form.cancel, Qt.MouseButton.LeftButton)

    assert shown.step.views().centre is shown.step.centre


def test_recent_projects_come_with_their_last_figure(empty, page):
    settings = empty.context.settings
    path = Path("/nowhere/甲.landgis.gpkg")
    remember(settings, RecentProject(path=path, name="甲", seen=NOW, total_mu=6133.14))
    remember(settings, RecentProject(path=path, name="甲", seen=NOW))

    (project,) = read_recent(settings)

    assert "可腾出 6,133.1 亩" in recent_facts(empty.context, project)
    (button,) = page.recent.buttons
    assert button.accessibleName().startswith("打开 甲")


def test_an_opened_project_is_remembered_first(shown):
    recent = read_recent(shown.context.settings)

    assert [project.name for project in recent] == ["云浦县"]


def test_a_recent_project_that_is_gone_leaves_the_list(empty, page, notices):
    settings = empty.context.settings
    path = Path("/nowhere/甲.landgis.gpkg")
    remember(settings, RecentProject(path=path, name="甲", seen=NOW))

    empty.qtbot.mouseClick(page.recent.buttons[0], Qt.MouseButton.LeftButton)
    empty.qtbot.waitUntil(lambda: read_recent(settings) == (), timeout=60_000)

    assert notices[-1].tone == "failed"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(hours=1), "今天 16:20"),
        (timedelta(days=1), "昨天 17:20"),
        (timedelta(days=40), "2024-01-28"),
    ],
)
def test_times_are_said_as_people_say_them(context, ago, words):
    assert seen_words(context, NOW - ago, NOW) == words


def test_damaged_settings_give_no_recent_projects(context):
    context.settings.set("state.recent", ["text", {"path": 1}, {"name": "x"}])

    assert read_recent(context.settings) == ()


def test_the_first_look_round_comes_once_and_goes_with_the_keyboard(shown, county):
    shown.context.settings.set("preference.show_tour", value=True)
    shown.read(county / "小微园.xlsx")
    tour = shown.step.tour
    shown.qtbot.waitUntil(lambda: tour.is_running)
    seen = []

    while tour.is_running and len(seen) < 9:
        seen.append(tour.card.text.text())
        shown.qtbot.keyClick(tour.card.on, Qt.Key.Key_Space)

    assert len(seen) == 4
    assert shown.context.settings.get("preference.show_tour") is False
    shown.read(county / "目标.xlsx")
    shown.select("目标.xlsx")
    assert not tour.is_running


def test_escape_skips_the_look_round_and_it_can_be_asked_for_again(shown, county):
    shown.read(county / "小微园.xlsx")
    shown.step.show_tour()
    card = shown.step.tour.card

    shown.qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not shown.step.tour.is_running

    shown.step.show_tour()
    assert shown.step.tour.is_running
    shown.window.resize(1300, 700)
    shown.step.tour.end()


@pytest.mark.parametrize(
    "spot",
    [
        QRect(0, 0, 300, 900),
        QRect(1200, 0, 300, 900),
        QRect(300, 100, 900, 100),
        QRect(0, 700, 1500, 200),
        QRect(0, 0, 1500, 900),
    ],
)
def test_the_words_of_the_tour_stay_inside_the_window(spot):
    room, card = QRect(0, 0, 1500, 900), QRect(0, 0, 300, 120)

    assert room.contains(card.translated(beside(spot, card, room)))
