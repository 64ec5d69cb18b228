# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turn the tables of a rule file into thresholds, tests and survey groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from landgis import messages
from landgis.rules.profile import (
    SYMBOLS,
    TENANTS,
    LowTest,
    Profile,
    SurveyGroup,
    Threshold,
)
from landgis.rules.reading import RuleFile, Section
from landgis.rules.scheme import GROUP_OF_SCALE, NUMERIC_FIELDS
from landgis.rules.schemes import make_scheme, require_known

CONFIDENCE = ("S", "F", "M-H", "M-M", "M-L", "I")
"""How sure a source is: seed document, found page, from memory (high, medium,
low), our own default."""

FIELDS = (*NUMERIC_FIELDS, "tax_per_mu", "energy_per_value", "d_years")
"""Columns of firms that a survey group may set a limit to."""

FLAGS = ("outside_park",)
"""Columns of firms that a survey group may ask to be true."""

_REGION = re.compile(r"\d{6}")
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


@dataclass(frozen=True, kw_only=True)
class Common:
    """What holds wherever a profile says nothing else.

    `optional` are ids of numbers that a profile may give and nobody need.
    """

    parameters: Mapping[str, Threshold]
    optional: tuple[str, ...]
    far_min: Mapping[str, Threshold]
    evaluation: Section


def make_thresholds(section: Section) -> dict[str, Threshold]:
    """Read a table of numbers, each a table of its own, by their ids."""
    return {name: make_threshold(section.table(name), name) for name in section.entries}


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
        title=messages.title(
            "number", name, otherwise=messages.phrase(section.text("title", ""))
        ),
        confidence=_make_confidence(section),
    )


def make_far_minimums(section: Section) -> dict[str, Threshold]:
    """Read a table of least plot ratios: one citation, and code = value.

    The codes stand in the table `values`, as text, since a code may begin
    with 0.
    """
    if not section.entries:
        return {}
    section.allow("rule", "citation", "confidence", "values")
    values = section.table("values")
    return {
        code: Threshold(
            id=f"far_min_{code}",
            title=messages.text("rules.far_min_title", code=code),
            value=float(values.number(code)),
            exact=values.number(code),
            word="atleast",
            unit="",
            rule=section.text("rule"),
            citation=section.text("citation"),
            confidence=_make_confidence(section),
        )
        for code in values.entries
    }


def make_profile(source: RuleFile, *, common: Common) -> Profile:
    """Build a profile; what it does not say is taken from `common`.

    Raises
    ------
    RuleError
        If the file says something wrong, or something nobody would read.
    """
    top = source.top
    top.allow(*_PROFILE)
    valid_to = top.day("valid_to") if top.has("valid_to") else None
    if valid_to is not None and valid_to < top.day("valid_from"):
        raise top.error("rules.dates", "valid_to")
    if not _REGION.fullmatch(top.text("region")):
        raise top.error("rules.region", "region", found=top.text("region"))
    return Profile(
        id=top.text("id"),
        title=messages.phrase(top.text("title")),
        region=top.text("region"),
        document=top.text("document"),
        source=top.text("source"),
        valid_from=top.day("valid_from"),
        valid_to=valid_to,
        path=source.path,
        sha256=source.sha256,
        low=tuple(_make_low(section) for section in top.tables("low")),
        survey=tuple(_make_survey(section) for section in top.tables("survey")),
        parameters={**common.parameters, **_make_own(top.table("parameters"), common)},
        tenants=top.choice("tenants", TENANTS),
        evaluation=make_scheme(top.table("evaluation"), default=common.evaluation),
        far_min={**common.far_min, **make_far_minimums(top.table("far_min"))},
        notes=tuple(messages.phrase(note) for note in top.texts("notes")),
    )


def _make_own(section: Section, common: Common) -> dict[str, Threshold]:
    """Read a profile's own numbers, refusing unknown ones and other units."""
    section.allow(*common.parameters, *common.optional)
    own = make_thresholds(section)
    for name, threshold in own.items():
        default = common.parameters.get(name)
        # A number in another unit than the common one would be misread.
        if default is not None and threshold.unit != default.unit:
            raise section.table(name).error(
                "rules.unit", "unit", found=threshold.unit, wanted=default.unit
            )
    return own


def _make_low(section: Section) -> LowTest:
    section.allow("scale", *_THRESHOLD)
    rest = {key: value for key, value in section.entries.items() if key != "scale"}
    threshold = make_threshold(
        Section(file=section.file, place=section.place, entries=rest), "low"
    )
    return LowTest(threshold=threshold, scale=_make_scale(section))


def _make_survey(section: Section) -> SurveyGroup:
    section.allow(
        "id", "title", "scale", "rule", "citation", "conditions", "flags", "confidence"
    )
    source = {key: section.text(key) for key in ("rule", "citation")}
    conditions = section.table("conditions")
    for name in conditions.entries:
        require_known(conditions, name, found=name, known=FIELDS)
    for name in section.texts("flags"):
        require_known(section, "flags", found=name, known=FLAGS)
    return SurveyGroup(
        id=section.text("id"),
        title=messages.phrase(section.text("title")),
        rule=source["rule"],
        citation=source["citation"],
        confidence=_make_confidence(section),
        scale=_make_scale(section),
        conditions={
            name: _make_condition(conditions.table(name), name, source=source)
            for name in conditions.entries
        },
        flags=section.texts("flags"),
    )


def _make_condition(
    section: Section, name: str, *, source: Mapping[str, str]
) -> Threshold:
    section.allow("value", "word", "unit")
    given = {**source, **section.entries}
    return make_threshold(
        Section(file=section.file, place=section.place, entries=given), name
    )


def _make_confidence(section: Section) -> str:
    if not section.has("confidence"):
        return ""
    return section.choice("confidence", CONFIDENCE)


def _make_scale(section: Section) -> str | None:
    if not section.has("scale"):
        return None
    return section.choice("scale", tuple(GROUP_OF_SCALE))
