# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample county as a project file, checked and analysed once; the step on it."""

import pytest

from landgis_ui.steps.checks.step import ChecksStep

PATIENCE_MS = 60_000


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
