# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw and save without loading matplotlib before it is needed.

It takes a third of a second to load, so the thread that draws loads it.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from landgis.analysis import Analysis
from landgis_ui.charts.figures import Wanted

if TYPE_CHECKING:
    from landgis_ui.charts.drawing import Drawn


def draw(analysis: Analysis, wanted: Wanted, *, lock: threading.Lock) -> Drawn:
    """Draw a figure; in a reading thread."""
    # The first call loads matplotlib.
    from landgis_ui.charts.drawing import draw_picture  # noqa: PLC0415

    return draw_picture(analysis, wanted, lock=lock)


def save(
    analysis: Analysis, wanted: Wanted, path: Path, *, lock: threading.Lock
) -> Path:
    """Save a figure; in a reading thread."""
    # Loads matplotlib, see above.
    from landgis_ui.charts.drawing import save_picture  # noqa: PLC0415

    return save_picture(analysis, wanted, path, lock=lock)
