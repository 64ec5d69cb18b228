# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels, buttons and boxes in the sizes and tones of the design."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landgis_ui.theme.look import Look

THIN_SPACE = "\u2009"
ICON_PX = 18


def plain_hint(text: str) -> str:
    """Return a tooltip that says the text as it is.

    Qt takes what looks like HTML for HTML, and would fetch pictures that it names.
    """
    if "<" not in text:
        return text
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>")


def make_label(
    text: str = "",
    *,
    size: str = "",
    tone: str = "",
    wrap: bool = False,
    strong: bool = False,
) -> QLabel:
    """Return a label; `size` is hint, secondary, panel, title or figure."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    for name, value in (("textSize", size), ("tone", tone)):
        if value:
            label.setProperty(name, value)
    if strong:
        label.setProperty("strong", "true")
    label.setWordWrap(wrap)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def make_chip(text: str, *, tone: str = "true") -> QLabel:
    """Return a small rounded label; `tone` is accent, ok, warn, bad or verify."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("chip", tone)
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return label


def make_button(
    text: str,
    act: Callable[[], object] | None = None,
    *,
    kind: str = "",
    hint: str = "",
) -> QPushButton:
    """Return a button; `kind` is primary, link, chip, quiet, row, segment or verify."""
    button = QPushButton(text)
    if kind:
        button.setProperty("kind", kind)
    if kind == "link":
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    if hint:
        button.setToolTip(hint)
    if act is not None:
        button.clicked.connect(lambda _checked: act())
    return button


class IconButton(QToolButton):
    """A button that is an icon; its words are the tooltip and the accessible name."""

    def __init__(self, look: Look, icon: str, hint: str, *, px: int = ICON_PX) -> None:
        super().__init__()
        self._look, self._icon, self._px = look, icon, px
        self.setToolTip(hint)
        self.setAccessibleName(hint)
        self._draw()
        look.changed.connect(self._draw)

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self._draw()

    def _draw(self) -> None:
        self.setIcon(self._look.icon(self._icon))
        side = self._look.px(self._px)
        self.setIconSize(QSize(side, side))


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at, and draw anew."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        style = widget.style()
        if style is not None:
            style.unpolish(widget)
            style.polish(widget)


def fill(
    layout: QBoxLayout,
    *items: QWidget | QBoxLayout | int | None,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    spacing: int = 8,
) -> QBoxLayout:
    """Add widgets and layouts in order; a number is a space, None a stretch."""
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)
    return layout


def row(
    *items: QWidget | QBoxLayout | int | None,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    spacing: int = 8,
) -> QBoxLayout:
    """Return a horizontal layout of the items; see `fill`."""
    return fill(QHBoxLayout(), *items, margins=margins, spacing=spacing)


def column(
    *items: QWidget | QBoxLayout | int | None,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    spacing: int = 8,
) -> QBoxLayout:
    """Return a vertical layout of the items; see `fill`."""
    return fill(QVBoxLayout(), *items, margins=margins, spacing=spacing)


def make_panel(layout: QBoxLayout, *, ground: str = "panel", edge: str = "") -> QFrame:
    """Return a frame on one of the grounds, with a line at one edge."""
    panel = QFrame()
    panel.setProperty("ground", ground)
    if edge:
        panel.setProperty("edge", edge)
    panel.setLayout(layout)
    return panel


def make_card(layout: QBoxLayout, *, kind: str = "true") -> QFrame:
    """Return a card; `kind` is true, verify, bad, warn, info, drop or floating."""
    card = QFrame()
    card.setProperty("card", kind)
    card.setLayout(layout)
    return card


def make_rule() -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame()
    line.setProperty("line", "true")
    return line


def make_scroll(content: QWidget, *, ground: str = "panel") -> QScrollArea:
    """Return a scroll area that grows with its window and never scrolls sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setProperty("ground", ground)
    content.setProperty("ground", ground)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
