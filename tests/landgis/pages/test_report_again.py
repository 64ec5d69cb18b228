# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`landgis report`: the reports of a project again, beside their results."""

import json

import geopandas
import pypdfium2
import pytest
from page_texts import text_of
from report_builders import make_squares

from landgis.cli.__main__ import main
from landgis.errors import CallError
from landgis.operations.report_again import report_any
from landgis.operations.run import run_project

PROJECT = """
[project]
name = "某县2023年度"
region = "330304"
reference_date = 2023-12-31
profile = "ouhai_2021"
crs = "EPSG:4549"

[layers]
supply = "宗地.gpkg"
"""


@pytest.fixture
def project(tmp_path):
    """Return a project of four parcels, one of which was never built on."""
    frame = geopandas.GeoDataFrame(
        {
            "宗地代码": [f"330304001001GB0000{n}" for n in range(4)],
            "土地使用权人": ["甲", "乙", "丙", "丁"],
            "约定动工日期": ["2020-01-01"] * 4,
            "实际动工日期": [None, "2020-01-01", "2020-01-01", "2020-01-01"],
        },
        geometry=make_squares(4),
        crs="EPSG:4549",
    )
    frame.to_file(tmp_path / "宗地.gpkg")
    (tmp_path / "project.toml").write_text(PROJECT, "utf-8")
    return tmp_path


def test_the_reports_are_written_again_beside_their_results(project):
    out = run_project(project / "project.toml").out
    first = (out / "summary.json").read_bytes()
    for name in ("报告.pdf", "报告.docx"):
        (out / name).unlink()

    with pytest.raises(SystemExit) as left:
        main(["report", str(project)])

    assert left.value.code == 0
    assert (out / "summary.json").read_bytes() == first
    assert (out / "报告.docx").stat().st_size > 10_000
    total = json.loads(first)["reclaimable"]["total_mu"]
    assert f"{total:,.2f}亩" in text_of(pypdfium2.PdfDocument(out / "报告.pdf"))


def test_reports_are_not_put_beside_results_of_other_data(project):
    out = run_project(project / "project.toml").out
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    summary["reclaimable"]["total_mu"] += 1
    (out / "summary.json").write_text(json.dumps(summary), "utf-8")
    before = (out / "报告.pdf").read_bytes()

    with pytest.raises(CallError) as caught:
        report_any(out)

    assert caught.value.code == "pages.other_results"
    assert (out / "报告.pdf").read_bytes() == before


def test_reports_go_to_another_folder_where_one_is_named(project):
    outcome = report_any(project / "project.toml", out=project / "另存")
    assert sorted(file.name for file in outcome.files) == ["报告.docx", "报告.pdf"]
    assert all(file.exists() for file in outcome.files)


def test_a_folder_of_something_else_is_left_alone(project):
    other = project / "别的"
    other.mkdir()
    (other / "信.txt").write_text("字", "utf-8")
    with pytest.raises(CallError):
        report_any(project / "project.toml", out=other)
    assert [file.name for file in other.iterdir()] == ["信.txt"]
