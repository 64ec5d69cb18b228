# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the import wizard is told of a file, and what another choice changes."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from landgis.operations.import_trial import TrialRequest, try_import
from landgis.operations.project_file import ReadOptions

COUNT = 40
NAMES = ["恒澜五金厂", "瑞锦机械有限公司", "晟晨塑料有限公司", "双澄电气有限公司"]
REGION = "330304"


@pytest.fixture
def parcels(tmp_path):
    """Write parcels of 30 亩 in the zone of 120° E, registered in 亩, without .prj."""
    shapes = [
        shapely.box(555_000 + 300 * n, 3_090_000, 555_100 + 300 * n, 3_090_200)
        for n in range(COUNT)
    ]
    mu = np.full(COUNT, 30.0)
    mu[:2] = 45.0
    frame = pd.DataFrame(
        {
            "宗地代码": [f"330304001001GB{n:05d}" for n in range(COUNT)],
            "权利人": [NAMES[n % 4] for n in range(COUNT)],
            "登记面积": mu,
            "约定动工日": ["2020-01-01"] * 3 + ["待定"] + ["2021-06-30"] * 36,
            "备注": [None] * COUNT,
        }
    )
    layer = gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4549")
    path = tmp_path / "宗地.shp"
    layer.to_file(path, encoding="GB18030")
    for ending in (".prj", ".cpg"):
        path.with_suffix(ending).unlink()
    return path


def request(path, **options):
    return TrialRequest(
        path=path,
        region=REGION,
        reference_year=2023,
        options=ReadOptions(**options),
    )


def field(trial, column):
    return next(each for each in trial.fields if each.column == column)


def test_a_layer_is_shown_with_its_evidence(parcels):
    trial, _ = try_import(request(parcels))

    assert (trial.error, trial.role.role, trial.features) == (None, "supply", COUNT)
    first, *others = trial.encoding.candidates
    assert (first.name, first.readable) == ("GB18030", first.total)
    assert any("恒澜五金厂" in text or "澜" in text for text in first.samples)
    assert {each.name: each.readable for each in others}["UTF-8"] < first.total
    taken = trial.crs.candidates[0]
    assert (trial.crs.value, taken.code, taken.share) == ("EPSG:4549",) * 2 + (1.0,)
    assert not trial.crs.is_sure
    lon, lat = shapely.get_coordinates(shapely.from_wkb(taken.preview)).mean(axis=0)
    assert (lon, lat) == pytest.approx((120.6, 27.9), abs=0.2)
    assert any(each.needs_parameters for each in trial.crs.candidates)
    assert any(each.share == 0 for each in trial.crs.candidates)


def test_areas_are_compared_with_the_drawing(parcels):
    area = try_import(request(parcels))[0].area

    assert (area.column, area.standard, area.unit) == (
        "登记面积",
        "registered_m2",
        "亩",
    )
    assert area.ratio == pytest.approx(0.0015)
    assert (area.compared, area.within_1_percent, area.over_5_percent) == (40, 38, 2)
    assert "㎡" in area.alternatives


def test_doubtful_columns_are_told_from_sure_ones(parcels):
    trial, _ = try_import(request(parcels))

    dates = field(trial, "约定动工日")
    assert (dates.standard, dates.unreadable, dates.confidence) == (
        "agreed_start",
        1,
        "look",
    )
    owner = field(trial, "权利人")
    assert (owner.standard, owner.confidence, owner.empty) == ("owner", "sure", 0)
    assert owner.samples == tuple(NAMES[:3])
    remark = field(trial, "备注")
    assert (remark.standard, remark.empty, remark.confidence) == (None, COUNT, "sure")
    shown = dict(trial.samples[3].values)
    assert any("待定" in value for value in shown.values())


def test_open_fields_tell_how_many_parcels_they_leave_unclear(parcels):
    trial, _ = try_import(request(parcels))

    costs = {each.standard: each for each in trial.open_fields}
    assert costs["actual_start"].parcels == COUNT
    assert costs["actual_start"].tests
    assert trial.to_verify == COUNT


def test_another_choice_shows_without_reading_the_file_again(parcels):
    _, cache = try_import(request(parcels))
    for file in parcels.parent.iterdir():
        file.unlink()

    moved, same = try_import(request(parcels, crs="EPSG:4548"), cache=cache)
    metres, _ = try_import(request(parcels, units={"registered_m2": "㎡"}), cache=cache)
    chosen, _ = try_import(request(parcels, fields={"location": "备注"}), cache=cache)

    assert same is cache
    assert (moved.crs.value, moved.crs.candidates[0].share) == ("EPSG:4548", 0.0)
    assert (metres.area.unit, metres.area.within_1_percent) == ("㎡", 0)
    assert field(chosen, "备注").standard == "location"


def test_another_encoding_reads_the_file_again_and_keeps_the_counts(parcels):
    first, cache = try_import(request(parcels))
    second, other = try_import(request(parcels, encoding="UTF-8"), cache=cache)

    assert other is not cache
    assert second.encoding.value == "UTF-8"
    counts = {each.name: each.readable for each in second.encoding.candidates}
    assert counts == {each.name: each.readable for each in first.encoding.candidates}


def test_a_table_is_shown_with_its_head_and_the_rows_set_aside(tmp_path):
    path = tmp_path / "企业.csv"
    path.write_text(
        "2023年度企业效益表,,\n企业名称,用地面积（亩）,入库税收（万元）\n"
        "甲阀门有限公司,30,100\n乙鞋业有限公司,20,80\n合计,50,180\n",
        "gb18030",
    )

    trial, _ = try_import(request(path))

    assert (trial.role.role, trial.role.is_layer) == ("enterprise", False)
    assert (trial.header_row, trial.features) == (2, 2)
    assert [row.number for row in trial.dropped_rows] == [5]
    assert field(trial, "用地面积（亩）").standard == "land_mu"
    assert trial.encoding.candidates[0].name == "GB18030"


def test_a_layer_without_the_column_it_is_for_must_be_told_which(tmp_path):
    shape = shapely.box(120.5, 27.9, 120.6, 28.0)
    layer = gpd.GeoDataFrame({"甲": ["一"]}, geometry=[shape], crs="EPSG:4490")
    layer.to_file(tmp_path / "镇街.geojson")

    trial, _ = try_import(
        TrialRequest(path=tmp_path / "镇街.geojson", role="town", region=REGION)
    )

    assert [each.standard for each in trial.open_fields] == ["name"]


@pytest.mark.parametrize("content", [b"", b"not a shapefile", None])
def test_what_cannot_be_read_is_told_in_a_sentence(tmp_path, content):
    path = tmp_path / "宗地.shp"
    if content is not None:
        path.write_bytes(content)

    trial, cache = try_import(request(path))

    assert cache is None
    assert trial.error.endswith("。")
    assert trial.fields == ()


def test_a_wrong_choice_is_told_and_the_rest_still_shown(parcels):
    _, cache = try_import(request(parcels))

    trial, kept = try_import(request(parcels, crs="地方坐标"), cache=cache)

    assert kept is cache
    assert trial.error or not trial.crs.is_sure or trial.crs.value is not None
