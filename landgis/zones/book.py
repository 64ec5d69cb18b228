# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running totals of a zoning: what changes is added and taken off, nothing else.

Sums are kept as whole numbers of a tiny unit, so that they do not depend on the order
of edits: what is taken back leaves exactly what was there before, never less than 0.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from landgis.zones.draft import NO_ROWS
from landgis.zones.effects import Change
from landgis.zones.overlay import together
from landgis.zones.sums import Sums
from landgis.zones.totals import Totals
from landgis.zones.totals_of import totals_of
from landgis.zones.units import COUNTS, Rows, Units
from landgis.zones.zoning import FREE, IN_PIECES, Zone, Zoning


class TotalsBook:
    """The totals of every zone of a zoning, kept up to date."""

    def __init__(self, zoning: Zoning, units: Units) -> None:
        self._units = units
        self._zoning = zoning
        self._sums = _count(zoning, units)
        self._ahead: _Ahead | None = None
        self._all: Totals | None = None

    @property
    def zoning(self) -> Zoning:
        """The zoning that the totals are of."""
        return self._zoning

    def of(self, zone: str) -> Totals:
        """Return the totals of a zone."""
        return totals_of(self._zoning.zone(zone), self._sums[zone], self._units)

    def all(self) -> Totals:
        """Return the totals of all zones together, each firm once."""
        if self._all is None:
            sums = _count_together(self._zoning, self._units)
            self._all = totals_of(Zone(id="", name=""), sums, self._units)
        return self._all

    def after(self, change: Change) -> Mapping[str, Totals]:
        """Return what the totals of the zones that a change concerns would be.

        Successive calls for one growing stroke work out only what is new.
        """
        ahead = self._ahead
        if ahead is None or ahead.base is not self._zoning:
            ahead = self._ahead = _Ahead(self._zoning, self._sums, self._units)
        ahead.move_to(change.after, change.rows)
        names = [name for name in change.zones if name in change.after.places]
        return {
            name: totals_of(change.after.zone(name), ahead.sums(name), self._units)
            for name in names
        }

    def apply(self, change: Change) -> None:
        """Follow a change: an effect that is done, or an undo.

        Raises
        ------
        ValueError
            If the change starts from another zoning.
        """
        if change.before is not self._zoning:
            raise ValueError("the change starts from another zoning")
        _transfer(
            self._sums, (self._zoning, change.after), change.rows, units=self._units
        )
        self._zoning = change.after
        self._ahead = self._all = None


class _Ahead:
    """Sums as they would be, copied from the real ones where they differ."""

    def __init__(self, base: Zoning, sums: Mapping[str, Sums], units: Units) -> None:
        self.base, self._units = base, units
        self._real = sums
        self._own: dict[str, Sums] = {}
        self._now, self._rows = base, NO_ROWS

    def sums(self, zone: str) -> Sums:
        """Return the sums of a zone as they would be."""
        return self._own[zone] if zone in self._own else self._real[zone]

    def move_to(self, zoning: Zoning, rows: Rows) -> None:
        """Go from what was looked at last to this zoning."""
        _transfer(
            _Copying(self._own, self._real),
            (self._now, zoning),
            np.union1d(self._rows, rows),
            units=self._units,
        )
        self._now, self._rows = zoning, rows


class _Copying(dict[str, Sums]):
    """Sums by zone; those that are asked for are copied first."""

    def __init__(self, own: dict[str, Sums], real: Mapping[str, Sums]) -> None:
        super().__init__()
        self._own, self._real = own, real

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self._real

    def __getitem__(self, name: str) -> Sums:
        if name not in self._own:
            self._own[name] = self._real[name].copy()
        return self._own[name]

    def __setitem__(self, name: str, sums: Sums) -> None:
        self._own[name] = sums

    def __delitem__(self, name: str) -> None:
        self._own.pop(name, None)


def recount(zoning: Zoning, units: Units, zone: str) -> Totals:
    """Return the totals of a zone, counted from nothing."""
    return totals_of(zoning.zone(zone), _count_zone(zoning, units, zone), units)


def _count(zoning: Zoning, units: Units) -> dict[str, Sums]:
    return {zone.id: _count_zone(zoning, units, zone.id) for zone in zoning.zones}


def _count_zone(zoning: Zoning, units: Units, zone: str) -> Sums:
    sums = Sums.empty(units)
    sums.hold(units, zoning.whole_rows(zone), sign=1)
    for piece in zoning.pieces_of[zone]:
        sums.hold_piece(units, piece, sign=1)
    sums.hold_ground(units, zoning.zone(zone).ground, sign=1)
    return sums


def _transfer(
    sums: dict[str, Sums], way: tuple[Zoning, Zoning], rows: Rows, *, units: Units
) -> None:
    """Take sums from one zoning to another that differs from it in these units."""
    old, new = way
    if old is new:
        return
    for zone in new.zones:
        if zone.id not in sums:
            sums[zone.id] = Sums.empty(units)
    if [zone.id for zone in old.zones] == [zone.id for zone in new.zones]:
        held, holds = old.holder[rows], new.holder[rows]
        rows = rows[(held != holds) | (held == IN_PIECES)]
    cut = rows[(old.holder[rows] == IN_PIECES) | (new.holder[rows] == IN_PIECES)]
    recut = [
        row for row in cut.tolist() if old.pieces.get(row) is not new.pieces.get(row)
    ]
    # All that goes, goes first: a unit may go in pieces and come back whole.
    for zoning, sign in ((old, -1), (new, 1)):
        holder = zoning.holder[rows]
        for place in np.unique(holder[holder > FREE]).tolist():
            sums[zoning.zones[place].id].hold(units, rows[holder == place], sign=sign)
        for row in recut:
            for piece in zoning.pieces.get(row, ()):
                sums[piece.zone].hold_piece(units, piece, sign=sign)
    _transfer_grounds(sums, way, units=units)


def _transfer_grounds(
    sums: dict[str, Sums], way: tuple[Zoning, Zoning], *, units: Units
) -> None:
    """Do the same with other ground; zones that are gone go."""
    old, new = way
    before = {zone.id: zone.ground for zone in old.zones}
    after = {zone.id: zone.ground for zone in new.zones}
    for name in before | after:
        was, now = before.get(name), after.get(name)
        if was is not now:
            sums[name].hold_ground(units, was, sign=-1)
            sums[name].hold_ground(units, now, sign=1)
        if name not in after:
            del sums[name]


def _count_together(zoning: Zoning, units: Units) -> Sums:
    """Return the sums of all zones as of one: units that zones share count once."""
    whole = Sums.empty(units)
    for zone in zoning.zones:
        rows = zoning.whole_rows(zone.id)
        whole.hold(units, rows, sign=1)
        whole.hold_ground(units, zone.ground, sign=1)
    for row, pieces in zoning.pieces.items():
        for piece in pieces:
            whole.hold_piece(units, piece, sign=1)
        again = len(pieces) - 1
        if again:
            whole.counts[0] -= again
            whole.counts[1:] -= again * units.marks[row]
            whole.statuses[units.status_codes[row], 0] -= again
            whole.dormitory[units.dormitory[row], 0] -= again
            lacks = bool(units.marks[row, COUNTS.index("no_floor")])
            whole.dormitory[units.dormitory[row], 3] -= again * lacks
            whole.cut -= again
            shape = np.array([together(piece.shape for piece in pieces)], dtype=object)
            whole.doubles.put(np.array([row], dtype=np.int64), shape)
    return whole
