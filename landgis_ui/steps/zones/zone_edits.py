# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done with whole zones and scenarios: each act one edit of the project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PyQt6.QtCore import QObject

from landgis.operations.stored_zones import (
    ZONING,
    change_zone,
    copy_zoning,
    delete_zone,
    delete_zoning,
    new_zone,
    new_zoning,
    order_zones,
    rename_zoning,
    set_prices,
    stroke_edit,
    take_as_plan,
)
from landgis.project import Edit, ProjectStore
from landgis.zones.strokes import (
    Effect,
    Stroke,
    copy_zone,
    effect_of,
    grow,
    merge,
    shrink,
)
from landgis.zones.units import Rows
from landgis.zones.zoning import Zone, Zoning
from landgis_ui.context import Context
from landgis_ui.steps.zones.session import ZoneSession

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class ScenarioEdits(QObject):
    """The acts on scenarios."""

    def __init__(
        self, context: Context, session: ZoneSession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._session = context, session

    def new_scenario(self) -> None:
        """Make an empty scenario and work on it."""
        store = self._store()
        if store is not None:
            made, edit = new_zoning(store, self.free_scenario_name())
            self._do_and_choose(edit, made)

    def copy_scenario(self) -> None:
        """Make a copy of the scenario that is worked on, and work on that."""
        store, zoning = self._store(), self._session.zoning
        if store is not None and zoning is not None:
            made, edit = copy_zoning(store, zoning.id, self.free_scenario_name())
            self._do_and_choose(edit, made)

    def rename_scenario(self, name: str) -> None:
        """Give the scenario another name."""
        store, zoning = self._store(), self._session.zoning
        if store is not None and zoning is not None:
            remark = zoning.remark
            self._session.do(rename_zoning(store, zoning.id, name, remark=remark))

    def remark_scenario(self, remark: str) -> None:
        """Give the scenario another remark."""
        store, zoning = self._store(), self._session.zoning
        if store is not None and zoning is not None:
            self._session.do(
                rename_zoning(store, zoning.id, zoning.name, remark=remark)
            )

    def delete_scenario(self) -> None:
        """Take the scenario away; undo brings it back."""
        store, zoning = self._store(), self._session.zoning
        if store is not None and zoning is not None:
            self._session.do(delete_zoning(store, zoning.id))

    def take_over(self, scenario: str | None) -> None:
        """Make a scenario the plan; None: none is."""
        store = self._store()
        if store is not None:
            self._session.do(take_as_plan(store, scenario))

    def free_scenario_name(self) -> str:
        """Return 方案 A, or the next letter that no scenario has."""
        words, taken = self._context.words, {z.name for z in self._session.zonings}
        names = (words("zones.scenario", letter=letter) for letter in LETTERS)
        count = len(self._session.zonings) + 1
        return next(
            (name for name in names if name not in taken),
            words("zones.scenario", letter=str(count)),
        )

    def _do_and_choose(self, edit: Edit, scenario: str) -> None:
        if self._session.do(edit):
            self._session.choose_scenario(scenario)

    def _store(self) -> ProjectStore | None:
        """Return the project if it can be changed; if not, say so."""
        store = self._context.workspace.store
        if self._session.can_edit:
            return store
        if self._session.land is not None:
            self._session.tell(self._context.words("zones.read_only"))
        return None


class ZoneEdits(ScenarioEdits):
    """The acts; those that need a zone take the one that is worked on."""

    def new_zone(self) -> bool:
        """Make an empty zone, with the first scenario if there is none yet."""
        made = self._make_zone(self.free_zone_name())
        if made is None:
            return False
        zone, edit = made
        if not self._session.do(edit):
            return False
        self._session.choose_zone(zone.id)
        return True

    def made_zone(self) -> Zone | None:
        """Return a new zone that is in no document yet, for what is split off."""
        store, zoning = self._store(), self._session.zoning
        if store is None or zoning is None:
            return None
        return new_zone(store, zoning.id, self.free_zone_name())[0]

    def zone_of(self, rows: Rows, name: str) -> bool:
        """Make a zone of parcels: a suggestion that was accepted."""
        made = self._make_zone(name)
        store, zoning = self._store(), self._session.zoning
        if made is None or store is None:
            return False
        zone, edit = made
        units = self._session.units
        if zoning is None:  # the scenario comes with the zone
            zoning = Zoning.empty(_scenario_of(edit), "", units=units)
        before = zoning.with_zones((*zoning.zones, zone))
        effect = effect_of(before, units, Stroke(zone=zone.id, rows=rows))
        stroke = stroke_edit("suggestion", effect, units)
        if self._session.do(replace(stroke, puts=(*edit.puts, *stroke.puts))):
            self._session.choose_zone(zone.id)
            return True
        return False

    def _make_zone(self, name: str) -> tuple[Zone, Edit] | None:
        store, zoning = self._store(), self._session.zoning
        if store is None:
            return None
        if zoning is not None:
            return new_zone(store, zoning.id, name)
        scenario, first = new_zoning(store, self.free_scenario_name())
        zone, second = new_zone(store, scenario, name)
        return zone, replace(second, puts=(*first.puts, *second.puts))

    def free_zone_name(self) -> str:
        """Return 片区 1, or the next number that no zone has."""
        zoning, words = self._session.zoning, self._context.words
        taken = set() if zoning is None else {zone.name for zone in zoning.zones}
        number = 1
        while words("zones.zone_number", number=number) in taken:
            number += 1
        return words("zones.zone_number", number=number)

    def change(self, zone: str, **values: object) -> None:
        """Change name, colour, note, lock or target FAR of a zone."""
        store = self._store()
        if store is not None:
            self._session.do(change_zone(store, zone, **values))

    def toggle_lock(self, zone: str) -> None:
        """Lock a zone, or unlock it."""
        zoning = self._session.zoning
        if zoning is not None and zone in zoning.places:
            self.change(zone, locked=not zoning.zone(zone).is_locked)

    def move(self, zone: str, place: int) -> None:
        """Put a zone at another place of the list."""
        store, zoning = self._store(), self._session.zoning
        if store is not None and zoning is not None:
            ids = [one.id for one in zoning.zones if one.id != zone]
            ids.insert(place, zone)
            self._session.do(order_zones(store, ids))

    def delete(self, zone: str) -> None:
        """Take a zone away; its land becomes free."""
        zoning = self._session.zoning
        if zoning is None or not self._unlocked(zoning, zone):
            return
        if self._store() is not None:
            self._session.do(delete_zone(zoning, zone, self._session.units))

    def merge(self, zone: str, into: str) -> None:
        """Put all land of a zone into another one."""
        zoning, units = self._session.zoning, self._session.units
        if zoning is None or self._store() is None:
            return
        if self._unlocked(zoning, zone) and self._unlocked(zoning, into):
            effect = merge(zoning, units, into=into, other=zone)
            if self._session.do(stroke_edit("merge", effect, units)):
                self._session.choose_zone(into)

    def grow(self) -> None:
        """Take the free land beside the zone."""
        self._by_neighbours("grow", grow)

    def shrink(self) -> None:
        """Give back the land at the edge of the zone."""
        self._by_neighbours("shrink", shrink)

    def _by_neighbours(self, kind: str, act: Callable[..., Effect]) -> None:
        session = self._session
        zoning, zone, land = session.zoning, session.zone, session.land
        if zoning is None or zone is None or land is None or self._store() is None:
            return
        if not self._unlocked(zoning, zone.id):
            return
        effect = act(zoning, land.units, land.neighbours, zone=zone.id)
        if effect:
            session.do(stroke_edit(kind, effect, land.units))
        else:
            session.tell(self._context.words(f"zones.nothing_to_{kind}"))

    def copy_to(self, zone: str, scenario: str) -> None:
        """Make a zone of the same land in another scenario."""
        session = self._session
        store, source, target = (
            self._store(),
            session.zoning,
            session.zoning_of(scenario),
        )
        if store is None or source is None or target is None:
            return
        units, name = session.units, source.zone(zone).name
        made, _edit = new_zone(store, scenario, name)
        land = source.shapes(zone, units)
        effect = copy_zone(target, units, land=land, new=made)
        if session.do(stroke_edit("copy", effect, units)):
            text = self._context.words("zones.copied", name=name, scenario=target.name)
            session.tell(text, tone="done")

    def set_price(self, name: str, value: float | None) -> None:
        """Change one unit price; None: it is not known."""
        store = self._store()
        if store is not None:
            prices = replace(self._session.prices, **{name: value})
            self._session.do(set_prices(store, prices))

    def parcels_free(self) -> Rows:
        """Return the parcels that could be freed and lie in no zone."""
        session = self._session
        if session.land is None:
            return np.empty(0, dtype=np.int64)
        units, zoning = session.units, session.zoning
        wins = units.column("firm_m2") + units.column("potential_m2") > 0
        if zoning is not None:
            wins = wins & (zoning.holder == -1)
        return np.flatnonzero(wins)

    def _unlocked(self, zoning: Zoning, zone: str) -> bool:
        """Tell whether a zone can be changed; if not, say so."""
        found = zoning.zone(zone)
        if found.is_locked:
            text = self._context.words("zones.card_own_locked", name=found.name)
            self._session.tell(text)
        return not found.is_locked


def _scenario_of(edit: Edit) -> str:
    """Return the id of the scenario that an edit makes."""
    return next(put.id for put in edit.puts if put.kind == ZONING)
