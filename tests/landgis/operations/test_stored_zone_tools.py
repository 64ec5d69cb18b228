# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones of a project file: suggested, drawn, compared and exported by its path."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import geopandas
import numpy as np
import pytest

from landgis.errors import CallError, ProjectError
from landgis.messages import sentence
from landgis.operations.stored_analysis import analyse_stored, open_result
from landgis.operations.stored_freshness import loaded_puts, result_puts
from landgis.operations.stored_load import load_stored
from landgis.operations.stored_open import create_from_project_file
from landgis.operations.stored_zone_tools import compare_stored, export_zoning
from landgis.operations.stored_zones import (
    new_zone,
    new_zoning,
    read_zonings,
    stroke_edit,
)
from landgis.operations.zone_land import build_zone_land
from landgis.operations.zone_search import open_land_stored, suggest_stored
from landgis.project import Edit, ProjectStore
from landgis.zones.finding import OpenKind
from landgis.zones.strokes import Stroke, effect_of
from landgis.zones.suggest import Wishes

sys.path.insert(0, str(Path(__file__).parents[2] / "end2end"))

from county_maker import make_county, write_county

WISHES = Wishes(least_mu=10.0, gap_m=50.0, keeps_towns=False, count=3)


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county") / "试验县"
    path = create_from_project_file(write_county(make_county(4), folder)).store_path
    loaded = load_stored(path)
    with ProjectStore.open(path) as store:
        puts = loaded_puts(store, loaded)
        store.commit(Edit(text="history.loaded", params={}, puts=puts))
    result = analyse_stored(path)
    with ProjectStore.open(path) as store:
        puts = result_puts(store, result)
        store.commit(Edit(text="history.analysed", params={}, puts=puts))
    return path


@pytest.fixture(scope="module")
def drawn(analysed):
    """A project with two sets: A holds one suggested zone, B three."""
    found = suggest_stored(analysed, None, WISHES)
    assert len(found.found) == 3
    with ProjectStore.open(analysed) as store:
        result = open_result(store, store.document("result", "current")["dataset"])
        units = build_zone_land(result).units
        for name, suggestions in (("方案A", found.found[:1]), ("方案B", found.found)):
            zoning_id, edit = new_zoning(store, name)
            store.commit(edit)
            for number, suggestion in enumerate(suggestions, start=1):
                zone, edit = new_zone(store, zoning_id, f"{number}号片")
                store.commit(edit)
                zonings = {z.id: z for z in read_zonings(store, units)}
                effect = effect_of(
                    zonings[zoning_id],
                    units,
                    Stroke(zone=zone.id, rows=suggestion.rows),
                )
                store.commit(stroke_edit("suggestion", effect, units))
    return analysed, found


def zoning_id(path, name):
    with ProjectStore.open(path, read_only=True) as store:
        zonings = store.documents("zoning").items()
        return next(each for each, value in zonings if value["name"] == name)


def test_suggestions_of_a_project_leave_zones_alone(drawn):
    path, found = drawn
    taken = np.concatenate([each.rows for each in found.found])
    again = suggest_stored(path, zoning_id(path, "方案B"), WISHES)
    for suggestion in again.found:
        assert not np.isin(suggestion.rows, taken).any()
    assert all(each.reason for each in again.found)


def test_open_land_of_a_project_names_statuses_in_words(drawn):
    path, found = drawn
    land = open_land_stored(path, zoning_id(path, "方案B"))
    free = [each for each in land if each.kind is OpenKind.FREE]
    taken = np.concatenate([each.rows for each in found.found])
    assert free
    assert not np.isin([each.rows[0] for each in free], taken).any()
    assert "low_efficiency" not in " ".join(each.reason for each in free)


def test_sets_of_a_project_are_compared_in_the_order_asked_for(drawn):
    path, found = drawn
    every = compare_stored(path)
    assert every.names == ("方案A", "方案B")
    turned = compare_stored(path, ["方案B", "方案A"])
    assert turned.names == ("方案B", "方案A")
    zones = next(row for row in every.rows if row.id == "zones")
    assert zones.values == (1, 3)
    (difference,) = every.differences
    rows = np.sort(np.concatenate([each.rows for each in found.found[1:]]))
    assert difference.only_second.tolist() == rows.tolist()
    assert difference.only_first.tolist() == []
    with pytest.raises(CallError) as caught:
        compare_stored(path, ["方案C"])
    assert sentence(caught.value) == "没有叫 方案C 的方案。现有：方案A、方案B。"


def test_a_set_of_a_project_is_exported_by_name(drawn, tmp_path):
    path, found = drawn
    exported = export_zoning(path, "方案B", tmp_path / "x.gpkg")
    zones = geopandas.read_file(exported.files[0], layer="zone")
    assert zones["name"].tolist() == ["1号片", "2号片", "3号片"]
    assert zones["mu"].tolist() == pytest.approx([f.area_mu for f in found.found])
    assert zones.geometry.area.tolist() == pytest.approx(zones["ground_m2"])


def test_the_files_of_a_project_are_never_the_target(drawn):
    path, _ = drawn
    with ProjectStore.open(path, read_only=True) as store:
        inputs = [Path(v["path"]) for v in store.documents("input").values()]
    shape = next(each for each in inputs if each.suffix == ".shp")
    before = shape.read_bytes()
    with pytest.raises(CallError) as caught:
        export_zoning(path, "方案A", shape)
    assert "是本工程的数据文件" in sentence(caught.value)
    assert shape.read_bytes() == before


def test_a_project_without_zones_or_result_gets_a_sentence(analysed, tmp_path):
    empty = tmp_path / "空.landgis.gpkg"
    ProjectStore.create(empty).close()
    with pytest.raises(ProjectError, match="no_result"):
        compare_stored(empty)


def test_zones_are_exported_from_the_command_line(drawn, tmp_path):
    path, _ = drawn
    copy = tmp_path / "县.landgis.gpkg"
    shutil.copy(path, copy)
    target = tmp_path / "甲.txt"
    done = subprocess.run(
        [
            sys.executable, "-m", "landgis.cli", "zones", "export", copy,
            "--zoning", "方案A", "-o", target,
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert target.exists()
    assert "甲.txt" in done.stdout
    assert "甲_界址点成果表.xlsx" in done.stdout
