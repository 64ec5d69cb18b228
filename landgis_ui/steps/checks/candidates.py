# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The candidates of a firm, one card each, differing characters marked."""

from __future__ import annotations

from functools import partial
from html import escape

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QLabel, QWidget

from landgis.messages import joined, text
from landgis.operations.review import Candidate, Spans, mark_differences
from landgis_ui.context import Context
from landgis_ui.steps.checks.figures import show_number, with_unit
from landgis_ui.steps.checks.session import ReviewSession
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_chip,
    make_label,
    make_panel,
    make_scroll,
    row,
)
from landgis_ui.widgets.figures import UNKNOWN

MOST_CODES = 4
Item = QWidget | QBoxLayout | int | None


def mark(name: str, spans: Spans, *, colour: str) -> str:
    """Return a name as rich text, the stretches in bold, underlined and coloured."""
    parts, end = [], 0
    for begin, stop in spans:
        parts.append(escape(name[end:begin]))
        inner = escape(name[begin:stop])
        parts.append(f'<span style="color:{colour}"><b><u>{inner}</u></b></span>')
        end = stop
    parts.append(escape(name[end:]))
    return "".join(parts)


def rich_label(html: str, *, size: str = "") -> QLabel:
    """Return a label that shows marked text."""
    label = make_label(size=size, wrap=True)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setText(html)
    return label


def facts_grid(facts: list[tuple[str, str]]) -> QWidget:
    """Return titles and values in two columns."""
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    for number, (title, value) in enumerate(facts):
        name = make_label(title, size="hint")
        grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(make_label(value, wrap=True), number, 1)
    grid.setColumnStretch(1, 1)
    return whole


class CandidateCard(QFrame):
    """One candidate.

    Signals
    -------
    clicked()
        The user wants to look at it.
    """

    clicked = pyqtSignal()

    def __init__(
        self, context: Context, candidate: Candidate, *, firm: str, answer: bool | None
    ) -> None:
        super().__init__()
        self._context = context
        self.setProperty("card", "true")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(candidate.other_name)
        words, colour = context.words, context.look.theme.bad
        _, spans = mark_differences(firm, candidate.other_name)
        marked = mark(candidate.other_name, spans, colour=colour)
        if candidate.score is None:
            marked = escape(candidate.other_name or words("check_step.no_owner"))
        name = rich_label(marked)
        name.setProperty("textSize", "panel")
        items: list[Item] = [name, self._methods(candidate, answer)]
        items.append(facts_grid(self._facts(candidate)))
        if not candidate.keepable:
            hint = words("check_step.not_keepable")
            items.append(make_label(hint, size="hint", tone="warn", wrap=True))
        self.setLayout(column(*items, margins=(12, 10, 12, 10), spacing=6))

    def set_current(self, *, is_current: bool) -> None:
        """Show whether it is the one that is looked at."""
        self.setProperty("card", "info" if is_current else "true")
        style = self.style()
        if style is not None:
            style.unpolish(self)
            style.polish(self)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Look at this one."""
        del event
        self.clicked.emit()

    def _methods(self, candidate: Candidate, answer: bool | None) -> QBoxLayout:  # noqa: FBT001 - three states: yes, no, not yet
        words = self._context.words
        items: list[Item] = []
        for method in candidate.methods:
            label = text(f"worklist.method_{method}")
            if method != "point" and candidate.score is not None:
                label = f"{label} {show_number(candidate.score, places=0)}\u2009%"
            items.append(make_chip(label, tone="accent"))
        if answer is not None:
            message = "check_step.joined" if answer else "check_step.rejected"
            items.append(make_chip(words(message), tone="ok" if answer else "true"))
        return row(*items, None, spacing=6)

    def _facts(self, candidate: Candidate) -> list[tuple[str, str]]:
        words = self._context.words
        codes = joined(candidate.parcel_ids[:MOST_CODES])
        if len(candidate.parcel_ids) > MOST_CODES:
            count = len(candidate.parcel_ids)
            codes = words("check_step.codes_and_more", codes=codes, n=count)
        area = with_unit(show_number(candidate.mu), words("check_step.mu"))
        return [
            (words("check_step.parcel"), codes),
            (words("check_step.area"), area),
            (words("check_step.location"), candidate.location or UNKNOWN),
            (words("check_step.town"), candidate.town or UNKNOWN),
            (words("check_step.code"), candidate.owner_code or UNKNOWN),
        ]


class CandidatesPanel(QWidget):
    """The candidates of the firm that is looked at, and the buttons to decide."""

    def __init__(self, context: Context, session: ReviewSession) -> None:
        super().__init__()
        self._context, self._session = context, session
        self._cards: list[CandidateCard] = []
        self._shown: object = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(context.words("check_step.candidates"))
        self._title = make_label(size="panel")
        self._scroll = make_scroll(QWidget())
        self._lay_out()
        session.moved.connect(self._show)
        session.decided.connect(self._rebuild)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Decide by keys."""
        if event is None or not take_key(self._session, event):
            super().keyPressEvent(event)

    def _rebuild(self) -> None:
        self._shown = None
        self._show()

    def _show(self) -> None:
        case = self._session.case
        if case is not self._shown or case is None:
            self._shown = case
            self._make_cards()
        for number, card in enumerate(self._cards):
            card.set_current(is_current=number == self._session.choice)
        if self._cards:
            self._scroll.ensureWidgetVisible(self._cards[self._session.choice])

    def _make_cards(self) -> None:
        session, words = self._session, self._context.words
        case, decision = session.case, session.decision
        body = QWidget()
        self._cards = []
        for number, candidate in enumerate(case.candidates if case else ()):
            said = {
                None if decision is None else decision.pairs.get(each)
                for each in candidate.parcel_ids
            }
            card = CandidateCard(
                self._context,
                candidate,
                firm=case.firm.name if case else "",
                answer=said.pop() if len(said) == 1 else None,
            )
            card.clicked.connect(partial(session.choose, number))
            self._cards.append(card)
        body.setLayout(column(*self._cards, None, margins=(16, 8, 16, 8), spacing=8))
        body.setProperty("ground", "panel")
        self._scroll.setWidget(body)
        self._title.setText(words("check_step.candidates_n", n=len(self._cards)))

    def _lay_out(self) -> None:
        words, session = self._context.words, self._session
        buttons = (
            ("accept_join", session.accept, "A"),
            ("reject_join", session.reject, "R"),
            ("none_join", session.reject_all, "N"),
            ("later_join", session.put_off, "S"),
        )
        made = [
            make_button(words(f"check_step.{name}"), act, hint=key)
            for name, act, key in buttons
        ]
        keys = make_label(words("check_step.review_keys"), size="hint", wrap=True)
        foot = make_panel(
            column(
                row(*made[:2], spacing=8),
                row(*made[2:], spacing=8),
                keys,
                margins=(16, 10, 16, 10),
                spacing=6,
            ),
            edge="top",
        )
        head = row(self._title, None, margins=(16, 12, 16, 4))
        whole = column(head, self._scroll, foot, spacing=0)
        self.setLayout(column(make_panel(whole)))


def take_key(session: ReviewSession, event: QKeyEvent) -> bool:
    """Do what a key means in the review; False if it means nothing."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    act = session.keys.get(Qt.Key(event.key()))
    if act is None or modifiers != Qt.KeyboardModifier.NoModifier:
        return False
    act()
    return True
