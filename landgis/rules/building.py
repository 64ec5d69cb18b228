# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turn the tables of a rule file into thresholds, tests and survey groups."""

from __future__ import annotations

from collections.abc import Mapping

from landgis.errors import RuleError
from landgis.rules.profile import (
    SYMBOLS,
    TENANTS,
    LowTest,
    Profile,
    SurveyGroup,
    Threshold,
)
from landgis.rules.reading import RuleFile, Section
from landgis.rules.scheme import GROUP_OF_SCALE
from landgis.rules.schemes import make_scheme

_THRESHOLD = ("title", "value", "word", "unit", "rule", "citation", "confidence")
_PROFILE = (
    "format",
    "id",
    "title",
    "region",
    "document",
    "source",
    "valid_from",
    "valid_to",
    "tenants",
    "notes",
    "low",
    "survey",
    "parameters",
    "far_min",
    "evaluation",
    "example",
)


def make_thresholds(section: Section) -> dict[str, Threshold]:
    """Read a table of numbers, each a table of its own, by their ids."""
    return {name: make_threshold(section.table(name), name) for name in section.values}


def make_threshold(section: Section, name: str) -> Threshold:
    """Read one number with its word, unit, rule, clause and confidence."""
    section.allow(*_THRESHOLD)
    exact = section.number("value")
    return Threshold(
        id=name,
        value=float(exact),
        exact=exact,
        word=section.choice("word", tuple(SYMBOLS)),
        unit=section.text("unit", ""),
        rule=section.text("rule"),
        citation=section.text("citation"),
        title=section.text("title", ""),
        confidence=section.text("confidence", ""),
    )


def make_far_minimums(section: Section) -> dict[str, Threshold]:
    """Read a table of least plot ratios: one citation, and code = value.

    The codes stand in the table `values`, as text, since a code may begin
    with 0.
    """
    if not section.values:
        return {}
    section.allow("rule", "citation", "confidence", "values")
    values = section.table("values")
    return {
        code: Threshold(
            id=f"far_min_{code}",
            value=float(values.number(code)),
            exact=values.number(code),
            word="atleast",
            unit="",
            rule=section.text("rule"),
            citation=section.text("citation"),
            confidence=section.text("confidence", ""),
        )
        for code in values.values
    }


def make_profile(
    source: RuleFile,
    *,
    defaults: Mapping[str, Threshold],
    far_min: Mapping[str, Threshold],
    evaluation: Section,
) -> Profile:
    """Build a profile; `defaults`, `far_min` and `evaluation` hold for the rest.

    `evaluation` is the table of the common evaluation scheme; what the
    profile's own gives replaces it key by key.
    """
    top = source.top
    top.allow(*_PROFILE)
    valid_to = top.day("valid_to") if top.has("valid_to") else None
    if valid_to is not None and valid_to < top.day("valid_from"):
        raise top.error("rules.dates", "valid_to")
    own = make_thresholds(top.table("parameters"))
    for name, threshold in own.items():
        _require_unit(threshold, defaults.get(name), section=top.table("parameters"))
    return Profile(
        id=top.text("id"),
        title=top.text("title"),
        region=top.text("region"),
        document=top.text("document"),
        source=top.text("source"),
        valid_from=top.day("valid_from"),
        valid_to=valid_to,
        path=source.path,
        sha256=source.sha256,
        low=tuple(_make_low(section) for section in top.tables("low")),
        survey=tuple(_make_survey(section) for section in top.tables("survey")),
        parameters={**defaults, **own},
        tenants=top.choice("tenants", TENANTS),
        evaluation=make_scheme(top.table("evaluation"), default=evaluation),
        far_min={**far_min, **make_far_minimums(top.table("far_min"))},
        notes=top.texts("notes"),
    )


def _make_low(section: Section) -> LowTest:
    section.allow("scale", *_THRESHOLD)
    rest = {key: value for key, value in section.values.items() if key != "scale"}
    threshold = make_threshold(
        Section(file=section.file, place=section.place, values=rest), "low"
    )
    return LowTest(threshold=threshold, scale=_make_scale(section))


def _make_survey(section: Section) -> SurveyGroup:
    section.allow(
        "id", "title", "scale", "rule", "citation", "conditions", "flags", "confidence"
    )
    source = {key: section.text(key) for key in ("rule", "citation")}
    conditions = section.table("conditions")
    return SurveyGroup(
        id=section.text("id"),
        title=section.text("title"),
        rule=source["rule"],
        citation=source["citation"],
        scale=_make_scale(section),
        conditions={
            name: _make_condition(conditions.table(name), name, source=source)
            for name in conditions.values
        },
        flags=section.texts("flags"),
    )


def _make_condition(
    section: Section, name: str, *, source: Mapping[str, str]
) -> Threshold:
    section.allow("value", "word", "unit")
    given = {**source, **section.values}
    return make_threshold(
        Section(file=section.file, place=section.place, values=given), name
    )


def _make_scale(section: Section) -> str | None:
    if not section.has("scale"):
        return None
    return section.choice("scale", tuple(GROUP_OF_SCALE))


def _require_unit(
    threshold: Threshold, default: Threshold | None, *, section: Section
) -> None:
    """Refuse a number in another unit than the common one: it would be misread."""
    if default is not None and threshold.unit != default.unit:
        raise RuleError(
            "rules.unit",
            file=section.file,
            key=f"{section.key(threshold.id)}.unit",
            found=threshold.unit,
            wanted=default.unit,
        )
