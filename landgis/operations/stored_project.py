# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documents of a project file as the values that loading and judging take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from landgis import messages
from landgis.classify.overrides import Override
from landgis.errors import DataError, ProjectError
from landgis.join.decisions import DecisionFile
from landgis.operations.analyse import HandDecisions
from landgis.operations.corrections import SEPARATOR, read_corrections
from landgis.operations.layer_files import CheckRules
from landgis.operations.project_file import InputFile, ReadOptions, Sources
from landgis.operations.repairs import ByHand, Declined
from landgis.operations.review_decisions import read_documents, to_decisions
from landgis.operations.stored_records import from_json, to_json
from landgis.project import ProjectStore
from landgis.rules.library import common, parse_profile, profile_path, read_profile
from landgis.rules.profile import Profile

PROJECT = "project"
CURRENT = "current"
ENDING = ".landgis.gpkg"
"""What the names of project files end with."""


@dataclass(frozen=True, kw_only=True)
class StoredSubject:
    """The [project] part of a description, complete enough to be judged."""

    name: str
    region: str
    reference_date: date


@dataclass(frozen=True, kw_only=True)
class StoredProfile:
    """The words of a profile, so that a result never depends on another file."""

    toml: str
    file: str

    @classmethod
    def of(cls, path: Path) -> StoredProfile:
        """Read the words of a profile's file."""
        return cls(toml=path.read_bytes().decode(), file=path.name)

    def parse(self) -> Profile:
        """Return the profile that the words describe."""
        return _parsed(self)


@lru_cache(maxsize=4)
def _parsed(stored: StoredProfile) -> Profile:
    """Parse a profile once: many panels ask for the rules of the open project."""
    return parse_profile(stored.toml, path=Path(stored.file))


@dataclass(frozen=True, kw_only=True)
class StoredInputs:
    """The inputs that count, and where their content lies.

    `datasets` has the data set of each input; `failed` why one could not be read
    when it was imported; `left_out` one sentence for each input that another one
    of the same use replaces.
    """

    sources: Sources
    datasets: Mapping[InputFile, str]
    failed: Mapping[InputFile, DataError]
    left_out: tuple[str, ...]


def read_inputs(store: ProjectStore) -> StoredInputs:
    """Return the inputs of a project in their order; the last of each use counts.

    Raises
    ------
    ProjectError
        If there is no supply layer among them.
    """
    documents = sorted(
        store.documents("input").values(), key=lambda value: value.get("order", 0)
    )
    chosen: dict[tuple[str, bool], Mapping[str, Any]] = {}
    left_out = []
    for value in documents:
        key = (value["role"], bool(value["is_layer"]))
        if key in chosen:
            left_out.append(_say_left_out(chosen.pop(key), value))
        chosen[key] = value
    files = {_input_file(value): value for value in chosen.values()}
    if not any(each.role == "supply" and each.is_layer for each in files):
        raise ProjectError("stored.no_supply")
    project = store.document(PROJECT, PROJECT) or {}
    return StoredInputs(
        sources=Sources(
            inputs=tuple(files),
            options={
                each: read_options(value.get("options") or {})
                for each, value in files.items()
            },
            crs=project.get("crs") or None,
        ),
        datasets={
            each: value["dataset"] for each, value in files.items() if value["dataset"]
        },
        failed={
            each: DataError(value["error"]["code"], **value["error"]["params"])
            for each, value in files.items()
            if value.get("error")
        },
        left_out=tuple(left_out),
    )


def _input_file(value: Mapping[str, Any]) -> InputFile:
    return InputFile(
        role=value["role"],
        path=Path(value["path"]),
        part=value.get("part"),
        is_layer=bool(value["is_layer"]),
    )


def _say_left_out(older: Mapping[str, Any], newer: Mapping[str, Any]) -> str:
    return messages.text(
        "stored.replaced",
        role=messages.text(f"role.{newer['role']}"),
        older=Path(older["path"]).name,
        newer=Path(newer["path"]).name,
    )


def input_document(
    source: InputFile, options: ReadOptions, *, dataset: str, sha256: str, order: int
) -> dict[str, Any]:
    """Return the document that makes stored content an input of the project."""
    return {
        "role": source.role,
        "path": str(source.path),
        "part": source.part,
        "is_layer": source.is_layer,
        "options": write_options(options),
        "dataset": dataset,
        "sha256": sha256,
        "order": order,
    }


def read_options(value: Mapping[str, Any]) -> ReadOptions:
    """Return what the user knows better than the file; None stands for no answer."""
    return from_json(
        ReadOptions,
        {
            name: [entry] if name == "helmert" and isinstance(entry, float) else entry
            for name, entry in value.items()
            if entry is not None
        },
    )


def write_options(options: ReadOptions) -> dict[str, Any]:
    """Return options as a document holds them: only what differs from none given."""
    return {
        name: value for name, value in to_json(options).items() if value or value == 0
    }


def read_check_rules(store: ProjectStore) -> CheckRules:
    """Return what the checks go by; without a profile the common numbers."""
    project = store.document(PROJECT, PROJECT) or {}
    profile = _find_profile(store, project)
    return CheckRules(
        region=project.get("region") or None,
        parameters=common().parameters if profile is None else profile.parameters,
        reference_date=_day(project),
    )


def read_subject(store: ProjectStore) -> StoredSubject:
    """Return what the project is about.

    Raises
    ------
    ProjectError
        If it has no reference date yet.
    """
    project = store.document(PROJECT, PROJECT) or {}
    day = _day(project)
    if day is None:
        raise ProjectError("stored.no_date")
    return StoredSubject(
        name=project.get("name") or store.path.name.split(".")[0],
        region=project.get("region") or "",
        reference_date=day,
    )


def read_stored_profile(store: ProjectStore) -> Profile:
    """Return the profile that the project goes by: its own copy, else the shipped.

    Raises
    ------
    ProjectError
        If none is chosen yet.
    RuleError
        If there is none of that name, or it is wrong.
    """
    profile = _find_profile(store, store.document(PROJECT, PROJECT) or {})
    if profile is None:
        raise ProjectError("stored.no_profile")
    return profile


def read_profile_text(store: ProjectStore) -> StoredProfile:
    """Return the words of the profile that the project goes by."""
    chosen = (store.document(PROJECT, PROJECT) or {}).get("profile") or ""
    own = store.document("profile", chosen)
    if own is None:
        return StoredProfile.of(profile_path(chosen))
    return StoredProfile(toml=own["toml"], file=own.get("file") or f"{chosen}.toml")


def _find_profile(store: ProjectStore, project: Mapping[str, Any]) -> Profile | None:
    chosen = project.get("profile")
    if not chosen:
        return None
    if store.document("profile", chosen) is None:
        return read_profile(chosen)
    return read_profile_text(store).parse()


def _day(project: Mapping[str, Any]) -> date | None:
    day = project.get("reference_date")
    return date.fromisoformat(day) if day else None


def read_by_hand(store: ProjectStore) -> ByHand:
    """Return the values that were entered by hand, and the repairs declined."""
    return ByHand(
        corrections=read_corrections(store.documents("correction")),
        declined=read_declined(store.documents("finding")),
    )


def read_declined(documents: Mapping[str, Any]) -> Declined:
    """Return which repairs are declined: ids are role|kind or role|kind|row."""
    kinds: set[tuple[str, str]] = set()
    rows: set[tuple[str, str, str]] = set()
    wanted: set[tuple[str, str, str]] = set()
    for name, value in documents.items():
        parts = name.split(SEPARATOR, 2)
        accepted = value.get("accepted")
        if accepted is None or len(parts) == 1:
            continue
        if len(parts) == 2:  # noqa: PLR2004 - role and kind, no row
            if not accepted:
                kinds.add((parts[0], parts[1]))
        else:
            (wanted if accepted else rows).add((parts[0], parts[1], parts[2]))
    return Declined(
        kinds=frozenset(kinds), rows=frozenset(rows), wanted=frozenset(wanted)
    )


def read_stored_decisions(store: ProjectStore) -> HandDecisions:
    """Return what people have decided on joins, statuses and the plan of record."""
    joins = to_decisions(read_documents(store.documents("join")).values())
    return HandDecisions(
        joins=DecisionFile(decisions=joins),
        overrides=read_stored_overrides(store.documents("override")),
        leaving=frozenset(store.documents("freed_land")),
    )


def read_stored_overrides(documents: Mapping[str, Any]) -> tuple[Override, ...]:
    """Return the statuses that were set by hand, one for each parcel."""
    return tuple(
        Override(
            parcel_id=parcel,
            status=value.get("status") or "",
            reason=value.get("reason") or "",
            line=line,
        )
        for line, (parcel, value) in enumerate(documents.items(), start=1)
    )
