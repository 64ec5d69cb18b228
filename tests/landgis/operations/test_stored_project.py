# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A project file works with the same logic as the command line, and loses nothing."""

import json
import shutil
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import affinity

sys.path.insert(0, str(Path(__file__).parents[2] / "end2end"))

from county_maker import make_county, write_county

from landgis.cli.__main__ import main
from landgis.errors import CallError, CancelledError, ProjectError
from landgis.operations.project_file import read_project
from landgis.operations.run import run_project
from landgis.operations.stored_analysis import FRAMES, analyse_stored, open_result
from landgis.operations.stored_export import export_results
from landgis.operations.stored_freshness import is_current, loaded_puts, result_puts
from landgis.operations.stored_load import load_stored, open_loaded
from landgis.operations.stored_open import (
    create_from_project_file,
    open_any,
    open_out_folder,
    write_project_file,
)
from landgis.project import Edit, ProjectStore, Put

CODE = "330304001001GB00001"
PROJECT = """
[project]
name = "甲县"
region = "330304"
reference_date = 2023-12-31
profile = "ouhai_2021"
crs = "EPSG:4549"
[layers]
supply = "宗地.gpkg"
"""


def commit(store, *puts):
    store.commit(Edit(text="test", puts=puts))


def analysed(store):
    dataset = analyse_stored(store.path)
    commit(store, *result_puts(store, dataset))
    return open_result(store, dataset)


def plain(summary):
    """Leave out where the files were."""
    inputs = [
        {key: value for key, value in entry.items() if key != "path"}
        for entry in summary["inputs"]
    ]
    return {**summary, "inputs": inputs}


def read_summary(folder):
    return plain(json.loads((folder / "summary.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """Write a random county with decisions, run it, and make a project file of it."""
    folder = tmp_path_factory.mktemp("county") / "试验县"
    description = write_county(make_county(11), folder)
    found = run_project(description, out=folder / "out").analysis
    parcel = found.parcel_names.iloc[0]
    firm = found.firms["name"].iloc[0]
    other = found.parcels["parcel_id"].dropna().iloc[-1]
    (folder / "改判.csv").write_text(
        f"宗地代码,改判为,理由,日期,经办\n{parcel},正常,已办延期,2024-01-02,王五\n",
        "utf-8",
    )
    (folder / "匹配.csv").write_text(
        f"企业名称,宗地代码,是否同一\n{firm},{other},是\n", "utf-8"
    )
    with description.open("a", encoding="utf-8") as stream:
        stream.write('[decisions]\njoins = "匹配.csv"\noverrides = "改判.csv"\n')
    outcome = run_project(description, out=folder / "out")
    return description, outcome, create_from_project_file(description).store_path


@pytest.fixture
def store(county, tmp_path):
    """Return a copy of the project file from which all source files are far."""
    path = tmp_path / "县.landgis.gpkg"
    shutil.copy(county[2], path)
    with ProjectStore.open(path) as opened:
        yield opened


def test_a_project_file_gives_what_its_description_gives(county, store, tmp_path):
    _, outcome, _ = county

    main_status = None
    try:
        main(["run", str(store.path), "-o", str(tmp_path / "r")])
    except SystemExit as left:
        main_status = left.code
    whole = analysed(store).whole()

    assert main_status == 0
    assert read_summary(tmp_path / "r") == read_summary(outcome.out)
    for name in FRAMES:
        pd.testing.assert_frame_equal(
            getattr(whole, name), getattr(outcome.analysis, name)
        )
    pd.testing.assert_frame_equal(
        whole.evidence.astype("str"), outcome.analysis.evidence.astype("str")
    )
    assert whole.findings == outcome.analysis.findings
    assert [s.sha256 for s in whole.sources] == [
        s.sha256 for s in outcome.analysis.sources
    ]
    assert set(outcome.analysis.parcels["override_reason"].dropna()) == {"已办延期"}


def test_evidence_of_one_subject_is_what_the_whole_says_of_it(county, store):
    result = analysed(store)
    whole = county[1].analysis.evidence.astype("str")
    for kind in ("parcel", "firm", "approval"):
        for name in whole.loc[whole["subject_kind"] == kind, "subject_id"].unique()[:5]:
            own = (whole["subject_kind"] == kind) & (whole["subject_id"] == name)
            pd.testing.assert_frame_equal(
                result.evidence_of(kind, name), whole[own].reset_index(drop=True)
            )
    assert result.evidence_of("parcel", "没有这一宗").empty


def test_some_columns_of_a_frame_are_read_without_the_others(store):
    result = analysed(store)

    frame = result.frame("parcels", ["status", "mu"])

    pd.testing.assert_frame_equal(frame, result.analysis.parcels[["status", "mu"]])


def test_results_are_exported_as_the_command_line_writes_them(county, store, tmp_path):
    with pytest.raises(CallError):
        export_results(store.path, tmp_path / "none")
    analysed(store)

    export_results(store.path, tmp_path / "导出")

    names = {path.name for path in (tmp_path / "导出").iterdir()}
    assert names == {path.name for path in county[1].out.iterdir()}
    assert read_summary(tmp_path / "导出") == read_summary(county[1].out)


def test_a_results_folder_opens_for_comparison(county):
    out = county[1].out

    opened = open_any(out)
    found = open_out_folder(opened.out)

    assert opened.store_path is None
    own = county[1].analysis
    assert found.parcels["status"].tolist() == own.parcels["status"].tolist()
    assert len(found.firms) == len(own.firms)
    assert found.residual["mu"].tolist() == own.residual["mu"].tolist()
    assert shapely.area(found.parcel_geometry).sum() == pytest.approx(
        shapely.area(own.parcel_geometry).sum()
    )
    assert plain(found.summary) == read_summary(out)


def test_a_description_opens_the_project_file_beside_it(county):
    description, _, path = county

    assert open_any(description).store_path == path
    assert open_any(description.parent).store_path == path
    assert open_any(path).store_path == path
    assert not list(description.parent.glob(".*"))


def test_what_is_no_project_is_told(tmp_path):
    (tmp_path / "说明.txt").write_text("x")
    for path in (tmp_path, tmp_path / "说明.txt", tmp_path / "没有.toml"):
        with pytest.raises(CallError):
            open_any(path)
    (tmp_path / "坏.landgis.gpkg").write_bytes(b"x")
    with pytest.raises(ProjectError):
        open_any(tmp_path / "坏.landgis.gpkg")


def test_a_description_written_from_a_project_file_says_the_same(county, tmp_path):
    description, _, path = county
    with ProjectStore.open(path) as store:
        again = description.parent / "again.toml"
        notes = write_project_file(store, again)
    first, second = read_project(description), read_project(again)

    assert notes == ()
    assert (
        first.name,
        first.region,
        first.profile,
        first.reference_date,
        first.crs,
    ) == (second.name, second.region, second.profile, second.reference_date, second.crs)
    assert {(each.role, each.path.resolve()) for each in first.inputs} == {
        (each.role, each.path.resolve()) for each in second.inputs
    }
    for source in first.inputs:
        assert first.options(source) == second.options(source)
    assert "已办延期" in second.overrides.read_text("utf-8-sig")
    assert second.joins is not None


class Impatient:
    """Gives up at a step."""

    def __init__(self, patience):
        self.left = patience

    def step(self, *_, **__):
        self.left -= 1
        if self.left < 0:
            raise CancelledError


@pytest.mark.parametrize("patience", [0, 3, 12])
def test_an_analysis_that_is_cancelled_leaves_the_project_as_it_was(store, patience):
    before = {kind: dict(store.documents(kind)) for kind in ("loaded", "result")}

    with pytest.raises(CancelledError):
        analyse_stored(store.path, progress=Impatient(patience))

    store.refresh()
    after = {kind: dict(store.documents(kind)) for kind in ("loaded", "result")}
    assert after == before == {"loaded": {}, "result": {}}


@pytest.fixture
def small(tmp_path):
    """Return a function that makes a project file of a few parcels."""

    def make(rows, shapes=None):
        shapes = shapes or [
            shapely.box(560_000 + 200 * n, 3_090_000, 560_100 + 200 * n, 3_090_200)
            for n in range(len(rows))
        ]
        layer = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=shapes, crs="EPSG:4549")
        layer.to_file(tmp_path / "宗地.gpkg", driver="GPKG")
        (tmp_path / "project.toml").write_text(PROJECT, "utf-8")
        opened = create_from_project_file(tmp_path / "project.toml")
        (tmp_path / "宗地.gpkg").unlink()  # the original may vanish
        return ProjectStore.open(opened.store_path)

    return make


def correct(row, field, value):
    key = f"supply|{row}|{field}"
    return Put("correction", key, {"value": value, "was": None, "reason": "合同"})


def test_a_value_entered_by_hand_counts_and_is_told(small):
    with small(
        [{"宗地代码": CODE, "约定动工日期": None, "实际动工日期": None}]
    ) as store:
        assert analysed(store).analysis.parcels["status"].tolist() == ["to_verify"]
        commit(store, correct(CODE, "agreed_start", "2020-01-01"))
        assert not is_current(store, "result")

        found = analysed(store).analysis

    assert found.parcels["status"].tolist() == ["suspect_idle_2y"]
    entered = [f for f in found.findings if f.kind == "entered_by_hand"]
    assert [finding.ids for finding in entered] == [(CODE,)]
    assert "2020-01-01" in entered[0].details[0]


def test_a_field_entered_for_one_parcel_says_nothing_of_the_others(small):
    """Without the column nobody knows of the other whether it was ever started."""
    dates = {"约定动工日期": "2020-01-01"}
    rows = [{"宗地代码": CODE, **dates}, {"宗地代码": CODE[:-1] + "2", **dates}]
    with small(rows) as store:
        assert set(analysed(store).analysis.parcels["status"]) == {"to_verify"}
        commit(store, correct(CODE, "actual_start", None))

        found = analysed(store).analysis.parcels

    assert found["status"].tolist() == ["suspect_idle_2y", "to_verify"]
    assert "actual_start" in found["missing"][1].split(",")


def test_an_entry_that_fits_no_row_or_no_field_is_told(small):
    with small([{"宗地代码": CODE}]) as store:
        commit(
            store,
            correct("没有这一宗", "built_m2", 5.0),
            correct(CODE, "agreed_start", "去年"),
        )

        loaded = open_loaded(store, load_stored(store.path))

    left = [f for f in loaded.findings if f.kind == "entry_not_applied"]
    assert [name for finding in left for name in finding.ids] == ["没有这一宗", CODE]
    assert loaded.applied == ()


TOUCHING = shapely.Polygon(
    [(0, 0), (100, 0), (100, 100), (50, 0), (0, 100)]  # its ring touches itself
)
CROSSING = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])


def moved(shape, x):
    return affinity.translate(shape, 560_000 + x, 3_090_000)


def test_a_repair_that_changes_no_land_may_be_declined(small):
    shapes = [moved(TOUCHING, 0), moved(CROSSING, 500)]
    codes = [CODE, CODE[:-1] + "2"]
    with small([{"宗地代码": code} for code in codes], shapes) as store:
        first = open_loaded(store, load_stored(store.path))
        commit(
            store,
            *(
                Put("finding", f"supply|{kind}", {"accepted": False})
                for kind in ("ring", "self_intersection")
            ),
        )
        second = open_loaded(store, load_stored(store.path))

    repairs = first.repairs["supply"].frame.set_index("name")
    assert repairs["can_decline"].to_dict() == {codes[0]: True, codes[1]: False}
    assert repairs["before_m2"].tolist() == pytest.approx([5_000.0, 0.0])
    assert repairs["after_m2"].tolist() == pytest.approx([5_000.0, 5_000.0])
    kept = second.layers["supply"].geometry
    assert shapely.to_wkb(kept[0]) == shapely.to_wkb(shapes[0])
    assert shapely.is_valid(kept[1])
    assert second.repairs["supply"].frame["declined"].tolist() == [True, False]
    needed = [f.ids for f in second.findings if f.kind == "repair_needed"]
    assert needed == [(codes[1],)]


def test_accepting_findings_leaves_loaded_data_current(small):
    with small([{"宗地代码": CODE}]) as store:
        commit(store, *loaded_puts(store, load_stored(store.path)))
        commit(store, Put("finding", "supply|overlap", {"accepted": True}))
        assert is_current(store, "loaded")
        commit(store, correct(CODE, "built_m2", 5.0))
        assert not is_current(store, "loaded")


def test_a_project_without_date_or_layer_says_what_is_missing(tmp_path):
    with ProjectStore.create(tmp_path / "新.landgis.gpkg") as store:
        with pytest.raises(ProjectError) as no_layer:
            load_stored(store.path)
        with pytest.raises(ProjectError) as no_date:
            analyse_stored(store.path)

    assert no_layer.value.code == "stored.no_supply"
    assert no_date.value.code == "stored.no_date"
