# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Totals of a zone as they are written, with what letting go would change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial

from landgis.units import MU_PER_M2
from landgis.zones.prices import Prices
from landgis.zones.totals import Totals
from landgis_ui.context import Context
from landgis_ui.steps.zones.bar_group import BarShown
from landgis_ui.steps.zones.figure_bars import BarMaker
from landgis_ui.steps.zones.figure_cells import ZoneFigure
from landgis_ui.steps.zones.figure_groups import GroupMaker
from landgis_ui.steps.zones.figure_maker import FigureMaker
from landgis_ui.steps.zones.zone_panel import GROUPS, GroupShown


def _firms(totals: Totals) -> float:
    return totals.firms


@dataclass(frozen=True, kw_only=True)
class Written:
    """All figures of a zone, ready for the right panel."""

    totals: tuple[ZoneFigure, ...]
    bars: tuple[BarShown, ...]
    groups: Mapping[str, GroupShown]


class LargeMaker(FigureMaker):
    """Makes the six large figures."""

    def totals(self) -> tuple[ZoneFigure, ...]:
        """Return area, parcels, firms, tax, tax per 亩 and what can be reclaimed."""
        words, now = self.words, self.now
        held = words(
            "zones.parcel_hint",
            parcels=now.parcels,
            residuals=now.residuals,
            cut=now.cut_units,
        )
        return (
            self.area(
                "zones.area",
                lambda t: t.land_m2,
                rows="land_m2",
                hint=words("zones.area_hint", count=now.registered_units),
            ),
            self.count(
                "zones.parcel_count",
                lambda t: t.units,
                "unit.parcels",
                rows="units",
                hint=held,
            ),
            self.count("zones.firm_count", _firms, "unit.firms", rows="firms"),
            self.number(
                "zones.tax",
                lambda t: t.tax_wan,
                "unit.wan",
                places=0,
                rows="tax_wan",
                hint=words("zones.tax_hint", count=now.firms_without_tax),
            ),
            self.number(
                "zones.tax_per_mu",
                lambda t: t.tax_per_mu,
                "unit.wan_per_mu",
                places=2,
                rows="tax_wan",
                hint=words("zones.tax_per_mu_hint"),
            ),
            self._reclaimable(),
        )

    def _reclaimable(self) -> ZoneFigure:
        """Return what can be reclaimed, and how it is made up."""
        return self.area(
            "zones.reclaimable",
            lambda t: t.reclaimable_m2,
            rows="reclaimable_m2",
            hint=self.words(
                "zones.reclaimable_hint",
                firm=self.areas.text(self.now.firm_m2 * MU_PER_M2),
                potential=self.areas.text(self.now.potential_m2 * MU_PER_M2),
                overlap=self.areas.text(self.now.overlap_removed_m2 * MU_PER_M2),
                count=self.now.to_verify,
            ),
        )


class TotalsWriter:
    """Writes totals; `open_rows` is called with a figure's name when it is clicked."""

    def __init__(
        self, context: Context, open_rows: Callable[[str, str], object]
    ) -> None:
        self._context, self._open = context, open_rows

    def write(
        self,
        now: Totals,
        after: Totals | None = None,
        *,
        prices: Prices,
        groups: Collection[str] = GROUPS,
    ) -> Written:
        """Write the figures of a zone, and in blue what `after` would change.

        Only these `groups` are written: while the mouse is down the open ones.
        """
        large = LargeMaker(self._context, self._open, now=now, after=after)
        bars = BarMaker(self._context, self._open, now=now, after=after)
        made = GroupMaker(self._context, self._open, now=now, after=after)
        makers: dict[str, Callable[[], GroupShown]] = {
            "land": made.land,
            "firms": made.firms,
            "lines": made.lines,
            "room": made.room,
            "pay": partial(made.pay, prices),
        }
        return Written(
            totals=large.totals(),
            bars=(bars.line_bar(), bars.owner_bar(), bars.status_bar()),
            groups={name: makers[name]() for name in groups},
        )
