# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check a profile of one's own: is it well written, do its examples come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from landgis import messages
from landgis.rules.building import make_profile
from landgis.rules.examples import Outcome, run_examples
from landgis.rules.library import common, common_files
from landgis.rules.profile import Profile
from landgis.rules.reading import RuleFile, is_ratio, read_rule_file
from landgis.rules.scheme import GROUP_OF_SCALE

FULL_MARKS = 100.0
_CENT = 1e-9


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """What a rule file is, and whether it says what its examples expect.

    Attributes
    ----------
    kind
        `profile`, or `common` for the shipped files of common numbers.
    numbers
        How many numbers the file itself gives.
    outcomes
        One for each worked example.
    warnings
        Sentences about what is allowed and yet may be a slip.
    """

    path: Path
    kind: str
    id: str
    title: str
    numbers: int
    outcomes: tuple[Outcome, ...]
    warnings: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Tell whether every example came out."""
        return all(outcome.passed for outcome in self.outcomes)


def check_file(path: Path) -> CheckReport:
    """Read a rule file and put its worked examples to it.

    Raises
    ------
    RuleError
        If the file is written wrongly; the message names the key.
    """
    source = next(
        (file for file in common_files() if file.path == path.absolute()), None
    )
    if source is not None:
        return _check_common(source)
    source = read_rule_file(path)
    profile = make_profile(source, common=common())
    outcomes = run_examples(source.top, parameters=profile.parameters, profile=profile)
    return CheckReport(
        path=path,
        kind="profile",
        id=profile.id,
        title=profile.title,
        numbers=_count_numbers(source.top.entries),
        outcomes=outcomes,
        warnings=tuple(_find_slips(profile, outcomes)),
    )


def _check_common(source: RuleFile) -> CheckReport:
    return CheckReport(
        path=source.path,
        kind="common",
        id=source.top.text("id"),
        title=source.top.text("title"),
        numbers=_count_numbers(source.top.entries),
        outcomes=run_examples(source.top, parameters=common().parameters, profile=None),
        warnings=(),
    )


def _count_numbers(entries: Mapping[str, Any]) -> int:
    """Count the numbers of a table and those below it, the examples left out."""
    return sum(
        _count(entry)
        for name, entry in entries.items()
        if name not in ("format", "example")
    )


def _count(entry: object) -> int:
    if isinstance(entry, dict):
        return _count_numbers(entry)
    if isinstance(entry, list):
        return sum(_count(part) for part in entry)
    if isinstance(entry, str):
        return int(is_ratio(entry))
    return int(isinstance(entry, (int, Decimal)) and not isinstance(entry, bool))


def _find_slips(profile: Profile, outcomes: Sequence[Outcome]) -> Iterator[str]:
    if not outcomes:
        yield messages.text("rules.warn_no_example")
    elif profile.low and not any(outcome.test == "low" for outcome in outcomes):
        yield messages.text("rules.warn_low_example")
    scales = {test.scale for test in profile.low}
    if scales and None not in scales:
        for scale in ("规上", "规下"):
            if scale not in scales:
                yield messages.text("rules.warn_scale", scale=scale)
    for scale, group in GROUP_OF_SCALE.items():
        total = sum(
            indicator.weight
            for indicator in profile.evaluation.groups[group].indicators
        )
        if abs(total - FULL_MARKS) > _CENT:
            yield messages.text("rules.warn_weights", group=scale, total=f"{total:g}")
