# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time the step 划区 in the whole window: a stroke of the brush, its undo, its redo.

Real mouse events go to the map of the running program, on a project of 200,000 parcels
or as many as are named; what is timed is one event from its arrival to the last pixel
of map, cards and totals.  Told are the time by the clock, and the thread's own time on
the processor, which other programs cannot lengthen.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QApplication

from benchmarks.bench_map import mouse
from benchmarks.window_county import analysed_project, busy, let_run, wait_until
from landgis_ui.app import Desktop, Places
from landgis_ui.work import garbage

SIZE = (1600, 1000)
LIMITS_MS, UNDO_MS = (16.0, 50.0), 100.0
MANY, LEAST = 5_000, 3_000
STEP_PX, WIDTH_M, M_PER_PX = 9.0, 460.0, 8.0
LONG_S = 600.0
UNDOES, MOST_MOVES = 6, 900
Times = list[tuple[float, float]]


def start(folder: Path) -> Desktop:
    """Return the running program."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    desktop = Desktop(
        app, Places(settings=folder / "settings.ini", logs=folder / "logs")
    )
    desktop.context.settings.set("preference.show_tour", False)  # noqa: FBT003 - the setting is one
    desktop.window.resize(*SIZE)
    desktop.start(None)
    workspace = desktop.context.workspace
    workspace.loaded_changed.connect(garbage.settle)
    workspace.result_changed.connect(garbage.settle)
    return desktop


def open_step(desktop: Desktop, path: Path) -> None:
    """Open the project and wait until zones can be drawn; print how long that took."""
    session = desktop.zones.session
    began = time.perf_counter()
    desktop.context.flows.open_store(path)
    wait_until(lambda: desktop.context.workspace.result is not None, at_most_s=LONG_S)
    read = time.perf_counter()
    desktop.window.show_step("zones")
    wait_until(lambda: session.land is not None, at_most_s=LONG_S)
    ready = time.perf_counter()
    print(
        f"  result read after {read - began:.1f} s, zones ready {ready - read:.1f} s "
        f"later (load {busy():.1f})",
        flush=True,
    )
    settle(desktop)
    garbage.settle()


def settle(desktop: Desktop) -> None:
    """Wait until no job runs and the map is drawn."""
    jobs, canvas = desktop.context.workspace.jobs, desktop.map.canvas
    wait_until(lambda: not jobs.running and canvas.is_settled, at_most_s=LONG_S)
    let_run(0.3)


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Return wall-clock time and work of an act and its painting, in ms."""
    began, worked = time.perf_counter(), time.thread_time()
    act()
    QApplication.sendPostedEvents()
    return (
        (time.perf_counter() - began) * 1000,
        (time.thread_time() - worked) * 1000,
    )


def hover(desktop: Desktop) -> Times:
    """Move the brush over the map before the button goes down."""
    view = desktop.map
    return [
        timed(
            lambda n=number: mouse(
                view,
                QMouseEvent.Type.MouseMove,
                QPointF(150 + n * STEP_PX, 300),
                down=False,
            )
        )
        for number in range(60)
    ]


def paint(desktop: Desktop) -> tuple[Times, tuple[float, float], int]:
    """Paint to and fro until many parcels are taken; return moves, release, parcels."""
    view, desk = desktop.map, desktop.zones.desk
    width, height = view.canvas.width(), view.canvas.height()
    x, y, way, taken = 150.0, 120.0, STEP_PX, 0
    found: Times = []
    mouse(view, QMouseEvent.Type.MouseButtonPress, QPointF(x, y), down=True)
    QApplication.sendPostedEvents()
    while taken < MANY and len(found) < MOST_MOVES:
        x += way
        if not 100 < x < width - 100:
            way, y = -way, (y + 90 - 100) % (height - 200) + 100
        move = QPointF(x, y)
        found.append(
            timed(
                lambda at=move: mouse(view, QMouseEvent.Type.MouseMove, at, down=True)
            )
        )
        let_run(0.001)  # what was put off for later has its turn, as between two events
        taken = 0 if desk.outlook is None else len(desk.outlook.effect.rows)
    release = timed(
        lambda: mouse(
            view, QMouseEvent.Type.MouseButtonRelease, QPointF(x, y), down=False
        )
    )
    return found, release, taken


def tell(title: str, times: Times) -> tuple[float, float]:
    """Print median and 99th percentile; return those of the work."""
    wall, work = np.array(times).T
    clock, own = (np.percentile(each, (50, 99)) for each in (wall, work))
    print(
        f"  {title:<16} {clock[0]:6.1f} ms median, {clock[1]:6.1f} p99; "
        f"work {own[0]:6.1f}, {own[1]:6.1f}, at most {work.max():.1f}",
        flush=True,
    )
    return float(own[0]), float(own[1])


def measure(path: Path, folder: Path) -> bool:
    """Print the figures of a project; tell whether all limits were kept."""
    desktop = start(folder)
    open_step(desktop, path)
    desktop.map.navigator.motion_ms = 0
    desktop.map.navigator.jump(desktop.map.navigator.target.at_scale(M_PER_PX))
    settle(desktop)
    desktop.zones.edits.new_zone()
    desktop.zones.edits.new_zone()
    desktop.map.tools.choose("zone_brush")
    desktop.map.zone_tools.brush.set_width(WIDTH_M)
    settle(desktop)
    kept = tell("before the click", hover(desktop))[0] <= LIMITS_MS[0]
    moves, release, taken = paint(desktop)
    print(f"  a stroke over {taken:,} parcels in {len(moves)} moves")
    middle, most = tell("one move", moves)
    tell("the last moves", moves[-40:])
    # A stroke that paints next to nothing is quick and proves nothing.
    kept = kept and taken >= LEAST and middle <= LIMITS_MS[0] and most <= LIMITS_MS[1]
    tell("letting go", [release])
    settle(desktop)
    workspace = desktop.context.workspace
    undone, redone = [], []
    for _ in range(UNDOES):
        undone.append(timed(workspace.undo))
        settle(desktop)
        redone.append(timed(workspace.redo))
        settle(desktop)
    kept = tell("undo", undone)[1] <= UNDO_MS and kept
    tell("redo", redone)
    desktop.window.close()
    return kept


def main() -> None:
    """Measure 200,000 parcels, or as many as are named, on a copy of the project."""
    counts = [int(text) for text in sys.argv[1:] if text.isdigit()] or [200_000]
    with tempfile.TemporaryDirectory() as name:
        for count in counts:
            folder = Path(name) / str(count)
            folder.mkdir()
            made = analysed_project(count)
            path = Path(shutil.copy(made, folder / "county.landgis.gpkg"))
            print(f"{count:,} parcels", flush=True)
            is_kept = measure(path, folder)
            print(f"limits (work): {'kept' if is_kept else 'MISSED'}")


if __name__ == "__main__":
    main()
