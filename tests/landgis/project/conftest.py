# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A project to open, and words for editing it."""

import pytest

from landgis.messages import sentence
from landgis.project import Edit, ProjectStore, Put


def edit(**documents):
    """An edit of documents of the kind "override", by id."""
    puts = tuple(Put("override", name, value) for name, value in documents.items())
    return Edit(text="history.override", params={"count": len(puts)}, puts=puts)


@pytest.fixture(name="edit")
def edit_fixture():
    return edit


@pytest.fixture
def path(tmp_path):
    return tmp_path / "某县.landgis.gpkg"


@pytest.fixture
def store(path):
    store = ProjectStore.create(path, person="张三")
    yield store
    store.close()


@pytest.fixture
def says():
    """Check that an error is a whole sentence that names the file and what to do."""

    def check(caught, code, *parts):
        words = sentence(caught.value)
        assert caught.value.code == code
        assert words.endswith("。")
        assert "{" not in words
        for part in parts:
            assert part in words

    return check
