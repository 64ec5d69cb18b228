# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours of map themes: ramps for numbers, sets for kinds, for each ground."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from landgis.rules.reading import Section, read_rule_file

GROUNDS = ("light", "dark", "print")

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, kw_only=True)
class ThemeColours:
    """Colours for one ground as "#RRGGBB"."""

    sequential: tuple[str, ...]
    qualitative: tuple[str, ...]
    grades: tuple[str, ...]
    unknown: str
    rest: str
    outline: str

    def ramp(self, classes: int) -> tuple[str, ...]:
        """Return that many colours from the ramp, evenly spaced, smallest first."""
        if classes <= 1:
            return self.sequential[-2:-1]
        anchors = np.array([_parts(colour) for colour in self.sequential])
        places = np.linspace(0, len(anchors) - 1, classes)
        mixed = [
            np.interp(places, np.arange(len(anchors)), anchors[:, part])
            for part in range(3)
        ]
        return tuple(
            "#" + "".join(f"{round(part):02X}" for part in colour)
            for colour in np.stack(mixed, axis=1).tolist()
        )


@cache
def shipped_colours() -> Mapping[str, ThemeColours]:
    """Return the colours that come with the program, by ground."""
    return read_colours(Path(str(files("landgis_styles") / "themes.toml")))


def read_colours(path: Path) -> Mapping[str, ThemeColours]:
    """Read a file of colours.

    Raises
    ------
    RuleError
        If the file is wrong; the message names the key.
    """
    top = read_rule_file(path).top
    names = ("sequential", "qualitative", "grades", "unknown", "rest", "outline")
    top.allow("format", "source", *names)
    return {
        ground: ThemeColours(
            sequential=_colours(top.table("sequential"), ground),
            qualitative=_colours(top.table("qualitative"), ground),
            grades=_colours(top.table("grades"), ground),
            unknown=_colour(top.table("unknown"), ground),
            rest=_colour(top.table("rest"), ground),
            outline=_colour(top.table("outline"), ground),
        )
        for ground in GROUNDS
    }


def _colours(section: Section, ground: str) -> tuple[str, ...]:
    return tuple(_checked(section, ground, one) for one in section.texts(ground))


def _colour(section: Section, ground: str) -> str:
    return _checked(section, ground, section.text(ground))


def _checked(section: Section, ground: str, found: str) -> str:
    if not _COLOUR.fullmatch(found):
        raise section.error("report.colour", ground, found=found)
    return found


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
