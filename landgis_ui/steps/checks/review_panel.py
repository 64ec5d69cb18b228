# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The firm under review, how far the review is, and the decisions of other years."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog, QFrame, QProgressBar, QStackedWidget, QWidget

from landgis.join import DecisionFile, read_decisions, write_decisions
from landgis.operations.review import mark_differences
from landgis.operations.review_decisions import (
    DOCUMENT,
    from_decisions,
    merge,
    to_decisions,
)
from landgis.project import Edit, Put
from landgis_ui.context import Context
from landgis_ui.steps.checks.candidates import facts_grid, mark, rich_label
from landgis_ui.steps.checks.edits import commit, say, say_failure
from landgis_ui.steps.checks.facts import Facts
from landgis_ui.steps.checks.figures import show_number, with_unit
from landgis_ui.steps.checks.firm_queue import FirmQueue
from landgis_ui.steps.checks.session import ReviewSession
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_card,
    make_label,
    row,
)
from landgis_ui.widgets.figures import UNKNOWN

FILE = "匹配决定.csv"


class ReviewPanel(QWidget):
    """The left side of the join review; the candidates stand on the right."""

    def __init__(self, context: Context, session: ReviewSession) -> None:
        super().__init__()
        self._context, self._session = context, session
        self._facts: Facts | None = None
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.told = make_label(strong=True)
        self.effect = make_label(size="hint", wrap=True)
        self.queue = FirmQueue(context, session)
        self._card = QFrame()
        self._nothing = make_label(size="secondary", wrap=True)
        self._pages = QStackedWidget()
        self._lay_out()
        session.moved.connect(self._show_firm)
        session.decided.connect(self._show_progress)
        session.list_changed.connect(self._show_progress)

    def set_facts(self, facts: Facts) -> None:
        """Review the firms of another result."""
        self._facts = facts
        self._session.set_review(facts.review)  # which tells what to show

    def fly(self) -> None:
        """Let the map show the candidate that is looked at."""
        candidate, workspace = self._session.candidate, self._context.workspace
        if candidate is None or self._facts is None or not self.isVisible():
            return
        workspace.selection.set(candidate.parcels, origin=self)
        bounds = self._facts.finder.bounds_of(candidate.parcels)
        workspace.show_on_map(rows=list(candidate.parcels), bounds=bounds)

    def import_file(self, path: Path) -> None:
        """Take over the decisions of a csv; later ones count."""
        job = self._context.workspace.jobs.read(read_decisions, path)
        job.succeeded.connect(self._adopt)
        job.failed.connect(self._say_failure)

    def export_file(self, path: Path) -> None:
        """Put all decisions into a csv, beside what it holds already."""
        decisions = to_decisions(self._session.decisions.values())
        job = self._context.workspace.jobs.read(write_decisions, path, decisions)
        done = self._context.words("check_step.exported", file=path.name)
        job.succeeded.connect(lambda _: self._notify(done, tone="done"))
        job.failed.connect(self._say_failure)

    def _adopt(self, found: DecisionFile) -> None:
        words, store = self._context.words, self._context.workspace.store
        decisions = from_decisions(found.decisions)
        if store is None or not decisions:
            self._notify(words("check_step.imported_none"), tone="look")
            return
        earlier = self._session.decisions
        puts = tuple(
            Put(DOCUMENT, key, merge(earlier.get(key), each).to_json())
            for key, each in decisions.items()
        )
        params = {"n": len(puts)}
        edit = Edit(text="check_step.history_imported", params=params, puts=puts)
        if not commit(self._context, edit, is_told=False):
            return
        bad = sum(finding.count for finding in found.findings)
        message = "check_step.imported_some" if bad else "check_step.history_imported"
        text = words(message, n=len(puts), bad=bad)
        self._notify(text, tone="look" if bad else "done")

    def _show_progress(self) -> None:
        words, tally = self._context.words, self._session.tally()
        self.progress.setRange(0, max(1, tally.total))
        self.progress.setValue(tally.done)
        self.told.setText(
            words("check_step.reviewed", done=tally.done, total=tally.total)
        )
        effect = ""
        if tally.firms:
            effect = words(
                "check_step.review_effect",
                firms=tally.firms,
                parcels=tally.parcels,
                mu=with_unit(show_number(tally.mu), words("check_step.mu")),
            )
        self.effect.setText(effect)
        self.effect.setVisible(bool(effect))
        has_result = self._facts is not None and self._facts.review is not None
        message = "check_step.no_candidates" if has_result else "check_step.no_result"
        self._nothing.setText(words(message))
        self._pages.setCurrentIndex(0 if self._session.order else 1)

    def _show_firm(self) -> None:
        card = self._make_card()
        layout = self._pages.widget(0).layout()  # type: ignore[union-attr]  # made in _lay_out
        if layout is not None:
            layout.replaceWidget(self._card, card)
        self._card.deleteLater()
        self._card = card
        self.fly()

    def _make_card(self) -> QFrame:
        case, candidate = self._session.case, self._session.candidate
        if case is None:
            return QFrame()
        words, firm = self._context.words, case.firm
        shown = firm.name or UNKNOWN
        if candidate is not None and candidate.score is not None:
            spans, _ = mark_differences(firm.name, candidate.other_name)
            colour = self._context.look.theme.bad
            name = rich_label(mark(firm.name, spans, colour=colour), size="panel")
        else:
            name = make_label(shown, size="panel", wrap=True)
        mu, wan = words("check_step.mu"), words("check_step.wan")
        facts = [
            (words("check_step.code"), firm.code or UNKNOWN),
            (words("check_step.address"), firm.address or UNKNOWN),
            (words("check_step.town"), firm.town or UNKNOWN),
            (words("check_step.tax"), with_unit(show_number(firm.tax_wan), wan)),
            (words("check_step.land"), with_unit(show_number(firm.land_mu), mu)),
        ]
        return make_card(
            column(name, facts_grid(facts), margins=(12, 10, 12, 10), spacing=6)
        )

    def _lay_out(self) -> None:
        words = self._context.words
        files = row(
            make_button(
                words("check_step.import_decisions"), self._ask_import, kind="link"
            ),
            None,
            make_button(
                words("check_step.export_decisions"), self._ask_export, kind="link"
            ),
            margins=(12, 4, 12, 8),
        )
        work, nothing = QWidget(), QWidget()
        inner = column(self._card, self.queue, margins=(12, 4, 12, 0), spacing=8)
        inner.setStretch(1, 1)
        work.setLayout(inner)
        nothing.setLayout(column(self._nothing, None, margins=(16,) * 4))
        self._pages.addWidget(work)
        self._pages.addWidget(nothing)
        head = column(
            row(self.told, None),
            self.progress,
            self.effect,
            margins=(12, 10, 12, 4),
            spacing=6,
        )
        whole = column(head, self._pages, files, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _ask_import(self) -> None:
        dialog = self._dialog()
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.import_file(Path(path)))
        dialog.open()

    def _ask_export(self) -> None:
        dialog = self._dialog()
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # Decisions that the file holds already stay in it.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(FILE)
        dialog.fileSelected.connect(lambda path: self.export_file(Path(path)))
        dialog.open()

    def _dialog(self) -> QFileDialog:
        path = self._context.workspace.path()
        folder = "" if path is None else str(path.parent)
        dialog = QFileDialog(self, "", folder, "csv (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _say_failure(self, error: object) -> None:
        say_failure(self._context, error)

    def _notify(self, text: str, *, tone: str) -> None:
        say(self._context, text, tone=tone)
