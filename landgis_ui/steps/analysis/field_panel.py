# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""补录 a missing field of the parcel that is looked at, in place of the inspector."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QVBoxLayout

from landgis.operations.finding_places import PlaceFinder
from landgis.operations.loading import SUPPLY
from landgis_ui.context import Context
from landgis_ui.steps.checks.correction_editor import CorrectionEditor, Target
from landgis_ui.widgets.basics import IconButton, fill, make_label, make_rule, row


class FieldPanel(QFrame):
    """The editor of one parcel's missing fields.

    Signals
    -------
    closed()
        The user wants the inspector again.
    """

    closed = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.editor: CorrectionEditor | None = None
        self.setProperty("ground", "panel")
        self.setProperty("edge", "left")
        self.title = make_label(size="panel", wrap=True)
        close = IconButton(context.look, "close", context.words("frame.close"))
        close.clicked.connect(self.closed)
        head = row(self.title, close, margins=(16, 10, 8, 10))
        head.setStretch(0, 1)
        self._inner = QVBoxLayout()
        fill(self._inner, margins=(16, 12, 16, 12))
        box = QVBoxLayout(self)
        fill(box, head, make_rule(), self._inner, None, spacing=0)

    def show_field(self, name: str, *, fields: tuple[str, ...], first: str) -> bool:
        """Offer fields of a parcel, one first; False if no row of the source is it."""
        loaded = self._context.workspace.loaded
        finder = PlaceFinder(loaded, None)
        position = finder.row_called(SUPPLY, row=-1, name=name)
        if position is None:
            return False
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
        target = Target(
            role=SUPPLY, name=name, position=position, fields=fields, finder=finder
        )
        self.editor = CorrectionEditor(self._context, target)
        self.title.setText(self._context.words("analysis.enter_title", name=name))
        self._inner.addWidget(self.editor)
        self.editor.field.setCurrentIndex(max(0, fields.index(first)))
        self.editor.value.setFocus()
        return True
