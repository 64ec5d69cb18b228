# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The worklist with its filters: choose, decide, fly; decisions are documents."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QStackedWidget, QWidget

from landgis.operations.worklist import (
    DOCUMENT,
    Change,
    Group,
    Positions,
    Query,
    State,
    arrange,
    count_pending,
    decide_group,
    decide_rows,
)
from landgis.project import Edit, Put
from landgis_ui.context import Context
from landgis_ui.steps.checks.edits import commit, say
from landgis_ui.steps.checks.facts import Facts
from landgis_ui.steps.checks.filters import Filters, is_narrowed
from landgis_ui.steps.checks.findings_view import FindingsView
from landgis_ui.steps.checks.model import Column, FindingsModel, KindLine, Line, RowLine
from landgis_ui.steps.checks.repairs import may_leave
from landgis_ui.widgets.basics import column, make_button, make_label, row

AT_ONCE = 4000
"""So many rows are filtered on the spot; more in a thread."""
FEW = 40
"""Kinds are open from the start where all their rows are no more than that."""
SORTS = {Column.WHAT: "name", Column.AREA: "area", Column.STATE: "state"}


class FindingsPanel(QWidget):
    """The list of findings of the open project.

    Signals
    -------
    line_changed(object)
        The `KindLine` or `RowLine` that is looked at, or None.
    """

    line_changed = pyqtSignal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._words = context, context.words
        self._facts: Facts | None = None
        self._wanted: Query | None = None
        self.filters = Filters(context)
        self.model = FindingsModel(context, self)
        self.view = FindingsView(context, self.model)
        self.summary = make_label(size="hint")
        self._pages = QStackedWidget()
        self._lay_out()
        self.filters.changed.connect(self._arrange)
        self.filters.left_for_list.connect(self._go_to_list)
        self.view.line_changed.connect(self.line_changed)
        self.view.locate_asked.connect(self.locate)
        self.view.decided.connect(self.decide)
        self.view.sort_asked.connect(self._sort)

    def set_facts(self, facts: Facts) -> None:
        """Show the findings of other data; what was open stays open."""
        kept = self.view.current_line()
        self._facts = facts
        worklist = facts.worklist
        self.model.set_worklist(worklist, worklist.states(self._documents()))
        few = len(worklist) <= FEW
        known = {group.id for group in worklist.groups}
        self.model.set_open(known if few else self.model.open_groups() & known)
        self.filters.set_worklist(worklist)
        self._arrange()
        if isinstance(kept, KindLine | RowLine):
            self.view.show_line(self.model.find_group(kept.group))

    def refresh_states(self) -> None:
        """Take the states from the documents again."""
        if self._facts is None:
            return
        self.model.set_states(self._facts.worklist.states(self._documents()))
        if self.filters.query.state is not None:
            self._arrange()
        self._sum_up()
        self.line_changed.emit(self.view.current_line())

    def pending(self) -> int:
        """Return how many rows still want somebody."""
        if self._facts is None:
            return 0
        return count_pending(self._facts.worklist, self.model.states)

    def current_line(self) -> Line | None:
        """Return the line that is looked at."""
        return self.view.current_line()

    def locate(self, line: RowLine) -> None:
        """Select the parcels of a row and let the map fly there."""
        if self._facts is None:
            return
        worklist, workspace = self._facts.worklist, self._context.workspace
        place = self._facts.finder.place(
            line.group.role, row=int(worklist.rows[line.position]), name=line.name
        )
        if not place:
            self._notify("check_step.no_place", tone="look", name=line.name)
            return
        if place.parcels:
            workspace.selection.set(place.parcels, origin=self)
            workspace.show_on_map(rows=list(place.parcels), bounds=place.bounds)
        else:
            workspace.show_on_map(bounds=place.bounds)

    def decide(self, subject: Group | tuple[RowLine, ...], state: State) -> None:
        """Accept, leave or take back rows or a whole kind: one step of the history."""
        if self._facts is None:
            return
        if state == State.LEFT and not self._may_leave(subject):
            self._notify("check_step.repair_needed", tone="look")
            return
        if isinstance(subject, Group):
            changes = decide_group(subject, self._documents(), state)
            title, count = subject.title, subject.last - subject.first
        else:
            positions = [line.position for line in subject]
            changes = decide_rows(self._facts.worklist, positions, state)
            title, count = subject[0].group.title, len(positions)
        self._commit(changes, state, title=title, count=count)
        if not isinstance(subject, Group) and len(subject) == 1:
            self._go_on(subject[0])

    def _may_leave(self, subject: Group | tuple[RowLine, ...]) -> bool:
        if self._facts is None:
            return False
        if isinstance(subject, Group):
            return may_leave(self._facts, None, subject)
        return all(may_leave(self._facts, line, line.group) for line in subject)

    def _commit(
        self, changes: Iterable[Change], state: State, *, title: str, count: int
    ) -> None:
        puts = tuple(Put(DOCUMENT, key, value) for key, value in changes)
        message = f"check_step.history_{state.name.lower()}"
        params = {"title": title, "n": count}
        commit(self._context, Edit(text=message, params=params, puts=puts))

    def _go_on(self, line: RowLine) -> None:
        """Look at the next row: a list is worked off from top to bottom."""
        here = self.model.find(line.position)
        if here >= 0 and isinstance(self.model.line(here + 1), RowLine):
            self.view.show_line(here + 1)

    def _documents(self) -> dict[str, object]:
        store = self._context.workspace.store
        return {} if store is None else dict(store.documents(DOCUMENT))

    def _sort(self, section: int) -> None:
        """Sort by a column; its third click goes back to the kinds."""
        sort, query = SORTS[Column(section)], self.filters.query
        first = section == Column.AREA
        if query.sort != sort:
            self.filters.set_sort(sort, descending=first)
        elif query.descending == first:
            self.filters.set_sort(sort, descending=not first)
        else:
            self.filters.set_sort("group", descending=False)

    def _arrange(self) -> None:
        worklist, query = self.model.worklist, self.filters.query
        if worklist is None:
            return
        self._wanted = query
        if len(worklist) <= AT_ONCE:
            self._show(arrange(worklist, self.model.states, query), query)
            return
        job = self._context.workspace.jobs.read(
            arrange, worklist, self.model.states, query
        )

        def adopt(positions: Positions) -> None:
            if self._wanted == query and self.model.worklist is worklist:
                self._show(positions, query)

        job.succeeded.connect(adopt)

    def _show(self, positions: Positions, query: Query) -> None:
        grouped = query.sort == "group"
        if grouped and query.text and self.model.worklist is not None:
            self.model.set_open({group.id for group in self.model.worklist.groups})
        self.model.set_positions(positions, grouped=grouped)
        self._pages.setCurrentIndex(0 if len(positions) else 1)
        if self.view.current_line() is None:
            self.view.show_line(0 if len(positions) else -1)
        self._sum_up()

    def _sum_up(self) -> None:
        shown, query = len(self.model.positions), self.filters.query
        total = 0 if self.model.worklist is None else len(self.model.worklist)
        message = "check_step.sum_shown" if is_narrowed(query) else "check_step.sum"
        self.summary.setText(
            self._words(message, shown=shown, total=total, pending=self.pending())
        )

    def _go_to_list(self) -> None:
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        words = self._words
        nothing = QWidget()
        again = make_button(
            words("check_step.clear_filters"), self.filters.clear, kind="link"
        )
        nothing.setLayout(
            column(
                make_label(words("check_step.no_hit")), again, None, margins=(16,) * 4
            )
        )
        self._pages.addWidget(self.view)
        self._pages.addWidget(nothing)
        foot = row(self.summary, None, margins=(12, 6, 12, 6))
        keys = make_label(words("check_step.keys"), size="hint", wrap=True)
        foot_2 = row(keys, margins=(12, 0, 12, 8))
        self.setLayout(column(self.filters, self._pages, foot, foot_2, spacing=0))

    def _notify(self, message: str, *, tone: str, **params: object) -> None:
        say(self._context, self._words(message, **params), tone=tone)
