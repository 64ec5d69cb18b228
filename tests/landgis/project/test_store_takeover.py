# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits of another copy are taken over; what both changed is left to the user."""

import copy

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landgis.errors import ProjectError
from landgis.project import Conflict, Edit, ProjectStore, Put


@pytest.fixture
def base(store, edit):
    store.commit(edit(a=1, b=1, c=1))
    return store


@pytest.fixture
def other(base, path):
    """A copy that the officer of a town has taken along."""
    target = path.with_name("town.landgis.gpkg")
    base.save_as(target)
    store = ProjectStore.open(target, person="李四")
    yield store
    store.close()


def overrides(store):
    return dict(store.documents("override"))


def test_steps_of_the_other_copy_become_steps_here_with_their_authors(
    base, other, edit
):
    other.commit(edit(a=2))
    other.commit(edit(b=None, d=4))
    base.commit(edit(c=9))

    taken = base.take_over(other.path)

    assert taken.conflicts == ()
    assert taken.steps == 2
    assert set(taken.changes.puts) == set(edit(a=2, b=None, d=4).puts)
    assert overrides(base) == {"a": 2, "c": 9, "d": 4}
    assert [e.person for e in base.history()] == ["张三", "张三", "李四", "李四"]
    assert base.history()[-1].time == other.history()[-1].time
    base.undo()
    base.undo()
    assert overrides(base) == {"a": 1, "b": 1, "c": 9}


def test_what_both_changed_stays_and_is_returned(base, other, edit):
    base.commit(edit(a=2, b=5))
    other.commit(edit(a=3, b=5, c=3))

    taken = base.take_over(other.path)

    assert taken.conflicts == (
        Conflict(kind="override", id="a", base=1, ours=2, theirs=3),
    )
    assert overrides(base) == {"a": 2, "b": 5, "c": 3}


def test_taking_over_twice_changes_nothing(base, other, edit):
    other.commit(edit(a=2))
    base.take_over(other.path)

    again = base.take_over(other.path)

    assert (again.steps, again.conflicts, again.changes.puts) == (0, (), ())


def test_what_the_other_did_after_it_was_taken_over_is_no_conflict(base, other, edit):
    other.commit(edit(a=2))
    base.take_over(other.path)
    other.commit(edit(a=3))
    other.commit(edit(a=4))

    taken = base.take_over(other.path)

    assert taken.conflicts == ()
    assert taken.steps == 2
    assert overrides(base)["a"] == 4
    assert base.undo().puts == edit(a=3).puts


def test_what_we_did_after_taking_over_stays(base, other, edit):
    other.commit(edit(a=2))
    base.take_over(other.path)
    base.commit(edit(a=7))

    taken = base.take_over(other.path)

    assert (taken.steps, taken.conflicts) == (0, ())
    assert overrides(base)["a"] == 7


def test_both_ways_end_in_the_same(base, other, edit):
    base.commit(edit(a=2))
    other.commit(edit(b=2))
    base.take_over(other.path)

    assert other.take_over(base.path).conflicts == ()
    assert overrides(base) == overrides(other) == {"a": 2, "b": 2, "c": 1}


def test_what_the_other_took_back_is_taken_back_here(base, other, edit):
    other.undo()

    taken = base.take_over(other.path)

    assert taken.steps == 1
    assert overrides(base) == {}
    assert base.history()[-1].person == "张三"
    assert base.history()[-1].text == "store.taken_back"


def test_what_we_took_back_is_not_brought_again(base, other, edit):
    base.undo()
    other.commit(edit(d=4))

    taken = base.take_over(other.path)

    assert taken.steps == 1
    assert overrides(base) == {"d": 4}


def test_data_come_along(base, other, edit):
    table = pa.table({"x": [1, 2]})
    name = other.put_dataset("loaded", {"t": table}, {"m": 1})
    put = Put("loaded", "current", {"dataset": name, "wrong": "0" * 32})
    other.commit(Edit(text="x", puts=(put,)))

    base.take_over(other.path)
    base.take_over(other.path)

    assert base.dataset(name).table("t").equals(table)
    assert base.dataset(name).meta == {"m": 1}


def test_data_that_are_there_already_are_not_copied_again(base, path, edit):
    name = base.put_dataset("loaded", {"t": pa.table({"x": [1]})})
    target = base.save_as(path.with_name("town.landgis.gpkg"))
    with ProjectStore.open(target) as other:
        other.commit(Edit(text="x", puts=(Put("loaded", "c", {"dataset": name}),)))

    assert base.take_over(target).steps == 1


def test_another_project_is_refused(base, path, says):
    other = path.with_name("other.landgis.gpkg")
    ProjectStore.create(other).close()
    with pytest.raises(ProjectError) as caught:
        base.take_over(other)
    says(caught, "store.other_project", other.name)


def test_copy_whose_common_steps_were_dropped_is_refused(base, other, edit, says):
    other.commit(edit(a=2))
    base.commit(edit(b=2))
    base.commit(edit(b=3))
    base.compact(keep_steps=1)
    other.commit(edit(a=3))
    other.compact(keep_steps=1)
    with pytest.raises(ProjectError) as caught:
        base.take_over(other.path)
    says(caught, "store.no_common_step", other.path.name)


@pytest.mark.parametrize("ours", [True, False])
def test_compacting_up_to_the_parting_does_no_harm(base, other, edit, ours):
    other.commit(edit(a=2))
    base.commit(edit(b=2))
    (base if ours else other).compact(keep_steps=1)

    assert base.take_over(other.path).conflicts == ()
    assert overrides(base) == {"a": 2, "b": 2, "c": 1}


def test_both_compacted_up_to_the_parting_can_still_be_compared(base, other, edit):
    for store, document in ((other, edit(a=2)), (base, edit(b=2))):
        store.commit(document)
        store.compact(keep_steps=1)

    assert base.take_over(other.path).steps == 1
    assert overrides(base) == {"a": 2, "b": 2, "c": 1}


EDITS = st.lists(
    st.dictionaries(st.sampled_from("abcd"), st.none() | st.integers(0, 2), min_size=1),
    max_size=4,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(start=EDITS, ours=EDITS, theirs=EDITS)
def test_taking_over_is_a_merge_of_three(tmp_path_factory, edit, start, ours, theirs):
    folder = tmp_path_factory.mktemp("merge")
    with ProjectStore.create(folder / "ours") as store:
        for documents in start:
            store.commit(edit(**documents))
        before = copy.deepcopy(overrides(store))
        with ProjectStore.open(store.save_as(folder / "theirs")) as other:
            for documents in theirs:
                other.commit(edit(**documents))
            for documents in ours:
                store.commit(edit(**documents))
            mine, its = overrides(store), overrides(other)

        taken = store.take_over(folder / "theirs")

        conflicts = {conflict.id: conflict for conflict in taken.conflicts}
        for name in "abcd":
            now = overrides(store).get(name)
            if name in conflicts:
                assert now == mine.get(name) != its.get(name)
                assert mine.get(name) != before.get(name) != its.get(name)
                assert conflicts[name].base == before.get(name)
            elif mine.get(name) == before.get(name):
                assert now in {its.get(name), mine.get(name)}
            elif its.get(name) == before.get(name):
                assert now == mine.get(name)
            else:
                assert now in {its.get(name), mine.get(name)}
        for _ in range(taken.steps):
            store.undo()
        assert overrides(store) == mine
