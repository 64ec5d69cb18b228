# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""边画边查: what the zone fulfils, what is to look at, what could not be checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.widgets.basics import fill, make_button, make_label, plain_hint, row
from landgis_ui.widgets.elided import ElidedLabel

ICONS = {
    "ok": ("check", "ok"),
    "look": ("warning", "warn"),
    "fails": ("error", "bad"),
    "verify": ("help", "verify"),
    "unchecked": ("minus", "ink3"),
}
ICON_PX = 16


@dataclass(frozen=True, kw_only=True)
class CheckShown:
    """One check: `kind` is ok, look, fails, verify or unchecked; `act` goes there."""

    kind: str
    text: str
    value: str = ""
    hint: str = ""
    act: Callable[[], object] | None = None


class CheckRow(QWidget):
    """Icon, sentence, figure and 看."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.shown = CheckShown(kind="unchecked", text="")
        self.icon = QLabel()
        self.text = ElidedLabel()
        self.value = make_label(size="secondary")
        self.look_button = make_button(
            context.words("zones.look"), self._go, kind="link"
        )
        layout = row(self.icon, self.text, self.value, self.look_button, spacing=7)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        context.look.changed.connect(self._draw)

    def show_check(self, shown: CheckShown) -> None:
        """Show another check."""
        self.shown = shown
        self.text.set_whole(shown.text)
        self.value.setText(shown.value)
        self.look_button.setVisible(shown.act is not None)
        words = self._context.words
        kind = words(f"zones.check_kind_{shown.kind}")
        self.setToolTip(plain_hint("\n".join(t for t in (kind, shown.hint) if t)))
        self.setAccessibleName(f"{kind}：{shown.text} {shown.value}")
        name = f"{words('zones.look')} {shown.text}"
        self.look_button.setAccessibleName(name)
        self._draw()

    def _draw(self) -> None:
        look = self._context.look
        icon, token = ICONS[self.shown.kind]
        side = look.px(ICON_PX)
        colour = str(getattr(look.theme, token))
        self.icon.setPixmap(look.icon(icon, colour).pixmap(side, side))
        self.icon.setFixedSize(side, side)

    def _go(self) -> None:
        if self.shown.act is not None:
            self.shown.act()


class CheckRows(QWidget):
    """All checks of a zone, with their counts in the head."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.head = make_label(context.words("zones.checks"), strong=True)
        self.summary = ElidedLabel()
        self.summary.setProperty("textSize", "hint")
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.rows: list[CheckRow] = []
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(3)
        top = row(self.head, self.summary)
        top.setStretch(1, 1)
        fill(QVBoxLayout(self), top, self._rows, margins=(4, 0, 4, 0), spacing=5)

    def show_checks(self, checks: Sequence[CheckShown]) -> None:
        """Show these checks."""
        while len(self.rows) < len(checks):
            entry = CheckRow(self._context)
            self._rows.addWidget(entry)
            self.rows.append(entry)
        for place, entry in enumerate(self.rows):
            entry.setVisible(place < len(checks))
            if place < len(checks):
                entry.show_check(checks[place])
        words = self._context.words
        counts = {kind: sum(c.kind == kind for c in checks) for kind in ICONS}
        parts = [
            words(f"zones.checks_{kind}", count=count)
            for kind, count in counts.items()
            if count
        ]
        self.summary.set_whole(" · ".join(parts))
