# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Take the pictures of the window that stand in the documents.

    QT_QPA_PLATFORM=offscreen python docs/window_pictures.py

Makes the sample county in a temporary folder, checks and analyses it, draws zones,
plans relocations, and writes a `window-….png` for each beside this file.
"""

from __future__ import annotations

import dataclasses
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image
from PyQt6.QtCore import QEventLoop, QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QWidget

from landgis.operations.stored_open import make_demo_project
from landgis.relocation.wishes import preset
from landgis_ui.app import Desktop, Places

HERE = Path(__file__).parent
SIZE = (1600, 1000)
PATIENCE_S = 180.0
STILL_S = 2.0
SHOWN_SCALE = 6000
COLOURS = 256
CROWD_M = 400.0
BRUSH_M = 260.0
SEARCH_S = 8.0


def wait(app: QApplication, until: Callable[[], object], *, most: float) -> None:
    """Let the window work until something is so, at most for some seconds."""
    end = time.monotonic() + most
    flags = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
    while not until() and time.monotonic() < end:
        app.processEvents(flags, 50)


def take(app: QApplication, desktop: Desktop, name: str) -> None:
    """Write a picture once everything has come to rest."""
    jobs = desktop.context.workspace.jobs
    for _ in range(2):
        wait(app, lambda: False, most=STILL_S)  # what follows begins only now
        wait(app, lambda: not jobs.running, most=PATIENCE_S)
    path = HERE / f"{name}.png"
    desktop.window.grab().save(str(path))
    with Image.open(path) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    in_few_colours(pixels).save(path, optimize=True)


def in_few_colours(pixels: NDArray[np.uint8]) -> Image.Image:
    """Return a picture in 256 of its colours: the frequent ones, and each far one."""
    flat, back, counts = np.unique(
        pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True
    )
    colours = flat.astype(np.int64)
    miss = np.full(len(flat), 3 * 255**2, dtype=np.int64)
    nearest, palette = np.zeros(len(flat), dtype=np.uint8), []
    for place in range(COLOURS):
        chosen = int((miss * counts).argmax())
        palette.append(flat[chosen])
        away = ((colours - colours[chosen]) ** 2).sum(axis=1)
        closer = away < miss
        nearest[closer], miss[closer] = place, away[closer]
    picture = Image.fromarray(nearest[back.reshape(-1)].reshape(pixels.shape[:2]), "P")
    picture.putpalette(np.array(palette).tobytes())
    return picture


def take_all(app: QApplication, folder: Path) -> None:
    """Take every picture on a fresh sample county."""
    desktop = Desktop(app, Places(settings=folder / "s.ini", logs=folder / "logs"))
    desktop.context.settings.set("preference.show_tour", value=False)
    desktop.context.settings.set("preference.theme", "light")
    desktop.start()
    desktop.window.resize(*SIZE)
    desktop.map.navigator.motion_ms = 0
    workspace = desktop.context.workspace
    desktop.context.flows.open_store(make_demo_project(folder / "county"))
    take(app, desktop, "window-import")
    desktop.context.flows.run_analysis()
    wait(app, lambda: workspace.result is not None, most=PATIENCE_S)
    result = workspace.result
    if result is None:
        raise SystemExit("the sample county could not be analysed")
    parcels = result.analysis.parcels
    chosen = int((parcels["status"] == "low_efficiency").to_numpy().nonzero()[0][3])
    desktop.window.show_step("checks")
    take(app, desktop, "window-checks")
    desktop.window.show_step("analysis")
    workspace.selection.set([chosen])
    workspace.show_on_map(rows=[chosen], flash=False)
    desktop.map.navigator.set_scale(SHOWN_SCALE)
    take(app, desktop, "window")
    desktop.map.fit_all()
    desktop.utilities.open("whatif")
    take(app, desktop, "window-whatif")
    desktop.utilities.close()
    take_zones(app, desktop)
    take_relocation(app, desktop)
    desktop.window.show_step("report")
    wait(app, lambda: desktop.report.centre.view.preview is not None, most=PATIENCE_S)
    take(app, desktop, "window-report")
    desktop.window.close()


def take_zones(app: QApplication, desktop: Desktop) -> None:
    """Paint one zone, and begin a stroke into it, as on the map of a meeting."""
    canvas, session = desktop.map.canvas, desktop.zones.session
    desktop.window.show_step("zones")
    wait(app, lambda: session.land is not None, most=PATIENCE_S)
    units = session.units
    wanted = units.with_status(["low_efficiency", "underused", "overdue"])
    centres = shapely.centroid(units.grounds[np.flatnonzero(wanted)])
    crowd = [int((shapely.distance(centres, at) < CROWD_M).sum()) for at in centres]
    middle = centres[int(np.argmax(crowd))]
    box = (middle.x - 900, middle.y - 600, middle.x + 900, middle.y + 600)
    desktop.map.navigator.fit(box, margin=0.0)
    wait(app, lambda: canvas.is_settled, most=PATIENCE_S)
    desktop.map.zone_tools.brush.set_width(BRUSH_M)
    desktop.map.tools.choose("zone_brush")
    at = canvas.rect().center()
    left, right = at - QPoint(160, 40), at + QPoint(40, 20)
    stroke(canvas, left, right)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=right)
    wait(app, lambda: canvas.is_settled, most=STILL_S)
    stroke(canvas, right + QPoint(60, 60), right + QPoint(110, 130))
    take(app, desktop, "window-zones")
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=right + QPoint(110, 130))


def stroke(canvas: QWidget, start: QPoint, end: QPoint) -> None:
    """Draw with the button held down."""
    QTest.mouseMove(canvas, start)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 9):
        QTest.mouseMove(canvas, start + (end - start) * step / 8)


def take_relocation(app: QApplication, desktop: Desktop) -> None:
    """Make a plan, and another one that costs less, and look at both."""
    session = desktop.relocation.session
    desktop.window.show_step("relocation")
    wait(app, lambda: session.view is not None, most=PATIENCE_S)
    for _ in range(2):
        plan = session.plan
        if plan is None:
            raise SystemExit("there is no plan")
        wishes = dataclasses.replace(plan.wishes, time_limit_s=SEARCH_S)
        desktop.relocation.edits.set_wishes(wishes)
        session.solve()
        wait(app, lambda: not session.jobs.is_solving, most=PATIENCE_S)
        if len(session.plans) == 1:
            wishes = preset("nearest", plan.wishes)
            session.new_plan(copy_of=plan.id, wishes=wishes)
            wait(app, lambda: session.view is not None, most=PATIENCE_S)
    desktop.map.fit_all()
    take(app, desktop, "window-relocation")


def main() -> None:
    """Take the pictures."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("LandGIS")
    app.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        take_all(app, Path(folder))


if __name__ == "__main__":
    main()
