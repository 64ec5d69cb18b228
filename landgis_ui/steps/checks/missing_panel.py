# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""待核实: parcels grouped by what they want, filled in like a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PyQt6.QtCore import QModelIndex, QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from landgis.operations.entries import EntryError, entry_heading
from landgis.operations.missing_fields import (
    Entry,
    MissingGroup,
    all_entries,
)
from landgis.operations.request_list import RequestHead, make_requests, write_requests
from landgis.project import Put
from landgis_ui.context import Context
from landgis_ui.steps.checks.corrections import EffectTeller, save
from landgis_ui.steps.checks.edits import say, say_failure
from landgis_ui.steps.checks.entries_model import EntriesModel
from landgis_ui.steps.checks.entries_view import EntriesView
from landgis_ui.steps.checks.facts import Facts
from landgis_ui.steps.checks.figures import show_number, with_unit
from landgis_ui.widgets.basics import column, make_button, make_card, make_label, row
from landgis_ui.work.selection import NOTHING, to_rows

GROUP_PX, MOST_GROUPS = 44, 3.5
FILE = "催报单.xlsx"


class MissingPanel(QWidget):
    """Groups of missing fields, and the sheet of the one that is chosen.

    Signals
    -------
    entry_changed(object)
        The `Entry` that is looked at, or None.
    """

    entry_changed = pyqtSignal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._facts: Facts | None = None
        self._groups: tuple[MissingGroup, ...] = ()
        self.groups = QListWidget()
        self.too = QCheckBox(context.words("check_step.missing_too"))
        self.model = EntriesModel(context, self)
        self.view = EntriesView(context, self.model)
        self.effect = make_label(tone="verify", wrap=True)
        self.land = make_label(tone="verify", wrap=True, strong=True)
        self._effect_card = make_card(
            column(self.effect, self.land, margins=(12, 8, 12, 8), spacing=2),
            kind="verify",
        )
        self.summary = make_label(strong=True)
        self._nothing = make_label(size="secondary", wrap=True)
        self._pages = QStackedWidget()
        self._teller = EffectTeller(context, self)
        self._lay_out()
        self._connect()

    def set_facts(self, facts: Facts) -> None:
        """Show the missing fields of another result; the group stays, if it can."""
        self._facts = facts
        self._fill_groups()

    def refresh(self) -> None:
        """Take what was entered from the documents again."""
        self.model.refresh()

    def locate(self, line: int) -> None:
        """Let the map show the parcel of a line."""
        entry = self.model.entry(line)
        if entry is not None and self._facts is not None:
            workspace = self._context.workspace
            workspace.selection.set([entry.parcel], origin=self)
            bounds = self._facts.finder.bounds_of((entry.parcel,))
            workspace.show_on_map(rows=[entry.parcel], bounds=bounds)

    def export(self, path: Path) -> None:
        """Write the list of what is asked from whom."""
        facts, workspace = self._facts, self._context.workspace
        if facts is None or facts.frames is None:
            return
        frames = facts.frames
        entries = all_entries(
            self._groups,
            parcels=frames.parcels,
            firms=frames.firms,
            links=frames.links,
        )
        head = RequestHead(project=frames.project, reference_date=frames.reference_date)
        job = workspace.jobs.start(
            write_requests,
            path,
            make_requests(entries),
            head=head,
            title=self._context.words("check_step.exporting"),
        )
        job.succeeded.connect(self._say_exported)
        job.failed.connect(self._say_failure)

    def _fill_groups(self) -> None:
        facts = self._facts
        kept = self._chosen()
        if facts is not None:
            self._groups = facts.missing_too if self.too.isChecked() else facts.missing
        self.groups.clear()
        words = self._context.words
        for group in self._groups:
            mu = with_unit(show_number(group.mu), words("check_step.mu"))
            text = words(
                "check_step.missing_group",
                fields=group.title,
                n=len(group.parcels),
                mu=mu,
            )
            item = QListWidgetItem(text)
            item.setToolTip(text)
            item.setSizeHint(QSize(0, self._context.look.px(GROUP_PX)))
            self.groups.addItem(item)
        rows = min(len(self._groups), MOST_GROUPS)
        height = self._context.look.px(rows * GROUP_PX) + 4
        self.groups.setFixedHeight(height)
        self._sum_up()
        same = [
            number
            for number, group in enumerate(self._groups)
            if kept is not None and group.fields == kept.fields
        ]
        self.groups.setCurrentRow(same[0] if same else 0)
        if not self._groups:
            self._show_group(-1)

    def _sum_up(self) -> None:
        words, facts = self._context.words, self._facts
        parcels = to_rows(
            np.concatenate([NOTHING, *(group.parcels for group in self._groups)])
        )
        mu = 0.0
        if facts is not None and facts.frames is not None and len(parcels):
            mu = float(facts.frames.parcels["mu"].reindex(parcels).sum())
        self.summary.setText(
            words(
                "check_step.missing_sum",
                n=len(parcels),
                mu=with_unit(show_number(mu), words("check_step.mu")),
            )
        )
        has_result = facts is not None and facts.frames is not None
        message = "check_step.nothing_missing" if has_result else "check_step.no_result"
        self._nothing.setText(words(message))
        self._pages.setCurrentIndex(0 if self._groups else 1)

    def _chosen(self) -> MissingGroup | None:
        number = self.groups.currentRow()
        return self._groups[number] if 0 <= number < len(self._groups) else None

    def _show_group(self, _number: int) -> None:
        group, facts = self._chosen(), self._facts
        self._tell("", "")
        if group is None or facts is None or facts.frames is None:
            self.model.set_entries((), ())
            self.entry_changed.emit(None)
            return
        self.model.set_entries(facts.lines_of(group), group.fields)

    def _show_line(self, line: int) -> None:
        entry: Entry | None = self.model.entry(line)
        # A list that nobody sees must not take the selection from the map.
        if entry is not None and self.isVisible():
            self._context.workspace.selection.set([entry.parcel], origin=self)
        self.entry_changed.emit(entry)

    def _ask(self, index: QModelIndex, typed: str) -> None:
        try:
            put = self.model.try_put(index, typed)
        except EntryError:
            put = None
        self._teller.ask(() if put is None or put.value is None else (put,))

    def _save(self, puts: tuple[Put, ...]) -> None:
        group = self._chosen()
        if group is None:
            return
        role, row_, field = _parts(puts[0])
        title = entry_heading(role, field)
        save(self._context, puts, title=title, row=row_)
        self._teller.ask(puts)

    def _refuse(self, count: int) -> None:
        text = self._context.words("check_step.refused", n=count)
        self._notify(text, tone="look")

    def _tell(self, first: str, second: str) -> None:
        self.effect.setText(first)
        self.land.setText(second)
        self.land.setVisible(bool(second))
        self._effect_card.setVisible(bool(first))

    def _connect(self) -> None:
        self.groups.currentRowChanged.connect(self._show_group)
        self.too.toggled.connect(lambda _: self._fill_groups())
        self.model.filled.connect(self._save)
        self.model.refused.connect(self._refuse)
        self.view.line_changed.connect(self._show_line)
        self.view.locate_asked.connect(self.locate)
        self.view.typed.connect(self._ask)
        self._teller.told.connect(self._tell)

    def _lay_out(self) -> None:
        words = self._context.words
        self.groups.setAccessibleName(words("check_step.groups"))
        self.groups.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._effect_card.hide()
        work, nothing = QWidget(), QWidget()
        inner = column(self.groups, self.view, self._effect_card, spacing=8)
        inner.setStretch(1, 1)
        work.setLayout(inner)
        nothing.setLayout(column(self._nothing, None, margins=(4, 16, 4, 16)))
        self._pages.addWidget(work)
        self._pages.addWidget(nothing)
        export = make_button(
            words("check_step.export_requests"), self._ask_export, kind="link"
        )
        keys = make_label(words("check_step.entry_keys"), size="hint", wrap=True)
        head = column(row(self.summary, None), self.too, spacing=4)
        whole = column(
            head,
            self._pages,
            keys,
            row(None, export),
            margins=(12, 10, 12, 8),
            spacing=8,
        )
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _ask_export(self) -> None:
        path = self._context.workspace.path()
        folder = Path() if path is None else path.parent
        dialog = QFileDialog(self, "", str(folder), "xlsx (*.xlsx)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(FILE)
        dialog.fileSelected.connect(lambda chosen: self.export(Path(chosen)))
        dialog.open()

    def _say_exported(self, path: Path) -> None:
        self._notify(
            self._context.words("check_step.exported", file=path.name), tone="done"
        )

    def _say_failure(self, error: object) -> None:
        say_failure(self._context, error)

    def _notify(self, text: str, *, tone: str) -> None:
        say(self._context, text, tone=tone)


def _parts(put: Put) -> tuple[str, str, str]:
    """Return role, row and field of a correction's document."""
    role, _, rest = put.id.partition("|")
    row_, _, field = rest.rpartition("|")
    return role, row_, field
