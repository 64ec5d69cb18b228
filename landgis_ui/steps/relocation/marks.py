# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mark and the colour of each park: the same in list, table and map."""

from __future__ import annotations

from landgis_ui.theme.look import Look
from landgis_ui.theme.zone_colours import zone_colour
from landgis_ui.words import Words


def mark_of(place: int, *, words: Words) -> str:
    """Return 甲 to 癸 for the first ten parks, then numbers."""
    marks = words("relocation.marks")
    return marks[place] if 0 <= place < len(marks) else str(place + 1)


def colour_of(place: int, *, look: Look) -> str:
    """Return the colour of the park at a place of the list."""
    return zone_colour(place, is_dark=look.theme.is_dark)
