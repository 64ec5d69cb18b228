# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample county is what its README says, and its script makes it again."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parent.parent
COUNTY = ROOT / "sample_data" / "county"
MISSING = {"-", "/", "无", "—", None}
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
SIZE_MAX = 8_000_000
IN_PLACE = 40_000_000


def is_credit_code(code: object) -> bool:
    """Check as GB 32100 prescribes, with the weights as the rulebook lists them."""
    if not isinstance(code, str) or not re.fullmatch(rf"[{ALPHABET}]{{18}}", code):
        return False
    total = sum(
        ALPHABET.index(sign) * weight
        for sign, weight in zip(code[:17], WEIGHTS, strict=True)
    )
    return code[17] == ALPHABET[(31 - total % 31) % 31]


def content(path: Path) -> object:
    """Return what must be the same in two makings of a file."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return {part: book.read(part) for part in book.namelist()}
    if path.suffix == ".gpkg":
        return pyogrio.read_dataframe(path).to_csv()
    return hashlib.sha256(path.read_bytes()).hexdigest()


def cells(name: str) -> list[list[object]]:
    book = CalamineWorkbook.from_path(COUNTY / f"{name}.xlsx")
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [[None if cell == "" else cell for cell in row] for row in rows]


def table(name: str, heads: int) -> pd.DataFrame:
    """Read a workbook; ``heads`` is the row of the lowest heads, from nought."""
    rows = cells(name)
    titles = [
        low or high for low, high in zip(rows[heads], rows[heads - 1], strict=True)
    ]
    body = rows[heads + 1 :]
    if "序号" in titles:
        body = [row for row in body if isinstance(row[0], float)]
    return pd.DataFrame(body, columns=titles)


@pytest.fixture(scope="module")
def parcels() -> pd.DataFrame:
    frame = pyogrio.read_dataframe(COUNTY / "宗地.shp", encoding="GBK")
    frame["shape"] = shapely.transform(
        frame.geometry.to_numpy(), lambda spots: spots - (IN_PLACE, 0)
    )
    return frame


@pytest.fixture(scope="module")
def firms() -> pd.DataFrame:
    return table("企业效益", 3)


@pytest.fixture(scope="module")
def last_year(firms: pd.DataFrame) -> pd.DataFrame:
    return firms[firms["年度"] == 2023]


@pytest.fixture(scope="module")
def overlaps(parcels: pd.DataFrame) -> set[tuple[int, int]]:
    shapes = shapely.make_valid(parcels["shape"].to_numpy())
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    pairs = one < other
    one, other = one[pairs], other[pairs]
    area = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    real = area > 1
    return set(zip(one[real].tolist(), other[real].tolist(), strict=True))


def test_the_county_has_three_thousand_parcels_in_eight_towns(
    parcels: pd.DataFrame,
) -> None:
    assert 2_950 <= parcels["宗地代码"].nunique() <= 3_050
    towns = pyogrio.read_dataframe(COUNTY / "镇街.geojson").to_crs(4549)
    assert len(towns) == 8
    middles = shapely.point_on_surface(shapely.make_valid(parcels["shape"].to_numpy()))
    within = shapely.STRtree(towns.geometry.to_numpy()).query(middles, "within")
    assert len(np.unique(within[1])) == 8
    assert len(within[0]) == len(parcels)


def test_towns_cover_the_county_without_overlap() -> None:
    towns = pyogrio.read_dataframe(COUNTY / "镇街.geojson").to_crs(4549)
    union = shapely.union_all(towns.geometry.to_numpy())
    assert union.area == pytest.approx(towns.area.sum(), abs=1)
    assert union.geom_type == "Polygon"
    assert sum(shapely.Polygon(ring).area for ring in union.interiors) < 1


def test_coordinates_lie_in_the_box_of_the_region(parcels: pd.DataFrame) -> None:
    west, south, east, north = shapely.total_bounds(parcels["shape"].to_numpy())
    assert 539_300 < west < east < 576_900
    assert 3_076_000 < south < north < 3_105_500


def test_there_are_sixty_batches_some_lapsed_some_overlapping() -> None:
    batches = pyogrio.read_dataframe(COUNTY / "批次红线.shp", encoding="GBK")
    assert len(batches) == 60
    assert (batches["批文状态"] == "失效").sum() == 5
    years = batches["批准文号"].str.extract(r"〔(\d{4})〕")[0].astype(int)
    assert (years.min(), years.max()) == (2009, 2023)
    shapes = batches.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    shared = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    assert (shared[one < other] > 200).sum() >= 4


def test_some_approved_land_is_neither_supplied_nor_left_out(
    parcels: pd.DataFrame,
) -> None:
    batches = pyogrio.read_dataframe(COUNTY / "批次红线.shp", encoding="GBK")
    left_out = pyogrio.read_dataframe(COUNTY / "核减.geojson").to_crs(4549)
    assert left_out["核减原因"].nunique() >= 5
    valid = batches[batches["批文状态"] != "失效"]
    used = [*shapely.make_valid(parcels["shape"].to_numpy()), *left_out.geometry]
    rest = shapely.union_all(valid.geometry.to_numpy()).difference(
        shapely.union_all(used)
    )
    pieces = [part for part in shapely.get_parts(rest) if part.area > 200]
    assert 30 <= len(pieces) <= 80
    assert 1_500 < sum(piece.area for piece in pieces) * 0.0015 < 3_000


def test_there_are_2500_firms_over_three_years(firms: pd.DataFrame) -> None:
    by_year = firms.groupby("年度")["企业名称"].nunique()
    assert list(by_year.index) == [2021, 2022, 2023]
    assert by_year[2023] == 2_500
    assert by_year.min() > 2_400


def test_firms_are_of_all_three_classes_and_some_rent(last_year: pd.DataFrame) -> None:
    sizes = last_year["企业规模"].value_counts()
    assert set(sizes.index) == {"规上", "规下", "服务业"}
    assert sizes.min() >= 150
    assert (last_year["用地性质"] == "承租").sum() > 300
    several = last_year["宗地代码"].str.contains("、", na=False)
    assert several.sum() > 50


def test_tax_is_of_a_believable_size(last_year: pd.DataFrame) -> None:
    tax = pd.to_numeric(last_year["实缴税金"], errors="coerce")
    per_mu = tax / last_year["用地面积(亩)"].astype(float)
    above = per_mu[last_year["企业规模"] == "规上"]
    assert 18 < above.median() < 30
    assert 0.08 < (per_mu <= 8).mean() < 0.22
    assert (per_mu == 8.0).sum() == 3
    assert (tax < 0).sum() == 4


def test_there_are_twelve_parks_and_one_is_being_built() -> None:
    parks = table("小微园", 1).dropna(subset="园区名称")
    assert len(parks) == 12
    assert (parks["状态"] == "在建中").sum() == 1
    assert (parks["投用年份"] > 2023).sum() == 1
    assert parks["特色产业"].notna().sum() == 1
    drawn = pyogrio.read_dataframe(COUNTY / "小微园.shp")
    assert set(drawn["YQBH"]) == set(parks["园区编号"])


def test_field_names_are_gbk_cut_at_ten_bytes() -> None:
    head = (COUNTY / "宗地.dbf").read_bytes()[:2_000]
    names = [
        head[place : place + 11].split(b"\0")[0].decode("gbk")
        for place in range(32, 32 + 32 * 30, 32)
    ]
    assert head[29] == 0
    assert "不动产单元" in names
    assert "约定投资强" in names
    assert max(len(name.encode("gbk")) for name in names) == 10


def test_side_files_are_missing_as_told() -> None:
    gone = ["宗地.cpg", "批次红线.cpg", "批次红线.prj", "腾空.cpg", "小微园.prj"]
    assert not [name for name in gone if (COUNTY / name).exists()]
    assert "CM_120E" not in (COUNTY / "宗地.prj").read_text()
    assert "Zone_40" in (COUNTY / "宗地.prj").read_text()


def test_every_credit_code_of_the_land_office_is_right_but_three(
    parcels: pd.DataFrame,
) -> None:
    codes = parcels["统一社会信"].dropna().drop_duplicates()
    assert (~codes.map(is_credit_code)).sum() == 3
    assert codes.str.startswith("91330399").all()


def test_eight_credit_codes_of_the_tax_office_are_numbers(
    last_year: pd.DataFrame,
) -> None:
    codes = last_year["统一社会信用代码"].dropna()
    typed = codes.map(lambda code: isinstance(code, str))
    assert (~typed).sum() == 8
    assert (codes[~typed] > 9.1e17).all()
    codes = codes[typed]
    assert codes[~codes.isin(MISSING)].map(is_credit_code).all()
    assert codes.isin(MISSING).sum() > 50


def test_parcel_codes_have_nineteen_signs_but_three(parcels: pd.DataFrame) -> None:
    right = parcels["宗地代码"].str.fullmatch(r"330304\d{6}[GJ]B\d{5}")
    assert (~right).sum() == 3
    units = parcels["不动产单元"].dropna().str.replace(" ", "")
    assert (units.str.len() == 28).all()
    assert parcels["不动产单元"].str.contains(" ", na=False).sum() > 50


def test_parcels_are_drawn_without_fault_but_for_the_planted_ones(
    parcels: pd.DataFrame, overlaps: set[tuple[int, int]]
) -> None:
    shapes = parcels["shape"].to_numpy()
    twisted = np.flatnonzero(~shapely.is_valid(shapes))
    assert len(twisted) == 1
    faulty = {key for pair in overlaps for key in pair} | set(twisted.tolist())
    sound = np.delete(shapes, sorted(faulty))
    assert shapely.coverage_is_valid(sound)


def test_five_parcels_are_drawn_twice_and_six_reach_over_their_border(
    parcels: pd.DataFrame, overlaps: set[tuple[int, int]]
) -> None:
    shapes, codes = parcels["shape"].to_numpy(), parcels["宗地代码"]
    same = [
        pair
        for pair in overlaps
        if shapes[pair[0]].equals(shapes[pair[1]]) and codes[pair[0]] == codes[pair[1]]
    ]
    assert len(same) == 5
    assert len(overlaps) - len(same) >= 6


def test_some_codes_stand_for_two_parcels_or_for_two_parts(
    parcels: pd.DataFrame,
) -> None:
    shown_once = parcels.assign(key=shapely.to_wkb(parcels["shape"].to_numpy()))
    shown_once = shown_once.drop_duplicates(["宗地代码", "key"])
    again = shown_once[shown_once["宗地代码"].duplicated(keep=False)]
    groups = again.groupby("宗地代码")
    owners = groups["土地使用权"].nunique()
    assert (owners == 1).sum() == 3
    assert (owners == 2).sum() == 2
    parts = owners.index[owners == 1]
    assert (groups["登记面积"].nunique()[parts] == 1).all()


def test_registered_areas_disagree_where_told(parcels: pd.DataFrame) -> None:
    drawn = shapely.area(shapely.make_valid(parcels["shape"].to_numpy()))
    parcels = parcels[~parcels["宗地代码"].duplicated(keep=False)]
    registered = parcels["登记面积"]
    off = (drawn[parcels.index] - registered).abs() / registered.where(registered > 0)
    assert (registered == 0).sum() == 6
    assert 8 <= (off > 0.05).sum() <= 14
    assert 20 <= off.between(0.01, 0.05).sum() <= 40


def test_days_are_written_in_several_ways_and_some_are_wrong(
    parcels: pd.DataFrame,
) -> None:
    days = parcels[["合同签订日", "实际动工日", "投产日期", "停工日期", "约定竣工日"]]
    texts = days.melt()["value"].dropna()
    for form in (
        r"\d{4}-\d\d-\d\d", r"\d{4}\.\d{1,2}\.\d{1,2}", r"\d{8}",
        r"\d{4}/\d{1,2}/\d{1,2}", r"\d{4}年\d\d月\d\d日", r"\d{5}",
    ):  # fmt: skip
        assert texts.str.fullmatch(form).sum() > 20
    assert texts.isin(["2018.13.5", "不详"]).sum() == 2
    empty = ["1900-01-01", "1901-01-01", "1900.1.1", "1901.1.1", "19000101", "19010101"]
    assert texts.isin(empty).sum() >= 7
    plain = parcels[["合同签订日", "投产日期"]].apply(
        pd.to_datetime, format="%Y-%m-%d", errors="coerce"
    )
    assert 3 <= (plain["合同签订日"] > plain["投产日期"]).sum() <= 5


def test_every_course_of_a_parcel_occurs(parcels: pd.DataFrame) -> None:
    begun = parcels["实际竣工日"].notna() | parcels["投产日期"].notna()
    begun |= (parcels["已动工面积"] > 0) | (parcels["建筑面积"] > 0)
    assert 180 <= (~begun).sum() <= 230
    assert parcels["闲置认定文"].notna().sum() == 20
    due = ["约定动工日", "延期动工日", "实际交地日"]
    assert parcels.loc[~begun, due].isna().all(axis=1).sum() == 30
    finished = parcels["实际竣工日"].notna()
    assert (finished & parcels["建筑面积"].isna()).sum() > 30
    ratio = parcels["建筑面积"] / parcels["登记面积"].where(parcels["登记面积"] > 0)
    assert 140 <= (finished & (ratio < parcels["容积率下限"])).sum() <= 155
    assert (finished & parcels["投产日期"].isna()).sum() > 44
    assert set(parcels["闲置原因"].dropna()) == {"企业", "政府"}


def test_the_table_of_firms_is_laid_out_as_offices_do() -> None:
    book = CalamineWorkbook.from_path(COUNTY / "企业效益.xlsx")
    merged = book.get_sheet_by_index(0).merged_cell_ranges
    assert merged[0] == ((0, 0), (0, 24))
    assert sum(one[1] == other[1] == 2 for one, other in merged) >= 24
    rows = cells("企业效益")
    assert "单位：万元" in str(rows[1][0])
    values = rows[4:]
    assert sum(row[3] == "小计" for row in values) == 24
    assert any(str(row[0]).startswith("填表人") for row in values)
    assert any(str(row[0]).startswith("备注") for row in values)
    typed = {cell for row in values for cell in row if isinstance(cell, str)}
    assert {"-", "/", "无", "—"} <= typed
    assert any(re.fullmatch(r"\d{2,3},\d{3}\.\d\d", text) for text in typed)
    industries = {type(row[5]) for row in values if row[5] is not None}
    assert industries == {str, float}


def test_leases_lists_and_targets_are_there(last_year: pd.DataFrame) -> None:
    leases = table("租赁", 3)
    assert 250 < len(leases) < 500
    assert leases["承租方名称"].isin(last_year["企业名称"].str.strip()).mean() > 0.8
    official = table("高耗低效名单", 2)
    assert 80 <= len(official) <= 110
    assert {"低效产出", "停产僵尸", "高耗", "淘汰落后"} == set(official["名单类别"])
    targets = table("目标", 1)
    assert targets["指标名称"].str.contains("腾出低效工业用地").sum() >= 2


def test_the_survey_judges_and_vacated_land_is_dated() -> None:
    survey = pyogrio.read_dataframe(COUNTY / "低效用地调查.gpkg", layer="DCDYTB")
    assert survey.crs.to_epsg() == 4549
    assert set(survey["SFDX"]) == {"是", "否"}
    vacated = pyogrio.read_dataframe(COUNTY / "腾空.shp", encoding="GBK")
    assert len(vacated) == 24
    assert vacated["腾空日期"].notna().all()
    lines = pyogrio.read_dataframe(COUNTY / "工业区块线.shp")
    assert set(lines["级别"]) == {"一级", "二级"}


def test_the_project_names_files_that_are_there() -> None:
    project = tomllib.loads((COUNTY / "project.toml").read_text("utf-8"))
    assert set(project["layers"]) == {
        "supply", "approval", "exclude", "town", "block_line", "park", "vacated",
        "survey",
    }  # fmt: skip
    named = [*project["layers"].values(), *project["tables"].values()]
    assert all((COUNTY / name.split("#")[0]).exists() for name in named)
    assert project["project"]["region"] == "330304"


def test_the_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in COUNTY.iterdir()) < SIZE_MAX


def test_the_script_makes_the_same_county_again(tmp_path: Path) -> None:
    script = ROOT / "sample_data" / "make_sample.py"
    subprocess.run(
        [sys.executable, str(script), str(tmp_path)], check=True, timeout=120
    )
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted(path.name for path in COUNTY.iterdir())
    for name in made:
        assert content(tmp_path / name) == content(COUNTY / name), name
