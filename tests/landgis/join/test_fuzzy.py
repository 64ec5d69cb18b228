# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from landgis.errors import CancelledError
from landgis.join.fuzzy import similar_names

CHARACTERS = "甲乙丙丁阀门厂"
EDITS = st.tuples(
    st.sampled_from(["put in", "leave out"]),
    st.integers(0, 60),
    st.sampled_from("甲戊"),
)


def edited(name, edits):
    for kind, place, character in edits:
        at = place % (len(name) + 1)
        if kind == "put in":
            name = name[:at] + character + name[at:]
        else:
            name = name[:at] + name[at + 1 :]
    return name


@st.composite
def names_and_near_ones(draw):
    lengths = draw(st.sampled_from([(1, 14), (12, 20), (20, 34), (40, 70)]))
    name = st.text(CHARACTERS, min_size=lengths[0], max_size=lengths[1])
    names = draw(st.lists(name, min_size=1, max_size=6))
    other = [
        edited(each, draw(st.lists(EDITS, max_size=7)))
        for each in draw(st.lists(st.sampled_from(names), max_size=8))
    ]
    return names, [each for each in other if each]


@settings(max_examples=200, deadline=None)
@given(names_and_near_ones(), st.sampled_from([92.0, 92.0, 85.0]))
def test_every_pair_that_comparing_each_with_each_finds_is_found(both, least):
    names, others = both
    scores = process.cdist(names, others, scorer=fuzz.ratio, dtype=np.float64)
    wanted = {
        (i, j, scores[i, j])
        for i in range(len(names))
        for j in range(len(others))
        if scores[i, j] >= least
    }

    found = similar_names(
        pd.Series(names, dtype="str"), pd.Series(others, dtype="str"), min_score=least
    )

    assert set(found.itertuples(index=False, name=None)) == wanted
    assert len(found) == len(wanted)


@pytest.mark.parametrize(
    ("firm", "owner", "score"),
    [
        # 13 characters each, one replaced: 2 of 26 differ.
        ("海城市远山精密阀门有限公司", "海城市远山精密阀业有限公司", 100 * 24 / 26),
        # 12 and 13 characters, one left out: 1 of 25 differs.
        ("海城远山精密阀门有限公司", "海城市远山精密阀门有限公司", 100 * 24 / 25),
    ],
)
def test_a_slip_of_the_pen_is_found(firm, owner, score):
    found = similar_names(
        pd.Series([firm], index=["f"]), pd.Series([owner], index=["o"])
    )

    assert found[["query", "choice"]].to_numpy().tolist() == [["f", "o"]]
    assert found["score"].tolist() == pytest.approx([score])


def test_one_replaced_character_of_twelve_is_too_much():
    found = similar_names(
        pd.Series(["海城远山精密阀门有限公司"]), pd.Series(["海城远山精密阀业有限公司"])
    )

    assert len(found) == 0


def test_missing_names_are_like_nothing():
    missing = pd.Series([None, None], dtype="str")

    assert len(similar_names(missing, missing)) == 0
    assert len(similar_names(pd.Series(["远山"]), missing)) == 0


def test_of_one_name_only_the_best_are_kept():
    owners = [f"海城市远山精密阀门{letter}有限公司" for letter in "甲乙丙丁戊己庚"]
    owners.append("海城市远山精密阀门有限公司厂")
    name = "海城市远山精密阀门有限公司"
    found = similar_names(pd.Series([name]), pd.Series([*owners, name]), most=3)

    assert found["score"].tolist() == pytest.approx([100.0, 2600 / 27, 2600 / 27])


def test_looking_for_similar_names_can_be_stopped():
    class Impatient:
        def step(self, *_, **__):
            raise CancelledError

    with pytest.raises(CancelledError):
        similar_names(pd.Series(["远山"]), pd.Series(["远山"]), progress=Impatient())
