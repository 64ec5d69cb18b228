# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Neighbours are those of trying every pair; zones hang together over streets."""

import itertools
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parent))

from finding_builders import make_units, square
from zone_sheets import local, make_sheet

from landgis.zones.contiguity import contiguity_of
from landgis.zones.neighbours import build_neighbours
from landgis.zones.strokes import CutMode, Stroke, effect_of
from landgis.zones.zoning import Zone, Zoning


def test_neighbours_are_those_of_trying_every_pair():
    grounds = make_sheet(seed=3).grounds
    near = build_neighbours(grounds, within_m=50.0)
    found = {}
    for row in range(len(grounds)):
        for place in range(near.ptr[row], near.ptr[row + 1]):
            other = int(near.other[place])
            found[row, other] = near.gap_m[place], near.shared_m[place]

    for one, two in itertools.permutations(range(len(grounds)), 2):
        gap = local(grounds[one]).distance(local(grounds[two]))
        assert ((one, two) in found) == (gap <= 50.0)
        if gap <= 50.0:
            assert found[one, two][0] == pytest.approx(gap, abs=2e-3)


def test_borders_through_the_same_corners_are_measured_by_their_edges():
    grounds = np.array([square(0, 0), square(1, 0), square(1, 1)], dtype=object)
    near = build_neighbours(grounds)

    assert near.of(0).tolist() == [1, 2]
    assert near.shared_m[near.ptr[0] : near.ptr[1]].tolist() == [100.0, 0.0]
    assert near.around(np.array([0])).tolist() == [1, 2]


def test_a_border_drawn_with_other_corners_is_overlaid():
    grounds = np.array(
        [shapely.box(0, 0, 10, 100), shapely.box(10, 20, 30, 70)], dtype=object
    )

    assert build_neighbours(grounds).shared_m.tolist() == [50.0, 50.0]


def test_land_without_a_shape_has_no_neighbours():
    grounds = np.array([square(0, 0), None, shapely.Polygon()], dtype=object)

    assert build_neighbours(grounds).ptr.tolist() == [0, 0, 0, 0]


@pytest.fixture
def street():
    """Return two squares, a street of 20 m, a third, a street of 40 m, a fourth."""
    wests = (0, 100, 220, 360)
    grounds = [shapely.box(x, 0, x + 100, 100) for x in wests]
    return make_units(grounds, ["normal"] * 4)


def held(units, rows):
    zoning = Zoning.empty("z", "", units=units).with_zones([Zone(id="a", name="")])
    return effect_of(zoning, units, Stroke(zone="a", rows=np.array(rows))).after


def test_a_street_does_not_part_a_zone_a_wide_gap_does(street):
    near = build_neighbours(street.grounds)

    found = contiguity_of(held(street, [0, 1, 2, 3]), street, near, zone="a")

    assert [part.rows.tolist() for part in found.parts] == [[0, 1, 2], [3]]
    assert [part.ground_m2 for part in found.parts] == [30_000, 10_000]
    (gap,) = found.gaps
    assert (gap.first, gap.second, gap.distance_m) == (0, 1, 40.0)
    assert gap.line.length == 40.0
    assert found.compactness == pytest.approx(40_000 / 46_000)


def test_other_ground_joins_what_it_lies_between(street):
    near = build_neighbours(street.grounds)
    before = held(street, [2, 3])
    stroke = Stroke(zone="a", region=shapely.box(320, 0, 360, 100), mode=CutMode.CUT)
    after = effect_of(before, street, stroke).after

    found = contiguity_of(after, street, near, zone="a", joins_m=1.0)

    assert [part.rows.tolist() for part in found.parts] == [[2, 3]]
    assert found.parts[0].ground_m2 == 24_000
    assert found.compactness == pytest.approx(1.0)


def test_an_empty_zone_has_no_parts(street):
    near = build_neighbours(street.grounds)
    found = contiguity_of(held(street, []), street, near, zone="a")

    assert (found.parts, found.gaps, found.compactness) == ((), (), None)
