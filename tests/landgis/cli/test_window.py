# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`landgis gui` opens whatever window is installed, and says so where none is."""

import sys
from pathlib import Path

import pytest

from landgis.cli.__main__ import main

METADATA = "Metadata-Version: 2.1\nName: a-window\nVersion: 1\n"


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Return a function that installs a distribution with a window, or without."""

    def put(module, source):
        info = tmp_path / "a_window-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(METADATA)
        (info / "entry_points.txt").write_text(
            f"[landgis.window]\na = {module}:open_window\n"
        )
        (tmp_path / f"{module}.py").write_text(source)
        monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    return put


def status(*words):
    with pytest.raises(SystemExit) as left:
        main(words)
    return left.value.code


def test_the_window_is_given_the_project_and_its_status_counts(install, tmp_path):
    seen = tmp_path / "seen.txt"
    install(
        "window_that_works",
        f"from pathlib import Path\n"
        f"def open_window(path):\n"
        f"    Path({str(seen)!r}).write_text(str(path), 'utf-8')\n"
        f"    return 0\n",
    )

    assert status("gui", "县.landgis.gpkg") == 0
    assert Path(seen.read_text("utf-8")) == Path("县.landgis.gpkg")


def test_missing_display_libraries_are_told_in_a_sentence(install, capsys):
    install(
        "window_without_display",
        "raise ImportError('libEGL.so.1: cannot open shared object file')",
    )

    assert status("gui") == 2
    said = capsys.readouterr().err
    assert "libEGL.so.1" in said
    assert "Traceback" not in said
