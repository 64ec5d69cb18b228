# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One box finds parcels, firms, towns and coordinates."""

import pickle
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from landgis.search.index import build_index
from landgis.search.texts import make_initials, make_texts

CRS = "EPSG:4549"
PARCELS = pd.DataFrame(
    {
        "parcel_id": [
            "330304001001GB00001",
            "330304001001GB00012",
            None,
            "330304002001GB00003",
        ],
        "unit_no": ["330304001001GB00001F00010001", None, None, None],
        "owner": ["温州市翔程塑料有限公司", "温州长城鞋业有限公司", "瓯海阀门厂", None],
        "location": ["梧田街道东风路1号", None, "下沙街道", "梧田街道东风路8号"],
    }
).astype("str")
FIRMS = pd.DataFrame(
    {
        "name": ["温州市翔程塑料有限公司", "重光电气股份有限公司", "ABC锁具(温州)厂"],
        "code": ["91330304MA2AB0001X", None, "91330304MA2AB0003K"],
    }
).astype("str")


@pytest.fixture(scope="module")
def index():
    return build_index(PARCELS, FIRMS, towns=("梧田街道", "下沙街道"), crs=CRS)


def found(index, text):
    return [(hit.kind, hit.row) for hit in index.find(text)]


def test_initials_find_a_firm_and_its_parcels(index):
    assert set(found(index, "xcsl")) == {("firm", 0), ("parcel", 0)}
    assert set(found(index, "XCSL")) == {("firm", 0), ("parcel", 0)}


def test_both_readings_of_a_character_are_found(index):
    assert ("firm", 1) in found(index, "cgdq")
    assert ("firm", 1) in found(index, "zgdq")
    assert ("parcel", 1) in found(index, "wzcc")
    assert ("parcel", 1) in found(index, "wzzc")


def test_a_part_of_a_code_name_or_place_is_enough(index):
    assert found(index, "GB00012") == [("parcel", 1)]
    assert found(index, "330304001001GB00001")[0] == ("parcel", 0)
    assert found(index, "ma2ab0003k") == [("firm", 2)]
    assert set(found(index, "翔程")) == {("firm", 0), ("parcel", 0)}
    assert set(found(index, "东风路")) == {("parcel", 0), ("parcel", 3)}
    assert ("firm", 2) in found(index, "ABC锁具")


def test_a_town_comes_before_what_lies_in_it(index):
    assert found(index, "下沙")[0] == ("town", 1)
    assert found(index, "xsjd")[0] == ("town", 1)


def test_a_hit_says_what_it_is(index):
    hit = index.find("GB00001")[0]

    assert hit.title == "330304001001GB00001"
    assert hit.subtitle == "温州市翔程塑料有限公司 · 梧田街道东风路1号"
    assert index.find("瓯海阀门")[0].title == "瓯海阀门厂"


def test_what_is_nowhere_is_not_found(index):
    assert index.find("没有这家") == ()
    assert index.find("   ") == ()
    assert index.find("zzzz") == ()


def test_a_part_that_runs_over_two_names_is_none():
    texts = make_texts(pd.Series(["甲乙", "丙丁"], dtype="str"))
    initials = make_initials(texts)

    assert texts.containing("乙丙".encode(), limit=9) == []
    assert texts.containing("丁甲".encode(), limit=9) == []
    assert initials.containing(b"yb", limit=9) == []
    assert len(initials.containing(b"jy", limit=9)) == 1


names = st.lists(st.text(alphabet="甲乙丙a1（塑 料", max_size=6), max_size=12)


@given(names, st.text(alphabet="甲乙丙a1塑", min_size=1, max_size=3))
def test_parts_are_found_where_a_plain_loop_finds_them(given_names, part):
    values = pd.Series(given_names, dtype="str")
    texts = make_texts(values)

    rows = {
        int(row)
        for place in texts.containing(part.encode(), limit=99)
        for row in texts.rows_of(place)
    }
    begins = {
        int(row)
        for place in texts.starting_with(part.encode(), limit=99)
        for row in texts.rows_of(place)
    }

    plain = [name.strip().replace("（", "(") for name in given_names]
    assert rows == {row for row, name in enumerate(plain) if part in name}
    assert begins == {row for row, name in enumerate(plain) if name.startswith(part)}


def test_initials_are_those_of_the_dictionary():
    name = "浙江瑞安汽摩配件制造有限公司"
    initials = make_initials(make_texts(pd.Series([name], dtype="str")))

    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))

    assert initials.first.decode() == letters


def test_coordinates_lead_to_a_place(index):
    hit = index.find("3100000, 512345.6")[0]

    assert (hit.kind, hit.point) == ("point", (512345.6, 3100000.0))


def test_an_index_can_be_sent_between_processes(index):
    again = pickle.loads(pickle.dumps(index))  # noqa: S301 - our own

    assert again.find("xcsl") == index.find("xcsl")


def test_projects_without_firms_or_towns_are_searched_too():
    index = build_index(PARCELS, pd.DataFrame(), towns=(), crs=CRS)

    assert found(index, "xcsl") == [("parcel", 0)]


@pytest.mark.big
def test_a_key_is_answered_while_it_is_typed():
    count = 200_000
    draw = np.random.default_rng(3)
    words = np.array(list("翔程塑料金属机械五电子科技温州瓯海永嘉鞋业服装阀门泵"))
    owners = [
        "".join(row) + "有限公司" for row in words[draw.integers(0, 26, (count, 4))]
    ]
    parcels = pd.DataFrame(
        {"parcel_id": [f"330304{n:06d}GB00001" for n in range(count)], "owner": owners}
    )
    began = time.perf_counter()
    index = build_index(parcels, pd.DataFrame(), towns=(), crs=CRS)
    assert time.perf_counter() - began < 2

    for text in ("xc", "xcsl", "翔程", "GB000", "没有"):
        times = []
        for _ in range(5):
            began = time.perf_counter()
            index.find(text)
            times.append(time.perf_counter() - began)
        assert min(times) < 0.016, text
