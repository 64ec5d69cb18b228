# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both languages say the same, every word is used, and every used word is there."""

import re
from pathlib import Path

import pytest

from landgis_ui.words import LANGUAGES, placeholders, read_texts

ROOT = Path(__file__).parents[2]
CODE = "\n".join(
    path.read_text("utf-8")
    for folder in ("landgis_ui", "landgis")
    for path in sorted((ROOT / folder).rglob("*.py"))
)
DATA = "\n".join(
    path.read_text("utf-8")
    for path in sorted((ROOT / "landgis_ui").rglob("*.toml"))
    if "texts" not in path.parts
)
ID = r"[a-z_]+(?:\.[A-Za-z0-9_]+)+"
CHINESE, LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]")
SPOKEN = {"setting.language_zh_CN"}  # a language is named in itself


def test_both_languages_have_the_same_messages_and_placeholders():
    first, second = (
        {key: placeholders(text) for key, text in read_texts(language).items()}
        for language in LANGUAGES
    )

    assert first == second


def test_every_message_that_is_asked_for_has_words():
    asked = set(re.findall(rf'words\(\s*"({ID})"', CODE))

    assert sorted(asked - read_texts("zh_CN").keys()) == []


def test_every_message_is_asked_for():
    quoted = set(re.findall(rf'"({ID})"', CODE + DATA))
    families = tuple(set(re.findall(r'f"((?:[a-z_]+\.)+(?:[a-z_]*_)?)\{', CODE)))

    assert [
        key
        for key in read_texts("zh_CN")
        if key not in quoted and not key.startswith(families)
    ] == []


def test_english_is_english():
    assert [
        key
        for key, text in read_texts("en").items()
        if key not in SPOKEN and len(CHINESE.findall(text)) > len(LATIN.findall(text))
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_neither_shout_nor_ask_whether_one_is_sure(language):
    texts = read_texts(language)

    assert [
        key
        for key, text in texts.items()
        if "！" in text
        or "!" in text
        or "确定吗" in text
        or re.match("错误[：，]", text)
    ] == []


@pytest.mark.parametrize("word", ["要素", "渲染", "拓扑", "图层树", "数据集"])
def test_words_are_the_office_s_and_never_the_software_s(word):
    assert [key for key, text in read_texts("zh_CN").items() if word in text] == []
