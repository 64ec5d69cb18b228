# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the window looks now: theme, size of type, icons; widgets ask and listen."""

from __future__ import annotations

from importlib.resources import files

from PyQt6.QtCore import QDir, QObject, pyqtSignal
from PyQt6.QtGui import QColor, QFont, QIcon, QPalette
from PyQt6.QtWidgets import QApplication

from landgis_ui.theme.fonts import BODY_PX, load_family, make_font
from landgis_ui.theme.icons import Inks, make_icon
from landgis_ui.theme.style import make_style_sheet
from landgis_ui.theme.tokens import Theme, read_theme

MEETING_SCALE = 1.25
THEMES = ("light", "dark")


class Look(QObject):
    """The theme in force, the size of type, and icons drawn in its colours.

    Signals
    -------
    changed()
        Theme or size of type is another one; draw again.
    """

    changed = pyqtSignal()

    def __init__(self, theme: str = "light", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = read_theme(theme)
        self._scale = 1.0
        self.family = load_family()
        QDir.addSearchPath("landgis", str(files("landgis_styles")))

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return self._theme

    @property
    def scale(self) -> float:
        """How much larger than usual type and controls are: projector, large screen."""
        return self._scale

    def set_theme(self, name: str) -> None:
        """Change to ``light`` or ``dark``."""
        if read_theme(name) != self._theme:
            self._theme = read_theme(name)
            self.changed.emit()

    def set_scale(self, scale: float) -> None:
        """Change the size of type and controls."""
        if scale != self._scale:
            self._scale = scale
            self.changed.emit()

    def px(self, size: float) -> int:
        """Return a size of the design in logical pixels of this scale."""
        return round(size * self._scale)

    def font(self, px: float = BODY_PX, *, bold: bool = False) -> QFont:
        """Return the font at a size of the design."""
        return make_font(self.family, px=px * self._scale, bold=bold)

    def icon(self, name: str, colour: str = "") -> QIcon:
        """Return an icon in the theme's colours, or in one of its own.

        It follows the theme: a button need not ask again when that changes.
        """

        def inks() -> Inks:
            theme = self._theme
            plain = colour or theme.ink2
            return Inks(plain=plain, disabled=theme.line2, selected=theme.link)

        return make_icon(name, inks)

    def colour(self, token: str) -> QColor:
        """Return a colour of the theme by its name."""
        return QColor(str(getattr(self._theme, token)))

    def apply(self, app: QApplication) -> None:
        """Give the whole application this look if it has another: it takes a second.

        The sheet tells: theme and scale, which make it, make font and palette too.
        """
        sheet = make_style_sheet(self._theme, self._scale)
        if app.styleSheet() == sheet:
            return
        app.setFont(self.font())
        app.setPalette(self._palette())
        app.setStyleSheet(sheet)

    def _palette(self) -> QPalette:
        theme, palette = self._theme, QPalette()
        role = QPalette.ColorRole
        for where, colour in (
            (role.Window, theme.app),
            (role.Base, theme.panel),
            (role.AlternateBase, theme.sunk),
            (role.Button, theme.panel),
            (role.WindowText, theme.ink),
            (role.Text, theme.ink),
            (role.ButtonText, theme.ink),
            (role.PlaceholderText, theme.ink3),
            (role.ToolTipBase, theme.toast),
            (role.ToolTipText, theme.on_toast),
            (role.Highlight, theme.accent_soft),
            (role.HighlightedText, theme.ink),
            (role.Link, theme.link),
        ):
            palette.setColor(where, QColor(colour))
        faint = QColor(theme.ink3)
        for where in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, where, faint)
        return palette
