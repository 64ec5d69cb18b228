# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The small county of the report's tests in a window's workspace, and the charts."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "landgis" / "report"))

import pytest
from report_builders import make_analysis

from landgis.analysis import Analysis
from landgis_ui.charts.panel import ChartsPanel


@dataclass(frozen=True)
class Kept:
    """A result as a project keeps it."""

    analysis: Analysis


@pytest.fixture
def analysis():
    made = make_analysis()
    return replace(
        made,
        parcel_names=made.parcels["parcel_id"],
        residual=made.residual.assign(ageing="5年以上"),
    )


@pytest.fixture
def panel(qtbot, context, analysis):
    """The charts of the county, the first of them drawn."""
    made = ChartsPanel(context)
    qtbot.addWidget(made)
    made.resize(800, 420)
    made.show()
    qtbot.waitExposed(made)
    context.workspace.set_result(Kept(analysis))
    wait_drawn(qtbot, made)
    yield made
    wait_idle(qtbot, context)


def wait_drawn(qtbot, panel):
    qtbot.waitUntil(lambda: panel.view.drawn is not None, timeout=20_000)


def wait_idle(qtbot, context):
    qtbot.waitUntil(lambda: not context.workspace.jobs.running, timeout=20_000)


@pytest.fixture
def shows(qtbot, panel, context):
    """Show a figure and wait until it is drawn at its size."""

    def show(name):
        panel.show_figure(name)
        wait_drawn(qtbot, panel)
        wait_idle(qtbot, context)
        return panel.view.drawn.chart

    return show
