# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles with other numbers: for a trial, and as a dated copy of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from landgis import messages
from landgis.classify.firm_columns import read_data
from landgis.classify.firm_limits import get_limit
from landgis.errors import CallError, RuleError
from landgis.rules.library import read_profile
from landgis.rules.profile import Profile, Threshold
from landgis.rules.reading import make_hint, parse_rule_file, read_rule_file
from landgis.scenario.toml_writer import write_toml

FAR_MIN = "far_min."
_LOW = re.compile(r"low\[([1-9]\d*)\]")


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a profile of one's own is called: its id, its document, and since when."""

    profile_id: str
    document_no: str
    day: date


def low_parameter(position: int) -> str:
    """Return the name of a line of 亩均税收 by its place, from 0."""
    return f"low[{position + 1}]"


def thresholds_of(profile: Profile) -> dict[str, Threshold]:
    """Return every number that can be tried, by name.

    `low[1]` … are the lines of 亩均税收, `far_min.CODE` the least plot ratios,
    the others parameter ids, our stated defaults among them.
    """
    found = {
        low_parameter(position): test.threshold
        for position, test in enumerate(profile.low)
    }
    defaults = (name for name in read_data("firm_limits") if name != "format")
    found |= {name: get_limit(profile, name) for name in defaults}
    found |= profile.parameters
    return found | {FAR_MIN + code: one for code, one in profile.far_min.items()}


def changed_profile(profile: Profile, values: Mapping[str, float]) -> Profile:
    """Return the profile with other numbers; words, units and clauses stay.

    Raises
    ------
    RuleError
        If the profile has no number of such a name.
    """
    known = thresholds_of(profile)
    changed = {
        name: _with_value(_require(name, profile, known), value)
        for name, value in values.items()
    }
    return replace(
        profile,
        low=tuple(
            replace(test, threshold=changed.get(low_parameter(place), test.threshold))
            for place, test in enumerate(profile.low)
        ),
        far_min={
            code: changed.get(FAR_MIN + code, one)
            for code, one in profile.far_min.items()
        },
        parameters={
            **profile.parameters,
            **{
                name: one
                for name, one in changed.items()
                if not name.startswith(FAR_MIN) and not _LOW.fullmatch(name)
            },
        },
    )


def write_profile(
    profile: Profile,
    values: Mapping[str, float],
    *,
    document: Document,
    text: str | None = None,
) -> str:
    """Return the text of a dated copy of the profile's file with other numbers.

    Each changed number cites the new document; worked examples of the old
    numbers are left out.  `text` is that of the profile's file where it lies
    in a project and not on disk.

    Raises
    ------
    RuleError
        If the profile has no number of such a name, or its file is gone.
    """
    changed = changed_profile(profile, values)
    source = (
        read_rule_file(profile.path)
        if text is None
        else parse_rule_file(profile.path, text.encode("utf-8"))
    )
    content = _plain(source.top.entries)
    content.pop("example", None)
    content.pop("valid_to", None)
    content["id"] = document.profile_id
    content["title"] = messages.text(
        "scenario.copy_title", title=profile.title, day=document.day.isoformat()
    )
    content["document"] = document.document_no
    content["source"] = messages.text(
        "scenario.copy_source",
        document=document.document_no,
        title=profile.title,
        source=profile.source,
    )
    content["valid_from"] = document.day
    old, new = thresholds_of(profile), thresholds_of(changed)
    for name in values:
        _put(content, name, new[name], citation=_cite(old[name], document))
    return write_toml(content)


def save_profile(
    profile: Profile, values: Mapping[str, float], path: Path, *, document: Document
) -> Profile:
    """Write a dated copy of the profile's file with other numbers, and read it back.

    The shipped profiles are never changed, and no file is overwritten.

    Raises
    ------
    CallError
        If the file exists already, or cannot be written.
    RuleError
        If the profile has no number of such a name, or its file is gone.
    """
    _write_new(path, write_profile(profile, values, document=document))
    return read_profile(str(path.absolute()))


def _require(name: str, profile: Profile, known: Mapping[str, Threshold]) -> Threshold:
    if name not in known:
        raise RuleError(
            "rules.unknown_parameter",
            file=profile.path.name,
            key=name,
            hint=make_hint(name, known),
        )
    return known[name]


def _with_value(threshold: Threshold, value: float) -> Threshold:
    return replace(threshold, value=float(value), exact=Fraction(repr(float(value))))


def _cite(old: Threshold, document: Document) -> str:
    return messages.text(
        "scenario.copy_citation",
        document=document.document_no,
        old=old.shown,
        unit=old.unit,
        citation=old.citation,
    )


def _put(
    content: dict[str, Any], name: str, threshold: Threshold, *, citation: str
) -> None:
    """Put a number into the tables of a rule file."""
    value = Decimal(repr(threshold.value))
    line = _LOW.fullmatch(name)
    if line:
        entry = content["low"][int(line[1]) - 1]
        entry["value"], entry["citation"] = value, citation
        entry["title"] = messages.text(
            f"scenario.line_title.{threshold.word}",
            scale=entry.get("scale", ""),
            value=threshold.shown,
            unit=threshold.unit,
        )
        entry.pop("confidence", None)
    elif name.startswith(FAR_MIN):
        table = content.setdefault("far_min", {"rule": threshold.rule})
        table["citation"] = citation
        table.setdefault("values", {})[name.removeprefix(FAR_MIN)] = value
    else:
        content.setdefault("parameters", {})[name] = {
            "title": threshold.title,
            "value": value,
            "word": threshold.word,
            "unit": threshold.unit,
            "rule": threshold.rule,
            "citation": citation,
        }


def _plain(value: Any) -> Any:
    """Copy tables and lists, so that the file as read stays as it is."""
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as target:
            target.write(text)
    except FileExistsError as error:
        raise CallError("scenario.profile_exists", file=path.name) from error
    except OSError as error:
        raise CallError(
            "scenario.profile_unwritten", file=path.name, detail=error.strerror or ""
        ) from error
