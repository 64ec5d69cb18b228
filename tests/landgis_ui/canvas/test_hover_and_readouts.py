# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The card under the pointer, the controls on the map, the status bar's readouts."""

import numpy as np
import pytest
from map_grid import centre_of
from PyQt6.QtCore import QPoint, QRect, QSize, Qt

from landgis_ui.canvas.controls import ColourSwitch
from landgis_ui.canvas.hover_card import CardText, find_place
from landgis_ui.canvas.readouts import CoordinateLabel, ScaleBox, degrees_text

LEFT = Qt.MouseButton.LeftButton
ROOM = QRect(0, 0, 800, 600)
CARD = QSize(200, 80)


def on_screen(view, row):
    px, py = view.canvas.viewport.to_screen(*centre_of(row))
    return QPoint(round(px), round(py))


def test_the_card_appears_after_a_while_beside_its_parcel(qtbot, view):
    view.set_card(lambda row: CardText(title=f"QT-{row:04d}", badge="待核实"))
    qtbot.mouseMove(view.canvas, on_screen(view, 5))
    card = view.overlay.card
    assert not card.isVisible()

    qtbot.waitUntil(card.isVisible)

    parcel = QRect(on_screen(view, 5) - QPoint(50, 50), QSize(100, 100))
    assert not card.geometry().intersects(parcel)
    assert view.canvas.rect().contains(card.geometry())
    qtbot.mouseMove(view.canvas, QPoint(5, 300))
    assert not card.isVisible()


def test_no_card_while_a_tool_draws(qtbot, view):
    asked = []
    view.set_card(asked.append)
    view.tools.choose("box")
    with qtbot.waitSignal(view._hover.rested):
        qtbot.mouseMove(view.canvas, on_screen(view, 5))

    assert asked == []


def test_the_card_goes_where_nothing_of_a_status_lies():
    parcel = QRect(350, 260, 100, 80)
    costs = np.ones((600, 800), dtype=bool)
    costs[:, :340] = False  # free ground on the left only

    place = find_place(CARD, ROOM, parcel, costs=costs)

    assert place.x() + CARD.width() <= 340


@pytest.mark.parametrize("free", ["left", "right", "above", "below"])
def test_the_card_finds_the_free_side(free):
    parcel = QRect(350, 260, 100, 80)
    costs = np.ones((600, 800), dtype=bool)
    part = {
        "left": np.s_[:, :345],
        "right": np.s_[:, 455:],
        "above": np.s_[:255, :],
        "below": np.s_[345:, :],
    }[free]
    costs[part] = False

    place = find_place(CARD, ROOM, parcel, costs=costs)

    card = QRect(place, CARD)
    assert not costs[card.top() : card.bottom(), card.left() : card.right()].any()
    assert not card.intersects(parcel)


def test_a_parcel_larger_than_the_map_leaves_the_card_inside():
    place = find_place(CARD, ROOM, ROOM, costs=np.zeros((600, 800), dtype=bool))

    assert ROOM.contains(QRect(place, CARD))


def test_a_tool_button_takes_its_tool_and_shows_it(qtbot, view):
    buttons = view.overlay.tool_buttons._buttons
    qtbot.mouseClick(buttons["lasso"], LEFT)

    assert view.tools.tool.id == "lasso"
    assert [name for name, b in buttons.items() if b.isChecked()] == ["lasso"]
    qtbot.keyClick(view.canvas, Qt.Key.Key_V)
    assert [name for name, b in buttons.items() if b.isChecked()] == ["arrow"]


def test_measuring_is_switched_on_and_off_by_its_button(qtbot, view):
    button = view.overlay.zooms._measure
    qtbot.mouseClick(button, LEFT)
    assert view.tools.tool.id == "measure"
    assert button.isChecked()
    qtbot.mouseClick(button, LEFT)
    assert view.tools.tool.id == "arrow"
    assert not button.isChecked()


def test_what_colours_the_map_is_chosen_from_the_switch_or_its_menu(qtbot, view):
    switch: ColourSwitch = view.overlay.colours
    switch.show_choices(
        [("status", "状态"), ("tax", "亩均税收")],
        more=[("far", "容积率")],
        current="status",
    )
    second = switch._group.buttons()[1]
    with qtbot.waitSignal(view.colouring_chosen) as told:
        qtbot.mouseClick(second, LEFT)
    assert told.args == ["tax"]

    with qtbot.waitSignal(view.colouring_chosen) as told:
        switch._menu.actions()[0].trigger()
    assert told.args == ["far"]
    assert switch.current == "far"
    assert not second.isChecked()
    assert switch._more.text() == "容积率"


def test_controls_never_lie_on_each_other(qtbot, view):
    view.overlay.colours.show_choices(
        [("a", "状态"), ("b", "亩均税收"), ("c", "评价等级")], more=[], current="a"
    )
    for width in (420, 690, 1200):
        view.resize(width, 500)
        parts = [part.geometry() for part in view.overlay._parts()]
        crossing = [
            (one, other)
            for place, one in enumerate(parts)
            for other in parts[place + 1 :]
            if one.intersects(other)
        ]
        assert crossing == []
        assert all(view.canvas.rect().contains(part) for part in parts)


def test_the_scale_is_typed(qtbot, look, words):
    box = ScaleBox(look, words)
    qtbot.addWidget(box)
    box.show_scale(12_000)
    assert box.text() == "1 : 12\u2009000"

    box.selectAll()
    qtbot.keyClicks(box, "5000")
    with qtbot.waitSignal(box.scale_chosen) as told:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert told.args == [5000.0]
    assert box.text() == "1 : 5\u2009000"


def test_what_is_no_scale_leaves_the_old_one(qtbot, look, words):
    box = ScaleBox(look, words)
    qtbot.addWidget(box)
    box.show_scale(8000)
    box.selectAll()
    qtbot.keyClicks(box, "abc")
    with qtbot.assertNotEmitted(box.scale_chosen):
        qtbot.keyClick(box, Qt.Key.Key_Return)

    assert box.text() == "1 : 8\u2009000"


def test_coordinates_in_metres_and_after_a_click_in_degrees(qtbot, look, words):
    label = CoordinateLabel(look, words)
    qtbot.addWidget(label)
    label.set_crs("EPSG:4549")  # central meridian 120° E, false easting 500 km
    assert label.text() == "X(北) —  Y(东) —"

    label.show_place(500_000.0, 3_352_214.371)
    assert label.text() == "X(北) 3\u2009352\u2009214.37  Y(东) 500\u2009000.00"

    qtbot.mouseClick(label, LEFT)
    assert label.text().startswith("东经 120°00′00.00″  北纬 30°")


def test_degrees_carry_over_to_the_next_minute():
    assert degrees_text(29.9999999) == "30°00′00.00″"
    assert degrees_text(120.5) == "120°30′00.00″"
    assert degrees_text(-0.25) == "-0°15′00.00″"
