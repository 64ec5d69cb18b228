# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one family of type: bundled, since a fresh computer may have no Chinese font."""

from __future__ import annotations

from pathlib import Path

import pylopdf_fonts_zh_cn
from PyQt6.QtGui import QFont, QFontDatabase

# Families of offices' systems; used only where the bundled one cannot be loaded.
FALLBACKS = ("Microsoft YaHei UI", "Source Han Sans SC", "Noto Sans CJK SC")
REGULAR = "NotoSansSC-Regular.otf"
BODY_PX = 13


def load_family() -> str:
    """Register the bundled font with Qt and return the family to use."""
    path = Path(pylopdf_fonts_zh_cn.__file__).parent / REGULAR
    number = QFontDatabase.addApplicationFont(str(path))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else FALLBACKS[0]


def make_font(family: str, *, px: float = BODY_PX, bold: bool = False) -> QFont:
    """Return the font with tabular figures, at a size in logical pixels."""
    font = QFont()
    font.setFamilies([family, *FALLBACKS])
    font.setPixelSize(max(1, round(px)))
    font.setBold(bold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
