# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Look rules up by their IDs: what each says, where it stands, with which numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from landgis.errors import RuleError
from landgis.messages import language, title
from landgis.rules.library import common, common_files, profiles
from landgis.rules.profile import Profile, Threshold
from landgis.rules.reading import make_hint


@dataclass(frozen=True, kw_only=True)
class Clause:
    """What a rule says, and the document it stands in."""

    id: str
    title: str
    text: str
    citation: str
    confidence: str


@dataclass(frozen=True, kw_only=True)
class ProfileNumber:
    """A number that a profile has of its own."""

    profile: str
    threshold: Threshold


@dataclass(frozen=True, kw_only=True)
class RuleEntry:
    """A rule with the numbers that rest on it.

    `common` are those that hold wherever a profile says nothing else, `own`
    those of the shipped profiles.
    """

    clause: Clause
    common: tuple[Threshold, ...]
    own: tuple[ProfileNumber, ...]


def clauses() -> Mapping[str, Clause]:
    """Return every rule of the catalogue by its ID."""
    return _clauses(language())


@cache
def _clauses(_language: str) -> Mapping[str, Clause]:
    found: dict[str, Clause] = {}
    for source in common_files():
        section = source.top.table("rules")
        for name in section.entries:
            entry = section.table(name)
            entry.allow("title", "text", "citation", "confidence")
            found[name] = Clause(
                id=name,
                title=title("rule", name, otherwise=entry.text("title")),
                text=title("rule_text", name, otherwise=entry.text("text")),
                citation=entry.text("citation"),
                confidence=entry.text("confidence"),
            )
    return found


def list_rules() -> tuple[RuleEntry, ...]:
    """Return every rule with its numbers, in the order of the catalogue."""
    return _rules(language())


@cache
def _rules(_language: str) -> tuple[RuleEntry, ...]:
    shared = common()
    numbers = [*shared.parameters.values(), *shared.far_min.values()]
    own = [entry for profile in profiles() for entry in own_numbers(profile)]
    return tuple(
        RuleEntry(
            clause=clause,
            common=tuple(number for number in numbers if number.rule == name),
            own=tuple(entry for entry in own if entry.threshold.rule == name),
        )
        for name, clause in clauses().items()
    )


def own_numbers(profile: Profile) -> Iterator[ProfileNumber]:
    """Yield the numbers that a profile has of its own: lines, limits, overrides."""
    shared = common().parameters
    given = [test.threshold for test in profile.low]
    for group in profile.survey:
        given.extend(group.conditions.values())
    given += [
        number
        for name, number in profile.parameters.items()
        if number != shared.get(name)
    ]
    for number in given:
        yield ProfileNumber(profile=profile.id, threshold=number)


def show(name: str) -> RuleEntry | Profile:
    """Return the rule or profile of that ID, or the rule of the number so called.

    Upper and lower case are the same.

    Raises
    ------
    RuleError
        If there is none; the message names the nearest.
    """
    named = dict(_names())
    known = {spelling.lower(): spelling for spelling in named}
    if name.lower() not in known:
        raise RuleError("rules.unknown_id", name=name, hint=make_hint(name, named))
    return named[known[name.lower()]]


def _names() -> Iterator[tuple[str, RuleEntry | Profile]]:
    """Yield every name something can be looked up by; the later ones win."""
    for entry in list_rules():
        for number in (*entry.common, *(own.threshold for own in entry.own)):
            yield number.id, entry
    for entry in list_rules():
        yield entry.clause.id, entry
    for profile in profiles():
        yield profile.id, profile
