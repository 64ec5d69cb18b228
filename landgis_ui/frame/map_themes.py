# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Colour the map by a theme: classes and legend from the core, looks for the map."""

from __future__ import annotations

import numpy as np

from landgis.operations.stored_analysis import StoredResult
from landgis.report.fields import field_title
from landgis.report.parcel_figures import parcel_figures
from landgis.report.themes import Theme, ThemeChoice, make_theme
from landgis_ui.canvas.colouring import Colouring, theme_colouring
from landgis_ui.words import Words

COLUMN = "column:"


def theme_title(name: str, words: Words) -> str:
    """Return what a theme is called."""
    key = f"theme.{name}"
    if words.has(key):
        return words(key)
    return field_title(name.removeprefix(COLUMN)).title


def read_theme(result: StoredResult, choice: ThemeChoice) -> Theme:
    """Return classes and legend of the parcels; runs in a reading thread."""
    parcels = result.analysis.parcels
    figures = parcel_figures(result.analysis)
    fresh = figures[[name for name in figures if name not in parcels]]
    return make_theme(parcels.join(fresh), choice)


def make_colouring(result: StoredResult, choice: ThemeChoice, count: int) -> Colouring:
    """Return the colouring of all land of the map; residuals have no class."""
    theme = read_theme(result, choice)
    unknown = [number for number, row in enumerate(theme.legend) if row.is_unknown]
    codes = theme.codes.astype(np.int64)
    codes[np.isin(codes, unknown)] = -1
    classes = np.full(count, -1, dtype=np.int64)
    classes[: len(codes)] = codes
    known = [row for row in theme.legend if not row.is_unknown]
    entries = [
        (f"{theme.id}:{number}", row.title, row.fill or "#FFFFFF")
        for number, row in enumerate(known)
    ]
    return theme_colouring(classes, entries)
