# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The power fails while somebody paints zones: no stroke that was done is lost.

``LANDGIS_KILLS`` says how many times.  Nothing is waited for without an end: neither
for the painter, nor for the file to be read, nor for all kills together.
"""

import faulthandler
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from painted_land import (
    call_it_a_network_drive,
    digest,
    make_land,
    plain_land,
    with_puts,
    zone_documents,
)

from landgis.operations.stored_zones import new_zone, new_zoning, read_zonings
from landgis.project import ProjectStore, Put
from landgis.project.copies import snapshots
from landgis.zones.book import TotalsBook

PAINTER = Path(__file__).with_name("kill_painter.py")
KILLS = int(os.environ.get("LANDGIS_KILLS", "4"))
KILLS_A_FILE = 8  # so that files stay small enough to be read through each time
LONGEST_S = 1.0  # of painting before a kill
LONGEST_OPENING_S = 0.08
LONGEST_START_S = 120  # of a painter, on a machine with much else to do
LONGEST_END_S = 30
LONGEST_CHECK_S = 120  # of all that is asked of a file after a kill
LONGEST_TEST_S = 15.0  # for each kill: on a slow machine fewer have to do
LOOK_EVERY_S = 0.01
UNITS = make_land()


class Painter:
    """A program that paints.  What it says goes to a file, so nobody waits for it."""

    def __init__(self, path, seed, place):
        folder = path.parent / "said"
        folder.mkdir(exist_ok=True)
        self.said = folder / f"{seed}.txt"
        self.complaints = folder / f"{seed} complaints.txt"
        command = [sys.executable, str(PAINTER), str(path), str(seed), place]
        with self.said.open("wb") as out, self.complaints.open("wb") as err:
            self.process = subprocess.Popen(command, stdout=out, stderr=err)

    def wait_for(self, word):
        """Wait until it has said this."""
        latest = time.monotonic() + LONGEST_START_S
        while f'{{"{word}"'.encode() not in self.said.read_bytes():
            assert self.process.poll() is None, self.about("ended by itself")
            assert time.monotonic() < latest, self.about(f"does not say {word!r}")
            time.sleep(LOOK_EVERY_S)

    def kill(self):
        """Kill it, which has to find it alive."""
        ended = self.process.poll()
        self.process.kill()
        self.process.wait(timeout=LONGEST_END_S)
        assert ended is None, self.about("ended by itself")

    def lines(self):
        text = self.said.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.split("\n")[:-1]]

    def about(self, what):
        complaints = self.complaints.read_text(encoding="utf-8")
        return f"the painter {what}; {self.lines()[-2:]}\n{complaints}"


def paint_until_killed(path, seed, place):
    """Return the acts, each with its end: the totals told, or None if it has none.

    One in five is killed while it opens the file that the last one left; the first
    lives until it has done something.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    painter = Painter(path, seed, place)
    try:
        if seed == 0:
            painter.wait_for("done")
        elif chance.random() < 0.2:
            painter.wait_for("opening")
            time.sleep(chance.uniform(0, LONGEST_OPENING_S))
        else:
            painter.wait_for("ready")
            time.sleep(chance.uniform(0, LONGEST_S))
    finally:
        painter.kill()
    acts = []
    for said in painter.lines():
        if "act" in said:
            acts.append((said, None))
        elif "done" in said:
            acts[-1] = (acts[-1][0], said["land"])
    return acts


@contextmanager
def in_time(capfd, seconds):
    """End the whole run, saying where it stands, if this takes longer."""
    with capfd.disabled():  # so that what it says is not lost with the run
        faulthandler.dump_traceback_later(seconds, exit=True)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


class Model:
    """The name of every state that the history holds, and which of them is now."""

    def __init__(self, states):
        self.states, self.place = states, len(states) - 1

    @property
    def now(self):
        return self.states[self.place]

    def follow(self, act):
        if act["act"] == "commit":
            if act["digest"] != self.now:
                self.states = [*self.states[: self.place + 1], act["digest"]]
                self.place += 1
        elif act["act"] == "undo":
            self.place = max(self.place - 1, 0)
        elif act["act"] == "redo":
            self.place = min(self.place + 1, len(self.states) - 1)


def make_project(path):
    with ProjectStore.create(path) as store:
        zoning, edit = new_zoning(store, "方案 A")
        store.commit(edit)
        for name in ("片区 1", "片区 2", "片区 3"):
            store.commit(new_zone(store, zoning, name)[1])
    with ProjectStore.open(path) as store:
        return Model(states_of(store))


def states_of(store):
    """Return the names of all states, by going through the history forwards."""
    documents, found = {}, [digest({})]
    for entry in store.history():
        puts = []
        for kind, name, before, after in store.changes_of(entry.step):
            assert documents.get(f"{kind}/{name}") == before
            puts.append(Put(kind, name, after))
        documents = with_puts(documents, puts)
        found.append(digest(documents))
    return found


def require_totals(store, told):
    """Running totals, totals after reopening and a bare addition are the same."""
    documents = zone_documents(store)
    plain = plain_land(documents)
    (zoning,) = read_zonings(store, UNITS)
    assert {zone.id for zone in zoning.zones} == plain.keys()
    book = TotalsBook(zoning, UNITS)
    for zone, land_m2 in plain.items():
        assert book.of(zone).land_m2 == pytest.approx(land_m2, rel=1e-9, abs=1e-3)
        if told is not None:
            assert told[zone] == pytest.approx(land_m2, rel=1e-9, abs=1e-3)


def require_all(path, model, acts):
    """Hold a file against what was told before a kill."""
    told = None
    for act, land in acts:
        if land is not None:
            model.follow(act)
            told = land
    store = ProjectStore.open(path)
    has_begun = bool(acts) and acts[-1][1] is None
    if has_begun and digest(zone_documents(store)) != model.now:
        model.follow(acts[-1][0])
        told = None

    assert digest(zone_documents(store)) == model.now
    require_totals(store, told)
    place = model.place
    for back in range(1, min(3, place) + 1):
        store.undo()
        assert digest(zone_documents(store)) == model.states[place - back]
    for _ in range(min(3, place)):
        store.redo()
    assert digest(zone_documents(store)) == model.now
    assert states_of(store) == model.states
    store.close()
    assert [e for e in path.parent.iterdir() if e.is_file() and e != path] == []
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for snapshot in snapshots(path):
        ProjectStore.open(snapshot.path).close()


@pytest.fixture(params=["local", "network"])
def place(request, tmp_path):
    """What disk the project is on: it tells how an edit is made safe."""
    if request.param == "local":
        yield "local"
        return
    stop = call_it_a_network_drive(tmp_path)
    yield "network"
    stop()


def test_no_stroke_is_lost_when_the_program_is_killed(tmp_path, capfd, place):
    kills = KILLS if place == "local" else KILLS // 4 or 1
    done, strokes, unfinished = 0, 0, 0
    start = time.monotonic()
    for number in range(kills):
        if time.monotonic() - start > LONGEST_TEST_S * kills:
            break
        path = tmp_path / f"{number // KILLS_A_FILE}" / "某县.landgis.gpkg"
        if number % KILLS_A_FILE == 0:
            path.parent.mkdir()
            model = make_project(path)
        began = time.monotonic()
        acts = paint_until_killed(path, number, place)
        killed = time.monotonic()
        with in_time(capfd, LONGEST_CHECK_S):
            require_all(path, model, acts)
        now = time.monotonic()
        finished = [act["act"] for act, land in acts if land is not None]
        done += len(finished)
        strokes += finished.count("commit")
        unfinished += bool(acts) and acts[-1][1] is None
        print(  # seen with -s, and if it fails
            f"{number + 1} of {kills} kills, {place}: {strokes} strokes,"
            f" {unfinished} killed in an edit, {len(model.states)} states;"
            f" {killed - began:.1f} s + {now - killed:.1f} s",
            flush=True,
        )
    assert done > 0  # it was not killed before it had done anything
