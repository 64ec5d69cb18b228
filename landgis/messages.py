# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for the user, by message id; the code itself holds no prose."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib.resources import files

from landgis.errors import LandGISError

LANGUAGE = "zh_CN"
LANGUAGE_VARIABLE = "LANDGIS_LANGUAGE"
"""Environment variable that names the language: a process has one, as its locale,
and the processes that it starts speak the same."""


def language() -> str:
    """Return the language of this process; Chinese where nothing else is said."""
    named = os.environ.get(LANGUAGE_VARIABLE, LANGUAGE)
    return named if named in languages() else LANGUAGE


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that the core has words in."""
    folders = (files("landgis") / "texts").iterdir()
    return tuple(sorted(entry.name for entry in folders if entry.is_dir()))


def catalogue(language_name: str = "") -> dict[str, str]:
    """Return every message of a language; without a name, of this process's own."""
    return _read_catalogue(language_name or language())


@cache
def _read_catalogue(language: str) -> dict[str, str]:
    """Read one TOML file for each part of the core."""
    found: dict[str, str] = {}
    for entry in sorted(
        (files("landgis") / "texts" / language).iterdir(), key=lambda e: e.name
    ):
        if not entry.name.endswith(".toml"):
            continue
        messages = tomllib.loads(entry.read_text("utf-8"))
        twice = found.keys() & messages.keys()
        if twice:
            raise ValueError(f"messages defined twice: {sorted(twice)}")
        found |= messages
    return found


def text(message_id: str, /, **params: object) -> str:
    """Return the message with its placeholders filled in."""
    return catalogue()[message_id].format(**params)


def sentence(error: LandGISError) -> str:
    """Return what an expected error says to the user."""
    return text(error.code, **error.params)
