# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the map in step with the project, the selection and what panels ask for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QObject, pyqtSignal

from landgis.operations.loading import Loaded
from landgis.operations.stored_analysis import StoredResult
from landgis.operations.stored_picture import Picture
from landgis.project import Changes
from landgis.report.headline import UNSUPPLIED
from landgis.report.names import status_titles
from landgis.report.subjects import subject_names
from landgis.report.themes import Theme, ThemeChoice
from landgis_ui.canvas.colouring import Colouring, plain_colouring
from landgis_ui.canvas.hover_card import CardText
from landgis_ui.canvas.layers import MapLayer
from landgis_ui.canvas.map_view import MapView
from landgis_ui.canvas.tool import PickMode
from landgis_ui.context import Context
from landgis_ui.frame.map_layers import (
    MadeMap,
    apply_documents,
    make_first_map,
    make_map,
)
from landgis_ui.frame.map_themes import (
    hidden_rows,
    make_colouring,
    offered_themes,
    theme_title,
)
from landgis_ui.widgets.figures import AreaWriter
from landgis_ui.work.map_state import STATUS
from landgis_ui.work.selection import Rows
from landgis_ui.work.workspace import MapRequest

VIEW = "map.view"
LAYER = "layer"
MANY = 1
IN_SIGHT = 3


class MapController(QObject):
    """Wires the map to the workspace; the map itself knows nothing of either.

    Signals
    -------
    themed(object)
        The map is coloured by this `landgis.report.themes.Theme`; None: by status.
    """

    themed = pyqtSignal(object)

    def __init__(
        self, context: Context, view: MapView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._view = context, view
        self._workspace, self._state = context.workspace, context.workspace.map_state
        self._areas = AreaWriter(context)
        self._made: tuple[MapLayer, ...] = ()
        self._source: tuple[Loaded | None, StoredResult | None] = (None, None)
        self._map = MadeMap()
        self._connect()

    def _connect(self) -> None:
        workspace, view, state = self._workspace, self._view, self._state
        workspace.project_changed.connect(self._on_project)
        workspace.picture_found.connect(self._on_picture)
        workspace.loaded_changed.connect(self._on_data)
        workspace.result_changed.connect(self._on_data)
        workspace.documents_changed.connect(self._on_documents)
        workspace.selection.changed.connect(self._on_selection)
        workspace.map_requested.connect(self._on_request)
        view.rows_picked.connect(self._on_picked)
        view.colouring_chosen.connect(self._on_chosen)
        workspace.filter_changed.connect(self._narrow)
        state.theme_changed.connect(self._recolour)
        state.trial_changed.connect(self._recolour)
        state.classes_changed.connect(self._mark_classes)
        view.set_card(self._card)
        view.set_description(self._describe)
        self._context.look.changed.connect(self._recolour)

    @property
    def view(self) -> MapView:
        """The map."""
        return self._view

    def remember(self) -> None:
        """Keep where the map looks, for the next opening."""
        store = self._workspace.store
        if store is not None and not store.read_only:
            store.set_state(VIEW, self._view.state())

    def add_layer(self, layer: MapLayer) -> None:
        """Add an image or another layer that is not of the project's data."""
        self._made = (layer, *(old for old in self._made if old.id != layer.id))
        self._arrange()

    def remove_layer(self, layer_id: str) -> None:
        """Take such a layer away again."""
        self._made = tuple(layer for layer in self._made if layer.id != layer_id)
        self._arrange()

    @property
    def layers(self) -> tuple[MapLayer, ...]:
        """Every layer, hidden ones too, from below."""
        return self._view.layers.all

    def _on_project(self) -> None:
        self._made = ()
        self._map = MadeMap()
        self._source = (None, None)
        self._view.layers.set_all(())
        self._view.set_colouring(None)
        store = self._workspace.store
        if store is not None:
            self._view.restore(store.state(VIEW))

    def _on_data(self) -> None:
        """Make shapes of what is there now; in a thread, the latest wins."""
        source = (self._workspace.loaded, self._workspace.result)
        self._source = source
        job = self._workspace.jobs.read(make_map, *source, self._map)

        def adopt(made: MadeMap) -> None:
            if self._source == source:
                self._take(made)

        job.succeeded.connect(adopt)

    def _on_picture(self, picture: Picture) -> None:
        """Show what was found first, until what was asked for later is there."""
        store = self._workspace.store
        job = self._workspace.jobs.read(make_first_map, picture)

        def adopt(made: MadeMap) -> None:
            if self._workspace.store is store and self._source == (None, None):
                self._take(made)

        job.succeeded.connect(adopt)

    def _take(self, made: MadeMap) -> None:
        images = tuple(layer for layer in self._made if layer.image is not None)
        self._made = (*images, *made.layers)
        if not made.parcels_of or made.parcels_of != self._map.parcels_of:
            # First what is told by row: a picture with the old classes, or without
            # the rows that were left out, would be of other rows.
            self._view.set_swipe(None)
            self._view.set_hidden_rows(None)
            self._view.set_colouring(None)
        self._map = made
        self._arrange()
        self._offer_themes()
        self._recolour()
        if self._workspace.filter.conditions:
            self._narrow()
        self._on_selection(None)

    def _arrange(self) -> None:
        store = self._workspace.store
        documents = {} if store is None else store.documents(LAYER)
        self._view.layers.set_all(apply_documents(self._made, documents))

    def _on_documents(self, changes: Changes) -> None:
        if LAYER in changes.kinds:
            self._arrange()

    def _offer_themes(self) -> None:
        result = self._workspace.result
        if result is None:
            self._show_themes(())
            return

        def show(names: tuple[str, ...]) -> None:
            if self._workspace.result is result:
                self._show_themes(names)

        job = self._workspace.jobs.read(offered_themes, result)
        job.succeeded.connect(show)

    def _show_themes(self, names: tuple[str, ...]) -> None:
        words = self._context.words
        choices = [(name, theme_title(name, words)) for name in names]
        self._view.overlay.colours.show_choices(
            choices[:IN_SIGHT], more=choices[IN_SIGHT:], current=self._state.theme.theme
        )

    def _on_chosen(self, theme: str) -> None:
        self._state.set_theme(
            STATUS if theme == STATUS.theme else ThemeChoice(theme=theme)
        )

    def _recolour(self) -> None:
        """Colour by the trial, the theme, or plainly before anything is judged."""
        shapes = self._view.canvas.scene.shapes
        if shapes is None:
            return
        result, trial = self._workspace.result, self._state.trial
        plain = self._map.by_status
        if plain is not None and len(plain.classes) != shapes.count:
            plain = None
        self._view.set_swipe(plain if self._state.swipes else None)
        if trial is not None and len(trial.classes) == shapes.count:
            self._show(trial)
        elif plain is None:
            self._show(plain_colouring(shapes.count))
        elif result is None or self._state.theme.theme == STATUS.theme:
            self._show(plain)
            self.themed.emit(None)
        else:
            self._colour_by_theme(result, shapes.count)

    def _colour_by_theme(self, result: StoredResult, count: int) -> None:
        ground = "dark" if self._context.look.theme.is_dark else "light"
        choice = replace(self._state.theme, ground=ground)
        job = self._workspace.jobs.read(make_colouring, result, choice, count)

        def adopt(made: tuple[Theme, Colouring]) -> None:
            if self._workspace.result is result and (
                self._state.theme.theme == choice.theme
            ):
                theme, colouring = made
                self._show(colouring)
                self.themed.emit(theme)

        job.succeeded.connect(adopt)

    def _show(self, colouring: Colouring) -> None:
        self._view.set_colouring(colouring)
        self._view.overlay.colours.mark(self._state.theme.theme)
        self._mark_classes()

    def _mark_classes(self) -> None:
        colouring = self._view.canvas.scene.colouring
        if colouring is None:
            return
        pointed = self._state.pointed
        self._view.set_highlighted([pointed] if pointed else [])
        self._view.set_hidden_classes(self._state.hidden)

    def _narrow(self) -> None:
        """Leave out of the map what the filter leaves out; what is none is all."""
        result, filter_ = self._workspace.result, self._workspace.filter
        if result is None or not filter_.conditions:
            self._view.set_hidden_rows(None)
            return
        job = self._workspace.jobs.read(hidden_rows, result, filter_)

        def show(hidden: NDArray[np.bool_]) -> None:
            shapes = self._view.canvas.scene.shapes
            is_same = self._workspace.filter == filter_ and (
                self._workspace.result is result
            )
            if is_same and shapes is not None and len(hidden) == shapes.count:
                self._view.set_hidden_rows(hidden)

        job.succeeded.connect(show)

    def _on_selection(self, origin: object) -> None:
        del origin
        selection = self._workspace.selection
        rows = self._in_picture(selection.rows)
        current = selection.current if selection.current in rows else -1
        self._view.set_selection(rows, current=current)

    def _in_picture(self, rows: Rows) -> Rows:
        """Return those of the rows that the picture has; it may be of older data."""
        shapes = self._view.canvas.scene.shapes
        return rows[rows < (0 if shapes is None else shapes.count)]

    def _is_of_result(self, count: int) -> bool:
        """Tell whether so many rows of the map are those of the present result."""
        result = self._workspace.result
        return result is None or count == (
            len(result.analysis.parcels) + len(result.analysis.residual)
        )

    def _on_picked(self, rows: Rows, mode: PickMode) -> None:
        selection, shapes = self._workspace.selection, self._view.canvas.scene.shapes
        if shapes is None or not self._is_of_result(shapes.count):
            return  # the picture of these data is still being made
        act = {
            PickMode.REPLACE: selection.set,
            PickMode.ADD: selection.add,
            PickMode.TOGGLE: selection.toggle,
        }[mode]
        act(rows, origin=self)

    def _on_request(self, request: MapRequest) -> None:
        if request.bounds is not None:
            self._view.navigator.fit(request.bounds)
        if request.rows is not None and len(request.rows):
            rows = self._in_picture(np.asarray(request.rows, dtype=np.int64))
            self._view.fly_to(rows)
            if request.flash:
                self._view.flash(rows)

    def _card(self, row: int) -> CardText | None:
        result = self._workspace.result
        if result is None:
            return None
        words, analysis = self._context.words, result.analysis
        parcels = analysis.parcels
        is_parcel = row < len(parcels)
        frame = parcels if is_parcel else analysis.residual
        number = row if is_parcel else row - len(parcels)
        if number >= len(frame):
            return None
        entry = frame.iloc[number]
        name = str(
            subject_names(result.analysis, "parcel" if is_parcel else "approval").iloc[
                number
            ]
        )
        holder = entry.get("owner" if is_parcel else "batch_name")
        firm, potential = float(entry["firm_mu"]), float(entry.get("potential_mu", 0.0))
        who = holder if isinstance(holder, str) else ""
        lines = [
            " · ".join(t for t in (who, self._areas.text(float(entry["mu"]))) if t)
        ]
        if firm + potential > 0:
            key = "map_card.firm" if firm > 0 else "map_card.potential"
            lines.append(words(key, area=self._areas.text(firm or potential)))
        reason = entry.get("reason")
        if isinstance(reason, str) and reason:
            lines.append(reason)
        status = str(entry["status"]) if is_parcel else UNSUPPLIED
        tone = "verify" if status == "to_verify" else "true"
        return CardText(
            title=name, badge=status_titles()[status], tone=tone, lines=tuple(lines)
        )

    def _describe(self, rows: Rows) -> str:
        words = self._context.words
        if len(rows) > MANY:
            return words("map_card.several", count=len(rows))
        card = self._card(int(rows[0])) if len(rows) else None
        if card is None:
            return words("map_card.one")
        return "，".join((card.title, card.badge, *card.lines))
