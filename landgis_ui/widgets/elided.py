# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels and links that shorten a text without room, and say it whole on hover."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from landgis_ui.widgets.basics import plain_hint


class ElidedLabel(QLabel):
    """A label of one line; `…` stands for what does not fit."""

    def __init__(
        self,
        text: str = "",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._whole, self._mode = text, mode
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_whole(text)

    def set_whole(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._shorten()

    def whole(self) -> str:
        """Return the text as it is, however much is seen."""
        return self._whole

    def minimumSizeHint(self) -> QSize:
        """Allow any width."""
        return QSize(
            self.fontMetrics().averageCharWidth() * 4, self.sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._shorten()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Shorten before the first drawing: the font is known only now."""
        self._shorten()
        super().paintEvent(event)

    def _shorten(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._mode, self.width())
        if shown != self.text():
            self.setText(shown)
        hint = plain_hint(self._whole) if shown != self._whole else ""
        if hint != self.toolTip():
            self.setToolTip(hint)


class ElidedLink(QPushButton):
    """A link of one line; its hint, or the whole text, is said on hover."""

    def __init__(self, text: str, *, hint: str = "") -> None:
        super().__init__()
        self._whole = text
        self.setProperty("kind", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(plain_hint(hint or text))
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        """Allow any width."""
        least = self.fontMetrics().averageCharWidth() * 4
        return QSize(least, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Shorten to the width there is; the font is known only now."""
        icon = 0 if self.icon().isNull() else self.iconSize().width() + 12
        shown = self.fontMetrics().elidedText(
            self._whole, Qt.TextElideMode.ElideRight, self.width() - icon - 6
        )
        if shown != self.text():
            self.setText(shown)
        super().paintEvent(event)
