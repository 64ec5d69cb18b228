# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills the list of layers and legend, and does what is clicked in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
from PyQt6.QtCore import QObject

from landgis.operations.stored_analysis import StoredResult
from landgis.project import Edit, Put
from landgis.report.headline import UNSUPPLIED, VACATED, LegendLine
from landgis.report.names import status_titles
from landgis.report.symbols import shipped_symbols
from landgis.report.themes import Theme
from landgis_ui.canvas.layers import LayerKind, MapLayer
from landgis_ui.context import Context
from landgis_ui.steps.analysis.legend_panel import LegendPanel
from landgis_ui.steps.analysis.legend_row import RowShown
from landgis_ui.steps.analysis.parcel_facts import Fact
from landgis_ui.widgets.basics import THIN_SPACE
from landgis_ui.widgets.figures import AreaWriter
from landgis_ui.work.map_state import STATUS
from landgis_ui.work.selection import Rows

GROUP = "supplied_unused"
IMAGE = "image:"
LAYER = "layer"


class LegendController(QObject):
    """Between the panel and the workspace; layers are told by the window.

    `show_layers` and `show_theme` are given what the map shows.
    """

    def __init__(
        self, context: Context, panel: LegendPanel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._panel = context, panel
        self._workspace, self._state = context.workspace, context.workspace.map_state
        self._areas = AreaWriter(context)
        self._layers: tuple[MapLayer, ...] = ()
        self._theme: Theme | None = None
        self._workspace.result_changed.connect(self.show)
        self._state.classes_changed.connect(self.show)
        self._state.theme_changed.connect(self._forget_theme)
        panel.class_chosen.connect(self._select)
        panel.class_zoomed.connect(self._zoom)
        panel.class_toggled.connect(self._state.toggle)
        panel.class_pointed.connect(self._state.point)
        panel.layer_toggled.connect(self._toggle_layer)
        panel.layer_zoomed.connect(self._zoom_layer)
        panel.layer_moved.connect(self._move_layer)
        panel.opacity_chosen.connect(self._set_opacity)

    def show(self) -> None:
        """Fill the list from the result."""
        result = self._workspace.result
        if result is None:
            return
        reclaimable = result.analysis.reclaimable
        parcels = result.analysis.parcels
        words = self._context.words
        total = words(
            "analysis.legend_total",
            count=f"{len(parcels):,}",
            area=self._areas.text(float(parcels["mu"].sum())),
        )
        overlap = words(
            "analysis.overlap", area=self._areas.text(reclaimable.overlap_removed_mu)
        )
        rows = (
            self._status_rows(result)
            if self._state.theme.theme == STATUS.theme or self._theme is None
            else self._theme_rows(self._theme)
        )
        self._panel.show_classes(rows, total=total, overlap=overlap)

    def show_theme(self, theme: Theme | None) -> None:
        """Show the legend of a theme in place of the statuses."""
        self._theme = theme
        self.show()

    def show_layers(self, layers: tuple[MapLayer, ...]) -> None:
        """Show the reference layers, the uppermost first."""
        self._layers = layers
        rows = [
            self._layer_row(layer)
            for layer in reversed(layers)
            if layer.kind is not LayerKind.PARCELS
        ]
        self._panel.show_layers(rows)

    def count_facts(self, counts: pd.Series, *, residuals: int) -> list[Fact]:
        """Return how many of a selection have each status."""
        words = self._context.words
        found = [(status, int(count)) for status, count in counts.items()]
        if residuals:
            found.append((UNSUPPLIED, residuals))
        return [
            Fact(
                title=status_titles()[str(status)],
                value=f"{count:,}{THIN_SPACE}{words('unit.parcels')}",
            )
            for status, count in found
        ]

    def _forget_theme(self) -> None:
        self._theme = None
        self.show()

    def _status_rows(self, result: StoredResult) -> list[RowShown]:
        lines = [line for line in result.legend if line.id != VACATED]
        group = [line for line in lines if line.group]
        rows: list[RowShown] = []
        for line in lines:
            if line.group and line is group[0]:
                rows.append(self._group_row(group))
                rows.extend(self._status_row(each) for each in group)
            elif not line.group:
                rows.append(self._status_row(line))
        return rows

    def _group_row(self, group: list[LegendLine]) -> RowShown:
        return RowShown(
            id=GROUP,
            title=self._context.words("analysis.supplied_unused"),
            count=f"{sum(line.count for line in group):,}",
            area=self._areas.number(sum(line.mu for line in group)),
            heading=True,
        )

    def _status_row(self, line: LegendLine) -> RowShown:
        return RowShown(
            id=line.id,
            title=_within_group(line.title) if line.group else line.title,
            count=f"{line.count:,}",
            area=self._areas.number(line.mu),
            indent=1 if line.group else 0,
            symbol=shipped_symbols()[line.id],
            visible=line.id not in self._state.hidden,
            tooltip=self._areas.in_all_units(line.mu),
        )

    def _theme_rows(self, theme: Theme) -> list[RowShown]:
        unknown = shipped_symbols()["to_verify"]
        known = [line for line in theme.legend if not line.is_unknown]
        rows = [
            RowShown(
                id=f"{theme.id}:{number}",
                title=line.title,
                count=f"{line.count:,}",
                area=self._areas.number(line.mu),
                tint=line.fill or "",
                stroke=line.ink,
                visible=f"{theme.id}:{number}" not in self._state.hidden,
            )
            for number, line in enumerate(known)
        ]
        rows.extend(
            RowShown(
                id="to_verify",
                title=line.title,
                count=f"{line.count:,}",
                area=self._areas.number(line.mu),
                symbol=unknown,
                visible="to_verify" not in self._state.hidden,
            )
            for line in theme.legend
            if line.is_unknown
        )
        return rows

    def _layer_row(self, layer: MapLayer) -> RowShown:
        words, stroke = self._context.words, layer.stroke
        title = layer.title or words(f"layer.{layer.id}")
        count = "" if layer.shapes is None else f"{layer.shapes.count:,}"
        return RowShown(
            id=layer.id,
            title=title,
            count=count,
            stroke=self._colour(stroke.colour if stroke else "line_input"),
            tint=self._colour(layer.fill) if layer.fill and not stroke else "",
            dashed=bool(stroke and stroke.dash),
            visible=layer.visible,
            movable=True,
        )

    def _colour(self, name: str) -> str:
        theme = self._context.look.theme
        return name if name.startswith("#") else str(getattr(theme, name))

    def _rows_of(self, class_id: str) -> Rows:
        """Return the land rows of a class of the legend."""
        result = self._workspace.result
        if result is None:
            return np.empty(0, dtype=np.int64)
        parcels = result.analysis.parcels
        if class_id == UNSUPPLIED:
            first = len(parcels)
            return np.arange(first, first + len(result.analysis.residual))
        theme = self._theme
        if theme is not None and self._state.theme.theme != STATUS.theme:
            return self._rows_of_theme(theme, class_id)
        statuses = parcels["status"]
        ids = (
            [line.id for line in result.legend if line.group]
            if class_id == GROUP
            else [class_id]
        )
        return np.flatnonzero(statuses.isin(ids).to_numpy(dtype=bool))

    @staticmethod
    def _rows_of_theme(theme: Theme, class_id: str) -> Rows:
        unknown = [n for n, line in enumerate(theme.legend) if line.is_unknown]
        known = [n for n, line in enumerate(theme.legend) if not line.is_unknown]
        wanted = (
            unknown
            if class_id == "to_verify"
            else [known[int(class_id.rpartition(":")[2])]]
        )
        return np.flatnonzero(np.isin(theme.codes, wanted))

    def _select(self, class_id: str) -> None:
        self._workspace.selection.set(self._rows_of(class_id), origin=self)

    def _zoom(self, class_id: str) -> None:
        self._workspace.show_on_map(rows=self._rows_of(class_id), flash=False)

    def _find(self, layer_id: str) -> MapLayer | None:
        return next((layer for layer in self._layers if layer.id == layer_id), None)

    def _toggle_layer(self, layer_id: str) -> None:
        layer = self._find(layer_id)
        if layer is not None:
            self._change(layer_id, visible=not layer.visible)

    def _set_opacity(self, layer_id: str, percent: int) -> None:
        self._change(layer_id, opacity=percent / 100)

    def _zoom_layer(self, layer_id: str) -> None:
        layer = self._find(layer_id)
        if layer is not None and layer.shapes is not None:
            self._workspace.show_on_map(bounds=layer.shapes.bounds)
        elif layer is not None and layer.image is not None:
            self._workspace.show_on_map(bounds=layer.image.bounds)

    def _move_layer(self, layer_id: str, lines: int) -> None:
        """Move a layer by lines of the list, the uppermost being the first."""
        shown = [
            layer.id for layer in self._layers if layer.kind is not LayerKind.PARCELS
        ]
        if layer_id not in shown:
            return
        old = shown.index(layer_id)
        new = min(max(old - lines, 0), len(shown) - 1)
        shown.insert(new, shown.pop(old))
        first = 1.0
        self._put({id_: {"order": first + place} for place, id_ in enumerate(shown)})

    def _change(self, layer_id: str, **values: object) -> None:
        self._put({layer_id: values})

    def _put(self, changes: Mapping[str, Mapping[str, object]]) -> None:
        store = self._workspace.store
        if store is None:
            return
        if store.read_only:
            self._context.flows.say_read_only(store)
            return
        puts = tuple(
            Put(LAYER, id_, {**(store.document(LAYER, id_) or {}), **values})
            for id_, values in changes.items()
        )
        self._workspace.do(Edit(text="history.layer", params={}, puts=puts))


def _within_group(title: str) -> str:
    """Return 逾期未动工 for 供而未用（逾期未动工）: the heading says the rest."""
    found = re.fullmatch(r"供而未用（(.+)）", title)
    return found[1] if found else title
