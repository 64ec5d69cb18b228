# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every step of the history has words, whoever wrote it and whenever."""

import re
from importlib.resources import files

import pytest

from landgis_ui.words import Words

STEPS = re.compile(r'"((?:history\.\w+)|(?:\w+\.history_\w+))"')


def written_steps():
    found = set()
    for package in ("landgis", "landgis_ui"):
        for path in files(package).rglob("*.py"):
            found |= set(STEPS.findall(path.read_text("utf-8")))
    return sorted(found | {"history.loaded", "history.result", "store.taken_back"})


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_step_that_the_program_writes_has_words(language):
    words = Words(language)
    assert [id_ for id_ in written_steps() if words.step(id_, {}) == id_] == []


def test_a_step_without_its_values_is_told_all_the_same():
    assert Words("en").step("history.bookmark", {}).count("—") == 1


def test_a_step_of_another_version_is_told_by_its_id():
    assert Words("zh_CN").step("zones.painted", {"n": 1}) == "zones.painted"


def test_values_with_braces_stay_as_they_are():
    told = Words("zh_CN").step("history.rename", {"name": "甲{0}{name}"})
    assert "甲{0}{name}" in told
