# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The review of joins as it goes on: which firm, which candidate, what was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PyQt6.QtCore import QObject, Qt, pyqtSignal

from landgis.errors import LandGISError
from landgis.messages import joined, text
from landgis.operations.review import (
    Candidate,
    Case,
    ReviewList,
    Tally,
    accept,
    count,
    reject,
    reject_all,
)
from landgis.operations.review_decisions import (
    DOCUMENT,
    Decision,
    Stamp,
    Verdict,
    read_documents,
)
from landgis.project import Changes, Edit, Put
from landgis_ui.context import Context
from landgis_ui.steps.checks.edits import commit, say

_Key = Qt.Key


class ReviewSession(QObject):
    """Goes through the firms to review; every decision is a document at once.

    Signals
    -------
    list_changed()
        There are other firms to review.
    moved()
        Another firm or candidate is looked at.
    decided()
        Something was decided or taken back.
    """

    list_changed = pyqtSignal()
    moved = pyqtSignal()
    decided = pyqtSignal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._review: ReviewList | None = None
        self._order: tuple[int, ...] = ()
        self._place = 0
        self._choice = 0
        self._case: Case | None = None
        self._open = 0
        self.decisions: dict[str, Decision] = {}
        self.keys: Mapping[Qt.Key, Callable[[], None]] = {
            _Key.Key_A: self.accept,
            _Key.Key_Return: self.accept,
            _Key.Key_Enter: self.accept,
            _Key.Key_R: self.reject,
            _Key.Key_N: self.reject_all,
            _Key.Key_S: self.put_off,
            _Key.Key_U: self.undo,
            _Key.Key_Right: lambda: self.step_firm(1),
            _Key.Key_Left: lambda: self.step_firm(-1),
            _Key.Key_Down: lambda: self.step_candidate(1),
            _Key.Key_Up: lambda: self.step_candidate(-1),
        }
        context.workspace.documents_changed.connect(self._follow)

    @property
    def review(self) -> ReviewList | None:
        """The firms to review."""
        return self._review

    @property
    def order(self) -> tuple[int, ...]:
        """Positions of the firms in the order of the review; those put off are last."""
        return self._order

    @property
    def place(self) -> int:
        """Which of them is looked at."""
        return self._place

    @property
    def case(self) -> Case | None:
        """The firm that is looked at, with its candidates."""
        return self._case

    @property
    def choice(self) -> int:
        """Which candidate is looked at."""
        return self._choice

    @property
    def candidate(self) -> Candidate | None:
        """The candidate that is looked at."""
        case = self._case
        return case.candidates[self._choice] if case and case.candidates else None

    @property
    def decision(self) -> Decision | None:
        """What was decided about the firm that is looked at."""
        return None if self._case is None else self.decisions.get(self._case.firm.key)

    def verdict_at(self, place: int) -> Verdict:
        """Return how far the firm at a place of the order has been reviewed."""
        if self._review is None:
            return Verdict.OPEN
        decision = self.decisions.get(self._review.keys[self._order[place]])
        return Verdict.OPEN if decision is None else decision.verdict

    def tally(self) -> Tally:
        """Count what was decided."""
        if self._review is None:
            return Tally(total=0, done=0, firms=0, parcels=0, mu=0.0)
        return count(self._review, self.decisions)

    def open_firms(self) -> int:
        """Return how many firms nobody has decided on."""
        return self._open

    def set_review(self, review: ReviewList | None) -> None:
        """Go through other firms, from the first that is open."""
        self._review = review
        self._order = tuple(range(0 if review is None else len(review)))
        self._read_documents()
        self._place = -1
        self.list_changed.emit()
        if self._order:
            self.go_to(self._next_open(0))
        else:
            self._place, self._case, self._choice = 0, None, 0
            self.moved.emit()

    def go_to(self, place: int) -> None:
        """Look at the firm at a place of the order."""
        if self._review is None or not 0 <= place < len(self._order):
            return
        self._place = place
        self._case = self._review.case(self._order[place])
        self._choice = self._first_open_candidate()
        self.moved.emit()

    def choose(self, choice: int) -> None:
        """Look at a candidate."""
        if self._case and 0 <= choice < len(self._case.candidates):
            self._choice = choice
            self.moved.emit()

    def step_firm(self, by: int) -> None:
        """Look at the next firm, or at the one before."""
        self.go_to(min(max(0, self._place + by), len(self._order) - 1))

    def step_candidate(self, by: int) -> None:
        """Look at the next candidate, or at the one before."""
        self.choose(self._choice + by)

    def accept(self) -> None:
        """Put the firm on this candidate's land, and go on to the next firm."""
        case, candidate = self._case, self.candidate
        if case is None or candidate is None:
            return
        if not candidate.keepable:
            self._notify("check_step.not_keepable", tone="look")
            return
        decision = accept(
            case, candidate, earlier=self.decision, stamp=self._stamp(candidate)
        )
        if self._keep(decision, "check_step.history_joined"):
            self.go_to(self._next_open(self._place + 1))

    def reject(self) -> None:
        """Say that the firm is not there, and go on to the next candidate or firm."""
        case, candidate = self._case, self.candidate
        if case is None or candidate is None:
            return
        stamp = self._stamp(candidate)
        decision = reject(case, candidate, earlier=self.decision, stamp=stamp)
        if not self._keep(decision, "check_step.history_rejected"):
            return
        if decision.closed:
            self.go_to(self._next_open(self._place + 1))
        else:
            self.choose(self._first_open_candidate())

    def reject_all(self) -> None:
        """Say that the firm is at none of them, and go on to the next firm."""
        if self._case is None:
            return
        decision = reject_all(
            self._case, earlier=self.decision, stamp=self._stamp(None)
        )
        if self._keep(decision, "check_step.history_none"):
            self.go_to(self._next_open(self._place + 1))

    def put_off(self) -> None:
        """Look at the firm again after all others."""
        if self._order and self._case is not None:
            place, order = self._place, self._order
            self._order = (*order[:place], *order[place + 1 :], order[place])
            self.list_changed.emit()
            self.go_to(self._next_open(min(self._place, len(self._order) - 1)))

    def undo(self) -> None:
        """Take the last step back, and look at its firm."""
        store = self._context.workspace.store
        if store is None or not store.can_undo:
            return
        try:
            self._context.workspace.undo()
        except LandGISError as error:
            say(self._context, self._context.words.sentence(error), tone="failed")

    def _keep(self, decision: Decision, message: str) -> bool:
        case = self._case
        if case is None:
            return False
        put = Put(DOCUMENT, case.firm.key, decision.to_json())
        edit = Edit(text=message, params={"name": case.firm.name}, puts=(put,))
        # Not told: a notice for each key of a hundred would hide the map.
        return commit(self._context, edit, is_told=False)

    def _follow(self, changes: Changes) -> None:
        if DOCUMENT not in changes.kinds:
            return
        before = self.decisions
        self._read_documents()
        self.decided.emit()
        taken_back = [
            put.id
            for put in changes.puts
            if put.kind == DOCUMENT
            and put.id in before
            and self._verdict(put.id) == Verdict.OPEN
        ]
        if taken_back and self._review is not None:
            position = self._review.find(taken_back[0])
            if position is not None:
                self.go_to(self._order.index(position))

    def _verdict(self, key: str) -> Verdict:
        decision = self.decisions.get(key)
        return Verdict.OPEN if decision is None else decision.verdict

    def _read_documents(self) -> None:
        store = self._context.workspace.store
        documents = {} if store is None else store.documents(DOCUMENT)
        self.decisions = read_documents(documents)
        review = self._review
        closed = (
            key
            for key, decision in self.decisions.items()
            if decision.verdict != Verdict.OPEN
        )
        self._open = 0 if review is None else len(review) - review.count_of(closed)

    def _next_open(self, start: int) -> int:
        """Return the next place that is open, from the start again after the last."""
        size = len(self._order)
        for step in range(size):
            place = (start + step) % size
            if self.verdict_at(place) == Verdict.OPEN:
                return place
        return max(0, min(start, size - 1))

    def _first_open_candidate(self) -> int:
        decision, case = self.decision, self._case
        if case is None or decision is None:
            return 0
        for number, candidate in enumerate(case.candidates):
            if not all(each in decision.pairs for each in candidate.parcel_ids):
                return number
        return 0

    def _stamp(self, candidate: Candidate | None) -> Stamp:
        methods = () if candidate is None else candidate.methods
        return Stamp(
            day=datetime.now().astimezone().date(),
            clerk=str(self._context.settings.get("preference.person")),
            basis=joined(text(f"worklist.method_{name}") for name in methods),
        )

    def _notify(self, message: str, *, tone: str) -> None:
        say(self._context, self._context.words(message), tone=tone)
