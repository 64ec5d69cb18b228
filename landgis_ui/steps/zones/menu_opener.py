# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the menus of the step: of a zone, a scenario, and the statuses painted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QObject, QPoint, pyqtSignal
from PyQt6.QtWidgets import QWidget

from landgis_ui.context import Context
from landgis_ui.steps.zones.left_panel import LeftPanel
from landgis_ui.steps.zones.menus import StatusMenu, below, scenario_menu, zone_menu
from landgis_ui.steps.zones.rows_opener import RowsOpener
from landgis_ui.steps.zones.session import ZoneSession
from landgis_ui.steps.zones.zone_edits import ZoneEdits
from landgis_ui.steps.zones.zone_panel import ZonePanel

Acts = dict[str, Callable[[], object]]


class MenuOpener(QObject):
    """Makes a menu when it is asked for.

    Signals
    -------
    page_wanted(str)
        ``export`` or ``prices`` is to be shown at the right.
    compare_wanted()
        Scenarios are to be put side by side.
    """

    page_wanted = pyqtSignal(str)
    compare_wanted = pyqtSignal()

    def __init__(
        self,
        context: Context,
        session: ZoneSession,
        *,
        edits: ZoneEdits,
        left: LeftPanel,
        panel: ZonePanel,
        opener: RowsOpener,
    ) -> None:
        super().__init__(session)
        self._context, self._session, self._edits = context, session, edits
        self._left, self._panel, self._opener = left, panel, opener

    def show_zone(self, button: QWidget) -> None:
        """Show the menu of the zone below a button."""
        self._zone_menu(button, below(button))

    def show_zone_at(self, zone: str, at: QPoint) -> None:
        """Show the menu of a zone at a place of the screen."""
        self._session.choose_zone(zone)
        self._zone_menu(self._left, at)

    def show_scenario(self, button: QWidget) -> None:
        """Show the menu of the scenario below a button."""
        acts: Acts = {
            "rename": self._left.switch.begin_naming,
            "remark": self._left.begin_remark,
            "compare": self.compare_wanted.emit,
            "export": partial(self.page_wanted.emit, "export"),
            "prices": partial(self.page_wanted.emit, "prices"),
        }
        menu = scenario_menu(
            self._context, button, session=self._session, edits=self._edits, acts=acts
        )
        menu.popup(below(button))

    def show_statuses(
        self,
        parent: QWidget,
        at: QPoint,
        *,
        wanted: frozenset[str] | None,
        chosen: Callable[[frozenset[str] | None], object],
    ) -> None:
        """Show the menu of the statuses that are painted."""
        menu = StatusMenu(
            self._context,
            parent,
            statuses=self._session.units.statuses,
            wanted=wanted,
        )
        menu.chosen.connect(chosen)
        menu.popup(at)

    def _zone_menu(self, parent: QWidget, at: QPoint) -> None:
        zone = self._session.zone
        acts: Acts = {
            "locate": self._opener.locate,
            "select": self._opener.select,
            "export": partial(self.page_wanted.emit, "export"),
        }
        if zone is not None:
            acts["rename"] = self._left.cards.card(zone.id).begin_naming
            acts["note"] = partial(self._panel.begin_note, zone.note)
        menu = zone_menu(
            self._context, parent, session=self._session, edits=self._edits, acts=acts
        )
        menu.popup(at)
