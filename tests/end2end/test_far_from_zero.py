# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A county measured with the zone number in its eastings has the same figures."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "sample_data" / "county"
SYSTEMS = ("EPSG:4549", "EPSG:4528")  # the same meridian; 40,000,000 m between them


def figures(folder, system):
    """Run the sample county in a system; return its summary as path and value."""
    text = (SAMPLE / "project.toml").read_text("utf-8")
    assert SYSTEMS[0] in text
    text = text.replace(SYSTEMS[0], system)
    for name in {path.name for path in SAMPLE.iterdir()} - {"project.toml"}:
        text = text.replace(f'"{name}', f'"{(SAMPLE / name).as_posix()}')
    project = folder / "project.toml"
    project.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "landgis.cli", "run", str(project)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads((folder / "结果" / "summary.json").read_text("utf-8"))
    assert summary["project"].pop("crs") == system
    return dict(flat(summary))


def flat(value, path=""):
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from flat(inner, f"{path}/{key}")
    else:
        yield path, value


def test_the_zone_number_in_eastings_changes_no_figure(tmp_path):
    found = []
    for place, system in enumerate(SYSTEMS):
        folder = tmp_path / str(place)
        folder.mkdir()
        found.append(figures(folder, system))

    near, far = found
    assert far.keys() == near.keys()
    for path, value in near.items():
        if isinstance(value, float):
            assert far[path] == pytest.approx(value, rel=1e-9, abs=1e-7), path
        else:
            assert far[path] == value, path
