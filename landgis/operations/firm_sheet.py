# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""一企一策: everything about one firm of a plan, for the screen and for print."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from landgis import messages
from landgis.analysis import Analysis
from landgis.operations.plan_outputs import outcome_title
from landgis.relocation.drops import check_move
from landgis.relocation.money import PARTS
from landgis.relocation.view import PlanView
from landgis.relocation.view_tables import CLOSED, LEAVING, PLACED
from landgis.report.fields import field_title

text = messages.text
DASH = "—"
PLACES = 2
BASICS = ("name", "code", "industry", "scale", "town", "address", "tenure", "status")
YIELDS = (
    "land_mu",
    "floor_m2",
    "employees",
    "tax_wan",
    "tax_per_mu",
    "revenue_wan",
    "energy_tce",
    "emission_t",
    "grade",
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fact; `value` is "—" where it is not known, `source` what it rests on."""

    label: str
    value: str
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """Facts under one title."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class FirmSheet:
    """What the sheet of a firm says; frozen, so that print and screen agree."""

    firm: str
    row: int
    title: str
    outcome: str
    sections: tuple[Section, ...]
    warnings: tuple[str, ...]


def firm_facts(view: PlanView, firm: str, analysis: Analysis) -> FirmSheet:
    """Return everything about one firm of a plan.

    Raises
    ------
    KeyError
        If the plan has no such firm.
    """
    place = view.problem.position[firm]
    mine = view.firm_rows[place]
    row = int(view.firms.index[place])
    own = {str(k): v for k, v in analysis.firms.loc[row].items()}
    sections = (
        _section("basics", (_field(own, name) for name in BASICS)),
        _section("land", _land(mine, analysis)),
        _section("yields", (_field(own, name) for name in YIELDS)),
        _section("treatment", _treatment(own, mine)),
        _section("move", _move(view, mine)),
        _section("money", _money(view, place, mine)),
        _section("choices", _choices(view, firm)),
        _section("after", _after(mine)),
    )
    return FirmSheet(
        firm=firm,
        row=row,
        title=text("plan.sheet.title", name=mine["name"]),
        outcome=outcome_title(mine["outcome"]),
        sections=tuple(each for each in sections if each.lines),
        warnings=tuple(_warnings(view, mine)),
    )


def _section(name: str, lines: Iterator[Line]) -> Section:
    return Section(title=text(f"plan.sheet.{name}"), lines=tuple(lines))


def shown(value: Any, *, places: int = PLACES) -> str:
    """Return a value as people read it; a dash where it is not known."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return DASH
    if isinstance(value, float):
        plain = f"{value:,.{places}f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return DASH if value is pd.NA or value == "" else str(value)


def _field(own: Mapping[str, Any], name: str) -> Line:
    words = field_title(name, table="enterprise")
    return Line(label=words.title, value=shown(own.get(name)), unit=words.unit)


def _land(mine: Mapping[str, Any], analysis: Analysis) -> Iterator[Line]:
    """Yield the parcels of the firm, each with its area and its status."""
    names = analysis.parcel_names.to_numpy()
    for parcel in mine["parcel_rows"]:
        row = analysis.parcels.iloc[parcel]
        yield Line(
            label=str(names[parcel]),
            value=shown(float(row["mu"])),
            unit=text("plan.unit.mu"),
            source=shown(row.get("location")),
        )
    yield Line(label=field_title("block_level").title, value=shown(mine["block_level"]))


def _treatment(own: Mapping[str, Any], mine: Mapping[str, Any]) -> Iterator[Line]:
    proposed = own.get("treatment")
    yield Line(
        label=text("plan.sheet.treatment"),
        value=shown(mine["treatment"]),
        source=shown(own.get("treatment_reason"))
        if mine["treatment"] == proposed
        else text("plan.sheet.by_hand", proposed=shown(proposed)),
    )


def _move(view: PlanView, mine: Mapping[str, Any]) -> Iterator[Line]:
    yield Line(
        label=field_title("outcome").title,
        value=outcome_title(mine["outcome"]),
        source=mine["reason"],
    )
    yield Line(
        label=field_title("need_m2").title,
        value=shown(mine["floor_m2"]),
        unit=text("plan.unit.m2"),
        source=mine["floor_text"],
    )
    if mine["outcome"] in LEAVING:
        yield Line(label=field_title("leaves_year").title, value=str(mine["leaves"]))
    if mine["outcome"] not in PLACED:
        return
    park = view.park_rows[mine["park_row"]]
    yield Line(label=field_title("enters_year").title, value=str(mine["enters"]))
    yield Line(
        label=field_title("park_name").title,
        value=park["name"],
        source=messages.joined(park["leading_codes"]),
    )
    yield Line(
        label=field_title("use_m2").title,
        value=shown(mine["use_m2"]),
        unit=text("plan.unit.m2"),
        source=text("plan.sheet.floor_left", left=park["left_m2"]),
    )
    yield Line(
        label=field_title("distance_km").title,
        value=shown(mine["distance_km"]),
        unit=text("plan.unit.km"),
        source=field_title("distance_km").meaning,
    )
    if not math.isnan(park["share_min"]):
        yield Line(
            label=field_title("leading_percent").title,
            value=shown(100.0 * park["share"], places=1),
            unit="%",
            source=text(
                "plan.sheet.share",
                leading=park["leading"],
                total=park["total"],
                least=park["share_min"],
            ),
        )


def _money(view: PlanView, place: int, mine: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the parts of the compensation that have a price, and their sum."""
    costs = view.problem.costs
    if not costs.is_priced or mine["outcome"] not in LEAVING:
        return
    parts = costs.parts.iloc[place]
    wan = text("plan.unit.wan")
    for name in PARTS:
        value = float(parts[name])
        if value != 0.0:
            yield Line(label=text(f"plan.cost.{name}"), value=shown(value), unit=wan)
    if mine["outcome"] != CLOSED:
        rent = float(costs.rent_wan[place, mine["park_row"]])
        if rent != 0.0:
            yield Line(label=text("plan.cost.rent"), value=shown(rent), unit=wan)
    yield Line(
        label=field_title("cost_wan").title,
        value=shown(float(mine["cost_wan"])),
        unit=wan,
        source=text("plan.sheet.estimate"),
    )


def _choices(view: PlanView, firm: str) -> Iterator[Line]:
    """Yield every park: whether the firm could go there as the plan is now."""
    if not view.firm_rows[view.problem.position[firm]]["is_candidate"]:
        return
    for park in view.park_rows:
        verdict = check_move(view, firm, park["key"])
        yield Line(
            label=park["name"],
            value=text("plan.sheet.can" if verdict.allowed else "plan.sheet.cannot"),
            source=text("plan.sheet.stop").join(verdict.reasons),
        )


def _after(mine: Mapping[str, Any]) -> Iterator[Line]:
    if mine["outcome"] not in LEAVING:
        return
    for name, value, unit in (
        ("freed_mu", mine["freed_mu"], "mu"),
        ("energy_tce", mine["energy_tce"], "tce"),
    ):
        yield Line(
            label=text(f"plan.sheet.{name}"),
            value=shown(value),
            unit=text(f"plan.unit.{unit}"),
        )


def _warnings(view: PlanView, mine: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is not known of this firm."""
    for name, missing in (
        ("no_land", math.isnan(mine["freed_mu"])),
        ("no_place", math.isnan(mine["x"])),
        ("no_industry", mine["industry"] == ""),
        ("no_prices", not view.problem.costs.is_priced),
        ("cost", view.problem.costs.is_priced and math.isnan(mine["cost_wan"])),
    ):
        if missing and (name != "cost" or mine["outcome"] in LEAVING):
            yield text(f"plan.sheet.lack_{name}")
