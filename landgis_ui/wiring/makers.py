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
from landgis_ui.frame.panels.bookmarks import BookmarksPanel
from landgis_ui.frame.panels.conflicts import ConflictsPanel
from landgis_ui.frame.panels.hatch_card import HatchCardPanel
from landgis_ui.frame.panels.help import AboutPanel, HelpPanel, KeysPanel
from landgis_ui.frame.panels.history import HistoryPanel
from landgis_ui.frame.panels.project import ProjectPanel
from landgis_ui.frame.panels.rules import RulesPanel
from landgis_ui.frame.panels.settings import SettingsPanel
from landgis_ui.frame.utilities import Maker
from landgis_ui.whatif.compare_panel import ComparePanel
from landgis_ui.whatif.panel import WhatIfPanel
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
        panels={
            "about": lambda: AboutPanel(context),
            "bookmarks": lambda: BookmarksPanel(context, controller.view),
            "charts": lambda: ChartsPanel(context),
            "compare": lambda: ComparePanel(context),
            "conflicts": lambda: ConflictsPanel(context),
            "hatch_card": lambda: HatchCardPanel(context),
            "help": lambda: _make_help(context, window),
            "history": lambda: HistoryPanel(context),
            "keys": lambda: _make_keys(context, window),
            "project": lambda: ProjectPanel(context),
            "rules": lambda: RulesPanel(context, chooser),
            "settings": lambda: SettingsPanel(context),
            "whatif": lambda: WhatIfPanel(context),
        },
        images=Images(context, chooser, controller),
    )


def _make_help(context: Context, window: MainWindow) -> HelpPanel:
    panel = HelpPanel(context, lambda: window.step.id if window.step else "")
    window.step_shown.connect(panel.show_topic)
    return panel


def _make_keys(context: Context, window: MainWindow) -> KeysPanel:
    panel = KeysPanel(context, lambda: _keys(context, window))
    window.step_shown.connect(panel.show_keys)
    return panel


def _keys(
    context: Context, window: MainWindow
) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return the keys of window, step, map and table, as they are told."""
    words = context.words
    groups = [(words("keys.window"), window.keys())]
    step = window.step.id if window.step else ""
    own = step if words.has(f"keys.{step}") else "select"
    for part in (own, "map", "table"):
        told = words.family(f"keys.{part}.")
        numbers = sorted(told, key=int)
        groups.append(
            (
                words(f"keys.{part}"),
                tuple(_split(told[number]) for number in numbers),
            )
        )
    return groups


def _split(text: str) -> tuple[str, str]:
    keys, _, meaning = text.partition("｜")
    return keys, meaning
