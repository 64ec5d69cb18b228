# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers and legend are one list: what is drawn, how, how much of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PyQt6.QtCore import QPoint, pyqtSignal
from PyQt6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.steps.analysis.legend_row import LegendRow, RowShown
from landgis_ui.widgets.basics import (
    IconButton,
    column,
    fill,
    make_label,
    make_panel,
    make_rule,
    make_scroll,
    row,
)
from landgis_ui.widgets.elided import ElidedLabel

COMPACT_BELOW_PX = 700
OPACITIES = (100, 75, 50, 25)


class RowList(QWidget):
    """Lines below each other, kept as long as their ids are the same.

    Signals
    -------
    Those of `LegendRow`, and chosen(str) for a click.
    """

    chosen = pyqtSignal(str)
    eye_clicked = pyqtSignal(str)
    more_clicked = pyqtSignal(str, object)
    zoomed = pyqtSignal(str)
    pointed = pyqtSignal(str)
    moved = pyqtSignal(str, int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._rows: dict[str, LegendRow] = {}
        self._compact = False
        self._box = QVBoxLayout(self)
        fill(self._box, spacing=0)

    @property
    def rows(self) -> tuple[LegendRow, ...]:
        """The lines from top to bottom."""
        return tuple(self._rows.values())

    def row(self, id_: str) -> LegendRow:
        """Return the line of an id."""
        return self._rows[id_]

    def show_rows(self, rows: Sequence[RowShown]) -> None:
        """Show these lines in this order."""
        if [shown.id for shown in rows] == list(self._rows):
            for shown in rows:
                self._rows[shown.id].show_line(shown)
            return
        for old in self._rows.values():
            old.hide()
            old.deleteLater()
        self._rows = {shown.id: self._make(shown) for shown in rows}
        for line in self._rows.values():
            self._box.addWidget(line)

    def set_compact(self, *, compact: bool) -> None:
        """Use lower lines on small screens."""
        if compact != self._compact:
            self._compact = compact
            for line in self._rows.values():
                line.set_compact(compact=compact)

    def _make(self, shown: RowShown) -> LegendRow:
        line = LegendRow(self._context, shown)
        line.set_compact(compact=self._compact)
        line.clicked.connect(lambda _checked, id_=shown.id: self.chosen.emit(id_))
        line.eye_clicked.connect(self.eye_clicked)
        line.more_clicked.connect(self.more_clicked)
        line.zoomed.connect(self.zoomed)
        line.pointed.connect(self.pointed)
        line.moved.connect(self.moved)
        return line


class LegendPanel(QFrame):
    """The list of classes, the list of reference layers, and the total below.

    Signals
    -------
    class_chosen(str), class_zoomed(str), class_toggled(str), class_pointed(str)
        What the user does with a class of the legend.
    layer_toggled(str), layer_zoomed(str), layer_moved(str, int)
        What the user does with a reference layer.
    opacity_chosen(str, int), layer_removed(str)
        From the menu of a layer.
    add_asked(), total_clicked(), overlap_clicked(), filter_asked()
        The buttons of head and foot.
    """

    class_chosen = pyqtSignal(str)
    class_zoomed = pyqtSignal(str)
    class_toggled = pyqtSignal(str)
    class_pointed = pyqtSignal(str)
    layer_toggled = pyqtSignal(str)
    layer_zoomed = pyqtSignal(str)
    layer_moved = pyqtSignal(str, int)
    opacity_chosen = pyqtSignal(str, int)
    layer_removed = pyqtSignal(str)
    add_asked = pyqtSignal()
    filter_asked = pyqtSignal()
    total_clicked = pyqtSignal()
    overlap_clicked = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setProperty("ground", "panel")
        self.setProperty("edge", "right")
        self.classes, self.layers = RowList(context), RowList(context)
        self.total, self.overlap = ElidedLabel(), make_label(size="secondary")
        self._title = make_label(context.words("analysis.legend"), size="panel")
        self._reference = make_label(context.words("analysis.reference"), strong=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        words, look = self._context.words, self._context.look
        self.filter = IconButton(look, "filter", words("analysis.filter_hint"))
        self.add = IconButton(look, "plus", words("analysis.add_layer"))
        head = row(
            self._title, None, self.filter, self.add, margins=(16, 8, 8, 8), spacing=4
        )
        inner = QWidget()
        inner.setLayout(
            column(
                self.classes,
                make_rule(),
                row(self._reference, margins=(16, 8, 16, 4)),
                self.layers,
                None,
                spacing=0,
            )
        )
        sums = row(self.total, self.overlap, margins=(16, 8, 12, 8))
        sums.setStretch(0, 1)
        foot = make_panel(sums, edge="top")
        box = QVBoxLayout(self)
        fill(box, head, make_rule(), make_scroll(inner), foot, spacing=0)
        box.setStretch(2, 1)

    def _connect(self) -> None:
        self.classes.chosen.connect(self.class_chosen)
        self.classes.zoomed.connect(self.class_zoomed)
        self.classes.eye_clicked.connect(self.class_toggled)
        self.classes.pointed.connect(self.class_pointed)
        self.classes.more_clicked.connect(self._offer_class)
        self.layers.chosen.connect(self.layer_toggled)
        self.layers.eye_clicked.connect(self.layer_toggled)
        self.layers.zoomed.connect(self.layer_zoomed)
        self.layers.moved.connect(self.layer_moved)
        self.layers.more_clicked.connect(self._offer_layer)
        self.add.clicked.connect(self.add_asked)
        self.filter.clicked.connect(self.filter_asked)

    def show_classes(
        self, rows: Iterable[RowShown], *, total: str, overlap: str
    ) -> None:
        """Show the legend and its total."""
        self.classes.show_rows(tuple(rows))
        self.total.set_whole(total)
        self.overlap.setText(overlap)

    def show_layers(self, rows: Iterable[RowShown]) -> None:
        """Show the reference layers."""
        found = tuple(rows)
        self.layers.show_rows(found)
        self._reference.setVisible(bool(found))

    def resizeEvent(self, event: object) -> None:
        """Use lower lines where there is little height."""
        del event
        compact = self.height() < self._context.look.px(COMPACT_BELOW_PX)
        self.classes.set_compact(compact=compact)
        self.layers.set_compact(compact=compact)

    def _offer_class(self, id_: str, at: QPoint) -> None:
        menu = self._menu()
        for name, signal in (
            ("select", self.class_chosen),
            ("zoom", self.class_zoomed),
            ("hide", self.class_toggled),
        ):
            action = menu.addAction(self._context.words(f"analysis.class_{name}"))
            if action is not None:
                action.triggered.connect(lambda _checked, s=signal: s.emit(id_))
        menu.popup(at)

    def _offer_layer(self, id_: str, at: QPoint) -> None:
        words, menu = self._context.words, self._menu()
        zoom = menu.addAction(words("analysis.class_zoom"))
        if zoom is not None:
            zoom.triggered.connect(lambda _checked: self.layer_zoomed.emit(id_))
        for percent in OPACITIES:
            action = menu.addAction(words("analysis.opacity", percent=percent))
            if action is not None:
                action.triggered.connect(
                    lambda _checked, p=percent: self.opacity_chosen.emit(id_, p)
                )
        if id_.startswith("image:"):
            remove = menu.addAction(words("analysis.remove_layer"))
            if remove is not None:
                remove.triggered.connect(lambda _checked: self.layer_removed.emit(id_))
        menu.popup(at)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu
