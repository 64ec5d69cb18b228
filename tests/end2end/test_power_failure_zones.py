# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The power fails while somebody paints zones: no stroke that was done is lost.

``LANDGIS_KILLS`` says how many times.
"""

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from painted_land import (
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
UNITS = make_land()


def paint_until_killed(path, seed):
    """Return the acts, each with its end: the totals told, or None if it has none."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    command = [sys.executable, str(PAINTER), str(path), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as painter:
        assert json.loads(painter.stdout.readline())["ready"]
        time.sleep(chance.uniform(0, LONGEST_S))
        painter.kill()
        lines = painter.stdout.read().split("\n")
    acts = []
    for line in lines:
        said = json.loads(line) if line.endswith("}") else {}
        if "act" in said:
            acts.append((said, None))
        elif "done" in said:
            acts[-1] = (acts[-1][0], said["land"])
    return acts


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
        else:
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


def test_no_stroke_is_lost_when_the_program_is_killed(tmp_path):
    strokes = 0
    for number in range(KILLS):
        path = tmp_path / f"{number // KILLS_A_FILE}" / "某县.landgis.gpkg"
        if number % KILLS_A_FILE == 0:
            path.parent.mkdir()
            model = make_project(path)
        acts = paint_until_killed(path, seed=number)
        told = None
        for act, land in acts:
            if land is not None:
                model.follow(act)
                strokes += act["act"] == "commit"
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
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for snapshot in snapshots(path):
            ProjectStore.open(snapshot.path).close()
    assert strokes > 0  # it was not killed before it had done anything
