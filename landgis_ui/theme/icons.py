# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Icons drawn from the files in `styles/icons`, in the colours of the theme."""

from __future__ import annotations

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
    """Draws one icon at any size and scale."""

    def __init__(self, name: str, inks: Inks) -> None:
        super().__init__()
        self._arguments = (name, inks)
        drawing = read_icon(name)
        self._plain = _renderer(drawing, inks.plain)
        self._disabled = _renderer(drawing, inks.disabled)
        self._selected = _renderer(drawing, inks.selected)

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
        renderer = self._plain
        if mode == QIcon.Mode.Disabled:
            renderer = self._disabled
        elif state == QIcon.State.On:
            renderer = self._selected
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(rect))  # type: ignore[call-overload]

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
        return _SvgEngine(*self._arguments)


def _renderer(drawing: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(drawing.replace(DRAWN_IN, colour).encode()))


def make_icon(name: str, inks: Inks) -> QIcon:
    """Return an icon in the given colours, sharp at every scale."""
    return QIcon(_SvgEngine(name, inks))
