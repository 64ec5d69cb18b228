# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One rule of a parcel: what was found, the threshold, the clause, what is missing."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from landgis.report.fields import field_title
from landgis.report.grounds import FAILS, HOLDS, UNKNOWN, Ground
from landgis_ui.context import Context
from landgis_ui.widgets.basics import (
    THIN_SPACE,
    column,
    fill,
    make_button,
    make_chip,
    make_label,
    row,
)
from landgis_ui.widgets.elided import ElidedLink
from landgis_ui.widgets.figures import write_number
from landgis_ui.widgets.scale_bar import ScaleBar

HOLDS_BELOW = ("≤", "<")
TONES = {HOLDS: "bad", UNKNOWN: "verify", FAILS: "ink3"}
PLACES = 2
COUNTED = ("家", "份", "户", "宗")
"""Units of things that are counted: a scale would say nothing."""


class GroundCard(QFrame):
    """A card for one test; a test that does not hold has a plain one.

    Signals
    -------
    clause_asked(str)
        The user wants to read the rule of that id.
    field_asked(str)
        The user wants to enter the missing field of that name.
    threshold_asked(str)
        The user wants to try other values of the rule's threshold.
    """

    clause_asked = pyqtSignal(str)
    field_asked = pyqtSignal(str)
    threshold_asked = pyqtSignal(str)

    def __init__(self, context: Context, ground: Ground, *, note: str = "") -> None:
        super().__init__()
        self._context, self.ground = context, ground
        self.setProperty("card", "verify" if ground.result == UNKNOWN else "true")
        box = QVBoxLayout(self)
        fill(box, self._head(), margins=(14, 10, 14, 10), spacing=6)
        for part in self._body(note):
            box.addWidget(part)
        foot = row(self._clause(), *self._try())
        foot.setStretch(0, 1)
        box.addLayout(foot)

    def _try(self) -> list[QWidget]:
        """Return the link that tries other values of the threshold, if it has one."""
        if self.ground.limit is None or self.ground.unit in COUNTED:
            return []
        words = self._context.words
        act = partial(self.threshold_asked.emit, self.ground.rule)
        return [
            make_button(
                words("analysis.try"), act, kind="link", hint=words("analysis.try_hint")
            )
        ]

    def _head(self) -> QVBoxLayout:
        words, ground = self._context.words, self.ground
        title = make_label(f"{ground.rule}  {ground.title}", strong=True, wrap=True)
        tone = {HOLDS: "bad", UNKNOWN: "verify", FAILS: "true"}[ground.result]
        chip = make_chip(words(f"analysis.result_{ground.result.lower()}"), tone=tone)
        head = row(title, chip)
        head.setStretch(0, 1)
        return column(head)  # type: ignore[return-value]  # a vertical box

    def _body(self, note: str) -> list[QWidget]:
        ground = self.ground
        parts: list[QWidget] = []
        if ground.result == UNKNOWN and ground.missing:
            parts.append(self._missing())
        elif (
            ground.number is not None
            and ground.limit is not None
            and ground.unit not in COUNTED
        ):
            parts.append(self._scale(ground.number, ground.limit))
        elif ground.value:
            parts.append(make_label(self._compared(), size="secondary", wrap=True))
        if note:
            parts.append(make_label(note, size="secondary", wrap=True))
        return parts

    def _compared(self) -> str:
        """Return value and threshold in one line, for dates and codes."""
        ground = self.ground
        threshold = f"{ground.operator}{THIN_SPACE}{ground.shown_threshold}"
        if not ground.threshold:
            return ground.value
        if ground.unit in COUNTED and ground.number is not None:
            value = f"{ground.number:g}{THIN_SPACE}{ground.shown_unit}"
            return self._context.words(
                "analysis.compared", value=value, threshold=threshold
            )
        key = "analysis.day_compared" if ground.day else "analysis.compared"
        return self._context.words(key, value=ground.value, threshold=threshold)

    def _scale(self, number: float, limit: float) -> QWidget:
        ground, words = self.ground, self._context.words
        holder = QWidget()
        bar = ScaleBar(self._context.look)
        threshold = words(
            "analysis.threshold",
            text=f"{ground.operator}{THIN_SPACE}{ground.shown_threshold}",
        )
        bar.show_values(
            number,
            limit,
            words=(write_number(number, PLACES), threshold),
            tone=TONES[ground.result],
            side="low" if ground.operator in HOLDS_BELOW else "high",
        )
        bar.setToolTip(f"{number!r} {ground.operator} {ground.threshold}")
        layout = column(bar, spacing=0)
        holder.setLayout(layout)
        return holder

    def _missing(self) -> QWidget:
        words = self._context.words
        holder = QWidget()
        lines = QVBoxLayout(holder)
        fill(lines, spacing=4)
        for name in self.ground.missing:
            enter = make_button(
                words("analysis.enter_field"),
                partial(self.field_asked.emit, name),
                kind="link",
            )
            label = make_label(words("analysis.missing_field"), size="secondary")
            chip = make_chip(field_title(name).title, tone="verify")
            lines.addLayout(row(label, chip, None, enter))
        return holder

    def _clause(self) -> QWidget:
        ground = self.ground
        link = ElidedLink(
            ground.citation or ground.rule,
            hint="\n".join(text for text in (ground.citation, ground.clause) if text),
        )
        link.clicked.connect(lambda _checked: self.clause_asked.emit(ground.rule))
        link.setIcon(self._context.look.icon("document", self._context.look.theme.link))
        return link
