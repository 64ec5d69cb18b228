# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones drawn in two copies come together: nothing is lost and nothing lies twice.

LANDGIS_MERGE_EXAMPLES runs more of them.
"""

import itertools
import os
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "zones"))

from finding_builders import make_units, square

from landgis.operations.stored_zones import (
    MEMBER,
    ZONE,
    ZONING,
    change_zone,
    delete_zone,
    delete_zoning,
    follow,
    new_zone,
    new_zoning,
    read_zonings,
    stroke_edit,
    take_as_plan,
)
from landgis.operations.zone_merging import settled
from landgis.project import ProjectStore
from landgis.zones.strokes import CutMode, Stroke, effect_of

# Four squares of 100 m; streets of 100 m between those of different columns.
UNITS = make_units([square(c, r) for c in (0, 2) for r in (0, 1)], ["normal"] * 4)
X, Y = 500_000, 3_090_000
EXAMPLES = int(os.environ.get("LANDGIS_MERGE_EXAMPLES", "8"))


def box(west, south, east, north):
    return shapely.box(X + west, Y + south, X + east, Y + north)


STREET = box(110, 0, 190, 200)


def draw(store, zone, region, mode=CutMode.CUT):
    for zoning in read_zonings(store, UNITS):
        if zone is None or zone in zoning.places:
            stroke = Stroke(zone=zone, region=region, mode=mode)
            effect = effect_of(zoning, UNITS, stroke)
            if effect:
                return store.commit(stroke_edit("polygon", effect, UNITS))
    return None


def make_copies(folder):
    """Return our copy with two sets of two zones, its zones' ids, and theirs."""
    ours = ProjectStore.create(folder / "ours.landgis.gpkg", person="县")
    for name in ("方案 A", "方案 B"):
        zoning, edit = new_zoning(ours, name)
        ours.commit(edit)
        for zone in ("一", "二"):
            ours.commit(new_zone(ours, zoning, zone)[1])
    first = read_zonings(ours, UNITS)[0].zones
    draw(ours, first[0].id, box(0, 0, 100, 100))
    draw(ours, first[1].id, box(200, 0, 250, 100))
    theirs = ProjectStore.open(
        ours.save_as(folder / "theirs.landgis.gpkg"), person="镇"
    )
    return ours, [zone.id for zone in first], theirs


@pytest.fixture
def copies(tmp_path):
    ours, zones, theirs = make_copies(tmp_path)
    yield ours, zones, theirs
    ours.close()
    theirs.close()


def take_over(ours, theirs):
    """Take over as the window does; return what has to be decided."""
    taken = ours.take_over(theirs.path)
    edit = settled(ours, taken.changes)
    if edit is not None:
        ours.commit(edit)
    return taken


def members(store, sets):
    """Return the documents of units of these sets, which may be gone."""
    return {
        (kind, key): value
        for kind in (f"{MEMBER}{zoning}" for zoning in sets)
        for key, value in store.documents(kind).items()
    }


def zone_of(store, row):
    zoning = read_zonings(store, UNITS)[0]
    place = int(zoning.holder[row])
    return zoning.zones[place].id if place >= 0 else place


def undecided(taken, kind):
    return {each.id: each for each in taken.conflicts if each.kind == kind}


def require_apart(store):
    """Require that no land lies in two zones of a set, to 1e-6 m²."""
    for zoning in read_zonings(store, UNITS):
        shapes = [
            shapely.union_all(
                shapely.transform(
                    np.array(zoning.shapes(zone.id, UNITS), dtype=object),
                    lambda xy: xy - (X, Y),
                )
            )
            for zone in zoning.zones
        ]
        for one, two in itertools.combinations(shapes, 2):
            assert one.intersection(two).area <= 1e-6


def test_a_parcel_that_both_put_into_a_zone_is_asked(copies):
    ours, (one, two), theirs = copies
    draw(ours, one, box(0, 100, 100, 200), CutMode.WHOLE)
    draw(theirs, two, box(0, 100, 100, 200), CutMode.WHOLE)

    taken = take_over(ours, theirs)

    (conflict,) = taken.conflicts
    assert (conflict.id, conflict.base) == ("p|1", None)
    assert (conflict.ours, conflict.theirs) == (one, two)
    assert zone_of(ours, 1) == one


def test_pieces_that_overlap_are_asked_and_neither_is_cut(copies):
    ours, (one, two), theirs = copies
    draw(ours, one, box(0, 100, 70, 200))
    draw(theirs, two, box(30, 100, 100, 200))

    taken = take_over(ours, theirs)

    (conflict,) = taken.conflicts
    assert conflict.id == "p|1"
    assert [name for name, _ in conflict.ours["pieces"]] == [one]
    assert [name for name, _ in conflict.theirs["pieces"]] == [two]
    (piece,) = read_zonings(ours, UNITS)[0].pieces[1]
    assert piece.shape.area == pytest.approx(70 * 100)
    require_apart(ours)


def test_a_street_that_both_drew_over_stays_in_our_zone(copies):
    ours, (one, two), theirs = copies
    draw(ours, two, box(110, 0, 170, 100))
    draw(theirs, one, box(130, 0, 190, 100))

    shown = read_zonings(ours, UNITS)

    taken = ours.take_over(theirs.path)
    shown, _ = follow(shown, UNITS, taken.changes)
    shown, _ = follow(shown, UNITS, ours.commit(settled(ours, taken.changes)))

    assert taken.conflicts == ()
    for zonings in (read_zonings(ours, UNITS), shown):
        assert zonings[0].zone(two).ground.area == pytest.approx(60 * 100)
        assert zonings[0].zone(one).ground.area == pytest.approx(20 * 100)
    assert settled(ours, taken.changes) is None
    require_apart(ours)
    ours.undo()
    ours.undo()
    assert read_zonings(ours, UNITS)[0].zone(one).ground is None


def test_a_zone_that_they_deleted_and_we_went_on_with_is_asked(copies):
    ours, (one, two), theirs = copies
    zoning = read_zonings(theirs, UNITS)[0]
    theirs.commit(delete_zone(zoning, two, UNITS))
    draw(ours, two, box(0, 100, 100, 200), CutMode.WHOLE)

    taken = take_over(ours, theirs)

    (conflict,) = taken.conflicts
    assert (conflict.kind, conflict.id, conflict.theirs) == (ZONE, two, None)
    assert conflict.ours["name"] == "二"
    assert zone_of(ours, 1) == two
    assert zone_of(ours, 0) == one


def test_a_zone_that_we_deleted_and_they_went_on_with_is_asked(copies):
    ours, (_, two), theirs = copies
    ours.commit(delete_zone(read_zonings(ours, UNITS)[0], two, UNITS))
    draw(theirs, two, box(0, 100, 100, 200), CutMode.WHOLE)

    taken = take_over(ours, theirs)

    (conflict,) = taken.conflicts
    assert (conflict.kind, conflict.id, conflict.ours) == (ZONE, two, None)
    assert conflict.theirs["name"] == "二"
    assert take_over(ours, theirs).conflicts == ()
    assert two not in read_zonings(ours, UNITS)[0].places


def test_a_set_that_one_deleted_and_the_other_went_on_with_is_asked(copies):
    ours, (one, two), theirs = copies
    zoning = read_zonings(ours, UNITS)[0].id
    ours.commit(delete_zoning(ours, zoning))
    draw(theirs, two, box(0, 100, 100, 200), CutMode.WHOLE)

    taken = take_over(ours, theirs)
    back = take_over(theirs, ours)

    for found in (taken, back):
        assert undecided(found, ZONE).keys() == {two}
        assert undecided(found, ZONING).keys() == {zoning}
    assert zone_of(theirs, 1) == two
    assert one not in theirs.documents(ZONE)  # nobody went on with that one


def test_a_zone_that_nobody_went_on_with_goes(copies):
    ours, (one, two), theirs = copies
    theirs.commit(delete_zone(read_zonings(theirs, UNITS)[0], two, UNITS))
    draw(ours, one, box(0, 100, 100, 200), CutMode.WHOLE)

    assert take_over(ours, theirs).conflicts == ()

    assert read_zonings(ours, UNITS)[0].places.keys() == {one}


def test_one_set_is_the_plan_afterwards(copies):
    ours, _, theirs = copies
    first, second = (zoning.id for zoning in read_zonings(ours, UNITS))
    ours.commit(take_as_plan(ours, second))
    theirs.commit(take_as_plan(theirs, first))

    take_over(ours, theirs)

    assert [z.is_plan for z in read_zonings(ours, UNITS)] == [False, True]


def test_notes_of_a_zone_that_both_wrote_are_asked(copies):
    ours, (one, _), theirs = copies
    ours.commit(change_zone(ours, one, note="县"))
    theirs.commit(change_zone(theirs, one, note="镇"))

    (conflict,) = take_over(ours, theirs).conflicts

    assert (conflict.ours["note"], conflict.theirs["note"]) == ("县", "镇")


SPOTS = st.tuples(st.integers(0, 29), st.integers(0, 19)).map(
    lambda spot: box(10 * spot[0], 10 * spot[1], 10 * spot[0] + 80, 10 * spot[1] + 60)
)
RANKS = st.integers(0, 3)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("draw"), RANKS, SPOTS, st.sampled_from(list(CutMode))),
        st.tuples(st.just("cut"), RANKS, SPOTS, st.just(CutMode.CUT)),
        st.tuples(st.just("erase"), RANKS, SPOTS, st.just(CutMode.CUT)),
        st.tuples(st.just("note"), RANKS, st.sampled_from(["甲", "乙"]), st.none()),
        st.tuples(st.just("gone"), RANKS, st.none(), st.none()),
        st.tuples(st.just("new"), RANKS, st.none(), st.none()),
        st.tuples(st.just("set_gone"), RANKS, st.none(), st.none()),
        st.tuples(st.just("plan"), RANKS, st.none(), st.none()),
        st.tuples(st.just("undo"), RANKS, st.none(), st.none()),
    ),
    max_size=5,
)


def act(store, what, rank, value, mode):
    """Do one act as far as there is something to do it to."""
    zonings = read_zonings(store, UNITS)
    zones = [(zoning, zone.id) for zoning in zonings for zone in zoning.zones]
    if what == "undo":
        store.undo()
    elif not zonings:
        return
    elif what == "new":
        zoning = zonings[rank % len(zonings)].id
        store.commit(new_zone(store, zoning, "新")[1])
    elif what == "set_gone":
        store.commit(delete_zoning(store, zonings[rank % len(zonings)].id))
    elif what == "plan":
        store.commit(take_as_plan(store, zonings[rank % len(zonings)].id))
    elif zones:
        zoning, zone = zones[rank % len(zones)]
        if what == "note":
            store.commit(change_zone(store, zone, note=value))
        elif what == "gone":
            store.commit(delete_zone(zoning, zone, UNITS))
        else:
            draw(store, None if what == "erase" else zone, value, mode)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES == 8,
    phases=[Phase.generate],  # files are slow: a failure is not made small
    suppress_health_check=[HealthCheck.too_slow],
)
@given(mine=ACTS, its=ACTS)
def test_whatever_two_copies_do_nothing_is_lost_unasked(tmp_path_factory, mine, its):
    ours, _, theirs = make_copies(tmp_path_factory.mktemp("merge"))
    with ours, theirs:
        sets = list(ours.documents(ZONING))
        base = members(ours, sets)
        for store, acts in ((ours, mine), (theirs, its)):
            for each in acts:
                act(store, *each)
        us, them = members(ours, sets), members(theirs, sets)
        before = everything(ours, sets)
        steps = steps_of(ours)
        seen = read_zonings(ours, UNITS)

        taken = ours.take_over(theirs.path)
        seen, _ = follow(seen, UNITS, taken.changes)
        edit = settled(ours, taken.changes)
        if edit is not None:
            seen, _ = follow(seen, UNITS, ours.commit(edit))

        now = members(ours, sets)
        require_apart(ours)
        require_same(seen, read_zonings(ours, UNITS))
        require_merged(taken, (base, us, them, now))
        require_zones(taken, ours, (us, now), before[ZONE])
        while steps_of(ours) > steps:
            ours.undo()
        assert everything(ours, sets) == before


def everything(store, sets):
    found = {kind: dict(store.documents(kind)) for kind in (ZONING, ZONE)}
    return found | {MEMBER: members(store, sets)}


def steps_of(store):
    return sum(not each.is_undone for each in store.history())


def require_merged(taken, states):
    """Require of each unit that what one copy did is there, or asked."""
    base, us, them, now = states
    asked = {(each.kind, each.id) for each in taken.conflicts}
    for key in base.keys() | us.keys() | them.keys() | now.keys():
        start, mine, its, found = (state.get(key) for state in states)
        if mine == start != its:
            assert found == its or key in asked
        if found not in (mine, None):
            assert found == its
        if mine not in (start, its, found):
            assert key in asked


def require_zones(taken, ours, states, zones_before):
    """Require that zones to which units were put are there, or asked."""
    asked = {each.id for each in taken.conflicts}
    us, now = states
    for key, value in now.items():
        pieces = [[value, ""]] if isinstance(value, str) else value["pieces"]
        was_so = us.get(key) == value
        for zone, _ in pieces:
            is_old = was_so and zone not in zones_before
            assert zone in ours.documents(ZONE) or zone in asked or is_old
    assert sum(v["is_plan"] for v in ours.documents(ZONING).values()) <= 1


def require_same(some, others):
    """Require that what was followed is what is read anew."""
    for one, two in zip(some, others, strict=True):
        assert one.id == two.id
        assert [zone.id for zone in one.zones] == [zone.id for zone in two.zones]
        assert np.array_equal(one.holder, two.holder)
        assert one.pieces.keys() == two.pieces.keys()
        for zone, other in zip(one.zones, two.zones, strict=True):
            mine, its = (
                0.0 if z.ground is None else z.ground.area for z in (zone, other)
            )
            assert mine == pytest.approx(its, abs=1e-6)
