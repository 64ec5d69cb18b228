# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Left: what kind of pages, whose pages, and the recipes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landgis.operations.page_recipes import Recipe, rows_of
from landgis.pages.request import Kind, Subject
from landgis_ui.context import Context
from landgis_ui.steps.report.fields import ChoiceField
from landgis_ui.steps.report.session import ReportSession
from landgis_ui.steps.report.subjects import LISTS, SUBJECTS, chosen_rows, with_list
from landgis_ui.widgets.basics import (
    IconButton,
    column,
    fill,
    make_button,
    make_label,
    make_rule,
    make_scroll,
    row,
)

ICONS = {
    Kind.MAP: "map",
    Kind.PARCEL_CARDS: "document",
    Kind.FIRM_CARDS: "building",
    Kind.ZONE_CARDS: "zones",
    Kind.LIST: "table",
    Kind.SUMMARY: "report",
    Kind.RELOCATION: "relocate",
    Kind.NOTICE: "info",
}


USUAL_PAPERS = ("A3", "A4")
"""Of maps, and of everything that is bound into a report."""


class KindPanel(QFrame):
    """Kinds of pages as a list of buttons, then recipes.

    Signals
    -------
    batch_wanted(object)
        These recipes (a tuple) are to be written one after the other.
    """

    batch_wanted = pyqtSignal(object)

    def __init__(self, context: Context, session: ReportSession) -> None:
        super().__init__()
        self._context, self._session = context, session
        self._subject = Subject.RECLAIMABLE
        self._counted: tuple[object, Kind, Subject, int] | None = None
        self.setProperty("ground", "panel")
        words = context.words
        self.kinds: dict[Kind, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.subject = ChoiceField(context, words("report.subject"))
        self.list_choice = ChoiceField(context, words("report.which_list"))
        self.count = make_label(size="hint", wrap=True)
        self.recipes = RecipeList(context, session)
        self._lay_out()
        self.subject.chosen.connect(self._take_subject)
        self.list_choice.chosen.connect(self._take_list)
        self.recipes.batch.clicked.connect(
            lambda _on: self.batch_wanted.emit(self.recipes.ticked())
        )
        session.request_changed.connect(self.show_request)
        context.workspace.selection.changed.connect(self._follow_selection)
        self.show_request()

    def _lay_out(self) -> None:
        words = self._context.words
        box = fill(QVBoxLayout(), spacing=4, margins=(12, 12, 12, 12))
        box.addWidget(make_label(words("report.kinds"), size="panel", strong=True))
        for kind in Kind:
            button = make_button(words(f"report.kind_{kind}"), kind="row")
            button.setIcon(self._context.look.icon(ICONS[kind]))
            button.setToolTip(words(f"report.kind_{kind}_hint"))
            button.setCheckable(True)
            button.clicked.connect(partial(self._take_kind, kind))
            self._group.addButton(button)
            self.kinds[kind] = button
            box.addWidget(button)
        box.addWidget(self.subject)
        box.addWidget(self.list_choice)
        box.addWidget(self.count)
        box.addWidget(make_rule())
        box.addWidget(self.recipes)
        box.addStretch(1)
        lists = [
            (words(f"report.list_{view}_{only or 'all'}"), (view, only))
            for view, only in LISTS
        ]
        self.list_choice.show_choices(lists)
        inner = QWidget()
        inner.setLayout(box)
        self.setLayout(column(make_scroll(inner), spacing=0))

    def show_request(self) -> None:
        """Show which kind is asked for, and how many pages that makes."""
        request, words = self._session.request, self._context.words
        self.kinds[request.kind].setChecked(True)
        subjects = SUBJECTS.get(request.kind, ())
        self.subject.setVisible(bool(subjects))
        self.subject.show_choices(
            [(words(f"report.subject_{name}"), str(name)) for name in subjects]
        )
        self.subject.show_value(str(request.subject))
        self.list_choice.setVisible(request.kind is Kind.LIST)
        self.list_choice.show_value((request.lists.view, request.lists.only))
        self.count.setVisible(bool(subjects))
        self.count.setText(words("report.count", n=f"{self._pages():,}"))

    def take_selected(self) -> None:
        """Ask for the sheets of the land that is selected on the map."""
        self._subject = Subject.CHOSEN
        self._take_kind(Kind.PARCEL_CARDS)

    def _take_kind(self, kind: Kind, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - as Qt sends it
        subjects = SUBJECTS.get(kind, ())
        if subjects and self._subject not in subjects:
            self._subject = subjects[1]
        request = replace(self._session.request, kind=kind, **self._subjects_of(kind))
        if request.paper in USUAL_PAPERS:  # a wall map's stays
            request = replace(request, paper=USUAL_PAPERS[kind is not Kind.MAP])
        self._session.set_request(request)

    def _take_subject(self, subject: str) -> None:
        self._subject = Subject(subject)
        self._session.change(**self._subjects_of(self._session.request.kind))

    def _take_list(self, choice: tuple[str, str]) -> None:
        self._session.set_request(with_list(self._session.request, *choice))

    def _subjects_of(self, kind: Kind) -> dict[str, Any]:
        """Return whose cards are asked for; only those selected are rows already."""
        result = self._context.workspace.result
        if result is None or kind not in SUBJECTS:
            return {"subject": Subject.CHOSEN, "rows": ()}
        if self._subject is not Subject.CHOSEN:
            return {"subject": self._subject, "rows": ()}
        selected = self._context.workspace.selection.rows
        rows = chosen_rows(result, kind, selected)
        return {"subject": Subject.CHOSEN, "rows": rows}

    def _pages(self) -> int:
        """Return of how many subjects there are cards; counting is kept."""
        request, result = self._session.request, self._context.workspace.result
        if request.subject is Subject.CHOSEN or result is None:
            return len(request.rows)
        kept = self._counted
        asked = (result, request.kind, request.subject)
        if kept is None or kept[:3] != asked:
            rows = rows_of(result.analysis, request.kind, request.subject)
            self._counted = kept = (*asked, len(rows))
        return kept[3]

    def _follow_selection(self, _origin: object) -> None:
        request = self._session.request
        if request.kind in SUBJECTS and request.subject is Subject.CHOSEN:
            self._session.change(**self._subjects_of(request.kind))


class RecipeList(QWidget):
    """What was kept, each with a tick for the batch."""

    def __init__(self, context: Context, session: ReportSession) -> None:
        super().__init__()
        self._context, self._session = context, session
        self._ticks: list[tuple[Recipe, QCheckBox]] = []
        words = context.words
        self.name = QLineEdit()
        self.name.setPlaceholderText(words("report.recipe_name"))
        self.name.setAccessibleName(words("report.recipe_name"))
        self.keep = make_button(words("report.keep_recipe"), self._keep)
        self.batch = make_button(words("report.batch"))
        self.hint = make_label(words("report.no_recipes"), size="hint", wrap=True)
        self._rows = fill(QVBoxLayout(), spacing=4)
        line = row(self.name, self.keep)
        line.setStretch(0, 1)
        self.setLayout(
            column(
                make_label(words("report.recipes"), strong=True),
                self.hint,
                self._rows,
                self.batch,
                line,
            )
        )
        self.name.returnPressed.connect(self._keep)
        session.recipes_changed.connect(self.show_recipes)
        self.show_recipes()

    def show_recipes(self) -> None:
        """List what was kept."""
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._ticks = []
        for recipe in self._session.recipes:
            self._rows.addWidget(self._row_of(recipe))
        self.hint.setVisible(not self._ticks)
        self.batch.setVisible(bool(self._ticks))

    def ticked(self) -> tuple[Recipe, ...]:
        """Return the recipes that are ticked."""
        return tuple(recipe for recipe, box in self._ticks if box.isChecked())

    def _row_of(self, recipe: Recipe) -> QWidget:
        words, session = self._context.words, self._session
        tick = QCheckBox()
        tick.setChecked(True)
        tick.setAccessibleName(recipe.name)
        self._ticks.append((recipe, tick))
        use = make_button(recipe.name, partial(session.use_recipe, recipe), kind="link")
        drop = IconButton(self._context.look, "trash", words("report.drop"), px=14)
        drop.clicked.connect(lambda _on: session.drop_recipe(recipe))
        holder = QWidget()
        holder.setLayout(row(tick, use, None, drop))
        return holder

    def _keep(self) -> None:
        words, kind = self._context.words, self._session.request.kind
        usual = words(f"report.kind_{kind}")
        self._session.keep_recipe(self.name.text().strip() or usual)
        self.name.clear()
