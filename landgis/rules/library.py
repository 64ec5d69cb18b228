# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which profiles and rules are shipped, and how one's own profile is read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from landgis.errors import RuleError
from landgis.messages import language
from landgis.rules.building import (
    Common,
    make_far_minimums,
    make_profile,
    make_thresholds,
)
from landgis.rules.profile import Profile, Threshold
from landgis.rules.reading import (
    RuleFile,
    Section,
    make_hint,
    parse_rule_file,
    read_rule_file,
)

TEMPLATE = "模板"
"""Name of the commented profile that users copy; it is not one of the profiles."""

_DATA = (
    "format",
    "id",
    "title",
    "source",
    "valid_from",
    "valid_to",
    "optional",
    "parameters",
    "far_min",
    "rules",
    "evaluation",
    "example",
)


def profiles() -> tuple[Profile, ...]:
    """Return the shipped profiles, by id."""
    return tuple(_read(path) for _, path in sorted(_shipped().items()))


def read_profile(name_or_path: str, *, relative_to: Path | None = None) -> Profile:
    """Return a shipped profile by its id, or read the user's own from a file.

    Parameters
    ----------
    relative_to
        Folder that a relative path starts from; left out: the current one.

    Raises
    ------
    RuleError
        If there is no such profile or file, or the file is wrong.
    """
    shipped = _shipped()
    if name_or_path in shipped:
        return _read(shipped[name_or_path])
    path = (relative_to or Path()) / name_or_path
    if path.is_file():
        return make_profile(read_rule_file(path), common=common())
    raise RuleError(
        "rules.unknown_profile",
        name=name_or_path,
        hint=make_hint(name_or_path, shipped),
        known="、".join(sorted(shipped)),
    )


def parse_profile(content: str, *, path: Path) -> Profile:
    """Read a profile from the text of its file; `path` names it in messages.

    Raises
    ------
    RuleError
        If the text says something wrong.
    """
    return make_profile(parse_rule_file(path, content.encode()), common=common())


def profile_path(name_or_path: str, *, relative_to: Path | None = None) -> Path:
    """Return the file of a shipped profile, or of the user's own."""
    shipped = _shipped()
    if name_or_path in shipped:
        return shipped[name_or_path]
    return (relative_to or Path()) / name_or_path


def template_path() -> Path:
    """Return where the commented template of a profile lies."""
    return _folder("profiles") / f"{TEMPLATE}.toml"


@cache
def common_files() -> tuple[RuleFile, ...]:
    """Return the shipped rule files of national and common numbers."""
    found = [read_rule_file(path) for path in sorted(_folder("data").glob("*.toml"))]
    for source in found:
        source.top.allow(*_DATA)
    return tuple(found)


def common() -> Common:
    """Return what holds wherever a profile says nothing else."""
    return _common(language())


@cache
def _common(_language: str) -> Common:
    parameters: dict[str, Threshold] = {}
    optional: list[str] = []
    far_min: dict[str, Threshold] = {}
    evaluation = Section(file="", place="", entries={})
    for source in common_files():
        own = make_thresholds(source.top.table("parameters"))
        for name in parameters.keys() & own.keys():
            raise source.top.error("rules.twice", f"parameters.{name}")
        parameters |= own
        optional += source.top.texts("optional")
        far_min |= make_far_minimums(source.top.table("far_min"))
        if source.top.has("evaluation"):
            evaluation = source.top.table("evaluation")
    return Common(
        parameters=parameters,
        optional=tuple(optional),
        far_min=far_min,
        evaluation=evaluation,
    )


@cache
def _shipped() -> Mapping[str, Path]:
    return {
        path.stem: path
        for path in _folder("profiles").glob("*.toml")
        if path.stem != TEMPLATE
    }


def _read(path: Path) -> Profile:
    return _shipped_profile(path, language())


@cache
def _shipped_profile(path: Path, _language: str) -> Profile:
    return make_profile(read_rule_file(path), common=common())


def _folder(name: str) -> Path:
    return Path(str(files("landgis") / "rules" / name))
