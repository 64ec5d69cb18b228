# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small project of one document, and what the user was told of it."""

import pytest

from landgis.project import Edit, ProjectStore, Put


@pytest.fixture
def told(context):
    """Return the notices that the user was given."""
    found = []
    context.workspace.noticed.connect(found.append)
    return found


@pytest.fixture
def named():
    """Return the edit that gives a project a name."""

    def make(name):
        value = {"name": name, "reference_date": "2023-12-31"}
        put = Put("project", "project", value)
        return Edit(text="history.rename", params={"name": name}, puts=(put,))

    return make


@pytest.fixture
def path(tmp_path, named):
    """Return the path of a project that is called 一."""
    found = tmp_path / "工程 一.landgis.gpkg"
    with ProjectStore.create(found, person="王五") as store:
        store.commit(named("一"))
    return found
