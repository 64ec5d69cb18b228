# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the list and the head of the wizard say of a file, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from landgis.operations.import_trial import FieldTrial, ImportTrial
from landgis.operations.project_file import LAYER_ROLES, TABLE_ROLES
from landgis.schema import StandardField, read_schema
from landgis.values.quantities import likely_units
from landgis_ui.steps.data.entries import (
    CHOOSE,
    LOST,
    SURE,
    FileEntry,
    FileState,
    doubts_of,
)
from landgis_ui.words import Words

LAYER, TABLE = "layer", "table"
NEEDED = "supply"
MOST_CHIPS = 3


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A small rounded word; `tone` as `make_chip` takes it."""

    text: str
    tone: str = "true"


def whole(number: int) -> str:
    """Return a count with thousands apart."""
    return f"{number:,}"


def role_title(words: Words, role: str | None) -> str:
    """Return what a role is called."""
    return words("data.role.none") if role is None else words(f"data.role.{role}")


def subtitle(words: Words, entry: FileEntry) -> str:
    """Return role, count and kind of a file: 供地宗地 · 830 宗 · 面."""
    role = role_title(words, entry.shown_role)
    if entry.trial is not None:
        count = entry.trial.features
    elif entry.document is not None:
        count = int(entry.document.get("features") or 0)
    else:
        return role
    unit = words(f"data.count.{entry.shown_role or 'none'}", n=whole(count))
    parts = [role, unit] if count else [role]
    if entry.trial is not None and entry.trial.header_row is not None:
        parts.append(words("data.header_at", row=entry.trial.header_row))
    elif entry.is_layer:
        parts.append(words("data.with_shapes"))
    return words("data.dot").join(parts)


def chips(words: Words, entry: FileEntry) -> tuple[Chip, ...]:
    """Return the small words under a file: encoding, system, what was set aside."""
    found = []
    if entry.is_used:
        changed = entry.is_changed
        found.append(
            Chip(
                text=words("data.chip_changed" if changed else "data.chip_used"),
                tone="warn" if changed else "ok",
            )
        )
    if entry.trial is None:
        return tuple(found)
    trial = entry.trial
    if entry.is_layer:
        found.append(Chip(text=trial.encoding.value or words("data.unknown")))
        system = trial.crs.value if trial.crs is not None else None
        if system and ":" in system and len(system) <= len("EPSG:999999"):
            found.append(Chip(text=system))
    if trial.dropped_rows:
        text = words("data.chip_dropped", n=len(trial.dropped_rows))
        found.append(Chip(text=text))
    unreadable = [each for each in trial.fields if each.standard and each.unreadable]
    for each in unreadable[:1]:
        text = words("data.chip_unreadable", title=each.title, n=each.unreadable)
        found.append(Chip(text=text, tone="warn"))
    return tuple(found[: MOST_CHIPS + 1])


def trouble(words: Words, entry: FileEntry) -> str:
    """Return the sentence on what is wrong with a file, or nothing."""
    if entry.state is FileState.FAILED:
        return entry.error
    if any(doubt.kind == LOST for doubt in doubts_of(entry)) and entry.trial:
        trial = entry.trial
        return words(
            "data.lost",
            first=trial.lost[0].number,
            reason=trial.lost[0].reason.rstrip("。"),
            lost=whole(len(trial.lost)),
            kept=whole(trial.features),
        )
    return ""


def outcome(words: Words, trial: ImportTrial) -> str:
    """Return how many records were read, lost and mended."""
    return words(
        "data.outcome",
        n=whole(trial.features),
        lost=whole(len(trial.lost)),
        repaired=whole(trial.repaired),
    )


def roles_for(trial: ImportTrial) -> tuple[str, ...]:
    """Return the roles that a file may have, the likeliest first."""
    known = LAYER_ROLES if trial.role.is_layer else TABLE_ROLES
    first = [trial.role.role, *trial.role.likely]
    ordered = [role for role in first if role in known]
    return tuple(dict.fromkeys([*ordered, *known]))


def missing_roles(entries: Sequence[FileEntry]) -> tuple[tuple[str, bool], ...]:
    """Return the roles that the project has no file for, as (role, is layer)."""
    used = {(entry.shown_role, entry.is_layer) for entry in entries if entry.is_used}
    every = [
        *((role, True) for role in LAYER_ROLES),
        *((role, False) for role in TABLE_ROLES),
    ]
    parks = {("park", True), ("park", False)}
    return tuple(
        each
        for each in every
        if each not in used and not (each == ("park", True) and parks & used)
    )


@cache
def standard_fields(role: str | None) -> tuple[StandardField, ...]:
    """Return the standard fields of a role, in the order of its schema."""
    return () if role is None else tuple(read_schema(role).fields.values())


def unit_choices(role: str | None, standard: str | None) -> tuple[str, ...]:
    """Return the units in which a column of a standard field may be."""
    for field in standard_fields(role):
        if field.name == standard and field.unit is not None:
            names = [field.unit.name]
            names += [unit.name for unit in likely_units(field.unit.dimension)]
            return tuple(dict.fromkeys(names))
    return ()


def field_counts(fields: Sequence[FieldTrial]) -> tuple[int, int, int]:
    """Return how many columns are recognised, doubtful and not used."""
    doubtful = sum(each.confidence != SURE for each in fields)
    unused = sum(each.standard is None and each.confidence == SURE for each in fields)
    return len(fields) - doubtful - unused, doubtful, unused


def foot(words: Words, entry: FileEntry) -> str:
    """Return what is left to decide, and what it costs to leave it open."""
    trial = entry.trial
    if trial is None:
        return ""
    must = [each.column for each in trial.fields if each.confidence == CHOOSE]
    look = sum(each.confidence not in {SURE, CHOOSE} for each in trial.fields)
    said = []
    if must:
        columns = words("data.comma").join(must[:3])
        said.append(words("data.foot_choose", n=len(must), columns=columns))
    elif look:
        said.append(words("data.foot_look", n=look))
    open_ = [each for each in trial.open_fields if each.parcels]
    if open_:
        titles = words("data.comma").join(each.title for each in open_[:3])
        more = words("data.and_more", n=len(open_)) if len(open_) > 3 else ""  # noqa: PLR2004 - as many as fit
        said.append(
            words(
                "data.foot_open",
                fields=titles + more,
                parcels=whole(max(each.parcels for each in open_)),
            )
        )
    elif trial.to_verify:
        said.append(words("data.foot_verify", parcels=whole(trial.to_verify)))
    return "".join(said) or words("data.foot_clear")
