# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""PROJECT.toml: what it may say, and how it is told when it is wrong."""

from datetime import date

import pytest

from landgis import messages
from landgis.errors import CallError, LandGISError, ProjectError
from landgis.operations.project_file import read_project, split_part

MINIMUM = """
[project]
reference_date = 2023-12-31
profile = "ouhai_2021"
[layers]
supply = "宗地.shp"
"""


def project(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "project.toml"
    path.write_bytes(text.encode(encoding))
    return read_project(path)


def refused(tmp_path, text):
    with pytest.raises(LandGISError) as error:
        project(tmp_path, text)
    assert messages.sentence(error.value)
    return error.value


def test_paths_are_beside_the_project(tmp_path):
    read = project(tmp_path, MINIMUM)

    assert read.inputs[0].path == tmp_path / "宗地.shp"
    assert read.reference_date == date(2023, 12, 31)
    assert read.name == tmp_path.name
    assert read.crs is None
    assert read.joins is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_what_notepad_saves_can_be_read(tmp_path, encoding):
    read = project(tmp_path, MINIMUM, encoding)

    assert read.inputs[0].path.name == "宗地.shp"


def test_one_layer_or_sheet_of_a_file_is_named_after_a_hash(tmp_path):
    read = project(
        tmp_path,
        MINIMUM + 'survey = "调查.gdb#DCDYTB"\n[tables]\nlease = "a.xlsx#租赁"\n',
    )

    parts = {source.role: (source.path.name, source.part) for source in read.inputs}
    assert parts["survey"] == ("调查.gdb", "DCDYTB")
    assert parts["lease"] == ("a.xlsx", "租赁")


def test_a_hash_in_a_file_name_that_exists_is_part_of_the_name(tmp_path):
    (tmp_path / "3#地块.shp").touch()

    assert split_part("3#地块.shp", beside=tmp_path) == (tmp_path / "3#地块.shp", None)


def test_what_the_user_knows_better_is_kept_by_role(tmp_path):
    read = project(
        tmp_path,
        MINIMUM
        + """
[read.supply]
crs = "EPSG:4549"
encoding = "GB18030"
shift = "gcj02"
helmert = [1.0, 2, 3.5]
control_points = [[1, 2, 3, 4], [5, 6, 7, 8]]
header_row = 3
[read.supply.fields]
parcel_id = "DKBH"
[decisions]
joins = "匹配决定.csv"
overrides = "改判.csv"
""",
    )

    options = read.options(read.inputs[0])
    assert (options.crs, options.encoding, options.shift) == (
        "EPSG:4549",
        "GB18030",
        "gcj02",
    )
    assert options.helmert == (1.0, 2.0, 3.5)
    assert options.control_points == ((1, 2, 3, 4), (5, 6, 7, 8))
    assert options.header_row == 3
    assert options.fields == {"parcel_id": "DKBH"}
    assert read.joins == tmp_path / "匹配决定.csv"
    assert read.overrides == tmp_path / "改判.csv"


@pytest.mark.parametrize("count", [3, 4, 7])
def test_parameters_of_an_old_datum_may_be_three_four_or_seven(tmp_path, count):
    numbers = [float(number) for number in range(count)]

    read = project(tmp_path, MINIMUM + f"[read.supply]\nhelmert = {numbers}\n")

    assert read.options(read.inputs[0]).helmert == tuple(numbers)


def test_a_region_without_quotes_is_understood(tmp_path):
    text = MINIMUM.replace("[project]", "[project]\nregion = 330304")

    assert project(tmp_path, text).region == "330304"


def test_a_date_as_text_or_with_time_is_understood(tmp_path):
    as_text = MINIMUM.replace("2023-12-31", '"2023-12-31"')
    with_time = MINIMUM.replace("2023-12-31", "2023-12-31T00:00:00")

    assert project(tmp_path, as_text).reference_date == date(2023, 12, 31)
    assert project(tmp_path, with_time).reference_date == date(2023, 12, 31)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("[layers]", "[layer]"), "project.unknown_key_near"),
        (("supply =", "suply ="), "project.unknown_key_near"),
        (("profile", "xyzzy"), "project.unknown_key"),
        (('supply = "宗地.shp"', ""), "project.no_supply"),
        (('profile = "ouhai_2021"', ""), "project.key_missing"),
        (("reference_date = 2023-12-31", ""), "project.key_missing"),
        (("2023-12-31", '"去年底"'), "project.not_a_date"),
        (('"宗地.shp"', "5"), "project.not_text"),
        (('"ouhai_2021"', "[1]"), "project.not_text"),
        (("[project]", "[project"), "project.syntax"),
        (("[layers]", "[read]\nsupply = 5\n[layers]"), "project.not_a_table"),
        (("[layers]", '[read.supply]\nshift = "x"\n[layers]'), "project.shift"),
        (
            ("[layers]", "[read.supply]\nhelmert = [1]\n[layers]"),
            "project.datum_numbers",
        ),
        (
            ("[layers]", "[read.supply]\ncontrol_points = [[1]]\n[layers]"),
            "project.datum_numbers",
        ),
        (("[layers]", "[read.supply]\nheader_row = 0\n[layers]"), "project.header_row"),
        (("[layers]", "[read.supply.fields]\na = 1\n[layers]"), "project.not_text"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, change, code):
    error = refused(tmp_path, MINIMUM.replace(*change))

    assert isinstance(error, ProjectError)
    assert error.code == code
    assert error.params["file"] == "project.toml"


def test_a_project_that_is_not_there_is_a_wrong_call(tmp_path):
    with pytest.raises(CallError) as error:
        read_project(tmp_path / "没有.toml")

    assert "没有.toml" in messages.sentence(error.value)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "project.toml"
    path.write_bytes(b"\xff\xff\x00\x81")

    with pytest.raises(ProjectError):
        read_project(path)
