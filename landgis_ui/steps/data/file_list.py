# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of files on the left, where to drop more, and what is still missing."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.steps.data.describe import missing_roles
from landgis_ui.steps.data.drop_frame import DropFrame
from landgis_ui.steps.data.entries import is_sure
from landgis_ui.steps.data.file_card import FileCard
from landgis_ui.steps.data.layouts import clear_layout
from landgis_ui.steps.data.shelf import Shelf
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_label,
    make_panel,
    make_rule,
    make_scroll,
    row,
)


class DropArea(DropFrame):
    """Where files may be let go; a click chooses them instead.

    Signals
    -------
    clicked()
        Choose files instead.
    """

    clicked = pyqtSignal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        words = context.words
        self.setAccessibleName(words("data.drop_here"))
        icon = QLabel()
        side = context.look.px(20)
        icon.setPixmap(context.look.icon("drop").pixmap(QSize(side, side)))
        icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        here = make_button(words("data.drop_here"), self.clicked.emit, kind="quiet")
        kinds = make_label(words("data.drop_kinds"), size="hint", wrap=True)
        kinds.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(icon, here, kinds, margins=(12, 12, 12, 14), spacing=4))


class MissingRoles(QFrame):
    """Roles that no file has yet, and what each would allow to judge."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: tuple[tuple[str, bool], ...] | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self._head = make_label(context.words("data.missing_head"), strong=True)
        self.setLayout(column(self._head, self._rows, margins=(16, 12, 12, 12)))

    def show_roles(self, roles: tuple[tuple[str, bool], ...]) -> None:
        """List what is missing."""
        self.setVisible(bool(roles))
        if roles == self._shown:
            return
        self._shown = roles
        clear_layout(self._rows)
        for role, is_layer in roles:
            self._rows.addWidget(self._line(role, is_layer=is_layer))

    def _line(self, role: str, *, is_layer: bool) -> QWidget:
        words = self._context.words
        kind = "layer" if is_layer else "table"
        title = make_label(words(f"data.role.{role}"))
        use = make_label(words(f"data.allows.{role}"), size="hint", wrap=True)
        box = QWidget()
        box.setLayout(column(title, use, spacing=0))
        box.setToolTip(words(f"data.missing_{kind}"))
        return box


class FileList(QWidget):
    """The left panel: files with their state, a drop area, what is missing.

    Signals
    -------
    files_wanted()
        Choose files to add.
    dropped(tuple)
        Paths were let go on the list.
    all_wanted()
        Use every file that nobody needs to look at.
    readable_taken(str), other_wanted(str), again_wanted(str), removed(str)
        What a card of that file asks for.
    """

    files_wanted = pyqtSignal()
    dropped = pyqtSignal(tuple)
    all_wanted = pyqtSignal()
    readable_taken = pyqtSignal(str)
    other_wanted = pyqtSignal(str)
    again_wanted = pyqtSignal(str)
    removed = pyqtSignal(str)

    def __init__(
        self, context: Context, shelf: Shelf, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        words = context.words
        self._context, self._shelf = context, shelf
        self.cards: dict[str, FileCard] = {}
        self._count = make_label(size="secondary")
        self.add_button = make_button(words("data.add_files"), self.files_wanted.emit)
        self.add_button.setIcon(context.look.icon("plus"))
        self.all_button = make_button("", self.all_wanted.emit, kind="link")
        self.drop_area = DropArea(context)
        self.missing = MissingRoles(context)
        self._files = QVBoxLayout()
        self._files.setSpacing(0)
        self._lay_out()
        self.drop_area.dropped.connect(self.dropped)
        self.drop_area.clicked.connect(self.files_wanted)
        shelf.listed.connect(self._list)
        shelf.changed.connect(self._show_one)
        self._marked = ""  # the file whose card stands out
        shelf.current_changed.connect(self._show_current)
        context.look.changed.connect(self._show_all)
        self._list()

    def _lay_out(self) -> None:
        words = self._context.words
        title = make_label(words("step.data"), size="panel")
        head = row(title, self._count, None, self.add_button, margins=(16, 10, 12, 10))
        inside = QWidget()
        drop = column(self.drop_area, margins=(12, 12, 12, 12))
        inside.setLayout(
            column(self._files, drop, make_rule(), self.missing, None, spacing=0)
        )
        lock = QLabel()
        side = self._context.look.px(14)
        lock.setPixmap(self._context.look.icon("lock").pixmap(QSize(side, side)))
        note = row(
            lock,
            make_label(words("data.read_only_note"), size="hint", wrap=True),
            margins=(16, 8, 12, 8),
        )
        note.setStretch(1, 1)
        body = column(
            make_panel(head, edge="bottom"),
            make_panel(row(self.all_button, None, margins=(14, 2, 12, 2))),
            make_scroll(inside),
            make_panel(note, edge="top"),
            spacing=0,
        )
        self.setLayout(body)

    def _list(self) -> None:
        """Bring the cards in step with the files."""
        entries = self._shelf.entries
        wanted = {entry.id for entry in entries}
        for entry_id in [each for each in self.cards if each not in wanted]:
            card = self.cards.pop(entry_id)
            self._files.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, entry in enumerate(entries):
            if entry.id not in self.cards:
                self.cards[entry.id] = self._make_card(entry.id)
            self._files.insertWidget(place, self.cards[entry.id])
        self._show_all()

    def _make_card(self, entry_id: str) -> FileCard:
        card = FileCard(self._context, entry_id)
        card.chosen.connect(self._shelf.select)
        card.moved.connect(self._move)
        card.readable_taken.connect(self.readable_taken)
        card.other_wanted.connect(self.other_wanted)
        card.again_wanted.connect(self.again_wanted)
        card.dropped.connect(self.removed)
        return card

    def card(self, entry_id: str) -> FileCard:
        """Return the card of a file."""
        return self.cards[entry_id]

    def _move(self, entry_id: str, places: int) -> None:
        ids = [entry.id for entry in self._shelf.entries]
        target = ids[min(max(ids.index(entry_id) + places, 0), len(ids) - 1)]
        self._shelf.select(target)
        self.cards[target].setFocus()

    def _show_all(self) -> None:
        for entry in self._shelf.entries:
            self._show_card(entry.id)
        self._show_head()

    def _show_current(self) -> None:
        """Write the card that was looked at and the one that is; no other differs."""
        before, now = self._marked, self._shelf.current
        for entry_id in {before, "" if now is None else now.id}:
            self._show_card(entry_id)

    def _show_one(self, entry_id: str) -> None:
        self._show_card(entry_id)
        self._show_head()

    def _show_card(self, entry_id: str) -> None:
        entry, current = self._shelf.entry(entry_id), self._shelf.current
        if entry is not None and entry_id in self.cards:
            is_current = current is not None and current.id == entry_id
            if is_current:
                self._marked = entry_id
            self.cards[entry_id].show_entry(entry, is_current=is_current)

    def _show_head(self) -> None:
        words, entries = self._context.words, self._shelf.entries
        self._count.setText(words("data.n_files", n=len(entries)) if entries else "")
        sure = sum(is_sure(entry) and not entry.is_used for entry in entries)
        self.all_button.setText(words("data.use_all", n=sure))
        self.all_button.setVisible(sure > 1)
        self.missing.show_roles(missing_roles(entries))
