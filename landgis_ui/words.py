# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words on screen, by message id; widgets hold no prose."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from landgis import messages
from landgis.errors import LandGISError

LANGUAGES = ("zh_CN", "en")


class _Known(dict[str, object]):
    """Values for placeholders; what an older version did not write is —."""

    def __missing__(self, name: str) -> object:
        return "—"


class Words:
    """The words of one language; call it with an id and the values to fill in."""

    def __init__(self, language: str = LANGUAGES[0]) -> None:
        self.language = language
        self._texts = read_texts(language)

    def __call__(self, message_id: str, /, **params: object) -> str:
        """Return the message with its placeholders filled in.

        Raises
        ------
        KeyError
            If there is no such message.
        """
        return self._texts[message_id].format(**params)

    def sentence(self, error: LandGISError) -> str:
        """Return what an expected error says to the user, in this language."""
        return messages.catalogue(self.language)[error.code].format(**error.params)

    def step(self, message_id: str, params: Mapping[str, object]) -> str:
        """Return the words of a step of the history, whatever version wrote it."""
        text = self._texts.get(message_id)
        if text is None:  # the core writes steps, too
            text = messages.catalogue(self.language).get(message_id, message_id)
        try:
            return text.format_map(_Known(params))
        except (ValueError, LookupError, AttributeError):
            return text

    def has(self, message_id: str) -> bool:
        """Tell whether there is such a message."""
        return message_id in self._texts

    def family(self, prefix: str) -> Mapping[str, str]:
        """Return the messages whose id starts with a prefix, by the rest of the id."""
        return {
            key.removeprefix(prefix): text
            for key, text in self._texts.items()
            if key.startswith(prefix)
        }


@cache
def read_texts(language: str) -> Mapping[str, str]:
    """Return every message of a language: one TOML file for each part of the window.

    Raises
    ------
    ValueError
        If two files define the same message.
    """
    found: dict[str, str] = {}
    folder = files("landgis_ui") / "texts" / language
    for entry in sorted(folder.iterdir(), key=lambda file: file.name):
        if entry.name.endswith(".toml"):
            texts = tomllib.loads(entry.read_text("utf-8"))
            if twice := found.keys() & texts.keys():
                raise ValueError(f"messages defined twice: {sorted(twice)}")
            found |= texts
    return found


def placeholders(text: str) -> frozenset[str]:
    """Return the names that a message wants filled in."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)
