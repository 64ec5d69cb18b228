# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was decided about a file's columns, found again for next year's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from landgis.operations.import_trial import ImportTrial
from landgis.operations.project_file import ReadOptions
from landgis_ui.steps.data.entries import FileEntry

KEY = "state.mappings"
ALIKE = 0.8
"""Share of the column names that two files must have in common to be of one kind."""


@dataclass(frozen=True, kw_only=True)
class ColumnPlan:
    """The columns of a file, and what the user said of them.

    `fields` are standard field to column as taken in the end, `given` those that
    the user had to say.
    """

    role: str
    is_layer: bool
    columns: tuple[str, ...]
    fields: Mapping[str, str]
    given: Mapping[str, str]
    units: Mapping[str, str]

    def to_document(self) -> dict[str, Any]:
        """Return the value of the project's document ``mapping``/role."""
        return {
            "role": self.role,
            "is_layer": self.is_layer,
            "columns": [*self.columns],
            "fields": dict(self.fields),
            "given": dict(self.given),
            "units": dict(self.units),
        }


def plan_of(entry: FileEntry) -> ColumnPlan | None:
    """Return what is to be remembered of a file."""
    role, trial = entry.shown_role, entry.trial
    if role is None or trial is None:
        return None
    return ColumnPlan(
        role=role,
        is_layer=trial.role.is_layer,
        columns=tuple(field.column for field in trial.fields),
        fields={
            field.standard: field.column
            for field in trial.fields
            if field.standard is not None
        },
        given=dict(entry.options.fields),
        units=dict(entry.options.units),
    )


def key_of(role: str, *, is_layer: bool) -> str:
    """Return under which key the plan of a role is kept."""
    return f"{role}.{'layer' if is_layer else 'table'}"


def remembered(kept: Mapping[str, Any], plan: ColumnPlan) -> dict[str, Any]:
    """Return the settings' entry with one more plan; a role keeps its last one."""
    key = key_of(plan.role, is_layer=plan.is_layer)
    return {**kept, key: plan.to_document()}


def recall(
    kept: Mapping[str, Any], trial: ImportTrial, options: ReadOptions
) -> tuple[str, ReadOptions] | None:
    """Return the role and options of the last file with such columns, if they help.

    Only what the user had to say is taken over, and only for columns that are
    there: everything else is judged anew.
    """
    columns = {field.column for field in trial.fields}
    best, most = None, ALIKE
    for value in kept.values():
        alike = _likeness(value, columns, is_layer=trial.role.is_layer)
        if alike >= most:
            best, most = value, alike
    if best is None:
        return None
    given = _texts(best, "given")
    fields = {
        name: column
        for name, column in given.items()
        if column in columns or not column
    }
    units = {
        name: unit
        for name, unit in _texts(best, "units").items()
        if _texts(best, "fields").get(name) in columns
    }
    role = str(best.get("role", ""))
    if not role or (role == trial.role.role and not fields and not units):
        return None
    return role, replace(
        options, fields={**fields, **options.fields}, units={**units, **options.units}
    )


def _likeness(value: object, columns: set[str], *, is_layer: bool) -> float:
    if not isinstance(value, Mapping) or bool(value.get("is_layer")) != is_layer:
        return 0.0
    there = value.get("columns")
    had = {str(name) for name in there} if isinstance(there, list) else set()
    both = had | columns
    return len(had & columns) / len(both) if had and both else 0.0


def _texts(value: Mapping[str, Any], key: str) -> dict[str, str]:
    found = value.get(key)
    if not isinstance(found, Mapping):
        return {}
    return {str(name): str(text) for name, text in found.items()}
