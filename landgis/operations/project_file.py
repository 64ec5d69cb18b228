# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""PROJECT.toml: which files a job reads, and what the user knows better than them."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from landgis.errors import CallError, ProjectError
from landgis.relocation.wishes import PlanWishes, wishes_of

LAYER_ROLES = (
    "supply",
    "approval",
    "exclude",
    "town",
    "block_line",
    "park",
    "vacated",
    "survey",
)
TABLE_ROLES = ("enterprise", "lease", "park", "target", "official")
PROJECT_KEYS = ("name", "region", "reference_date", "profile", "crs")
READ_KEYS = (
    "crs",
    "encoding",
    "fields",
    "units",
    "shift",
    "helmert",
    "control_points",
    "header_row",
)
DECISION_KEYS = ("joins", "overrides")
SECTIONS = ("project", "layers", "tables", "read", "decisions", "plan")


@dataclass(frozen=True, kw_only=True)
class InputFile:
    """One file of the project; `part` is a layer or a sheet of it, if named."""

    role: str
    path: Path
    part: str | None
    is_layer: bool


@dataclass(frozen=True, kw_only=True)
class ReadOptions:
    """What the user knows better than the file: the [read.ROLE] part.

    `shift` names a web-map shift to undo (``gcj02`` or ``bd09``); `helmert`
    and `control_points` say how to leave an old datum.  `fields` gives the column
    of a standard field (empty: none), `units` the unit of its column.
    """

    crs: str | None = None
    encoding: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    shift: str | None = None
    helmert: tuple[float, ...] = ()
    control_points: tuple[tuple[float, ...], ...] = ()
    header_row: int | None = None


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What a job reads, and how: the same of a description and of a project file.

    `crs` is the working system, if the project has said one.
    """

    inputs: tuple[InputFile, ...]
    options: Mapping[InputFile, ReadOptions]
    crs: str | None


@dataclass(frozen=True, kw_only=True)
class ProjectFile:
    """A project description, checked; paths are absolute.

    `plan` is None where no relocation plan is asked for.
    """

    path: Path
    name: str
    region: str
    reference_date: date
    profile: str
    crs: str | None
    inputs: tuple[InputFile, ...]
    read: Mapping[str, ReadOptions]
    joins: Path | None
    overrides: Path | None
    plan: PlanWishes | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that the project is made of, the description included."""
        decisions = (self.joins, self.overrides)
        return (
            self.path,
            *(source.path for source in self.inputs),
            *(path for path in decisions if path is not None),
        )

    @property
    def sources(self) -> Sources:
        """The inputs, each with what [read.ROLE] says of it."""
        return Sources(
            inputs=self.inputs,
            options={source: self.options(source) for source in self.inputs},
            crs=self.crs,
        )

    def options(self, source: InputFile) -> ReadOptions:
        """Return what [read.ROLE] says of an input, or the defaults."""
        return self.read.get(source.role, ReadOptions())


def read_project(path: Path) -> ProjectFile:
    """Read and check a PROJECT.toml.

    Raises
    ------
    CallError
        If there is no such file.
    ProjectError
        If it is not TOML, a key is unknown or missing, or a value has the
        wrong form.
    RuleError
        If a number of its [plan] is.
    """
    content = _read_toml(path)
    _require_known(content, SECTIONS, where="", path=path)
    project = _table(content, "project", path=path)
    _require_known(project, PROJECT_KEYS, where="project", path=path)
    decisions = _table(content, "decisions", path=path)
    _require_known(decisions, DECISION_KEYS, where="decisions", path=path)
    inputs = (
        *_inputs(content, "layers", LAYER_ROLES, path=path),
        *_inputs(content, "tables", TABLE_ROLES, path=path),
    )
    if not any(source.role == "supply" for source in inputs):
        raise ProjectError("project.no_supply", file=path.name)
    return ProjectFile(
        path=path,
        name=_text(project, "name", path=path) or path.resolve().parent.name,
        region=_text(project, "region", path=path) or "",
        reference_date=_reference_date(project, path=path),
        profile=_required(project, "profile", path=path),
        crs=_text(project, "crs", path=path),
        inputs=inputs,
        read=_read_options(content, path=path),
        joins=_decision(decisions, "joins", path=path),
        overrides=_decision(decisions, "overrides", path=path),
        plan=_plan(content, path=path),
    )


def _plan(content: Mapping[str, Any], *, path: Path) -> PlanWishes | None:
    """Return the [plan] part; None where there is none: no plan is made."""
    if "plan" not in content:
        return None
    return wishes_of(_table(content, "plan", path=path), file=path.name)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise CallError("project.missing", file=str(path)) from error
    except OSError as error:
        raise CallError(
            "project.unreadable", file=str(path), detail=error.strerror or ""
        ) from error
    try:
        # Notepad saves UTF-8 with a mark in front, which TOML does not allow.
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _read_toml_gb18030(path, raw)
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(
            "project.syntax", file=path.name, detail=str(error)
        ) from error


def _read_toml_gb18030(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode("gb18030"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectError(
            "project.syntax", file=path.name, detail=str(error)
        ) from error


def _require_known(
    table: Mapping[str, Any], known: tuple[str, ...], *, where: str, path: Path
) -> None:
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            raise ProjectError(
                "project.unknown_key_near" if near else "project.unknown_key",
                file=path.name,
                key=f"{where}.{key}" if where else key,
                near=near[0] if near else "",
                known="、".join(known),
            )


def _table(content: Mapping[str, Any], key: str, *, path: Path) -> Mapping[str, Any]:
    value = content.get(key, {})
    if not isinstance(value, dict):
        raise ProjectError("project.not_a_table", file=path.name, key=key)
    return value


def _text(table: Mapping[str, Any], key: str, *, path: Path) -> str | None:
    value = table.get(key)
    if value is None or isinstance(value, str):
        return value.strip() or None if value else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # region = 330304 without quotes is what people write
    raise ProjectError("project.not_text", file=path.name, key=key)


def _required(table: Mapping[str, Any], key: str, *, path: Path) -> str:
    value = _text(table, key, path=path)
    if value is None:
        raise ProjectError("project.key_missing", file=path.name, key=f"project.{key}")
    return value


def _reference_date(project: Mapping[str, Any], *, path: Path) -> date:
    value = project.get("reference_date")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass  # told below, with the form that is expected
    key = "project.reference_date"
    code = "project.key_missing" if value is None else "project.not_a_date"
    raise ProjectError(code, file=path.name, key=key)


def _inputs(
    content: Mapping[str, Any], section: str, roles: tuple[str, ...], *, path: Path
) -> tuple[InputFile, ...]:
    table = _table(content, section, path=path)
    _require_known(table, roles, where=section, path=path)
    found = []
    for role, value in table.items():
        if not isinstance(value, str) or not value.strip():
            raise ProjectError("project.not_text", file=path.name, key=role)
        file, part = split_part(value.strip(), beside=path.parent)
        found.append(
            InputFile(role=role, path=file, part=part, is_layer=section == "layers")
        )
    return tuple(found)


def split_part(value: str, *, beside: Path) -> tuple[Path, str | None]:
    """Split ``path#layer``; a "#" that belongs to the file's own name stays."""
    whole = beside / value
    if "#" not in value or whole.exists():
        return whole, None
    name, _, part = value.rpartition("#")
    return beside / name, part or None


def _read_options(content: Mapping[str, Any], *, path: Path) -> dict[str, ReadOptions]:
    section = _table(content, "read", path=path)
    roles = tuple(dict.fromkeys((*LAYER_ROLES, *TABLE_ROLES)))
    _require_known(section, roles, where="read", path=path)
    options = {}
    for role in section:
        table = _table(section, role, path=path)
        _require_known(table, READ_KEYS, where=f"read.{role}", path=path)
        fields = _texts(table, "fields", role=role, path=path)
        units = _texts(table, "units", role=role, path=path)
        shift = _text(table, "shift", path=path)
        if shift not in {None, "gcj02", "bd09"}:
            raise ProjectError(
                "project.shift", file=path.name, key=f"read.{role}.shift"
            )
        options[role] = ReadOptions(
            crs=_text(table, "crs", path=path),
            encoding=_text(table, "encoding", path=path),
            fields=fields,
            units=units,
            shift=shift,
            helmert=_numbers(table, "helmert", lengths=(3, 4, 7), path=path),
            control_points=_control_points(table, path=path),
            header_row=_header_row(table, path=path),
        )
    return options


def _texts(
    table: Mapping[str, Any], key: str, *, role: str, path: Path
) -> dict[str, str]:
    texts = _table(table, key, path=path)
    if not all(isinstance(text, str) for text in texts.values()):
        raise ProjectError("project.not_text", file=path.name, key=f"{role}.{key}")
    return dict(texts)


def _header_row(table: Mapping[str, Any], *, path: Path) -> int | None:
    value = table.get("header_row")
    if value is not None and (type(value) is not int or value < 1):
        raise ProjectError("project.header_row", file=path.name)
    return value


def _numbers(
    table: Mapping[str, Any], key: str, *, lengths: tuple[int, ...], path: Path
) -> tuple[float, ...]:
    value = table.get(key)
    if value is None:
        return ()
    if not _is_number_list(value) or len(value) not in lengths:
        raise ProjectError("project.datum_numbers", file=path.name, key=key)
    return tuple(float(number) for number in value)


def _control_points(
    table: Mapping[str, Any], *, path: Path
) -> tuple[tuple[float, ...], ...]:
    value = table.get("control_points", [])
    coordinates = 4  # old x, old y, new x, new y
    if not isinstance(value, list) or not all(
        _is_number_list(point) and len(point) == coordinates for point in value
    ):
        raise ProjectError(
            "project.datum_numbers", file=path.name, key="control_points"
        )
    return tuple(tuple(float(number) for number in point) for point in value)


def _is_number_list(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(number, (int, float)) and not isinstance(number, bool)
        for number in value
    )


def _decision(table: Mapping[str, Any], key: str, *, path: Path) -> Path | None:
    value = _text(table, key, path=path)
    return None if value is None else path.parent / value
