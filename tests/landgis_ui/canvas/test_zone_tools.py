# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drawing tools of zones under a real mouse and keyboard."""

import numpy as np
import pytest
import shapely
from map_grid import SIDE, SOUTH, STEP, WEST
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QApplication

from landgis_ui.canvas.zoning.brush import WIDTH_M
from landgis_ui.canvas.zoning.entry import SideEntry, read_number

LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
PRESS, MOVE, RELEASE, DOUBLE = (
    QMouseEvent.Type.MouseButtonPress,
    QMouseEvent.Type.MouseMove,
    QMouseEvent.Type.MouseButtonRelease,
    QMouseEvent.Type.MouseButtonDblClick,
)


class Hand:
    """A mouse; places are in metres from the corner of the parcel in the south-west."""

    def __init__(self, view):
        self.view, self.is_down = view, False

    def send(self, kind, x, y, keys=NONE):
        px, py = self.view.canvas.viewport.to_screen(WEST + x, SOUTH + y)
        canvas, at = self.view.canvas, QPointF(px, py)
        button = NO_BUTTON if kind == MOVE else LEFT
        buttons = LEFT if self.is_down else NO_BUTTON
        event = QMouseEvent(kind, at, canvas.mapToGlobal(at), button, buttons, keys)
        QApplication.sendEvent(canvas, event)

    def move(self, x, y, keys=NONE):
        self.send(MOVE, x, y, keys)

    def press(self, x, y, keys=NONE):
        self.is_down = True
        self.send(PRESS, x, y, keys)

    def release(self, x, y, keys=NONE):
        self.is_down = False
        self.send(RELEASE, x, y, keys)

    def click(self, x, y, keys=NONE):
        self.move(x, y, keys)
        self.press(x, y, keys)
        self.release(x, y, keys)

    def drag(self, start, *ways, keys=NONE):
        self.press(*start, keys)
        for way in ways:
            self.move(*way, keys)
        self.release(*ways[-1], keys)


@pytest.fixture
def tools(view):
    view.zone_tools.set_active(active=True)
    return view.zone_tools


@pytest.fixture
def hand(view):
    return Hand(view)


@pytest.fixture
def heard():
    """What signals said, in order: the name, then the values."""
    found = []

    def listen(tool, *names):
        for name in names:
            getattr(tool, name).connect(
                lambda *values, name=name: found.append((name, *values))
            )
        return found

    return listen


def key_up(view, key):
    QApplication.sendEvent(view.canvas, QKeyEvent(QKeyEvent.Type.KeyRelease, key, NONE))


def type_text(view, text):
    """Send a key that writes something, as an input method's direct mode does."""
    widget = QApplication.focusWidget() or view.canvas
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, ord(text), NONE, text))


def near(x, y):
    return pytest.approx((WEST + x, SOUTH + y), abs=1.0)


def metres(corners):
    """Return corners in metres from the south-west parcel's corner."""
    return [
        (round(x - WEST), round(y - SOUTH)) for x, y in np.asarray(corners).tolist()
    ]


@pytest.mark.parametrize(
    ("key", "tool_id"),
    [
        (Qt.Key.Key_B, "zone_brush"),
        (Qt.Key.Key_E, "zone_eraser"),
        (Qt.Key.Key_R, "zone_box"),
        (Qt.Key.Key_L, "zone_lasso"),
        (Qt.Key.Key_P, "zone_polygon"),
    ],
)
def test_keys_choose_the_drawing_tools_and_v_the_arrow(
    qtbot, view, tools, key, tool_id
):
    qtbot.keyClick(view.canvas, key)
    assert view.tools.tool.id == tool_id
    assert tools.current.id == tool_id

    qtbot.keyClick(view.canvas, Qt.Key.Key_V)
    assert view.tools.tool.id == "arrow"


def test_left_by_the_step_the_keys_select_again(qtbot, view, tools):
    view.tools.choose("zone_brush")

    tools.set_active(active=False)

    assert view.tools.tool.id == "arrow"
    qtbot.keyClick(view.canvas, Qt.Key.Key_R)
    assert view.tools.tool.id == "box"


def test_a_stroke_says_where_it_begins_goes_and_ends(view, tools, hand, heard):
    view.tools.choose("zone_brush")
    found = heard(tools.brush, "hovered", "begun", "extended", "ended", "dropped")

    hand.move(10, 10)
    hand.drag((20, 10), (40, 10))

    names = [name for name, *_ in found]
    assert names == ["hovered", "begun", "extended", "extended", "ended"]
    assert found[1][1:] == near(20, 10)
    assert found[2][1:] == near(40, 10)


def test_esc_drops_a_stroke_and_the_release_is_nothing(qtbot, view, tools, hand, heard):
    view.tools.choose("zone_brush")
    found = heard(tools.brush, "ended", "dropped")

    hand.press(20, 10)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    hand.release(30, 10)

    assert [name for name, *_ in found] == ["dropped"]
    assert view.tools.tool is tools.brush


def test_alt_turns_a_stroke_over_even_in_its_middle(qtbot, view, tools, hand, heard):
    view.tools.choose("zone_brush")
    found = heard(tools.brush, "turned")

    hand.press(20, 10)
    qtbot.keyPress(view.canvas, Qt.Key.Key_Alt)
    assert tools.brush.takes_out
    key_up(view, Qt.Key.Key_Alt)
    assert not tools.brush.takes_out
    hand.move(30, 10, ALT)
    hand.release(30, 10)

    assert [out for _, out in found] == [True, False, True, False]


def test_alt_let_go_in_another_window_is_not_held_on(qtbot, view, tools, hand):
    view.tools.choose("zone_brush")
    hand.move(10, 10)
    qtbot.keyPress(view.canvas, Qt.Key.Key_Alt)

    QApplication.sendEvent(view.canvas, QFocusEvent(QFocusEvent.Type.FocusOut))

    assert not tools.brush.takes_out


def test_ctrl_t_is_no_t(qtbot, view, tools):
    view.tools.choose("zone_polygon")

    qtbot.keyClick(view.canvas, Qt.Key.Key_T, CONTROL)

    assert not tools.polygon.is_tracing


def test_the_eraser_takes_out_and_with_alt_in(view, tools, hand):
    view.tools.choose("zone_eraser")
    assert tools.eraser.takes_out

    hand.move(10, 10, ALT)

    assert not tools.eraser.takes_out


@pytest.mark.parametrize(("narrower", "wider"), [("[", "]"), ("【", "】")])
def test_brackets_change_the_width_of_brush_and_eraser(view, tools, narrower, wider):
    view.tools.choose("zone_brush")

    type_text(view, wider)
    assert tools.brush.width_m > WIDTH_M
    assert tools.eraser.width_m == tools.brush.width_m

    type_text(view, narrower)
    type_text(view, narrower)
    assert tools.brush.width_m < WIDTH_M


def test_the_width_keeps_within_what_makes_sense(view, tools):
    tools.brush.set_width(0)
    assert tools.brush.width_m == 5

    view.tools.choose("zone_brush")
    for _ in range(30):
        type_text(view, "]")
    assert tools.brush.width_m == 1600


def test_the_keyboard_paints_with_the_crosshair(qtbot, view, tools, heard):
    view.tools.choose("zone_brush")
    found = heard(tools.brush, "begun", "extended", "ended")

    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Return,
        Qt.Key.Key_Right,
        Qt.Key.Key_Return,
    ):
        qtbot.keyClick(view.canvas, key)

    assert [name for name, *_ in found] == ["begun", "extended", "extended", "ended"]
    assert found[1][1] - found[0][1] == pytest.approx(10)


def test_b_once_more_paints_a_dab_where_the_pointer_is(qtbot, view, tools, hand, heard):
    view.tools.choose("zone_brush")
    found = heard(tools.brush, "begun", "ended")
    hand.move(30, 30)

    qtbot.keyClick(view.canvas, Qt.Key.Key_B)

    assert [name for name, *_ in found] == ["begun", "ended"]
    assert found[0][1:] == near(30, 30)


def test_space_pans_with_the_brush_and_paints_nothing(qtbot, view, tools, hand, heard):
    view.tools.choose("zone_brush")
    found = heard(tools.brush, "begun")
    before = view.canvas.viewport.centre_x

    qtbot.keyPress(view.canvas, Qt.Key.Key_Space)
    start = QPoint(300, 300)
    qtbot.mousePress(view.canvas, LEFT, NONE, start)
    for step in (10, 25, 40):
        qtbot.mouseMove(view.canvas, start + QPoint(step, 0))
    qtbot.mouseRelease(view.canvas, LEFT, NONE, start + QPoint(40, 0))
    qtbot.keyRelease(view.canvas, Qt.Key.Key_Space)

    assert view.canvas.viewport.centre_x == pytest.approx(before - 40)
    assert found == []


def test_the_pointer_that_goes_away_is_said(view, tools, hand, heard):
    view.tools.choose("zone_brush")
    found = heard(tools.brush, "left")
    hand.move(30, 30)

    view.tools.choose("arrow")

    assert len(found) == 1
    assert tools.brush.hand is None


def test_another_tool_drops_a_stroke(view, tools, hand, heard):
    view.tools.choose("zone_brush")
    found = heard(tools.brush, "ended", "dropped")
    hand.press(20, 10)

    view.tools.choose("arrow")

    assert [name for name, *_ in found] == ["dropped"]


def test_a_box_is_known_while_it_is_drawn(view, tools, hand, heard):
    view.tools.choose("zone_box")
    found = heard(tools.box, "drafted", "drawn")

    hand.drag((10, 20), (60, 50), (110, 90))

    assert [name for name, *_ in found] == ["drafted", "drafted", "drawn"]
    assert metres(found[0][1]) == [(10, 20), (60, 20), (60, 50), (10, 50)]
    assert metres(found[2][1]) == [(10, 20), (110, 20), (110, 90), (10, 90)]
    assert found[2][2] is False


def test_a_click_with_the_box_is_nothing_and_alt_takes_out(view, tools, hand, heard):
    view.tools.choose("zone_box")
    found = heard(tools.box, "drafted", "drawn")

    hand.click(10, 20)
    assert found == [("drafted", None, False)]

    hand.drag((10, 20), (60, 50), keys=ALT)
    assert found[-1][0] == "drawn"
    assert found[-1][2] is True


def test_a_lasso_follows_the_hand_and_esc_drops_it(qtbot, view, tools, hand, heard):
    view.tools.choose("zone_lasso")
    found = heard(tools.lasso, "drafted", "drawn")

    hand.drag((0, 0), (50, 0), (50, 60), (0, 60))
    assert found[-1][0] == "drawn"
    assert metres(found[-1][1]) == [(0, 0), (50, 0), (50, 60), (0, 60)]

    hand.press(0, 0)
    hand.move(50, 0)
    hand.move(50, 50)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert found[-1] == ("drafted", None, False)
    hand.release(0, 50)
    assert [name for name, *_ in found].count("drawn") == 1


def test_corners_of_a_polygon_catch_on_those_of_parcels(view, tools, hand, heard):
    view.tools.choose("zone_polygon")
    found = heard(tools.polygon, "drafted", "drawn", "snapped")

    hand.click(3, 4)
    hand.click(SIDE + 5, -4)
    hand.click(SIDE + 2, SIDE + 6)
    hand.click(-5, SIDE - 2)
    hand.click(2, -3)

    assert [name for name, *_ in found].count("drawn") == 1
    name, corners, takes_out = found[-1] if found[-1][0] == "drawn" else found[-2]
    assert name == "drawn"
    assert not takes_out
    assert corners.tolist() == [
        [WEST, SOUTH],
        [WEST + SIDE, SOUTH],
        [WEST + SIDE, SOUTH + SIDE],
        [WEST, SOUTH + SIDE],
    ]


def test_what_is_caught_on_is_said_by_kind_and_can_be_switched_off(
    view, tools, hand, heard
):
    view.tools.choose("zone_polygon")
    found = heard(tools.polygon, "snapped")

    hand.move(4, 3)
    hand.move(50, 4)
    hand.move(50, 40)
    kinds = [snap.kind.value if snap else None for _, snap in found]
    assert kinds == ["corner", "edge", None]

    tools.set_snap_on(False)
    hand.move(4, 3)
    assert len(found) == 3


def test_shift_keeps_sides_square(view, tools, hand):
    view.tools.choose("zone_polygon")
    tools.set_snap_on(False)
    hand.click(10, 10)
    hand.click(80, 14, SHIFT)
    hand.click(84, 60, SHIFT)

    assert metres(tools.polygon.way.places) == [(10, 10), (80, 10), (80, 60)]


@pytest.mark.parametrize("keys", [NONE, CONTROL])
def test_tracing_follows_the_boundary(qtbot, view, tools, hand, keys, heard):
    view.tools.choose("zone_polygon")
    found = heard(tools.polygon, "tracing_changed")
    if keys == NONE:
        qtbot.keyClick(view.canvas, Qt.Key.Key_T)
        assert [on for _, on in found] == [True]
        assert tools.split_line.is_tracing

    hand.click(0, 0, keys)
    hand.click(SIDE, SIDE / 2 - 20, keys)

    assert metres(tools.polygon.way.places) == [(0, 0), (100, 0), (100, 30)]


def test_where_no_boundary_leads_the_line_is_straight(qtbot, view, tools, hand):
    view.tools.choose("zone_polygon")
    qtbot.keyClick(view.canvas, Qt.Key.Key_T)

    hand.click(0, 0)
    hand.click(STEP, 0)  # the corner of the next parcel, across a street

    assert metres(tools.polygon.way.places) == [(0, 0), (120, 0)]
    assert view.grab().width() == 800


def test_backspace_takes_back_a_traced_step_at_once(qtbot, view, tools, hand):
    view.tools.choose("zone_polygon")
    hand.click(0, 0)
    qtbot.keyClick(view.canvas, Qt.Key.Key_T)
    hand.click(SIDE, 30)
    assert len(tools.polygon.way) == 3

    qtbot.keyClick(view.canvas, Qt.Key.Key_Backspace)

    assert metres(tools.polygon.way.places) == [(0, 0)]


@pytest.mark.parametrize("end", ["enter", "double click"])
def test_enter_or_a_double_click_ends_the_polygon(qtbot, view, tools, hand, heard, end):
    view.tools.choose("zone_polygon")
    found = heard(tools.polygon, "drawn")
    for corner in ((0, 0), (100, 0), (100, 100)):
        hand.click(*corner)

    if end == "enter":
        qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    else:
        hand.send(DOUBLE, 100, 100)

    assert metres(found[0][1]) == [(0, 0), (100, 0), (100, 100)]
    assert len(tools.polygon.way) == 0


def test_two_corners_are_no_polygon(qtbot, view, tools, hand, heard):
    view.tools.choose("zone_polygon")
    found = heard(tools.polygon, "drawn")
    hand.click(0, 0)
    hand.click(100, 0)

    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)

    assert found == []
    assert len(tools.polygon.way) == 2


def test_a_hole_is_a_polygon_with_the_switch(qtbot, view, tools, hand, heard):
    view.tools.choose("zone_polygon")
    found = heard(tools.polygon, "drawn", "drafted")
    tools.polygon.set_takes_out(True)

    for corner in ((0, 0), (100, 0), (100, 100)):
        hand.click(*corner)
    assert found[-1][0] == "drafted"
    assert found[-1][2] is True
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)

    assert found[-1][0] == "drawn"
    assert found[-1][2] is True


def test_esc_drops_the_polygon_and_once_more_takes_the_arrow(
    qtbot, view, tools, hand, heard
):
    view.tools.choose("zone_polygon")
    found = heard(tools.polygon, "drafted")
    hand.click(0, 0)

    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert found == [("drafted", None, False)]
    assert view.tools.tool is tools.polygon

    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert view.tools.tool.id == "arrow"


def test_the_keyboard_draws_a_polygon(qtbot, view, tools, heard):
    view.tools.choose("zone_polygon")
    tools.set_snap_on(False)
    found = heard(tools.polygon, "drawn")
    canvas, enter = view.canvas, Qt.Key.Key_Return

    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, enter)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, CONTROL)
    qtbot.keyClick(canvas, enter)
    qtbot.keyClick(canvas, Qt.Key.Key_Up, SHIFT)
    qtbot.keyClick(canvas, Qt.Key.Key_Up, CONTROL)
    qtbot.keyClick(canvas, enter)
    qtbot.keyClick(canvas, enter)

    corners = np.array(found[0][1])
    assert (corners - corners[0]).tolist() == pytest.approx(
        np.array([(0, 0), (60, 0), (60, 61)])
    )


@pytest.mark.parametrize("digits", ["80", "８０"])
def test_a_typed_length_holds_the_next_side(qtbot, view, tools, hand, digits):
    view.activateWindow()
    view.tools.choose("zone_polygon")
    tools.set_snap_on(False)
    hand.click(10, 10)
    hand.move(60, 10)
    entry = view.findChildren(SideEntry)[0]

    for digit in digits:
        type_text(view, digit)
    assert entry.is_open
    assert tools.polygon.aim.place == near(90, 10)
    qtbot.keyClick(entry.length, Qt.Key.Key_Return)

    assert metres(tools.polygon.way.places) == [(10, 10), (90, 10)]
    assert not entry.is_open
    assert view.canvas.hasFocus()


def test_a_typed_azimuth_turns_it(qtbot, view, tools, hand):
    view.activateWindow()
    view.tools.choose("zone_split")
    tools.set_snap_on(False)
    hand.click(10, 10)
    hand.move(60, 10)
    entry = view.findChildren(SideEntry)[0]

    type_text(view, "5")
    qtbot.keyClicks(entry.length, "0")
    qtbot.keyClick(entry.length, Qt.Key.Key_Tab)
    assert entry.azimuth.hasFocus()
    qtbot.keyClicks(entry.azimuth, "180")
    qtbot.keyClick(entry.azimuth, Qt.Key.Key_Return)

    assert metres(tools.split_line.way.places) == [(10, 10), (10, -40)]


def test_esc_in_the_entry_forgets_the_length_and_keeps_the_line(
    qtbot, view, tools, hand
):
    view.activateWindow()
    view.tools.choose("zone_polygon")
    tools.set_snap_on(False)
    hand.click(10, 10)
    hand.move(60, 10)
    entry = view.findChildren(SideEntry)[0]
    type_text(view, "7")

    qtbot.keyClick(entry.length, Qt.Key.Key_Escape)

    assert not entry.is_open
    assert tools.polygon.aim.place == near(60, 10)
    assert metres(tools.polygon.way.places) == [(10, 10)]


def test_digits_before_the_first_corner_open_nothing(view, tools, hand):
    view.tools.choose("zone_polygon")
    hand.move(60, 10)

    type_text(view, "5")

    assert not view.findChildren(SideEntry)[0].is_open


@pytest.mark.parametrize(
    ("text", "number"),
    [("12.5", 12.5), ("１２。５", 12.5), (" 7 ", 7.0), ("", None), ("a", None)],
)
def test_numbers_are_read_as_they_are_meant(text, number):
    assert read_number(text) == number


def test_a_line_is_handed_over_with_its_corners(qtbot, view, tools, hand, heard):
    view.tools.choose("zone_reshape_line")
    found = heard(tools.reshape_line, "line_drawn", "drafted")
    hand.click(-20, 50)
    hand.move(50, 50)
    assert metres(found[-1][1]) == [(-20, 50), (50, 50)]
    hand.click(SIDE + 10, 50)

    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)

    assert found[-1][0] == "line_drawn"
    # Its end caught on the middle of the parcel's side.
    assert metres(found[-1][1]) == [(-20, 50), (100, 50)]


OUTLINE = shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)


@pytest.fixture
def reshape(view, tools):
    view.tools.choose("zone_reshape")
    tools.reshape.set_outline(OUTLINE)
    return tools.reshape


def test_a_dragged_corner_changes_the_outline(hand, reshape, heard):
    found = heard(reshape, "drafted", "outline_changed")

    hand.move(SIDE - 2, SIDE + 1)
    assert reshape.hot is not None
    hand.drag((SIDE - 1, SIDE + 1), (SIDE + 20, SIDE + 40), (SIDE + 10, SIDE + 10))

    names = [name for name, *_ in found]
    assert names == ["drafted", "drafted", "drafted", "outline_changed"]
    before, after = found[-1][1:]
    assert before.equals(OUTLINE)
    assert after.area == pytest.approx(10_000 + 2 * 100 * 10 / 2)
    assert reshape.outline is after


def test_a_dragged_corner_catches_on_the_next_parcel(hand, reshape):
    hand.drag((SIDE, SIDE), (STEP + 4, STEP - 3))

    corners = shapely.get_coordinates(reshape.outline).tolist()
    assert [WEST + STEP, SOUTH + STEP] in corners


def test_a_click_on_a_corner_changes_nothing(hand, reshape, heard):
    found = heard(reshape, "outline_changed", "refused")

    hand.click(SIDE, SIDE)

    assert found == []


def test_the_middle_of_a_side_becomes_a_corner(hand, reshape):
    hand.drag((SIDE / 2, SIDE), (SIDE / 2, SIDE + 10), (SIDE / 2, SIDE + 15))

    corners = metres(shapely.get_coordinates(reshape.outline))
    assert len(set(corners)) == 5
    assert (50, 120) in corners or (50, 115) in corners


def test_delete_takes_a_corner_away_down_to_a_triangle(
    qtbot, view, hand, reshape, heard
):
    found = heard(reshape, "outline_changed", "refused")
    hand.move(SIDE, SIDE)

    qtbot.keyClick(view.canvas, Qt.Key.Key_Delete)
    assert reshape.outline.area == pytest.approx(5_000)

    hand.move(0, 0)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Delete)
    assert found[-1] == ("refused", "too_few")
    assert reshape.outline.area == pytest.approx(5_000)


def test_an_outline_that_would_cross_itself_is_refused(hand, reshape, heard):
    found = heard(reshape, "drafted", "outline_changed", "refused")

    hand.drag((SIDE, SIDE), (50, 50), (-60, 30))

    assert found[-1] == ("refused", "crosses")
    assert found[-2][0] == "drafted"
    assert found[-2][2] is None
    assert reshape.outline.equals(OUTLINE)


def test_esc_puts_a_dragged_corner_back(qtbot, view, hand, reshape, heard):
    found = heard(reshape, "outline_changed")
    hand.press(SIDE, SIDE)
    hand.move(SIDE + 30, SIDE + 30)

    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    hand.release(SIDE + 30, SIDE + 30)

    assert found == []
    assert reshape.outline.equals(OUTLINE)


def test_the_keyboard_moves_a_corner(qtbot, view, tools, reshape):
    tools.set_snap_on(False)
    middle = view.canvas.viewport
    x, y = middle.centre_x, middle.centre_y
    reshape.set_outline(shapely.box(x, y, x + 80, y + 80))
    canvas, enter = view.canvas, Qt.Key.Key_Return

    qtbot.keyClick(canvas, Qt.Key.Key_Left)  # calls the crosshair to the middle
    qtbot.keyClick(canvas, enter)
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, enter)

    assert reshape.outline.area == pytest.approx(80 * 80 + 10 * 80 / 2)


def test_every_tool_is_painted_in_light_and_dark(qtbot, view, tools, hand):
    for theme in ("light", "dark"):
        view.canvas.look.set_theme(theme)
        for tool in tools.all:
            view.tools.choose(tool.id)
            tools.reshape.set_outline(OUTLINE)
            hand.move(3, 3)
            view.grab()
            hand.press(3, 3)
            for x, y in ((40, 0), (60, 30), (50, 60)):
                hand.move(x, y)
                view.grab()
            hand.release(50, 60)
            qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
