# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Help and wrong calls are answered in Chinese, with nothing English left over."""

import re

import pytest

from landgis.cli.__main__ import main

ENGLISH = re.compile(
    r"Usage|OPTIONS|COMMAND|ARGS|Show this|required|Missing|No such|Got"
)


def call(capsys, *words):
    with pytest.raises(SystemExit) as left:
        main(words)
    return left.value.code, "".join(capsys.readouterr())


@pytest.mark.parametrize(
    "words", [(), ("run",), ("demo",), ("inspect",), ("rules",), ("rules", "show")]
)
def test_help_is_in_chinese_throughout(capsys, words):
    status, shown = call(capsys, *words, "--help")

    assert status == 0
    assert "用法：landgis" in shown
    assert "显示这段说明" in shown
    assert not ENGLISH.search(shown)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("跑",),
            "没有“跑”这个命令，可用的有：demo、run、report、inspect、plan、gui、rules、zones。",
        ),
        (("run",), "命令后面缺少“工程”。"),
        (("inspect", "--colour"), "没有 --colour 这个选项。"),
        (("run", "a.toml", "b.toml"), "命令写得不对。"),
    ],
)
def test_a_wrong_call_is_told_what_is_wrong(capsys, words, sentence):
    status, shown = call(capsys, *words)

    assert status == 2
    assert sentence in shown
    assert not ENGLISH.search(shown)


def test_without_a_command_the_help_stands_alone(capsys):
    status, shown = call(capsys)

    assert status == 2
    assert "用法：landgis" in shown
    assert "命令写得不对" not in shown


def test_a_profile_is_shown_without_names_of_fields(capsys):
    status, shown = call(capsys, "rules", "show", "ouhai_2021")

    assert status == 0
    assert "亩均税收" in shown
    assert "tax_per_mu" not in shown
    assert "land_mu" not in shown
