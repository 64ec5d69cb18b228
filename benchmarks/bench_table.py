# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time the table over 1,000,000 made-up parcels, and how long the window stands still.

Show, sort by one and two columns, filter by typing, select every other row, scroll.
For each: seconds until the table shows it, and the longest time in which the main
thread answered nothing, as a watchdog in that thread sees it.
Run: ``python benchmarks/bench_table.py [ROWS]``.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pandas as pd
from PyQt6.QtCore import QEventLoop, QTimer
from PyQt6.QtWidgets import QApplication

from landgis.report.views import to_view
from landgis_ui.table.data import TableData
from landgis_ui.table.model import FrameModel
from landgis_ui.table.query import Answer, SortKey, TableQuery, answer
from landgis_ui.table.rows_view import RowsView
from landgis_ui.theme.look import Look
from landgis_ui.words import Words
from landgis_ui.work.jobs import JobRunner

ROWS = 1_000_000
LIMIT_MS = 50.0
WATCH_MS = 2
LIMIT_ROWS = 200_000  # the limit is promised for a county of this size
SEEN = ("parcel_id", "owner", "town", "status")
STATUSES = ("normal", "low_efficiency", "overdue", "underused", "to_verify")
TOWNS = ("下沙街道", "白杨街道", "梧田街道", "瞿溪街道")
NAMES = "安宝博昌超辰诚创达德东鼎丰方飞福光广海浩和恒宏鸿"


def made_up_parcels(count: int) -> pd.DataFrame:
    """Return parcels whose codes and owners are nearly all different."""
    chance = np.random.default_rng(20231231)
    letters = chance.choice(list(NAMES), (count, 4))
    owners = ["".join(name) + f"{number}厂" for number, name in enumerate(letters)]
    return pd.DataFrame(
        {
            "parcel_id": pd.Series(
                [f"330304{n:09d}" for n in range(count)], dtype="str"
            ),
            "owner": pd.Series(owners, dtype="str"),
            "town": pd.Series(chance.choice(TOWNS, count), dtype="str"),
            "status": pd.Series(chance.choice(STATUSES, count), dtype="str"),
            "mu": chance.uniform(0.1, 90, count),
            "firm_mu": chance.uniform(0, 9, count),
            "potential_mu": chance.uniform(0, 9, count),
        }
    )


class Watchdog:
    """The longest time between two turns of the main thread's events."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setInterval(WATCH_MS)
        self._timer.timeout.connect(self._turn)
        self._last = time.perf_counter()
        self.worst_ms = 0.0

    def watch(self) -> None:
        """Begin anew."""
        self.worst_ms, self._last = 0.0, time.perf_counter()
        self._timer.start()

    def stop(self) -> float:
        """Return the longest time, in milliseconds."""
        self._turn()
        self._timer.stop()
        return self.worst_ms

    def _turn(self) -> None:
        now = time.perf_counter()
        self.worst_ms = max(self.worst_ms, (now - self._last) * 1000)
        self._last = now


class Bench:
    """A table on screen that is asked one thing after another."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.look = Look("light")
        self.jobs = JobRunner()
        self.dog = Watchdog()
        self.view = RowsView(self.look)
        self.view.resize(1600, 300)
        self.data = TableData(to_view(frame, "parcel"))
        self.gaps: dict[str, float] = {}

    def time(self, name: str, act: Callable[[Callable[[], None]], None]) -> None:
        """Do something that calls back when it is shown; print how long it took."""
        loop = QEventLoop()
        self.dog.watch()
        began = time.perf_counter()
        act(loop.quit)
        loop.exec()
        seconds = time.perf_counter() - began
        self.gaps[name] = self.dog.stop()
        print(f"{name:24} {seconds:7.3f} s   still {self.gaps[name]:6.1f} ms")

    def show(self, done: Callable[[], None]) -> None:
        """Give the view its model."""
        self.view.setModel(FrameModel(self.data, Words(), self.view))
        self.view.show()
        self._draw(done)

    def ask(self, query: TableQuery) -> Callable[[Callable[[], None]], None]:
        """Return what asks the table in a thread and shows the answer."""

        def act(done: Callable[[], None]) -> None:
            job = self.jobs.read(answer, self.data, query)

            def take(found: Answer) -> None:
                self.view.show_order(found.order)
                self._draw(done)

            job.succeeded.connect(take)

        return act

    def select(self, done: Callable[[], None]) -> None:
        """Select every other row."""
        model = self.view.rows_model()
        if model is not None:
            model.set_selected(np.arange(0, len(self.data), 2, dtype=np.int64))
        self._draw(done)

    def _draw(self, done: Callable[[], None]) -> None:
        viewport = self.view.viewport()
        if viewport is not None:
            viewport.repaint()
        QTimer.singleShot(0, done)

    def scroll(self, done: Callable[[], None]) -> None:
        """Scroll by a hundred screens, each drawn."""
        bar = self.view.verticalScrollBar()
        if bar is None:
            return
        timer = QTimer(self.view)

        def step() -> None:
            bar.setValue(bar.value() + 290)
            if bar.value() >= 29_000 or bar.value() == bar.maximum():
                timer.stop()
                done()

        timer.timeout.connect(step)
        timer.start(0)


def main(count: int = ROWS) -> int:
    """Run the steps; the exit status is 1 if the promised limit is not kept."""
    app = QApplication.instance() or QApplication([])
    bench = Bench(made_up_parcels(count))
    bench.look.apply(app)
    by_town = SortKey(name="town")
    by_area = SortKey(name="mu", descending=True)
    by_owner = TableQuery(keys=(SortKey(name="owner"),))
    print(f"{count:,} rows")
    bench.time("show", bench.show)
    bench.time("sort numbers", bench.ask(TableQuery(keys=(by_area,))))
    bench.time("sort texts, first time", bench.ask(by_owner))
    bench.time("sort texts, again", bench.ask(by_owner))
    bench.time("sort by two columns", bench.ask(TableQuery(keys=(by_town, by_area))))
    typed = TableQuery(text="安 下沙", searched=SEEN)
    bench.time("filter, first time", bench.ask(typed))
    bench.time("filter, again", bench.ask(TableQuery(text="宝 梧田", searched=SEEN)))
    bench.time("all rows again", bench.ask(TableQuery()))
    bench.time("select every other row", bench.select)
    bench.time("scroll 100 screens", bench.scroll)
    bench.jobs.shut_down()
    worst = max(bench.gaps.values())
    print(f"longest standstill {worst:.1f} ms")
    return int(count <= LIMIT_ROWS and worst > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main(*(int(text) for text in sys.argv[1:])))
