# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The middle of the data step: what was found in a file and why, put right in place."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QLabel, QMenu, QWidget

from landgis.operations.import_trial import ImportTrial
from landgis_ui.context import Context
from landgis_ui.steps.data.describe import (
    field_counts,
    foot,
    outcome,
    role_title,
    roles_for,
    whole,
)
from landgis_ui.steps.data.entries import (
    CHOOSE,
    LOST,
    ROLE,
    SURE,
    FileEntry,
    FileState,
    doubts_of,
)
from landgis_ui.steps.data.evidence import cards_of
from landgis_ui.steps.data.evidence_cards import EvidenceCards
from landgis_ui.steps.data.field_table import FieldTable
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_chip,
    make_label,
    make_panel,
    row,
)
from landgis_ui.widgets.elided import ElidedLabel

MOST_NAME_PX = 300


class WizardHead(QWidget):
    """The file's name, what it is taken for, which sheet, and what was mended.

    Signals
    -------
    role_chosen(str), part_chosen(str)
        Another role, or another sheet of the file.
    repairs_wanted()
        Show what was mended.
    """

    role_chosen = pyqtSignal(str)
    part_chosen = pyqtSignal(str)
    repairs_wanted = pyqtSignal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = context.words
        self._context = context
        self._name = make_label(size="title")
        self.role_button = make_button("", kind="chip")
        self.role_button.setMenu(QMenu(self.role_button))
        self.part_button = make_button("", kind="chip")
        self.part_button.setMenu(QMenu(self.part_button))
        self._outcome = make_label(size="secondary")
        self.repairs = make_button(
            words("data.see_repairs"), self.repairs_wanted.emit, kind="link"
        )
        self._hint = make_label(words("data.wizard_hint"), size="secondary", wrap=True)
        top = row(
            self._name,
            self.role_button,
            self.part_button,
            None,
            self._outcome,
            self.repairs,
            spacing=10,
        )
        top.setStretch(3, 1)
        self.setLayout(column(top, self._hint, margins=(16, 10, 16, 6), spacing=4))

    def show_entry(self, entry: FileEntry) -> None:
        """Show a file."""
        words, trial = self._context.words, entry.trial
        self._name.ensurePolished()
        self._name.setText(
            self._name.fontMetrics().elidedText(
                entry.path.name,
                Qt.TextElideMode.ElideMiddle,
                self._context.look.px(MOST_NAME_PX),
            )
        )
        self._name.setToolTip(str(entry.path))
        role = role_title(words, entry.shown_role)
        known = "data.taken_for" if entry.role is None else "data.set_as"
        text = (
            words("data.role.none")
            if entry.shown_role is None
            else words(known, role=role)
        )
        self.role_button.setText(text)
        self.role_button.setAccessibleName(words("data.role_name", role=role))
        for widget in (self.role_button, self._outcome):
            widget.setVisible(trial is not None)
        self.repairs.setVisible(trial is not None and trial.repaired > 0)
        hint = "data.remembered_hint" if entry.is_remembered else "data.wizard_hint"
        self._hint.setText(words(hint))
        self.part_button.setVisible(trial is not None and _is_many(trial))
        if trial is not None:
            self._outcome.setText(outcome(words, trial))
            self._fill_roles(entry, trial)
            self._fill_parts(entry, trial)

    def _fill_roles(self, entry: FileEntry, trial: ImportTrial) -> None:
        menu = self.role_button.menu()
        if menu is None:
            return
        menu.clear()
        for role in roles_for(trial):
            action = menu.addAction(role_title(self._context.words, role))
            if action is not None:
                action.setCheckable(True)
                action.setChecked(role == entry.shown_role)
                action.triggered.connect(partial(self._choose_role, role))

    def _fill_parts(self, entry: FileEntry, trial: ImportTrial) -> None:
        menu = self.part_button.menu()
        if menu is None:
            return
        menu.clear()
        part = entry.part or trial.part or ""
        self.part_button.setText(self._context.words("data.sheet", name=part))
        for name in trial.parts:
            action = menu.addAction(name)
            if action is not None:
                action.triggered.connect(partial(self._choose_part, name))

    def _choose_role(self, role: str) -> None:
        self.role_chosen.emit(role)

    def _choose_part(self, name: str) -> None:
        self.part_chosen.emit(name)


class FieldsHead(QWidget):
    """How many columns are recognised, and whether all needed fields are there.

    Signals
    -------
    doubt_wanted()
        Go to the next doubtful column.
    """

    doubt_wanted = pyqtSignal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = context.words
        self._context = context
        self._counts = make_label(size="secondary")
        self.doubts = make_button("", self.doubt_wanted.emit, kind="chip")
        self.complete = make_chip(words("data.fields_complete"), tone="ok")
        note = ElidedLabel(words("data.mapping_note"))
        note.setProperty("textSize", "secondary")
        note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = row(
            make_label(words("data.fields_head"), strong=True),
            self._counts,
            self.doubts,
            self.complete,
            margins=(16, 8, 16, 8),
            spacing=10,
        )
        layout.addWidget(note, 1)
        self.setLayout(layout)

    def show_trial(self, trial: ImportTrial) -> None:
        """Count the columns."""
        words = self._context.words
        auto, doubtful, unused = field_counts(trial.fields)
        self._counts.setText(
            words(
                "data.fields_counts",
                n=len(trial.fields),
                auto=auto,
                doubtful=doubtful,
                unused=unused,
            )
        )
        self.doubts.setText(words("data.to_look", n=doubtful))
        self.doubts.setVisible(doubtful > 0)
        must = any(field.confidence == CHOOSE for field in trial.fields)
        self.complete.setVisible(not must and not trial.open_fields)


class WizardFoot(QFrame):
    """What is left to decide and what it costs; skip the file or use it.

    Signals
    -------
    skipped(), used(), removed()
        Leave the file out; make it part of the project; take it out of it.
    """

    skipped = pyqtSignal()
    used = pyqtSignal()
    removed = pyqtSignal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words, look = context.words, context.look
        self._context = context
        self._icon = QLabel()
        self.price = make_label(size="secondary", wrap=True)
        self.skip = make_button(words("data.skip"), self.skipped.emit)
        self.stop = make_button(words("data.stop_using"), self.removed.emit)
        self.use = make_button(words("data.use"), self.used.emit, kind="primary")
        self.use.setIcon(look.icon("check", look.theme.on_accent))
        self.setProperty("ground", "panel")
        self.setProperty("edge", "top")
        layout = row(self._icon, margins=(16, 10, 16, 10), spacing=8)
        layout.addWidget(self.price, 1)
        for button in (self.skip, self.stop, self.use):
            layout.addWidget(button)
        self.setLayout(layout)

    def show_entry(self, entry: FileEntry, *, can_write: bool) -> None:
        """Say what using the file means now."""
        words, look = self._context.words, self._context.look
        is_open = any(doubt.must_choose for doubt in doubts_of(entry))
        side = look.px(16)
        icon = look.icon("info", look.theme.warn if is_open else look.theme.ink3)
        self._icon.setPixmap(icon.pixmap(side, side))
        text = foot(words, entry)
        if entry.shown_role is None:
            text = words("data.foot_role")
        elif any(doubt.kind == ROLE for doubt in doubts_of(entry)):
            role = role_title(words, entry.shown_role)
            text = words("data.foot_role_weak", role=role)
        elif entry.is_used and not entry.is_changed:
            text = words("data.foot_used", role=role_title(words, entry.shown_role))
        self.price.setText(text)
        in_use = entry.is_used and not entry.is_changed
        self.use.setVisible(not in_use)
        self.skip.setVisible(not entry.is_used)
        self.stop.setVisible(entry.is_used)
        self.stop.setEnabled(can_write)
        self.use.setEnabled(entry.is_usable and can_write)
        self.use.setToolTip("" if can_write else words("data.read_only_project"))
        has_lost = any(doubt.kind == LOST for doubt in doubts_of(entry))
        kept = entry.trial.features if entry.trial is not None else 0
        self.use.setText(
            words("data.take_readable", n=whole(kept))
            if has_lost
            else words("data.use")
        )


class Wizard(QWidget):
    """Head, evidence, columns and foot for the file that is looked at.

    Signals
    -------
    way_chosen(str, str)
        Kind of an evidence card, and the alternative.
    """

    way_chosen = pyqtSignal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.head = WizardHead(context)
        self.evidence = EvidenceCards(context)
        self.fields_head = FieldsHead(context)
        self.table = FieldTable(context)
        self.foot = WizardFoot(context)
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = column(
            self.head,
            self.evidence,
            make_panel(row(self.fields_head), edge="top"),
            spacing=0,
        )
        layout.addWidget(self.table, 1)
        layout.addWidget(self.foot)
        self.setLayout(layout)
        self.evidence.chosen.connect(self.way_chosen)
        self.fields_head.doubt_wanted.connect(self.table.next_doubt)

    def show_entry(self, entry: FileEntry, *, can_write: bool) -> None:
        """Show a file that has been read."""
        self.head.show_entry(entry)
        trial = entry.trial
        is_read = trial is not None
        for part in (self.evidence, self.fields_head, self.table):
            part.setVisible(is_read)
        busy = entry.state in {FileState.READING, FileState.STORING}
        for widget in (self.evidence, self.table, self.foot.use):
            widget.setEnabled(not busy)
        if trial is not None:
            self.evidence.show_cards(cards_of(self._context.words, entry))
            self.fields_head.show_trial(trial)
            self.table.fields.set_fields(trial.fields, entry.shown_role)
        self.foot.show_entry(entry, can_write=can_write and not busy)

    @property
    def doubtful(self) -> int:
        """How many columns somebody should look at."""
        fields = self.table.fields
        return sum(fields.field(n).confidence != SURE for n in range(fields.rowCount()))


def _is_many(trial: ImportTrial) -> bool:
    """Whether a workbook has several sheets to choose from."""
    return not trial.role.is_layer and len(trial.parts) > 1
