# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a repair counts otherwise."""

import pytest
import shapely

from landgis.geometry.windings import recount

BOW_TIE = "POLYGON ((0 0, 4 4, 4 0, 0 2, 0 0))"
TWICE = "POLYGON ((0 0, 10 0, 10 10, 4 10, 4 -5, 6 -5, 6 8, 0 8, 0 0))"


def mend(shape):
    return shapely.make_valid(shape, method="structure", keep_collapsed=False)


@pytest.mark.parametrize("text", [BOW_TIE, TWICE])
def test_more_and_less_make_up_the_change_of_the_drawn_area(text):
    before = shapely.from_wkt(text)
    after = mend(before)

    more, less = recount(before, after)

    rings = shapely.get_coordinates(before)
    x, y = rings[:, 0], rings[:, 1]
    drawn = abs(float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) / 2)
    assert not (more.is_empty and less.is_empty)
    if text == BOW_TIE:
        # The lobe that runs the wrong way was taken off, and is added now.
        assert after.area - drawn == pytest.approx(2 * more.area)
        assert less.is_empty


def test_ground_that_was_counted_twice_is_less_now():
    before = shapely.from_wkt(
        "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 2, 8 2, 8 8, 2 8, 2 0, 0 0))"
    )

    more, less = recount(before, mend(before))

    assert (more.area > 0) != (less.area > 0)


def test_a_valid_shape_counts_the_same():
    square = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))

    more, less = recount(square, square)

    assert more.is_empty
    assert less.is_empty


def test_shapes_of_very_many_corners_are_compared_as_they_are(monkeypatch):
    circle = shapely.Point(0, 0).buffer(10, quad_segs=2000)

    more, less = recount(circle, shapely.box(-10, -10, 10, 10))

    assert more.area == pytest.approx(400 - circle.area)
    assert less.area == pytest.approx(0, abs=1e-6)
