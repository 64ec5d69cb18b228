# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The style sheet: one template for both themes and every size of type."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from landgis_ui.theme.tokens import Theme

_COLOUR = re.compile(r"\$([a-z_0-9]+)")
_SIZE = re.compile(r"@(\d+)px")


@cache
def _template() -> str:
    return (files("landgis_styles") / "app.qss").read_text("utf-8")


def make_style_sheet(theme: Theme, scale: float = 1.0) -> str:
    """Return the style sheet of a theme, its sizes multiplied by `scale`.

    Raises
    ------
    AttributeError
        If the template names a colour that the theme does not have.
    """
    coloured = _COLOUR.sub(lambda found: str(getattr(theme, found[1])), _template())
    return _SIZE.sub(lambda found: f"{round(int(found[1]) * scale)}px", coloured)
