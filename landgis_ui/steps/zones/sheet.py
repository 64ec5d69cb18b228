# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The right panel kept in step: figures, blue changes, checks, steps, prices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter

import numpy as np
from PyQt6.QtCore import QObject, QTimer

from landgis.units import MU_PER_M2
from landgis.zones.prices import CostLine, Prices, compensation_of
from landgis.zones.strokes import Change
from landgis.zones.units import Rows
from landgis.zones.verdicts import contiguity_of, verdicts_of
from landgis.zones.zoning import Zone, Zoning
from landgis_ui.context import Context
from landgis_ui.steps.zones.check_rows import CheckShown
from landgis_ui.steps.zones.figures import TotalsWriter
from landgis_ui.steps.zones.left_panel import LeftPanel, ScenarioShown
from landgis_ui.steps.zones.prices_panel import PriceShown, PricesPanel
from landgis_ui.steps.zones.session import ZoneSession
from landgis_ui.steps.zones.stroke_card import Outlook
from landgis_ui.steps.zones.writers import ZoneWriter
from landgis_ui.steps.zones.zone_panel import ZonePanel, ZoneShown
from landgis_ui.theme.zone_colours import zone_colour
from landgis_ui.widgets.basics import THIN_SPACE
from landgis_ui.widgets.figures import UNKNOWN, AreaWriter, write_number

CHECK_MS, LONGEST_MS = 60, 600
MOST_TOWNS = 2
MUCH = 1_000
"""So many units moved take the map a while; the panels then follow right after it."""


class Sheet(QObject):
    """Writes left and right panel from the session."""

    def __init__(
        self,
        context: Context,
        session: ZoneSession,
        *,
        left: LeftPanel,
        panel: ZonePanel,
        prices: PricesPanel,
        open_rows: Callable[[str, str], object],
    ) -> None:
        super().__init__(panel)
        self._context, self._session = context, session
        self._left, self._panel, self._prices = left, panel, prices
        self._writer = TotalsWriter(context, open_rows)
        self._zones, self._areas = ZoneWriter(context), AreaWriter(context)
        self._outlook: Outlook | None = None
        self._checks: tuple[CheckShown, ...] = ()
        self.is_on = False
        self._checking = QTimer(self)  # a zone is checked once the hand rests
        self._checking.setSingleShot(True)
        self._checking.setInterval(0)
        self._checking.timeout.connect(self._check)
        self._previewing = QTimer(self)
        self._previewing.setSingleShot(True)
        self._previewing.setInterval(0)
        self._previewing.timeout.connect(self._preview)
        self._showing = QTimer(self)
        self._showing.setSingleShot(True)
        self._showing.setInterval(0)
        self._showing.timeout.connect(self.show)
        session.zonings_changed.connect(self._on_zonings)
        session.chosen_changed.connect(self.show)
        session.prices_changed.connect(self.show)
        context.workspace.documents_changed.connect(lambda _changes: self.show_steps())
        context.look.changed.connect(self.show)
        context.settings.changed.connect(self._on_setting)

    def _on_zonings(self, moved: Mapping[str, Change] | None) -> None:
        """Write everything anew; after much land has moved, in a turn of its own."""
        changed = () if moved is None else moved.values()
        if sum(len(change.rows) for change in changed) < MUCH:
            self.show()
            return
        self._outlook = None
        self._previewing.stop()
        self._showing.start()

    def show(self) -> None:
        """Write everything anew."""
        self._showing.stop()
        if not self.is_on or self._session.land is None:
            return
        self._outlook = None
        self._previewing.stop()
        self._show_left()
        self._show_right()
        self._show_prices()
        self.show_steps()
        self._checking.start()

    def preview(self, outlook: Outlook | None) -> None:
        """Write in blue what letting go would do; None ends it."""
        self._outlook = outlook
        if self._session.land is None or self._session.zoning is None:
            return
        if not self._previewing.isActive():
            self._previewing.start()  # several moves make one preview

    def _preview(self) -> None:
        """Write the figures that letting go would change, and no others."""
        session, outlook = self._session, self._outlook
        if session.land is None:
            return
        now, zone = session.totals(), session.zone
        if now is None:
            return
        self._show_cards()
        if outlook is None or zone is None:
            self._show_right()
            return
        after = outlook.after.get(zone.id)
        groups = self._panel.open_groups()
        written = self._writer.write(now, after, prices=session.prices, groups=groups)
        self._panel.show_figures(written.totals, written.bars, groups=written.groups)
        self._panel.show_changes(on=after is not None)

    def show_steps(self) -> None:
        """Write the steps of the history that are about zones."""
        store = self._context.workspace.store
        if self.is_on and store is not None:
            self._panel.steps.show_steps(self._zones.steps(store.history()))

    def _on_setting(self, name: str) -> None:
        if name == "preference.area_unit":
            self.show()

    # The left

    def _show_left(self) -> None:
        session, words, left = self._session, self._context.words, self._left
        zoning = session.zoning
        left.switch.show_scenarios(
            [
                ScenarioShown(
                    id=one.id, name=one.name, remark=one.remark, is_plan=one.is_plan
                )
                for one in session.zonings
            ],
            current="" if zoning is None else zoning.id,
        )
        left.remark.set_whole("" if zoning is None else zoning.remark)
        zones = () if zoning is None else zoning.zones
        left.show_empty(on=not zones, can_edit=session.can_edit)
        left.set_editable(on=session.can_edit)
        total = (
            "" if zoning is None else self._zones.total(session.book(zoning.id).all())
        )
        left.show_total(words("zones.zone_count", count=len(zones)), total)
        left.show_note(self._note(zoning))
        self._show_cards()

    def _note(self, zoning: Zoning | None) -> str:
        words, session = self._context.words, self._session
        orphans = 0 if zoning is None else len(zoning.orphans)
        parts = [
            words("zones.stale")
            if self._context.flows.is_out_of_date("result")
            else "",
            words("zones.orphans", count=orphans) if orphans else "",
            "" if session.can_edit else words("zones.read_only"),
        ]
        return "\n".join(part for part in parts if part)

    def _show_cards(self) -> None:
        zoning, zone = self._session.zoning, self._session.zone
        if zoning is None:
            self._left.cards.show_cards((), current="")
            return
        book, outlook = self._session.book(zoning.id), self._outlook
        cards = []
        for one in zoning.zones:
            change = 0.0
            if outlook is not None and one.id in outlook.after:
                change = outlook.change_m2(one.id)
            cards.append(self._zones.card(one, book.of(one.id), change))
        self._left.cards.show_cards(cards, current="" if zone is None else zone.id)

    # The right

    def _show_right(self) -> None:
        session = self._session
        now = session.totals()
        if now is None:
            return
        zone, zoning = session.zone, session.zoning
        written = self._writer.write(now, prices=session.prices)
        words, is_dark = self._context.words, self._context.look.theme.is_dark
        name = words("zones.all_zones") if zone is None else zone.name
        self._panel.show_zone(
            ZoneShown(
                id="" if zone is None else zone.id,
                name=name,
                colour=zone_colour(0 if zone is None else zone.colour, is_dark=is_dark),
                where=self._where(zoning, zone),
                totals=written.totals,
                bars=written.bars,
                groups=written.groups,
                checks=self._checks,
                target_far=None if zone is None else zone.target_far,
            )
        )
        self._panel.show_changes(on=False)
        self._panel.set_editable(on=session.can_edit)

    def _where(self, zoning: Zoning | None, zone: Zone | None) -> str:
        """Return note and towns of a zone, or the name of the scenario."""
        if zoning is None:
            return ""
        if zone is None:
            return zoning.name
        units, words = self._session.units, self._context.words
        codes = np.unique(units.town_codes[zoning.rows(zone.id)])
        towns = [town for code in codes if (town := units.towns[code])]
        told = words("zones.and").join(towns[:MOST_TOWNS])
        if len(towns) > MOST_TOWNS:
            told = words("zones.some_towns", first=told, count=len(towns))
        return " · ".join(part for part in (zone.note, told) if part)

    def _check(self) -> None:
        """Check the zone; a slow check is made less often."""
        session, zone, zoning = self._session, self._session.zone, self._session.zoning
        land, totals = session.land, session.totals()
        is_empty = totals is None or not totals.ground_m2
        if zone is None or zoning is None or land is None or totals is None or is_empty:
            self._checks = ()
        else:
            began = perf_counter()
            found = contiguity_of(zoning, land.units, land.neighbours, zone=zone.id)
            verdicts = verdicts_of(zoning, land.units, totals=totals, contiguity=found)
            self._checks = tuple(
                self._zones.check(one, self._go, aim_mu=land.units.cluster_min_mu)
                for one in verdicts
            )
            spent = round((perf_counter() - began) * 1000)
            self._checking.setInterval(
                min(spent, LONGEST_MS) if spent > CHECK_MS else 0
            )
        self._panel.checks.show_checks(self._checks)

    def _go(self, rows: Rows) -> None:
        self._context.workspace.selection.set(rows)
        self._context.workspace.show_on_map(rows=rows)

    # Prices

    def _show_prices(self) -> None:
        totals, words = self._session.totals(), self._context.words
        if totals is None:
            return
        prices = self._session.prices
        made = compensation_of(totals, prices)
        lines = {line.id: line for line in made.lines}
        shown = []
        for name in Prices.__dataclass_fields__:
            value = getattr(prices, name)
            line = lines.get(name) or CostLine(
                id=name, quantity=0.0, price=value, cost_wan=0.0
            )
            unit = words(f"zones.quantity_unit_{name}")
            quantity = f"{write_number(line.quantity, 1)}{THIN_SPACE}{unit}"
            cost = UNKNOWN
            if line.cost_wan is not None:
                wan = words("unit.wan")
                cost = f"{write_number(line.cost_wan, 1)}{THIN_SPACE}{wan}"
            missing = words(f"zones.missing_{line.missing}") if line.missing else ""
            amount = words("zones.price_amount", quantity=quantity, cost=cost)
            shown.append(
                PriceShown(
                    id=line.id,
                    title=words(f"zones.price_{line.id}"),
                    unit=words(f"zones.price_unit_{line.id}"),
                    value=value,
                    amount=" · ".join(part for part in (amount, missing) if part),
                )
            )
        total = made.total_wan
        key = "zones.pay_known" if total is None else "zones.pay_sum"
        known = write_number(made.known_wan, 0)
        zone = self._session.zone
        name = words("zones.all_zones") if zone is None else zone.name
        area = self._areas.text(totals.land_m2 * MU_PER_M2)
        self._prices.show_prices(
            shown, subject=f"{name} {area}", total=words(key, known=known, total=known)
        )
        self._prices.set_editable(on=self._session.can_edit)
