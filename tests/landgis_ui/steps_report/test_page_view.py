# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page on the screen: fitted, dragged with the mouse, moved by keys."""

import pytest
from PyQt6.QtCore import QBuffer, QPoint, QPointF, Qt
from PyQt6.QtGui import QColor, QImage, QWheelEvent

from landgis.operations.report_files import PagePreview
from landgis_ui.steps.report.page_view import MARGIN_PX, PageView

Left = Qt.MouseButton.LeftButton


def page(frame=(20.0, 30.0, 300.0, 200.0), bounds=(1000.0, 2000.0, 4000.0, 4000.0)):
    """A sheet of 400 × 300 mm; its frame shows ground at 1 : 10 000."""
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return PagePreview(
        png=bytes(buffer.data()),
        page=0,
        pages=1,
        width_mm=400,
        height_mm=300,
        scale=10_000,
        frame_mm=frame,
        bounds=bounds,
        notes=(),
    )


@pytest.fixture
def view(qtbot, context):
    """A view in which the page is 800 × 600 pixels: 2 pixels a millimetre."""
    found = PageView(context)
    qtbot.addWidget(found)
    found.resize(800 + 2 * MARGIN_PX, 600 + 2 * MARGIN_PX)
    found.show()
    found.show_page(page())
    return found


def at(x_mm, y_mm):
    return QPoint(MARGIN_PX + 2 * x_mm, MARGIN_PX + 2 * y_mm)


def test_the_ground_follows_the_hand(qtbot, view):
    chosen = []
    view.centre_chosen.connect(lambda x, y: chosen.append((x, y)))
    qtbot.mousePress(view, Left, pos=at(100, 100))
    qtbot.mouseMove(view, at(130, 90))
    qtbot.mouseRelease(view, Left, pos=at(130, 90))
    # 30 mm to the right and 10 mm up, 10 m a millimetre; the middle was 2500, 3000.
    assert chosen == [pytest.approx((2500 - 300, 3000 - 100))]


def test_a_hand_beside_the_map_moves_nothing(qtbot, view):
    with qtbot.assertNotEmitted(view.centre_chosen):
        qtbot.mousePress(view, Left, pos=at(5, 5))
        qtbot.mouseMove(view, at(60, 60))
        qtbot.mouseRelease(view, Left, pos=at(60, 60))


def test_a_page_without_a_map_is_not_moved(qtbot, view):
    view.show_page(page(frame=None, bounds=None))
    with qtbot.assertNotEmitted(view.centre_chosen):
        qtbot.mousePress(view, Left, pos=at(100, 100))
        qtbot.mouseMove(view, at(160, 160))
        qtbot.mouseRelease(view, Left, pos=at(160, 160))


def test_arrows_move_the_map_by_a_centimetre(qtbot, view):
    chosen = []
    view.centre_chosen.connect(lambda x, y: chosen.append((x, y)))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert chosen == [pytest.approx((2600, 3000)), pytest.approx((2500, 3100))]


def test_wheel_and_plus_ask_for_another_scale(qtbot, view):
    turned = []
    view.scale_turned.connect(turned.append)
    place = QPointF(at(100, 100))
    event = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - not inverted
    )
    view.wheelEvent(event)
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert turned == [-1, 1]


def test_a_picture_as_fine_as_the_screen_is_asked_for(view):
    # 2 logical pixels a millimetre are 50.8 an inch.
    assert view.wanted_ppi(400, 300) == pytest.approx(50.8 * view.devicePixelRatioF())


def test_a_sentence_takes_the_place_of_a_page_that_cannot_be_made(view):
    view.show_message("没有宗地")
    assert view.message == "没有宗地"
    view.grab()
    view.show_page(page())
    assert not view.message
