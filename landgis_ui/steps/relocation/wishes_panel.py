# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the plan goes by: norms, prices, weights, years; each with its source."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from landgis import messages
from landgis.relocation.view import PlanView
from landgis.relocation.wishes import PlanWishes, WishField, wish_fields
from landgis_ui.context import Context
from landgis_ui.steps.relocation.wish_editors import WishEditor, make_editor
from landgis_ui.widgets.basics import (
    column,
    fill,
    make_label,
    make_rule,
    make_scroll,
)


class WishesPanel(QWidget):
    """A form made from the list of wishes.

    Signals
    -------
    changed(object)
        The `PlanWishes` as they are now.
    """

    changed = pyqtSignal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._wishes: PlanWishes | None = None
        self.editors: dict[str, WishEditor] = {}
        words = context.words
        box = fill(QVBoxLayout(), spacing=10, margins=(16, 12, 16, 16))
        box.addWidget(
            make_label(words("relocation.wishes_hint"), size="hint", wrap=True)
        )
        for group, fields in groupby(wish_fields(), key=lambda each: each.group):
            box.addWidget(make_rule())
            title = messages.text(f"plan.group.{group}")
            box.addWidget(make_label(title, strong=True))
            for field in fields:
                box.addWidget(self._make(field))
        box.addStretch(1)
        inner = QWidget()
        inner.setLayout(box)
        self.setLayout(column(make_scroll(inner), spacing=0))

    def show_wishes(
        self, wishes: PlanWishes | None, view: PlanView | None, *, can_edit: bool
    ) -> None:
        """Show the wishes of a plan; years and parks are those of the view."""
        self._wishes = wishes
        self.setEnabled(wishes is not None and can_edit)
        if wishes is None or view is None:
            return
        parks = view.parks
        names = tuple(zip(parks["key"], parks["name"].astype(str), strict=True))
        for name, editor in self.editors.items():
            editor.show_years(tuple(view.problem.years))
            editor.show_parks(names)
            editor.show_value(getattr(wishes, name))

    def _make(self, field: WishField) -> WishEditor:
        editor = make_editor(self._context, field)
        editor.entered.connect(lambda value: self._take(field.name, value))
        self.editors[field.name] = editor
        return editor

    def _take(self, name: str, value: Any) -> None:
        wishes = self._wishes
        if wishes is not None and getattr(wishes, name) != value:
            self._wishes = replace(wishes, **{name: value})
            self.changed.emit(self._wishes)
