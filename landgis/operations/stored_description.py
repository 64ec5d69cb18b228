# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A project file written as PROJECT.toml, with its decisions beside it."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from landgis import messages
from landgis.classify.overrides import COLUMNS
from landgis.join import write_decisions
from landgis.operations.plan_documents import record_of
from landgis.operations.project_file import READ_KEYS, InputFile, ReadOptions
from landgis.operations.review_decisions import read_documents, to_decisions
from landgis.operations.stored_project import (
    PROJECT,
    StoredInputs,
    read_inputs,
    read_profile_text,
    write_options,
)
from landgis.project import ProjectStore
from landgis.relocation.wishes import wishes_to_json
from landgis.rules.library import profile_path

JOINS_FILE = "匹配决定.csv"
OVERRIDES_FILE = "改判.csv"


def write_project_file(store: ProjectStore, path: Path) -> tuple[str, ...]:
    """Write a PROJECT.toml; return sentences about what such a file cannot hold.

    Decisions are written beside it as csv, an own profile as a rule file.  Inputs
    are named where they were imported from.

    Raises
    ------
    ProjectError
        If the project has no supply layer.
    """
    inputs = read_inputs(store)
    folder = path.parent
    project = store.document(PROJECT, PROJECT) or {}
    lines = [
        "[project]",
        *_pairs({"name": project.get("name"), "region": project.get("region")}),
        *_date_line(project.get("reference_date")),
        *_pairs({"profile": _profile(store, project, folder)}),
        *_pairs({"crs": project.get("crs")}),
        *_files(inputs, folder),
        *_options(inputs),
        *_decisions(store, folder),
        *_plan(store),
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return tuple(_not_held(store, inputs))


def _pairs(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if value:
            yield f"{key} = {_toml(value)}"


def _toml(value: Any) -> str:
    """Write a text, number or list; JSON's form of these is TOML's too."""
    return json.dumps(value, ensure_ascii=False)


def _date_line(day: str | None) -> list[str]:
    return [f"reference_date = {day}"] if day else []


def _profile(store: ProjectStore, project: Mapping[str, Any], folder: Path) -> str:
    """Return what the description calls the profile; an own one is written out."""
    chosen = project.get("profile") or ""
    own = store.document("profile", chosen)
    if own is None:
        return str(chosen)
    shipped = profile_path(chosen)
    words = read_profile_text(store)
    if shipped.is_file() and shipped.read_bytes() == words.toml.encode():
        return str(chosen)
    file = folder / f"{chosen}.toml"
    file.write_bytes(words.toml.encode())
    return file.name


def _files(inputs: StoredInputs, folder: Path) -> Iterator[str]:
    for section, is_layer in (("layers", True), ("tables", False)):
        named = [each for each in inputs.sources.inputs if each.is_layer == is_layer]
        if named:
            yield from ("", f"[{section}]")
            yield from (
                f"{each.role} = {_toml(_place(each, folder))}" for each in named
            )


def _place(source: InputFile, folder: Path) -> str:
    path = str(source.path)
    if source.path.is_absolute() and source.path.anchor == folder.absolute().anchor:
        near = Path(os.path.relpath(source.path, folder.absolute()))
        path = near.as_posix()
    return path if source.part is None else f"{path}#{source.part}"


def _options(inputs: StoredInputs) -> Iterator[str]:
    for role, options in _by_role(inputs).items():
        values = write_options(options)
        plain = {key: values[key] for key in READ_KEYS if key in values}
        nested = {key: plain.pop(key) for key in ("fields", "units") if key in plain}
        if plain:
            yield from ("", f"[read.{role}]")
            yield from (f"{key} = {_toml(value)}" for key, value in plain.items())
        for name, table in nested.items():
            yield from ("", f"[read.{role}.{name}]")
            yield from (f"{key} = {_toml(value)}" for key, value in table.items())


def _by_role(inputs: StoredInputs) -> dict[str, ReadOptions]:
    """Return the options of each role; a layer's come before a table's."""
    found: dict[str, ReadOptions] = {}
    for source in inputs.sources.inputs:
        options = inputs.sources.options[source]
        if options != ReadOptions():
            found.setdefault(source.role, options)
    return found


def _decisions(store: ProjectStore, folder: Path) -> Iterator[str]:
    joins = to_decisions(read_documents(store.documents("join")).values())
    overrides = store.documents("override")
    if len(joins.frame) or overrides:
        yield from ("", "[decisions]")
    if len(joins.frame):
        write_decisions(folder / JOINS_FILE, joins)
        yield f"joins = {_toml(JOINS_FILE)}"
    if overrides:
        (folder / OVERRIDES_FILE).write_bytes(_override_csv(overrides))
        yield f"overrides = {_toml(OVERRIDES_FILE)}"


def _plan(store: ProjectStore) -> Iterator[str]:
    """Yield what the plan of record goes by; a run then searches it again."""
    record = record_of(store)
    if record is None:
        return
    yield from ("", "[plan]")
    for key, value in wishes_to_json(record.wishes).items():
        yield f"{key} = {_inline(value) if isinstance(value, dict) else _toml(value)}"


def _inline(table: Mapping[str, Any]) -> str:
    return "{ " + ", ".join(f"{_toml(k)} = {_toml(v)}" for k, v in table.items()) + " }"


def _override_csv(overrides: Mapping[str, Any]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for parcel, value in overrides.items():
        cells = [value.get(key) or "" for key in ("status", "reason", "date", "person")]
        writer.writerow([parcel, *cells])
    return text.getvalue().encode("utf-8-sig")


def _not_held(store: ProjectStore, inputs: StoredInputs) -> Iterable[str]:
    entered = len(store.documents("correction"))
    if entered:
        yield messages.text("stored.entries_left", count=entered)
    for source in inputs.sources.inputs:
        if not source.path.exists():
            yield messages.text("stored.file_gone", file=str(source.path))
    roles = [each.role for each in inputs.sources.inputs]
    options = inputs.sources.options
    for source in inputs.sources.inputs:
        written = _by_role(inputs).get(source.role, ReadOptions())
        if roles.count(source.role) > 1 and options[source] != written:
            yield messages.text("stored.options_left", file=source.path.name)
