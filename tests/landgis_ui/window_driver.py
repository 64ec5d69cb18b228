# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does with mouse and keyboard on the whole window."""

from pathlib import Path

from PyQt6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDropEvent

Key, Held, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
PATIENCE_MS = 90_000
COUNTY = Path(__file__).parents[2] / "sample_data" / "county"


def click(qtbot, widget):
    qtbot.mouseClick(widget, Left, pos=widget.rect().center())


def chord(qtbot, desktop, key, held=Held.ControlModifier):
    qtbot.keyClick(desktop.window, key, held)


def drop(window, *paths):
    """Let go of files over the window, as the system does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(400, 400),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    assert event.isAccepted()


def search(qtbot, desktop, text):
    """Type into the search box and take the first line."""
    chord(qtbot, desktop, Key.Key_K)
    assert desktop.search.box.hasFocus()
    desktop.search.box.clear()
    desktop.search.box.insert(text)
    assert desktop.search.offers, text
    title = desktop.search.offers[0].title
    qtbot.keyClick(desktop.search.box, Key.Key_Return)
    return title


def spot_of(desktop, row):
    """Return where a parcel is on the map, and go there."""
    desktop.context.workspace.show_on_map(rows=[row], flash=False)
    place = desktop.context.workspace.result.analysis.parcel_geometry[row]
    point = place.representative_point()
    x, y = desktop.map.navigator.target.to_screen(point.x, point.y)
    return QPoint(round(x), round(y))


def wait_for_county(qtbot, desktop):
    """Wait until result and map are there and nothing is left to do."""
    workspace, canvas = desktop.context.workspace, desktop.map.canvas
    qtbot.waitUntil(lambda: workspace.result is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: canvas.scene.shapes is not None, timeout=PATIENCE_MS)
    wait_for_rest(qtbot, desktop)
    qtbot.waitUntil(
        lambda: canvas.is_settled and canvas.picture is not None, timeout=PATIENCE_MS
    )


def wait_for_rest(qtbot, desktop):
    """Wait until no job runs any more."""
    jobs = desktop.context.workspace.jobs
    qtbot.waitUntil(lambda: not jobs.running, timeout=PATIENCE_MS)
