# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a trial and a comparison are drawn on the map: old, new, gone, the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from landgis.render.shading import ClassStyle, Hatch
from landgis.report.symbols import shipped_symbols
from landgis_ui.canvas.colouring import Colouring, LegendClass, legend_of
from landgis_ui.theme.tokens import Theme
from landgis_ui.words import Words

NORMAL, LOW = "normal", "low_efficiency"
VIOLET, VIOLET_FILL = "#5B4A94", "#E6DFF6"
HOLLOW, HOLLOW_DARK = "#6B7480", "#9AA2AC"
SLASH = Hatch(lines=(45.0,), pitch_px=7.0, size_px=1.4)
DOTS = Hatch(marker="circle", pitch_px=7.0, size_px=2.0)
TRIAL_IDS = ("stays", "came", "gone", "other")


def trial_legend(words: Words, theme: Theme, *, part: str) -> tuple[LegendClass, ...]:
    """Return the classes of a trial in their order; `part` starts the ids of words."""
    styles = (
        legend_of(shipped_symbols()[LOW]).style,
        ClassStyle(fill=VIOLET_FILL, ink=VIOLET, hatch=SLASH, outline_px=2.0),
        ClassStyle(
            fill=None, ink=HOLLOW_DARK if theme.is_dark else HOLLOW, outline_px=1.6
        ),
        ClassStyle(fill="#F0EDF8", ink=VIOLET, hatch=DOTS, outline="dash"),
    )
    entries = [
        LegendClass(id=name, title=words(f"{part}.{name}"), style=style)
        for name, style in zip(TRIAL_IDS, styles, strict=True)
    ]
    plain = legend_of(shipped_symbols()[NORMAL])
    same = LegendClass(
        id=NORMAL, title=words(f"{part}.plain"), style=plain.style, matters=False
    )
    return (*entries, same)


def trial_colouring(
    legend: Sequence[LegendClass], classes: NDArray[np.uint8], *, rows: int
) -> Colouring:
    """Colour the parcels; what is left of approvals, up to `rows`, is not affected."""
    everything = np.full(rows, len(legend) - 1, dtype=np.uint8)
    everything[: len(classes)] = classes
    return Colouring(legend=tuple(legend), classes=everything)
