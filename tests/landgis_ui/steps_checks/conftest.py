# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample county as a project file, checked and analysed once; the step on it."""

import os
import shutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from landgis.operations.stored_analysis import analyse_stored
from landgis.operations.stored_freshness import result_puts
from landgis.operations.stored_load import load_stored, loaded_puts
from landgis.operations.stored_open import make_demo_project
from landgis.project import Edit, ProjectStore
from landgis_ui.context import Context
from landgis_ui.steps.checks.step import ChecksStep
from landgis_ui.theme.look import Look
from landgis_ui.words import Words
from landgis_ui.work.flows import Flows
from landgis_ui.work.jobs import JobRunner
from landgis_ui.work.settings import Settings
from landgis_ui.work.workspace import Workspace

PATIENCE_MS = 60_000


@pytest.fixture(scope="session")
def analysed(tmp_path_factory):
    """Return the path of the analysed sample county."""
    path = make_demo_project(tmp_path_factory.mktemp("demo") / "county")
    for make, to_puts in ((load_stored, loaded_puts), (analyse_stored, result_puts)):
        dataset = make(path)
        with ProjectStore.open(path) as store:
            puts = tuple(to_puts(store, dataset))
            store.commit(Edit(text="history.made", puts=puts))
    return path


@pytest.fixture
def county(analysed, tmp_path):
    """Return the path of a copy that the test may change."""
    return shutil.copy(analysed, tmp_path / "county.landgis.gpkg")


@pytest.fixture
def context(qapp, tmp_path):
    look = Look("light")
    look.apply(qapp)
    jobs = JobRunner()
    workspace, words = Workspace(jobs), Words("zh_CN")
    yield Context(
        workspace=workspace,
        flows=Flows(workspace, words),
        words=words,
        look=look,
        settings=Settings(tmp_path / "landgis.ini"),
    )
    workspace.detach()
    jobs.shut_down()


@pytest.fixture
def show(qtbot, context):
    """Return a function that shows the step with its panels."""

    def make():
        step = ChecksStep(context)
        for widget in (step._left, step._right):
            qtbot.addWidget(widget)
            widget.resize(420, 900)
            widget.show()
        return step

    return make


@pytest.fixture
def step(qtbot, context, county, show):
    """Return the step on the sample county."""
    step = show()
    context.flows.open_store(county)
    qtbot.waitUntil(
        lambda: step.facts is not None and step.facts.review is not None,
        timeout=PATIENCE_MS,
    )
    return step


@pytest.fixture
def notices(context):
    """Return the sentences that the user was told."""
    told = []
    context.workspace.noticed.connect(lambda notice: told.append(notice.text))
    return told


@pytest.fixture
def flights(context):
    """Return where the map was asked to go."""
    asked = []
    context.workspace.map_requested.connect(asked.append)
    return asked
