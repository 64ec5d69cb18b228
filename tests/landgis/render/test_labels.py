# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters stand inside their parcels, clear of each other and of what is kept free."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.render.labels import place_labels, width_of
from landgis.render.raster import draw_index
from landgis.render.shapes import shapes_of
from landgis.render.viewport import Viewport


def picture(shapes, *, side=200, supersample=1):
    viewport = Viewport(
        centre_x=100,
        centre_y=100,
        m_per_px=200 / side,
        width_px=side,
        height_px=side,
    )
    found = shapes_of(np.array(shapes, dtype=object))
    return draw_index(found, viewport, supersample=supersample), found


def frame_of(label):
    half_x, half_y = width_of(label.text) * label.size_px / 2, label.size_px / 2
    return shapely.box(
        label.x - half_x, label.y - half_y, label.x + half_x, label.y + half_y
    )


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 1000), st.integers(3, 150), st.sampled_from([1, 2]))
def test_letters_lie_in_their_own_parcel_and_never_meet(seed, count, supersample):
    rng = np.random.default_rng(seed)
    sites = shapely.MultiPoint(rng.uniform(0, 200, (count, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(sites))
    image, shapes = picture(cells, supersample=supersample)
    texts = ["批", "疑2", "未投"]

    labels = place_labels(
        image, shapes, texts, codes=(np.arange(len(cells)) % 3).astype(np.uint8)
    )

    frames = [frame_of(label) for label in labels]
    for label, frame in zip(labels, frames, strict=True):
        on_ground = shapely.transform(frame, lambda xy: np.c_[xy[:, 0], 200 - xy[:, 1]])
        assert label.text == texts[label.row % 3]
        assert shapely.area(on_ground - cells[label.row]) < 2 * label.size_px
    assert shapely.area(shapely.union_all(frames)) == pytest.approx(
        sum(shapely.area(frame) for frame in frames)
    )
    assert all(label.size_px >= 11 for label in labels)


def test_a_letter_stands_in_the_middle_of_a_square():
    image, shapes = picture([shapely.box(50, 50, 90, 90)])

    (label,) = place_labels(image, shapes, ["低"])

    assert label.x == pytest.approx(70, abs=1)
    assert label.y == pytest.approx(130, abs=1)


def test_a_letter_stands_in_the_wide_part_and_not_in_a_hole():
    ring = shapely.box(20, 20, 180, 180) - shapely.box(40, 40, 160, 178)
    arm = shapely.union(ring, shapely.box(20, 20, 75, 75))
    image, shapes = picture([arm])

    (label,) = place_labels(image, shapes, ["低"])

    assert shapely.box(20, 20, 75, 75).contains(shapely.Point(label.x, 200 - label.y))


@pytest.mark.parametrize("side", [5, 9, 10])
def test_under_about_ten_pixels_there_is_no_letter(side):
    image, shapes = picture([shapely.box(50, 50, 50 + side, 50 + side)])

    assert place_labels(image, shapes, ["低"]) == ()


def test_two_letters_that_do_not_fit_across_are_left_out():
    image, shapes = picture([shapely.box(50, 10, 66, 190)])

    assert place_labels(image, shapes, ["未投"]) == ()
    assert len(place_labels(image, shapes, ["批"])) == 1


def test_what_is_blocked_stays_free():
    image, shapes = picture(
        [shapely.box(0, 0, 90, 90), shapely.box(110, 110, 200, 200)]
    )

    labels = place_labels(image, shapes, ["批", "供"], blocked=[(0, 100, 100, 200)])

    assert [label.text for label in labels] == ["供"]


def test_the_larger_parcel_comes_first_and_an_empty_text_not_at_all():
    boxes = [shapely.box(0, 0, 40, 40), shapely.box(50, 0, 190, 120)]
    image, shapes = picture([*boxes, shapely.box(0, 130, 190, 190)])

    labels = place_labels(image, shapes, ["甲", "乙", ""])

    assert [label.text for label in labels] == ["乙", "甲"]


def test_on_a_fine_screen_letters_have_twice_the_pixels():
    boxes = [shapely.box(50, 50, 80, 80)]
    image, shapes = picture(boxes, side=400)

    (label,) = place_labels(image, shapes, ["低"], pixel_ratio=2)

    assert label.size_px == 22
    assert label.x == pytest.approx(130, abs=1)
