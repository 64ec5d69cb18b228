# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Above the map: a cut waits, with both areas of each parcel, until it is confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.widgets.basics import fill, make_button, make_label, row


class ConfirmBar(QFrame):
    """What would be cut, 切开 and 取消.

    Signals
    -------
    confirmed(), dropped()
        The answer.
    """

    confirmed = pyqtSignal()
    dropped = pyqtSignal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        words = context.words
        self.setProperty("card", "floating")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.title = make_label(strong=True)
        self.lines = make_label(size="secondary")
        self.confirm = make_button(words("zones.cut_now"), self.confirmed.emit)
        self.cancel = make_button(words("frame.cancel"), self.dropped.emit)
        fill(
            QVBoxLayout(self),
            self.title,
            self.lines,
            row(None, self.cancel, self.confirm),
            margins=(14, 10, 12, 10),
            spacing=6,
        )
        self.hide()

    def show_cut(self, title: str, lines: Sequence[str]) -> None:
        """Show a cut that waits."""
        self.title.setText(title)
        self.lines.setText("\n".join(lines))
        self.setAccessibleName("，".join((title, *lines)))
        self.show()
        self.adjustSize()
        self.raise_()
