# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`landgis run` as a process: whole results, honest exit status, nothing touched."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import openpyxl
import pyogrio
import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data" / "county"
SHARED = ROOT.parent / "shared"
OUTPUTS = {
    "summary.json",
    "result.gpkg",
    "台账.xlsx",
    "报告.pdf",
    "报告.docx",
    "run.log",
}


def landgis(*arguments, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "landgis.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
    )


def hashes(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Run the sample county once, from a folder with spaces and Chinese."""
    county = tmp_path_factory.mktemp("盘活 测试") / "county"
    shutil.copytree(SAMPLE, county)
    before = hashes(county)
    done = landgis("run", county / "project.toml")
    assert done.returncode == 0, done.stderr
    return county, before, done


def test_the_results_lie_beside_the_project(ran):
    county, _, done = ran

    assert {path.name for path in (county / "结果").iterdir()} == OUTPUTS
    assert "可腾出合计" in done.stdout
    assert str(county / "结果") in done.stdout
    assert "Traceback" not in done.stderr


def test_the_plan_of_the_sample_is_the_best_there_is(ran):
    plan = json.loads((ran[0] / "结果" / "summary.json").read_text("utf-8"))[
        "relocation"
    ]

    # Proven, so that every machine gets it, and before the clock says stop.
    assert plan["status"] == "optimal"
    assert plan["stopped_by"] == "proof"
    assert plan["gap"] <= 1e-6
    assert plan["placed"] + plan["unplaced"] == plan["candidates"]


def test_no_source_is_changed_and_nothing_is_left_beside_it(ran):
    county, before, _ = ran

    assert hashes(county) == before
    assert sorted(p.name for p in county.iterdir() if p.is_dir()) == ["结果"]


def test_the_three_outputs_agree(ran):
    out = ran[0] / "结果"
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    parcels = pyogrio.read_dataframe(out / "result.gpkg", layer="parcel")
    book = openpyxl.load_workbook(out / "台账.xlsx", read_only=True)

    counts = parcels["status"].value_counts().to_dict()
    land = summary["land"]
    assert counts == {name: land[name]["count"] for name in counts}
    total = summary["reclaimable"]
    categories = total["by_category"].values()
    assert sum(c["firm_mu"] for c in categories) == pytest.approx(total["firm_mu"])
    towns = total["by_town"].values()
    assert sum(t["firm_mu"] for t in towns) == pytest.approx(total["firm_mu"])
    lines = total["by_block_line"].values()
    assert sum(b["firm_mu"] for b in lines) == pytest.approx(total["firm_mu"])
    assert total["total_mu"] == pytest.approx(
        total["firm_mu"] + total["potential_mu"] - total["overlap_removed_mu"]
    )
    shown = [
        cell
        for row in book["汇总"].iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, (int, float))
    ]
    assert any(abs(cell - total["total_mu"]) < 0.0051 for cell in shown)


def test_every_parcel_has_a_row_of_evidence_for_every_test(ran):
    db = sqlite3.connect(ran[0] / "结果" / "result.gpkg")
    parcels = db.execute("select count(*) from parcel").fetchone()[0]
    tests = db.execute(
        "select count(distinct rule) from evidence where subject_kind='parcel'"
    ).fetchone()[0]
    rows = db.execute(
        "select count(*) from evidence where subject_kind='parcel'"
    ).fetchone()[0]
    bare = db.execute(
        "select count(*) from evidence"
        " where result='UNKNOWN' and coalesce(missing,'')=''"
    ).fetchone()[0]
    db.close()

    assert rows == parcels * tests
    assert bare == 0


def test_a_second_run_replaces_the_first_with_the_same_figures(ran):
    county, _, _ = ran
    first = (county / "结果" / "summary.json").read_bytes()

    assert landgis("run", county / "project.toml").returncode == 0

    assert (county / "结果" / "summary.json").read_bytes() == first
    assert {path.name for path in (county / "结果").iterdir()} == OUTPUTS


def test_a_folder_with_anything_else_in_it_is_refused(ran, tmp_path):
    (tmp_path / "照片.txt").write_text("不能丢", "utf-8")

    done = landgis("run", ran[0] / "project.toml", "-o", tmp_path)

    assert done.returncode == 2
    assert [p.name for p in tmp_path.iterdir()] == ["照片.txt"]
    assert str(tmp_path) in done.stderr


def small(tmp_path, **changes):
    """Copy the sample's layers and describe a small project of them."""
    for path in SAMPLE.iterdir():
        shutil.copy(path, tmp_path)
    layers = {"supply": "宗地.shp", "town": "镇街.geojson"} | changes
    lines = [f'{role} = "{file}"' for role, file in layers.items()]
    project = tmp_path / "p.toml"
    project.write_text(
        '[project]\nregion = "330304"\nreference_date = 2023-12-31\n'
        'profile = "ouhai_2021"\n[layers]\n' + "\n".join(lines),
        "utf-8",
    )
    return project


def test_a_layer_that_cannot_be_used_is_told_and_the_rest_is_done(tmp_path):
    (tmp_path / "坏.shp").write_bytes(b"this is not a shapefile")

    done = landgis("run", small(tmp_path, exclude="坏.shp"), "-o", tmp_path / "out")

    assert done.returncode == 1
    assert "坏.shp" in done.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert summary["land"]["normal"]["count"] > 0
    assert "坏.shp" in (tmp_path / "out" / "run.log").read_text("utf-8")


def test_a_table_of_firms_with_few_columns_is_enough(tmp_path):
    project = small(tmp_path)
    (tmp_path / "企业.csv").write_text(
        "企业名称,宗地代码,用地面积(亩),实缴税金(万元)\n甲厂,330304901001GB00006,5,10\n",
        "utf-8",
    )
    project.write_text(
        project.read_text("utf-8") + '\n[tables]\nenterprise = "企业.csv"\n', "utf-8"
    )

    done = landgis("run", project, "-o", tmp_path / "out")

    assert done.returncode == 0, done.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert summary["join"]["matched"] == 1
    assert summary["low_efficiency"]["firms"] == 1


def test_the_working_system_is_the_regions_own(tmp_path):
    parcels = pyogrio.read_dataframe(SAMPLE / "宗地.shp", encoding="GBK")
    parcels.head(20).to_crs("EPSG:4550").to_file(tmp_path / "zone41.gpkg")

    done = landgis("run", small(tmp_path, supply="zone41.gpkg"), "-o", tmp_path / "out")

    assert done.returncode == 0, done.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert summary["project"]["crs"] == "EPSG:4549"


def test_towns_without_a_name_are_told_and_not_silently_left_out(tmp_path):
    towns = pyogrio.read_dataframe(SAMPLE / "镇街.geojson")
    towns[["geometry"]].to_file(tmp_path / "无名.gpkg")

    done = landgis("run", small(tmp_path, town="无名.gpkg"), "-o", tmp_path / "out")

    assert done.returncode == 1
    assert "无名.gpkg" in done.stderr
    assert "[read.town.fields]" in done.stderr


def test_without_a_usable_supply_layer_nothing_can_be_done(tmp_path):
    (tmp_path / "坏.shp").write_bytes(b"this is not a shapefile")

    done = landgis("run", small(tmp_path, supply="坏.shp"), "-o", tmp_path / "out")

    assert done.returncode == 3
    assert "坏.shp" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "没有.toml"],
        ["run"],
        ["run", "a", "--nonsense"],
        ["fly"],
        ["rules", "show", "没有这条"],
        ["rules", "check", "没有.toml"],
    ],
)
def test_a_wrong_call_ends_with_two_and_a_sentence(arguments, tmp_path):
    done = landgis(*arguments, cwd=tmp_path)

    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_an_unknown_profile_is_named_with_the_known_ones(tmp_path):
    project = small(tmp_path)
    project.write_text(project.read_text("utf-8").replace("ouhai_2021", "ohai_2021"))

    done = landgis("run", project)

    assert done.returncode == 2
    assert "ouhai_2021" in done.stderr


def test_the_program_opens_no_network_connection(tmp_path):
    """Sockets are taken away before anything of the program is imported."""
    blocker = tmp_path / "sitecustomize.py"
    blocker.write_text(
        "import socket\n"
        "def refuse(*a, **k):\n"
        "    raise RuntimeError('a network connection was opened')\n"
        "socket.socket.connect = refuse\n"
        "socket.create_connection = refuse\n"
        "socket.getaddrinfo = refuse\n",
        "utf-8",
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-m", "landgis.cli", "run", str(small(tmp_path))],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_demo_copies_the_sample_and_runs_it(tmp_path):
    done = landgis("demo", cwd=tmp_path)

    folder = tmp_path / "landgis-演示"
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (folder / "结果").iterdir()} == OUTPUTS
    assert "低效" in done.stdout


def test_demo_does_not_write_into_a_folder_of_the_users(tmp_path):
    (tmp_path / "照片.txt").write_text("不能丢", "utf-8")

    done = landgis("demo", tmp_path)

    assert done.returncode == 2
    assert [p.name for p in tmp_path.iterdir()] == ["照片.txt"]


CASES = [
    (case, variant)
    for case in ("county_small", "county")
    for variant in ("", "_huangyan")
    if (SHARED / "data" / case).is_dir()
]


@pytest.mark.parametrize(("case", "variant"), CASES)
def test_cases_with_known_answers_hold_in_full(case, variant, tmp_path):
    folder = SHARED / "data" / case

    done = landgis("run", folder / f"project{variant}.toml", "-o", tmp_path / "out")
    checked = subprocess.run(
        [
            sys.executable,
            str(SHARED / "tools" / "check_case.py"),
            str(folder),
            str(tmp_path / "out"),
            "--expected",
            f"expected{variant}.json",
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert checked.returncode == 0, checked.stdout
