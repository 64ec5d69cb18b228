# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where results go: nothing of the user's is ever in danger there."""

import json

import pytest

from landgis.errors import CallError
from landgis.operations.demo import run_demo
from landgis.operations.project_file import read_project
from landgis.operations.run import replaced_folder, require_outside
from landgis.report.summary import FORMAT

PROJECT = """
[project]
name = "甲县2023年度"
reference_date = 2023-12-31
profile = "ouhai_2021"

[layers]
supply = "宗地.shp"

[decisions]
joins = "结果/匹配决定.csv"
"""


@pytest.fixture
def results(tmp_path):
    """Build a folder of earlier results with one decision file in it."""
    out = tmp_path / "结果"
    out.mkdir()
    (out / "summary.json").write_text(json.dumps({"format": FORMAT}), "utf-8")
    (out / "匹配决定.csv").write_text("企业名称\n", "utf-8")
    return out


def test_results_that_hold_a_decision_file_are_not_replaced(tmp_path, results):
    (tmp_path / "project.toml").write_text(PROJECT, "utf-8")
    project = read_project(tmp_path / "project.toml")

    with pytest.raises(CallError) as error:
        require_outside(results, project.files)

    assert error.value.code == "run.out_holds_input"
    assert error.value.params["file"] == "匹配决定.csv"


def test_results_beside_the_files_of_a_project_are_free(tmp_path, results):
    (tmp_path / "宗地.shp").write_bytes(b"")

    require_outside(results, [tmp_path / "宗地.shp", tmp_path / "没有.csv"])


def test_a_link_to_a_folder_of_results_stays_a_link(tmp_path, results):
    link = tmp_path / "本年结果"
    link.symlink_to(results, target_is_directory=True)

    with replaced_folder(link) as folder:
        (folder / "summary.json").write_text("{}", "utf-8")

    assert link.is_symlink()
    assert [path.name for path in results.iterdir()] == ["summary.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["本年结果", "结果"]


def test_results_stay_whole_where_another_run_was_quicker(tmp_path, results):
    with pytest.raises(CallError), replaced_folder(results) as folder:
        folder.rename(tmp_path / "elsewhere")

    assert (results / "匹配决定.csv").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "结果"]


def test_an_interrupted_run_leaves_the_earlier_results_alone(tmp_path, results):
    with pytest.raises(KeyboardInterrupt), replaced_folder(results):
        raise KeyboardInterrupt

    assert (results / "匹配决定.csv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["结果"]


def test_the_demonstration_never_replaces_a_project_of_the_users(tmp_path):
    (tmp_path / "project.toml").write_text(PROJECT, "utf-8")
    (tmp_path / "宗地.shp").write_bytes(b"mine")

    with pytest.raises(CallError) as error:
        run_demo(tmp_path)

    assert error.value.code == "demo.in_the_way"
    assert (tmp_path / "宗地.shp").read_bytes() == b"mine"
    assert (tmp_path / "project.toml").read_text("utf-8") == PROJECT
