# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which utilities there are, and how each is made when it is first wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from landgis_ui.charts.panel import ChartsPanel
from landgis_ui.context import Context
from landgis_ui.frame.file_choice import FileChooser
from landgis_ui.frame.images import Images
from landgis_ui.frame.map_controller import MapController
from landgis_ui.frame.utilities import Maker
from landgis_ui.window import MainWindow


@dataclass(frozen=True, kw_only=True)
class Makers:
    """The utilities by name, and the images below the map."""

    panels: Mapping[str, Maker]
    images: Images


def make_makers(
    context: Context, window: MainWindow, controller: MapController
) -> Makers:
    """Return how the utilities of a window are made."""
    chooser = FileChooser(context, window)
    return Makers(
        panels={"charts": lambda: ChartsPanel(context)},
        images=Images(context, chooser, controller),
    )
