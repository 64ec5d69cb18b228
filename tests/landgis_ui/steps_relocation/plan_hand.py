# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does on the step 安置, and what is seen there."""

from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from window_driver import wait_for_county, wait_for_rest

from landgis.relocation.drops import check_move
from landgis.relocation.wishes import PlanWishes

Left, NoButton = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
Copy, NoKey = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
LAND_ALONE = PlanWishes(weight_km=0.0, weight_cluster=0.0)
"""Proven as soon as every firm has a place, which takes two seconds."""


def show_plans(qtbot, desktop, path):
    desktop.context.flows.open_path(path)
    wait_for_county(qtbot, desktop)
    enter(qtbot, desktop)
    return desktop


def enter(qtbot, desktop):
    """Go to the step and wait until nothing is left to read."""
    desktop.window.show_step("relocation")
    step = desktop.relocation
    qtbot.waitUntil(lambda: step.session.view is not None)
    settle(qtbot, desktop)


def settle(qtbot, desktop):
    wait_for_rest(qtbot, desktop)
    canvas = desktop.map.canvas
    qtbot.waitUntil(lambda: canvas.is_settled and canvas.picture is not None)
    canvas.repaint()


def pairs(view, *, allowed):
    """Return a firm that moves and another park, to which it may (or may not) go."""
    for firm in view.firms[view.firms["outcome"] == "moved"].to_dict("records"):
        for park in view.parks["key"]:
            if park == firm["park"] or firm["x"] != firm["x"]:
                continue
            if check_move(view, firm["key"], park).allowed is allowed:
                yield firm["key"], park


def park_of(view, firm):
    return view.firms.set_index("key").at[firm, "park"]


def spot_of_firm(desktop, firm):
    """Return where the dot of a firm is on the map."""
    mark = next(m for m in desktop.relocation.flows.layer.plan.firms if m.key == firm)
    x, y = desktop.map.canvas.viewport.to_screen(mark.x, mark.y)
    return QPoint(round(float(x)), round(float(y)))


def spot_of_park(desktop, park):
    """Return the middle of a park's label on the map."""
    box = desktop.relocation.flows.layer.label_of(park)
    assert not box.isEmpty()
    return box.center().toPoint()


def is_free_dot(desktop, firm):
    """Tell whether the pointer on a firm's dot finds this firm."""
    layer, at = desktop.relocation.flows.layer, spot_of_firm(desktop, firm)
    found = layer.firm_at(desktop.map.canvas.viewport, at.x(), at.y())
    return found is not None and found.key == firm


def carry(desktop, firm, park):
    """Take a firm by its dot and hold it above a park's label."""
    canvas = desktop.map.canvas
    start, end = spot_of_firm(desktop, firm), spot_of_park(desktop, park)
    QTest.mouseMove(canvas, start)
    QTest.mousePress(canvas, Left, pos=start)
    for step in range(1, 5):
        QTest.mouseMove(canvas, start + (end - start) * step / 4)
    return end


def drag_rows(model, keys):
    """Return the data that dragging these rows of the list carries."""
    indexes = [model.index(model.line_of(key), 0) for key in keys]
    return model.mimeData(indexes)


def send(widget, event):
    QApplication.sendEvent(widget, event)
    return event


def hold_rows(widget, at, data):
    """Carry rows above a widget; return the last event."""
    send(widget, QDragEnterEvent(at, Copy, data, Left, NoKey))
    return send(widget, QDragMoveEvent(at, Copy, data, Left, NoKey))


def drop_rows(widget, at, data):
    return send(
        widget, QDropEvent(QPointF(at), Copy, data, Left, NoKey, QEvent.Type.Drop)
    )
