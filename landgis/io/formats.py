# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of file formats and code pages, see ``formats.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def formats() -> dict[str, Any]:
    """Return the table of formats."""
    return tomllib.loads((files("landgis.io") / "formats.toml").read_text("utf-8"))
