# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Take the pictures of the window that stand in the documents.

    QT_QPA_PLATFORM=offscreen python docs/window_pictures.py

Makes the sample county in a temporary folder, checks and analyses it, and writes
`window.png`, `window-import.png`, `window-checks.png` and `window-whatif.png`
beside this file.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PyQt6.QtCore import QEventLoop
from PyQt6.QtWidgets import QApplication

from landgis.operations.stored_open import make_demo_project
from landgis_ui.app import Desktop, Places

HERE = Path(__file__).parent
SIZE = (1600, 1000)
PATIENCE_S = 180.0
STILL_S = 2.0
SHOWN_SCALE = 6000
COLOURS = 256


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
    desktop.window.close()


def main() -> None:
    """Take the pictures."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("LandGIS")
    app.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        take_all(app, Path(folder))


if __name__ == "__main__":
    main()
