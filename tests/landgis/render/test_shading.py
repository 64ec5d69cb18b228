# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pixels are probed: fills, hatches, outlines, what is picked out."""

import numpy as np
import pytest
import shapely

from landgis.render.raster import draw_index
from landgis.render.shading import ClassStyle, Hatch, Palette, View, shade
from landgis.render.shapes import shapes_of
from landgis.render.viewport import Viewport

RED, GREEN, BLACK, WHITE = 0xFFFF0000, 0xFF00FF00, 0xFF000000, 0xFFFFFFFF
GROUND = 0xFFEEEEEE
ACCENT, HALO, HOVER = 0xFF0000FF, 0xFFFFFF00, 0xFF00FFFF


def palette(*styles, ground="#EEEEEE"):
    return Palette(
        classes=styles, ground=ground, accent="#0000FF", halo="#FFFF00", hover="#00FFFF"
    )


def plain(fill="#FF0000", **more):
    return ClassStyle(fill=fill, ink="#000000", **{"outline": "none", **more})


def picture(boxes, *, supersample=1, width=100, height=100, m_per_px=1.0):
    shapes = np.array([shapely.box(*box) for box in boxes])
    viewport = Viewport(
        centre_x=width * m_per_px / 2,
        centre_y=height * m_per_px / 2,
        m_per_px=m_per_px,
        width_px=width,
        height_px=height,
    )
    return draw_index(shapes_of(shapes), viewport, supersample=supersample)


def codes(*values):
    return np.array(values, dtype=np.uint8)


def test_a_fill_covers_its_parcel_and_the_ground_the_rest():
    out = shade(picture([(10, 10, 50, 50)]), codes(0), palette(plain()))

    assert out[60, 30] == RED
    assert out[20, 30] == GROUND
    assert out.dtype == np.uint32
    assert out.flags.c_contiguous
    assert (out == RED).sum() == 40 * 40


def test_the_class_of_a_row_and_not_the_row_has_the_colour():
    image = picture([(0, 0, 50, 100), (50, 0, 100, 100)])
    colours = palette(plain(), plain("#00FF00"))

    for kinds in (codes(1, 0), np.array([1, 0], dtype=np.uint16)):
        out = shade(image, kinds, colours)

        assert out[50, 20] == GREEN
        assert out[50, 70] == RED


def test_the_average_of_the_samples_smooths_an_edge():
    out = shade(
        picture([(0, 0, 50.5, 100)], supersample=2), codes(0), palette(plain("#000000"))
    )

    assert out[50, 49] == BLACK
    assert out[50, 50] == 0xFF777777
    assert out[50, 51] == GROUND


def test_without_ground_the_rest_is_transparent_and_opacity_premultiplied():
    image = picture([(10, 10, 50, 50)])

    out = shade(image, codes(0), palette(plain(), ground=None), View(opacity=0.5))

    assert out[20, 80] == 0
    assert out[70, 30] == 0x80800000


def test_a_hidden_class_shows_the_ground_and_a_dimmed_one_steps_back():
    image = picture([(0, 0, 50, 100), (50, 0, 100, 100)])
    colours = palette(plain(), plain("#000000"))

    out = shade(
        image, codes(0, 1), colours, View(hidden=frozenset({0}), dimmed=frozenset({1}))
    )

    assert out[50, 20] == GROUND
    # A quarter of black on 0xEE is 0xB2 or 0xB3.
    assert out[50, 70] & 255 in (0xB2, 0xB3)


@pytest.mark.parametrize("ratio", [1, 2, 3])
@pytest.mark.parametrize(("angle", "period"), [(0, (0, 7)), (90, (7, 0))])
def test_level_and_upright_lines_repeat_every_seven_pixels(angle, period, ratio):
    hatch = Hatch(lines=(angle,), pitch_px=7, size_px=1)
    image = picture([(0, 0, 100, 100)])

    out = shade(image, codes(0), palette(plain(hatch=hatch)), View(pixel_ratio=ratio))

    across, down = (step * ratio for step in period)
    inside = out[: 100 - down, : 100 - across]
    np.testing.assert_array_equal(inside, out[down:, across:])
    along = out[:, 50] if angle == 0 else out[50]
    dark = (along & 0xFF0000) < 0x800000
    assert dark.sum() == pytest.approx(100 / 7, abs=ratio + 1)
    line = out[50] if angle == 0 else out[:, 50]
    assert len(set(line.tolist())) == 1


@pytest.mark.parametrize(("angle", "step"), [(45, (-1, 1)), (135, (1, 1))])
def test_slanted_lines_run_the_way_they_are_named(angle, step):
    hatch = Hatch(lines=(angle,), pitch_px=7, size_px=1)

    out = shade(picture([(0, 0, 100, 100)]), codes(0), palette(plain(hatch=hatch)))

    down, across = step
    shifted = np.roll(out, (down, across), axis=(0, 1))
    np.testing.assert_array_equal(out[2:-2, 2:-2], shifted[2:-2, 2:-2])
    assert len(set(out[50].tolist())) > 1


def test_dots_are_round_and_far_apart_and_a_plus_has_arms():
    dots = Hatch(marker="circle", pitch_px=7, size_px=3)
    plus = Hatch(marker="cross", pitch_px=7, size_px=5)
    image = picture([(0, 0, 100, 100)])

    for hatch, share in ((dots, np.pi * 1.5**2 / 49), (plus, 9 / 49)):
        out = shade(image, codes(0), palette(plain(hatch=hatch)))

        ink = 1 - (out >> 16 & 255).mean() / 255
        assert ink == pytest.approx(share, abs=0.04)
        np.testing.assert_array_equal(out[:93, :93], out[7:, 7:])


def test_a_hatch_lies_still_on_the_ground_while_panning():
    hatch = Hatch(lines=(45,), pitch_px=7)
    shapes = shapes_of(np.array([shapely.box(0, 0, 5000, 5000)]))
    viewport = Viewport(
        centre_x=2500, centre_y=2500, m_per_px=0.7, width_px=80, height_px=60
    )
    colours = palette(plain(hatch=hatch))

    before = shade(draw_index(shapes, viewport), codes(0), colours)
    after = shade(draw_index(shapes, viewport.panned(3, -5)), codes(0), colours)

    np.testing.assert_array_equal(before[5:, :-3], after[:-5, 3:])


def test_a_parcel_under_eight_pixels_is_a_plain_fill():
    hatch = Hatch(lines=(0,), pitch_px=3)
    style = plain(hatch=hatch, outline="solid")

    small = shade(picture([(10, 10, 17, 17)]), codes(0), palette(style))
    large = shade(picture([(10, 10, 30, 30)]), codes(0), palette(style))

    assert set(small[83:90, 10:17].ravel().tolist()) == {RED}
    assert len(set(large[70:90, 10:30].ravel().tolist())) > 1


def test_a_small_parcel_without_fill_is_seen_in_its_ink():
    style = ClassStyle(fill=None, ink="#000000", outline="dash", outline_px=2)

    small = shade(picture([(10, 10, 15, 15)]), codes(0), palette(style))
    large = shade(picture([(10, 10, 60, 60)]), codes(0), palette(style))

    assert small[87, 12] & 255 < 0x90
    assert large[65, 35] == GROUND


def test_a_thin_border_lies_between_neighbours():
    image = picture([(0, 0, 50, 100), (50, 0, 100, 100)], supersample=2)
    style = plain(outline="solid")

    out = shade(image, codes(0, 0), palette(style))

    line = (out[50] >> 16) & 255
    assert line[48] == 255
    assert line[51] == 255
    assert line[49] < 140
    assert line[50] < 140


def test_a_wide_outline_lies_inside_its_parcel():
    image = picture([(20, 20, 80, 80)], supersample=2)

    out = shade(image, codes(0), palette(plain(outline="solid", outline_px=2)))

    assert out[50, 18:25].tolist() == [GROUND, GROUND, BLACK, BLACK, RED, RED, RED]
    assert out[18:25, 50].tolist() == [GROUND, GROUND, BLACK, BLACK, RED, RED, RED]


def test_a_dashed_outline_has_gaps_on_every_side():
    image = picture([(20, 20, 80, 80)], supersample=2)
    style = ClassStyle(fill=None, ink="#000000", outline="dash", outline_px=2)

    out = shade(image, codes(0), palette(style))

    for line in (out[20, 25:75], out[79, 25:75], out[25:75, 20], out[25:75, 79]):
        is_ink = line == BLACK
        assert 0.4 < is_ink.mean() < 0.8
        assert np.count_nonzero(np.diff(is_ink)) > 6
    assert out[50, 50] == GROUND


@pytest.mark.parametrize(("ratio", "supersample"), [(1, 2), (2, 1), (2, 2), (3, 1)])
def test_the_selected_has_three_pixels_of_accent_in_six_of_halo(ratio, supersample):
    side = 100 * ratio
    image = picture(
        [(20, 20, 80, 80), (80, 20, 95, 80)],
        supersample=supersample,
        width=side,
        height=side,
        m_per_px=1 / ratio,
    )

    out = shade(
        image,
        codes(0, 0),
        palette(plain()),
        View(selected=np.array([0]), pixel_ratio=ratio),
    )

    for line in (out[50 * ratio, : 50 * ratio], out[: 50 * ratio, 50 * ratio]):
        is_mark = (line != RED) & (line != GROUND)
        accent = 1 - (line[is_mark] >> 8 & 255) / 255
        assert is_mark.sum() == pytest.approx(6 * ratio, abs=1)
        assert accent.sum() == pytest.approx(3 * ratio, abs=1)
        assert line[20 * ratio] == ACCENT
        assert line[20 * ratio - 1] == ACCENT
    assert out[50 * ratio, 50 * ratio] == RED


def test_the_hovered_has_two_pixels_of_ink_above_the_selected():
    image = picture([(20, 20, 80, 80)], supersample=2)
    view = View(selected=np.array([0]), hovered=0)

    out = shade(image, codes(0), palette(plain()), view)

    assert out[50, 19] == HOVER
    assert out[50, 20] == HOVER
    assert out[50, 22] == HALO


def test_selected_neighbours_are_outlined_as_one():
    image = picture([(20, 20, 50, 80), (50, 20, 80, 80)], supersample=2)

    out = shade(image, codes(0, 0), palette(plain()), View(selected=np.array([0, 1])))

    assert (out[50, 30:70] == RED).all()
    assert out[50, 20] == ACCENT


def test_many_small_selected_parcels_are_filled_with_the_accent():
    boxes = [(x, y, x + 2, y + 2) for x in range(0, 100, 4) for y in range(0, 100, 4)]
    chosen = np.arange(0, len(boxes))

    out = shade(
        picture(boxes),
        np.zeros(len(boxes), np.uint8),
        palette(plain()),
        View(selected=chosen),
    )

    assert (out == ACCENT).sum() == len(boxes) * 4
    assert not (out == HALO).any()


def test_one_small_selected_parcel_is_found_by_its_halo():
    out = shade(
        picture([(50, 50, 51, 51)], supersample=2),
        codes(0),
        palette(plain()),
        View(selected=np.array([0])),
    )

    assert (out == HALO).any()


def test_rows_that_are_not_there_are_no_selection():
    image = picture([(20, 20, 80, 80), (500, 500, 600, 600)])
    view = View(selected=np.array([-1, 1, 7]), hovered=9)

    out = shade(image, codes(0, 0), palette(plain()), view)

    assert set(out.ravel().tolist()) == {RED, GROUND}


def test_a_far_picture_shows_each_class_by_its_share_of_the_land():
    rng = np.random.default_rng(5)
    boxes = [(x, y, x + 1, y + 1) for x in range(200) for y in range(200)]
    kinds = (rng.random(len(boxes)) < 0.25).astype(np.uint8)
    image = picture(boxes, supersample=2, width=100, height=100, m_per_px=2)

    out = shade(image, kinds, palette(plain("#000000"), plain("#FFFFFF")))

    assert (out & 255).mean() / 255 == pytest.approx(kinds.mean(), abs=0.002)
