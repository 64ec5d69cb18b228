# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What strokes take, give back, leave alone; by hand on a sheet of squares."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parent))

from finding_builders import make_units, neighbours_of, square

from landgis.zones.book import TotalsBook
from landgis.zones.brush import BrushSession, rows_under
from landgis.zones.strokes import (
    CutMode,
    Stroke,
    copy_zone,
    effect_of,
    grow,
    merge,
    rows_in,
    shrink,
    side_of,
    split,
)
from landgis.zones.zoning import FREE, IN_PIECES, Zone, Zoning

X, Y = 500_000, 3_090_000
# Three by three squares, counted from the south-west; a street of 20 m to the east of
# the second column.
GROUNDS = [
    shapely.transform(
        square(column, row),
        lambda at, east=20 * (column == 2): at + np.array([east, 0]),
    )
    for row in range(3)
    for column in range(3)
]
STATUSES = ["normal", "low_efficiency", "normal"] * 3


@pytest.fixture
def units():
    return make_units(GROUNDS, STATUSES)


def zoning(units, *, held=None, locked=()):
    """Return zones 甲 and 乙 that hold these rows."""
    zones = [
        Zone(id=name, name=name, order=number, is_locked=name in locked)
        for number, name in enumerate(("甲", "乙"))
    ]
    found = Zoning.empty("z", "方案", units=units).with_zones(zones)
    holder = found.holder.copy()
    for name, rows in (held or {}).items():
        holder[list(rows)] = found.places[name]
    return Zoning(id="z", name="方案", zones=found.zones, holder=holder)


def box(west, south, east, north):
    return shapely.box(X + west, Y + south, X + east, Y + north)


def test_a_region_takes_whole_units_that_it_touches_but_not_those_it_borders(units):
    region = box(0, 0, 100, 150)

    assert rows_in(units, region, CutMode.WHOLE).tolist() == [0, 3]


def test_majority_is_more_than_half(units):
    assert rows_in(units, box(0, 0, 50, 100), CutMode.MAJORITY).tolist() == []
    assert rows_in(units, box(0, 0, 51, 100), CutMode.MAJORITY).tolist() == [0]


def test_cutting_takes_the_part_inside_and_the_street(units):
    stroke = Stroke(zone="甲", region=box(150, 0, 230, 100), mode=CutMode.CUT)

    effect = effect_of(zoning(units), units, stroke)

    assert effect.rows.tolist() == [1, 2]
    assert effect.cut_rows.tolist() == [1, 2]
    areas = {piece.row: piece.shape.area for piece in effect.after.pieces_of["甲"]}
    assert areas == {1: pytest.approx(5000), 2: pytest.approx(1000)}
    assert effect.after.zone("甲").ground.area == pytest.approx(2000)
    assert effect.after.outline("甲", units).area == pytest.approx(8000)


def test_two_halves_make_a_whole_again(units):
    first = Stroke(zone="甲", region=box(0, 0, 40, 100), mode=CutMode.CUT)
    second = Stroke(zone="甲", region=box(30, 0, 100, 100), mode=CutMode.CUT)

    half = effect_of(zoning(units), units, first).after
    whole = effect_of(half, units, second).after

    assert half.holder[0] == IN_PIECES
    assert whole.holder[0] == whole.places["甲"]
    assert not whole.pieces


def test_a_stroke_over_another_zone_moves_its_units_and_says_so(units):
    stroke = Stroke(zone="甲", rows=np.array([0, 1, 4]))

    effect = effect_of(zoning(units, held={"乙": [1, 4]}), units, stroke)

    assert {name: rows.tolist() for name, rows in effect.taken.items()} == {
        "乙": [1, 4],
        None: [0],
    }
    assert effect.zones == {"甲", "乙"}
    assert effect.given.tolist() == []


def test_a_locked_zone_keeps_its_units_whole_and_cut(units):
    before = zoning(units, held={"乙": [1]}, locked={"乙"})
    for mode in CutMode:
        stroke = Stroke(zone="甲", region=box(0, 0, 180, 100), mode=mode)
        effect = effect_of(before, units, stroke)
        assert effect.locked_rows.tolist() == [1]
        assert effect.locked_zones == {"乙"}
        assert effect.after.rows("乙").tolist() == [1]
        assert effect.after.rows("甲").tolist() == [0]


def test_erasing_a_unit_that_two_zones_share_leaves_the_locked_one_alone(units):
    west = shapely.box(*GROUNDS[0].bounds[:2], GROUNDS[0].centroid.x, Y + 1000)
    shared = effect_of(
        zoning(units, held={"乙": [0]}),
        units,
        Stroke(zone="甲", region=west, mode=CutMode.CUT),
    ).after
    locked = [replace(zone, is_locked=zone.id == "乙") for zone in shared.zones]
    before = shared.with_zones(locked)
    assert before.holder[0] == IN_PIECES

    effect = effect_of(before, units, Stroke(zone=None, rows=np.array([0])))

    assert effect.zones == {"甲"}
    assert effect.locked_zones == {"乙"}
    (left,) = effect.after.pieces[0]
    assert left.zone == "乙"
    assert left.shape.area == pytest.approx(GROUNDS[0].area / 2)


def test_nothing_goes_into_a_locked_zone(units):
    before = zoning(units, locked={"甲"})
    effect = effect_of(before, units, Stroke(zone="甲", rows=np.array([0])))

    assert not effect
    assert effect.locked_zones == {"甲"}
    assert effect.after is before


def test_only_statuses_skips_the_others_and_takes_no_street(units):
    stroke = Stroke(
        zone="甲",
        region=box(0, 0, 320, 100),
        mode=CutMode.CUT,
        only_statuses=frozenset({"low_efficiency"}),
    )

    effect = effect_of(zoning(units), units, stroke)

    assert effect.rows.tolist() == [1]
    assert effect.other_status_rows.tolist() == [0, 2]
    assert effect.after.zone("甲").ground is None


def test_the_eraser_gives_back_units_parts_and_street(units):
    cut = Stroke(zone="甲", region=box(0, 0, 320, 100), mode=CutMode.CUT)
    before = effect_of(zoning(units), units, cut).after
    erase = Stroke(zone=None, region=box(150, 0, 220, 50), mode=CutMode.CUT)

    effect = effect_of(before, units, erase)

    assert effect.given.tolist() == [1]
    assert effect.after.pieces_of["甲"][0].shape.area == pytest.approx(7500)
    assert effect.after.zone("甲").ground.area == pytest.approx(1000)


def test_taking_away_from_one_zone_leaves_the_others(units):
    before = zoning(units, held={"甲": [0], "乙": [1]})
    stroke = Stroke(zone=None, rows=np.array([0, 1]), of=frozenset({"乙"}))

    effect = effect_of(before, units, stroke)

    assert effect.after.holder[:2].tolist() == [0, FREE]


def test_growing_takes_free_neighbours_over_the_street_only_if_asked(units):
    before = zoning(units, held={"甲": [4], "乙": [3]})
    near = neighbours_of(units)

    assert grow(before, units, near, zone="甲").after.rows("甲").tolist() == (
        [0, 1, 4, 6, 7]
    )
    wider = grow(before, units, near, zone="甲", within_m=20.0)
    assert wider.after.rows("甲").tolist() == [0, 1, 2, 4, 5, 6, 7, 8]


def test_shrinking_gives_back_what_has_a_neighbour_outside(units):
    before = zoning(units, held={"甲": [0, 1, 3, 4, 6, 7]})
    near = neighbours_of(units)

    effect = shrink(before, units, near, zone="甲", within_m=20.0)

    assert effect.after.rows("甲").tolist() == [0, 3, 6]
    assert not shrink(before, units, near, zone="甲")


def test_merging_moves_everything_and_the_zone_is_gone(units):
    cut = Stroke(zone="乙", region=box(150, 0, 320, 100), mode=CutMode.CUT)
    before = effect_of(zoning(units, held={"甲": [0]}), units, cut).after

    effect = merge(before, units, into="甲", other="乙")

    assert [zone.id for zone in effect.after.zones] == ["甲"]
    assert effect.after.outline("甲", units).area == pytest.approx(
        10_000 + 5_000 + 2_000 + 10_000
    )


def test_locked_zones_do_not_merge_split_or_shrink(units):
    before = zoning(units, held={"甲": [0], "乙": [1]}, locked={"乙"})
    new = Zone(id="丙", name="丙")

    assert not merge(before, units, into="甲", other="乙")
    assert not split(before, units, zone="乙", region=box(0, 0, 500, 500), new=new)
    assert not shrink(before, units, neighbours_of(units), zone="乙", within_m=20)


def test_a_line_parts_a_zone_in_two_without_loss(units):
    before = zoning(units, held={"甲": [0, 1, 3, 4]})
    line = shapely.LineString([(X + 150, Y - 10), (X + 150, Y + 210)])
    region = side_of(line, around=before.outline("甲", units))

    effect = split(
        before, units, zone="甲", region=region, new=Zone(id="丙", name="丙", order=9)
    )

    after = effect.after
    assert after.outline("丙", units).area == pytest.approx(30_000)
    assert after.outline("甲", units).area == pytest.approx(10_000)
    assert after.rows("丙").tolist() == [0, 1, 3, 4]
    totals = TotalsBook(after, units).all()
    assert totals.units == 4
    assert totals.cut_units == 2
    assert totals.land_m2 == pytest.approx(40_000)


def test_a_copied_zone_takes_whole_units_whole(units):
    source = zoning(units, held={"甲": [0, 1]})
    target = zoning(units, held={"乙": [1]}, locked={"乙"})

    effect = copy_zone(
        target,
        units,
        land=source.shapes("甲", units),
        new=Zone(id="丙", name="丙", order=9),
    )

    assert effect.after.whole_rows("丙").tolist() == [0]
    assert effect.locked_rows.tolist() == [1]


def test_a_brush_takes_what_it_touches_and_each_unit_once(units):
    session = BrushSession(zoning(units), units, zone="甲", radius_m=30.0)

    assert session.extend(X + 50, Y + 50).rows.tolist() == [0]
    assert session.extend(X + 50, Y + 55).rows.tolist() == [0]
    assert session.extend(X + 60, Y + 230).rows.tolist() == [0, 3, 6]
    assert rows_under(units, X + 100, Y + 50, radius_m=1.0).tolist() == [0, 1]
    assert rows_under(units, X + 210, Y + 50, radius_m=9.0).tolist() == []


def test_a_quick_brush_misses_nothing_between_two_moves(units):
    session = BrushSession(zoning(units), units, zone="甲", radius_m=1.0)

    session.extend(X - 5, Y + 150)

    assert session.extend(X + 325, Y + 150).rows.tolist() == [3, 4, 5]


def test_a_brush_that_wants_the_majority_adds_up_its_sweeps(units):
    session = BrushSession(
        zoning(units), units, zone="甲", radius_m=20.0, mode=CutMode.MAJORITY
    )
    session.extend(X + 20, Y - 30)
    assert session.extend(X + 20, Y + 130).rows.tolist() == []
    session.extend(X + 60, Y + 130)
    assert session.extend(X + 60, Y - 30).rows.tolist() == [0]


def test_totals_ahead_of_a_growing_stroke_are_those_after_it(units):
    before = zoning(units, held={"乙": [4, 5]})
    book = TotalsBook(before, units)
    session = BrushSession(before, units, zone="甲", radius_m=30.0)
    for x in range(0, 320, 10):
        effect = session.extend(X + x, Y + 150)
        ahead = book.after(effect)
        fresh = TotalsBook(effect.after, units)
        assert {name: fresh.of(name) for name in ahead} == ahead

    book.apply(effect)

    assert book.of("乙").land_m2 == 0.0
    assert book.of("甲").mu == pytest.approx(45.0)


def test_a_book_refuses_a_change_that_starts_elsewhere(units):
    first = zoning(units)
    effect = effect_of(first, units, Stroke(zone="甲", rows=np.array([0])))
    book = TotalsBook(first, units)
    book.apply(effect)

    with pytest.raises(ValueError, match="another zoning"):
        book.apply(effect)
