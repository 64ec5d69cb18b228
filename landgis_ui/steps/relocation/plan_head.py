# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan's name, the other plans, and what can be done with it as a whole."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QComboBox, QFrame, QMenu

from landgis.relocation.wishes import PRESETS, PlanWishes, preset
from landgis_ui.context import Context
from landgis_ui.steps.relocation.plan_edits import PlanEdits
from landgis_ui.steps.relocation.questions import PlanQuestions
from landgis_ui.steps.relocation.session import PlanSession
from landgis_ui.widgets.basics import IconButton, column, make_chip, make_label, row

LONGEST_NAME = 40


class PlanHead(QFrame):
    """Title, choice of the plan, and a menu."""

    def __init__(
        self, context: Context, session: PlanSession, questions: PlanQuestions
    ) -> None:
        super().__init__()
        self._context, self._session = context, session
        self._questions, self._edits = questions, PlanEdits(session)
        words = context.words
        self.title = make_label(words("relocation.title"), size="panel", strong=True)
        self.count = make_label(size="secondary")
        self.record = make_chip(words("relocation.of_record"), tone="ok")
        self.choice = QComboBox()
        self.choice.setAccessibleName(words("relocation.choose_plan"))
        self.choice.setEditable(True)
        self.choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.choice.setToolTip(words("relocation.rename_hint"))
        edit = self.choice.lineEdit()
        if edit is not None:
            edit.setMaxLength(LONGEST_NAME)
            edit.editingFinished.connect(self._rename)
        self.more = IconButton(context.look, "more", words("relocation.plan_menu"))
        self.more.clicked.connect(lambda _on: self._open_menu())
        self.new = IconButton(context.look, "plus", words("relocation.new_plan"))
        self.new.clicked.connect(lambda _on: session.new_plan())
        self.choice.activated.connect(self._choose)
        box = row(self.choice, self.new, self.more)
        box.setStretch(0, 1)
        head = row(self.title, self.count, None, self.record)
        self.setLayout(column(head, box, margins=(16, 12, 16, 8)))
        session.plans_changed.connect(self.show_plans)
        session.view_changed.connect(self._show_count)
        self.show_plans()
        self._show_count()

    def show_plans(self) -> None:
        """Show which plans there are."""
        session = self._session
        plan = session.plan
        self.choice.blockSignals(True)
        self.choice.clear()
        for place, each in enumerate(session.plans):
            self.choice.addItem(each.name, each.id)
            if plan is not None and each.id == plan.id:
                self.choice.setCurrentIndex(place)
        self.choice.blockSignals(False)
        self.record.setVisible(plan is not None and plan.is_record)
        self._allow()
        self.choice.setEnabled(bool(session.plans))

    def menu(self) -> QMenu:
        """Return what can be done with the plan."""
        words, session, plan = self._context.words, self._session, self._session.plan
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if plan is None:
            return menu
        wishes = plan.wishes
        menu.addAction(
            words("relocation.copy_plan"), partial(session.new_plan, copy_of=plan.id)
        )
        for name in PRESETS:
            text = words(f"relocation.preset_{name}")
            menu.addAction(text, partial(self._add_preset, plan.id, name, wishes))
        menu.addSeparator()
        if plan.is_record:
            menu.addAction(words("relocation.withdraw"), self._edits.withdraw)
        else:
            accept = menu.addAction(words("relocation.accept"), self._questions.accept)
            if accept is not None:
                accept.setEnabled(plan.solved is not None)
        menu.addSeparator()
        menu.addAction(words("relocation.delete_plan"), self._edits.delete)
        return menu

    def _add_preset(self, plan: str, name: str, wishes: PlanWishes) -> None:
        after = self._context.words(f"relocation.after_{name}")
        wishes = preset(name, wishes)
        self._session.new_plan(copy_of=plan, wishes=wishes, after=after)

    def _open_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _choose(self, place: int) -> None:
        self._session.choose(str(self.choice.itemData(place)))

    def _rename(self) -> None:
        plan, name = self._session.plan, self.choice.currentText().strip()
        if plan is None or not self._session.can_edit:
            return
        if not name:
            self.show_plans()
        elif name != plan.name:
            self._edits.rename(name)

    def _show_count(self) -> None:
        view = self._session.view
        n = 0 if view is None else len(view.firms)
        self._allow()
        self.count.setText(
            self._context.words("relocation.firm_count", n=n) if n else ""
        )

    def _allow(self) -> None:
        is_ready = self._context.workspace.result is not None
        for widget in (self.new, self.more):
            widget.setEnabled(self._session.can_edit and is_ready)
