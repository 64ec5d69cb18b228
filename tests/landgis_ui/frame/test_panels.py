# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""History, rules, project, settings and the other panels that any step may open."""

import pytest
from PyQt6.QtCore import QDate, Qt
from PyQt6.QtWidgets import QPushButton

from landgis.project import Changes, Conflict, Edit, Put, TakenOver
from landgis.rules.library import profiles, template_path
from landgis_ui.frame.file_choice import FileChooser
from landgis_ui.frame.panels.conflicts import ConflictsPanel
from landgis_ui.frame.panels.hatch_card import HatchSheet
from landgis_ui.frame.panels.help import TOPICS, read_help
from landgis_ui.frame.panels.history import HistoryPanel
from landgis_ui.frame.panels.project import ProjectPanel
from landgis_ui.frame.panels.rules import RulesPanel
from landgis_ui.frame.panels.settings import SettingsPanel
from landgis_ui.words import LANGUAGES

PATIENCE_MS = 60_000


@pytest.fixture
def opened(qtbot, context, county):
    """Return the workspace with the analysed county open."""
    context.flows.open_store(county)
    qtbot.waitUntil(
        lambda: (
            context.workspace.result is not None and not context.workspace.jobs.running
        ),
        timeout=PATIENCE_MS,
    )
    return context.workspace


def show(qtbot, panel):
    qtbot.addWidget(panel)
    panel.resize(372, 800)
    panel.show()
    return panel


def rename(workspace, name):
    project = dict(workspace.store.document("project", "project"))
    put = Put("project", "project", {**project, "name": name})
    workspace.do(Edit(text="history.rename", params={"name": name}, puts=(put,)))


def test_the_history_tells_every_step_the_newest_first(qtbot, context, opened):
    rename(opened, "甲")
    panel = show(qtbot, HistoryPanel(context))

    rename(opened, "乙")

    assert "乙" in panel.list.item(0).text()
    assert "甲" in panel.list.item(1).text()


def test_any_step_of_the_history_can_be_gone_back_to(qtbot, context, opened):
    rename(opened, "甲")
    rename(opened, "乙")
    panel = show(qtbot, HistoryPanel(context))

    panel.list.setCurrentRow(1)
    qtbot.mouseClick(panel.restore, Qt.MouseButton.LeftButton)

    assert opened.store.document("project", "project")["name"] == "甲"


def test_old_and_new_values_of_a_step_are_told(qtbot, context, opened):
    rename(opened, "甲")
    rename(opened, "乙")
    panel = show(qtbot, HistoryPanel(context))

    panel.list.setCurrentRow(0)

    assert "甲" in panel.detail.text()
    assert "乙" in panel.detail.text()


def test_the_project_is_renamed_in_one_step(qtbot, context, opened):
    panel = show(qtbot, ProjectPanel(context))

    panel.name.selectAll()
    qtbot.keyClicks(panel.name, "Ouhai")
    qtbot.keyClick(panel.name, Qt.Key.Key_Return)

    assert opened.store.document("project", "project")["name"] == "Ouhai"
    opened.undo()
    assert panel.name.text() != "Ouhai"


def test_another_reference_date_shows_its_effect_before_it_is_taken(
    qtbot, context, opened
):
    panel = show(qtbot, ProjectPanel(context))
    assert not panel.effect.take.isEnabled()

    panel.day.setDate(QDate(2022, 12, 31))
    qtbot.mouseClick(panel.effect.reckon, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "→" in panel.effect.text.text(), timeout=PATIENCE_MS)

    project = opened.store.document("project", "project")
    assert project["reference_date"] == "2023-12-31"
    assert panel.effect.take.isEnabled()


def test_rules_in_force_cannot_be_taken_again(qtbot, context, opened):
    panel = show(qtbot, RulesPanel(context, FileChooser(context, None)))

    assert panel.choice.currentData() == "ouhai_2021"
    assert not panel.effect.take.isEnabled()


def test_other_rules_are_taken_as_one_step_and_judged_by(qtbot, context, opened):
    panel = show(qtbot, RulesPanel(context, FileChooser(context, None)))
    panel.choice.setCurrentIndex(panel.choice.findData("huzhou_2021"))
    panel.choice.activated.emit(panel.choice.currentIndex())

    qtbot.mouseClick(panel.effect.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: not context.flows.is_out_of_date("result") and not opened.jobs.running,
        timeout=PATIENCE_MS,
    )

    assert opened.result.analysis.project.profile.id == "huzhou_2021"


def test_every_shipped_profile_can_be_chosen_and_says_its_document(
    qtbot, context, opened
):
    panel = show(qtbot, RulesPanel(context, FileChooser(context, None)))

    for place in range(panel.choice.count()):
        panel.choice.setCurrentIndex(place)
        panel.choice.activated.emit(place)
        assert panel.numbers.rowCount() > 0
        assert panel.about.text()
    assert panel.choice.count() == len(profiles())


def test_a_profile_of_one_s_own_is_read_and_its_examples_are_run(
    qtbot, context, opened, tmp_path
):
    own = tmp_path / "县里的.toml"
    text = template_path().read_text("utf-8")
    own.write_text(text, "utf-8")
    panel = show(qtbot, RulesPanel(context, FileChooser(context, None)))
    before = panel.choice.count()

    panel.add_own(own)

    assert panel.choice.count() == before + 1
    assert panel.effect.take.isEnabled()


def test_a_file_that_is_no_profile_gives_a_sentence(qtbot, context, opened, tmp_path):
    path = tmp_path / "坏.toml"
    path.write_bytes(b"\xff\xfe\x00nothing")
    panel = show(qtbot, RulesPanel(context, FileChooser(context, None)))

    with qtbot.waitSignal(opened.noticed) as told:
        panel.add_own(path)

    assert "坏.toml" in told.args[0].text


def test_a_setting_holds_at_once(qtbot, context):
    panel = show(qtbot, SettingsPanel(context))
    box = panel.fields["preference.area_unit"]

    box.setCurrentIndex(box.findData("m2"))
    box.activated.emit(box.currentIndex())

    assert context.settings.get("preference.area_unit") == "m2"


def test_theirs_is_taken_only_when_it_is_asked_for(qtbot, context, opened):
    panel = show(qtbot, ConflictsPanel(context))
    conflict = Conflict(
        kind="override", id="宗1", base=None, ours=None, theirs={"status": "normal"}
    )
    taken = TakenOver(changes=Changes(), steps=1, conflicts=(conflict,))

    panel.show_conflicts(taken, opened.store.path)
    assert opened.store.document("override", "宗1") is None
    take = context.words("conflict.take")
    button = next(b for b in panel.findChildren(QPushButton) if b.text() == take)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert opened.store.document("override", "宗1") == {"status": "normal"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_step_has_help_in_both_languages(language, topic):
    assert read_help(language, topic).startswith("# ")


def test_the_projector_card_shows_hatches_in_colour_and_grey(qtbot, context):
    sheet = show(qtbot, HatchSheet(context))
    picture = sheet.grab().toImage()

    ratio = picture.devicePixelRatio()
    y = int(18 * ratio)
    colours = {picture.pixelColor(x, y).getRgb()[:3] for x in range(picture.width())}
    greys = {c for c in colours if c[0] == c[1] == c[2]}
    assert len(colours - greys) > 1
    assert len(greys) > 2
