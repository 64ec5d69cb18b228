# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read the evaluation scheme of a profile on top of the common one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from landgis.rules.reading import Section
from landgis.rules.scheme import (
    GROUP_OF_SCALE,
    CityShare,
    GradeShares,
    GroupScheme,
    Indicator,
    Missing,
    Renting,
    Rounding,
    Scheme,
)

_COMMON = ("cap", "floor", "missing", "min_land_mu", "grades", "citation")
_GROUP = (*_COMMON, "weights", "bases", "renting")
_SCHEME = (
    *_COMMON,
    "title",
    "confidence",
    "indicators",
    "weak_vetoes",
    "no_veto",
    "new_firm_years",
    "set_aside_status",
    "excluded_industries",
    "d_share",
    *GROUP_OF_SCALE.values(),
)


def make_scheme(own: Section, *, default: Section) -> Scheme:
    """Build a scheme from a profile's table and the common one.

    A key that the profile gives replaces the common one; of the tables
    `indicators` and the groups, key by key.  `weights` and `bases` belong
    together: own weights without bases take them from the group's mean.
    """
    own.allow(*_SCHEME)
    for name in ("indicators", *GROUP_OF_SCALE.values()):
        if own.has(name) and name != "indicators":
            own.table(name).allow(*_GROUP)
    merged = Section(
        file=own.file, place=own.place, values=_merge(default.values, own.values)
    )
    return Scheme(
        title=merged.text("title"),
        groups={
            group: _make_group(merged, group=group, scale=scale)
            for scale, group in GROUP_OF_SCALE.items()
        },
        weak_vetoes=merged.texts("weak_vetoes"),
        no_veto=merged.texts("no_veto"),
        new_firm_years=(
            merged.whole("new_firm_years") if merged.has("new_firm_years") else None
        ),
        set_aside_status=merged.texts("set_aside_status"),
        excluded_industries=merged.texts("excluded_industries"),
        d_share=_make_city_share(merged),
        citation=merged.text("citation"),
        confidence=merged.text("confidence", ""),
    )


def _merge(default: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**default, **own}
    for name in ("indicators", *GROUP_OF_SCALE.values()):
        below, above = default.get(name, {}), own.get(name, {})
        if isinstance(above, dict):
            merged[name] = {**below, **above}
            if "weights" in above and "bases" not in above:
                merged[name].pop("bases", None)
    return merged


def _make_group(scheme: Section, *, group: str, scale: str) -> GroupScheme:
    section = scheme.table(group)
    common = {key: scheme.values[key] for key in _COMMON if scheme.has(key)}
    section = Section(
        file=section.file, place=section.place, values={**common, **section.values}
    )
    section.allow(*_GROUP)
    return GroupScheme(
        id=group,
        scale=scale,
        indicators=_make_indicators(section, catalogue=scheme.table("indicators")),
        cap=_optional_number(section, "cap"),
        floor=_optional_number(section, "floor"),
        missing=Missing(section.choice("missing", tuple(m.value for m in Missing))),
        shares=_make_shares(section.table("grades")),
        renting=_make_renting(section.table("renting")),
        min_land_mu=_optional_number(section, "min_land_mu"),
        citation=section.text("citation"),
    )


def _make_indicators(section: Section, *, catalogue: Section) -> tuple[Indicator, ...]:
    weights, bases = section.table("weights"), section.table("bases")
    weights.allow(*catalogue.values)
    bases.allow(*weights.values)
    return tuple(
        _make_indicator(catalogue.table(name), name, weights=weights, bases=bases)
        for name in weights.values
    )


def _make_indicator(
    section: Section, name: str, *, weights: Section, bases: Section
) -> Indicator:
    section.allow("title", "unit", "numerator", "denominator", "citation")
    weight = weights.number(name)
    base = bases.number(name) if bases.has(name) else None
    if weight <= 0:
        raise weights.error("rules.not_positive", name)
    if base is not None and base <= 0:
        raise bases.error("rules.not_positive", name)
    return Indicator(
        id=name,
        title=section.text("title"),
        unit=section.text("unit", ""),
        numerator=section.text("numerator"),
        denominator=section.text("denominator"),
        weight=float(weight),
        base=None if base is None else float(base),
    )


def _make_shares(section: Section) -> GradeShares:
    section.allow("A", "B", "C", "rounding")
    shares = [section.number(grade) for grade in "ABC"]
    for grade, below, share in zip("ABC", [Fraction(0), *shares], shares, strict=False):
        if not below <= share <= 1:
            raise section.error("rules.shares", grade)
    return GradeShares(
        a=shares[0],
        b=shares[1],
        c=shares[2],
        rounding=Rounding(
            section.choice("rounding", tuple(rounding.value for rounding in Rounding))
            if section.has("rounding")
            else Rounding.HALF_UP
        ),
    )


def _make_renting(section: Section) -> Renting | None:
    if not section.values:
        return None
    section.allow("first", "further", "below_scale_only", "citation")
    for name in ("first", "further"):
        if section.number(name) > 0:
            raise section.error("rules.not_negative", name)
    return Renting(
        first=float(section.number("first")),
        further=float(section.number("further")),
        below_scale_only=section.flag("below_scale_only"),
    )


def _make_city_share(scheme: Section) -> CityShare | None:
    section = scheme.table("d_share")
    if not section.values:
        return None
    section.allow("city", "plus_min_pp", "plus_max_pp", "citation")
    return CityShare(
        city=section.number("city") if section.has("city") else None,
        plus_min_pp=section.number("plus_min_pp"),
        plus_max_pp=section.number("plus_max_pp"),
    )


def _optional_number(section: Section, name: str) -> float | None:
    return float(section.number(name)) if section.has(name) else None
