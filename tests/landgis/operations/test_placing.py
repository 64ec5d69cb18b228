# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of one export appear together or not at all."""

import os
import shutil
import subprocess

import pytest

from landgis.operations.placing import drafting, put_in_place


def contents(folder):
    return {
        str(file.relative_to(folder)): file.read_text(encoding="utf-8")
        for file in folder.rglob("*")
        if file.is_file()
    }


def write(folder, **texts):
    for name, text in texts.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")


def test_all_files_take_their_places_and_nothing_else_is_left(tmp_path):
    write(tmp_path, a_shp="old", a_dbf="old", a_sbn="old", b_txt="other")

    with drafting(tmp_path, name="a") as drafts:
        write(drafts, a_shp="new", a_dbf="new", a_prj="new")
        assert contents(tmp_path)["a.shp"] == "old"

    assert contents(tmp_path) == {
        "a.shp": "new",
        "a.dbf": "new",
        "a.prj": "new",  # the index of the older shapefile is gone
        "b.txt": "other",
    }
    assert [each for each in tmp_path.iterdir() if each.is_dir()] == []


@pytest.mark.parametrize("files", [("a_shp",), ("a_shp", "b_shp")])
def test_new_files_are_as_readable_as_any(tmp_path, files):
    with drafting(tmp_path, name="a") as drafts:
        write(drafts, **dict.fromkeys(files, "new"))
    plain = tmp_path / "plain"
    plain.touch()

    modes = {file.stat().st_mode for file in tmp_path.iterdir()}

    assert modes == {plain.stat().st_mode}


def test_what_fails_while_it_is_written_leaves_everything(tmp_path):
    write(tmp_path, a_txt="old")

    def give_up():
        with drafting(tmp_path, name="a") as drafts:
            write(drafts, a_txt="new", b_txt="new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()

    assert contents(tmp_path) == {"a.txt": "old"}
    assert len(list(tmp_path.iterdir())) == 1


@pytest.fixture
def held(tmp_path):
    """A file that can be written, and whose name no other file can take."""
    path = tmp_path / "c.txt"
    path.write_text("old", encoding="utf-8")
    bind = ["mount", "--bind", str(path), str(path)]
    if not shutil.which("mount") or subprocess.run(bind, check=False).returncode:
        pytest.skip("only the system's administrator may mount a file")
    yield path
    subprocess.run(["umount", "-l", str(path)], check=True)


def test_files_that_had_moved_go_back_when_a_later_one_cannot(tmp_path, held):
    write(tmp_path, b_txt="old", d_txt="old")

    with pytest.raises(OSError, match="busy"), drafting(tmp_path, name="a") as drafts:
        write(drafts, a_txt="new", b_txt="new", c_txt="new", d_txt="new")

    assert contents(tmp_path) == {"b.txt": "old", "c.txt": "old", "d.txt": "old"}
    assert all(each.is_file() for each in tmp_path.iterdir())


def test_a_folder_in_the_way_is_left_and_so_is_all_else(tmp_path):
    drafts, folder = tmp_path / "drafts", tmp_path
    drafts.mkdir()
    write(drafts, a_txt="new", z_txt="new")
    write(folder, a_txt="old")
    (folder / "z.txt").mkdir()

    with pytest.raises(OSError, match=r"z\.txt"):
        put_in_place(sorted(drafts.iterdir()), folder)

    assert (folder / "a.txt").read_text(encoding="utf-8") == "old"
    assert (folder / "z.txt").is_dir()


def test_older_files_are_copied_where_there_are_no_links(tmp_path, monkeypatch):
    def no_links(*_args):
        raise OSError(1, "a stick knows no links")

    monkeypatch.setattr(os, "link", no_links)
    write(tmp_path, a_txt="old", b_txt="old")

    with drafting(tmp_path, name="a") as drafts:
        write(drafts, a_txt="new", b_txt="new")

    assert contents(tmp_path) == {"a.txt": "new", "b.txt": "new"}
