# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window, which the core does not know: whoever registers for it opens it."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

from landgis.errors import CallError

GROUP = "landgis.window"

OpenWindow = Callable[[Path | None], int]
"""Opens a window, with a project if one is given; returns the exit status."""


def find_window() -> OpenWindow:
    """Return what opens the window.

    Raises
    ------
    CallError
        If no window is installed, or the system lacks the libraries that it
        draws with.
    """
    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    if not found:
        raise CallError("cli.no_window")
    try:
        opened: OpenWindow = found[0].load()
    except ImportError as error:
        raise CallError("cli.no_display", detail=str(error)) from error
    return opened
