# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Edit a project at random until killed: ``kill_editor.py PROJECT SEED``.

Says on standard output what it is about to do, and that it is done, a line each.
"""

import json
import random
import sys
import threading
from pathlib import Path

import pyarrow as pa

from landgis.project import Edit, ProjectStore, Put, write_dataset
from landgis.project.connection import carry_over
from landgis.project.copies import take_snapshot

KINDS = ("override", "scenario", "join")


def say(**words):
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def random_puts(chance):
    size = chance.choice([1, 1, 2, 5, 300])
    return [
        [
            chance.choice(KINDS),
            str(chance.randrange(20 if size < 300 else 400)),
            chance.choice(
                [None, chance.random(), {"理由": "厂房空置" * chance.randrange(40)}]
            ),
        ]
        for _ in range(size)
    ]


def write_in_the_background(path):
    """What an analysis does in another process: write data that nobody names yet."""
    table = pa.table({"宗地": [f"宗地{i:09d}" for i in range(60_000)]})
    while True:
        write_dataset(path, "result", {"parcel": table})


def edit(store, chance):
    act = chance.choice(
        ["commit"] * 12 + ["undo"] * 4 + ["redo"] * 2 + ["data", "keep"]
    )
    if act == "commit":
        puts = random_puts(chance)
        say(act=act, puts=puts)
        store.commit(Edit(text="history.test", puts=tuple(Put(*put) for put in puts)))
    elif act == "data":
        rows = chance.randrange(5_000)
        name = store.put_dataset("loaded", {"rows": pa.table({"row": range(rows)})})
        put = ["loaded", "current", {"dataset": name, "rows": rows}]
        say(act="commit", puts=[put])
        store.commit(Edit(text="history.load", puts=(Put(*put),)))
    elif act == "keep":
        say(act=act)
        chance.choice([carry_over, take_snapshot])(store.path)
    else:
        say(act=act)
        (store.undo if act == "undo" else store.redo)()
    say(done=True)


def main(path, seed):
    chance = random.Random(seed)  # noqa: S311 - no secret
    store = ProjectStore.open(path)
    if chance.random() < 0.5:
        threading.Thread(
            target=write_in_the_background, args=[path], daemon=True
        ).start()
    say(ready=store.recovered is not None)
    while True:
        edit(store, chance)
        if chance.random() < 0.01:
            say(act="close")
            store.close()
            store = ProjectStore.open(path)
            say(done=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
