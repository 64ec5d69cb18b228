# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The history: who did what, when, with what effect; any step can be gone back to."""

from __future__ import annotations

import json
from typing import Any

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from landgis.errors import LandGISError
from landgis.project import DocumentChange, HistoryEntry
from landgis_ui.context import Context
from landgis_ui.frame.project_header import say_step
from landgis_ui.widgets.basics import fill, make_button, make_label, row
from landgis_ui.widgets.figures import AreaWriter
from landgis_ui.work.workspace import Notice

STEP = Qt.ItemDataRole.UserRole
CHANGES_SHOWN = 8
DERIVED = frozenset({"loaded", "result"})
"""Kinds that only name what the program worked out."""
PROJECT = "project"
TEXT_SHOWN = 60


class HistoryPanel(QWidget):
    """Every step, the newest first; undone ones stay grey until a new edit."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._workspace = context, context.workspace
        self._areas = AreaWriter(context)
        words = context.words
        self.list = QListWidget()
        self.list.setAccessibleName(words("utility.history"))
        self.list.setWordWrap(True)
        self.detail = make_label(size="secondary", wrap=True)
        self.restore = make_button(words("history_panel.restore"), self._restore)
        self.empty = make_label(
            words("history_panel.empty"), size="secondary", wrap=True
        )
        hint = make_label(words("history_panel.hint"), size="hint", wrap=True)
        box = QVBoxLayout(self)
        fill(
            box,
            hint,
            self.empty,
            self.list,
            self.detail,
            row(None, self.restore),
            margins=(16, 12, 16, 12),
        )
        box.setStretch(2, 1)
        self.setFocusProxy(self.list)
        self.list.currentItemChanged.connect(self._show_detail)
        self.list.itemActivated.connect(lambda _item: self._restore())
        self._workspace.project_changed.connect(self.show_history)
        self._workspace.documents_changed.connect(self.show_history)
        self.show_history()

    def show_history(self) -> None:
        """Read the history again."""
        store = self._workspace.store
        entries = () if store is None else store.history()
        kept = self.current_step()
        self.list.clear()
        for entry in reversed(entries):
            item = QListWidgetItem(self._line(entry))
            item.setData(STEP, entry.step)
            item.setSizeHint(QSize(0, self._context.look.px(44)))
            if entry.is_undone:
                item.setForeground(self._context.look.colour("ink3"))
            self.list.addItem(item)
            if entry.step == kept:
                self.list.setCurrentItem(item)
        self.empty.setVisible(not entries)
        self._show_detail()

    def current_step(self) -> int | None:
        """Return the number of the chosen step."""
        item = self.list.currentItem()
        return None if item is None else int(item.data(STEP))

    def _line(self, entry: HistoryEntry) -> str:
        words = self._context.words
        time = entry.time.astimezone()
        effect = (
            ""
            if entry.effect_mu is None
            else f"  {self._areas.change(entry.effect_mu)}"
        )
        state = words("history_panel.undone") if entry.is_undone else ""
        who = f"{time:%m-%d %H:%M}  {entry.person}"
        return f"{say_step(self._context, entry)}{effect}\n{who}  {state}".rstrip()

    def _show_detail(self) -> None:
        store, step = self._workspace.store, self.current_step()
        can = store is not None and step is not None and not store.read_only
        self.restore.setEnabled(can)
        if store is None or step is None:
            self.detail.setText("")
            return
        changes = [c for c in store.changes_of(step) if c.kind not in DERIVED]
        lines = [self._say(change) for change in changes[:CHANGES_SHOWN]]
        more = len(changes) - CHANGES_SHOWN
        if more > 0:
            lines.append(self._context.words("history_panel.more", count=more))
        self.detail.setText("\n".join(lines))

    def _say(self, change: DocumentChange) -> str:
        before, after = _differing(change.before, change.after)
        name = change.id
        if change.kind == PROJECT:
            name = self._context.words("utility.project")
        elif isinstance(document := change.after or change.before, dict):
            name = str(document.get("name") or document.get("path") or change.id)
        return self._context.words(
            "history_panel.change",
            id=_short(name),
            old=_told(before),
            new=_told(after),
        )

    def _restore(self) -> None:
        step = self.current_step()
        if step is None:
            return
        try:
            self._workspace.restore(step)
        except LandGISError as error:
            text = self._context.words.sentence(error)
            self._workspace.notify(Notice(text=text, tone="failed"))


def _differing(before: Any, after: Any) -> tuple[Any, Any]:
    """Return what two documents do not have in common."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return before, after
    names = [n for n in (*before, *after) if before.get(n) != after.get(n)]
    names = list(dict.fromkeys(names))
    return (
        {name: before[name] for name in names if name in before} or None,
        {name: after[name] for name in names if name in after} or None,
    )


def _told(value: Any) -> str:
    """Return a document in short; — for none."""
    if value is None:
        return "—"
    if isinstance(value, dict):
        parts = (
            f"{item}" for item in value.values() if isinstance(item, str | int | float)
        )
        return _short("，".join(part for part in parts if part) or "…")
    return _short(json.dumps(value, ensure_ascii=False))


def _short(text: str) -> str:
    return text if len(text) <= TEXT_SHOWN else text[: TEXT_SHOWN - 1] + "…"
