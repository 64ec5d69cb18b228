# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A changed copy of a profile is read back as meant; nothing else changes."""

import random
import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.errors import CallError, RuleError
from landgis.rules.library import parse_profile, profiles, read_profile
from landgis.scenario.profiles import (
    Document,
    changed_profile,
    save_profile,
    thresholds_of,
    write_profile,
)
from landgis.scenario.toml_writer import write_toml

DOCUMENT = Document(
    profile_id="ouhai_2024", document_no="温瓯政发〔2024〕3号", day=date(2024, 3, 1)
)


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.id)
def test_a_saved_copy_holds_the_changed_numbers_and_all_others(profile, tmp_path):
    draw = random.Random(profile.id)  # noqa: S311 - of numbers to try
    known = thresholds_of(profile)
    values = {
        name: round(draw.uniform(0.1, 90), 3) for name in draw.sample(sorted(known), 12)
    }
    values |= {name: 9.25 for name in known if name.startswith("low[")}
    shipped = profile.path.read_bytes()

    saved = save_profile(profile, values, tmp_path / "本县.toml", document=DOCUMENT)

    wanted = thresholds_of(changed_profile(profile, values))
    found = thresholds_of(saved)
    assert found.keys() == wanted.keys()
    for name, threshold in wanted.items():
        assert found[name].value == threshold.value, name
        assert found[name].word == threshold.word
        assert found[name].unit == threshold.unit
        if name not in values and not name.startswith("far_min."):
            assert found[name] == threshold
    for name in values:
        assert "温瓯政发〔2024〕3号" in found[name].citation
    assert (saved.id, saved.document) == ("ouhai_2024", "温瓯政发〔2024〕3号")
    assert saved.valid_from == date(2024, 3, 1)
    assert saved.evaluation == profile.evaluation
    assert saved.survey == profile.survey
    assert profile.path.read_bytes() == shipped
    assert read_profile(str(tmp_path / "本县.toml")) == saved


def test_a_copy_is_never_written_over_a_file(tmp_path):
    path = tmp_path / "本县.toml"
    path.write_text("有人写的", "utf-8")

    with pytest.raises(CallError) as caught:
        save_profile(
            read_profile("ouhai_2021"), {"low[1]": 9.0}, path, document=DOCUMENT
        )

    assert caught.value.code == "scenario.profile_exists"
    assert path.read_text("utf-8") == "有人写的"


def test_a_number_that_is_not_there_is_refused():
    with pytest.raises(RuleError):
        changed_profile(read_profile("huangyan_2022"), {"low[1]": 9.0})


def test_the_title_of_a_changed_line_says_the_new_number(tmp_path):
    saved = save_profile(
        read_profile("huzhou_2021"),
        {"low[2]": 4.5},
        tmp_path / "湖州.toml",
        document=DOCUMENT,
    )

    assert saved.low[1].threshold.title == "规下亩均税收4.5万元/亩以下"
    assert saved.low[0].threshold.title == "规上低贡献：亩均税收6万元以下"


def test_a_profile_that_lies_in_a_project_is_copied_from_its_text():
    profile = read_profile("ouhai_2021")
    text = profile.path.read_text("utf-8")
    moved = replace(profile, path=Path("项目内.toml"))

    written = write_profile(moved, {"low[1]": 9.0}, document=DOCUMENT, text=text)

    assert parse_profile(written, path=Path("新.toml")).low[0].threshold.value == 9.0


names = st.text(min_size=1, max_size=8)
plain = st.one_of(
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.text(max_size=20).filter(lambda text: "\r" not in text),
    st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(
        lambda number: Decimal(format(number, "f"))
    ),
)
tables = st.recursive(
    st.dictionaries(names, st.one_of(plain, st.lists(plain, max_size=4)), max_size=4),
    lambda inner: st.dictionaries(
        names,
        st.one_of(plain, inner, st.lists(inner, min_size=1, max_size=3)),
        max_size=4,
    ),
    max_leaves=8,
)


@given(tables)
def test_what_is_written_is_read_again(content):
    assert tomllib.loads(write_toml(content), parse_float=Decimal) == content
