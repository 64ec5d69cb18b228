# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one family of type: bundled, since a fresh computer may have no Chinese font."""

from __future__ import annotations

from pathlib import Path

import manimgx_fonts_cjk
import pylopdf_fonts_zh_cn
from PyQt6.QtGui import QFont, QFontDatabase

# One file with every weight: a bold that is only smeared closes up 疑 and 腾.
WEIGHTS = Path(manimgx_fonts_cjk.__file__).parent / "NotoSansCJK-VF.otf.ttc"
SIMPLIFIED = "Noto Sans CJK SC"
# Where a system cannot open a file of several weights.
REGULAR = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
# Families of offices' systems; used only where neither can be loaded.
FALLBACKS = ("Microsoft YaHei UI", "Source Han Sans SC")
BODY_PX = 13


def load_family() -> str:
    """Register the bundled fonts with Qt and return the family to use."""
    if SIMPLIFIED in _register(WEIGHTS):
        return SIMPLIFIED
    return next(iter(_register(REGULAR)), FALLBACKS[0])


def _register(path: Path) -> list[str]:
    number = QFontDatabase.addApplicationFont(str(path))
    return QFontDatabase.applicationFontFamilies(number) if number >= 0 else []


def make_font(family: str, *, px: float = BODY_PX, bold: bool = False) -> QFont:
    """Return the font with tabular figures, at a size in logical pixels."""
    font = QFont()
    font.setFamilies([family, *FALLBACKS])
    font.setPixelSize(max(1, round(px)))
    font.setBold(bold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
