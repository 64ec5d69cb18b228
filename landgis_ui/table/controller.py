# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the drawer shows: which table, asked what, answered how; selection both ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from landgis.errors import LandGISError
from landgis.report.views import PARCEL
from landgis.search.filters import Filter
from landgis_ui.context import Context
from landgis_ui.table.query import Answer, Rows, SortKey, TableQuery, answer
from landgis_ui.table.rows_view import How
from landgis_ui.table.sources import (
    EVIDENCE,
    FIRM,
    NONE,
    RESIDUAL,
    TableSource,
    read_evidence_table,
    read_loaded_table,
    read_result_table,
)
from landgis_ui.work.selection import join_rows, to_rows, toggle_rows
from landgis_ui.work.workspace import Notice, TableRequest

SUBJECTS = {
    PARCEL: ("parcel", ""),
    FIRM: ("firm", "name"),
    RESIDUAL: ("approval", "approval_no"),
}
"""What the rows of a table are called in the evidence, and by which column; parcels
have names of their own, since some have no code."""


class TableController(QObject):
    """Reads tables, asks them in a reading thread, and keeps what was asked of each.

    Signals
    -------
    source_changed()
        `source` is another table or has other rows, or there is none.
    query_changed()
        The filter or the order is another one; the answer follows.
    answered()
        `answer` is new.
    selected_changed(bool)
        `selected` rows of the table are others; True: somebody else selected them.
    """

    source_changed = pyqtSignal()
    query_changed = pyqtSignal()
    answered = pyqtSignal()
    selected_changed = pyqtSignal(bool)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = context.workspace
        self._words = context.words
        self.name = PARCEL
        self.source: TableSource | None = None
        self.answer: Answer | None = None
        self.selected: Rows = NONE
        self.rows_title = ""
        self._subject = ("", "")
        self._queries: dict[str, TableQuery] = {}
        self._titles: dict[str, str] = {}
        self._sources: dict[str, TableSource] = {}
        self._searched: tuple[str, ...] = ()
        self._reading = object()
        self._is_asking = self._asks_again = False
        work = self._workspace
        work.result_changed.connect(self._forget)
        work.loaded_changed.connect(self._forget)
        work.filter_changed.connect(self._take_filter)
        work.table_requested.connect(self.show_request)
        work.selection.changed.connect(self._follow_selection)

    @property
    def query(self) -> TableQuery:
        """What is asked of the table that is shown."""
        return self._queries.get(self.name, TableQuery())

    @property
    def subject(self) -> tuple[str, str]:
        """Kind and name of whose tests the evidence table lists; "" for nobody's."""
        return self._subject

    def show(self, name: str) -> None:
        """Show another table."""
        if name != self.name:
            self.name = name
            self.read_again()

    def show_request(self, request: TableRequest) -> None:
        """Show the rows behind a figure."""
        self._titles[request.table] = request.title
        kept = self._queries.get(request.table, TableQuery())
        query = replace(
            kept, text="", rows=request.rows, filter=request.filter or Filter()
        )
        self._queries[request.table] = query
        if request.table == PARCEL:
            self._workspace.set_filter(query.filter)
        if request.table != self.name:
            self.show(request.table)
        else:
            self._ask()

    def _forget(self) -> None:
        """Read anew: data or result are others."""
        self._sources.clear()
        self._subject = ("", "")
        self.read_again()

    def read_again(self) -> None:
        """Read the table that is shown from the data and results there are."""
        token = self._reading = object()
        reader = self._reader()
        if reader is None or self.name in self._sources:
            self._take_source(token, self._sources.get(self.name))
            return
        job = self._workspace.jobs.read(*reader)
        job.succeeded.connect(lambda source: self._take_source(token, source))
        job.failed.connect(self._tell_failure)

    def _reader(self) -> tuple[Callable[..., Any], *tuple[Any, ...]] | None:
        result, loaded = self._workspace.result, self._workspace.loaded
        if result is None:
            wanted = loaded is not None and self.name == PARCEL
            return (read_loaded_table, loaded) if wanted else None
        if self.name != EVIDENCE:
            return (read_result_table, result, self.name)
        kind, subject = self._subject
        return (read_evidence_table, result, kind, subject) if subject else None

    def _look_at(self, name: str, row: int) -> None:
        """Remember whose tests to list: the row that was looked at last."""
        result = self._workspace.result
        kind, column = SUBJECTS.get(name, ("", ""))
        if result is None or not kind:
            return
        analysis = result.analysis
        frames = {FIRM: analysis.firms, RESIDUAL: analysis.residual}
        values = frames[name].get(column) if name in frames else analysis.parcel_names
        known = values is not None and 0 <= row < len(values)
        found = values.iloc[row] if known and values is not None else None
        subject = (kind, found) if isinstance(found, str) else ("", "")
        if subject != self._subject:
            self._subject = subject
            if self.name == EVIDENCE:
                self.read_again()

    def _take_source(self, token: object, source: TableSource | None) -> None:
        if token is not self._reading:
            return
        self.source = source
        if source is not None and self.name != EVIDENCE:
            self._sources[self.name] = source
        self.answer = None
        self.selected = self._selected_now()
        self.rows_title = self._titles.get(self.name, "")
        rows, count = self.query.rows, len(source.data) if source is not None else 0
        if rows is not None and rows.max(initial=-1) >= count:
            self._queries[self.name] = replace(self.query, rows=None)
        self.source_changed.emit()
        self.selected_changed.emit(True)
        self._ask()

    def _tell_failure(self, error: object) -> None:
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        self._workspace.notify(Notice(text=self._words.sentence(error), tone="failed"))

    def set_searched(self, names: tuple[str, ...]) -> None:
        """Say in which columns typed words are looked for: those on screen."""
        if names != self._searched:
            self._searched = names
            if self.query.text.strip():
                self._ask()

    def set_text(self, text: str) -> None:
        """Look for words."""
        self._change(replace(self.query, text=text))

    def set_filter(self, filter_: Filter) -> None:
        """Keep the rows that fit; the map follows where they are parcels."""
        self._change(replace(self.query, filter=filter_))
        if self.name == PARCEL:
            self._workspace.set_filter(filter_)

    def drop_rows(self) -> None:
        """Forget the figure whose rows were listed."""
        self._titles.pop(self.name, None)
        self._change(replace(self.query, rows=None))

    def clear(self) -> None:
        """Show all rows."""
        self._titles.pop(self.name, None)
        self._change(TableQuery(keys=self.query.keys))
        if self.name == PARCEL:
            self._workspace.set_filter(Filter())

    def sort_by(self, name: str, *, add: bool = False) -> None:
        """Sort by a column: up, then down, then as in the file."""
        keys = self.query.keys
        old = next((key for key in keys if key.name == name), None)
        rest = tuple(key for key in keys if key.name != name) if add else ()
        if old is None:
            keys = (*rest, SortKey(name=name))
        elif not old.descending:
            turned = SortKey(name=name, descending=True)
            kept = keys if add else (old,)
            keys = tuple(turned if key is old else key for key in kept)
        else:
            keys = rest
        self._change(replace(self.query, keys=keys))

    def sort_keys(self, keys: tuple[SortKey, ...]) -> None:
        """Sort by these columns; without any, as in the file."""
        self._change(replace(self.query, keys=keys))

    def _change(self, query: TableQuery) -> None:
        self._queries[self.name] = query
        self._ask()

    def _take_filter(self) -> None:
        """Take over how the map was narrowed."""
        query = self._queries.get(PARCEL, TableQuery())
        if query.filter != self._workspace.filter:
            self._queries[PARCEL] = replace(query, filter=self._workspace.filter)
            if self.name == PARCEL:
                self._ask()

    def _ask(self) -> None:
        """Ask the table; while an answer is awaited the latest question waits."""
        self.rows_title = self._titles.get(self.name, "")
        self.query_changed.emit()
        if self.source is None:
            return
        if self._is_asking:
            self._asks_again = True
            return
        self._is_asking, self._asks_again = True, False
        source = self.source
        query = replace(self.query, searched=self._searched)
        job = self._workspace.jobs.read(answer, source.data, query)
        job.succeeded.connect(lambda found: self._take_answer(source, found))
        job.failed.connect(self._tell_failure)
        job.finished.connect(self._end_asking)

    def _take_answer(self, source: TableSource, found: Answer) -> None:
        if source is self.source and not self._asks_again:
            self.answer = found
            self.answered.emit()

    def _end_asking(self) -> None:
        self._is_asking = False
        if self._asks_again:
            self._ask()

    def pick(self, rows: Rows, how: How, current: int) -> None:
        """Select rows of the table, and with them their parcels on the map."""
        picked = to_rows(rows)
        if how is How.ADD:
            picked = join_rows(self.selected, picked)
        elif how is How.TOGGLE:
            picked = toggle_rows(self.selected, picked)
        self.selected = picked
        if len(picked) == 1:
            self._look_at(self.name, int(picked[0]))
        selection, source = self._workspace.selection, self.source
        if self.name == PARCEL:
            known = current if current in picked else -1
            selection.set(picked, current=known, origin=self)
        elif source is not None and source.links is not None:
            selection.set(source.links.to_parcels(picked), origin=self)
        self.selected_changed.emit(False)

    def _follow_selection(self, origin: object) -> None:
        if origin is self:
            return
        current = self._workspace.selection.current
        if current >= 0:
            result = self._workspace.result
            first = len(result.analysis.parcels) if result is not None else current + 1
            if current < first:
                self._look_at(PARCEL, current)
            else:
                self._look_at(RESIDUAL, current - first)
        if self.name in (PARCEL, FIRM, RESIDUAL):
            self.selected = self._selected_now()
            self.selected_changed.emit(True)

    def _selected_now(self) -> Rows:
        """Return the rows of this table that the selected parcels stand for."""
        rows = self._workspace.selection.rows
        if self.source is None:
            return NONE
        if self.name == PARCEL:
            return rows[rows < len(self.source.data)]
        links = self.source.links
        return links.from_parcels(rows) if links is not None else NONE

    def parcels_of(self, rows: Rows) -> Rows:
        """Return the parcels of rows of this table, none where it has no parcels."""
        if self.name == PARCEL:
            return rows
        links = self.source.links if self.source is not None else None
        return links.to_parcels(rows) if links is not None else NONE
