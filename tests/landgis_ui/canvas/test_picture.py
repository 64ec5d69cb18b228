# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pictures show, pixel by pixel, and what is not drawn twice."""

from dataclasses import replace

import numpy as np
import pytest
import rasterio
import shapely
from map_grid import STATUSES, centre_of, settle, squares
from PyQt6.QtGui import QColor, QImage

from landgis.render.basemap import open_base_image
from landgis.render.shapes import shapes_of
from landgis.render.viewport import Viewport
from landgis_ui.canvas.colouring import (
    plain_colouring,
    status_colouring,
    theme_colouring,
)
from landgis_ui.canvas.layers import LayerKind, MapLayer, Stroke
from landgis_ui.canvas.lettering import Lettering, draw_text
from landgis_ui.canvas.painting import painting
from landgis_ui.canvas.paths import chunks_of, make_path, rings_of
from landgis_ui.canvas.picture import Wish, draw_picture

GROUND, NORMAL, GREEN = "#F5F4F0", "#E9E2D8", "#009E73"


def colour_at(view, x, y):
    """Return the colour of the widget where a place of the map is."""
    px, py = view.canvas.viewport.to_screen(x, y)
    image = view.canvas.grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(px * ratio), round(py * ratio)).name().upper()


def beside(row, dx=0.0, dy=0.0):
    x, y = centre_of(row)
    return x + dx, y + dy


def is_near(colour, wanted, *, by=12):
    found, goal = QColor(colour), QColor(wanted)
    return all(
        abs(a - b) <= by
        for a, b in zip(found.getRgb()[:3], goal.getRgb()[:3], strict=True)
    )


def test_parcels_have_the_fill_of_their_status_and_lie_on_the_ground(view):
    assert colour_at(view, *beside(2)) == NORMAL
    assert colour_at(view, *beside(2, dx=60)) == GROUND
    greens = [colour_at(view, *beside(0, dx=-40, dy=step)) for step in range(-9, 9)]
    assert GREEN in greens  # between the lines of the hatch
    assert any(colour != GREEN for colour in greens)


def test_a_hatch_can_be_left_out_and_the_letter_stays(qtbot, view):
    view.set_hatches(shown=False)
    settle(qtbot, view)

    greens = {colour_at(view, *beside(0, dx=-40, dy=step)) for step in range(-9, 9)}
    assert greens == {GREEN}
    image = view.canvas.grab().toImage()
    px, py = map(round, view.canvas.viewport.to_screen(*centre_of(0)))
    around = {
        image.pixelColor(px + dx, py + dy).name()
        for dx in range(-6, 7)
        for dy in range(-6, 7)
    }
    assert len(around) > 3  # 批 with its halo


def test_an_unverified_parcel_shows_the_ground_inside_a_dashed_violet_line(view):
    assert colour_at(view, *beside(5, dx=-30, dy=30)) == GROUND
    image = view.canvas.grab().toImage()
    px, py = map(round, view.canvas.viewport.to_screen(*centre_of(5)))
    violet = [
        any(
            is_near(image.pixelColor(px + step, py - dy).name(), "#5B4A94", by=60)
            for dy in (49, 50, 51)
        )
        for step in range(-40, 40)
    ]
    assert any(violet)
    assert not all(violet)


def test_recolouring_draws_no_outline_again(qtbot, view):
    before = view.canvas.picture
    view.set_colouring(plain_colouring(12))
    settle(qtbot, view)
    after = view.canvas.picture

    assert after.index is before.index
    assert after.below is before.below
    assert after.above is before.above
    assert colour_at(view, *beside(0, dx=-40)) == NORMAL


def test_the_rest_steps_back_while_a_class_is_looked_at(qtbot, view):
    view.set_highlighted(["normal"])
    settle(qtbot, view)

    assert colour_at(view, *beside(2)) == NORMAL
    assert not is_near(colour_at(view, *beside(0, dx=-40)), GREEN, by=40)

    view.set_highlighted([])
    settle(qtbot, view)
    assert is_near(colour_at(view, *beside(0, dx=-41, dy=2)), GREEN, by=90)


def test_hidden_rows_and_classes_are_neither_seen_nor_hit(qtbot, view):
    hidden = np.zeros(12, dtype=bool)
    hidden[2] = True
    view.set_hidden_rows(hidden)
    view.set_hidden_classes(["low_efficiency"])
    settle(qtbot, view)

    for row in (1, 2):
        assert colour_at(view, *beside(row, dx=-40)) == GROUND
        at = view.canvas.viewport.to_screen(*centre_of(row))
        assert view.canvas.row_at(*at) == -1


def test_few_selected_parcels_are_outlined_at_once_in_a_white_halo(view):
    view.set_selection(np.array([2]))

    assert is_near(colour_at(view, *beside(2, dx=-50)), "#1F5FBF")
    assert is_near(colour_at(view, *beside(2, dx=-47.4)), "#FFFFFF", by=40)
    assert colour_at(view, *beside(2)) == NORMAL


def test_the_hovered_parcel_has_a_dark_outline(qtbot, view):
    px, py = view.canvas.viewport.to_screen(*centre_of(2))
    view.canvas.marks.hover(view.canvas.row_at(px, py))

    assert is_near(colour_at(view, *beside(2, dx=-50)), "#17202B", by=30)


def test_water_lies_below_parcels_and_a_block_line_above(qtbot, view):
    west, south = beside(0, dx=-80, dy=-80)
    area = shapes_of(np.array([shapely.box(west, south, west + 400, south + 400)]))
    line = shapes_of(np.array([shapely.box(*beside(6, -30, -30), *beside(6, 30, 30))]))
    view.layers.put(
        MapLayer(id="water", kind=LayerKind.GROUND, shapes=area, fill="water")
    )
    view.layers.put(
        MapLayer(
            id="line",
            kind=LayerKind.OUTLINE,
            shapes=line,
            stroke=Stroke(colour="block_line", width_px=3.0),
        )
    )
    settle(qtbot, view)

    assert colour_at(view, *beside(0, dx=-60)) == "#D3E2EC"
    assert colour_at(view, *beside(2)) == NORMAL
    assert is_near(colour_at(view, *beside(6, dx=-30)), "#C00000")

    view.layers.hide("line")
    settle(qtbot, view)
    assert colour_at(view, *beside(6, dx=-30)) == NORMAL


def test_a_layer_half_transparent_lets_the_ground_through(qtbot, view):
    view.layers.set_opacity("parcels", 0.5)
    settle(qtbot, view)

    ground, fill = QColor(GROUND), QColor(NORMAL)
    half = QColor(
        *((a + b) // 2 for a, b in zip(ground.getRgb(), fill.getRgb(), strict=True))
    )
    assert is_near(colour_at(view, *beside(2)), half.name(), by=3)


def test_the_name_of_a_town_stands_on_the_map_and_goes_when_one_is_inside(qtbot, view):
    town = shapes_of(np.array([shapely.box(*beside(0, -50, -50), *beside(11, 50, 50))]))
    view.navigator.set_scale(view.navigator.scale * 2)
    view.layers.put(
        MapLayer(id="town", kind=LayerKind.OUTLINE, shapes=town, names=("下沙街道",))
    )
    settle(qtbot, view)
    assert len(view.canvas.picture.above.names) == 1

    view.navigator.set_scale(500)
    settle(qtbot, view)
    assert view.canvas.picture.above.names == ()


def test_the_old_picture_is_shown_until_the_new_one_is_there(view):
    west_before = colour_at(view, *beside(2))
    view.navigator.jump(view.navigator.viewport.panned(-37, 11))

    assert colour_at(view, *beside(2)) == west_before  # moved along, not white
    view.navigator.jump(view.navigator.viewport.at_scale(0.61))
    assert colour_at(view, *beside(2)) == west_before


def test_a_dark_theme_has_a_dark_ground(qtbot, view, look):
    look.set_theme("dark")
    settle(qtbot, view)

    assert colour_at(view, *beside(2, dx=60)) == "#23272C"
    assert QColor(colour_at(view, *beside(2))).lightness() < 90
    assert view.canvas.picture.scene.theme.is_dark


def test_a_meeting_sees_larger_letters_and_no_buttons(qtbot, view):
    view.set_meeting(on=True)
    settle(qtbot, view)

    assert view.canvas.picture.scene.hatch_scale == 1.5
    assert view.canvas.picture.scene.text_scale == 1.25
    assert not view.overlay.zooms.isVisible()
    assert view.overlay.scale_bar.isVisible()


def test_a_status_without_symbol_counts_as_unverified():
    colouring = status_colouring(["normal", None, "what"])
    ids = [colouring.legend[number].id for number in colouring.classes]

    assert ids == ["normal", "to_verify", "to_verify"]


def test_a_theme_keeps_the_unknown_apart():
    colouring = theme_colouring(
        np.array([0, 1, -1]), [("a", "<5", "#DEEBF7"), ("b", "≥5", "#3182BD")]
    )

    assert [colouring.legend[n].title for n in colouring.classes] == [
        "<5",
        "≥5",
        "待核实",
    ]
    assert colouring.legend[2].style.fill is None


@pytest.mark.parametrize("lines", [[3], [2, 5, 4], [3000, 2500, 7]])
def test_a_path_from_arrays_is_the_path_drawn_point_by_point(qapp, lines):
    starts = np.concatenate([[0], np.cumsum(lines)])
    points = np.random.default_rng(1).uniform(-9, 9, (int(starts[-1]), 2))

    path = make_path(points, starts)

    found = [(path.elementAt(n).x, path.elementAt(n).y) for n in range(len(points))]
    assert found == list(map(tuple, points))
    moves = [n for n in range(len(points)) if path.elementAt(n).isMoveTo()]
    assert moves == list(starts[:-1])
    assert sum(part.elementCount() for part in chunks_of(points, starts)) == len(points)


def test_no_lines_make_an_empty_path(qapp):
    nothing = np.empty((0, 2))

    assert make_path(nothing, np.array([0])).isEmpty()
    assert chunks_of(nothing, np.array([0])) == []


def test_rings_come_back_as_they_were():
    ring = shapely.get_coordinates(squares()[7])
    found = rings_of(shapes_of(squares()), 7)

    assert len(found) == 1
    assert {tuple(point) for point in found[0]} == {tuple(point) for point in ring}


def test_a_letter_is_dark_in_a_light_halo_and_its_ground_is_clear(look):
    lettering = Lettering(family=look.family, ink="#17202B", halo="#FFFFFF")
    image = draw_text("低", 22, lettering)

    colours = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert {"#17202b", "#ffffff"} <= colours
    assert image.pixelColor(0, 0).alpha() == 0


def test_an_empty_map_shows_its_ground(qtbot, view, parcels):
    view.layers.set_all([replace(parcels, shapes=shapes_of(np.array([None, None])))])
    view.set_colouring(status_colouring(["normal", "normal"]))
    settle(qtbot, view)

    assert colour_at(view, *beside(2)) == GROUND
    assert view.canvas.row_at(400, 300) == -1
    view.fit_all()
    view.fit_selection()


def test_a_picture_has_as_many_pixels_as_the_screen(view, parcels):
    viewport = Viewport(
        centre_x=centre_of(5)[0],
        centre_y=centre_of(5)[1],
        m_per_px=0.5,
        width_px=1600,
        height_px=1200,
    )
    picture = draw_picture(Wish(scene=view.canvas.scene, viewport=viewport, ratio=2.0))

    assert (picture.image.width(), picture.image.height()) == (1600, 1200)
    assert picture.index.row_at(800, 600) == 5
    assert STATUSES[5] == "to_verify"


@pytest.fixture
def photo(tmp_path):
    """A red picture of the ground, 10 m to a pixel, that knows its place."""
    path = tmp_path / "航片.tif"
    west, north = centre_of(0)[0] - 200, centre_of(8)[1] + 200
    pixels = np.zeros((3, 100, 100), dtype=np.uint8)
    pixels[0] = 200
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=100,
        height=100,
        count=3,
        dtype="uint8",
        crs="EPSG:4549",
        transform=rasterio.Affine(10, 0, west, 0, -10, north),
    ) as file:
        file.write(pixels)
    return open_base_image(path, "EPSG:4549")


def test_a_photo_lies_below_the_parcels(qtbot, view, photo):
    view.layers.put(MapLayer(id="photo", kind=LayerKind.IMAGE, image=photo))
    settle(qtbot, view)

    assert is_near(colour_at(view, *beside(2, dx=60)), "#C80000", by=2)
    assert colour_at(view, *beside(2)) == NORMAL


def test_a_photo_that_went_away_leaves_the_rest_of_the_map(qtbot, view, photo):
    photo.path.unlink()
    view.layers.put(MapLayer(id="photo", kind=LayerKind.IMAGE, image=photo))
    settle(qtbot, view)

    assert colour_at(view, *beside(2, dx=60)) == GROUND
    assert colour_at(view, *beside(2)) == NORMAL


def test_other_parcels_are_shown_alike_until_their_classes_come(qtbot, view, parcels):
    hidden = np.ones(12, dtype=bool)
    view.set_hidden_rows(hidden)
    view.layers.set_all([replace(parcels, shapes=shapes_of(squares()[:3]))])
    settle(qtbot, view)

    assert colour_at(view, *beside(0, dx=-40)) == NORMAL
    assert colour_at(view, *beside(2)) == NORMAL
    assert view.canvas.row_at(*view.canvas.viewport.to_screen(*centre_of(2))) == 2

    view.set_colouring(status_colouring(["underused"] * 3))
    settle(qtbot, view)
    assert is_near(colour_at(view, *beside(2, dx=-41, dy=2)), "#56B4E9", by=90)


def test_a_hidden_class_stays_hidden_in_the_next_colouring(qtbot, view):
    view.set_hidden_classes(["normal"])
    view.set_colouring(plain_colouring(12))
    settle(qtbot, view)

    assert colour_at(view, *beside(2)) == GROUND


def test_a_painter_ends_even_where_painting_fails(qapp):
    image = QImage(4, 4, QImage.Format.Format_RGB32)

    with pytest.raises(ZeroDivisionError), painting(image) as painter:
        1 / 0  # noqa: B018 - something goes wrong

    assert not painter.isActive()


def test_the_question_mark_of_an_unverified_parcel_is_violet(view):
    image = view.canvas.grab().toImage()
    px, py = map(round, view.canvas.viewport.to_screen(*centre_of(5)))
    around = [
        image.pixelColor(px + dx, py + dy).name()
        for dx in range(-6, 7)
        for dy in range(-7, 8)
    ]
    assert any(is_near(colour, "#5B4A94", by=25) for colour in around)
    assert not any(is_near(colour, "#17202B", by=10) for colour in around)
