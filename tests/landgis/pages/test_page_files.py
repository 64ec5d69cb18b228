# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets, templates and formats: whole files or a sentence, never a half."""

import errno
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import rasterio
from page_texts import text_of
from PIL import Image

from landgis.errors import CallError, CancelledError, DataError
from landgis.messages import sentence
from landgis.operations.report_files import warm_pages, write_pages
from landgis.pages import typeset
from landgis.pages.request import Contents, Kind, PageRequest, SheetWords
from landgis.project import ProjectStore

SHIPPED = Path(str(files("landgis_styles") / "pages"))
PLAIN = Contents(inset=False, statistics=False)


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_a_geotiff_lies_where_its_parcels_are(source, tmp_path):
    request = PageRequest(paper="A4", contents=replace(PLAIN, grid="none"), dpi=150)
    made = write_pages(source, request, tmp_path / "图.tif")
    with rasterio.open(made.path) as picture:
        assert picture.crs.to_epsg() == 4549
        pixels = picture.read().astype(int)
        orange = (np.abs(pixels - np.array([[[0xD5]], [[0x5E]], [[0x00]]])) < 12).all(0)
        rows, columns = np.nonzero(orange)
        place = picture.transform
    left, top, step = place.c, place.f, place.a
    west, east = left + columns.min() * step, left + (columns.max() + 1) * step
    south, north = top - (rows.max() + 1) * step, top - rows.min() * step
    step *= 3  # the outline covers a little of the fill
    assert west == pytest.approx(560_000, abs=step)
    assert east == pytest.approx(560_100, abs=step)
    assert south == pytest.approx(3_090_000, abs=step)
    assert north == pytest.approx(3_090_100, abs=step)


def test_a_world_file_says_where_a_picture_lies(source, tmp_path):
    request = PageRequest(paper="A4", contents=replace(PLAIN, grid="none"), dpi=150)
    made = write_pages(source, request, tmp_path / "图.png")
    assert {file.suffix for file in made.files} == {".png", ".pgw"}
    lines = (tmp_path / "图.pgw").read_text("ascii").split()
    step, _, _, down, x, y = map(float, lines)
    picture = np.asarray(Image.open(made.path).convert("RGB")).astype(int)
    half = picture[:, : int(picture.shape[1] * 0.65)]
    orange = (np.abs(half - (0xD5, 0x5E, 0x00)) < 12).all(axis=2)
    columns = np.flatnonzero(orange.sum(axis=0) > 8)
    lines_ = np.flatnonzero(orange.sum(axis=1) > 8)
    assert x + columns.min() * step == pytest.approx(560_000, abs=3 * step)
    assert y + lines_.min() * down == pytest.approx(3_090_100, abs=3 * step)


def test_an_svg_holds_paths_and_no_picture(source, tmp_path):
    made = write_pages(source, PageRequest(contents=PLAIN), tmp_path / "图.svg")
    content = made.path.read_text("utf-8")
    assert content.startswith("<svg")
    assert "<path" in content
    assert "image/png" not in content


@pytest.mark.parametrize(
    ("kind", "ending"),
    [(Kind.MAP, ".docx"), (Kind.LIST, ".tif"), (Kind.SUMMARY, ".svg"), (Kind.MAP, "")],
)
def test_a_format_that_a_kind_cannot_have_is_said(source, tmp_path, kind, ending):
    with pytest.raises(CallError) as caught:
        write_pages(source, PageRequest(kind=kind), tmp_path / f"页{ending}")
    assert ".pdf" in sentence(caught.value)
    assert not list(tmp_path.iterdir())


def test_a_paper_that_there_is_not_is_said(source, tmp_path):
    with pytest.raises(CallError) as caught:
        write_pages(source, PageRequest(paper="B5"), tmp_path / "页.pdf")
    assert "A4" in sentence(caught.value)


def test_a_missing_template_is_a_sentence_and_nothing_is_written(source, tmp_path):
    request = PageRequest(template=str(tmp_path / "没有.typ"))
    with pytest.raises(DataError) as caught:
        write_pages(source, request, tmp_path / "页.pdf")
    assert "没有.typ" in sentence(caught.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('#import "base.typ": *\n#nothing-like-that', "第 2 行"),
        ("#let x = (\n", "没有写出任何文件"),
        ('#import "@preview/cetz:0.3.0": *', "不联网"),
        ('#read("/etc/passwd")', "没有写出任何文件"),
        ('#read("../../../../etc/passwd")', "没有写出任何文件"),
        ("#data.sheets.at(99)", "没有写出任何文件"),
    ],
)
def test_a_wrong_template_names_its_place_and_leaves_the_old_file(
    source, tmp_path, content, said
):
    own, target = tmp_path / "own" / "本局.typ", tmp_path / "页.pdf"
    own.parent.mkdir()
    own.write_text(content, "utf-8")
    target.write_bytes(b"old")
    with pytest.raises(DataError) as caught:
        write_pages(source, PageRequest(template=str(own)), target)
    assert said in sentence(caught.value)
    assert target.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"own", "页.pdf"}


def test_a_template_that_is_no_text_is_said(source, tmp_path):
    own = tmp_path / "坏.typ"
    own.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(DataError) as caught:
        write_pages(source, PageRequest(template=str(own)), tmp_path / "页.pdf")
    assert caught.value.code == "pages.template_unreadable"


def test_an_office_changes_its_copy_and_puts_its_logo_on_it(pages, tmp_path):
    folder = tmp_path / "版式"
    folder.mkdir()
    own = (SHIPPED / "map.typ").read_text("utf-8")
    own = own.replace("t.labels.unit", '"绘图单位"')
    (folder / "本局.typ").write_text(own, "utf-8")
    Image.new("RGB", (20, 20), "#0A8F3C").save(folder / "徽.png")
    request = PageRequest(
        template=str(folder / "本局.typ"), words=SheetWords(logo="徽.png")
    )
    _, document = pages(request)
    assert "绘图单位" in text_of(document)
    picture = np.asarray(document[0].render(scale=1).to_pil().convert("RGB")).astype(
        int
    )
    assert (np.abs(picture - (0x0A, 0x8F, 0x3C)) < 6).all(axis=2).sum() > 100


def test_a_folder_that_cannot_be_written_is_said(source, tmp_path):
    with pytest.raises(CallError) as caught:
        write_pages(source, PageRequest(), tmp_path / "无此" / "页.pdf")
    assert "页.pdf" in sentence(caught.value)


@pytest.mark.parametrize(
    ("where", "code"),
    [("页.pdf", "export.cannot_write"), ("drawings.pdf", "pages.no_workplace")],
)
def test_a_full_disk_leaves_the_old_file(source, tmp_path, monkeypatch, where, code):
    target = tmp_path / "页.pdf"
    target.write_bytes(b"old")

    write = Path.write_bytes

    def fail(self, data):
        if where in str(self):
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(CallError) as caught:
        write_pages(source, PageRequest(), target)
    monkeypatch.undo()
    assert caught.value.code == code
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["页.pdf"]


def test_cancelling_leaves_nothing(source, tmp_path):
    class Cancelled:
        def step(self, *_, **__):
            raise CancelledError

    with pytest.raises(CancelledError):
        write_pages(source, PageRequest(), tmp_path / "页.pdf", progress=Cancelled())
    assert not list(tmp_path.iterdir())


def test_no_text_of_the_data_becomes_a_template(source):
    """Values reach Typst as one JSON file; no template is written from them."""
    for path in SHIPPED.glob("*.typ"):
        content = path.read_text("utf-8")
        assert "eval(" not in content, path.name
    assert typeset.DATA == "data.json"


def test_pages_of_an_older_result_are_not_kept_with_the_new_one(source):
    made = []
    for number in range(20):
        source.kept(("view", number), lambda: made.append(1))
    source.kept(("view", 19), lambda: made.append(1))
    assert len(made) == 20
    source.kept(("view", 0), lambda: made.append(1))
    assert len(made) == 21


def test_getting_ready_says_nothing_where_there_is_no_result(tmp_path):
    project = tmp_path / "空.landgis.gpkg"
    ProjectStore.create(project).close()
    assert warm_pages(project) is False
    assert warm_pages(tmp_path / "没有.landgis.gpkg") is False


@pytest.mark.parametrize("held", ["图.png", "图.pgw"])
def test_a_file_that_another_program_holds_leaves_all_as_it_was(
    source, tmp_path, monkeypatch, held
):
    target = tmp_path / "图.png"
    for name in ("图.png", "图.pgw"):
        (tmp_path / name).write_text(f"旧的{name}", "utf-8")
    whole = Path.open

    def refuse(path, mode="r", *args, **kwargs):
        if path == tmp_path / held and "+" in mode:
            raise PermissionError(13, "Permission denied")
        return whole(path, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CallError) as caught:
        write_pages(source, PageRequest(paper="A4", dpi=40), target)
    assert "正在别的程序" in sentence(caught.value)
    assert {file.name: file.read_text("utf-8") for file in tmp_path.iterdir()} == {
        "图.png": "旧的图.png",
        "图.pgw": "旧的图.pgw",
    }
