# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `landgis rules` shows on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from landgis import messages
from landgis.report.fields import field_title
from landgis.rules.catalogue import RuleEntry, list_rules, own_numbers, show
from landgis.rules.check import CheckReport, check_file
from landgis.rules.library import TEMPLATE, profiles, template_path
from landgis.rules.profile import Profile, Threshold


def print_rules() -> None:
    """Print the shipped profiles and every rule with its numbers."""
    console = _console()
    console.print(messages.text("cli.rules_profiles"), style="bold")
    shipped = _table("id", "title", "region", "valid", "document")
    for profile in profiles():
        shipped.add_row(
            profile.id,
            escape(profile.title),
            profile.region,
            _validity(profile),
            escape(profile.document),
        )
    console.print(shipped)
    console.print(messages.text("cli.rules_rules"), style="bold")
    table = _table("id", "title", "numbers", "citation")
    for entry in list_rules():
        table.add_row(
            entry.clause.id,
            escape(entry.clause.title),
            escape("；".join(_say(number) for number in entry.common)),
            escape(entry.clause.citation),
        )
    console.print(table)


def print_rule(name: str) -> None:
    """Print what a profile or a rule says, with its numbers and sources.

    The template of a profile is printed as it is, to be saved and changed.
    """
    if name == TEMPLATE:
        _console().print(template_path().read_text("utf-8"), markup=False, end="")
        return
    found = show(name)
    if isinstance(found, Profile):
        _print_profile(found)
    else:
        _print_entry(found)


def print_check(path: Path) -> CheckReport:
    """Print whether a rule file is right and what its worked examples gave."""
    report = check_file(path)
    console = _console()
    _line(
        console,
        "cli.rules_checked",
        file=path.name,
        title=report.title,
        numbers=report.numbers,
        examples=len(report.outcomes),
    )
    for outcome in report.outcomes:
        if not outcome.passed:
            _line(
                console,
                "cli.rules_failed",
                title=outcome.title,
                expected=outcome.expected,
                found=outcome.found,
            )
    for warning in report.warnings:
        _line(console, "cli.rules_warning", warning=warning)
    _line(console, "cli.rules_right" if report.passed else "cli.rules_wrong")
    return report


def to_json_list() -> dict[str, Any]:
    """Return the list of profiles and rules as one JSON document."""
    return {
        "profiles": [
            {
                "id": profile.id,
                "title": profile.title,
                "region": profile.region,
                "document": profile.document,
                "source": profile.source,
                "valid_from": profile.valid_from.isoformat(),
                "valid_to": profile.valid_to and profile.valid_to.isoformat(),
                "sha256": profile.sha256,
            }
            for profile in profiles()
        ],
        "rules": [
            {
                "id": entry.clause.id,
                "title": entry.clause.title,
                "text": entry.clause.text,
                "citation": entry.clause.citation,
                "numbers": [
                    {
                        "id": number.id,
                        "operator": number.symbol,
                        "value": number.shown,
                        "unit": number.unit,
                    }
                    for number in entry.common
                ],
            }
            for entry in list_rules()
        ],
    }


def _print_profile(profile: Profile) -> None:
    console = _console()
    console.print(profile.title, style="bold", markup=False)
    _line(
        console,
        "cli.rules_profile",
        id=profile.id,
        region=profile.region,
        valid=_validity(profile),
        document=profile.document,
        source=profile.source,
        sha256=profile.sha256,
    )
    for note in profile.notes:
        _line(console, "cli.inspect_note", note=note)
    console.print(_numbers(own.threshold for own in own_numbers(profile)))


def _print_entry(entry: RuleEntry) -> None:
    console = _console()
    clause = entry.clause
    console.print(f"{clause.id}　{clause.title}", style="bold", markup=False)
    console.print(clause.text, markup=False)
    _line(console, "cli.rules_source", citation=clause.citation)
    console.print(_numbers(entry.common))
    for own in entry.own:
        _line(
            console,
            "cli.rules_own",
            profile=own.profile,
            number=_say(own.threshold),
            citation=own.threshold.citation,
        )


def _numbers(thresholds: Iterable[Threshold]) -> Table:
    table = _table("rule", "title", "value", "citation")
    for threshold in thresholds:
        table.add_row(
            threshold.rule,
            escape(_name(threshold)),
            escape(_limit(threshold)),
            escape(threshold.citation),
        )
    return table


def _table(*columns: str) -> Table:
    table = Table()
    for column in columns:
        table.add_column(messages.text(f"cli.rules_{column}"), overflow="fold")
    return table


def _name(threshold: Threshold) -> str:
    """Return what a number is called; a field of the firm table by its words."""
    return threshold.title or field_title(threshold.id, table="enterprise").title


def _say(threshold: Threshold) -> str:
    return f"{_name(threshold)} {_limit(threshold)}"


def _limit(threshold: Threshold) -> str:
    shown = f"{threshold.symbol} {threshold.shown} {threshold.shown_unit}"
    return shown.strip()


def _validity(profile: Profile) -> str:
    until = "" if profile.valid_to is None else profile.valid_to.isoformat()
    return f"{profile.valid_from.isoformat()} – {until}"


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)


def _line(console: Console, message: str, **params: object) -> None:
    console.print(messages.text(message, **params), markup=False)
