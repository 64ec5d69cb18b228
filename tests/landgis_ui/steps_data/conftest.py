# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The data step on a new project, with one second process for all tests."""

from importlib.resources import files
from pathlib import Path

import geopandas
import pytest
from PyQt6.QtWidgets import QHBoxLayout, QWidget

from landgis_ui.steps.data.step import DataStep

COUNTY = Path(str(files("landgis_sample_data"))) / "county"
PATIENCE_MS = 60_000
PROJECT = {
    "name": "云浦县",
    "region": "330304",
    "reference_date": "2023-12-31",
    "profile": "ouhai_2021",
    "crs": None,
}


@pytest.fixture
def notices(context):
    found = []
    context.workspace.noticed.connect(found.append)
    return found


class Shown:
    """A data step in a window of its own, with what tests often do to it."""

    def __init__(self, qtbot, context):
        self.qtbot, self.context = qtbot, context
        self.step = DataStep(context)
        self.window = QWidget()
        layout = QHBoxLayout(self.window)
        for widget, width in (
            (self.step.files, 300),
            (self.step.centre, 760),
            (self.step.preview, 372),
        ):
            widget.setFixedWidth(width)
            layout.addWidget(widget)
        self.window.resize(1460, 900)
        qtbot.addWidget(self.window)
        qtbot.addWidget(self.step.start)
        self.window.show()
        self.step.enter()

    def read(self, *paths):
        """Add files and wait until all have been read."""
        self.step.add_paths(tuple(Path(path) for path in paths))
        self.wait()

    def wait(self):
        self.qtbot.waitUntil(lambda: not self.step.intake.is_busy, timeout=PATIENCE_MS)

    def use(self):
        """Use the current file and wait until the project holds it."""
        entry = self.current
        self.step.centre.wizard.foot.use.click()
        self.qtbot.waitUntil(
            lambda: self.step.shelf.entry(entry.id).is_used, timeout=PATIENCE_MS
        )

    def select(self, name):
        entry = self.entry(name)
        self.step.shelf.select(entry.id)
        return entry

    def entry(self, name):
        return next(each for each in self.step.shelf.entries if each.name == name)

    def card(self, name):
        return self.step.files.card(self.entry(name).id)

    @property
    def current(self):
        return self.step.shelf.current

    @property
    def wizard(self):
        return self.step.centre.wizard

    @property
    def store(self):
        return self.context.workspace.store


@pytest.fixture
def empty(qtbot, context):
    """Return the step without a project."""
    return Shown(qtbot, context)


@pytest.fixture
def shown(empty, context, tmp_path):
    """Return the step on a new project."""
    context.flows.create(tmp_path / "云浦.landgis.gpkg", PROJECT, None)
    return empty


@pytest.fixture
def county():
    return COUNTY


@pytest.fixture(scope="session")
def parcels(tmp_path_factory):
    """Return the first supplied parcels of the county, as a file of their own."""
    path = tmp_path_factory.mktemp("parcels") / "宗地.gpkg"
    geopandas.read_file(COUNTY / "宗地.shp", rows=40, encoding="GB18030").to_file(path)
    return path
