# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample county as a project file, analysed once for all tests and workers."""

import shutil
import time
from pathlib import Path

import pytest

from landgis.operations.stored_analysis import analyse_stored
from landgis.operations.stored_freshness import result_puts
from landgis.operations.stored_open import make_demo_project
from landgis.project import Edit, ProjectStore

LONG_S = 600.0


@pytest.fixture(scope="session")
def analysed_sample(tmp_path_factory, worker_id):
    """Return the path of the sample county with its result; not to be changed."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "analysed_sample"
    path = folder / "county.landgis.gpkg"
    try:
        folder.mkdir()
    except FileExistsError:
        until = time.monotonic() + LONG_S
        while not path.exists():
            assert time.monotonic() < until, f"the other worker has not made {path}"
            time.sleep(0.2)
        return path
    made = make_demo_project(tmp_path_factory.mktemp("demo") / "county")
    dataset = analyse_stored(made)
    with ProjectStore.open(made) as store:
        store.commit(Edit(text="history.result", puts=result_puts(store, dataset)))
    shutil.copy(made, folder / "copy")
    (folder / "copy").rename(path)  # whole as soon as it is there
    return path


@pytest.fixture(scope="module")
def sample_copy(analysed_sample, tmp_path_factory):
    """Return the path of a copy that the tests of one file may change."""
    folder = tmp_path_factory.mktemp("sample")
    return Path(shutil.copy(analysed_sample, folder / "county.landgis.gpkg"))
