# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The groups of figures of a zone: land, firms, lines, floors, compensation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from landgis.report.names import status_titles
from landgis.units import MU_PER_M2
from landgis.zones.prices import CostLine, Prices, compensation_of
from landgis.zones.totals import Totals
from landgis.zones.units import DORMITORY, GRADES, TENURES, UNKNOWN_TENURE
from landgis_ui.steps.zones.figure_cells import ZoneFigure
from landgis_ui.steps.zones.figure_maker import SAME, FigureMaker, percent
from landgis_ui.steps.zones.zone_panel import GroupShown
from landgis_ui.widgets.figures import UNKNOWN, write_number, write_signed


class GroupMaker(FigureMaker):
    """Makes the groups of one moment."""

    def land(self) -> GroupShown:
        """Return registered and drawn area, and what can be reclaimed by status."""
        words, titles = self.words, status_titles()
        figures = [
            self.area("zones.drawn", lambda t: t.drawn_m2, rows="drawn_m2"),
            self.area("zones.ground", lambda t: t.ground_m2, rows="ground_m2"),
            self.area("zones.other_ground", lambda t: t.other_ground_m2),
            self.area("zones.firm", lambda t: t.firm_m2, rows="firm_m2"),
            self.area("zones.potential", lambda t: t.potential_m2, rows="potential_m2"),
            self.area("zones.overlap", lambda t: t.overlap_removed_m2),
        ]
        statuses = {line.status for line in self.now.by_status}
        if self.after is not None:
            statuses |= {line.status for line in self.after.by_status}
        for status in (s for s in titles if s in statuses):
            figure = self.area(
                "zones.by_status",
                partial(_reclaimable, status=status),
                rows=f"status:{status}",
            )
            if figure.number != self.areas.number(0.0) or figure.change:
                title = titles[status]
                act = partial(self.open_rows, f"status:{status}", title)
                figures.append(_retitled(figure, f"　{title}", act))
        figures.append(
            self.count(
                "zones.to_verify",
                lambda t: t.to_verify,
                "unit.parcels",
                rows="to_verify",
            )
        )
        share = self.now.reclaimable_share
        summary = words("zones.reclaimable_share", share=percent(share or 0.0))
        return GroupShown(lines=tuple(figures), summary=summary if share else "")

    def firms(self) -> GroupShown:
        """Return jobs, low firms, grades and what is not known of them."""
        words = self.words
        figures = [
            self.count("zones.jobs", lambda t: t.jobs, "zones.people", rows="jobs"),
            self.count(
                "zones.low_firms", lambda t: t.low_firms, "unit.firms", rows="low_firms"
            ),
            *(
                self.count(
                    f"zones.grade_{grade or 'none'}",
                    partial(_grade, grade=grade),
                    "unit.firms",
                    rows=f"grade:{grade}",
                )
                for grade in (*GRADES[1:], GRADES[0])
            ),
            *self._missing(),
            self.number(
                "zones.tax_per_zone_mu",
                lambda t: t.tax_per_zone_mu,
                "unit.wan_per_mu",
                places=2,
                rows="tax_wan",
            ),
        ]
        jobs = write_number(self.now.jobs, 0)
        summary = words("zones.jobs_summary", count=jobs)
        return GroupShown(lines=tuple(figures), summary=summary)

    def _missing(self) -> tuple[ZoneFigure, ...]:
        """Return of how many firms a figure is not known."""
        return (
            self.count(
                "zones.no_tax",
                lambda t: t.firms_without_tax,
                "unit.firms",
                rows="firms_without_tax",
            ),
            self.count(
                "zones.no_jobs",
                lambda t: t.firms_without_jobs,
                "unit.firms",
                rows="firms_without_jobs",
            ),
            self.count(
                "zones.unknown_low",
                lambda t: t.firms_unknown_low,
                "unit.firms",
                rows="firms_unknown_low",
            ),
        )

    def lines(self) -> GroupShown:
        """Return ground inside lines, excluded land, parks, 腾空, and tenures."""
        words = self.words
        names = ("first_m2", "second_m2", "outside_lines_m2", "excluded_m2", "park_m2")
        figures = [self._layer(name) for name in (*names, "vacated_m2")]
        figures.extend(
            self.area(
                f"zones.tenure_{name}",
                partial(_tenure, name=name),
                rows=f"tenure:{name}",
            )
            for name in (*TENURES[1:], UNKNOWN_TENURE)
            if _tenure(self.now, name=name)
            or (self.after is not None and _tenure(self.after, name=name))
        )
        excluded = self.now.excluded_m2
        if excluded is None:
            summary = words("zones.excluded_unchecked")
        else:
            area = self.areas.text(excluded * MU_PER_M2)
            summary = words("zones.excluded_summary", area=area)
        return GroupShown(lines=tuple(figures), summary=summary)

    def _layer(self, name: str) -> ZoneFigure:
        rows = "" if name == "outside_lines_m2" else name
        figure = self.area(f"zones.in_{name}", lambda t: getattr(t, name), rows=rows)
        if getattr(self.now, name) is None:
            text = self.words("zones.no_layer")
            return ZoneFigure(title=figure.title, number=text, tone="verify")
        return figure

    def room(self) -> GroupShown:
        """Return FAR now, floors at the target, and the cap of DORM-01."""
        words, now, m2 = self.words, self.now, "unit.m2"
        figures = [
            self.number(
                "zones.far_now",
                lambda t: t.far_now,
                "",
                places=2,
                rows="built_m2",
                hint=words("zones.far_hint", count=now.units_without_floor),
            ),
            self.number(
                "zones.built", lambda t: t.built_m2, m2, places=0, rows="built_m2"
            ),
            self.count(
                "zones.no_floor",
                lambda t: t.units_without_floor,
                "unit.parcels",
                rows="units_without_floor",
            ),
            self.number(
                "zones.floor_possible", lambda t: t.floor_possible_m2, m2, places=0
            ),
            self.number(
                "zones.floor_added",
                lambda t: t.floor_added_m2,
                m2,
                places=0,
                hint=words("zones.floor_added_hint"),
            ),
            *self._caps(),
        ]
        far = write_number(now.far_now, 2)
        added = now.floor_added_m2
        summary = words("zones.far_summary", far=far)
        if added is not None:
            wan = write_signed(added / 10_000, 1)
            summary = words("zones.far_added_summary", far=far, added=wan)
        return GroupShown(lines=tuple(figures), summary=summary)

    def _caps(self) -> tuple[ZoneFigure, ...]:
        """Return what offices and services may take (DORM-01)."""
        return (
            self.area("zones.dorm_land", lambda t: t.dormitory.land_cap_m2),
            self.number(
                "zones.dorm_floor",
                lambda t: t.dormitory.floor_cap_now_m2,
                "unit.m2",
                places=0,
                hint=self.words("zones.dorm_hint"),
            ),
            self.number(
                "zones.dorm_target",
                lambda t: t.dormitory.floor_cap_target_m2,
                "unit.m2",
                places=0,
            ),
            self.area("zones.dorm_unknown", lambda t: t.dormitory.unknown_m2),
            *(
                self._dormitory(reason)
                for reason in DORMITORY
                if self.now.dormitory.reasons.get(reason, (0, 0.0))[0]
            ),
        )

    def _dormitory(self, reason: str) -> ZoneFigure:
        def land(totals: Totals) -> float:
            return totals.dormitory.reasons.get(reason, (0, 0.0))[1]

        return self.area(f"zones.dorm_{reason}_land", land, rows=f"dormitory:{reason}")

    def pay(self, prices: Prices) -> GroupShown:
        """Return the compensation estimate line by line."""
        words = self.words
        now = compensation_of(self.now, prices)
        figures = [self._cost(line) for line in now.lines]
        known = write_number(now.known_wan, 0)
        total = now.total_wan
        if total is None:
            summary = words("zones.pay_known", known=known)
        else:
            summary = words("zones.pay_sum", total=write_number(total, 0))
        if self.after is not None:
            after = compensation_of(self.after, prices)
            if abs(after.known_wan - now.known_wan) > SAME:
                changed = write_signed(after.known_wan - now.known_wan, 0)
                summary = f"{changed}  {summary}"
        return GroupShown(lines=tuple(figures), summary=summary)

    def _cost(self, line: CostLine) -> ZoneFigure:
        words = self.words
        price = words(f"zones.price_unit_{line.id}")
        hint = words(
            "zones.cost_hint",
            quantity=write_number(line.quantity, 1),
            price=UNKNOWN if line.price is None else f"{line.price:g}",
            unit=price,
        )
        missing = words(f"zones.missing_{line.missing}") if line.missing else ""
        return ZoneFigure(
            title=words(f"zones.price_{line.id}"),
            number=write_number(line.cost_wan, 1) if not missing else UNKNOWN,
            unit=missing or words("unit.wan"),
            hint=hint,
            tone="verify" if missing else "",
        )


def _retitled(figure: ZoneFigure, title: str, act: Callable[[], object]) -> ZoneFigure:
    return replace(figure, title=title, act=act)


def _reclaimable(totals: Totals, *, status: str) -> float:
    return sum(
        line.firm_m2 + line.potential_m2
        for line in totals.by_status
        if line.status == status
    )


def _grade(totals: Totals, *, grade: str) -> float:
    return float(totals.grades.get(grade, 0))


def _tenure(totals: Totals, *, name: str) -> float:
    return totals.tenures.get(name, 0.0)
