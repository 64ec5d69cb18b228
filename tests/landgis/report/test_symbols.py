# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One file says how every status looks; a wrong one is named with its key."""

import pytest

from landgis.analysis import STATUSES
from landgis.errors import RuleError
from landgis.messages import sentence
from landgis.report.symbols import read_symbols, shipped_symbols


def test_every_status_and_category_has_a_symbol():
    assert {*STATUSES, "approved_unsupplied", "vacated"} <= set(shipped_symbols())


def test_colours_and_letters_are_those_of_the_design():
    symbols = shipped_symbols()

    assert symbols["approved_unsupplied"].fill == "#009E73"
    assert symbols["suspect_idle_1y"].fill == "#E69F00"
    assert symbols["stalled"].fill == symbols["suspect_idle_1y"].fill
    assert symbols["stalled"].letter == "停"
    assert symbols["low_efficiency"].ink == "#3F3F3F"
    assert symbols["to_verify"].fill is None
    assert symbols["to_verify"].outline_style == "dash"


def test_hatches_are_16_mm_apart_on_paper_and_7_px_on_screen():
    pattern = shipped_symbols()["approved_unsupplied"].pattern

    assert pattern.pitch_mm == 1.6
    assert pattern.pitch_px == 7
    assert pattern.lines == (45,)


def test_statuses_with_a_fill_differ_in_colour_or_hatch():
    looks = [
        (symbol.fill, symbol.pattern, symbol.letter)
        for symbol in shipped_symbols().values()
    ]

    assert len(set(looks)) == len(looks)


def test_only_a_ruling_is_called_idle():
    titles = {name: symbol.title for name, symbol in shipped_symbols().items()}

    assert titles["idle_ruled"] == "闲置（已认定）"
    assert all(
        "疑似闲置" in title
        for name, title in titles.items()
        if "闲置" in title and name != "idle_ruled"
    )


def test_a_wrong_colour_is_named_with_file_and_key(tmp_path):
    path = tmp_path / "图例.toml"
    path.write_text(
        'format = 1\n[[status]]\nid = "normal"\ntitle = "正常"\nink = "red"\n', "utf-8"
    )

    with pytest.raises(RuleError) as caught:
        read_symbols(path)

    assert "图例.toml" in sentence(caught.value)
    assert "ink" in sentence(caught.value)
