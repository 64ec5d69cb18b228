# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""对比两次结果: an earlier result beside the present one, with every difference."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from landgis.errors import LandGISError
from landgis.operations.stored_analysis import StoredResult
from landgis.operations.stored_trial import (
    Compared,
    Earlier,
    compare_with,
    export_comparison,
    kept_results,
)
from landgis_ui.context import Context
from landgis_ui.whatif.compare_lists import (
    FIRMS,
    PARCELS,
    classes_after,
    list_of,
    of_cell,
    of_change,
    status_word,
)
from landgis_ui.whatif.compare_view import ChangeButtons, Matrix, SumRows
from landgis_ui.whatif.files import ask_source, ask_target
from landgis_ui.whatif.lists import parcels_of_firm
from landgis_ui.whatif.rows import NOTHING, RowsView
from landgis_ui.whatif.trial_colours import trial_colouring, trial_legend
from landgis_ui.whatif.trial_view import LEAST_PX
from landgis_ui.widgets.basics import (
    column,
    fill,
    make_button,
    make_label,
    make_panel,
    make_rule,
    make_scroll,
    row,
)
from landgis_ui.work.jobs import Job
from landgis_ui.work.workspace import Notice


class ComparePanel(QFrame):
    """Choose the earlier result; then sums, changes, matrix, list, and the map."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._workspace = context, context.workspace
        self.compared: Compared | None = None
        self._result: StoredResult | None = None
        self._earlier: Earlier | Path | None = None
        self._job: Job | None = None
        self._listed = PARCELS
        self._make_widgets()
        self._lay_out()
        self.setMinimumWidth(context.look.px(LEAST_PX))
        self.changes.chosen.connect(self.list_change)
        self.matrix.picked.connect(self.list_cell)
        self.list.picked.connect(self._pick)
        self.choice.activated.connect(self._choose)
        self._workspace.result_changed.connect(self._on_result)
        self._workspace.project_changed.connect(self._on_project)
        context.look.changed.connect(self._show_map)
        self._on_project()

    def _make_widgets(self) -> None:
        context, words = self._context, self._context.words
        self.setProperty("ground", "panel")
        self.choice = QComboBox()
        self.choice.setAccessibleName(words("compare.choose"))
        self.folder = make_button(words("compare.folder"), self._ask_folder)
        self.file = make_button(words("compare.file"), self._ask_file)
        self.sentence = make_label(size="secondary", wrap=True)
        self.stop = make_button(words("compare.stop"), self._stop, kind="link")
        self.sums = SumRows(context)
        self.adds_up = make_label(size="hint", tone="ok", wrap=True)
        self.changes = ChangeButtons(context)
        self.matrix = Matrix(context)
        self.list_title = make_label(strong=True, wrap=True)
        self.list = RowsView(context, words("compare.list"))
        self.export = make_button(words("compare.export"), self._ask_export)

    def _lay_out(self) -> None:
        words = self._context.words
        self.body = make_scroll(_pane(self))
        self.foot = make_panel(row(None, self.export, margins=(16, 8, 16, 8)))
        head = column(
            make_label(words("compare.choose"), size="hint"),
            self.choice,
            row(self.folder, self.file, None),
            row(self.sentence, self.stop),
            margins=(16, 8, 16, 4),
        )
        self._rest = QWidget()
        box = QVBoxLayout(self)
        fill(box, head, self.body, self._rest, make_rule(), self.foot, spacing=0)
        box.setStretch(1, 1)
        box.setStretch(2, 1)
        self.setFocusProxy(self.choice)

    def compare_path(self, path: Path) -> None:
        """Compare with an OUT folder or another project file."""
        self.compare(path)

    def compare(self, earlier: Earlier | Path) -> None:
        """Compare with an earlier result."""
        result, path = self._workspace.result, self._workspace.path()
        self._earlier = earlier
        if result is None or path is None:
            return
        self._stop()
        self.compared = None
        title = self._context.words("compare.running")
        job = self._workspace.jobs.start(
            compare_with, earlier, (path, result.id), title=title
        )
        self._job = job
        job.succeeded.connect(lambda found: self._take(result, found))
        job.failed.connect(self._tell_failure)
        job.finished.connect(lambda: self._end(job))
        self._show_state()

    def list_change(self, kind: str, change: str) -> None:
        """List the parcels or firms that changed so, and select them."""
        if self.compared is not None:
            rows = of_change(getattr(self.compared.comparison, kind), change)
            self._list(kind, rows, self._context.words(f"compare.{kind}.{change}"))

    def list_cell(self, before: str, after: str) -> None:
        """List the parcels of a cell of the matrix, and select them."""
        if self.compared is not None:
            rows = of_cell(self.compared.comparison.parcels, before, after)
            title = f"{status_word(before)} → {status_word(after)}"
            self._list(PARCELS, rows, title)

    def export_to(self, path: Path) -> Job | None:
        """Write the comparison into a workbook."""
        if self.compared is None:
            return None
        words = self._context.words
        job = self._workspace.jobs.start(
            export_comparison, self.compared, path, title=words("compare.export")
        )
        text = words("compare.exported", file=path.name)
        job.succeeded.connect(lambda _path: self._workspace.notify(Notice(text=text)))
        job.failed.connect(self._tell_failure)
        return job

    def showEvent(self, event: QShowEvent | None) -> None:
        """Offer the results that are there now, and colour the map."""
        super().showEvent(event)
        self._offer()
        if self._earlier is not None and self._result is not self._workspace.result:
            self.compare(self._earlier)
        self._show_map()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Give the map its own colours back."""
        super().hideEvent(event)
        if event is not None and not event.spontaneous():
            self._workspace.map_state.set_trial(None)

    def _on_project(self) -> None:
        self._earlier, self.compared = None, None
        self._offer()
        self._show_state()

    def _on_result(self) -> None:
        self.compared = None
        if self.isVisible():
            self._offer()
            if self._earlier is not None:
                self.compare(self._earlier)
        self._show_state()

    def _offer(self) -> None:
        """Offer the earlier results of this project."""
        words, store = self._context.words, self._workspace.store
        kept = () if store is None else kept_results(store)
        self.choice.clear()
        self.choice.addItem(words("compare.pick" if kept else "compare.none_kept"), "")
        for one in kept:
            time = one.time.astimezone()
            said = words(
                "compare.kept",
                time=f"{time:%Y-%m-%d %H:%M}",
                person=one.person,
                date=one.reference_date,
                profile=one.profile,
            )
            self.choice.addItem(said, one.dataset)
        self.choice.setEnabled(bool(kept))
        if isinstance(self._earlier, Earlier):
            place = self.choice.findData(self._earlier.dataset)
            self.choice.setCurrentIndex(max(0, place))

    def _choose(self) -> None:
        path, dataset = self._workspace.path(), str(self.choice.currentData() or "")
        if path is not None and dataset:
            self.compare(Earlier(path=path, dataset=dataset))

    def _take(self, result: StoredResult, found: Compared) -> None:
        if result is not self._workspace.result:
            return
        self.compared, self._result = found, result
        self.sums.show_sums(found)
        self.adds_up.setText(
            self._context.words(
                "compare.adds_up",
                before=f"{found.comparison.count.iloc[:-1].to_numpy().sum():,}",
                after=f"{found.comparison.count.iloc[:, :-1].to_numpy().sum():,}",
            )
        )
        self.changes.show_changes(found)
        self.matrix.show_comparison(found)
        self.list.show_rows(NOTHING)
        self.list_title.setText(self._context.words("compare.list_hint"))
        self._show_map()

    def _end(self, job: Job) -> None:
        if self._job is job:
            self._job = None
        self._show_state()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show_state(self) -> None:
        words, has_result = self._context.words, self._workspace.result is not None
        shown = self.compared is not None
        self.body.setVisible(shown)
        self.foot.setVisible(shown)
        self._rest.setVisible(not shown)
        self.stop.setVisible(self._job is not None)
        for widget in (self.folder, self.file):
            widget.setEnabled(has_result and self._job is None)
        key = "" if shown else "compare.what"
        if self._job is not None:
            key = "compare.running_said"
        elif not has_result:
            key = "compare.no_result"
        self.sentence.setText(words(key) if key else self._say_earlier())

    def _say_earlier(self) -> str:
        if self.compared is None:
            return ""
        before, after = self.compared.before, self.compared.after
        return self._context.words(
            "compare.between", before=before.name, after=after.name
        )

    def _show_map(self) -> None:
        result, found = self._result, self.compared
        if not self.isVisible() or found is None or result is None:
            return
        analysis, look = result.analysis, self._context.look
        legend = trial_legend(self._context.words, look.theme, part="compare.map")
        classes = classes_after(found, count=len(analysis.parcels))
        rows = len(analysis.parcels) + len(analysis.residual)
        colouring = trial_colouring(legend, classes, rows=rows)
        self._workspace.map_state.set_trial(colouring)

    def _list(self, kind: str, rows: NDArray[np.int64], title: str) -> None:
        if self.compared is None:
            return
        self._listed = kind
        self.list.show_rows(list_of(self._context, self.compared, rows, kind=kind))
        unit = self._context.words("unit.parcels" if kind == PARCELS else "unit.firms")
        self.list_title.setText(f"{title}　{len(rows):,} {unit}")
        parcels = self._parcels(rows)
        self._workspace.selection.set(parcels, origin=self)
        if len(parcels):
            self._workspace.show_on_map(rows=parcels)

    def _parcels(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the parcels of the present result behind rows of the comparison."""
        if self.compared is None or self._result is None:
            return NOTHING.rows
        table = getattr(self.compared.comparison, self._listed)
        found: NDArray[np.int64] = table["row_after"].to_numpy(dtype=np.int64)[rows]
        found = found[found >= 0]
        if self._listed == FIRMS:
            found = parcels_of_firm(self._result.analysis, found)
        return found

    def _pick(self, row_: int) -> None:
        parcels = self._parcels(np.array([row_], dtype=np.int64))
        if len(parcels):
            self._workspace.selection.set(parcels, origin=self)
            self._workspace.show_on_map(rows=parcels)
        else:
            text = self._context.words("compare.not_on_map")
            self._workspace.notify(Notice(text=text, tone="look"))

    def _ask_folder(self) -> None:
        title = self._context.words("compare.folder")
        ask_source(self._context, self, title=title, filters="", then=self.compare_path)

    def _ask_file(self) -> None:
        title = self._context.words("compare.file")
        ask_source(
            self._context,
            self,
            title=title,
            filters="LandGIS (*.landgis.gpkg)",
            then=self.compare_path,
        )

    def _ask_export(self) -> None:
        words = self._context.words
        ask_target(
            self._context,
            self,
            title=words("compare.export"),
            suggested=words("compare.export_name"),
            then=self.export_to,
        )

    def _tell_failure(self, error: object) -> None:
        """Say an expected error in a sentence; a bug goes on to the crash report."""
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        text = self._context.words.sentence(error)
        self._workspace.notify(Notice(text=text, tone="failed"))


def _pane(panel: ComparePanel) -> QWidget:
    """Return what is scrolled: sums, changes, matrix, list."""
    pane = QWidget()
    pane.setLayout(
        column(
            panel.sums,
            panel.adds_up,
            make_rule(),
            panel.changes,
            make_rule(),
            panel.matrix,
            make_rule(),
            panel.list_title,
            panel.list,
            None,
            margins=(16, 8, 16, 12),
        )
    )
    return pane
