# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read the evaluation scheme of a profile on top of the common one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from landgis.messages import phrase, title
from landgis.rules.reading import Section, make_hint
from landgis.rules.scheme import (
    GROUP_OF_SCALE,
    NUMERIC_FIELDS,
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
_GRADES = ("A", "B", "C")
_SCHEME = (
    *_COMMON,
    "title",
    "confidence",
    "indicators",
    "weak_vetoes",
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
    for name in ("title", "citation") if own.entries else ():
        own.text(name)  # the common ones would name the wrong document
    for name in GROUP_OF_SCALE.values():
        own.table(name).allow(*_GROUP)
    merged = Section(
        file=own.file, place=own.place, entries=_merge(default.entries, own.entries)
    )
    return Scheme(
        title=phrase(merged.text("title")),
        groups={
            group: _make_group(merged, group=group, scale=scale)
            for scale, group in GROUP_OF_SCALE.items()
        },
        weak_vetoes=merged.texts("weak_vetoes"),
        new_firm_years=_optional_years(merged, "new_firm_years"),
        set_aside_status=merged.texts("set_aside_status"),
        excluded_industries=merged.texts("excluded_industries"),
        d_share=_make_city_share(merged.table("d_share")),
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
    common = {key: scheme.entries[key] for key in _COMMON if scheme.has(key)}
    section = Section(
        file=section.file, place=section.place, entries={**common, **section.entries}
    )
    cap, floor = _optional_number(section, "cap"), _optional_number(section, "floor")
    if cap is not None and floor is not None and cap < floor:
        raise section.error("rules.cap", "cap")
    return GroupScheme(
        id=group,
        scale=scale,
        indicators=_make_indicators(section, catalogue=scheme.table("indicators")),
        cap=cap,
        floor=floor,
        missing=Missing(section.choice("missing", tuple(m.value for m in Missing))),
        shares=_make_shares(
            section.table("grades"), d_share=_make_city_share(scheme.table("d_share"))
        ),
        renting=_make_renting(section.table("renting")),
        min_land_mu=_optional_number(section, "min_land_mu"),
        citation=section.text("citation"),
    )


def _make_indicators(section: Section, *, catalogue: Section) -> tuple[Indicator, ...]:
    weights, bases = section.table("weights"), section.table("bases")
    weights.allow(*catalogue.entries)
    if not weights.entries:
        raise section.error("rules.missing_key", "weights")
    bases.allow(*weights.entries)
    return tuple(
        _make_indicator(catalogue.table(name), name, weights=weights, bases=bases)
        for name in weights.entries
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
        title=title("indicator", name, otherwise=section.text("title")),
        unit=section.text("unit", ""),
        numerator=_field(section, "numerator"),
        denominator=_field(section, "denominator"),
        weight=float(weight),
        base=None if base is None else float(base),
    )


def _make_shares(section: Section, *, d_share: CityShare | None) -> GradeShares:
    section.allow(*_GRADES, "rounding")
    a, b, c = (section.number(grade) for grade in _GRADES)
    for grade, below, share in zip(
        _GRADES, (Fraction(0), a, b), (a, b, c), strict=True
    ):
        if not below <= share <= 1:
            raise section.error("rules.shares", grade)
    rounding = (
        section.choice("rounding", tuple(entry.value for entry in Rounding))
        if section.has("rounding")
        else Rounding.HALF_UP
    )
    if d_share is not None and d_share.city is not None:
        c = min(c, max(1 - d_share.city - d_share.plus_min, Fraction(0)))
    return GradeShares(a=min(a, c), b=min(b, c), c=c, rounding=Rounding(rounding))


def _make_renting(section: Section) -> Renting | None:
    if not section.entries:
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


def _make_city_share(section: Section) -> CityShare | None:
    if not section.entries:
        return None
    section.allow("city", "plus_min_pp", "plus_max_pp", "citation")
    city = section.number("city") if section.has("city") else None
    if city is not None and not 0 <= city < 1:
        raise section.error("rules.not_share", "city", found=float(city))
    plus = section.number("plus_min_pp"), section.number("plus_max_pp")
    if not 0 <= plus[0] <= plus[1]:
        raise section.error("rules.plus", "plus_max_pp")
    return CityShare(city=city, plus_min=plus[0] / 100, plus_max=plus[1] / 100)


def require_known(
    section: Section, key: str, *, found: str, known: tuple[str, ...]
) -> None:
    """Refuse a field name that no table of firms has."""
    if found not in known:
        hint = make_hint(found, known)
        raise section.error("rules.unknown_field", key, found=found, hint=hint)


def _field(section: Section, key: str) -> str:
    found = section.text(key)
    require_known(section, key, found=found, known=NUMERIC_FIELDS)
    return found


def _optional_years(section: Section, name: str) -> int | None:
    if not section.has(name):
        return None
    if section.whole(name) <= 0:
        raise section.error("rules.not_positive", name)
    return section.whole(name)


def _optional_number(section: Section, name: str) -> float | None:
    return float(section.number(name)) if section.has(name) else None
