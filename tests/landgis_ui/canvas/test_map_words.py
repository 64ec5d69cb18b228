# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the map: both languages, all of them used."""

import re
from pathlib import Path

import landgis_ui.canvas
from landgis_ui.canvas.controls import TOOLS, ZOOMS
from landgis_ui.words import placeholders, read_texts

FOLDER = Path(landgis_ui.canvas.__file__).parent


def words_of_map(language):
    return {
        key: text
        for key, text in read_texts(language).items()
        if key.startswith("map.")
    }


def used():
    code = "\n".join(path.read_text("utf-8") for path in FOLDER.glob("*.py"))
    found = set(re.findall(r'"(map\.[a-z_0-9]+)"', code))
    found |= {f"map.tool_{tool}" for tool, _ in TOOLS if tool}
    return found | {f"map.{act}" for act, _ in ZOOMS}


def test_both_languages_say_the_same_things():
    chinese, english = words_of_map("zh_CN"), words_of_map("en")

    assert chinese.keys() == english.keys()
    assert [
        key
        for key, text in chinese.items()
        if placeholders(text) != placeholders(english[key])
    ] == []


def test_every_word_is_used_and_every_used_word_is_there():
    assert words_of_map("zh_CN").keys() == used()
