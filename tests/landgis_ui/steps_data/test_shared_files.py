# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that other programs' tests call broken, and a real city's parcels."""

from pathlib import Path

import pytest

from landgis_ui.steps.data.entries import FileState

SHARED = Path(__file__).parents[4] / "shared" / "data"
BROKEN = SHARED / "broken"
HANGZHOU = SHARED / "hangzhou"
FIRST = 3
"""Files of each folder: enough of each kind, and quick."""

ENDINGS = {".shp", ".zip", ".gpkg", ".geojson"}


@pytest.mark.skipif(not BROKEN.is_dir(), reason="no broken files here")
def test_broken_files_of_each_kind_are_read_or_told_in_a_sentence(shown):
    folders = [BROKEN, *(path for path in sorted(BROKEN.rglob("*")) if path.is_dir())]
    paths = [
        path
        for folder in folders
        for path in [
            file for file in sorted(folder.iterdir()) if file.suffix in ENDINGS
        ][:FIRST]
    ]

    shown.read(*paths)

    for entry in shown.step.shelf.entries:
        assert entry.state in {FileState.READ, FileState.FAILED}
        assert (entry.trial is None) == bool(entry.error)
        assert entry.error in {"", entry.error.strip()}
        shown.step.shelf.select(entry.id)
    assert {entry.path for entry in shown.step.shelf.entries} == set(paths)


@pytest.mark.skipif(not HANGZHOU.is_dir(), reason="no parcels of Hangzhou here")
def test_parcels_of_a_city_are_read_in_letters_people_can_read(shown):
    shown.read(HANGZHOU / "杭州地块.shp")

    assert shown.current.state is FileState.READ
    texts = "".join(value for _, value in shown.step.preview.sample.texts)
    assert "\ufffd" not in texts
