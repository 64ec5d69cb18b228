# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Colour the map by a theme: classes and legend from the core, looks for the map."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landgis.operations.stored_analysis import StoredResult
from landgis.report.fields import field_title
from landgis.report.themes import (
    Theme,
    ThemeChoice,
    make_theme,
    theme_frame,
    themes_for,
)
from landgis.search.filters import Filter
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
    built_in = themes_for(theme_frame(result.analysis))
    columns = tuple(
        f"{COLUMN}{name}"
        for name in parcels
        if name not in HIDDEN and parcels[name].notna().any()
    )
    return (*built_in, *columns)


def read_theme(result: StoredResult, choice: ThemeChoice) -> Theme:
    """Return classes and legend of the parcels; runs in a reading thread."""
    return make_theme(theme_frame(result.analysis), choice)


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


def hidden_rows(result: StoredResult, filter_: Filter) -> NDArray[np.bool_]:
    """Return which land a filter of parcels leaves out; runs in a reading thread.

    What is left of approvals has other columns: it is out of sight meanwhile.
    """
    kept = filter_.mask(theme_frame(result.analysis))
    left = np.zeros(len(result.analysis.residual), dtype=np.bool_)
    return ~np.concatenate([kept, left])
