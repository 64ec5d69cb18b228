# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for the user, by message id; the code itself holds no prose."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from landgis.errors import LandGISError

LANGUAGE = "zh_CN"


@cache
def catalogue(language: str = LANGUAGE) -> dict[str, str]:
    """Return every message of a language: one TOML file for each part of the core."""
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
