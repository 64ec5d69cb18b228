# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The small county of the report's tests in a window's workspace, and a drawer."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "landgis" / "report"))

import pytest
from report_builders import make_analysis

from landgis.analysis import Analysis
from landgis_ui.table.drawer import TableDrawer


@dataclass(frozen=True)
class Kept:
    """A result as a project keeps it: evidence is read for one subject at a time."""

    analysis: Analysis

    def evidence_of(self, kind, subject_id):
        rows = self.analysis.evidence
        wanted = (rows["subject_kind"] == kind) & (rows["subject_id"] == subject_id)
        return rows[wanted]


@pytest.fixture
def analysis():
    made = make_analysis()
    return replace(made, parcel_names=made.parcels["parcel_id"])


@pytest.fixture
def drawer(qtbot, context, analysis):
    """The drawer with the six parcels of the county."""
    made = TableDrawer(context)
    qtbot.addWidget(made)
    made.resize(1400, 400)
    made.show()
    qtbot.waitExposed(made)
    with qtbot.waitSignal(made.control.answered):
        context.workspace.set_result(Kept(analysis))
    return made
