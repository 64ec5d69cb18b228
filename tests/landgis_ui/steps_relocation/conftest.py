# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample county with a plan that was searched, and the window on the step 安置."""

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import pytest
from plan_hand import LAND_ALONE, show_plans

from landgis.operations.plan_documents import delete_plan, new_plan, stored_plans
from landgis.operations.stored_plan import keep_solution, solve_plan
from landgis.project import ProjectStore


@pytest.fixture(scope="session")
def planned(analysed, tmp_path_factory):
    """Return the path of the county with a plan in which every firm has a place."""
    folder = tmp_path_factory.mktemp("plans")
    path = Path(shutil.copy(analysed, folder / "county.landgis.gpkg"))
    with ProjectStore.open(path) as store:
        for old in stored_plans(store):
            store.commit(delete_plan(store, old.id))
        plan, edit = new_plan(store, wishes=LAND_ALONE)
        store.commit(edit)
    solved = solve_plan(path, plan)
    with ProjectStore.open(path) as store:
        store.commit(keep_solution(store, plan, solved))
    return path


@pytest.fixture
def plan_county(planned, tmp_path):
    """Return the path of a copy that the test may change."""
    return Path(shutil.copy(planned, tmp_path / "county.landgis.gpkg"))


@pytest.fixture
def moving(desktop, plan_county, qtbot):
    """The whole program on the step 安置, a plan in sight."""
    return show_plans(qtbot, desktop, plan_county)
