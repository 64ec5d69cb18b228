# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings have a definition each, lie in a file of the user, and forgive oddities."""

import pytest

from landgis_ui.work.settings import Settings, definitions


def test_what_was_never_set_has_its_default(qtbot, tmp_path):
    settings = Settings(tmp_path / "s.ini")

    assert settings.get("preference.area_unit") == "mu"


def test_a_value_outlives_the_program(qtbot, tmp_path):
    Settings(tmp_path / "s.ini").set("state.recent", ["a", "乙.landgis.gpkg"])

    assert Settings(tmp_path / "s.ini").get("state.recent") == ["a", "乙.landgis.gpkg"]


def test_a_change_is_told_by_its_name(qtbot, tmp_path):
    settings = Settings(tmp_path / "s.ini")

    with qtbot.waitSignal(settings.changed) as told:
        settings.set("preference.theme", "dark")

    assert told.args == ["preference.theme"]


@pytest.mark.parametrize("written", ["purple", "[1", "12"])
def test_what_is_no_value_of_the_setting_counts_as_the_default(
    qtbot, tmp_path, written
):
    path = tmp_path / "s.ini"
    path.write_text(f"[preference]\ntheme={written}\n", "utf-8")

    assert Settings(path).get("preference.theme") == "system"


def test_an_unknown_name_is_a_fault(qtbot, tmp_path):
    with pytest.raises(KeyError):
        Settings(tmp_path / "s.ini").get("preference.nothing")


def test_every_default_is_one_of_its_choices():
    assert [
        entry.name
        for entry in definitions().values()
        if entry.choices and entry.default not in entry.choices
    ] == []
