# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Colour the map by a theme: classes and legend from the core, looks for the map."""

from __future__ import annotations

import numpy as np
import pandas as pd

from landgis.operations.stored_analysis import StoredResult
from landgis.report.fields import field_title
from landgis.report.parcel_figures import parcel_figures
from landgis.report.themes import Theme, ThemeChoice, make_theme, themes_for
from landgis_ui.canvas.colouring import Colouring, theme_colouring
from landgis_ui.words import Words

COLUMN = "column:"
HIDDEN = ("parcel_id", "unit_no", "supervision_no", "reason", "missing", "flags")
"""Columns whose every value is another one, or which other themes show."""


def theme_title(name: str, words: Words) -> str:
    """Return what a theme is called."""
    key = f"theme.{name}"
    if words.has(key):
        return words(key)
    return field_title(name.removeprefix(COLUMN)).title


def offered_themes(result: StoredResult) -> tuple[str, ...]:
    """Return the built-in themes first, then every column that says something."""
    parcels = result.analysis.parcels
    built_in = themes_for(with_figures(result))
    columns = tuple(
        f"{COLUMN}{name}"
        for name in parcels
        if name not in HIDDEN and parcels[name].notna().any()
    )
    return (*built_in, *columns)


def with_figures(result: StoredResult) -> pd.DataFrame:
    """Return the parcels with the figures that no column holds."""
    parcels = result.analysis.parcels
    figures = parcel_figures(result.analysis)
    return parcels.join(figures[[name for name in figures if name not in parcels]])


def read_theme(result: StoredResult, choice: ThemeChoice) -> Theme:
    """Return classes and legend of the parcels; runs in a reading thread."""
    return make_theme(with_figures(result), choice)


def make_colouring(
    result: StoredResult, choice: ThemeChoice, count: int
) -> tuple[Theme, Colouring]:
    """Return a theme and the colouring of all land of the map.

    Residuals have no class: they count as unknown.
    """
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
    return theme, theme_colouring(classes, entries)
