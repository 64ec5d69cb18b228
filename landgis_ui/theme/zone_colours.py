# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The colours of zones: outline and light tint, never a fill like that of a status."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TINT = 0.18


@dataclass(frozen=True, kw_only=True)
class ZoneColours:
    """Colours by number for both themes, and the colour of text on them."""

    light: tuple[str, ...]
    dark: tuple[str, ...]
    on_light: str
    on_dark: str


@cache
def shipped_zone_colours() -> ZoneColours:
    """Return the colours of the token file."""
    path = files("landgis_ui.theme") / "tokens.toml"
    found = tomllib.loads(path.read_text("utf-8"))["zones"]
    return ZoneColours(
        light=tuple(found["light"]),
        dark=tuple(found["dark"]),
        on_light=found["on_light"],
        on_dark=found["on_dark"],
    )


def zone_count() -> int:
    """Return how many colours there are before they begin again."""
    return len(shipped_zone_colours().light)


def zone_colour(number: int, *, is_dark: bool) -> str:
    """Return the colour of a zone by its number; after the last the first follows."""
    colours = shipped_zone_colours()
    chosen = colours.dark if is_dark else colours.light
    return chosen[number % len(chosen)]


def zone_text(*, is_dark: bool) -> str:
    """Return the colour of text on any zone's colour."""
    colours = shipped_zone_colours()
    return colours.on_dark if is_dark else colours.on_light
