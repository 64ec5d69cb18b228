# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan on the map: what is shown there, and what is done there."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import replace

from PyQt6.QtCore import QObject, QRectF

from landgis.relocation.drops import Verdict, check_move
from landgis.relocation.flows import MOST_LINES, flow_lines
from landgis.relocation.view import PlanView
from landgis.relocation.view_tables import UNPLACED
from landgis_ui.canvas.flows.layer import FlowLayer, FlowTool
from landgis_ui.canvas.flows.values import (
    NOWHERE,
    Aim,
    FirmMark,
    FlowLine,
    FlowPlan,
    ParkMark,
)
from landgis_ui.canvas.map_view import MapView
from landgis_ui.context import Context
from landgis_ui.steps.relocation.firm_model import firm_rows, is_searched
from landgis_ui.steps.relocation.flow_key import FlowKey
from landgis_ui.steps.relocation.map_drop import MapDrop
from landgis_ui.steps.relocation.marks import mark_of
from landgis_ui.steps.relocation.park_card import Trial
from landgis_ui.steps.relocation.session import PlanSession
from landgis_ui.steps.relocation.verdict_pill import VerdictPill
from landgis_ui.widgets.figures import write_number
from landgis_ui.words import Words

ON_MAP = ("moved", "temporary", "unplaced")
FIT_MARGIN = 0.12
HARDLY = 0.2
"""With so little of the plan in sight the map goes there by itself, once."""


class FlowView(QObject):
    """Puts the plan on the map while the step is shown.

    `plates` float above the map besides its own controls: verdict, then key.
    """

    def __init__(
        self,
        context: Context,
        session: PlanSession,
        view: MapView,
        *,
        try_firms: Callable[[str, tuple[str, ...]], Trial],
    ) -> None:
        super().__init__()
        self._context, self._session, self._map = context, session, view
        self._is_fitted = False
        self._town = self._firm = ""
        self._towns: dict[str, str] = {}
        self._lines: dict[frozenset[str], tuple[FlowLine, ...]] = {}
        self.most_lines = MOST_LINES
        self.pill = VerdictPill(context, view.canvas)
        self.key = FlowKey(context, view.canvas)
        self.layer = FlowLayer(context.look, self, kept_free=self._plates)
        self.tool = view.tools.add(FlowTool(self.layer, view.tools))
        self.drops = MapDrop(view.canvas, self.layer, try_firms)
        view.canvas.add_above(self.layer)
        self._connect()

    def _connect(self) -> None:
        session, view = self._session, self._map
        self.layer.changed.connect(view.canvas.update)
        self.drops.firms_dropped.connect(session.move)
        self.tool.clicked.connect(view.tools.arrow.clicked)
        self.tool.firm_hovered.connect(self.point_at)
        self.tool.town_hovered.connect(self._point_at_town)
        self.tool.firm_clicked.connect(session.look_at_firm)
        self.tool.park_aimed.connect(self._aim)
        self.tool.firm_dropped.connect(self._drop)
        self.pill.fit.clicked.connect(lambda _on: self.fit())
        view.canvas.navigator.changed.connect(self._offer_fit)
        session.view_changed.connect(self._show)
        session.firm_changed.connect(lambda: self.point_at(""))

    def set_shown(self, *, shown: bool) -> None:
        """Show the plan on the map and take its tool, or leave the map as it was."""
        self.layer.show_plan(shown=shown)
        overlay = self._map.overlay
        if shown:
            self._map.tools.choose("flow")
        elif self._map.tools.tool is self.tool:
            self._map.tools.choose("arrow")
        overlay.tool_buttons.setVisible(not shown)
        overlay.colours.step_aside(aside=shown)
        overlay.lay_out()
        self.pill.setVisible(shown)
        self.key.setVisible(shown)
        self.key.put_below(self.pill)
        self._offer_fit()

    def fit(self) -> None:
        """Show every park and every firm of the plan."""
        bounds = self.layer.bounds()
        if bounds is not None:
            self._map.navigator.show(bounds, margin=FIT_MARGIN)

    def _plates(self) -> tuple[QRectF, ...]:
        """Return what floats above the map, where no label may be."""
        overlay = self._map.overlay
        plates = (self.pill, self.key, overlay.zooms, overlay.north, overlay.scale_bar)
        return tuple(
            QRectF(plate.geometry()) for plate in plates if not plate.isHidden()
        )

    def _offer_fit(self) -> None:
        """Offer the whole plan where a part is out of sight."""
        if self.layer.is_shown:
            seen = self.layer.seen_share(self._map.canvas.viewport)
            self.pill.offer_fit(offered=seen < 1.0)

    def point_at(self, firm: str) -> None:
        """Let the line of a firm stand out; without one that of the firm looked at."""
        chosen = firm or self._session.firm
        self.layer.point_at(frozenset([chosen] if chosen else ()))
        self._firm = chosen
        self._unfold()

    def _point_at_town(self, town: str) -> None:
        self._town = town
        self._unfold()

    def _unfold(self) -> None:
        """Let the bundled lines of the town that is pointed at come apart."""
        view = self._session.view
        is_bundled = any(line.town for line in self.layer.plan.lines)
        if view is None or not is_bundled:
            return
        towns = {self._town, self._towns.get(self._firm, "")} - {""}
        key = frozenset(towns)
        if key not in self._lines:
            self._lines[key] = lines_of(view, most=self.most_lines, unfold=key)
        if self.layer.plan.lines is not self._lines[key]:
            self.layer.set_lines(self._lines[key])

    def _show(self) -> None:
        view, words = self._session.view, self._context.words
        plan = FlowPlan() if view is None else plan_of(view, words)
        if view is not None:
            lines = lines_of(view, most=self.most_lines)
            heaviest = max((line.weight for line in lines), default=0.0)
            plan = replace(plan, lines=lines, heaviest=heaviest)
        self._towns = {firm.key: firm.town for firm in plan.firms}
        self._lines = {frozenset(): plan.lines}
        self._town = ""
        self.layer.set_plan(plan)
        self.point_at("")
        self._is_fitted = self._is_fitted and view is not None
        if view is not None and self.layer.is_shown and not self._is_fitted:
            self._is_fitted = True
            if self.layer.seen_share(self._map.canvas.viewport) < HARDLY:
                self.fit()
        self._offer_fit()

    def _aim(self, firm: str, park: str) -> None:
        view = self._session.view
        if view is not None:
            verdict = check_move(view, firm, park)
            lines = verdict_lines(verdict, self._context.words)
            aim = Aim(park=park, is_allowed=verdict.allowed, lines=lines)
            self.tool.show_aim(aim)

    def _drop(self, firm: str, park: str) -> None:
        self._session.move((firm,), park)


def plan_of(view: PlanView, words: Words) -> FlowPlan:
    """Return what the map shows of a plan."""
    parks = tuple(
        ParkMark(
            key=str(park["key"]),
            mark=mark_of(place, words=words),
            name=str(park["name"]),
            x=float(park["x"]),
            y=float(park["y"]),
            colour=place,
        )
        for place, park in enumerate(view.parks.to_dict("records"))
    )
    return FlowPlan(parks=parks, firms=_firm_marks(view))


def lines_of(
    view: PlanView, *, most: int = MOST_LINES, unfold: Collection[str] = ()
) -> tuple[FlowLine, ...]:
    """Return the lines of a plan; beyond so many, those of a town run in one."""
    place_of = view.problem.park_position
    towns = dict(zip(view.firms["key"], view.firms["town"], strict=True))
    flows = flow_lines(view, most=most, unfold=tuple(unfold))
    return tuple(
        FlowLine(
            x=flow.since[0],
            y=flow.since[1],
            park=place_of[flow.park],
            weight=flow.mu,
            firms=flow.firms,
            town=towns[flow.firms[0]] if flows.is_bundled else "",
        )
        for flow in flows.lines
    )


def _firm_marks(view: PlanView) -> tuple[FirmMark, ...]:
    """Return the firms that move or should; those whose place is known."""
    is_known = is_searched(view)
    columns = (view.firms[name] for name in ("x", "y", "town"))
    places = dict(zip(view.firms["key"], zip(*columns, strict=True), strict=True))
    return tuple(
        FirmMark(
            key=firm.key,
            name=firm.name,
            x=float(places[firm.key][0]),
            y=float(places[firm.key][1]),
            park=firm.park_place if firm.park_place >= 0 else NOWHERE,
            weight=0.0 if math.isnan(firm.freed_mu) else firm.freed_mu,
            is_pinned=firm.pinned,
            is_waiting=firm.outcome == UNPLACED and not is_known,
            town=str(places[firm.key][2]),
        )
        for firm in firm_rows(view)
        if firm.outcome in ON_MAP and math.isfinite(places[firm.key][0])
    )


def verdict_lines(verdict: Verdict, words: Words) -> tuple[str, ...]:
    """Return what a move would do: whether it may be, floor left, leading firms."""
    key = "relocation.may_move" if verdict.allowed else "relocation.may_not_move"
    left = write_number(verdict.floor_m2 - verdict.floor_after_m2, 0)
    after = verdict.after
    return (
        words(key),
        *verdict.reasons,
        words("relocation.floor_after", left=left, unit=words("unit.m2")),
        words("relocation.lead_after", n=after.leading, of=after.total),
    )
