# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every panel is given: the work, the words, the look, the user's settings."""

from __future__ import annotations

from dataclasses import dataclass

from landgis_ui.theme.look import Look
from landgis_ui.words import Words
from landgis_ui.work.flows import Flows
from landgis_ui.work.settings import Settings
from landgis_ui.work.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Context:
    """Handed to constructors; nothing of it is global."""

    workspace: Workspace
    flows: Flows
    words: Words
    look: Look
    settings: Settings
