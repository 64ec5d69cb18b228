# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A project file opens in QGIS with the layers and colours of its result."""

import sqlite3
import subprocess
import sys

import pytest

from landgis.operations.stored_analysis import open_result
from landgis.operations.stored_layers import mirror_layers
from landgis.project import ProjectStore

LIST = "import pyogrio, sys; print(dict(map(tuple, pyogrio.list_layers(sys.argv[1]))))"


@pytest.fixture(scope="module")
def mirrored(sample_copy):
    with ProjectStore.open(sample_copy, read_only=True) as store:
        dataset = store.document("result", "current")["dataset"]
    mirror_layers(sample_copy, dataset)
    return sample_copy, dataset


def test_another_program_finds_the_layers(mirrored):
    path, _ = mirrored

    found = subprocess.run(
        [sys.executable, "-c", LIST, str(path)],
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    for layer in ("parcel", "residual", "park", "vacated"):
        assert f"'{layer}'" in found


def test_the_layers_have_styles_and_the_file_is_sound(mirrored):
    path, _ = mirrored

    with sqlite3.connect(path) as db:
        styled = {
            name for (name,) in db.execute("SELECT f_table_name FROM layer_styles")
        }
        sound = db.execute("PRAGMA integrity_check").fetchone()

    assert {"parcel", "residual"} <= styled
    assert sound == ("ok",)


def test_writing_them_again_replaces_them(mirrored):
    path, dataset = mirrored

    mirror_layers(path, dataset)

    with sqlite3.connect(path) as db:
        (count,) = db.execute("SELECT count(*) FROM parcel").fetchone()
        (tables,) = db.execute(
            "SELECT count(*) FROM sqlite_master WHERE name LIKE 'landgis_new_%'"
        ).fetchone()
    assert count == len(open_result(path, dataset).analysis.parcels)
    assert tables == 0
