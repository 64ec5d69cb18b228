# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for the user, by message id; the code itself holds no prose."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

from landgis.errors import LandGISError

LANGUAGE = "zh_CN"
LANGUAGE_VARIABLE = "LANDGIS_LANGUAGE"
"""Environment variable that names the language: a process has one, as its locale,
and the processes that it starts speak the same."""


_SPEAKING: ContextVar[str] = ContextVar("language", default="")


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak another language for a while, as an official form demands."""
    before = _SPEAKING.set(name)
    try:
        yield
    finally:
        _SPEAKING.reset(before)


def language() -> str:
    """Return the language of this process; Chinese where nothing else is said."""
    named = _SPEAKING.get() or os.environ.get(LANGUAGE_VARIABLE, LANGUAGE)
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


def title(kind: str, name: str, *, otherwise: str) -> str:
    """Return what a thing that a data file describes is called in this language.

    Parameters
    ----------
    kind
        ``field``, ``meaning``, ``unit``, ``status``, ``role``, ``rule``,
        ``rule_text``, ``number``, ``indicator``, or ``phrase``: a title that is
        known by its Chinese words.
    otherwise
        What the data file calls it, in Chinese; stands where nothing else does.
    """
    return titles(language()).get(kind, {}).get(name, otherwise)


@cache
def titles(language: str) -> dict[str, dict[str, str]]:
    """Return by kind what described things are called; in Chinese as described."""
    entry = files("landgis") / "titles" / f"{language}.toml"
    return tomllib.loads(entry.read_text("utf-8")) if entry.is_file() else {}


def phrase(words: str) -> str:
    """Return a title of a shipped profile, known by its Chinese words."""
    return title("phrase", words, otherwise=words)


def unit_title(unit: str) -> str:
    """Return a unit, known by its Chinese name, in words of this language."""
    return title("unit", unit, otherwise=unit)


def joined(parts: Iterable[str]) -> str:
    """Return words as one list, with what stands between them in this language."""
    return text("report.joiner").join(parts)


def said(*sentences: str) -> str:
    """Return sentences as one text, spaced as this language does; "" is left out."""
    return text("report.gap").join(filter(None, sentences))


def sentence(error: LandGISError) -> str:
    """Return what an expected error says to the user."""
    return text(error.code, **error.params)
