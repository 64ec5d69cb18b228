# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""result.gpkg opens everywhere and holds what the contract says."""

import sqlite3

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from report_builders import (
    make_analysis,
    make_firms,
    make_parcels,
    make_squares,
    with_crs,
)

from landgis.errors import DataError
from landgis.report.geopackage import write_result
from landgis.report.result_tables import to_legal_names, to_multipolygons

PARCEL = [
    "parcel_id",
    "owner",
    "town",
    "status",
    "flags",
    "mu",
    "drawn_m2",
    "registered_m2",
    "firm_mu",
    "potential_mu",
    "missing",
]
ENTERPRISE = [
    "name",
    "code",
    "scale",
    "industry",
    "land_mu",
    "tax_per_mu",
    "score",
    "grade",
    "low",
    "treatment",
    "match_method",
    "parcel_ids",
]
EVIDENCE = [
    "subject_kind",
    "subject_id",
    "rule",
    "result",
    "value",
    "operator",
    "threshold",
    "citation",
    "missing",
]


@pytest.fixture
def written(tmp_path):
    def write(**changes):
        path = tmp_path / "结果 1" / "result.gpkg"
        path.parent.mkdir(exist_ok=True)
        write_result(make_analysis(**changes), path)
        return path

    return write


def rows(path, query):
    db = sqlite3.connect(path)
    try:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(query)]
    finally:
        db.close()


def columns(path, table):
    return [row["name"] for row in rows(path, f'PRAGMA table_info("{table}")')]


def test_parcels_are_multipolygons_in_the_projects_system(written):
    parcels = geopandas.read_file(written(), layer="parcel")

    assert parcels.crs.to_epsg() == 4549
    assert set(parcels.geom_type) == {"MultiPolygon"}
    assert parcels.geometry.area.sum() == pytest.approx(60_000)
    assert parcels["mu"].tolist() == [30.0, 30.0, 15.0, 7.5, 6.0, 4.5]


def test_programs_of_some_years_ago_open_it_without_a_warning(written):
    assert rows(written(), "PRAGMA user_version") == [{"user_version": 10200}]


def test_tables_have_the_columns_of_the_contract(written):
    path = written()

    assert set(PARCEL) <= set(columns(path, "parcel"))
    assert set(ENTERPRISE) <= set(columns(path, "enterprise"))
    assert columns(path, "evidence")[1:] == EVIDENCE
    assert {"approval_no", "mu", "town"} <= set(columns(path, "residual"))
    assert {"role", "sha256", "encoding"} <= set(columns(path, "input"))


def test_columns_that_no_source_has_are_there_and_empty(written):
    parcels = make_parcels().drop(columns=["owner", "registered_m2"])

    found = rows(written(parcels=parcels), "SELECT owner, registered_m2 FROM parcel")

    assert found == [{"owner": None, "registered_m2": None}] * 6


def test_source_columns_keep_their_values_and_never_hide_ours(written):
    path = written()

    first = rows(path, "SELECT * FROM parcel ORDER BY fid")[0]
    assert first["ZDDM"] == "330304001001GB00001"
    assert first["status"] == "suspect_idle_2y"
    assert first["status_源"] == "旧"
    assert first["fid_源"] == 0
    assert first["TOWN_源"] == "东"


def test_yes_no_and_unknown_are_1_0_and_null(written):
    found = rows(
        written(), "SELECT low, typeof(low) AS kind FROM enterprise ORDER BY fid"
    )

    assert [row["low"] for row in found] == [1, 1, 0, None]
    assert {row["kind"] for row in found} == {"integer", "null"}


def test_missing_and_infinite_numbers_are_null(written):
    firms = make_firms()
    firms["tax_per_mu"] = [np.inf, -np.inf, 12.0, np.nan]

    found = rows(written(firms=firms), "SELECT tax_per_mu FROM enterprise ORDER BY fid")

    assert [row["tax_per_mu"] for row in found] == [None, None, 12.0, None]


def test_days_are_stored_as_days(written):
    path = written()

    first = rows(path, "SELECT agreed_start FROM parcel ORDER BY fid")[0]
    kinds = {
        row["name"]: row["type"] for row in rows(path, "PRAGMA table_info(parcel)")
    }
    assert first["agreed_start"] == "2020-01-01"
    assert kinds["agreed_start"] == "DATE"


def test_cells_of_any_kind_become_text(written):
    raw = pd.DataFrame(
        {"杂": pd.Series([1, "二", None, ["a", "b"], b"x", pd.Timestamp("2020-01-02")])}
    )

    found = rows(written(parcel_raw=raw), 'SELECT "杂" FROM parcel ORDER BY fid')

    assert [row["杂"] for row in found][:4] == ["1", "二", None, "a,b"]
    assert found[5]["杂"].startswith("2020-01-02")


def test_columns_put_together_from_parts_are_written_whole(written):
    owners = pd.concat(
        [
            pd.Series(["甲"] * 3, dtype="str"),
            pd.Series([None, "乙", "丙"], dtype="str"),
        ],
        ignore_index=True,
    )
    parcels = make_parcels().assign(owner=owners, town=owners.astype("category"))

    found = rows(written(parcels=parcels), "SELECT owner, town FROM parcel")

    assert [row["owner"] for row in found] == ["甲", "甲", "甲", None, "乙", "丙"]
    assert [row["town"] for row in found] == ["甲", "甲", "甲", None, "乙", "丙"]


def test_links_and_candidates_name_rows_of_this_very_file(written):
    path = written()

    linked = rows(
        path,
        "SELECT e.name AS firm, p.parcel_id FROM link l"
        " JOIN enterprise e ON e.fid = l.firm_fid"
        " JOIN parcel p ON p.fid = l.parcel_fid",
    )
    assert {"firm": "三号阀门", "parcel_id": "330304001001GB00005"} in linked
    assert rows(path, "SELECT firm_fid, parcel_fid FROM candidate") == [
        {"firm_fid": 4, "parcel_fid": 6}
    ]


def test_each_row_of_a_finding_has_its_own_row(written):
    found = rows(written(), "SELECT kind, id, area_m2 FROM finding")

    assert found == [
        {"kind": "overlap", "id": "330304001001GB00001", "area_m2": 666.0},
        {"kind": "overlap", "id": "330304001001GB00002", "area_m2": 666.0},
    ]


def test_every_number_of_the_profile_is_in_the_file(written):
    found = rows(written(), "SELECT symbol, value, unit, rule, citation FROM threshold")

    assert found[0]["symbol"] == "≤"
    assert found[0]["value"] == "8"
    assert found[0]["rule"] == "LOW-E2"
    assert "8万元以下" in found[0]["citation"]


def test_the_file_is_a_sound_geopackage(written):
    path = written()

    contents = {
        row["table_name"]: row for row in rows(path, "SELECT * FROM gpkg_contents")
    }
    geometry = {
        row["table_name"]: row["geometry_type_name"]
        for row in rows(path, "SELECT * FROM gpkg_geometry_columns")
    }
    indexed = rows(path, "SELECT count(*) AS n FROM rtree_parcel_geom")
    assert rows(path, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert rows(path, "PRAGMA foreign_key_check") == []
    assert contents["parcel"]["srs_id"] == 4549
    assert contents["enterprise"]["data_type"] == "attributes"
    assert geometry["parcel"] == "MULTIPOLYGON"
    assert indexed == [{"n": 6}]


def test_columns_have_chinese_titles_for_qgis(written):
    found = rows(
        written(), "SELECT table_name, column_name, title FROM gpkg_data_columns"
    )

    titles = {(row["table_name"], row["column_name"]): row["title"] for row in found}
    assert titles["parcel", "mu"] == "面积（亩）"
    assert titles["parcel", "status"] == "状态"
    assert titles["enterprise", "status"] == "经营状态"


def test_each_layer_has_a_default_style(written):
    path = written()

    found = rows(path, "SELECT * FROM layer_styles")
    registered = rows(
        path, "SELECT * FROM gpkg_contents WHERE table_name='layer_styles'"
    )
    assert {row["f_table_name"] for row in found} == {"parcel", "residual", "park"}
    assert {row["useAsDefault"] for row in found} == {1}
    assert {row["f_geometry_column"] for row in found} == {"geom"}
    assert all(row["styleQML"].startswith("<!DOCTYPE qgis") for row in found)
    assert registered[0]["data_type"] == "attributes"


def test_the_same_run_writes_the_same_file(tmp_path):
    paths = [tmp_path / "a.gpkg", tmp_path / "b.gpkg"]
    for path in paths:
        write_result(make_analysis(), path)

    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_an_old_file_is_replaced(tmp_path):
    path = tmp_path / "result.gpkg"
    path.write_text("旧")

    write_result(make_analysis(), path)

    assert len(rows(path, "SELECT * FROM parcel")) == 6


def test_a_folder_that_is_not_there_is_an_error_with_words(tmp_path):
    with pytest.raises(DataError) as caught:
        write_result(make_analysis(), tmp_path / "没有" / "result.gpkg")

    assert caught.value.code == "report.cannot_write"


def test_parks_with_lon_and_lat_are_points(written):
    parks = geopandas.read_file(written(), layer="park")

    assert parks.geom_type[0] == "Point"
    # The rulebook's vector T-02.
    assert parks.geometry[0].x == pytest.approx(562_969.760, abs=0.001)
    assert parks.geometry[0].y == pytest.approx(3_095_282.121, abs=0.001)
    assert parks.geometry[1] is None


def test_parks_with_shapes_are_areas(written):
    parks = geopandas.read_file(written(park_geometry=make_squares(2)), layer="park")

    assert set(parks.geom_type) == {"MultiPolygon"}


def test_parks_without_a_place_are_a_table(written):
    parks = pd.DataFrame({"park_id": ["p1"], "name": ["一号园"]})
    none = np.array([None], dtype=object)

    path = written(parks=parks, park_geometry=none)

    contents = rows(path, "SELECT data_type FROM gpkg_contents WHERE table_name='park'")
    assert contents == [{"data_type": "attributes"}]
    assert rows(path, "SELECT name FROM park") == [{"name": "一号园"}]


def test_parks_of_a_table_are_kept_where_the_layer_has_other_rows(written):
    path = written(park_geometry=make_squares(5))

    assert len(rows(path, "SELECT * FROM park")) == 2


def test_vacated_land_is_a_layer_where_there_is_any(written):
    vacated = pd.DataFrame({"mu": [15.0], "town": ["东镇"], "former_firm": ["某厂"]})

    path = written(vacated=vacated, vacated_geometry=make_squares(1))

    assert geopandas.read_file(path, layer="vacated")["mu"].tolist() == [15.0]
    styled = rows(path, "SELECT f_table_name FROM layer_styles")
    assert {"f_table_name": "vacated"} in styled


def test_another_coordinate_system_is_written_as_such(tmp_path):
    path = tmp_path / "result.gpkg"

    write_result(with_crs(make_analysis(), "EPSG:4528"), path)

    assert geopandas.read_file(path, layer="parcel").crs.to_epsg() == 4528


def test_a_county_without_firms_or_approvals_has_empty_tables(written):
    nothing = pd.DataFrame()

    path = written(
        residual=nothing,
        residual_geometry=np.array([], dtype=object),
        firms=nothing,
        firm_scores=nothing,
        links=nothing,
        candidates=nothing,
        evidence=nothing,
        findings=(),
        sources=(),
    )

    assert rows(path, "SELECT * FROM enterprise") == []
    assert set(ENTERPRISE) <= set(columns(path, "enterprise"))
    assert columns(path, "evidence")[1:] == EVIDENCE


def test_shapes_are_reduced_to_their_polygons():
    square = shapely.box(0, 0, 1, 1)
    mixed = shapely.GeometryCollection(
        [square, shapely.LineString([(0, 0), (5, 5)]), shapely.box(2, 2, 3, 3)]
    )
    raised = shapely.force_3d(square, z=5.0)
    line = shapely.LineString([(0, 0), (1, 1)])
    empty = shapely.Polygon()

    found = to_multipolygons(
        np.array([None, square, mixed, raised, line, empty], dtype=object)
    )

    assert [None if shape is None else shape.area for shape in found] == [
        None,
        1.0,
        2.0,
        1.0,
        None,
        None,
    ]
    assert not shapely.has_z(found).any()
    assert {shape.geom_type for shape in found if shape is not None} == {"MultiPolygon"}


@given(st.lists(st.text(max_size=80), max_size=30))
def test_names_are_legal_and_none_twice_whatever_the_case(names):
    legal = to_legal_names(names, taken=["mu", "status"])

    folded = [name.lower() for name in legal]
    assert len(set(folded)) == len(names)
    assert not {"mu", "status", "fid", "geom"} & set(folded)
    assert all(name.strip() and '"' not in name for name in legal)
