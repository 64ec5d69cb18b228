# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The power fails while somebody edits: nothing that was acknowledged is lost.

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

from landgis.project import Edit, ProjectStore, Put
from landgis.project.copies import snapshots

EDITOR = Path(__file__).with_name("kill_editor.py")
KILLS = int(os.environ.get("LANDGIS_KILLS", "25"))
LONGEST_S = 0.25  # of editing before a kill
LONGEST_TEST_S = 0.7  # for each kill
KINDS = ("override", "scenario", "join", "loaded")


class Model:
    """Every state that the history holds, and which of them is the present one."""

    def __init__(self):
        self.states = [{}]
        self.place = 0

    @property
    def now(self):
        return self.states[self.place]

    def follow(self, act):
        if act["act"] == "commit":
            changed = self.now | {
                (kind, name): value for kind, name, value in act["puts"]
            }
            changed = {
                key: value for key, value in changed.items() if value is not None
            }
            if changed != self.now:
                self.states = [*self.states[: self.place + 1], changed]
                self.place += 1
        elif act["act"] == "undo":
            self.place = max(self.place - 1, 0)
        elif act["act"] == "redo":
            self.place = min(self.place + 1, len(self.states) - 1)


def edit_until_killed(path, seed):
    """Return what was acknowledged, and what was begun and may or may not be there."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    command = [sys.executable, str(EDITOR), str(path), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as editor:
        ready = editor.stdout.readline()
        time.sleep(chance.uniform(0, LONGEST_S))
        editor.kill()
        lines = [ready, *editor.stdout.read().split("\n")]
    said = [json.loads(line) for line in lines if line.endswith("}") or line == ready]
    acts = [line for line in said if "act" in line]
    done = sum("done" in line for line in said)
    return acts[:done], acts[done:]


def read(store):
    return {
        (kind, name): value
        for kind in KINDS
        for name, value in store.documents(kind).items()
    }


def require_whole_file(path):
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def require_history(store, model):
    """Go through the whole history from its beginning."""
    documents = {}
    states = [{}]
    for entry in store.history():
        for kind, name, before, after in store.changes_of(entry.step):
            assert documents.get((kind, name)) == before
            documents[kind, name] = after
        states.append({k: v for k, v in documents.items() if v is not None})
    assert states == model.states


def require_undo(store, model, *, depth):
    place = model.place
    for number in range(min(depth, place)):
        store.undo()
        assert read(store) == model.states[place - number - 1]
    for _ in range(min(depth, place)):
        store.redo()
    assert read(store) == model.now


def require_data(store):
    loaded = store.document("loaded", "current")
    if loaded is not None:
        table = store.dataset(loaded["dataset"]).table("rows")
        assert table["row"].to_pylist() == list(range(loaded["rows"]))


@pytest.mark.parametrize("part", range(2))
def test_no_acknowledged_edit_is_lost_when_the_program_is_killed(tmp_path, part):
    path = tmp_path / "某县.landgis.gpkg"
    ProjectStore.create(path).close()
    model = Model()

    start = time.monotonic()
    for number in range((KILLS + part) // 2):
        if time.monotonic() - start > LONGEST_TEST_S * KILLS:
            break  # on a slow machine fewer have to do
        acts, begun = edit_until_killed(path, seed=2 * number + part)
        for act in acts:
            model.follow(act)
        store = ProjectStore.open(path)
        if begun and read(store) != model.now:
            model.follow(begun[0])

        assert read(store) == model.now
        between_sessions = begun and begun[0]["act"] == "close"
        assert store.recovered is not None or between_sessions
        require_undo(store, model, depth=5)
        require_data(store)
        store.close()
        assert [e for e in tmp_path.iterdir() if e.is_file() and e != path] == []
        require_whole_file(path)

    with ProjectStore.open(path) as store:
        require_history(store, model)
        require_undo(store, model, depth=100)
        assert store.commit(Edit(text="history.test", puts=(Put("join", "x", 1),))).puts
    for snapshot in snapshots(path):
        require_whole_file(snapshot.path)
        ProjectStore.open(snapshot.path).close()
