# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks of rows on the pixels of a picture."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.render.raster import draw_index
from landgis.render.row_marks import MarkStyles, draw_marks, join, window_of
from landgis.render.shapes import shapes_of
from landgis.render.viewport import Viewport

BODY, DASH, GAP = 0x40102030, 0xFF0000FF, 0xFFFFFFFF
SHAPES = shapes_of(
    np.array([shapely.box(10, 10, 50, 50), shapely.box(50, 10, 90, 50), None])
)
PORT = Viewport(centre_x=50, centre_y=50, m_per_px=1, width_px=100, height_px=100)
WHOLE = (0, 0, 100, 100)


def styles(width=2.0, period=0):
    return MarkStyles(
        body=np.array([0, BODY], dtype=np.uint32),
        dash=np.array([0, DASH], dtype=np.uint32),
        gap=np.array([0, GAP], dtype=np.uint32),
        width_px=np.array([0.0, width]),
        period_px=np.array([0, period]),
    )


def drawn(codes, *, supersample=2, window=WHOLE, out=None, **style):
    image = draw_index(SHAPES, PORT, supersample=supersample)
    pixels = np.zeros((100, 100), dtype=np.uint32) if out is None else out
    draw_marks(
        image,
        np.array(codes, dtype=np.uint8),
        styles(**style),
        window=window,
        out=pixels,
    )
    return pixels


@pytest.mark.parametrize("supersample", [1, 2])
def test_a_marked_row_has_a_body_and_an_outline_inside(supersample):
    pixels = drawn([1, 0, 0], supersample=supersample)

    assert pixels[70, 30] == BODY
    # Its east side is at pixel 50, its south side at 90.
    assert pixels[70, 49] == DASH
    assert pixels[89, 30] == DASH
    assert pixels[70, 45] == BODY
    assert not pixels[:, 50:].any()
    assert not pixels[:50].any()


def test_dashes_and_gaps_take_turns():
    edge = drawn([1, 0, 0], period=8)[89, 14:46]

    assert set(edge.tolist()) == {DASH, GAP}
    assert edge[0] == edge[8] == edge[16]


def test_without_width_there_is_a_body_only():
    pixels = drawn([1, 1, 0], width=0.0)

    assert set(np.unique(pixels).tolist()) == {0, BODY}
    assert (pixels == BODY).sum() == 80 * 40


def test_only_the_window_is_drawn_and_unmarked_rows_in_it_become_clear():
    pixels = drawn([1, 1, 0])

    drawn([0, 1, 0], window=(60, 20, 80, 40), out=pixels)

    assert not pixels[60:80, 20:40].any()
    assert pixels[55, 30] == BODY
    assert pixels[70, 70] == BODY


@settings(max_examples=30, deadline=None)
@given(
    before=st.lists(st.integers(0, 1), min_size=3, max_size=3),
    after=st.lists(st.integers(0, 1), min_size=3, max_size=3),
)
def test_drawing_what_changed_is_as_good_as_drawing_all(before, after):
    image = draw_index(SHAPES, PORT)
    pixels = drawn(before, period=8)
    changed = np.flatnonzero(np.array(before) != np.array(after))

    drawn(after, period=8, window=window_of(image, changed), out=pixels)

    assert (pixels == drawn(after, period=8)).all()


def test_the_window_of_rows_holds_them_and_keeps_to_the_picture():
    image = draw_index(SHAPES, PORT)

    top, left, bottom, right = window_of(image, np.array([0]))
    assert top <= 50
    assert bottom >= 90
    assert left <= 10
    assert right >= 50
    assert right <= 56
    assert window_of(image, np.array([2])) == (0, 0, 0, 0)
    assert window_of(image, np.empty(0, dtype=np.int64)) == (0, 0, 0, 0)
    far = draw_index(SHAPES, PORT.panned(500, 0))
    assert window_of(far, np.array([0])) == (0, 0, 0, 0)


def test_an_empty_window_adds_nothing():
    assert join((0, 0, 0, 0), (1, 2, 3, 4)) == (1, 2, 3, 4)
    assert join((1, 2, 3, 4), (0, 0, 0, 0)) == (1, 2, 3, 4)
    assert join((1, 5, 3, 8), (2, 2, 9, 6)) == (1, 2, 9, 8)


def test_rows_too_small_for_an_outline_have_a_body():
    tiny = shapes_of(np.array([shapely.box(48, 48, 51, 51)]))
    image = draw_index(tiny, PORT)
    pixels = np.zeros((100, 100), dtype=np.uint32)

    draw_marks(image, np.ones(1, dtype=np.uint8), styles(), window=WHOLE, out=pixels)

    assert (pixels == BODY).sum() == 9
