# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Patches of land: their sums by hand, their choice against trying everything."""

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.zones.growing import Choice, Grower, choose_patches
from landgis.zones.patches import Aims, Patch, Sums, Terrain, unit_sums

MU_SIDE = math.sqrt(2000 / 3)  # m: one side of a square of one 亩


def boxes(columns, rows, *, widths=None, heights=None):
    """Return a sheet of squares of ten 亩, or of rectangles, row by row."""
    side = MU_SIDE * math.sqrt(10)
    x = np.append(0, np.cumsum(widths or [1.0] * columns)) * side
    y = np.append(0, np.cumsum(heights or [1.0] * rows)) * side
    return np.array(
        [
            shapely.box(x[c], y[r], x[c + 1], y[r + 1])
            for r in range(rows)
            for c in range(columns)
        ],
        dtype=object,
    )


def terrain_of(grounds, win_share):
    area = shapely.area(grounds) * 3 / 2000
    sums = unit_sums(grounds, area_mu=area, win_mu=area * np.asarray(win_share))
    tree = shapely.STRtree(grounds)
    first, second = tree.query(grounds, predicate="intersects")
    length = shapely.length(shapely.intersection(grounds[first], grounds[second]))
    beside = (first != second) & (length > 1e-6)
    first, second = first[beside], second[beside]
    order = np.lexsort((second, first))
    ptr = np.append(0, np.cumsum(np.bincount(first, minlength=len(grounds))))
    return Terrain(sums=sums, ptr=ptr.tolist(), other=second[order].tolist())


def is_connected(terrain, rows):
    rows = set(rows)
    reached, edge = set(), [min(rows)]
    while edge:
        row = edge.pop()
        if row not in reached:
            reached.add(row)
            edge.extend(o for o in terrain.beside(row) if o in rows)
    return reached == rows


def every_patch(terrain, aims):
    """Return the worth of every patch that is allowed, by its units."""
    count = len(terrain.sums)
    found = {}
    for size in range(1, count + 1):
        for rows in itertools.combinations(range(count), size):
            area = sum(terrain.sums[row].area_mu for row in rows)
            if aims.allows(area) and is_connected(terrain, rows):
                found[rows] = aims.worth(terrain.sum_of(rows))
    return found


def choose(terrain, aims, *, count=1, may_join=None):
    free = np.ones(len(terrain.sums), bool) if may_join is None else may_join
    grower = Grower(terrain=terrain, aims=aims)
    return choose_patches(grower, free, Choice(count=count))


def test_a_square_is_as_compact_as_the_books_say():
    # A square of side a: moment a⁴/6, a circle of the area: a⁴/2π.
    (square,) = unit_sums(boxes(1, 1), area_mu=np.array([10.0]), win_mu=np.zeros(1))
    assert square.compactness() == pytest.approx(3 / math.pi, rel=1e-9)


def test_a_circle_is_wholly_compact_and_a_strip_hardly():
    circle = shapely.Point(500_000, 3_000_000).buffer(100, quad_segs=180)
    strip = shapely.box(500_000, 3_000_000, 501_000, 3_000_010)
    shapes = np.array([circle, strip], dtype=object)
    area = shapely.area(shapes) * 3 / 2000
    round_one, long_one = unit_sums(shapes, area_mu=area, win_mu=area)
    assert round_one.compactness() == pytest.approx(1, abs=1e-4)
    # a x b with a = 100 b: 12 ab / 2π(a² + b²)
    assert long_one.compactness() == pytest.approx(6 * 100 / math.pi / 10_001, rel=1e-6)


def test_moments_know_holes_and_parts_whatever_the_direction_of_drawing():
    outer, inner = shapely.box(0, 0, 40, 40), shapely.box(10, 10, 30, 30)
    ring = shapely.Polygon(
        outer.exterior.coords[::-1], [inner.exterior.coords]
    )  # both the wrong way round
    two = shapely.MultiPolygon([shapely.box(0, 0, 40, 10), shapely.box(0, 30, 40, 40)])
    four = [shapely.box(0, 10, 10, 30), shapely.box(30, 10, 40, 30)]
    shapes = np.array([ring, two, *four], dtype=object)
    area = shapely.area(shapes) * 3 / 2000
    whole, *parts = unit_sums(shapes, area_mu=area, win_mu=area)
    total = parts[0].plus(parts[1]).plus(parts[2])
    for name in ("area_mu", "win_mu", "x", "y", "turn"):
        assert getattr(total, name) == pytest.approx(getattr(whole, name), abs=1e-9)


def test_taking_in_and_out_gives_the_same_sums_again():
    terrain = terrain_of(boxes(3, 1), [1, 0, 1])
    pair = terrain.sum_of([0, 1])
    back = pair.plus(terrain.sums[2]).minus(terrain.sums[2])
    assert back.turn == pytest.approx(pair.turn)
    assert back.compactness() == pytest.approx(pair.compactness())


def test_the_worth_is_won_land_less_half_of_the_land_in_use():
    aims = Aims(compactness=0.0)
    assert aims.worth(Sums(area_mu=30, win_mu=20, turn=1e9)) == pytest.approx(15)
    assert Aims(enough_mu=12, compactness=0).worth(
        Sums(area_mu=30, win_mu=20, turn=1e9)
    ) == pytest.approx(7)


def test_land_in_use_is_crossed_where_more_lies_beyond():
    terrain = terrain_of(boxes(5, 1), [1, 0, 1, 0, 0])
    (patch,) = choose(terrain, Aims(compactness=0.0))
    assert patch.rows == {0, 1, 2}


def test_land_in_use_is_not_crossed_where_it_costs_more():
    terrain = terrain_of(boxes(5, 1), [1, 0, 0, 0, 1])
    (patch, other) = choose(terrain, Aims(compactness=0.0, in_use_weight=0.9), count=2)
    assert {frozenset(patch.rows), frozenset(other.rows)} == {
        frozenset({0}),
        frozenset({4}),
    }


def test_a_patch_is_filled_up_to_the_least_size():
    terrain = terrain_of(boxes(5, 1), [1, 0, 0, 0, 0])
    (patch,) = choose(terrain, Aims(least_mu=30, in_use_weight=0.1, compactness=0.0))
    assert patch.rows == {0, 1, 2}


def test_no_patch_where_the_least_size_cannot_be_reached():
    terrain = terrain_of(boxes(3, 1), [1, 1, 1])
    assert choose(terrain, Aims(least_mu=31)) == []


def test_no_patch_that_costs_more_than_it_wins():
    terrain = terrain_of(boxes(5, 2), [0.1] + [0] * 9)
    assert choose(terrain, Aims(least_mu=60)) == []


def test_land_that_may_not_be_used_parts_what_lies_on_its_sides():
    terrain = terrain_of(boxes(3, 1), [1, 1, 1])
    may_join = np.array([True, False, True])
    patches = choose(terrain, Aims(), count=5, may_join=may_join)
    assert [patch.rows for patch in patches] == [{0}, {2}]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_one_patch_is_about_as_good_as_the_best_of_all(data):
    widths = data.draw(st.lists(st.floats(0.4, 2.5), min_size=3, max_size=3))
    heights = data.draw(st.lists(st.floats(0.4, 2.5), min_size=3, max_size=3))
    share = st.sampled_from([0.0, 0.0, 0.3, 1.0])
    shares = data.draw(st.lists(share, min_size=9, max_size=9))
    aims = Aims(
        least_mu=data.draw(st.sampled_from([0.0, 20.0, 45.0])),
        most_mu=data.draw(st.sampled_from([60.0, 90.0, math.inf])),
        enough_mu=data.draw(st.sampled_from([25.0, math.inf])),
        in_use_weight=data.draw(st.sampled_from([0.2, 0.5, 0.8])),
        compactness=data.draw(st.sampled_from([0.0, 0.3, 0.8])),
    )
    terrain = terrain_of(boxes(3, 3, widths=widths, heights=heights), shares)
    best = max(every_patch(terrain, aims).values(), default=0.0)
    found = choose(terrain, aims)
    if not found:
        assert best <= 1e-6
        return
    (patch,) = found
    assert is_connected(terrain, patch.rows)
    assert aims.allows(patch.sums.area_mu)
    assert aims.worth(terrain.sum_of(patch.rows)) >= 0.8 * best


def test_of_many_sheets_nearly_all_get_the_very_best_patch():
    shares = []
    for seed in range(60):
        random = np.random.default_rng(seed)
        widths, heights = random.uniform(0.4, 2.5, (2, 3)).tolist()
        terrain = terrain_of(
            boxes(3, 3, widths=widths, heights=heights),
            random.choice([0, 0, 0.3, 1.0], 9),
        )
        aims = Aims(
            least_mu=float(random.choice([0, 20, 45])),
            most_mu=float(random.choice([60, 90, np.inf])),
            in_use_weight=float(random.choice([0.2, 0.5, 0.8])),
            compactness=float(random.choice([0.0, 0.3, 0.8])),
        )
        best = max(every_patch(terrain, aims).values(), default=0.0)
        if best > 0:
            (patch,) = choose(terrain, aims)
            shares.append(aims.worth(terrain.sum_of(patch.rows)) / best)
    assert len(shares) > 50
    assert np.mean(np.array(shares) > 1 - 1e-9) >= 0.95


@pytest.mark.parametrize("seed", range(12))
def test_two_patches_together_are_about_as_good_as_the_best_two(seed):
    random = np.random.default_rng(seed)
    terrain = terrain_of(
        boxes(4, 3, widths=random.uniform(0.5, 2, 4).tolist()),
        random.choice([0, 0, 0.5, 1.0], 12),
    )
    aims = Aims(least_mu=15.0, most_mu=60.0, compactness=0.3)
    worth = {frozenset(rows): w for rows, w in every_patch(terrain, aims).items()}
    worth = {rows: w for rows, w in worth.items() if w > 0}
    pairs = (a + b for (r, a), (s, b) in itertools.combinations(worth.items(), 2)
             if r.isdisjoint(s))  # fmt: skip
    best = max(itertools.chain(pairs, worth.values()), default=0.0)
    patches = choose(terrain, aims, count=2)
    rows = [row for patch in patches for row in patch.rows]
    assert len(rows) == len(set(rows))
    assert sum(aims.worth(terrain.sum_of(p.rows)) for p in patches) >= 0.85 * best


def test_the_same_land_gives_the_same_patches_whatever_is_asked_twice():
    random = np.random.default_rng(5)
    terrain = terrain_of(boxes(12, 10), random.choice([0, 0, 1.0], 120))
    aims = Aims(least_mu=60, most_mu=200)
    first, second = (
        [sorted(p.rows) for p in choose(terrain, aims, count=4)] for _ in range(2)
    )
    assert first == second
    assert len(first) > 1


def test_a_patch_falls_into_parts_where_its_bridge_is_left():
    terrain = terrain_of(boxes(3, 1), [1, 1, 1])
    patch = Patch.of(terrain, [0, 1, 2])
    assert list(patch.parts_without(1)) == [{0}, {2}]
