# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The map under a real mouse, wheel and keyboard."""

import threading
from dataclasses import replace

import numpy as np
import pytest
import shapely
from map_grid import centre_of, settle, squares
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PyQt6.QtWidgets import QApplication, QToolButton

from landgis.render.shapes import shapes_of
from landgis_ui.canvas.map_view import MapView
from landgis_ui.canvas.tool import PickMode

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


EAST = np.array([90_000, 5_000])


def on_screen(view, row, dx=0, dy=0):
    """Return where the middle of a parcel is on the widget."""
    px, py = view.canvas.viewport.to_screen(*centre_of(row))
    return QPoint(round(px) + dx, round(py) + dy)


@pytest.fixture
def picks(view):
    found = []
    view.rows_picked.connect(lambda rows, mode: found.append((rows.tolist(), mode)))
    return found


def drag(qtbot, view, *, start, end, modifiers=NONE, button=LEFT):
    canvas = view.canvas
    qtbot.mousePress(canvas, button, modifiers, start)
    for share in (0.3, 0.7, 1.0):
        at = start + (end - start) * share
        qtbot.mouseMove(canvas, at)
    qtbot.mouseRelease(canvas, button, modifiers, end)


@pytest.mark.parametrize(
    ("modifiers", "mode"),
    [(NONE, PickMode.REPLACE), (SHIFT, PickMode.ADD), (CONTROL, PickMode.TOGGLE)],
)
def test_a_click_picks_the_parcel_below(qtbot, view, picks, modifiers, mode):
    qtbot.mouseClick(view.canvas, LEFT, modifiers, on_screen(view, 5))

    assert picks == [([5], mode)]


def test_a_click_beside_every_parcel_drops_the_selection_but_not_with_shift(
    qtbot, view, picks
):
    beside = QPoint(5, 300)
    qtbot.mouseClick(view.canvas, LEFT, SHIFT, beside)
    assert picks == []

    qtbot.mouseClick(view.canvas, LEFT, NONE, beside)
    assert picks == [([], PickMode.REPLACE)]


def test_the_edge_of_a_parcel_is_found_to_the_pixel(view):
    at = on_screen(view, 5)

    assert view.canvas.row_at(at.x() - 49, at.y()) == 5
    assert view.canvas.row_at(at.x() - 52, at.y()) == -1


def test_a_drag_with_the_arrow_moves_the_map_and_picks_nothing(qtbot, view, picks):
    start = on_screen(view, 5)
    before = view.canvas.viewport

    drag(qtbot, view, start=start, end=start + QPoint(60, 40))

    after = view.canvas.viewport
    assert picks == []
    assert after.centre_x == pytest.approx(before.centre_x - 60)
    assert after.centre_y == pytest.approx(before.centre_y + 40)


def test_the_middle_button_moves_the_map_with_any_tool(qtbot, view, picks):
    view.tools.choose("box")
    before = view.canvas.viewport.centre_x

    drag(qtbot, view, start=QPoint(300, 300), end=QPoint(330, 300), button=MIDDLE)

    assert view.canvas.viewport.centre_x == pytest.approx(before - 30)
    assert picks == []


def test_space_moves_the_map_with_any_tool(qtbot, view, picks):
    view.tools.choose("lasso")
    before = view.canvas.viewport.centre_x

    qtbot.keyPress(view.canvas, Qt.Key.Key_Space)
    assert view.canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    drag(qtbot, view, start=QPoint(300, 300), end=QPoint(340, 300))
    qtbot.keyRelease(view.canvas, Qt.Key.Key_Space)

    assert view.canvas.viewport.centre_x == pytest.approx(before - 40)
    assert picks == []
    assert view.canvas.cursor().shape() == Qt.CursorShape.CrossCursor


def test_the_wheel_zooms_at_the_cursor(view):
    at = QPointF(200, 150)
    ground = view.canvas.viewport.to_map(200, 150)

    event = QWheelEvent(
        at,
        view.canvas.mapToGlobal(at),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's signature
    )
    QApplication.sendEvent(view.canvas, event)

    assert view.canvas.viewport.m_per_px < 1.0
    assert view.canvas.viewport.to_map(200, 150) == pytest.approx(ground)


def test_a_double_click_zooms_in(qtbot, view):
    qtbot.mouseDClick(view.canvas, LEFT, NONE, QPoint(400, 300))

    assert view.canvas.viewport.m_per_px < 0.8


def test_a_box_takes_every_parcel_it_touches(qtbot, view, picks):
    qtbot.keyClick(view.canvas, Qt.Key.Key_R)
    drag(
        qtbot,
        view,
        start=on_screen(view, 4, dx=-20),
        end=on_screen(view, 9, dx=-40),
        modifiers=SHIFT,
    )

    assert picks == [([4, 5, 8, 9], PickMode.ADD)]


def test_a_lasso_takes_what_it_goes_around(qtbot, view, picks):
    view.tools.choose("lasso")
    canvas, around = view.canvas, [(-55, -55), (55, -55), (55, 55), (-55, 55)]
    qtbot.mousePress(canvas, LEFT, NONE, on_screen(view, 6, *around[0]))
    for corner in around[1:]:
        qtbot.mouseMove(canvas, on_screen(view, 6, *corner))
    qtbot.mouseRelease(canvas, LEFT, NONE, on_screen(view, 6, *around[3]))

    assert picks == [([6], PickMode.REPLACE)]


def test_a_polygon_is_set_corner_by_corner_and_one_can_be_taken_back(
    qtbot, view, picks
):
    qtbot.keyClick(view.canvas, Qt.Key.Key_P)
    for row, dx, dy in ((8, -55, -55), (9, 0, -55), (3, 0, 0)):
        qtbot.mouseClick(view.canvas, LEFT, NONE, on_screen(view, row, dx, dy))
    qtbot.keyClick(view.canvas, Qt.Key.Key_Backspace)
    qtbot.mouseClick(view.canvas, LEFT, NONE, on_screen(view, 8, -55, 55))
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)

    assert picks == [([8, 9], PickMode.REPLACE)]


def test_esc_drops_what_is_being_drawn(qtbot, view, picks):
    view.tools.choose("polygon")
    for corner in ((0, 0), (50, 0), (50, 50)):
        qtbot.mouseClick(view.canvas, LEFT, NONE, on_screen(view, 5, *corner))
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)

    assert picks == []


def test_a_zoom_box_fills_the_map_and_alt_goes_the_other_way(qtbot, view):
    view.tools.choose("zoom_box")
    before = view.canvas.viewport.m_per_px

    drag(qtbot, view, start=QPoint(200, 150), end=QPoint(600, 450))
    assert view.canvas.viewport.m_per_px == pytest.approx(before / 2)
    drag(qtbot, view, start=QPoint(200, 150), end=QPoint(600, 450), modifiers=ALT)
    assert view.canvas.viewport.m_per_px == pytest.approx(before)


def test_a_way_of_three_four_five_is_measured(qtbot, view):
    qtbot.keyClick(view.canvas, Qt.Key.Key_M)
    measure = view.tools.measure
    for corner in (QPoint(100, 100), QPoint(400, 100), QPoint(400, 500)):
        qtbot.mouseClick(view.canvas, LEFT, NONE, corner)

    assert measure.length_m == pytest.approx(700)
    assert measure.area_m2 == pytest.approx(60_000)  # 90 亩

    qtbot.keyClick(view.canvas, Qt.Key.Key_Backspace)
    assert measure.length_m == pytest.approx(300)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    qtbot.mouseClick(view.canvas, LEFT, NONE, QPoint(10, 300))
    assert len(measure.places) == 1  # a new way began
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert len(measure.places) == 0


def test_a_box_is_drawn_without_a_mouse(qtbot, view, picks):
    canvas = view.canvas
    qtbot.keyClick(canvas, Qt.Key.Key_R)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)  # calls the crosshair to the middle
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up):
        for _ in range(2):
            qtbot.keyClick(canvas, key, CONTROL)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)

    assert picks == [([6, 10], PickMode.REPLACE)]


def test_a_polygon_is_drawn_without_a_mouse(qtbot, view, picks):
    canvas = view.canvas
    qtbot.keyClick(canvas, Qt.Key.Key_P)
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up):
        qtbot.keyClick(canvas, key, CONTROL)
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)

    assert picks == [([6], PickMode.REPLACE)]


def test_arrow_keys_go_to_the_parcel_next_door(qtbot, view, picks):
    view.set_selection(np.array([5]))

    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Up)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Left, SHIFT)

    assert picks == [
        ([6], PickMode.REPLACE),
        ([10], PickMode.REPLACE),
        ([9], PickMode.ADD),
    ]


def test_arrow_keys_begin_in_the_middle_and_pass_over_what_is_hidden(
    qtbot, view, picks
):
    hidden = np.zeros(12, dtype=bool)
    hidden[6] = True
    view.set_hidden_rows(hidden)
    settle(qtbot, view)
    view.set_selection(np.array([5]))
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    assert picks == [([7], PickMode.REPLACE)]

    view.set_selection(np.empty(0, dtype=np.int64))
    qtbot.keyClick(view.canvas, Qt.Key.Key_Up)
    assert picks[-1] == ([5], PickMode.REPLACE)


def test_enter_opens_the_current_parcel_and_esc_drops_the_selection(qtbot, view, picks):
    view.set_selection(np.array([7]))
    with qtbot.waitSignal(view.row_activated) as opened:
        qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)

    assert opened.args == [7]
    assert picks == [([], PickMode.REPLACE)]


def test_z_shows_the_selection_and_f_everything(qtbot, view):
    view.set_selection(np.array([7]))
    qtbot.keyClick(view.canvas, Qt.Key.Key_Z)
    near = view.canvas.viewport
    assert near.to_map(400, 300) == pytest.approx(centre_of(7))
    west, south, east, north = near.bounds
    assert 200 < east - west < 800, "the parcel of 100 m and its neighbours"

    qtbot.keyClick(view.canvas, Qt.Key.Key_F)
    west, south, east, north = view.canvas.viewport.bounds
    assert west < 540_000
    assert east > 540_460
    assert south < 3_078_000
    assert north > 3_078_340


def test_plus_and_minus_zoom(qtbot, view):
    qtbot.keyClick(view.canvas, Qt.Key.Key_Plus)
    nearer = view.canvas.viewport.m_per_px
    qtbot.keyClick(view.canvas, Qt.Key.Key_Minus)

    assert nearer < 1.0
    assert view.canvas.viewport.m_per_px > nearer


def test_the_pointer_says_where_it_is_and_over_what(qtbot, view):
    with qtbot.waitSignals([view.position_moved, view.hovered]) as told:
        qtbot.mouseMove(view.canvas, on_screen(view, 9))

    values = {tuple(signal.args) for signal in told.all_signals_and_args}
    assert (9,) in values
    place = next(value for value in values if len(value) == 2)
    assert place == pytest.approx(centre_of(9), abs=1.0)


def test_the_map_says_in_a_sentence_what_is_selected(view):
    assert view.canvas.accessibleName() == "地图，没有选中宗地"
    view.set_selection(np.array([1, 2]))
    assert view.canvas.accessibleName() == "地图，选中 2\u2009宗"

    view.set_description(lambda rows: f"宗地 QT-{rows[0]:04d}，低效")
    view.set_selection(np.array([1]))
    assert view.canvas.accessibleName() == "宗地 QT-0001，低效"


def test_every_button_on_the_map_has_a_name_and_a_hint(view):
    buttons = view.canvas.findChildren(QToolButton)
    assert len(buttons) >= 10
    assert [b for b in buttons if not b.accessibleName() or not b.toolTip()] == []


def test_where_the_map_was_looking_comes_back(view):
    state = view.state()
    view.navigator.pan(300, 200)

    assert view.restore(state)
    assert view.state() == state
    assert not view.restore({"centre": "?"})


def test_a_new_project_somewhere_else_is_shown_whole(qtbot, view, parcels):
    far = shapes_of(shapely.transform(squares(), lambda xy: xy + EAST))
    view.layers.set_all([replace(parcels, shapes=far)])

    west, _, east, _ = view.canvas.viewport.bounds
    assert west < 630_000
    assert east > 630_460


def test_closing_leaves_no_thread_behind(qtbot, view):
    view.set_selection(np.array([1]))
    view.flash(np.array([1]))
    view.navigator.motion_ms = 500
    view.navigator.set_scale(500)
    view.close()

    assert [t for t in threading.enumerate() if t.name.startswith("map")] == []
    assert view.navigator.viewport == view.navigator.target


def test_the_next_project_is_shown_whole_even_where_the_last_one_was(view, parcels):
    view.navigator.set_scale(500)
    view.layers.set_all([])
    view.layers.set_all([parcels])

    west, south, east, north = view.canvas.viewport.bounds
    assert west < 540_000
    assert south < 3_078_000
    assert east > 540_460
    assert north > 3_078_340


def test_a_place_restored_before_the_parcels_come_is_kept(view, parcels):
    view.layers.set_all([])
    view.restore({"centre": [540_050, 3_078_050], "m_per_px": 0.25})
    view.layers.set_all([parcels])

    assert view.canvas.viewport.m_per_px == 0.25
    assert view.canvas.viewport.centre_x == 540_050


def test_several_changes_at_a_time_make_one_picture(qtbot, view):
    drawn = []
    view.canvas.pictured.connect(lambda: drawn.append(1))
    view.set_hatches(shown=False)
    view.set_highlighted(["normal"])
    view.set_hidden_classes(["overdue"])
    settle(qtbot, view)

    assert len(drawn) == 1


def test_two_fingers_zoom_where_they_are(qtbot, view):
    at = QPointF(200, 150)
    ground = view.canvas.viewport.to_map(200, 150)
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        view.canvas.mapToGlobal(at),
        0.2,
        QPointF(),
    )
    QApplication.sendEvent(view.canvas, pinch)

    assert view.canvas.viewport.m_per_px == pytest.approx(1 / 1.2)
    assert view.canvas.viewport.to_map(200, 150) == pytest.approx(ground)
    view.navigator.stop()


def test_esc_puts_the_tool_down_before_it_drops_the_selection(qtbot, view, picks):
    view.set_selection(np.array([3]))
    view.tools.choose("lasso")

    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert view.tools.tool.id == "arrow"
    assert picks == []
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert picks == [([], PickMode.REPLACE)]


def test_parcels_that_come_before_the_map_is_laid_out_are_shown_whole(
    qtbot, look, words, parcels
):
    view = MapView(look, words)
    qtbot.addWidget(view)
    view.layers.set_all([parcels])
    view.resize(300, 200)
    view.show()
    view.resize(900, 700)  # as a window does while it lays itself out

    west, _, east, _ = view.canvas.viewport.bounds
    assert west < 540_000
    assert east > 540_460
    assert east - west < 2 * 460  # and not a dot in the middle
    view.close()


def test_a_resize_after_the_map_was_moved_keeps_its_scale(view):
    view.navigator.pan(10, 0)
    before = view.canvas.viewport
    view.resize(500, 400)

    assert view.canvas.viewport.m_per_px == before.m_per_px
    assert view.canvas.viewport.centre_x == before.centre_x
