# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences and remembered state, defined in `settings.toml`, kept in an INI file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from PyQt6.QtCore import QObject, QSettings, pyqtSignal

FILE = "landgis.ini"


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One entry: its default, and its choices where only some values are allowed.

    `is_preference` tells what the user sets from what the window remembers.
    """

    name: str
    default: Any
    choices: tuple[Any, ...]
    is_preference: bool


@cache
def definitions() -> Mapping[str, Definition]:
    """Return every entry by its name, preferences first."""
    text = (files("landgis_ui.work") / "settings.toml").read_text("utf-8")
    sections = tomllib.loads(text)
    return {
        f"{section}.{name}": Definition(
            name=f"{section}.{name}",
            default=entry["default"],
            choices=tuple(entry.get("choices", ())),
            is_preference=section == "preference",
        )
        for section in ("preference", "state")
        for name, entry in sections[section].items()
    }


def default_path() -> Path:
    """Return where this user's settings lie."""
    return user_config_path("landgis", appauthor=False, ensure_exists=True) / FILE


class Settings(QObject):
    """The settings of one user; values are what JSON can say.

    Signals
    -------
    changed(str)
        The entry of that name has another value.
    """

    changed = pyqtSignal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, name: str) -> Any:
        """Return an entry; what is not of the default's kind counts as not there.

        Raises
        ------
        KeyError
            If nothing of that name is defined.
        """
        entry = definitions()[name]
        written = self._store.value(name.replace(".", "/"))
        try:
            value = json.loads(str(written)) if written is not None else entry.default
        except ValueError:
            return entry.default
        if type(value) is not type(entry.default):
            return entry.default
        return entry.default if entry.choices and value not in entry.choices else value

    def set(self, name: str, value: Any) -> None:
        """Keep an entry.

        Raises
        ------
        KeyError
            If nothing of that name is defined.
        """
        if definitions()[name] and self.get(name) != value:
            text = json.dumps(value, ensure_ascii=False)
            # Written in the next turn of the loop, for the disk may be slow.
            self._store.setValue(name.replace(".", "/"), text)
            self.changed.emit(name)
