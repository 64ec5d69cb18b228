# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which parcel covers which pixel: against GDAL, GEOS and by hand."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.features import rasterize
from rasterio.transform import Affine

from landgis.render.raster import draw_index
from landgis.render.shapes import shapes_of
from landgis.render.viewport import Viewport

ORIGIN = (40_540_000.0, 3_080_000.0)


def array(shapes):
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def blob(rng, *, size, corners):
    """Return a crooked polygon, sometimes with a hole or a second part."""
    x, y = rng.uniform(-20, 180), rng.uniform(-20, 120)
    turns = np.sort(rng.uniform(0, 2 * np.pi, corners))
    radius = rng.uniform(0.3, 1, corners) * size
    outer = np.stack((x + radius * np.cos(turns), y + radius * np.sin(turns)), axis=1)
    inner = (x, y) + (outer - (x, y)) * 0.4
    holes = [inner] if rng.random() < 0.5 else []
    shape = shapely.buffer(shapely.Polygon(outer, holes), 0)
    if rng.random() < 0.3:
        shape = shapely.union_all([shape, shapely.box(x + 9, y - 40, x + 14, y + 40)])
    return shapely.transform(shape, lambda xy: xy + ORIGIN)


def port(width=160, height=100, m_per_px=1.0):
    return Viewport(
        centre_x=ORIGIN[0] + 80,
        centre_y=ORIGIN[1] + 50,
        m_per_px=m_per_px,
        width_px=width,
        height_px=height,
    )


def from_gdal(shapes, viewport):
    size = viewport.m_per_px
    place = Affine(size, 0, viewport.left, 0, -size, viewport.top)
    numbered = [(shape, row) for row, shape in enumerate(shapes)]
    out = (viewport.height_px, viewport.width_px)
    return rasterize(numbered, out, fill=-1, transform=place, dtype="int32")


def near_a_border(shapes, viewport, *, within):
    """Tell which pixels have their middle so near to a border that none is right."""
    x = viewport.left + (np.arange(viewport.width_px) + 0.5) * viewport.m_per_px
    y = viewport.top - (np.arange(viewport.height_px) + 0.5) * viewport.m_per_px
    middles = shapely.points(*np.meshgrid(x, y))
    borders = shapely.union_all(shapely.boundary(shapes))
    shapely.prepare(borders)
    return shapely.dwithin(borders, middles, within)


@pytest.mark.parametrize("size", [1.0, 4.0, 20.0, 90.0])
@pytest.mark.parametrize("seed", range(3))
def test_random_polygons_with_holes_and_parts_cover_what_gdal_says(size, seed):
    rng = np.random.default_rng(seed)
    shapes = array([blob(rng, size=size, corners=9) for _ in range(40)])
    viewport = port()

    found = draw_index(shapes_of(shapes), viewport, supersample=1).rows

    expected = from_gdal(shapes, viewport)
    is_sure = ~near_a_border(shapes, viewport, within=1e-4)
    # What covers the middle of no pixel gets a free one; GDAL leaves it out.
    is_sure &= (expected >= 0) | np.isin(found, expected)
    np.testing.assert_array_equal(found[is_sure], expected[is_sure])
    assert is_sure.mean() > 0.95


def test_two_samples_a_side_are_a_picture_of_half_the_pixel():
    rng = np.random.default_rng(7)
    shapes = shapes_of(array([blob(rng, size=25, corners=9) for _ in range(20)]))

    fine = draw_index(shapes, port(), supersample=2)
    same = draw_index(shapes, port(320, 200, 0.5), supersample=1)

    np.testing.assert_array_equal(fine.rows, same.rows)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.floats(0.2, 30), st.integers(1, 4))
def test_any_number_of_threads_draws_the_same(seed, m_per_px, threads):
    rng = np.random.default_rng(seed)
    shapes = shapes_of(array([blob(rng, size=15, corners=7) for _ in range(300)]))
    viewport = port(200, 300, m_per_px / 10)

    one = draw_index(shapes, viewport, threads=1)
    more = draw_index(shapes, viewport, threads=threads)

    np.testing.assert_array_equal(one.rows, more.rows)
    np.testing.assert_array_equal(one.depth, more.depth)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.floats(0.05, 3), st.floats(0, 1))
def test_parcels_that_share_borders_leave_no_gap_and_no_order_shows(
    seed, m_per_px, shift
):
    rng = np.random.default_rng(seed)
    sites = shapely.MultiPoint(rng.uniform(-50, 250, (150, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(sites))
    cells = shapely.transform(cells, lambda xy: xy + ORIGIN)
    count = len(cells)
    viewport = port(160, 100, m_per_px).panned(shift, shift / 3)

    along = draw_index(shapes_of(cells), viewport).rows
    back = draw_index(shapes_of(cells[::-1].copy()), viewport).rows

    has_size = along >= 0
    np.testing.assert_array_equal(along[has_size], count - 1 - back[has_size])
    covered = shapely.union_all(cells)
    x = viewport.left + (np.arange(320) + 0.5) * viewport.m_per_px / 2
    y = viewport.top - (np.arange(200) + 0.5) * viewport.m_per_px / 2
    inside = shapely.contains_xy(covered.buffer(-1e-3), *np.meshgrid(x, y))
    assert (along[inside] >= 0).all()


def test_a_square_covers_the_pixels_counted_by_hand():
    shapes = shapes_of(array([shapely.box(2, 3, 5, 7)]))
    viewport = Viewport(centre_x=5, centre_y=5, m_per_px=1, width_px=10, height_px=10)

    rows = draw_index(shapes, viewport, supersample=1).rows

    lines, columns = np.nonzero(rows == 0)
    assert sorted(set(columns)) == [2, 3, 4]
    assert sorted(set(lines)) == [3, 4, 5, 6]
    assert (rows == 0).sum() == 12


def test_the_later_row_lies_on_top():
    shapes = shapes_of(array([shapely.box(0, 0, 6, 6), shapely.box(3, 3, 9, 9)]))
    viewport = Viewport(centre_x=5, centre_y=5, m_per_px=1, width_px=10, height_px=10)

    image = draw_index(shapes, viewport)

    assert image.row_at(4.5, 5.5) == 1
    assert image.row_at(1, 9) == 0
    assert image.row_at(9.5, 9.5) == -1
    assert image.row_at(-1, 0) == -1
    assert image.row_at(0, 10) == -1


@pytest.mark.parametrize("size", [0.001, 0.1, 0.49])
def test_a_tiny_parcel_still_leaves_its_pixel(size):
    tiny = shapely.box(5.1, 5.1, 5.1 + size, 5.1 + size)
    viewport = Viewport(centre_x=5, centre_y=5, m_per_px=1, width_px=10, height_px=10)

    image = draw_index(shapes_of(array([tiny])), viewport, supersample=1)

    assert image.row_at(5.2, 4.8) == 0
    assert (image.rows == 0).sum() == 1
    assert image.sizes[0] == 1


def test_a_tiny_parcel_takes_no_pixel_from_another():
    shapes = array([shapely.box(5.1, 5.1, 5.2, 5.2), shapely.box(0, 0, 10, 10)])
    viewport = Viewport(centre_x=5, centre_y=5, m_per_px=1, width_px=10, height_px=10)

    rows = draw_index(shapes_of(shapes), viewport, supersample=1).rows

    assert (rows == 1).all()


def test_hidden_rows_are_not_there():
    shapes = shapes_of(array([shapely.box(0, 0, 10, 10), shapely.box(0, 0, 10, 10)]))
    viewport = Viewport(centre_x=5, centre_y=5, m_per_px=1, width_px=4, height_px=4)

    image = draw_index(shapes, viewport, hidden=np.array([False, True]))

    assert (image.rows == 0).all()
    assert image.sizes.tolist() == [10, 0]


def test_shapes_of_absurd_size_do_no_harm():
    huge = shapely.box(-1e15, -1e15, 1e15, 1e15)
    thin = shapely.box(-1e15, 4.0, 1e15, 6.0)
    viewport = Viewport(centre_x=5, centre_y=5, m_per_px=1, width_px=10, height_px=10)

    image = draw_index(shapes_of(array([huge, thin])), viewport, supersample=1)

    assert sorted(np.unique(image.rows[4:6]).tolist()) == [1]
    assert (image.rows[:4] == 0).all()


def test_lines_and_rows_without_shape_cover_nothing_large():
    shapes = array([None, shapely.LineString([(0, 0), (10, 10)]), shapely.Polygon()])
    viewport = Viewport(centre_x=5, centre_y=5, m_per_px=1, width_px=10, height_px=10)

    rows = draw_index(shapes_of(shapes), viewport, supersample=1).rows

    assert (rows >= 0).sum() <= 1
