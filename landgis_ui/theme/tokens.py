# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours of the window as values: one theme for light, one for dark."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Every colour of the window as ``#RRGGBB``; see `tokens.toml` for their use."""

    is_dark: bool
    app: str
    panel: str
    sunk: str
    hover: str
    line: str
    line2: str
    line_input: str
    ink: str
    ink2: str
    ink3: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    link: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    verify: str
    verify_soft: str
    toast: str
    on_toast: str
    toast_link: str
    map_ground: str
    water: str
    green: str
    housing: str
    farm: str
    road: str
    block_line: str
    vacated: str


@cache
def read_theme(name: str) -> Theme:
    """Return the theme ``light`` or ``dark``."""
    texts = tomllib.loads(
        (files("landgis_ui.theme") / "tokens.toml").read_text("utf-8")
    )
    return Theme(is_dark=name == "dark", **texts[name])
