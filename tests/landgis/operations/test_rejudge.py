# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judging a few parcels anew says exactly what a full analysis would say."""

import random
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "end2end"))

from county_maker import make_county, write_county

from landgis.errors import CallError
from landgis.operations.rejudge import LOCAL, prepare_rejudge, rejudge
from landgis.operations.stored_analysis import analyse_stored, open_result
from landgis.operations.stored_freshness import result_puts
from landgis.operations.stored_open import create_from_project_file
from landgis.project import Edit, ProjectStore, Put
from landgis.schema import read_schema

NUMBERS = [0.0, 0.4, 1.5, 20.0, 3_000.0, 60_000.0]
DAYS = ["2010-05-01", "2019-12-31", "2021-07-15", "2023-06-30", "2030-01-01"]
TEXTS = {"cause": ["企业", "政府"], "idle_ruling": ["闲认〔2022〕1号"]}
STATUSES = ["normal", "低效", "idle_ruled", "not_due"]
SHOWN = ["status", "firm_mu", "potential_mu", "missing", "reason"]


def commit(store, *puts):
    store.commit(Edit(text="test", puts=puts))


def analysed(store):
    dataset = analyse_stored(store.path)
    commit(store, *result_puts(store, dataset))
    return open_result(store, dataset).analysis


@pytest.fixture(scope="module", params=[3, 29])
def county(request, tmp_path_factory):
    """Make a project file of a random county and analyse it once."""
    folder = tmp_path_factory.mktemp("county")
    project = write_county(make_county(request.param), folder)
    path = create_from_project_file(project).store_path
    with ProjectStore.open(path) as opened:
        analysed(opened)
    return path


@pytest.fixture
def store(county, tmp_path):
    path = tmp_path / county.name
    shutil.copy(county, path)
    with ProjectStore.open(path) as opened:
        yield opened


def result_of(store):
    current = store.document("result", "current")["dataset"]
    return open_result(store, current).analysis


def correction(name, field, value):
    key = f"supply|{name}|{field}"
    return Put("correction", key, {"value": value, "was": None, "reason": "核实"})


def draw_puts(draw, names, *, count):
    fields = read_schema("supply").fields
    puts = {}
    for _ in range(count):
        name = draw.choice(names)
        if draw.random() < 0.3:
            value = {"status": draw.choice(STATUSES), "reason": "现场核实"}
            put = Put("override", name, value)
        else:
            field = draw.choice(sorted(LOCAL & fields.keys()))
            kind = fields[field].kind
            known = {"number": NUMBERS, "date": DAYS}.get(kind)
            choices = known or TEXTS.get(field, ["甲"])
            put = correction(name, field, draw.choice([*choices, None]))
        puts[put.kind, put.id] = put
    return list(puts.values())


def assert_as_full(before, after, effect):
    was = before.parcels[SHOWN].to_dict("records")
    now = after.parcels[SHOWN].to_dict("records")
    differing = [row for row, (a, b) in enumerate(zip(was, now, strict=True)) if a != b]
    assert [change.row for change in effect.changes] == differing
    for change in effect.changes:
        row = now[change.row]
        assert change.new_status == row["status"]
        assert (change.new_firm_mu, change.new_potential_mu) == (
            row["firm_mu"],
            row["potential_mu"],
        )
        assert (change.new_missing, change.new_reason) == (
            row["missing"],
            row["reason"],
        )
    for sums, full in ((effect.before, before), (effect.after, after)):
        land = full.reclaimable
        assert sums.firm_mu == land.firm_mu
        assert sums.potential_mu == land.potential_mu
        assert sums.overlap_removed_mu == land.overlap_removed_mu


def effect_or_none(store, put):
    """Return nothing for a value that bears on more than its parcel."""
    try:
        return rejudge(store.path, [put])
    except CallError:
        return None


def test_a_few_parcels_are_judged_as_a_full_analysis_judges_them(store):
    before = result_of(store)
    draw = random.Random(7)  # noqa: S311 - a test case, no secret
    puts = draw_puts(draw, before.parcel_names.tolist(), count=14)
    effect = rejudge(store.path, puts)
    commit(store, *puts)
    after = analysed(store)

    back = rejudge(store.path, [Put(put.kind, put.id, None) for put in puts])

    assert len(effect.changes) > 1
    assert_as_full(before, after, effect)
    assert_as_full(after, before, back)


def test_areas_are_judged_anew_where_they_bear_on_no_firm(store):
    draw = random.Random(5)  # noqa: S311 - a test case, no secret
    before = result_of(store)
    assert prepare_rejudge(store.path)
    puts = [
        put
        for name in draw.sample(before.parcel_names.tolist(), 8)
        for field in ("built_m2", "registered_m2")
        if effect_or_none(store, put := correction(name, field, draw.choice(NUMBERS)))
    ]
    effect = rejudge(store.path, puts)
    commit(store, *puts)

    assert puts
    assert_as_full(before, analysed(store), effect)


def test_documents_that_wait_for_an_analysis_count_before_and_after(store):
    result = result_of(store)
    normal = (result.parcels["status"] == "normal") & (result.parcels["mu"] > 0)
    first = result.parcel_names[normal].iloc[0]
    second = result.parcel_names[~normal].iloc[0]
    value = {"status": "idle_ruled", "reason": "认定书"}
    commit(store, Put("override", first, value))

    effect = rejudge(store.path, [Put("override", second, value)])

    assert {change.name for change in effect.changes} == {second}
    assert effect.before.potential_mu > result.reclaimable.potential_mu


def test_what_bears_on_the_join_asks_for_a_full_analysis(store):
    name = result_of(store).parcel_names.iloc[0]

    with pytest.raises(CallError) as caught:
        rejudge(store.path, [correction(name, "owner", "甲公司")])

    assert caught.value.code == "stored.rejudge_all"
