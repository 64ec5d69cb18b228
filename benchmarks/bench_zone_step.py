# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time the step 划区 in the whole window: a stroke of the brush, its undo, its redo.

Real mouse events go to the map of the running program, on a project of 200,000 parcels
or as many as are named; what is timed is one event from its arrival to the last pixel
of map, cards and totals.  What is put off for later turns of the event loop is watched
too: no turn may hold the window.  Told are the time by the clock, and the thread's own
time on the processor, which other programs cannot lengthen; the limits are held to the
latter.  A stroke that paints fewer parcels than it ought to counts as a failure.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QApplication

from benchmarks.bench_map import mouse
from benchmarks.window_county import (
    LIMIT_MS,
    Watchdog,
    analysed_project,
    busy,
    let_run,
    wait_until,
)
from landgis.operations.stored_zones import stroke_edit
from landgis.project import Changes
from landgis.zones.strokes import Stroke, effect_of
from landgis_ui.app import Desktop, Places
from landgis_ui.work import garbage

SIZE = (1600, 1000)
LIMITS_MS, UNDO_MS, SAVE_MS = (16.0, 50.0), 100.0, 30.0
MANY = 5_000
STEP_PX, WIDTH_M, M_PER_PX = 9.0, 460.0, 10.0
LANE_PX, EDGE_PX, TOP_PX = 45.0, 100.0, 60.0
LONG_S = 600.0
UNDOES, SAVES, MOST_MOVES = 6, 20, 1_500
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


def look_at_parcels(desktop: Desktop) -> None:
    """Show the middle of the parcels, so near that a stroke can be aimed."""
    boxes = desktop.zones.session.units.boxes
    x, y = np.nanmedian((boxes[:, :2] + boxes[:, 2:]) / 2, axis=0).tolist()
    navigator = desktop.map.navigator
    navigator.motion_ms = 0
    near = replace(navigator.target, centre_x=x, centre_y=y)
    navigator.jump(near.at_scale(M_PER_PX))
    settle(desktop)


def paint(desktop: Desktop) -> tuple[Times, int, Callable[[], None]]:
    """Paint to and fro over many parcels; return moves, parcels, and how to let go."""
    view, desk = desktop.map, desktop.zones.desk
    width, height = view.canvas.width(), view.canvas.height()
    x, y, way, taken = 150.0, TOP_PX, STEP_PX, 0
    found: Times = []
    mouse(view, QMouseEvent.Type.MouseButtonPress, QPointF(x, y), down=True)
    QApplication.sendPostedEvents()
    while taken < MANY and len(found) < MOST_MOVES and y < height - TOP_PX:
        x += way
        if not EDGE_PX < x < width - EDGE_PX:
            way, y = -way, y + LANE_PX
        move = QPointF(x, y)
        found.append(
            timed(
                lambda at=move: mouse(view, QMouseEvent.Type.MouseMove, at, down=True)
            )
        )
        let_run(0.001)  # what was put off for later has its turn, as between two events
        taken = 0 if desk.outlook is None else len(desk.outlook.effect.rows)
    end = QPointF(x, y)
    return (
        found,
        taken,
        lambda: mouse(view, QMouseEvent.Type.MouseButtonRelease, end, down=False),
    )


def save_edits(desktop: Desktop) -> Times:
    """Put one parcel after another into the zone, timing only how each is saved."""
    workspace, session = desktop.context.workspace, desktop.zones.session
    found: Times = []
    for number in range(SAVES):
        zoning, zone, store = session.zoning, session.zone, workspace.store
        if zoning is None or zone is None or store is None:
            raise RuntimeError("no zone to save")
        row = np.flatnonzero(zoning.holder < 0)[number * 100 : number * 100 + 1]
        effect = effect_of(zoning, session.units, Stroke(zone=zone.id, rows=row))
        edit = stroke_edit("pick", effect, session.units)
        done: list[Changes] = []
        found.append(timed(lambda: done.append(store.commit(edit))))  # noqa: B023 - at once
        workspace.documents_changed.emit(done[0])
        settle(desktop)
    return found


def watched(desktop: Desktop, act: Callable[[], object]) -> tuple[float, float]:
    """Return the longest the window was held by an act and all that follows it."""
    dog = Watchdog()
    dog.start()
    act()
    settle(desktop)
    held = dog.stop()
    return held.wall_ms, held.work_ms


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
    look_at_parcels(desktop)
    desktop.zones.edits.new_zone()
    desktop.zones.edits.new_zone()
    desktop.map.tools.choose("zone_brush")
    desktop.map.zone_tools.brush.set_width(WIDTH_M)
    settle(desktop)
    before = tell("before the click", hover(desktop))
    moves, taken, let_go = paint(desktop)
    print(f"  a stroke over {taken:,} parcels in {len(moves)} moves")
    move = tell("one move", moves)
    tell("the last moves", moves[-40:])
    turns = [watched(desktop, let_go)]
    tell("letting go", turns)
    workspace = desktop.context.workspace
    undone: Times = []
    redone: Times = []
    for _ in range(UNDOES):
        for times, act in ((undone, workspace.undo), (redone, workspace.redo)):
            times.append(timed(act))
            settle(desktop)
    undo = tell("undo", undone)
    tell("redo", redone)
    turns += [watched(desktop, workspace.undo), watched(desktop, workspace.redo)]
    turns += [watched(desktop, workspace.undo), watched(desktop, workspace.redo)]
    tell("longest turns", turns)
    save = tell("saving an edit", save_edits(desktop))
    desktop.window.close()
    held = max(work for _, work in turns)
    return all(
        (
            # A stroke that paints next to nothing is quick and proves nothing.
            taken >= MANY,
            before[0] <= LIMITS_MS[0],
            move[0] <= LIMITS_MS[0],
            move[1] <= LIMITS_MS[1],
            held <= LIMIT_MS,
            undo[1] <= UNDO_MS,
            save[1] <= SAVE_MS,
        )
    )


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
            print(
                f"limits (work): {'kept' if is_kept else 'MISSED'} (load {busy():.1f})"
            )


if __name__ == "__main__":
    main()
