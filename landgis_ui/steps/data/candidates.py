# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Coordinate systems to choose from: hovering one previews it, a click sets it."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QEnterEvent, QMouseEvent
from PyQt6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from landgis.crs import identify
from landgis.operations.import_trial import CrsEvidenceShown, CrsTrial
from landgis_ui.context import Context
from landgis_ui.steps.data.evidence import percent
from landgis_ui.steps.data.layouts import clear_layout
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_label,
    row,
    set_property,
)

GOOD_SHARE = 0.9
MOST = 6


class CandidateCard(QFrame):
    """One coordinate system with the share of shapes that it puts into the region.

    Signals
    -------
    hovered(str), left()
        Preview it; no longer.
    chosen(str)
        Read the file with it.
    """

    hovered = pyqtSignal(str)
    left = pyqtSignal()
    chosen = pyqtSignal(str)

    def __init__(self, context: Context, trial: CrsTrial) -> None:
        super().__init__()
        words = context.words
        self.code = trial.code
        self.radio = QRadioButton()
        self.radio.setAccessibleName(trial.title)
        title = make_label(trial.title, wrap=True, strong=True)
        self.radio.clicked.connect(self._choose)
        self.radio.installEventFilter(self)
        share = make_label(
            words("data.dash")
            if trial.needs_parameters and not trial.preview
            else percent(words, trial.share),
            tone="ok" if trial.share >= GOOD_SHARE else "",
            strong=True,
        )
        if trial.needs_parameters:
            set_property(share, "tone", "warn")
        reason = make_label(trial.reason, size="hint", wrap=True)
        where = make_label(words("data.inside_region"), size="hint")
        where.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        lower = row(reason, margins=(22, 0, 0, 0))
        lower.setStretch(0, 1)
        lower.addWidget(where)
        head = row(self.radio, title, share, spacing=4)
        head.setStretch(1, 1)
        self.setProperty("card", "true")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setLayout(column(head, lower, margins=(10, 7, 12, 8), spacing=2))
        self.radio.setAccessibleDescription(f"{share.text()} {reason.text()}")

    def set_taken(self, *, taken: bool) -> None:
        """Mark the system that holds."""
        self.radio.setChecked(taken)
        set_property(self, "card", "info" if taken else "true")

    def enterEvent(self, event: QEnterEvent | None) -> None:
        """Preview while the mouse is here."""
        super().enterEvent(event)
        self.hovered.emit(self.code)

    def leaveEvent(self, event: QEvent | None) -> None:
        """Show again what holds."""
        super().leaveEvent(event)
        self.left.emit()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Set it wherever the card is clicked."""
        super().mousePressEvent(event)
        self.radio.click()

    def eventFilter(self, _watched: object, event: QEvent | None) -> bool:
        """Preview for the keyboard as for the mouse."""
        if event is not None and event.type() == QEvent.Type.FocusIn:
            self.hovered.emit(self.code)
        elif event is not None and event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return False

    def _choose(self) -> None:
        self.chosen.emit(self.code)


class Candidates(QWidget):
    """The candidates of a file, and a box for a code that is none of them.

    Signals
    -------
    hovered(str), left(), chosen(str)
        As of a card.
    """

    hovered = pyqtSignal(str)
    left = pyqtSignal()
    chosen = pyqtSignal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = context.words
        self._context = context
        self._shown: tuple[CrsTrial, ...] = ()
        self.cards: list[CandidateCard] = []
        self._group = QButtonGroup(self)
        self._head = make_label(strong=True)
        hint = make_label(words("data.candidates_hint"), size="hint")
        hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self._datum = make_label(words("data.datum_unseen"), size="hint", wrap=True)
        self.code = QLineEdit()
        self.code.setPlaceholderText("EPSG:4528")
        self.code.setAccessibleName(words("data.other_code"))
        self.code.returnPressed.connect(self._set_code)
        self._code_trouble = make_label(size="hint", tone="bad", wrap=True)
        self._code_trouble.hide()
        other = make_button(words("data.set"), self._set_code)
        line = row(make_label(words("data.other_code"), size="hint"))
        line.addWidget(self.code, 1)
        line.addWidget(other)
        self.setLayout(
            column(
                row(self._head, None, hint),
                self._list,
                self._datum,
                line,
                self._code_trouble,
                spacing=6,
            )
        )

    def show_crs(self, crs: CrsEvidenceShown) -> None:
        """Show the candidates of a file; unchanged ones stay, and keep the focus."""
        found = crs.candidates[:MOST]
        if [each.code for each in found] != [each.code for each in self._shown] or any(
            each != other for each, other in zip(found, self._shown, strict=True)
        ):
            self._rebuild(found)
        self._shown = found
        self._head.setText(self._context.words("data.candidates", n=len(found)))
        for card in self.cards:
            card.set_taken(taken=card.code == crs.value)
        self._datum.setVisible(crs.source in {"coordinates", "user", "unknown"})
        self._code_trouble.hide()

    def _rebuild(self, found: tuple[CrsTrial, ...]) -> None:
        for card in self.cards:
            self._group.removeButton(card.radio)
        clear_layout(self._list)
        self.cards = []
        for trial in found:
            card = CandidateCard(self._context, trial)
            card.hovered.connect(self.hovered)
            card.left.connect(self.left)
            card.chosen.connect(self.chosen)
            self._group.addButton(card.radio)
            self._list.addWidget(card)
            self.cards.append(card)

    def focus_first(self) -> None:
        """Put the focus on the system that holds, or on the first."""
        for card in self.cards:
            if card.radio.isChecked():
                card.radio.setFocus(Qt.FocusReason.TabFocusReason)
                return
        target: QWidget = self.cards[0].radio if self.cards else self.code
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _set_code(self) -> None:
        typed = self.code.text().strip()
        typed = f"EPSG:{typed}" if typed.isdigit() else typed
        system = identify(typed) if typed else None
        self._code_trouble.setVisible(system is None)
        if system is None:
            self._code_trouble.setText(self._context.words("data.bad_code"))
            return
        self.chosen.emit(system.code)


class ShiftChoice(QWidget):
    """Whether a file was drawn on a web map, whose places are shifted.

    Signals
    -------
    chosen(str)
        ``gcj02``, ``bd09``, or empty for none.
    """

    chosen = pyqtSignal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = context.words
        self.radios = {
            kind: QRadioButton(words(f"data.shift.{kind or 'none'}"))
            for kind in ("", "gcj02", "bd09")
        }
        self.note = make_label(size="hint", tone="warn", wrap=True)
        for kind, radio in self.radios.items():
            radio.clicked.connect(partial(self._choose, kind))
        head = make_label(words("data.shift_head"), strong=True)
        hint = make_label(words("data.shift_hint"), size="hint", wrap=True)
        self.setLayout(column(head, hint, self.note, *self.radios.values(), spacing=4))

    def show_shift(self, shift: str | None, note: str) -> None:
        """Show what holds, and what was noticed."""
        self.radios[shift or ""].setChecked(True)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def _choose(self, kind: str) -> None:
        self.chosen.emit(kind)
