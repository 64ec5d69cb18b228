# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paint zones at random until killed: ``kill_painter.py PROJECT SEED [network]``.

Strokes over thousands of parcels, cuts, merges, undo and redo, as the window does them.
Says on standard output what it is about to do, and that it is done, a line each, with
the running totals of each zone.  Lives some seconds at most: if it is not killed within
``LONGEST_LIFE_S``, it says where it stands and ends.
"""

import faulthandler
import json
import random
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import pyarrow as pa
import shapely
from painted_land import (
    ORIGIN,
    PARCELS_A_SIDE,
    SIDE,
    call_it_a_network_drive,
    digest,
    make_land,
    with_puts,
    zone_documents,
)

from landgis.operations.stored_zones import (
    delete_zone,
    follow,
    new_zone,
    read_zonings,
    stroke_edit,
)
from landgis.project import ProjectStore, write_dataset
from landgis.project.connection import carry_over
from landgis.project.copies import take_snapshot
from landgis.zones.book import TotalsBook
from landgis.zones.brush import BrushSession
from landgis.zones.strokes import CutMode, Stroke, effect_of, merge

FIRST_STEPS = 4
LONGEST_LIFE_S = 100
WIDE = SIDE * PARCELS_A_SIDE
ACTS = (
    ["big"] * 4
    + ["brush"] * 3
    + ["cut"] * 3
    + ["undo"] * 4
    + ["redo"] * 3
    + ["zone", "gone", "merge", "keep", "close"]
)


def say(**words):
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def write_in_the_background(path):
    """What making the land of a new result does in another process meanwhile."""
    table = pa.table({"宗地": [f"宗地{i:09d}" for i in range(60_000)]})
    while True:
        write_dataset(path, "zone_land", {"units": table})


class Painter:
    """Zones of an open project, followed as the window follows them."""

    def __init__(self, path, chance):
        self.path, self.chance = path, chance
        self.units = make_land()
        say(opening=True)
        self.open()

    def open(self):
        self.store = ProjectStore.open(self.path)
        (self.zoning,) = read_zonings(self.store, self.units)
        self.book = TotalsBook(self.zoning, self.units)

    def act(self):
        act = self.chance.choice(ACTS)
        if act == "keep":
            self.chance.choice([carry_over, take_snapshot])(self.path)
        elif act == "close":
            say(act=act)
            self.store.close()
            self.open()
            self.tell()
        elif act in {"undo", "redo"}:
            if act == "undo" and self.is_at_the_beginning():
                return
            say(act=act)
            changes = getattr(self.store, act)()
            if changes is not None:
                self.follow(changes)
            self.tell()
        else:
            edit = self.edit(act)
            if edit is not None:
                now = zone_documents(self.store)
                say(act="commit", digest=digest(with_puts(now, edit.puts)))
                self.follow(self.store.commit(edit))
                self.tell()

    def is_at_the_beginning(self):
        """Tell whether only the empty zones are there that every file begins with."""
        return sum(not each.is_undone for each in self.store.history()) <= FIRST_STEPS

    def follow(self, changes):
        (self.zoning,), moved = follow((self.zoning,), self.units, changes)
        if self.zoning.id in moved:
            self.book.apply(moved[self.zoning.id])

    def tell(self):
        zones = self.zoning.zones
        say(done=True, land={zone.id: self.book.of(zone.id).land_m2 for zone in zones})

    def edit(self, act):
        """Return the edit of an act, None where there is nothing to change."""
        zones = [zone.id for zone in self.zoning.zones]
        if act == "zone" or len(zones) < 2:
            return new_zone(self.store, self.zoning.id, "片区")[1]
        one, two = self.chance.sample(zones, 2)
        if act == "gone":
            return delete_zone(self.zoning, one, self.units)
        effect = self.effect(act, one, two)
        self.book.after(effect)
        kinds = {"big": "box", "cut": "polygon"}
        kind = kinds.get(act, act)
        return stroke_edit(kind, effect, self.units) if effect else None

    def effect(self, act, zone, other):
        if act == "merge":
            return merge(self.zoning, self.units, into=zone, other=other)
        x, y = (start + WIDE * self.chance.random() for start in ORIGIN)
        if act == "brush":
            brush = BrushSession(self.zoning, self.units, zone=zone, radius_m=400)
            for step in range(8):
                effect = brush.extend(x + 100 * step, y)
            return effect
        if act == "big":  # about 5,000 parcels
            region = shapely.box(*ORIGIN, ORIGIN[0] + WIDE, ORIGIN[1] + 0.62 * WIDE)
            stroke = Stroke(zone=zone, region=region)
        else:
            region = shapely.Point(x, y).buffer(500)
            into = self.chance.choice([zone, None])
            stroke = Stroke(zone=into, region=region, mode=CutMode.CUT)
        return effect_of(self.zoning, self.units, stroke)


def main(path, seed):
    faulthandler.dump_traceback_later(LONGEST_LIFE_S, exit=True)
    chance = random.Random(seed)  # noqa: S311 - no secret
    painter = Painter(path, chance)
    if chance.random() < 0.5:
        threading.Thread(
            target=write_in_the_background, args=[path], daemon=True
        ).start()
    say(ready=True)
    while True:
        painter.act()


if __name__ == "__main__":
    project = Path(sys.argv[1])
    if "network" in sys.argv[3:]:
        call_it_a_network_drive(project.parent)
    main(project, int(sys.argv[2]))
