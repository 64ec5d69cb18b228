# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A large project to measure the window with, and a watch over the window's thread."""

from __future__ import annotations

import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
from PyQt6.QtCore import QEventLoop, QObject, Qt, QTimer

from benchmarks.county import write_county
from landgis.operations.stored_analysis import analyse_stored
from landgis.operations.stored_freshness import result_puts
from landgis.operations.stored_open import create_from_project_file
from landgis.project import Edit, ProjectStore

BEAT_MS = 5
LIMIT_MS = 50.0
PARCELS_PER_BATCH, PARCELS_PER_FIRM = 100, 5
LOOK_S = 0.005


def analysed_project(parcels: int) -> Path:
    """Return a project of so many parcels, analysed; made once, kept for later runs."""
    folder = Path(tempfile.gettempdir()) / f"landgis_window_{parcels}"
    path = folder / "county.landgis.gpkg"
    done = folder / "analysed"
    if not done.exists():
        path.unlink(missing_ok=True)
        county = write_county(
            folder,
            parcels=parcels,
            batches=max(parcels // PARCELS_PER_BATCH, 4),
            firms=parcels // PARCELS_PER_FIRM,
        )
        create_from_project_file(county, path)
        dataset = analyse_stored(path)
        with ProjectStore.open(path) as store:
            puts = tuple(result_puts(store, dataset))
            store.commit(Edit(text="history.result", puts=puts))
        done.touch()
    return path


@dataclass(frozen=True, kw_only=True)
class Held:
    """How long a thread could not answer: by the clock, and at work itself."""

    wall_ms: float
    work_ms: float

    def __str__(self) -> str:
        return f"wall {self.wall_ms:7.1f} ms, work {self.work_ms:7.1f} ms"


class Watchdog(QObject):
    """Beats in the window's thread; keeps the longest gap and the longest work.

    The work is the thread's own time on the processor: other programs cannot
    lengthen it, other threads only by the caches.  With `tells_where`, a second
    thread looks what the window is doing whenever the beat is late.
    """

    def __init__(self, *, tells_where: bool = False) -> None:
        super().__init__()
        self._main = threading.get_ident()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._on_beat)
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._gaps: list[Held] = []
        self._places: dict[str, int] = {}
        self._ends = threading.Event()
        if tells_where:
            threading.Thread(target=self._look, daemon=True).start()

    def start(self) -> None:
        """Begin to watch anew."""
        self._gaps, self._places = [], {}
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> Held:
        """End; return the longest gap and the longest work, not of one beat alike."""
        self._on_beat()
        self._timer.stop()
        return Held(
            wall_ms=max(gap.wall_ms for gap in self._gaps) - BEAT_MS,
            work_ms=max(gap.work_ms for gap in self._gaps),
        )

    @property
    def places(self) -> list[tuple[int, str]]:
        """Where the thread was when late, most often first."""
        found = [(count, place) for place, count in self._places.items()]
        return sorted(found, reverse=True)

    def end(self) -> None:
        """Look no more."""
        self._ends.set()

    def _on_beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        gap = Held(
            wall_ms=(now - self._last) * 1000, work_ms=(worked - self._worked) * 1000
        )
        self._gaps.append(gap)
        self._last, self._worked = now, worked

    def _look(self) -> None:
        while not self._ends.wait(LOOK_S):
            if time.perf_counter() - self._last < LIMIT_MS / 1000 / 2:
                continue
            frame = sys._current_frames().get(self._main)  # noqa: SLF001 - a sampler
            if frame is None:
                continue
            calls = traceback.extract_stack(frame)
            place = " < ".join(
                f"{Path(call.filename).name}:{call.lineno} {call.name}"
                for call in reversed(calls[-14:])
            )
            self._places[place] = self._places.get(place, 0) + 1


def wait_until(condition: Callable[[], bool], *, at_most_s: float = 60.0) -> bool:
    """Run the event loop until a condition holds; tell whether it came to hold."""
    loop, timer = QEventLoop(), QTimer()
    until = time.perf_counter() + at_most_s

    def look() -> None:
        if condition() or time.perf_counter() > until:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(BEAT_MS)
    loop.exec()
    timer.stop()
    return condition()


def let_run(seconds: float) -> None:
    """Run the event loop for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def repeat(act: Callable[[int], None], *, times: int, every_ms: int) -> None:
    """Call `act` with a running number from the event loop."""
    loop, timer, number = QEventLoop(), QTimer(), [0]

    def step() -> None:
        if number[0] == times:
            loop.quit()
            return
        act(number[0])
        number[0] += 1

    timer.timeout.connect(step)
    timer.start(every_ms)
    loop.exec()
    timer.stop()


def memory_gb() -> float:
    """Return how much memory this process holds."""
    return float(psutil.Process().memory_info().rss) / 1e9


def busy() -> float:
    """Return the load of the machine."""
    return float(psutil.getloadavg()[0])
