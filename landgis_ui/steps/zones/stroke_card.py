# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What letting go would do: the dashes on the map and the card by the cursor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.units import MU_PER_M2
from landgis.zones.strokes import Effect
from landgis.zones.totals import Totals
from landgis.zones.units import Rows, Units
from landgis.zones.zoning import IN_PIECES, Zoning
from landgis_ui.canvas.zoning.marks import CardLine, CursorCard, ZonePreview
from landgis_ui.context import Context
from landgis_ui.widgets.basics import THIN_SPACE
from landgis_ui.widgets.figures import AreaWriter, write_number
from landgis_ui.words import Words

MOST_CUTS = 3
NONE: Rows = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """An effect with the totals before and after it, of each zone that it concerns."""

    effect: Effect
    before: Mapping[str, Totals]
    after: Mapping[str, Totals]
    region: shapely.Geometry | None = None

    @property
    def gain_m2(self) -> float:
        """How much land the zone of the stroke would gain; negative: all would lose."""
        zones = [self.effect.zone] if self.effect.zone else list(self.after)
        return sum(self.change_m2(zone) for zone in zones if zone in self.after)

    def change_m2(self, zone: str) -> float:
        """Return by how much the land of a zone would change."""
        before = self.before.get(zone)
        return _held(self.after[zone]) - (0.0 if before is None else _held(before))


def _held(totals: Totals) -> float:
    """Return the land of a zone as it is shown: of its units, and other ground."""
    return totals.land_m2


def preview_of(outlook: Outlook) -> ZonePreview:
    """Return the dashes: what comes in, what leaves which zone, what is cut."""
    effect, before = outlook.effect, outlook.effect.before
    taken = [NONE, *effect.taken.values()] if effect.zone is not None else [NONE]
    moved = [
        rows
        for former, rows in effect.taken.items()
        if former and effect.zone is not None
    ]
    left = np.concatenate([NONE, effect.given, *moved]).astype(np.int64)
    zone = 0
    if effect.zone is not None and effect.zone in effect.after.places:
        zone = effect.after.zone(effect.zone).colour
    region = outlook.region
    return ZonePreview(
        zone=zone,
        taken=np.concatenate(taken).astype(np.int64),
        left=left,
        left_zones=_colours(before, left),
        regions=() if region is None else (region,),
        is_take_out=effect.zone is None,
    )


def _colours(zoning: Zoning, rows: Rows) -> NDArray[np.int64]:
    """Return the colour of the zone that holds each row, or a part of it."""
    table = np.array([*(zone.colour for zone in zoning.zones), 0, 0], dtype=np.int64)
    found = table[zoning.holder[rows]]
    for place in np.flatnonzero(zoning.holder[rows] == IN_PIECES).tolist():
        pieces = zoning.pieces.get(int(rows[place]), ())
        if pieces:
            found[place] = zoning.zone(pieces[0].zone).colour
    return found


class CardWriter:
    """Says in the card by the cursor what letting go would do."""

    def __init__(self, context: Context) -> None:
        self._words, self._areas = context.words, AreaWriter(context)

    def write(self, outlook: Outlook, units: Units, *, is_down: bool) -> CursorCard:
        """Write the card; before the button goes down it says what a click would do."""
        words, effect = self._words, outlook.effect
        count = self._count(effect)
        if not effect:
            return CursorCard(
                title=words("zones.card_nothing"), lines=tuple(self._skipped(outlook))
            )
        way = "in" if effect.zone is not None else "out"
        when = "release" if is_down else "click"
        lines = [
            *self._firms(outlook),
            *self._zones(outlook),
            *self._cuts(outlook, units),
            *self._skipped(outlook),
        ]
        return CursorCard(
            title=words(f"zones.card_{when}_{way}", count=count),
            figure=self._areas.change(outlook.gain_m2 * MU_PER_M2),
            lines=tuple(lines),
            hint=words("zones.card_hint" if is_down else "zones.card_hint_hover"),
        )

    @staticmethod
    def _count(effect: Effect) -> int:
        if effect.zone is not None:
            return sum(len(rows) for rows in effect.taken.values())
        return len(effect.given)

    def _firms(self, outlook: Outlook) -> list[CardLine]:
        """Say firms, tax and low firms of what comes or goes."""
        words, zone = self._words, outlook.effect.zone
        if zone is None or zone not in outlook.after:
            return []
        after, before = outlook.after[zone], outlook.before.get(zone)
        firms = after.firms - (before.firms if before else 0)
        tax = after.tax_wan - (before.tax_wan if before else 0.0)
        low = after.low_firms - (before.low_firms if before else 0)
        text = words(
            "zones.card_firms",
            firms=firms,
            tax=write_number(tax, 0),
            low=low,
        )
        return [CardLine(text=text)]

    def _zones(self, outlook: Outlook) -> list[CardLine]:
        """Say what each zone would come to, the one that is drawn first."""
        words, effect = self._words, outlook.effect
        lines = []
        order = sorted(outlook.after, key=lambda zone: zone != effect.zone)
        for zone in order:
            if zone not in effect.after.places:
                continue
            totals, name = outlook.after[zone], effect.after.zone(zone).name
            change = "" if zone == effect.zone else self._change(outlook, zone)
            per_mu = write_number(totals.tax_per_mu, 2)
            unit = words("unit.wan_per_mu")
            tax = words("zones.card_tax", tax=f"{per_mu}{THIN_SPACE}{unit}")
            lines.append(
                CardLine(
                    text=words("zones.card_zone", name=name),
                    strong=self._areas.text(totals.mu),
                    after=change or tax,
                )
            )
        return lines

    def _change(self, outlook: Outlook, zone: str) -> str:
        return self._areas.change(outlook.change_m2(zone) * MU_PER_M2)

    def _cuts(self, outlook: Outlook, units: Units) -> list[CardLine]:
        """Say both areas of parcels that would be cut."""
        words, effect = self._words, outlook.effect
        rows = np.intersect1d(effect.cut_rows, effect.rows)
        lines = [
            CardLine(text=text)
            for text in (
                cut_text(words, self._areas, effect, units=units, row=row)
                for row in rows[:MOST_CUTS].tolist()
            )
        ]
        more = len(rows) - MOST_CUTS
        if more > 0:
            lines.append(CardLine(text=words("zones.card_more_cuts", count=more)))
        return lines

    def _skipped(self, outlook: Outlook) -> list[CardLine]:
        words, effect = self._words, outlook.effect
        lines = []
        names = [
            effect.before.zone(zone).name
            for zone in sorted(effect.locked_zones)
            if zone in effect.before.places
        ]
        if effect.zone in effect.locked_zones:
            name = effect.before.zone(str(effect.zone)).name
            lines.append(words("zones.card_own_locked", name=name))
        elif len(effect.locked_rows) or names:
            text = words(
                "zones.card_locked",
                count=len(effect.locked_rows),
                names=words("zones.and").join(names),
            )
            lines.append(text)
        if len(effect.other_status_rows):
            count = len(effect.other_status_rows)
            lines.append(words("zones.card_other_status", count=count))
        return [CardLine(text=text) for text in lines]


def cut_text(
    words: Words, areas: AreaWriter, effect: Effect, *, units: Units, row: int
) -> str:
    """Return the two areas into which a stroke cuts a parcel, in words."""
    ground = units.grounds[row]
    whole = 0.0 if ground is None else float(shapely.area(ground))
    inside = sum(
        float(piece.shape.area)
        for piece in effect.after.pieces.get(row, ())
        if effect.zone is None or piece.zone == effect.zone
    )
    key = "zones.card_cut" if effect.zone is not None else "zones.card_cut_out"
    return words(
        key,
        name=units.names[row],
        inside=areas.text(inside * MU_PER_M2),
        outside=areas.text((whole - inside) * MU_PER_M2),
    )
