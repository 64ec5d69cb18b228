# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking into files before anything is done with them."""

import geopandas as gpd
import pytest
import shapely
from pyproj import CRS

from landgis.operations.inspection import inspect_file, to_json


@pytest.fixture
def parcels():
    """Twelve hectares beside each other in the 3° zone of 120° E."""
    return gpd.GeoDataFrame(
        {
            "ZDDM": [f"330304001001GB{n:05d}" for n in range(12)],
            "ZDMJ": [10_000.0] * 12,
        },
        geometry=[
            shapely.box(555_000 + 100 * n, 3_090_000, 555_100 + 100 * n, 3_090_100)
            for n in range(12)
        ],
        crs="EPSG:4549",
    )


def names(inspections):
    return [inspection.path.name for inspection in inspections]


def test_a_folder_stands_for_its_files_and_not_for_their_side_files(tmp_path, parcels):
    parcels.to_file(tmp_path / "a.shp")
    (tmp_path / "a.shp.xml").write_text("<metadata/>")

    found = inspect_file(tmp_path)

    assert names(found) == ["a.shp"]
    assert found[0].readable


def test_a_side_file_whose_shapefile_is_missing_is_named(tmp_path, parcels):
    parcels.to_file(tmp_path / "a.shp")
    (tmp_path / "a.shp").unlink()
    (tmp_path / "a.shx").unlink()
    (tmp_path / "a.prj").unlink()
    (tmp_path / "a.cpg").unlink()

    found = inspect_file(tmp_path)

    assert names(found) == ["a.dbf"]
    assert ".shp" in found[0].error


def test_folders_within_a_folder_are_looked_into(tmp_path, parcels):
    (tmp_path / "瓯海区" / "供地").mkdir(parents=True)
    parcels.to_file(tmp_path / "瓯海区" / "供地" / "宗地.gpkg")

    assert names(inspect_file(tmp_path)) == ["宗地.gpkg"]


@pytest.mark.parametrize("name", ["空", "空.shp", "空.xlsx"])
def test_a_folder_without_files_gets_a_sentence(tmp_path, name):
    (tmp_path / name).mkdir()

    (found,) = inspect_file(tmp_path / name)

    assert not found.readable
    assert name in found.error


def test_degrees_of_an_old_datum_are_checked_by_their_true_areas(tmp_path, parcels):
    degrees = parcels.to_crs("EPSG:4490")
    degrees = degrees.set_crs("EPSG:4610", allow_override=True)
    degrees.to_file(tmp_path / "宗地.shp", encoding="UTF-8")
    (tmp_path / "宗地.prj").write_text(CRS("EPSG:4610").to_wkt("WKT1_ESRI"))

    (entry,) = to_json(inspect_file(tmp_path / "宗地.shp", region="330304"))

    assert entry["crs"]["value"] == "EPSG:4610"
    assert {fault["kind"] for fault in entry["faults"]} == {"degrees"}
