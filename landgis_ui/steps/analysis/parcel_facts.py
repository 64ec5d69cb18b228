# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the inspector says of one piece of land, as values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from landgis.operations.stored_analysis import StoredResult
from landgis.report.grounds import Ground, make_grounds
from landgis.report.subjects import subject_names
from landgis.units import MU_PER_M2
from landgis_ui.context import Context
from landgis_ui.widgets.basics import THIN_SPACE
from landgis_ui.widgets.figures import UNKNOWN, AreaWriter, write_number, write_signed

PERCENT = 100
Record = Mapping[Any, Any]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact with its unit and a note in small type."""

    title: str
    value: str
    note: str = ""
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class FirmShown:
    """One firm on the parcel, with what it was judged by."""

    row: int
    name: str
    lines: tuple[str, ...]
    is_low: bool | None
    near_low: bool
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, kw_only=True)
class LandShown:
    """Everything about one parcel or residual; `kind` is parcel or approval."""

    kind: str
    row: int
    name: str
    subtitle: str
    status: str
    computed_status: str
    override_reason: str
    firm_mu: float
    potential_mu: float
    reason: str
    facts: tuple[Fact, ...]
    grounds: tuple[Ground, ...]
    firms: tuple[FirmShown, ...]


class LandReader:
    """Reads what the inspector shows out of a result; in a thread, for it lies on disk.

    Areas are in the unit that was chosen when it was made.
    """

    def __init__(self, context: Context) -> None:
        self._words = context.words
        self._areas = AreaWriter(context).as_now()

    def read(self, result: StoredResult, land_row: int) -> LandShown:
        """Return everything about a row of the map's land."""
        parcels = result.analysis.parcels
        if land_row < len(parcels):
            return self._parcel(result, land_row)
        return self._residual(result, land_row - len(parcels))

    def _parcel(self, result: StoredResult, number: int) -> LandShown:
        analysis = result.analysis
        entry = analysis.parcels.iloc[number].to_dict()
        name = str(subject_names(result.analysis, "parcel").iloc[number])
        firms = self._firms(result, number)
        holder = _text(entry.get("owner")) or _text(entry.get("firm_names"))
        return LandShown(
            kind="parcel",
            row=number,
            name=name,
            subtitle=" · ".join(
                part for part in (holder, _text(entry["town"])) if part
            ),
            status=str(entry["status"]),
            computed_status=_text(entry.get("computed_status")),
            override_reason=_text(entry.get("override_reason")),
            firm_mu=float(entry["firm_mu"]),
            potential_mu=float(entry["potential_mu"]),
            reason=_text(entry.get("reason")),
            facts=self._parcel_facts(
                entry,
                result.figures.iloc[number].to_dict(),
                low=sum(firm.is_low is True for firm in firms),
            ),
            grounds=make_grounds(result.evidence_of("parcel", name)),
            firms=firms,
        )

    def _parcel_facts(
        self, entry: Record, figures: Record, *, low: int
    ) -> tuple[Fact, ...]:
        words, areas = self._words, self._areas
        registered, drawn = entry.get("registered_m2"), entry.get("drawn_m2")
        firms = int(entry.get("firm_count") or 0)
        return (
            self._area(words("analysis.registered"), registered),
            self._area(words("analysis.drawn"), drawn, against=registered),
            Fact(
                title=words("analysis.tax_per_mu"),
                value=_number(figures["tax_per_mu"], words("unit.wan_per_mu")),
            ),
            Fact(title=words("analysis.far"), value=_number(figures["far"], "")),
            Fact(title=words("analysis.block_line"), value=_text(entry["block_level"])),
            Fact(
                title=words("analysis.supply"),
                value=_text(entry.get("supply_mode")) or UNKNOWN,
                note=_day(entry.get("contract_date")),
            ),
            Fact(
                title=words("analysis.firms"),
                value=f"{firms}{THIN_SPACE}{words('unit.firms')}",
                note=words("analysis.low_firms", count=low) if low else "",
            ),
            Fact(
                title=words("analysis.unit_no"),
                value=_text(entry.get("unit_no")) or UNKNOWN,
                hint=_text(entry.get("unit_no")),
            ),
            Fact(
                title=words("analysis.due"),
                value=_day(entry.get("due_date")) or UNKNOWN,
                note=self._overdue(entry.get("overdue_days"), entry),
            ),
            Fact(
                title=words("analysis.mu"),
                value=areas.text(_float(entry.get("mu"))),
                hint=areas.in_all_units(_float(entry.get("mu"))),
            ),
        )

    def _overdue(self, days: Any, entry: Record) -> str:
        number = _float(days)
        if number is None or number <= 0 or bool(entry.get("is_started")):
            return ""
        return self._words("analysis.overdue_days", days=int(number))

    def _area(self, title: str, m2: Any, *, against: Any = None) -> Fact:
        value, other = _float(m2), _float(against)
        mu = None if value is None else value * MU_PER_M2
        note = ""
        if value is not None and other:
            share = (value - other) / other * PERCENT
            note = self._words("analysis.differs", percent=write_signed(share, 2))
        return Fact(
            title=title,
            value=self._areas.text(mu),
            note=note,
            hint=self._areas.in_all_units(mu),
        )

    def _firms(self, result: StoredResult, number: int) -> tuple[FirmShown, ...]:
        analysis = result.analysis
        links = analysis.links
        if not len(links):
            return ()
        found = []
        for link in links[links["parcel"] == number].to_dict("records"):
            firm = int(link["firm"])
            entry = analysis.firms.loc[firm].to_dict()
            name = _text(entry.get("name"))
            low = entry.get("low")
            found.append(
                FirmShown(
                    row=firm,
                    name=name,
                    lines=self._firm_lines(entry, link),
                    is_low=None if low is None or pd.isna(low) else bool(low),
                    near_low=_is_true(entry.get("near_low")),
                    grounds=make_grounds(result.evidence_of("firm", name)),
                )
            )
        return tuple(found)

    def _firm_lines(self, entry: Record, link: Record) -> tuple[str, ...]:
        words = self._words
        land = _float(link.get("land_mu"))
        parts = (
            " · ".join(
                part
                for part in (
                    _text(entry.get("scale")),
                    _text(entry.get("industry")),
                    _text(entry.get("code")),
                )
                if part
            ),
            words(
                "analysis.firm_figures",
                land=self._areas.text(land),
                tax=_number(link.get("tax_wan"), words("unit.wan")),
                per_mu=_number(entry.get("tax_per_mu"), words("unit.wan_per_mu")),
            ),
            words(
                "analysis.firm_grade",
                grade=_text(entry.get("grade")) or UNKNOWN,
                treatment=_text(entry.get("treatment")) or UNKNOWN,
            ),
        )
        return tuple(part for part in parts if part)

    def _residual(self, result: StoredResult, number: int) -> LandShown:
        entry = result.analysis.residual.iloc[number].to_dict()
        name = str(subject_names(result.analysis, "approval").iloc[number])
        mu = float(entry["mu"])
        return LandShown(
            kind="approval",
            row=number,
            name=name,
            subtitle=" · ".join(
                part
                for part in (_text(entry.get("batch_name")), _text(entry["town"]))
                if part
            ),
            status="approved_unsupplied",
            computed_status="",
            override_reason="",
            firm_mu=mu,
            potential_mu=0.0,
            reason="",
            facts=self._residual_facts(entry),
            grounds=make_grounds(result.evidence_of("approval", name)),
            firms=(),
        )

    def _residual_facts(self, entry: Record) -> tuple[Fact, ...]:
        words, areas = self._words, self._areas
        return (
            self._area(words("analysis.approved"), entry.get("approved_m2")),
            self._area(words("analysis.supplied"), entry.get("supplied_m2")),
            Fact(title=words("analysis.left"), value=areas.text(_float(entry["mu"]))),
            Fact(
                title=words("analysis.supply_rate"),
                value=_percent(entry.get("supply_rate")),
            ),
            Fact(
                title=words("analysis.approved_date"),
                value=_day(entry.get("approved_date")) or UNKNOWN,
            ),
            Fact(
                title=words("analysis.ageing"),
                value=_text(entry.get("ageing")) or UNKNOWN,
                note=words("analysis.years"),
            ),
        )


def _float(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _text(value: Any) -> str:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    return str(value)


def _is_true(value: Any) -> bool:
    return value is not None and not pd.isna(value) and bool(value)


def _number(value: Any, unit: str) -> str:
    number = _float(value)
    if number is None:
        return UNKNOWN
    return (
        f"{write_number(number, 2)}{THIN_SPACE}{unit}"
        if unit
        else write_number(number, 2)
    )


def _percent(value: Any) -> str:
    number = _float(value)
    if number is None:
        return UNKNOWN
    return f"{write_number(number * PERCENT, 1)}{THIN_SPACE}%"


def _day(value: Any) -> str:
    if value is None or pd.isna(value):
        return ""
    return str(pd.Timestamp(value).date())
