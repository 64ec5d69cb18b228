# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines and labels of a plan above the map."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt6.QtCore import QPointF, QRectF, QSizeF
from PyQt6.QtGui import QImage, QPainter

from landgis.render.viewport import Viewport
from landgis_ui.canvas.flows.curves import MAX_PX, MIN_PX, bundle, reach_px, widths_px
from landgis_ui.canvas.flows.labels import place_labels
from landgis_ui.canvas.flows.layer import STAY_PX, FlowLayer, FlowTool
from landgis_ui.canvas.flows.values import (
    NOWHERE,
    FirmMark,
    FlowLine,
    FlowPlan,
    ParkMark,
)
from landgis_ui.canvas.tool import Pointer
from landgis_ui.theme.look import Look

MAP = QRectF(0, 0, 1000, 700)
LABEL = QSizeF(120, 26)
VIEW = Viewport(
    centre_x=500.0, centre_y=350.0, m_per_px=1.0, width_px=1000, height_px=700
)

places = st.tuples(st.floats(-50, 1050), st.floats(-50, 750))
paths = st.lists(places, min_size=1, max_size=20)


def firm(key, x, y, *, park=NOWHERE):
    return FirmMark(key=key, name=key, x=x, y=y, park=park, weight=1.0)


def park(key, x, y):
    return ParkMark(key=key, mark="甲", name=key, x=x, y=y, colour=0)


@given(paths, places)
def test_every_line_runs_from_its_firm_to_its_park(starts, end):
    curves = bundle(np.array(starts), np.tile(np.array(end), (len(starts), 1)))

    assert curves[:, 0] == pytest.approx(np.array(starts))
    assert curves[:, 3] == pytest.approx(np.tile(end, (len(starts), 1)))


@given(paths, places)
def test_lines_come_into_a_park_from_one_side(starts, end):
    ends = np.tile(np.array(end), (len(starts), 1))
    curves = bundle(np.array(starts), ends)
    last = curves[:, 2] - curves[:, 3]
    middle = np.mean(starts, axis=0) - np.array(end)

    for way in last:  # none goes off at right angles to where the firms are
        assert way[0] * middle[1] - way[1] * middle[0] == pytest.approx(0, abs=1e-3)
        assert way @ middle >= -1e-6


def test_a_line_alone_is_straight():
    curve = bundle(np.array([[0.0, 0.0]]), np.array([[100.0, 0.0]]))[0]

    assert curve[:, 1].tolist() == [0, 0, 0, 0]
    assert curve[:, 0].tolist() == [0, 42, 70, 100]


def test_no_lines_are_no_curves():
    assert bundle(np.empty((0, 2)), np.empty((0, 2))).shape == (0, 4, 2)


def test_the_heaviest_line_is_the_thickest_and_none_vanishes():
    assert widths_px([4.0, 16.0, 0.0]) == pytest.approx(
        [MIN_PX + (MAX_PX - MIN_PX) / 2, MAX_PX, MIN_PX]
    )
    assert widths_px([0.0]) == [MIN_PX]
    assert widths_px([]) == []
    assert widths_px([4.0], 16.0) == pytest.approx([MIN_PX + (MAX_PX - MIN_PX) / 2])


@given(paths, places)
def test_a_line_is_as_near_as_its_nearest_piece(starts, at):
    curves = bundle(np.array(starts), np.tile([500.0, 350.0], (len(starts), 1)))
    far = reach_px(curves, *at)

    for curve, distance in zip(curves, far, strict=True):
        ends = np.hypot(*(curve[[0, 3]] - at).T)
        assert distance <= ends.min() + 1e-6
        hull = np.hypot(*(curve - at).T).max()
        assert distance <= hull + 1e-6


def test_a_straight_line_is_as_far_as_the_foot_of_the_perpendicular():
    curve = bundle(np.array([[0.0, 0.0]]), np.array([[100.0, 0.0]]))

    assert reach_px(curve, 37.0, 8.0) == pytest.approx([8.0])
    assert reach_px(curve, 103.0, 4.0) == pytest.approx([5.0])


@given(st.lists(places, max_size=12))
def test_labels_are_all_seen_and_those_out_of_sight_have_none(points):
    boxes = place_labels([QPointF(*at) for at in points], [LABEL] * len(points), MAP)

    for at, box in zip(points, boxes, strict=True):
        assert box.isEmpty() is not MAP.contains(QPointF(*at))
        assert MAP.contains(box) or box.isEmpty()


@given(st.lists(places, max_size=6))
def test_a_few_labels_never_cover_each_other(points):
    boxes = place_labels([QPointF(*at) for at in points], [LABEL] * len(points), MAP)
    shown = [box for box in boxes if not box.isEmpty()]

    for number, box in enumerate(shown):
        assert not any(box.intersects(other) for other in shown[:number])


def test_a_label_leaves_what_floats_above_the_map_free():
    plate = QRectF(400, 300, 200, 100)

    box = place_labels([QPointF(500, 350)], [LABEL], MAP, taken=[plate])[0]

    assert not box.intersects(plate)


def test_a_park_whose_place_nobody_knows_has_no_label():
    assert place_labels([None], [LABEL], MAP)[0].isEmpty()


def test_the_nearest_firm_under_the_pointer_is_found(qapp):
    layer = FlowLayer(Look("light"))
    near, other = firm("近", 500.0, 350.0), firm("远", 506.0, 350.0)
    layer.set_plan(FlowPlan(firms=(other, near)))

    assert layer.firm_at(VIEW, 501, 350) is None  # the plan is not on the map
    layer.show_plan(shown=True)
    assert layer.firm_at(VIEW, 501, 350) is near
    assert layer.firm_at(VIEW, 505, 350) is other
    assert layer.firm_at(VIEW, 530, 350) is None


def test_the_box_of_a_plan_holds_all_that_has_a_place(qapp):
    layer = FlowLayer(Look("light"))
    assert layer.bounds() is None
    assert layer.seen_share(VIEW) == 1.0

    unknown = float("nan")
    layer.set_plan(
        FlowPlan(
            parks=(park("A", 0.0, 900.0), park("B", unknown, unknown)),
            firms=(firm("f", 500.0, 350.0), firm("g", 2000.0, 100.0)),
        )
    )

    assert layer.bounds() == (0.0, 100.0, 2000.0, 900.0)
    assert layer.seen_share(VIEW) == pytest.approx(1 / 3)


def test_a_line_under_the_pointer_tells_its_town_until_the_pointer_is_far(qtbot):
    layer = FlowLayer(Look("light"))
    tool = FlowTool(layer)
    line = FlowLine(x=100.0, y=350.0, park=0, weight=2.0, firms=("f", "g"), town="东镇")
    layer.set_plan(FlowPlan(parks=(park("A", 900.0, 350.0),), lines=(line,)))
    layer.show_plan(shown=True)
    picture = QImage(1000, 700, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    layer.paint(painter, None, VIEW)
    painter.end()
    told = []
    tool.town_hovered.connect(told.append)

    for y in (200.0, 352.0, 352.0 + STAY_PX - 1, 200.0, 352.0):
        tool.move(Pointer(x=300.0, y=0.0, px=300.0, py=y))
    tool.leave()

    assert told == ["东镇", "", "东镇", ""]
