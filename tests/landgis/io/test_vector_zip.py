# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers inside zips."""

import zipfile

import pytest

from landgis.errors import DataError
from landgis.io.vector import list_layers, read_layer


def pack(files, members, *, name="资料.zip"):
    path = files.folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for inner, source in members.items():
            is_bytes = isinstance(source, bytes)
            archive.writestr(inner, source if is_bytes else source.read_bytes())
    return path


def parts(path, stem):
    return {
        f"{stem}{suffix}": path.with_suffix(suffix)
        for suffix in (".shp", ".shx", ".dbf", ".prj")
    }


def test_a_zipped_shapefile_is_read_like_any_other(files):
    path = pack(files, parts(files.shapefile(rows=[["鞋业"], ["b"], ["c"]]), "甲/宗地"))

    raw = read_layer(path)

    assert (raw.path, raw.layer, raw.driver) == (path, "宗地", "ESRI Shapefile")
    assert raw.columns["DKBH"][0] == "鞋业"
    assert raw.faults == ()
    assert list_layers(path) == ("宗地",)


def test_names_in_gbk_are_read(files):
    # Stored by a Windows program: GBK bytes, nothing said about them.
    source = files.shapefile()
    path = files.folder / "旧.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for suffix in (".shp", ".shx", ".dbf", ".prj"):
            archive.write(source.with_suffix(suffix), f"aabb{suffix}")
    path.write_bytes(path.read_bytes().replace(b"aabb", "宗地".encode("gbk")))

    raw = read_layer(path)

    assert raw.layer == "宗地"
    assert len(raw.geometry) == 3


def test_one_of_several_layers_must_be_named(files):
    source = files.shapefile()
    path = pack(
        files,
        parts(source, "宗地") | parts(source, "乙/批次") | parts(source, "丙/批次"),
    )

    assert list_layers(path) == ("丙/批次.shp", "乙/批次.shp", "宗地")
    with pytest.raises(DataError, match=r"io\.which_layer"):
        read_layer(path)
    with pytest.raises(DataError, match=r"io\.no_such_layer"):
        read_layer(path, layer="红线")
    assert read_layer(path, layer="宗地").layer == "宗地"
    assert read_layer(path, layer="乙/批次.shp").layer == "乙/批次.shp"


def test_geopackages_and_geodatabases_in_a_zip_are_read(files):
    squares, names = files.squares(2), {"名称": ["鞋业", "印染"]}
    base = files.gdal("库.gpkg", squares, names, layer="宗地", driver="GPKG")
    files.gdal("库.gpkg", squares, names, layer="批次", driver="GPKG", append=True)
    folder = files.gdal(
        "调查.gdb",
        squares,
        names,
        layer="DCDYTB",
        driver="OpenFileGDB",
        geometry_type="MultiPolygon",
    )
    members = {f"资料/调查.gdb/{p.name}": p for p in folder.iterdir()}
    path = pack(files, {"库.gpkg": base, **members})

    assert list_layers(path) == ("库/宗地", "库/批次", "调查")
    assert read_layer(path, layer="库/批次").columns["名称"].tolist() == [
        "鞋业",
        "印染",
    ]
    assert read_layer(path, layer="调查").driver == "OpenFileGDB"


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"说明.docx": b"x"}, "io.zip_without_layer"),
        ({"里面.zip": b"x", "a.pdf": b"x"}, "io.zip_in_zip"),
        ({}, "io.zip_without_layer"),
    ],
)
def test_a_zip_without_layers_says_what_is_missing(files, members, code):
    with pytest.raises(DataError, match=code.replace(".", r"\.")):
        read_layer(pack(files, members))


def test_a_zip_with_a_password_is_refused(files):
    path = pack(files, parts(files.shapefile(), "a"))
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 1)
    path.write_bytes(bytes(data))

    with pytest.raises(DataError, match=r"io\.zip_password"):
        read_layer(path)


@pytest.mark.parametrize("keep", [0.3, 0.99])
def test_a_zip_cut_short_is_refused(files, keep):
    path = pack(files, parts(files.shapefile(), "a"))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])

    with pytest.raises(DataError, match=r"io\.zip_damaged"):
        read_layer(path)


def test_a_damaged_member_is_named(files):
    path = pack(files, parts(files.shapefile(), "a"))
    data = bytearray(path.read_bytes())
    at = data.find(b"a.shp") + 5 + 10
    data[at : at + 20] = b"\xff" * 20
    path.write_bytes(bytes(data))

    with pytest.raises(DataError) as caught:
        read_layer(path)
    assert caught.value.code == "io.zip_damaged_member"
    assert caught.value.params["member"] == "a.shp"


def test_errors_inside_a_zip_name_the_zip_and_not_a_temporary_file(files):
    path = pack(files, {"坏.shp": b"\0" * 200})

    with pytest.raises(DataError) as caught:
        read_layer(path)
    assert caught.value.params["file"] == "资料.zip#坏"


def test_names_that_lead_out_of_the_folder_write_nothing_there(files):
    path = pack(files, parts(files.shapefile(), "../../evil"))

    assert read_layer(path).layer == "evil"
    assert not list(files.folder.parent.parent.glob("evil*"))
