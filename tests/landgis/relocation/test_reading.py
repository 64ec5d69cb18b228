# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nonsense is refused with a sentence that names the firm or the park."""

import json
import math
from copy import deepcopy

import pytest

from landgis import messages
from landgis.errors import CallError, DataError
from landgis.relocation.reading import problem_of, problem_to_json, read_problem

SOUND = {
    "format": "landgis-plan-problem/1",
    "firms": [
        {"id": "甲", "floor_m2": 100, "freed_mu": 2, "industry": "1952"},
        {"id": "乙", "floor_m2": 50, "freed_mu": 1, "allowed": ["东园"]},
    ],
    "parks": [{"id": "东园", "floor_m2": 120}, {"id": "西园", "floor_m2": 0}],
}


def said(document):
    with pytest.raises(DataError) as error:
        problem_of(document)
    return messages.sentence(error.value)


def with_firm(**changed):
    document = deepcopy(SOUND)
    document["firms"][0].update(changed)
    return document


def with_park(**changed):
    document = deepcopy(SOUND)
    document["parks"][0].update(changed)
    return document


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"floor_m2": -1}, "floor_m2"),
        ({"freed_mu": math.nan}, "nan"),
        ({"freed_mu": math.inf}, "inf"),
        ({"floor_m2": "三百"}, "三百"),
        ({"floor_m2": 10**400}, "1000"),
        ({"energy_tce": True}, "True"),
        ({"allowed": ["南园"]}, "南园"),
        ({"pin": "南园"}, "南园"),
        ({"banned": ["南园"]}, "南园"),
        ({"cost": {"南园": 3}}, "南园"),
        ({"cost": {"东园": math.nan}}, "nan"),
        ({"use": {"东园": -5}}, "-5"),
        ({"cost": [1, 2]}, "cost"),
    ],
)
def test_a_firm_that_cannot_be_meant_is_named(changed, word):
    sentence = said(with_firm(**changed))

    assert "企业「甲」" in sentence
    assert word in sentence


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"floor_m2": -3}, "-3"),
        ({"floor_m2": None}, "floor_m2"),
        ({"leading_share_min": 70}, "70"),
        ({"existing_leading": 1.5}, "1.5"),
        ({"energy_tce": -1}, "-1"),
        ({"leading": [""]}, "leading"),
        ({"open_year": "明年"}, "明年"),
    ],
)
def test_a_park_that_cannot_be_meant_is_named(changed, word):
    sentence = said(with_park(**changed))

    assert "园区「东园」" in sentence
    assert word in sentence


def test_ids_that_stand_there_twice_are_named():
    assert "「甲」" in said(SOUND | {"firms": SOUND["firms"] + SOUND["firms"][:1]})
    assert "「西园」" in said(SOUND | {"parks": SOUND["parks"] + SOUND["parks"][1:]})


def test_a_firm_without_an_id_is_named_by_its_number():
    assert "第 2 家" in said(SOUND | {"firms": [SOUND["firms"][0], {"floor_m2": 1}]})


@pytest.mark.parametrize("document", [[], "x", None, {"firms": {}, "parks": []}])
def test_what_is_no_problem_at_all_is_said(document):
    assert said(document)


def test_without_parks_there_is_nowhere_to_go():
    assert "没有园区" in said(SOUND | {"parks": []})


def test_a_million_firms_are_refused_by_name():
    firms = [{"id": f"f{number}"} for number in range(60_000)]

    assert "「f50000」" in said(SOUND | {"firms": firms})


def test_files_that_cannot_be_read_are_named(tmp_path):
    broken = tmp_path / "问题.json"
    broken.write_text('{"firms": [', "utf-8")
    with pytest.raises(DataError) as error:
        read_problem(broken)
    assert "问题.json" in messages.sentence(error.value)
    with pytest.raises(CallError):
        read_problem(tmp_path / "没有.json")


def test_a_problem_written_and_read_again_is_the_same():
    problem = problem_of(SOUND)
    document = json.loads(json.dumps(problem_to_json(problem)))

    assert problem_of(document) == problem


def test_a_problem_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "p.json"
    path.write_text(json.dumps(SOUND), "utf-8-sig")

    assert len(read_problem(path).firms) == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"objective": {"target": -1}},
        {"phases": [{"year": 2023, "target_mu": -5}]},
    ],
)
def test_a_target_below_nothing_is_refused(changed):
    assert "不能小于 0" in said(SOUND | changed)
