# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards, checks and steps of the history as they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from landgis.project import HistoryEntry
from landgis.report.names import status_titles
from landgis.units import MU_PER_M2
from landgis.zones.totals import Totals
from landgis.zones.units import Rows
from landgis.zones.verdicts import Outcome, Verdict
from landgis.zones.zoning import Zone
from landgis_ui.context import Context
from landgis_ui.steps.zones.check_rows import CheckShown
from landgis_ui.steps.zones.figure_maker import percent
from landgis_ui.steps.zones.step_list import StepShown
from landgis_ui.steps.zones.zone_card import CardShown
from landgis_ui.theme.zone_colours import zone_colour
from landgis_ui.widgets.basics import THIN_SPACE
from landgis_ui.widgets.figures import AreaWriter

KINDS = {
    Outcome.PASSED: "ok",
    Outcome.LOOK: "look",
    Outcome.UNKNOWN: "verify",
    Outcome.NOT_CHECKED: "unchecked",
}
OURS = ("zones.", "zone_")
"""Beginnings of the texts of steps that are about zones."""


class ZoneWriter:
    """Writes what is said of zones, but for their figures."""

    def __init__(self, context: Context) -> None:
        self._context, self._words = context, context.words
        self._areas = AreaWriter(context)

    def card(self, zone: Zone, totals: Totals, change_m2: float = 0.0) -> CardShown:
        """Write the card of a zone."""
        words, areas = self._words, self._areas
        land = totals.land_m2 or 1.0
        firm, ahead = totals.firm_m2 / land, totals.potential_m2 / land
        share = totals.reclaimable_share
        is_dark = self._context.look.theme.is_dark
        change = ""
        if abs(change_m2 * MU_PER_M2) > 0:
            change = areas.change(change_m2 * MU_PER_M2).partition(THIN_SPACE)[0]
        return CardShown(
            id=zone.id,
            name=zone.name,
            note=zone.note,
            colour=zone_colour(zone.colour, is_dark=is_dark),
            area=areas.number(totals.mu),
            unit=areas.unit,
            counts=words("zones.counts", parcels=totals.units, firms=totals.firms),
            reclaim=words(
                "zones.card_reclaim",
                firm=areas.number(totals.firm_m2 * MU_PER_M2),
                potential=areas.text(totals.potential_m2 * MU_PER_M2),
            ),
            share=words("zones.card_share", share=percent(share)) if share else "",
            firm_share=firm,
            ahead_share=ahead,
            is_locked=zone.is_locked,
            hint=words("zones.card_drag_hint"),
            change=change,
        )

    def total(self, totals: Totals) -> str:
        """Write what all zones come to."""
        return self._words(
            "zones.total",
            area=self._areas.text(totals.mu),
            parcels=totals.units,
            firms=totals.firms,
        )

    def check(
        self, verdict: Verdict, go: Callable[[Rows], object], *, aim_mu: float
    ) -> CheckShown:
        """Write one check; 看 goes to the land that it is about."""
        words, is_off = self._words, verdict.outcome is Outcome.NOT_CHECKED
        state = "unchecked" if is_off else KINDS[verdict.outcome]
        gap = "" if verdict.gap_m is None else f"{verdict.gap_m:,.0f}"
        text = words(
            f"zones.check_{verdict.id}_{state}",
            count=round(verdict.value),
            gap=gap,
            aim=f"{aim_mu:g}",
        )
        can_look = verdict.outcome is not Outcome.PASSED and len(verdict.rows)
        return CheckShown(
            kind=KINDS[verdict.outcome],
            text=text,
            value="" if is_off else self._value(verdict),
            act=partial(go, verdict.rows) if can_look else None,
        )

    def _value(self, verdict: Verdict) -> str:
        words, count = self._words, round(verdict.value)
        if verdict.id == "large_enough":
            return self._areas.text(verdict.value)
        if verdict.id == "excluded":
            return self._areas.text(verdict.value * MU_PER_M2)
        unit = {"contiguous": "unit.pieces", "grade_a": "unit.firms"}
        return f"{count:,}{THIN_SPACE}{words(unit.get(verdict.id, 'unit.parcels'))}"

    def steps(self, entries: Iterable[HistoryEntry]) -> tuple[StepShown, ...]:
        """Write the steps that are about zones, the newest first."""
        every = list(entries)
        done = [entry.step for entry in every if not entry.is_undone]
        now = done[-1] if done else -1
        return tuple(
            StepShown(
                step=entry.step,
                text=self._words.step(entry.text, entry.params),
                effect=self._effect(entry),
                time=f"{entry.time.astimezone():%H:%M}",
                who=entry.person,
                is_now=entry.step == now,
                is_undone=entry.is_undone,
            )
            for entry in reversed(every)
            if entry.text.startswith(OURS)
        )

    def _effect(self, entry: HistoryEntry) -> str:
        return "" if entry.effect_mu is None else self._areas.change(entry.effect_mu)

    def statuses(self, wanted: frozenset[str] | None) -> str:
        """Write to which statuses the brush is limited."""
        if not wanted:
            return self._words("zones.all_parcels")
        titles = status_titles()
        first, *rest = (titles[one] for one in titles if one in wanted)
        return (
            first
            if not rest
            else self._words("zones.some", first=first, count=len(rest) + 1)
        )
