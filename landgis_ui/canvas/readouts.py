# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""For the status bar: the coordinates under the pointer, and a scale one can type."""

from __future__ import annotations

import math

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent
from PyQt6.QtWidgets import QLineEdit, QPushButton, QWidget

from landgis.crs.transform import make_transformer
from landgis_ui.canvas.scales import grouped, read_scale
from landgis_ui.theme.look import Look
from landgis_ui.words import Words

DEGREES_CRS = "EPSG:4490"  # CGCS2000, longitude and latitude
THIN_SPACE = "\u2009"
NOTHING = "—"
ROW_PX = 20  # both fit into the status bar


class CoordinateLabel(QPushButton):
    """X (north) and Y (east) of the working system, or degrees after a click."""

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._words = look, words
        self._crs = ""
        self._place: tuple[float, float] | None = None
        self._in_degrees = False
        self.setProperty("kind", "quiet")
        self.setToolTip(words("map.coordinates_hint"))
        self.setAccessibleName(words("map.coordinates"))
        self.clicked.connect(self._on_clicked)
        look.changed.connect(self._on_look)
        self._on_look()

    @property
    def shows_degrees(self) -> bool:
        """Whether longitude and latitude are shown."""
        return self._in_degrees

    def set_crs(self, crs: str) -> None:
        """Set the working system of the map, e.g. ``EPSG:4549``."""
        self._crs = crs
        self._write()

    def show_place(self, x: float, y: float) -> None:
        """Show a place of the map: x east, y north."""
        self._place = (x, y)
        self._write()

    def _on_clicked(self) -> None:
        self._in_degrees = not self._in_degrees
        self._write()

    def _on_look(self) -> None:
        self.setFont(self._look.font(12))
        self.setMinimumWidth(self._look.px(236))
        self.setStyleSheet(f"QPushButton {{ min-height: {self._look.px(ROW_PX)}px; }}")
        self._write()

    def _write(self) -> None:
        if self._place is None:
            self.setText(self._words("map.plane", north=NOTHING, east=NOTHING))
            return
        x, y = self._place
        if self._in_degrees and self._crs:
            longitude, latitude = make_transformer(self._crs, DEGREES_CRS).transform(
                x, y
            )
            if math.isfinite(longitude) and math.isfinite(latitude):
                self.setText(
                    self._words(
                        "map.degrees",
                        longitude=degrees_text(longitude),
                        latitude=degrees_text(latitude),
                    )
                )
                return
        self.setText(
            self._words("map.plane", north=metres_text(y), east=metres_text(x))
        )


class ScaleBox(QLineEdit):
    """The scale of the map; type 5000 and press Enter.

    Signals
    -------
    scale_chosen(float)
        The n of the 1 : n that was typed.
    """

    scale_chosen = pyqtSignal(float)

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._scale = 0.0
        self.setToolTip(words("map.scale_hint"))
        self.setAccessibleName(words("map.scale_name"))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.returnPressed.connect(self._on_return)
        look.changed.connect(self._on_look)
        self._on_look()

    def show_scale(self, scale: float) -> None:
        """Show the scale of the map, unless somebody is typing one."""
        self._scale = scale
        if not (self.hasFocus() and self.isModified()):
            self._write()

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Offer the whole text to be typed over."""
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Drop what was typed and not confirmed."""
        super().focusOutEvent(event)
        self._write()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Esc drops what was typed."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self._write()
            self.selectAll()
            return
        super().keyPressEvent(event)

    def _on_return(self) -> None:
        scale = read_scale(self.text())
        if scale is not None:
            self._scale = scale
            self.scale_chosen.emit(scale)
        self._write()
        self.selectAll()

    def _on_look(self) -> None:
        self.setFont(self._look.font(12))
        self.setFixedWidth(self._look.px(112))
        look, height = self._look, self._look.px(ROW_PX)
        self.setStyleSheet(
            f"QLineEdit {{ min-height: {height}px; max-height: {height}px; padding: 0;"
            " border: 1px solid transparent; background: transparent; }"
            f"QLineEdit:hover {{ border-color: {look.theme.line2}; }}"
            f"QLineEdit:focus {{ border-color: {look.theme.accent};"
            f" background: {look.theme.panel}; }}"
        )

    def _write(self) -> None:
        text = f"1 : {grouped(self._scale)}" if self._scale > 0 else NOTHING
        self.setText(text)
        self.setModified(False)


def metres_text(value: float) -> str:
    """Return a coordinate to the centimetre, in groups of three."""
    return f"{value:,.2f}".replace(",", THIN_SPACE)


def degrees_text(value: float) -> str:
    """Return degrees, minutes and seconds to a hundredth of a second (0.3 m)."""
    hundredths = round(abs(value) * 360_000)
    seconds, rest = divmod(hundredths, 100)
    minutes, second = divmod(seconds, 60)
    degree, minute = divmod(minutes, 60)
    sign = "-" if value < 0 else ""
    return f"{sign}{degree}°{minute:02d}′{second:02d}.{rest:02d}″"
