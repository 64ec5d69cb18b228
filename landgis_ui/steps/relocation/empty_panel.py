# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands there before there is a result: what is missing, and the way to it."""

from __future__ import annotations

from PyQt6.QtWidgets import QFrame

from landgis_ui.context import Context
from landgis_ui.widgets.basics import column, make_button, make_label


class EmptyPanel(QFrame):
    """One sentence and one button."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._workspace = context.workspace
        words = context.words
        self.setProperty("ground", "panel")
        self.text = make_label(words("relocation.empty"), strong=True, wrap=True)
        self.hint = make_label(
            words("relocation.empty_hint"), size="secondary", wrap=True
        )
        self.go = make_button(words("relocation.to_analysis"), self._go)
        self.setLayout(
            column(self.text, self.hint, self.go, None, margins=(20, 24, 20, 20))
        )

    def _go(self) -> None:
        has_project = self._workspace.store is not None
        self._workspace.step_requested.emit("analysis" if has_project else "data")
