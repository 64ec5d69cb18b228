# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that cannot be read here are told by their bytes and refused with a way out."""

import os
import sys

import pytest

from landgis import messages
from landgis.errors import DataError
from landgis.io.refused import require_readable
from landgis.io.vector import list_layers, read_layer


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("库.mdb", b"\0\x01\0\0Standard Jet DB\0", "io.refused.mdb"),
        ("库.dat", b"\0\x01\0\0Standard Jet DB\0", "io.refused.mdb"),
        ("库.accdb", b"\0\x01\0\0Standard ACE DB\0", "io.refused.mdb"),
        ("图.dwg", b"AC1032\0\0", "io.refused.dwg"),
        ("图.shp", b"AC1018\0\0", "io.refused.dwg"),
        ("包.rar", b"Rar!\x1a\x07\x01\0", "io.refused.rar"),
        ("包.zip", b"Rar!\x1a\x07\0", "io.refused.rar"),
        ("包.7z", b"7z\xbc\xaf\x27\x1c\0", "io.refused.7z"),
        ("包.tar.gz", b"\x1f\x8b\x08\0", "io.refused.gzip"),
        ("a.e00", b"EXP  0 /ARC", "io.refused.e00"),
        ("a.vct", b"HeadBegin\nDatamark: CNSDTF-VCT", "io.refused.vct"),
        ("a.vct", "[头文件]".encode("gbk"), "io.refused.vct"),
        ("a.wp", b"WMAP`D22", "io.refused.mapgis"),
        ("a.wl", b"anything", "io.refused.mapgis"),
        ("a.wt", b"anything", "io.refused.mapgis"),
        ("表.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "io.refused.et"),
        ("图.pdf", b"%PDF-1.7", "io.refused.pdf"),
        ("图.dgn", b"\x08\x09", "io.refused.dgn"),
        ("图.jpg", b"\xff\xd8\xff\xe0", "io.refused.image"),
        ("图.mxd", b"\xd0\xcf\x11\xe0", "io.refused.project"),
        ("宗地.shp", b"<!DOCTYPE html><html>", "io.refused.html"),
        ("宗地.geojson", b"\xef\xbb\xbf\n<HTML><body>", "io.refused.html"),
        ("空.shp", b"", "io.empty_file"),
        ("零.shp", b"\0" * 100, "io.only_zeros"),
        ("表.xlsx", b"PK\x03\x04", "io.is_table"),
        ("表.csv", b"a,b", "io.is_table"),
        ("宗地.dbf", b"\x03\x5f", "io.side_file"),
        ("宗地.cpg", b"GBK", "io.side_file"),
        ("宗地", b"what is this", "io.unknown_format"),
    ],
)
def test_each_gets_one_sentence_that_names_it_and_says_what_to_do(
    tmp_path, name, content, code
):
    path = tmp_path / name
    path.write_bytes(content)

    for use in (read_layer, list_layers):
        with pytest.raises(DataError) as caught:
            use(path)
        assert caught.value.code == code
        assert messages.sentence(caught.value).startswith(name)


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    with pytest.raises(DataError, match=r"io\.not_found"):
        read_layer(tmp_path / "没有.shp")
    with pytest.raises(DataError, match=r"io\.is_folder"):
        read_layer(tmp_path)
    with pytest.raises(DataError, match=r"io\.not_found"):
        read_layer(tmp_path / "没有.gdb")


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="this user may open every file",
)
def test_a_file_without_permission_is_told(tmp_path):
    path = tmp_path / "锁.shp"
    path.write_bytes(b"x")
    path.chmod(0)

    with pytest.raises(DataError, match=r"io\.locked"):
        require_readable(path)


def test_files_of_formats_read_here_pass(files):
    require_readable(files.shapefile())


def test_a_file_is_known_by_its_bytes_whatever_it_is_called(files):
    gpkg = files.gdal("a.gpkg", files.squares(1), {"n": [1]}, layer="a", driver="GPKG")
    renamed = gpkg.rename(files.folder / "a.shp")

    assert read_layer(renamed).driver == "GPKG"
