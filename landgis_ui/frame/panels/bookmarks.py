# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places of the map with a name, kept in the project."""

from __future__ import annotations

import uuid

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from landgis.project import Changes, Edit, Put
from landgis_ui.canvas.map_view import MapView
from landgis_ui.canvas.view_state import Bookmark, bookmark_of
from landgis_ui.context import Context
from landgis_ui.widgets.basics import fill, make_button, make_label, row

KIND = "bookmark"
ID = Qt.ItemDataRole.UserRole


class BookmarksPanel(QWidget):
    """A list of places; a name and Enter keep the place that is seen now."""

    def __init__(self, context: Context, view: MapView) -> None:
        super().__init__()
        self._context, self._workspace, self._view = context, context.workspace, view
        words = context.words
        self.name = QLineEdit()
        self.name.setPlaceholderText(words("bookmark.name"))
        self.name.setAccessibleName(words("bookmark.name"))
        self.keep = make_button(words("bookmark.keep"), self._keep)
        self.list = QListWidget()
        self.list.setAccessibleName(words("utility.bookmarks"))
        self.remove = make_button(words("bookmark.remove"), self._remove)
        self.empty = make_label(words("bookmark.empty"), size="secondary", wrap=True)
        line = row(self.name, self.keep)
        box = QVBoxLayout(self)
        fill(
            box,
            line,
            self.empty,
            self.list,
            row(None, self.remove),
            margins=(16, 12, 16, 12),
        )
        box.setStretch(2, 1)
        self.setFocusProxy(self.name)
        self.name.returnPressed.connect(self._keep)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        self._workspace.project_changed.connect(self.show_places)
        self._workspace.documents_changed.connect(self._follow)
        self.show_places()

    def show_places(self) -> None:
        """Read the places again."""
        store = self._workspace.store
        documents = {} if store is None else store.documents(KIND)
        self.list.clear()
        for id_, document in sorted(documents.items(), key=lambda d: str(d[1]["name"])):
            item = QListWidgetItem(
                self._context.look.icon("bookmark"), str(document["name"])
            )
            item.setData(ID, id_)
            self.list.addItem(item)
        self.empty.setVisible(not documents)
        can = store is not None and not store.read_only
        self.remove.setEnabled(can and bool(documents))
        self.keep.setEnabled(can)

    def _follow(self, changes: Changes) -> None:
        if KIND in changes.kinds or not changes.kinds:
            self.show_places()  # without any, the right to write was lost

    def _keep(self) -> None:
        store = self._workspace.store
        if store is None or store.read_only:
            return
        count = self.list.count() + 1
        name = self.name.text().strip() or self._context.words(
            "bookmark.one", count=count
        )
        place = Bookmark(name=name, bounds=self._view.navigator.target.bounds)
        put = Put(KIND, uuid.uuid4().hex, place.to_json())
        self._workspace.do(
            Edit(text="history.bookmark", params={"name": name}, puts=(put,))
        )
        self.name.clear()

    def _go(self, item: QListWidgetItem) -> None:
        store = self._workspace.store
        document = None if store is None else store.document(KIND, str(item.data(ID)))
        place = None if document is None else bookmark_of(document)
        if place is not None:
            self._workspace.show_on_map(bounds=place.bounds)

    def _remove(self) -> None:
        item, store = self.list.currentItem(), self._workspace.store
        if item is not None and store is not None and not store.read_only:
            put = Put(KIND, str(item.data(ID)), None)
            edit = Edit(
                text="history.bookmark_gone", params={"name": item.text()}, puts=(put,)
            )
            self._workspace.do(edit)
