# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One edit of 5,000 documents in a project of 200,000: ours against bare SQLite.

Bare SQLite writes the same rows, and nothing that undoes them, in a transaction that
is as safe.  Both are told by the clock and by the thread's own work; the ratio of the
work is what a change of the program alters.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from landgis.project import Edit, ProjectStore, Put

DOCUMENTS, EDITED, TIMES = 200_000, 5_000, 20
KIND = "member/a"
EDIT_LIMIT_MS, UNDO_LIMIT_MS = 30.0, 100.0


def names(number: int) -> list[str]:
    """Return the ids that one of the edits is about."""
    first = number * EDITED % DOCUMENTS
    return [f"p|3303{row:07d}" for row in range(first, first + EDITED)]


def measure(act: Callable[[int], object]) -> tuple[float, float]:
    """Return the median wall-clock time and work of an act, in milliseconds."""
    found = []
    for number in range(TIMES):
        wall, work = time.perf_counter(), time.thread_time()
        act(number)
        found.append((time.perf_counter() - wall, time.thread_time() - work))
    walls, works = zip(*found, strict=True)
    return statistics.median(walls) * 1000, statistics.median(works) * 1000


def edit_of(number: int, value: str) -> Edit:
    """Put 5,000 units into a zone."""
    puts = tuple(Put(KIND, name, value) for name in names(number))
    return Edit(text="zones.paint", params={"n": EDITED}, puts=puts)


def measure_bare(path: Path) -> tuple[float, float]:
    """Write the same rows without a journal of ours."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE d (k TEXT, i TEXT, v TEXT, PRIMARY KEY (k, i))")
    everything = [
        (KIND, name, '"z"')
        for first in range(DOCUMENTS // EDITED)
        for name in names(first)
    ]
    db.execute("BEGIN")
    db.executemany("INSERT INTO d VALUES (?,?,?)", everything)
    db.execute("COMMIT")

    def write(number: int) -> None:
        rows = [(KIND, name, f'"zone {number}"') for name in names(number)]
        db.execute("BEGIN IMMEDIATE")
        db.executemany("INSERT OR REPLACE INTO d VALUES (?,?,?)", rows)
        db.execute("COMMIT")

    found = measure(write)
    db.close()
    return found


def main() -> None:
    """Time both and print the comparison."""
    with tempfile.TemporaryDirectory() as folder:
        bare = measure_bare(Path(folder) / "bare.db")
        with ProjectStore.create(Path(folder) / "edits.landgis.gpkg") as store:
            for number in range(DOCUMENTS // EDITED):
                store.commit(edit_of(number, "z"))
            edits = [edit_of(number, f"zone {number}") for number in range(TIMES)]
            ours = measure(lambda number: store.commit(edits[number]))
            undone = measure(lambda _: store.undo())
    for title, (wall, work), limit in (
        ("bare SQLite", bare, None),
        ("an edit", ours, EDIT_LIMIT_MS),
        ("its undo", undone, UNDO_LIMIT_MS),
    ):
        most = "" if limit is None else f" (at most {limit:.0f})"
        ratio = work / bare[1]
        print(f"{title:12} {wall:6.1f} ms{most}, work {work:6.1f} ms, {ratio:4.1f} x")


if __name__ == "__main__":
    main()
