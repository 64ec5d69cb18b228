# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One box for parcels, firms, towns, coordinates, commands, conditions and lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PyQt6.QtCore import QEvent, QObject, QPoint, Qt
from PyQt6.QtGui import QAction, QKeyEvent
from PyQt6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from landgis.messages import joined
from landgis.operations.stored_analysis import StoredResult
from landgis.operations.stored_search import build_stored_index
from landgis.report.views import PARCEL, make_view
from landgis.search.filters import Vocabulary
from landgis.search.index import FIRM, POINT, TOWN, Hit, SearchIndex
from landgis.search.queries import find_pasted, is_pasted_list, parse_query
from landgis_ui.context import Context
from landgis_ui.frame.actions import Actions, definitions
from landgis_ui.table.choices import vocabulary
from landgis_ui.widgets.basics import fill
from landgis_ui.work.workspace import Notice

WIDTH, LIST_WIDTH = 380, 460
MOST_HITS = 12
AROUND_M = 400.0
ICONS = {"parcel": "polygon", FIRM: "building", TOWN: "map", POINT: "marker"}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One line below the box: what it says and what it does."""

    icon: str
    title: str
    note: str
    act: Callable[[], object]


def _vocabulary_of(result: StoredResult) -> Vocabulary:
    """Return the words of conditions on parcels, towns included."""
    towns = result.analysis.parcels["town"].dropna().unique()
    words = vocabulary(make_view(result.analysis, PARCEL))
    return replace(words, towns=tuple(str(town) for town in towns))


class SearchBox(QFrame):
    """The box of the top bar and the list below it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._workspace = context, context.workspace
        self._index: SearchIndex | None = None
        self._vocabulary: Vocabulary | None = None
        self._commands: tuple[tuple[str, QAction], ...] = ()
        self.box = QLineEdit()
        self.box.setPlaceholderText(f"{context.words('frame.search')}  Ctrl K")
        self.box.setAccessibleName(context.words("frame.search"))
        self.box.setClearButtonEnabled(True)
        self.box.setMaxLength(1_000_000)
        self.list = QListWidget(self)
        self.list.setWindowFlags(Qt.WindowType.ToolTip)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        fill(QVBoxLayout(self), self.box)
        self._offers: tuple[Offer, ...] = ()
        self.box.textChanged.connect(self._offer)
        self.box.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._take())
        self._workspace.result_changed.connect(self._make_index)
        context.look.changed.connect(self._draw)
        self._draw()

    def offer(self, actions: Actions) -> None:
        """Offer the commands of the window as well."""
        self._commands = tuple((each.id, actions[each.id]) for each in definitions())

    def begin(self) -> None:
        """Put the keyboard into the box."""
        self.box.setFocus()
        self.box.selectAll()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What stands below the box now."""
        return self._offers

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Walk through the list by keys; leave it with the focus."""
        if event is not None and watched is self.box:
            if event.type() == QEvent.Type.FocusOut:
                self.list.hide()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key, row = event.key(), self.list.currentRow()
        if key == Qt.Key.Key_Escape:
            self.list.hide()
            self.box.clear()
            self.box.clearFocus()
        elif key == Qt.Key.Key_Down:
            self.list.setCurrentRow(min(row + 1, self.list.count() - 1))
        elif key == Qt.Key.Key_Up:
            self.list.setCurrentRow(max(row - 1, 0))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            return False
        return True

    def _make_index(self) -> None:
        """Make the index of the new result behind the scenes; the latest counts."""
        store, result = self._workspace.store, self._workspace.result
        self._index, self._vocabulary = None, None
        named = None if store is None else store.document("result", "current")
        if store is None or result is None or named is None:
            return
        job = self._workspace.jobs.start(
            build_stored_index, store.path, str(named["dataset"])
        )

        def adopt(index: SearchIndex) -> None:
            if self._workspace.result is result:
                self._index = index

        def take(words: Vocabulary) -> None:
            if self._workspace.result is result:
                self._vocabulary = words

        job.succeeded.connect(adopt)
        self._workspace.jobs.read(_vocabulary_of, result).succeeded.connect(take)

    def _offer(self, text: str) -> None:
        self._offers = self._find(text.strip())
        self.list.clear()
        for offer in self._offers:
            note = f"    {offer.note}" if offer.note else ""
            item = QListWidgetItem(
                self._context.look.icon(offer.icon), f"{offer.title}{note}"
            )
            self.list.addItem(item)
        if not self._offers:
            self.list.hide()
            return
        self.list.setCurrentRow(0)
        height = self.list.sizeHintForRow(0) * len(self._offers) + 8
        width = max(self.width(), self._context.look.px(LIST_WIDTH))
        self.list.setFixedSize(width, height)
        self.list.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.list.show()

    def _find(self, text: str) -> tuple[Offer, ...]:
        if not text:
            return ()
        if is_pasted_list(text):
            return (self._pasted_offer(text),)
        offers = [
            *self._query_offers(text),
            *self._hits(text),
            *self._found_commands(text),
        ]
        return tuple(offers[:MOST_HITS])

    def _pasted_offer(self, text: str) -> Offer:
        words = self._context.words
        count = len(text.split())

        def select() -> None:
            result = self._workspace.result
            if result is None:
                return
            found = find_pasted(text, result.analysis.parcels)
            self._workspace.selection.set(found.rows)
            self._workspace.show_on_map(rows=found.rows)
            if found.not_found:
                shown = joined(found.not_found[:5])
                text_ = words(
                    "search.not_found", count=len(found.not_found), names=shown
                )
                self._workspace.notify(Notice(text=text_, tone="look"))

        title = words("search.pasted", count=count)
        return Offer(icon="table", title=title, note="", act=select)

    def _query_offers(self, text: str) -> list[Offer]:
        result = self._workspace.result
        if result is None or self._vocabulary is None:
            return []
        query = parse_query(text, self._vocabulary)
        if not query.filter.conditions or query.rest:
            return []
        chips = " · ".join(query.filter.describe(self._vocabulary))
        words = self._context.words

        def narrow() -> None:
            self._workspace.set_filter(query.filter)

        return [
            Offer(
                icon="filter",
                title=words("search.filter", text=chips),
                note="",
                act=narrow,
            )
        ]

    def _hits(self, text: str) -> list[Offer]:
        if self._index is None:
            return []
        return [
            Offer(
                icon=ICONS[hit.kind],
                title=hit.title,
                note=hit.subtitle,
                act=partial(self._go, hit),
            )
            for hit in self._index.find(text, limit=MOST_HITS)
        ]

    def _found_commands(self, text: str) -> list[Offer]:
        plain = text.lower()
        return [
            Offer(
                icon=next((e.icon for e in definitions() if e.id == id_), "")
                or "arrow-right",
                title=action.text().rstrip("…"),
                note=action.shortcut().toString(),
                act=action.trigger,
            )
            for id_, action in self._commands
            if plain in action.text().lower() and action.isEnabled()
        ]

    def _go(self, hit: Hit) -> None:
        """Show what was found on the map."""
        result = self._workspace.result
        if hit.kind == POINT and hit.point is not None:
            x, y = hit.point
            bounds = (x - AROUND_M, y - AROUND_M, x + AROUND_M, y + AROUND_M)
            self._workspace.show_on_map(bounds=bounds)
        elif result is None:
            return
        elif hit.kind == TOWN:
            parcels = result.analysis.parcels
            rows = np.flatnonzero((parcels["town"] == hit.title).to_numpy(dtype=bool))
            self._workspace.show_on_map(rows=rows, flash=False)
        else:
            rows = np.array([hit.row], dtype=np.int64)
            if hit.kind == FIRM:
                links = result.analysis.links
                firm = result.analysis.firms.index[hit.row]
                rows = links.loc[links["firm"] == firm, PARCEL].to_numpy(dtype=np.int64)
            self._workspace.selection.set(rows)
            self._workspace.show_on_map(rows=rows)

    def _take(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._offers):
            offer = self._offers[row]
            self.list.hide()
            self.box.clear()
            offer.act()

    def _draw(self) -> None:
        self.setMinimumWidth(self._context.look.px(200))
        self.setMaximumWidth(self._context.look.px(WIDTH))
