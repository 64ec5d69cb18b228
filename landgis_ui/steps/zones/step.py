# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Step 4, 划区: zones are drawn on the map, weighed at the right, kept at the left."""

from __future__ import annotations

from functools import partial

import numpy as np
from PyQt6.QtCore import QObject, QPoint
from PyQt6.QtWidgets import QStackedWidget, QWidget

from landgis.zones.strokes import CutMode
from landgis_ui.canvas.map_view import MapView
from landgis_ui.context import Context
from landgis_ui.steps.analysis.waiting import WaitingPanel
from landgis_ui.steps.base import Step, StepKind, StepState, StepViews
from landgis_ui.steps.zones.brush_strokes import BrushStrokes
from landgis_ui.steps.zones.compare_panel import ComparePanel
from landgis_ui.steps.zones.comparing import Comparing
from landgis_ui.steps.zones.export_panel import ExportPanel
from landgis_ui.steps.zones.exporting import Exporting
from landgis_ui.steps.zones.finder import FreeLand, Suggester, Walk
from landgis_ui.steps.zones.land_wait import show_waiting
from landgis_ui.steps.zones.left_panel import LeftPanel
from landgis_ui.steps.zones.map_bar import MapBar, MapKeys
from landgis_ui.steps.zones.map_zones import MapZones
from landgis_ui.steps.zones.menu_opener import MenuOpener
from landgis_ui.steps.zones.outline_edits import OutlineEdits
from landgis_ui.steps.zones.prices_panel import PricesPanel
from landgis_ui.steps.zones.region_strokes import RegionStrokes
from landgis_ui.steps.zones.rows_opener import RowsOpener
from landgis_ui.steps.zones.session import ALL, Readiness, ZoneSession
from landgis_ui.steps.zones.sheet import Sheet
from landgis_ui.steps.zones.stroke_desk import StrokeDesk
from landgis_ui.steps.zones.wishes_panel import WishesPanel
from landgis_ui.steps.zones.writers import ZoneWriter
from landgis_ui.steps.zones.zone_edits import ZoneEdits
from landgis_ui.steps.zones.zone_panel import ZonePanel

RESULT = "result"


class ZonesStep(Step):
    """Zones, their totals, and scenarios of them."""

    id = "zones"
    icon = "zones"

    def __init__(
        self, context: Context, view: MapView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._view = context, view
        self._workspace = context.workspace
        self._is_shown, self._compares = False, False
        self._wants_selected = False
        self.session = ZoneSession(context, self)
        self.edits = ZoneEdits(context, self.session, self)
        self.opener = RowsOpener(context, self.session, self.edits)
        self._writer = ZoneWriter(context)
        self._make_panels()
        self._make_controllers()
        self._make_seekers()
        self._connect_panels()
        self._connect_rest()

    def _make_panels(self) -> None:
        context = self._context
        self.waiting = WaitingPanel(context)
        self.left = LeftPanel(context)
        self.panel = ZonePanel(context)
        self.prices = PricesPanel(context)
        self.wishes = WishesPanel(context)
        self.export = ExportPanel(context)
        self.compare = ComparePanel(context)
        self.right = QStackedWidget()
        for page in (self.panel, self.prices, self.wishes, self.export):
            self.right.addWidget(page)

    def _make_controllers(self) -> None:
        context, session, view = self._context, self.session, self._view
        self.desk = StrokeDesk(context, session, view, new_zone=self.edits.new_zone)
        self.brush = BrushStrokes(self.desk)
        self.regions = RegionStrokes(self.desk)
        self.outlines = OutlineEdits(self.desk, name_of_new=self.edits.made_zone)
        self.bar = MapBar(context, view, self.desk)
        self.map_zones = MapZones(context, session, view)
        self.sheet = Sheet(
            context,
            session,
            left=self.left,
            panel=self.panel,
            prices=self.prices,
            open_rows=self.opener.open_figure,
        )
        self.comparing = Comparing(
            context, session, self.compare, map_zones=self.map_zones
        )
        self.exporting = Exporting(context, session, self.export)
        self.menus = MenuOpener(
            context,
            session,
            edits=self.edits,
            left=self.left,
            panel=self.panel,
            opener=self.opener,
        )

    def _make_seekers(self) -> None:
        """Make what looks for land, and the keys that go there."""
        context, session, view = self._context, self.session, self._view
        self.walk = Walk(context, session, view, left=self.left)
        self.suggester = Suggester(
            context,
            session,
            self.map_zones,
            left=self.left,
            wishes=self.wishes,
            edits=self.edits,
        )
        self.free_land = FreeLand(context, session, self.left, edits=self.edits)
        acts = {
            "pick": self._pick,
            "next": self.walk.go_on,
            "grow": self.edits.grow,
            "shrink": self.edits.shrink,
        }
        self.keys = MapKeys(view, self.desk, acts)

    def _connect_panels(self) -> None:
        session, edits, left, panel = self.session, self.edits, self.left, self.panel
        left.zone_wanted.connect(edits.new_zone)
        left.menu_asked.connect(self.menus.show_scenario)
        left.total_asked.connect(partial(session.choose_zone, ALL))
        left.remarked.connect(edits.remark_scenario)
        left.switch.chosen.connect(session.choose_scenario)
        left.switch.renamed.connect(edits.rename_scenario)
        left.unassigned.rows_asked.connect(self.opener.open_free)
        cards = left.cards
        cards.zone_chosen.connect(session.choose_zone)
        cards.zone_opened.connect(self.opener.locate)
        cards.renamed.connect(lambda zone, name: edits.change(zone, name=name))
        cards.lock_asked.connect(edits.toggle_lock)
        cards.menu_asked.connect(self.menus.show_zone_at)
        cards.moved.connect(edits.move)
        cards.merge_asked.connect(edits.merge)
        cards.delete_asked.connect(edits.delete)
        panel.renamed.connect(lambda name: self._change(name=name))
        panel.noted.connect(lambda note: self._change(note=note))
        panel.located.connect(self.opener.locate)
        panel.menu_asked.connect(self.menus.show_zone)
        panel.far_entered.connect(lambda far: self._change(target_far=far))
        panel.prices_asked.connect(partial(self._show_page, self.prices))
        panel.steps.step_chosen.connect(session.restore)
        self.prices.entered.connect(edits.set_price)
        self.suggester.wishes_asked.connect(self._show_wishes)
        self.wishes.search_asked.connect(lambda _wishes: self._show_page(self.panel))
        for page in (self.prices, self.wishes, self.export):
            page.closed.connect(partial(self._show_page, self.panel))
        self.compare.closed.connect(partial(self._set_compares, on=False))
        self.compare.plan_asked.connect(edits.take_over)
        self.compare.cell_chosen.connect(partial(self.opener.open_cell, self.comparing))

    def _connect_rest(self) -> None:
        context, session, tools = self._context, self.session, self.bar.tools
        zone_tools = self._view.zone_tools
        session.land_changed.connect(self._on_land)
        session.zonings_changed.connect(self._on_zonings)
        session.chosen_changed.connect(self._on_chosen)
        self.desk.previewed.connect(self.sheet.preview)
        context.flows.busy_changed.connect(self._tell)
        self._workspace.project_changed.connect(self._tell)
        self._workspace.documents_changed.connect(lambda _changes: self._tell())
        tools.width_chosen.connect(zone_tools.brush.set_width)
        tools.width_chosen.connect(zone_tools.eraser.set_width)
        zone_tools.brush.width_changed.connect(tools.width_slider.show_width)
        zone_tools.eraser.width_changed.connect(tools.width_slider.show_width)
        tools.width_slider.show_width(zone_tools.brush.width_m)
        tools.mode_chosen.connect(self._set_mode)
        tools.switches["snap"].toggled.connect(zone_tools.set_snap_on)
        tools.switches["trace"].toggled.connect(zone_tools.set_tracing)
        tools.switches["hole"].toggled.connect(zone_tools.polygon.set_takes_out)
        zone_tools.polygon.tracing_changed.connect(tools.switches["trace"].setChecked)
        tools.statuses_asked.connect(self._show_statuses)
        self.menus.page_wanted.connect(self._show_named)
        self.menus.compare_wanted.connect(partial(self._set_compares, on=True))
        self.opener.table_wanted.connect(partial(self._set_compares, on=False))

    def views(self) -> StepViews:
        """Return the widgets: before the land is there only what leads to it."""
        if self.session.readiness is not Readiness.READY:
            return StepViews(left=self.waiting, wants_table=True)
        return StepViews(
            left=self.left,
            right=self.right,
            below=self.compare if self._compares else None,
            wants_table=True,
            opens_table=False,
        )

    def state(self) -> StepState:
        """Return how far the zones are."""
        store, words = self._workspace.store, self._context.words
        if self.session.readiness is Readiness.READING:
            return StepState(kind=StepKind.RUNNING)
        if store is None or not store.documents("zone"):
            return StepState(kind=StepKind.EMPTY)
        if self._context.flows.is_out_of_date(RESULT):
            return StepState(kind=StepKind.STALE, hint=words("zones.stale"))
        return StepState(kind=StepKind.DONE)

    def enter(self) -> None:
        """Show the zones and their tools."""
        self._is_shown = True
        self.session.want()
        self._show_tools()
        self._show_waiting()
        self.sheet.show()

    def leave(self) -> None:
        """Give the map back as it was."""
        self._is_shown = False
        self._wants_selected = False
        self.desk.drop()
        self.session.rest()
        self._set_compares(on=False)
        self._show_tools()

    # What is there

    def _show_tools(self) -> None:
        is_on = self._is_shown and self.session.readiness is Readiness.READY
        self.keys.is_on = self.sheet.is_on = is_on
        self._view.zone_tools.set_active(is_on)
        self.bar.set_shown(on=is_on)
        self.bar.tools.set_editable(on=self.session.can_edit)
        self.map_zones.set_shown(on=is_on)

    def _on_land(self) -> None:
        self._show_tools()
        self._show_waiting()
        self.views_changed.emit()
        self._tell()
        if self.session.land is not None:
            towns = [town for town in self.session.units.towns if town]
            self.wishes.show_towns(towns)
            self.sheet.show()
            if self._wants_selected:
                self._wants_selected = False
                self._pick()

    def _on_zonings(self, moved: object) -> None:
        self.desk.drop()  # it was worked out for the zones of before
        if moved is None:
            self._set_compares(on=False)
        self.free_land.show()
        self.outlines.show_outline()
        self._tell()

    def _on_chosen(self) -> None:
        self.desk.drop()
        zone = self.session.zone
        if zone is not None:
            self._view.zone_tools.set_colour(zone.colour)
        self.free_land.show()
        self.outlines.show_outline()

    def _tell(self) -> None:
        self._show_waiting()
        self.state_changed.emit()

    def _show_waiting(self) -> None:
        show_waiting(self.waiting, self._context, self.session)

    # Pages, modes, picking

    def _show_page(self, page: QWidget) -> None:
        self.right.setCurrentWidget(page)

    def _show_named(self, name: str) -> None:
        self._show_page({"export": self.export, "prices": self.prices}[name])

    def _show_wishes(self) -> None:
        self.wishes.show_wishes(self.suggester.wishes)
        self._show_page(self.wishes)

    def _show_statuses(self, at: QPoint) -> None:
        self.menus.show_statuses(
            self.bar.tools,
            at,
            wanted=self.desk.only_statuses,
            chosen=self._set_statuses,
        )

    def _set_statuses(self, wanted: frozenset[str] | None) -> None:
        self.desk.only_statuses = wanted
        self.bar.tools.show_statuses(self._writer.statuses(wanted))
        self.bar.lay_out()

    def _set_mode(self, mode: str) -> None:
        self.desk.mode = CutMode(mode)
        self.bar.tools.mark_mode(mode)

    def _set_compares(self, *, on: bool) -> None:
        if on != self._compares:
            self._compares = on
            self.comparing.set_shown(on=on)
            self.views_changed.emit()

    def take_selected(self) -> None:
        """Take the selected land into the zone, as soon as zones can be drawn."""
        if self.session.land is None:
            self._wants_selected = True
        else:
            self._pick()

    def _pick(self) -> None:
        """Take the selected parcels into the zone."""
        rows = self._workspace.selection.rows
        self.desk.pick(np.asarray(rows[rows < self.session.units.count]))

    def _change(self, **values: object) -> None:
        zone = self.session.zone
        if zone is not None:
            self.edits.change(zone.id, **values)
