# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every project needs of the program's own files, read before one is opened."""

from __future__ import annotations

from landgis.messages import catalogue
from landgis.report.fields import field_titles
from landgis.report.names import status_titles
from landgis.report.symbols import shipped_symbols
from landgis.rules.library import common
from landgis.schema import read_schema


def read_words() -> None:
    """Read words, fields, symbols and common rules; they are kept.

    Meant for a thread right after the start: the first project that is opened
    would have to wait for them in the window's own.
    """
    catalogue()
    for role in ("supply", "enterprise", "approval"):
        read_schema(role)
    field_titles()
    shipped_symbols()
    status_titles()
    common()
