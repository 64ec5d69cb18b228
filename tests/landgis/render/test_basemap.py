# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures below the map, in place and in colour."""

import math

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine
from rasterio.warp import transform as transform_points

from landgis.errors import DataError
from landgis.messages import sentence
from landgis.render.basemap import draw_base_image, open_base_image
from landgis.render.viewport import Viewport

MAP = "EPSG:4549"
WEST, NORTH = 500_000.0, 3_100_400.0


def at(west, north, size):
    return Affine(size, 0, west, 0, -size, north)


def quarters(side=400):
    """Return red, green, blue and white quarters."""
    bands = np.zeros((3, side, side), dtype=np.uint8)
    half = side // 2
    bands[0, :half, :half] = bands[1, :half, half:] = bands[2, half:, :half] = 255
    bands[:, half:, half:] = 255
    return bands


def write(path, bands, *, crs=MAP, place=None, **more):
    place = at(WEST, NORTH, 1) if place is None else place
    count, height, width = bands.shape
    profile = {"crs": crs, "transform": place, "dtype": bands.dtype, "count": count}
    with rasterio.open(
        path, "w", driver="GTiff", height=height, width=width, **profile, **more
    ) as out:
        out.write(bands)
    return path


def port(x=WEST + 200, y=NORTH - 200, m_per_px=2.0, width=300, height=220):
    return Viewport(
        centre_x=x, centre_y=y, m_per_px=m_per_px, width_px=width, height_px=height
    )


def pixel(found, viewport, x, y):
    px, py = viewport.to_screen(x, y)
    return int(found[int(py), int(px)])


@pytest.mark.parametrize("m_per_px", [0.5, 1.0, 2.0, 7.3])
def test_each_quarter_lies_where_it_is_on_the_ground(tmp_path, m_per_px):
    image = open_base_image(write(tmp_path / "a.tif", quarters()), MAP)
    viewport = port(m_per_px=m_per_px)

    found = draw_base_image(image, viewport)

    assert image.bounds == pytest.approx((WEST, NORTH - 400, WEST + 400, NORTH))
    assert image.m_per_px == pytest.approx(1)
    for dx, dy, colour in (
        (-40, 40, 0xFFFF0000),
        (40, 40, 0xFF00FF00),
        (-40, -40, 0xFF0000FF),
        (40, -40, 0xFFFFFFFF),
    ):
        assert pixel(found, viewport, WEST + 200 + dx, NORTH - 200 + dy) == colour


def test_outside_of_the_picture_all_is_transparent(tmp_path):
    image = open_base_image(write(tmp_path / "a.tif", quarters()), MAP)

    beside = draw_base_image(image, port(x=WEST - 5000))
    partly = draw_base_image(image, port(x=WEST))

    assert not beside.any()
    assert pixel(partly, port(x=WEST), WEST - 100, NORTH - 100) == 0
    assert pixel(partly, port(x=WEST), WEST + 100, NORTH - 100) == 0xFFFF0000


def test_a_picture_in_another_system_is_bent_into_place(tmp_path):
    west, north = 119.99, 28.02
    place = at(west, north, 0.0001)
    path = write(tmp_path / "deg.tif", quarters(), crs="EPSG:4490", place=place)
    image = open_base_image(path, MAP)
    (x,), (y,) = transform_points("EPSG:4490", MAP, [west + 0.0101], [north - 0.0101])
    (x2,), (y2,) = transform_points("EPSG:4490", MAP, [west + 0.03], [north - 0.0101])
    viewport = port(x=x, y=y, m_per_px=20)

    found = draw_base_image(image, viewport)

    assert pixel(found, viewport, x, y) == 0xFFFF0000
    assert pixel(found, viewport, x2, y2) == 0xFF00FF00


def test_nothing_larger_than_the_view_is_read(tmp_path, monkeypatch):
    path = write(tmp_path / "a.tif", np.tile(quarters(), (1, 5, 5)), tiled=True)
    with rasterio.open(path, "r+") as file:
        file.build_overviews([2, 4, 8])
    image = open_base_image(path, MAP)
    read = []
    real = rasterio.DatasetReader.read

    def spy(self, *args, **kwargs):
        found = real(self, *args, **kwargs)
        read.append(found[0].size)
        return found

    monkeypatch.setattr(rasterio.DatasetReader, "read", spy, raising=False)
    viewport = port(x=WEST + 1000, y=NORTH - 1000, m_per_px=10)

    found = draw_base_image(image, viewport)

    assert (found >> 24 == 255).sum() > 30_000
    assert sum(read) <= 2 * viewport.width_px * viewport.height_px


def test_no_data_and_alpha_let_the_ground_through(tmp_path):
    bands = quarters()
    bands[:, 100:300, 100:300] = 7
    gap = open_base_image(write(tmp_path / "gap.tif", bands, nodata=7), MAP)
    alpha = np.full((1, 400, 400), 255, dtype=np.uint8)
    alpha[:, 100:300, 100:300] = 128
    layered = np.concatenate((quarters(), alpha))
    half = open_base_image(
        write(tmp_path / "half.tif", layered, photometric="RGB", alpha="YES"), MAP
    )

    through = draw_base_image(gap, port())
    faint = draw_base_image(half, port())

    place = (WEST + 150, NORTH - 150)
    assert pixel(through, port(), *place) == 0
    assert pixel(faint, port(), *place) == 0x80800000


def test_grey_bands_numbered_colours_and_heights_have_colours(tmp_path):
    grey = write(tmp_path / "grey.tif", np.full((1, 400, 400), 99, dtype=np.uint8))
    path = write(
        tmp_path / "map.tif", np.ones((1, 400, 400), np.uint8), photometric="palette"
    )
    with rasterio.open(path, "r+") as file:
        file.write_colormap(1, {0: (0, 0, 0, 255), 1: (10, 20, 30, 255)})
    steps = np.linspace(200, 3000, 400, dtype=np.uint16)
    deep = write(tmp_path / "deep.tif", np.broadcast_to(steps, (3, 400, 400)).copy())

    def seen(file, dx):
        image = open_base_image(file, MAP)
        return pixel(draw_base_image(image, port()), port(), WEST + dx, NORTH - 200)

    assert seen(grey, 200) == 0xFF636363
    assert seen(path, 200) == 0xFF0A141E
    assert seen(deep, 5) & 255 < 20
    assert seen(deep, 395) & 255 > 235


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_world_file_is_enough_and_the_system_of_the_map_is_taken(tmp_path):
    path = tmp_path / "scan.tif"
    with rasterio.open(
        path, "w", driver="GTiff", height=9, width=9, count=1, dtype="uint8"
    ) as out:
        out.write(np.full((1, 9, 9), 50, np.uint8))
    path.with_suffix(".tfw").write_text(f"1\n0\n0\n-1\n{WEST}\n{NORTH}\n")

    image = open_base_image(path, MAP)

    assert image.is_crs_assumed
    assert image.bounds[0] == pytest.approx(WEST - 0.5)


def test_mbtiles_are_read(tmp_path):
    path = tmp_path / "tiles.mbtiles"
    side = 20037508.342789244 * 2 / 2**14 / 256
    place = Affine(side, 0, 13_358_000, 0, -side, 3_251_000)
    with rasterio.open(
        path,
        "w",
        driver="MBTiles",
        height=256,
        width=256,
        count=3,
        dtype="uint8",
        crs="EPSG:3857",
        transform=place,
    ) as out:
        out.write(np.full((3, 256, 256), 200, np.uint8))

    image = open_base_image(path, MAP)

    west, south, east, north = image.bounds
    viewport = port((west + east) / 2, (south + north) / 2, 1.0)
    middle = pixel(
        draw_base_image(image, viewport), viewport, viewport.centre_x, viewport.centre_y
    )
    assert middle >> 24 == 255
    assert abs((middle & 255) - 200) < 12


def test_files_that_do_not_serve_give_a_sentence(tmp_path):
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"II*\0 what is this")
    for path in (broken, tmp_path / "none.tif"):
        with pytest.raises(DataError) as caught:
            open_base_image(path, MAP)
        assert path.name in sentence(caught.value)


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_picture_without_a_place_says_what_to_do(tmp_path):
    path = tmp_path / "scan.png"
    with rasterio.open(
        path, "w", driver="PNG", height=9, width=9, count=1, dtype="uint8"
    ) as out:
        out.write(np.ones((1, 9, 9), np.uint8))

    with pytest.raises(DataError) as caught:
        open_base_image(path, MAP)

    assert caught.value.code == "render.image_without_place"
    assert ".tfw" in sentence(caught.value)


def test_a_picture_of_another_planet_says_so(tmp_path):
    place = at(9e14, 9e14, 1e13)
    path = write(tmp_path / "far.tif", quarters(), place=place, crs="EPSG:3857")

    with pytest.raises(DataError) as caught:
        open_base_image(path, MAP)

    assert caught.value.code == "render.image_elsewhere"


def test_a_file_that_went_away_gives_a_sentence(tmp_path):
    path = write(tmp_path / "a.tif", quarters())
    image = open_base_image(path, MAP)
    path.unlink()

    with pytest.raises(DataError):
        draw_base_image(image, port())
    assert math.isclose(image.m_per_px, 1)
