# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Icons drawn from the files in `styles/icons`, in the colours of the theme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from PyQt6.QtCore import QByteArray, QPoint, QRectF, QSize, Qt
from PyQt6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PyQt6.QtSvg import QSvgRenderer

DRAWN_IN = "#000"


@cache
def read_icon(name: str) -> str:
    """Return the drawing of an icon; its strokes are black.

    Raises
    ------
    FileNotFoundError
        If there is no such icon.
    """
    return (files("landgis_styles") / "icons" / f"{name}.svg").read_text("utf-8")


@dataclass(frozen=True, kw_only=True)
class Inks:
    """Colours of an icon: usually, when it cannot be used, when it is switched on."""

    plain: str
    disabled: str
    selected: str


class _SvgEngine(QIconEngine):
    """Draws one icon at any size and scale, in the colours of the moment."""

    def __init__(self, name: str, inks: Callable[[], Inks]) -> None:
        super().__init__()
        self._name, self._inks = name, inks
        self._renderers: dict[str, QSvgRenderer] = {}

    def paint(  # noqa: PLR0917 - Qt's own signature
        self,
        painter: QPainter | None,
        rect: object,
        mode: QIcon.Mode,
        state: QIcon.State,
    ) -> None:
        """Draw the icon into a rectangle."""
        if painter is None:
            return
        inks = self._inks()
        ink = inks.plain
        if mode == QIcon.Mode.Disabled:
            ink = inks.disabled
        elif state == QIcon.State.On:
            ink = inks.selected
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer(ink).render(painter, QRectF(rect))  # type: ignore[call-overload]

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon as a picture."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(
            painter, QRectF(QPoint(0, 0).toPointF(), size.toSizeF()), mode, state
        )
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        """Return an engine that draws the same."""
        return _SvgEngine(self._name, self._inks)

    def _renderer(self, ink: str) -> QSvgRenderer:
        if ink not in self._renderers:
            drawing = read_icon(self._name).replace(DRAWN_IN, ink)
            self._renderers[ink] = QSvgRenderer(QByteArray(drawing.encode()))
        return self._renderers[ink]


def make_icon(name: str, inks: Callable[[], Inks]) -> QIcon:
    """Return an icon, sharp at every scale; `inks` is asked each time it is drawn.

    Raises
    ------
    FileNotFoundError
        If there is no such icon.
    """
    read_icon(name)
    return QIcon(_SvgEngine(name, inks))
