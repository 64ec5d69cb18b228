# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hand does on the map of the step 划区."""

import numpy as np
import shapely
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from window_driver import wait_for_county, wait_for_rest

Key, Left, Held = Qt.Key, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
MU_PER_M2 = 3 / 2000


def go_near(qtbot, desktop, row, *, half=500.0):
    """Show the ground about a parcel, undisturbed by motion."""
    point = desktop.zones.session.units.grounds[row].centroid
    box = (point.x - half, point.y - half, point.x + half, point.y + half)
    desktop.map.navigator.fit(box, margin=0.0)
    canvas = desktop.map.canvas
    qtbot.waitUntil(lambda: canvas.is_settled and canvas.picture is not None)


def spot(desktop, row):
    """Return where a point inside a parcel is on the map."""
    point = desktop.zones.session.units.grounds[row].representative_point()
    x, y = desktop.map.canvas.viewport.to_screen(point.x, point.y)
    return QPoint(round(x), round(y))


def neighbours_in_town(session, count=3):
    """Return rows of parcels that touch, the first of them well off others."""
    units, near = session.units, session.land.neighbours
    sizes = shapely.area(units.grounds)
    for row in np.flatnonzero(sizes > 4000).tolist():
        beside = [other for other in near.of(row).tolist() if sizes[other] > 4000]
        if len(beside) >= count - 1 and row < units.parcel_count:
            return [row, *beside[: count - 1]]
    raise AssertionError("the county has no such parcels")


def press(canvas, at):
    QTest.mouseMove(canvas, at)
    QTest.mousePress(canvas, Left, pos=at)


def glide(canvas, start, end, steps=8):
    for step in range(1, steps + 1):
        QTest.mouseMove(canvas, start + (end - start) * step / steps)


def let_go(canvas, at, held=Held.NoModifier):
    QTest.mouseRelease(canvas, Left, held, at)


def drag(canvas, start, end):
    press(canvas, start)
    glide(canvas, start, end)
    let_go(canvas, end)


def narrow_brush(desktop, width=5.0):
    """Make the brush so narrow that it takes the parcel below its middle alone."""
    desktop.map.zone_tools.brush.set_width(width)


def paint(qtbot, desktop, row):
    """Click a parcel with the brush."""
    canvas = desktop.map.canvas
    QTest.mouseMove(canvas, spot(desktop, row) + QPoint(3, 3))
    if desktop.map.tools.tool.id != "zone_brush":
        qtbot.keyClick(canvas, Key.Key_B)
    press(canvas, spot(desktop, row))
    let_go(canvas, spot(desktop, row))


def held(desktop, zone=None):
    """Return the rows that a zone holds."""
    session = desktop.zones.session
    zone = session.zone.id if zone is None else zone
    return session.zoning.rows(zone).tolist()


def settle(qtbot, desktop):
    """Wait until jobs have ended and what was put off is done."""
    wait_for_rest(qtbot, desktop)
    qtbot.wait(0)


def show_zones(qtbot, desktop, path):
    """Open a project and wait until zones can be drawn."""
    desktop.context.flows.open_path(path)
    wait_for_county(qtbot, desktop)
    desktop.window.show_step("zones")
    qtbot.waitUntil(lambda: desktop.zones.session.land is not None)
    wait_for_rest(qtbot, desktop)
    return desktop
