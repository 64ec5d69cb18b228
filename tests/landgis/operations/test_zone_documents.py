# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents that two copies, or a new drawing, made contradict each other."""

import sys
from pathlib import Path

import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parents[1] / "zones"))

from finding_builders import make_units, square

from landgis.operations.stored_zones import (
    follow,
    new_zone,
    new_zoning,
    read_zonings,
    stroke_edit,
)
from landgis.operations.zone_documents import encode
from landgis.project import Edit, ProjectStore, Put
from landgis.zones.book import recount
from landgis.zones.strokes import CutMode, Stroke, effect_of, merge
from landgis.zones.zoning import FREE

X, Y = 500_000, 3_090_000


def box(west, south, east, north):
    return shapely.box(X + west, Y + south, X + east, Y + north)


@pytest.fixture
def units():
    """Return two squares with a street of 100 m between them."""
    return make_units([square(0, 0), square(2, 0)], ["normal"] * 2)


@pytest.fixture
def store(tmp_path):
    with ProjectStore.create(tmp_path / "a.landgis.gpkg") as opened:
        zoning, edit = new_zoning(opened, "甲")
        opened.commit(edit)
        for name in ("一", "二"):
            opened.commit(new_zone(opened, zoning, name)[1])
        yield opened


def put(store, *puts):
    return store.commit(Edit(text="x", puts=tuple(Put(*each) for each in puts)))


def test_other_ground_is_kept_off_units_and_other_zones(store, units):
    (zoning,) = read_zonings(store, units)
    one, two = (zone.id for zone in zoning.zones)
    puts = [
        ("zone", name, {**store.document("zone", name), "ground": encode(ground)})
        for name, ground in ((one, box(90, 0, 160, 100)), (two, box(150, 0, 220, 100)))
    ]
    changes = put(store, *puts)

    (read,) = read_zonings(store, units)
    (followed,), _ = follow((zoning,), units, changes)

    for found in (read, followed):
        assert found.zone(one).ground.area == pytest.approx(60 * 100)
        assert found.zone(two).ground.area == pytest.approx(40 * 100)


def test_pieces_stay_within_their_unit_and_apart(store, units):
    (zoning,) = read_zonings(store, units)
    one, two = (zone.id for zone in zoning.zones)
    pieces = [
        [one, encode(box(-50, 0, 60, 100))],
        [two, encode(box(40, 0, 100, 100))],
        ["gone", encode(box(0, 0, 5, 5))],
    ]
    put(store, (f"member/{zoning.id}", "p|0", {"pieces": pieces}))

    (read,) = read_zonings(store, units)

    areas = {piece.zone: piece.shape.area for piece in read.pieces[0]}
    assert areas == {one: pytest.approx(6_000), two: pytest.approx(4_000)}


def test_a_piece_of_all_the_unit_is_the_whole_unit(store, units):
    (zoning,) = read_zonings(store, units)
    one = zoning.zones[0].id
    whole = [[one, encode(box(-5, -5, 105, 105))]]
    put(store, (f"member/{zoning.id}", "p|0", {"pieces": whole}))

    (read,) = read_zonings(store, units)

    assert read.whole_rows(one).tolist() == [0]
    assert not read.pieces


def test_a_zone_that_is_gone_holds_nothing(store, units):
    (zoning,) = read_zonings(store, units)
    put(store, (f"member/{zoning.id}", "p|0", "gone"))

    assert read_zonings(store, units)[0].holder.tolist() == [FREE, FREE]


def test_lost_units_follow_their_zone_when_it_is_merged(store, units):
    (zoning,) = read_zonings(store, units)
    one, two = (zone.id for zone in zoning.zones)
    kind = f"member/{zoning.id}"
    half = encode(box(0, 0, 50, 100))
    changes = put(
        store, (kind, "p|x", two), (kind, "p|y", {"pieces": [[one, half], [two, half]]})
    )
    (zoning,), _ = follow((zoning,), units, changes)
    effect = merge(zoning, units, into=one, other=two)

    store.commit(stroke_edit("merge", effect, units))

    assert store.document(kind, "p|x") == one
    assert [name for name, _ in store.document(kind, "p|y")["pieces"]] == [one, one]


def test_ground_and_pieces_come_back_exactly(store, units):
    (zoning,) = read_zonings(store, units)
    zone = zoning.zones[0].id
    region = shapely.Polygon(
        [(X + 10.1, Y + 3.3), (X + 230.7, Y + 11.9), (X + 90.3, Y + 120.1)]
    )
    effect = effect_of(
        zoning, units, Stroke(zone=zone, region=region, mode=CutMode.CUT)
    )
    store.commit(stroke_edit("polygon", effect, units))

    (read,) = read_zonings(store, units)

    assert recount(read, units, zone) == recount(effect.after, units, zone)
