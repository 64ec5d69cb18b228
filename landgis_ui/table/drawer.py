# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bottom drawer: a table of a million rows, its filters, its sums."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtCore import QPoint, pyqtSignal
from PyQt6.QtWidgets import QFrame, QWidget

from landgis.operations.export_view import ViewRequest
from landgis.report.views import View
from landgis.search.filters import Filter
from landgis_ui.context import Context
from landgis_ui.table.body import TableBody
from landgis_ui.table.choices import vocabulary
from landgis_ui.table.clipping import Clipper
from landgis_ui.table.column_panel import ColumnPanel
from landgis_ui.table.condition_panel import ConditionPanel
from landgis_ui.table.controller import TableController
from landgis_ui.table.exporting import Exporter
from landgis_ui.table.foot import DrawerFoot, tell_counts
from landgis_ui.table.head import DrawerHead
from landgis_ui.table.memory import Columns, remembered_columns
from landgis_ui.table.popping import pop_up
from landgis_ui.table.query import Rows, SortKey
from landgis_ui.widgets.basics import column


class TableDrawer(QFrame):
    """Head, rows and foot; closed, only the head is left.

    Signals
    -------
    fold_asked()
        Open or close the drawer.
    row_opened(str, int)
        Enter on a row: table and row, for the inspector.
    located(str, object)
        Space on rows that are no parcels: table and rows.
    """

    fold_asked = pyqtSignal()
    row_opened = pyqtSignal(str, int)
    located = pyqtSignal(str, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._columns: Columns | None = None
        self._state: dict[str, object] = {}
        self.setProperty("ground", "panel")
        self.control = TableController(context, self)
        self.head = DrawerHead(context)
        self.body = TableBody(context)
        self.foot = DrawerFoot(context)
        self.exporter = Exporter(context, self)
        self.clipper = Clipper(context, self)
        self.column_panel = ColumnPanel(context, self)
        self.condition_panel = ConditionPanel(context, self)
        self.setLayout(column(self.head, self.body, self.foot, spacing=0))
        self._connect_control()
        self._connect_parts()
        context.look.changed.connect(self._adopt_look)
        self._show_source()

    def _connect_control(self) -> None:
        control = self.control
        control.source_changed.connect(self._show_source)
        control.query_changed.connect(self._show_query)
        control.answered.connect(self._show_answer)
        control.selected_changed.connect(self._show_selected)

    def _connect_parts(self) -> None:
        head, rows, control = self.head, self.body.rows, self.control
        head.table_chosen.connect(self.show_table)
        head.chips.dropped.connect(self._drop_chip)
        head.add.clicked.connect(lambda _checked: self.open_conditions())
        head.find_box.asked.connect(control.set_text)
        head.find_box.left.connect(rows.setFocus)
        head.columns.clicked.connect(lambda _checked: self.open_columns())
        head.export.clicked.connect(lambda _checked: self.open_export())
        head.fold.clicked.connect(lambda _checked: self.fold_asked.emit())
        rows.rows_picked.connect(control.pick)
        rows.locate_asked.connect(self.locate)
        rows.open_asked.connect(self._open_row)
        rows.copy_asked.connect(self.copy)
        rows.find_asked.connect(self.focus_find)
        rows.sort_asked.connect(self._sort_column)
        rows.head.sort_asked.connect(self._sort_click)
        self.body.columns_changed.connect(self._keep_columns)
        self.body.clear_asked.connect(control.clear)
        self.body.sort_asked.connect(self._sort_menu)
        self.body.filter_asked.connect(self.open_conditions)
        self.body.hide_asked.connect(self._hide_column)
        self.column_panel.chosen.connect(self._take_columns)
        self.condition_panel.made.connect(self._add_conditions)

    def show_table(self, name: str) -> None:
        """Show one of the tables."""
        self.body.wait()
        self.control.show(name)

    def focus_find(self) -> None:
        """Put the keyboard into the box of words to look for."""
        self.head.find_box.setFocus()
        self.head.find_box.selectAll()

    def show_open(self, *, is_open: bool) -> None:
        """Show whether rows and foot are in sight."""
        self.head.show_fold(is_open=is_open)
        self.body.setVisible(is_open)
        self.foot.setVisible(is_open)

    def _view(self) -> View | None:
        source = self.control.source
        return source.data.view if source is not None else None

    def _adopt_look(self) -> None:
        for part in (self.head, self.body, self.foot):
            part.adopt_look()
        if self._columns is not None:
            self.body.arrange(self._columns)

    def _show_source(self) -> None:
        source, name = self.control.source, self.control.name
        self.head.show_table(name)
        has_rows = source is not None and len(source.data) > 0
        for button in (self.head.add, self.head.find_box, self.head.export):
            button.setEnabled(has_rows)
        self.head.columns.setEnabled(has_rows)
        if source is None or not has_rows:
            words = self._context.words
            self.body.say(words(f"table.empty_{name}"), can_clear=False)
            self.head.show_counts("", narrows=False)
            self.foot.show_answer(None, None)
            return
        kept = self._kept(name)
        self._columns = remembered_columns(source.data.view, kept)
        self.body.show_source(source, self._columns)
        self.control.set_searched(self._columns.visible)

    def _kept(self, name: str) -> object:
        store = self._context.workspace.store
        key = f"table.columns.{name}"
        return store.state(key) if store is not None else self._state.get(key)

    def _keep_columns(self, columns: Columns) -> None:
        self._columns = columns
        key, value = f"table.columns.{self.control.name}", columns.to_json()
        store = self._context.workspace.store
        if store is None:
            self._state[key] = value
        elif not store.read_only:
            store.set_state(key, value)

    def _take_columns(self, columns: Columns) -> None:
        self._keep_columns(columns)
        self.body.arrange(columns)
        self.control.set_searched(columns.visible)

    def _hide_column(self, name: str) -> None:
        columns = self._columns
        if columns is not None and columns.shown - {name}:
            self._take_columns(replace(columns, shown=columns.shown - {name}))

    def _show_query(self) -> None:
        query, view = self.control.query, self._view()
        self.head.find_box.show_text(query.text)
        self.body.rows.head.set_keys(query.keys)
        titles = [self.control.rows_title or "…"] if query.rows is not None else []
        if view is not None:
            titles.extend(query.filter.describe(vocabulary(view)))
        self.head.chips.show_chips(titles)

    def _show_answer(self) -> None:
        found, view = self.control.answer, self._view()
        model = self.body.rows.rows_model()
        if found is None or view is None or model is None:
            return
        self.body.rows.show_order(found.order)
        self.foot.show_answer(view, found)
        if len(found.order):
            self.body.show_rows()
        else:
            text = self._context.words(f"table.nothing_{self.control.name}")
            self.body.say(text, can_clear=self.control.query.narrows)
        self._count()

    def _show_selected(self, by_others: bool) -> None:  # noqa: FBT001 - a signal's value
        rows, model = self.body.rows, self.body.rows.rows_model()
        selected = self.control.selected
        if model is None:
            return
        model.set_selected(selected)
        if by_others and len(selected):
            current = self._context.workspace.selection.current
            rows.go_to(current if current in selected else int(selected[0]))
        rows.refresh()
        self._count()

    def _count(self) -> None:
        found, words = self.control.answer, self._context.words
        if found is None:
            return
        unit = words(f"table.unit_{self.control.name}")
        counts = tell_counts(
            found, selected=len(self.control.selected), what=unit, words=words
        )
        self.head.show_counts(counts, narrows=self.control.query.narrows)
        title = words(f"table.title_{self.control.name}")
        self.body.rows.setAccessibleName(
            words("table.rows", title=title, counts=counts)
        )

    def _drop_chip(self, place: int) -> None:
        query = self.control.query
        if query.rows is not None:
            if place == 0:
                self.control.drop_rows()
                return
            place -= 1
        kept = query.filter.conditions
        self.control.set_filter(Filter(conditions=kept[:place] + kept[place + 1 :]))

    def open_conditions(self, field: str = "") -> None:
        """Open the panel in which a condition is put together."""
        source = self.control.source
        if source is not None:
            self.condition_panel.show_data(source.data, field=field)
            pop_up(self.condition_panel, self.head.add)

    def open_columns(self) -> None:
        """Open the panel in which columns are chosen."""
        view = self._view()
        if view is not None and self._columns is not None:
            self.column_panel.show_columns(view, self._columns)
            pop_up(self.column_panel, self.head.columns)

    def _add_conditions(self, made: tuple[object, ...]) -> None:
        old = self.control.query.filter.conditions
        new = tuple(c for c in made if c not in old)
        self.control.set_filter(Filter(conditions=(*old, *new)))  # type: ignore[arg-type]  # the panel's conditions

    def _name_at(self, section: int) -> str:
        model = self.body.rows.rows_model()
        known = model is not None and 0 <= section < len(model.columns)
        return model.columns[section].name if known and model is not None else ""

    def _sort_click(self, section: int, add: bool) -> None:  # noqa: FBT001 - a signal's value
        if name := self._name_at(section):
            self.control.sort_by(name, add=add)

    def _sort_column(self, section: int, descending: bool) -> None:  # noqa: FBT001 - a signal's value
        self._sort_menu(self._name_at(section), descending)

    def _sort_menu(self, name: str, descending: object) -> None:
        if name and descending is None:
            self.control.sort_keys(())
        elif name:
            self.control.sort_keys((SortKey(name=name, descending=bool(descending)),))

    def _chosen(self) -> Rows:
        """Return the selected rows that are in the table, in its order."""
        model = self.body.rows.rows_model()
        if model is None:
            return self.control.selected[:0]
        return model.order[model.selected[model.order]]

    def locate(self) -> None:
        """Show the selected rows on the map."""
        rows = self._chosen()
        parcels = self.control.parcels_of(rows)
        if len(parcels):
            self._context.workspace.show_on_map(rows=parcels)
        elif len(rows):
            self.located.emit(self.control.name, rows)

    def _open_row(self) -> None:
        row = self.body.rows.current_row()
        if row >= 0:
            self.row_opened.emit(self.control.name, row)

    def copy(self) -> None:
        """Copy the selected rows with their headings."""
        view, columns = self._view(), self._columns
        if view is not None and columns is not None:
            self.clipper.copy(view, columns.visible, self._chosen())

    def request(self) -> ViewRequest | None:
        """Return what is seen, as the export wants it; None if nothing is."""
        store, view = self._context.workspace.store, self._view()
        found, columns = self.control.answer, self._columns
        if store is None or view is None or found is None or columns is None:
            return None
        is_judged = self._context.workspace.result is not None
        kept = store.document("result" if is_judged else "loaded", "current")
        if kept is None:
            return None
        return ViewRequest(
            store=store.path,
            dataset=str(kept["dataset"]),
            is_judged=is_judged,
            view=self.control.name,
            rows=found.order,
            columns=columns.visible,
            has_shapes=view.geometry is not None,
            subject=self.control.subject,
        )

    def open_export(self) -> None:
        """Offer the formats in which what is seen can be written."""
        request = self.request()
        if request is not None:
            corner = self.head.export.mapToGlobal(QPoint(0, self.head.export.height()))
            self.exporter.open_menu(corner, request)
