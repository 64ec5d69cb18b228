# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The right side: parks, conditions, trial, years, land, the sheet of a firm."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtWidgets import QButtonGroup, QFrame, QStackedWidget

from landgis_ui.context import Context
from landgis_ui.steps.relocation.land_panel import LandPanel
from landgis_ui.steps.relocation.park_card import Trial
from landgis_ui.steps.relocation.park_panel import ParkPanel
from landgis_ui.steps.relocation.sheet_view import SheetView
from landgis_ui.steps.relocation.trial_panel import TrialPanel
from landgis_ui.steps.relocation.wishes_panel import WishesPanel
from landgis_ui.steps.relocation.years_view import YearsPanel
from landgis_ui.widgets.basics import column, make_button, make_panel, row

PAGES = ("parks", "wishes", "trial", "years", "land", "sheet")


class RightPanel(QFrame):
    """Pages under one row of buttons."""

    def __init__(
        self, context: Context, try_firms: Callable[[str, tuple[str, ...]], Trial]
    ) -> None:
        super().__init__()
        words = context.words
        self.setProperty("ground", "panel")
        self.parks = ParkPanel(context, try_firms)
        self.wishes = WishesPanel(context)
        self.trial = TrialPanel(context)
        self.years = YearsPanel(context)
        self.land = LandPanel(context)
        self.sheet = SheetView(context)
        self.pages = QStackedWidget()
        self.buttons = {}
        group = QButtonGroup(self)
        pages = (
            self.parks,
            self.wishes,
            self.trial,
            self.years,
            self.land,
            self.sheet,
        )
        for name, page in zip(PAGES, pages, strict=True):
            button = make_button(words(f"relocation.page_{name}"), kind="segment")
            button.setCheckable(True)
            button.clicked.connect(lambda _on, name=name: self.open(name))
            group.addButton(button)
            self.buttons[name] = button
            self.pages.addWidget(page)
        tabs = row(*self.buttons.values(), None, margins=(10, 8, 6, 8), spacing=0)
        self.setLayout(column(make_panel(tabs, edge="bottom"), self.pages, spacing=0))
        self.open("parks")

    def open(self, name: str) -> None:
        """Show one of the pages."""
        self.buttons[name].setChecked(True)
        self.pages.setCurrentIndex(PAGES.index(name))

    @property
    def page(self) -> str:
        """The page that is shown."""
        return PAGES[self.pages.currentIndex()]
