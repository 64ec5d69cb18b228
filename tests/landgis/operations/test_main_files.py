# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files a dropped path stands for."""

from pathlib import Path

import pytest

from landgis.errors import DataError
from landgis.operations.inspection import list_main_files


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"")


def test_a_folder_stands_for_its_layers_and_tables_without_their_parts(tmp_path):
    put(tmp_path, "a.shp", "a.dbf", "a.shx", "b.xlsx", "~$b.xlsx", "说明.md", "c/d.csv")

    assert [file.name for file in list_main_files(tmp_path)] == [
        "a.shp",
        "b.xlsx",
        "d.csv",
    ]


def test_a_part_of_a_shapefile_stands_for_nothing_and_a_lone_one_for_itself(tmp_path):
    put(tmp_path, "a.shp", "a.dbf", "b.dbf")

    assert list_main_files(tmp_path / "a.dbf") == ()
    assert list_main_files(tmp_path / "b.dbf") == (tmp_path / "b.dbf",)


def test_a_folder_without_data_is_told(tmp_path):
    put(tmp_path, "说明.md")

    with pytest.raises(DataError) as raised:
        list_main_files(tmp_path)

    assert raised.value.code == "load.empty_folder"
