# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones as they appear on the map, read from the pixels."""

from itertools import combinations

import numpy as np
import pytest
import shapely
from map_grid import SIDE, SOUTH, STEP, WEST, centre_of, settle, squares
from PyQt6.QtCore import QPoint
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QApplication

from landgis.zones.outlines import outline_of
from landgis_ui.canvas.zoning.marks import (
    CardLine,
    CursorCard,
    ZoneMark,
    ZonePreview,
)
from landgis_ui.canvas.zoning.row_layer import colours_of_rows
from landgis_ui.theme.zone_colours import (
    shipped_zone_colours,
    zone_colour,
    zone_count,
    zone_text,
)

GROUND = "#F5F4F0"
FREE = np.full(12, -1)


def colour_at(view, x, y):
    """Return the colour on the map at a place given in metres."""
    px, py = view.canvas.viewport.to_screen(WEST + x, SOUTH + y)
    image = view.canvas.grab().toImage()
    return image.pixelColor(int(px), int(py))


def colours_in(view, row):
    """Return the colours of a parcel's pixels as a set of names."""
    px, py = view.canvas.viewport.to_screen(*centre_of(row))
    half = int(SIDE / 2)
    image = view.canvas.grab().toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(int(px) - half, int(px) + half)
        for y in range(int(py) - half, int(py) + half)
    }


def mixed(colour, ground, share):
    """Return what a tint of this share over a ground looks like."""
    a, b = QColor(colour), QColor(ground)
    return tuple(
        round(x * share + y * (1 - share))
        for x, y in zip(a.getRgb()[:3], b.getRgb()[:3], strict=True)
    )


def near(colour, expected, within=3):
    return all(
        abs(a - b) <= within for a, b in zip(colour.getRgb()[:3], expected, strict=True)
    )


def mark(rows, **more):
    outline = outline_of(squares()[list(rows)])
    facts = {"name": "片区 1", "area": "15.0 亩", "colour": 0, **more}
    return ZoneMark(outline=outline, **facts)


def test_a_zone_is_a_tint_of_eighteen_percent_over_what_the_map_shows(view):
    plain = colour_at(view, 250, 50)

    view.zone_paint.set_zones([mark([2, 3])])

    tinted = colour_at(view, 250, 50)
    assert near(tinted, mixed(zone_colour(0, is_dark=False), plain.name(), 0.18))
    # The street of 20 m between its parcels is part of it.
    street = colour_at(view, 2 * STEP + SIDE + 10, 50)
    assert near(street, mixed(zone_colour(0, is_dark=False), GROUND, 0.18))


def test_the_outline_has_the_colour_of_the_zone(view):
    view.zone_paint.set_zones([mark([2, 3], colour=1)])

    on_edge = colour_at(view, 2 * STEP + 50, -0.2)

    assert near(on_edge, QColor(zone_colour(1, is_dark=False)).getRgb()[:3], within=40)


def test_hatches_stay_visible_under_a_zone(view):
    before = len(colours_in(view, 1))

    view.zone_paint.set_zones([mark([1])])

    assert before > 10
    assert len(colours_in(view, 1)) > before / 2


def test_rows_are_tinted_at_once_until_their_outline_comes(view):
    zones = FREE.copy()
    zones[2] = 0
    view.zone_paint.set_zones([mark([2])], zones)
    plain = colour_at(view, 3 * STEP + 50, 50)
    zones = zones.copy()
    zones[3] = 0

    view.zone_paint.set_row_zones(zones)
    at_once = colour_at(view, 3 * STEP + 50, 50)
    expected = mixed(zone_colour(0, is_dark=False), plain.name(), 0.18)
    assert near(at_once, expected)

    view.zone_paint.set_zones([mark([2, 3])], zones)
    assert near(colour_at(view, 3 * STEP + 50, 50), expected)


def test_a_preview_shows_and_goes_without_a_trace(view):
    before = view.canvas.grab().toImage()

    view.zone_paint.set_preview(ZonePreview(zone=2, taken=np.array([5, 6])))
    assert zone_colour(2, is_dark=False).lower() in colours_in(view, 5)
    assert view.canvas.grab().toImage() != before

    view.zone_paint.set_preview(None)
    assert view.canvas.grab().toImage() == before


def test_a_growing_preview_looks_like_one_made_at_once(view):
    steps = ([5], [5, 6], [5, 6, 9], [6, 9, 10])
    for rows in steps:
        view.zone_paint.set_preview(ZonePreview(zone=1, taken=np.array(rows)))
        view.canvas.grab()
    grown = view.canvas.grab().toImage()

    view.zone_paint.set_preview(None)
    view.canvas.grab()
    view.zone_paint.set_preview(ZonePreview(zone=1, taken=np.array(steps[-1])))

    assert view.canvas.grab().toImage() == grown


def test_a_row_that_changes_zones_has_the_colours_of_both(view):
    view.zone_paint.set_preview(
        ZonePreview(
            zone=0, taken=np.array([6, 7]), left=np.array([7]), left_zones=np.array([1])
        )
    )

    old, new = (zone_colour(number, is_dark=False).lower() for number in (1, 0))
    assert new in colours_in(view, 6)
    assert old not in colours_in(view, 6)
    assert {old, new} <= colours_in(view, 7)


def test_a_row_taken_out_is_hollow_and_dashed_in_its_zones_colour(view):
    view.zone_paint.set_preview(
        ZonePreview(left=np.array([6]), left_zones=np.array([3]))
    )

    found = colours_in(view, 6)
    assert zone_colour(3, is_dark=False).lower() in found
    middle = colour_at(view, 2 * STEP + 50, STEP + 50)
    assert near(middle, QColor(GROUND).getRgb()[:3], within=14)


def test_ground_that_would_be_cut_out_is_shown(view):
    region = shapely.box(WEST - 60, SOUTH + 20, WEST - 10, SOUTH + 80)

    view.zone_paint.set_preview(ZonePreview(zone=0, regions=(region,)))

    tinted = colour_at(view, -35, 50)
    assert near(tinted, mixed(zone_colour(0, is_dark=False), GROUND, 0.28), within=5)


def test_labels_show_name_area_and_lock_where_they_stand(view):
    at = (WEST + 290, SOUTH + 60)
    plain = colour_at(view, 262, 60)

    view.zone_paint.set_zones([mark([2, 3], label_at=at, is_locked=True)])

    assert colour_at(view, 262, 60) != plain
    assert colour_at(view, 290, 78).name() == zone_colour(0, is_dark=False).lower()


def test_a_label_gives_way_to_that_of_the_current_zone(view):
    at = (WEST + 290, SOUTH + 60)
    first = mark([2, 3], label_at=at, colour=1)
    current = mark([2, 3], label_at=at, colour=4, is_current=True)

    view.zone_paint.set_zones([first, current])

    assert colour_at(view, 290, 78).name() == zone_colour(4, is_dark=False).lower()


def test_a_label_never_covers_a_zone_smaller_than_itself(qtbot, view):
    at = (WEST + 290, SOUTH + 60)
    view.navigator.jump(view.navigator.viewport.at_scale(8.0))
    settle(qtbot, view)
    before = view.canvas.grab().toImage()

    view.zone_paint.set_zones([mark([2, 3], colour=1)])
    without = view.canvas.grab().toImage()
    view.zone_paint.set_zones([mark([2, 3], colour=1, label_at=at)])
    assert view.canvas.grab().toImage() == without != before

    current = mark([2, 3], colour=1, label_at=at, is_current=True)
    view.zone_paint.set_zones([current])
    image = view.canvas.grab().toImage()
    px, py = map(int, view.canvas.viewport.to_screen(WEST + 290, SOUTH + 100))
    plate = zone_colour(1, is_dark=False).lower()
    above = [
        (x, y)
        for x in range(px - 40, px + 40)
        for y in range(py - 50, py - 6)
        if image.pixelColor(x, y).name() == plate
    ]
    assert len(above) > 600


def test_suggestions_are_dashed_and_named(view):
    before = view.canvas.grab().toImage()

    view.zone_paint.set_suggestions([(outline_of(squares()[[8, 9]]), "建议 A")])
    with_it = view.canvas.grab().toImage()
    view.zone_paint.set_suggestions([])

    assert with_it != before
    assert view.canvas.grab().toImage() == before


def test_the_card_stays_on_the_map_and_goes(view):
    before = view.canvas.grab().toImage()
    card = CursorCard(
        title="松手将划入 7 宗",
        figure="+179.1 亩",
        lines=(CardLine("片区 1 将为 ", "703.6 亩", ""),),
        hint="Esc 取消这一笔",
    )
    corner = view.canvas.viewport.to_map(795, 595)

    view.zone_paint.set_card(card, corner, clear_m=20)
    shown = view.canvas.grab().toImage()
    assert view.zone_paint.card is card
    changed = [
        (x, y)
        for x in range(0, 800, 4)
        for y in range(0, 600, 4)
        if shown.pixel(x, y) != before.pixel(x, y)
    ]
    assert len(changed) > 800
    assert max(x for x, _ in changed) < 780

    view.zone_paint.set_card(None)
    assert view.canvas.grab().toImage() == before


def test_hidden_and_cleared_nothing_is_left(view):
    before = view.canvas.grab().toImage()
    zones = FREE.copy()
    zones[:4] = 0
    paint = view.zone_paint
    paint.set_zones([ZoneMark(name="片区 1", area="", colour=0)], zones)
    paint.set_preview(ZonePreview(taken=np.array([5])))
    shown = view.canvas.grab().toImage()
    assert shown != before

    paint.set_shown(shown=False)
    assert view.canvas.grab().toImage() == before

    paint.set_shown(shown=True)
    assert view.canvas.grab().toImage() == shown

    paint.clear()
    assert view.canvas.grab().toImage() == before


def test_zones_move_with_the_map(qtbot, view):
    view.zone_paint.set_zones([mark([2, 3])])
    view.zone_paint.set_preview(ZonePreview(zone=0, taken=np.array([5])))
    view.canvas.grab()
    before = colour_at(view, 250, 50), colour_at(view, STEP + 30, STEP + 30)

    for settles in (False, True):
        view.navigator.jump(view.navigator.viewport.panned(40, 30))
        if settles:
            settle(qtbot, view)
        after = colour_at(view, 250, 50), colour_at(view, STEP + 30, STEP + 30)
        assert after == before


def test_a_preview_of_rows_that_the_map_does_not_have_shows_nothing(view):
    before = view.canvas.grab().toImage()

    view.zone_paint.set_preview(ZonePreview(taken=np.array([12, 400])))

    assert view.canvas.grab().toImage() == before


def test_only_rows_that_no_outline_shows_are_tinted():
    now = np.array([0, 0, 1, -1, -2, 1])
    outlined = np.array([0, -1, 1, 0, -1, 0])

    found = colours_of_rows(
        now,
        outlined,
        colours=np.array([7, 9]),
        has_outline=np.array([True, True]),
    )
    assert found.tolist() == [-1, 7, -1, -1, -1, 9]

    found = colours_of_rows(
        now, outlined, colours=np.array([7, 9]), has_outline=np.array([True, False])
    )
    assert found.tolist() == [-1, 7, 9, -1, -1, 9]


def luminance(colour):
    parts = np.array(QColor(colour).getRgb()[:3]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("is_dark", [False, True])
def test_text_on_every_zone_colour_can_be_read(is_dark):
    assert zone_count() >= 10
    for number in range(zone_count()):
        colour = zone_colour(number, is_dark=is_dark)
        assert contrast(colour, zone_text(is_dark=is_dark)) >= 4.5


def test_the_first_colours_are_those_of_the_design_and_all_differ():
    colours = shipped_zone_colours()

    assert colours.light[:4] == ("#1F5FBF", "#8C4A9E", "#0B7A75", "#B3541E")
    assert zone_colour(zone_count(), is_dark=False) == colours.light[0]
    for shown in (colours.light, colours.dark):
        for one, other in combinations(shown, 2):
            a, b = (np.array(QColor(name).getRgb()[:3]) for name in (one, other))
            assert np.hypot.reduce(a - b) >= 30


def test_painted_piece_by_piece_the_map_looks_as_painted_whole(qtbot, view):
    def seen():
        QApplication.sendPostedEvents()
        return view.screen().grabWindow(int(view.winId())).toImage()

    paint, tools = view.zone_paint, view.zone_tools
    tools.set_active(active=True)
    view.tools.choose("zone_brush")
    paint.set_zones([mark([2, 3])])
    blank = seen()
    rows = []
    for step, row in enumerate((5, 6, 9, 10, 1)):
        x, y = centre_of(row)
        px, py = view.canvas.viewport.to_screen(x, y)
        qtbot.mouseMove(view.canvas, QPoint(round(px), round(py)))
        rows.append(row)
        paint.set_preview(ZonePreview(zone=step % 2, taken=np.array(rows[-3:])))
        card = CursorCard(title=f"{len(rows)} 宗", hint="Esc 取消这一笔")
        paint.set_card(card, (x, y), clear_m=60)
        by_pieces = seen()
        view.canvas.update()
        assert seen() == by_pieces
    assert by_pieces != blank

    view.navigator.jump(view.navigator.viewport.panned(30, 20))
    settle(qtbot, view)
    seen()
    qtbot.mouseMove(view.canvas, QPoint(200, 200))
    paint.set_card(None)
    paint.set_preview(None)
    by_pieces = seen()
    view.canvas.update()
    assert seen() == by_pieces
