# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Name, region and reference date of the project, and where its file lies."""

from __future__ import annotations

from datetime import date

from PyQt6.QtCore import QDate
from PyQt6.QtWidgets import QDateEdit, QLineEdit, QVBoxLayout, QWidget

from landgis.operations.terms_trial import Terms
from landgis.project import Changes, Edit, Put
from landgis_ui.context import Context
from landgis_ui.frame.panels.terms import TermsEffect
from landgis_ui.widgets.basics import fill, make_label

PROJECT = "project"


class ProjectPanel(QWidget):
    """A name changes at once; another date shows its effect first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._workspace = context, context.workspace
        words = context.words
        self.name = QLineEdit()
        self.region = QLineEdit()
        self.day = QDateEdit()
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.place = make_label(size="hint", wrap=True)
        self.effect = TermsEffect(context, self._take_day)
        box = QVBoxLayout(self)
        fill(box, margins=(16, 12, 16, 12), spacing=6)
        for key, field in (
            ("name", self.name),
            ("region", self.region),
            ("day", self.day),
        ):
            label = words(f"project_panel.{key}")
            field.setAccessibleName(label)
            box.addWidget(make_label(label, size="hint"))
            box.addWidget(field)
        box.addWidget(
            make_label(words("project_panel.day_note"), size="hint", wrap=True)
        )
        box.addWidget(self.effect)
        box.addWidget(make_label(words("project_panel.place"), size="hint"))
        box.addWidget(self.place)
        box.addStretch(1)
        self.setFocusProxy(self.name)
        self.name.editingFinished.connect(self._rename)
        self.region.editingFinished.connect(self._move)
        self.day.dateChanged.connect(self._offer_day)
        self._workspace.project_changed.connect(self.show_project)
        self._workspace.documents_changed.connect(self._follow)
        self.show_project()

    def show_project(self) -> None:
        """Read the project's description again."""
        document = self._document()
        store = self._workspace.store
        can = store is not None and not store.read_only
        for field in (self.name, self.region, self.day):
            field.setEnabled(can)
        self.name.setText(str(document.get("name") or ""))
        self.region.setText(str(document.get("region") or ""))
        day = str(document.get("reference_date") or "")
        if day:
            self.day.setDate(QDate.fromString(day, "yyyy-MM-dd"))
        self.place.setText("" if store is None else str(store.path))
        self._offer_day()

    def _document(self) -> dict[str, object]:
        store = self._workspace.store
        return dict((None if store is None else store.document(PROJECT, PROJECT)) or {})

    def _follow(self, changes: Changes) -> None:
        if PROJECT in changes.kinds or not changes.kinds:
            self.show_project()  # without any, the right to write was lost

    def _day(self) -> date:
        found = self.day.date()
        return date(found.year(), found.month(), found.day())

    def _offer_day(self) -> None:
        is_new = self._document().get("reference_date") != self._day().isoformat()
        self.effect.offer(Terms(reference_date=self._day()) if is_new else None)

    def _rename(self) -> None:
        name = self.name.text().strip()
        if name:
            self._change("history.rename", {"name": name}, name=name)

    def _move(self) -> None:
        self._change("history.project", {}, region=self.region.text().strip())

    def _take_day(self) -> None:
        day = self._day().isoformat()
        self._change("history.reference_date", {"date": day}, reference_date=day)
        if self._workspace.result is not None:
            self._context.flows.run_analysis()

    def _change(self, text: str, params: dict[str, str], **values: str) -> None:
        document, store = self._document(), self._workspace.store
        if store is None or store.read_only:
            return  # a field that loses the keyboard while the project is closed
        if all(document.get(name) == value for name, value in values.items()):
            return
        put = Put(PROJECT, PROJECT, {**document, **values})
        self._workspace.do(Edit(text=text, params=dict(params), puts=(put,)))
