# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Themes give each parcel one class, and the legend adds up to all of them."""

import time

import mapclassify
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_builders import make_analysis

from landgis.analysis import STATUSES
from landgis.report.symbols import shipped_symbols
from landgis.report.theme_breaks import class_titles, find_breaks
from landgis.report.theme_colours import GROUNDS, shipped_colours
from landgis.report.themes import ThemeChoice, make_theme, theme_frame, themes_for

FRAME = pd.DataFrame(
    {
        "mu": [10.0, 20.0, 30.0, np.nan, 50.0],
        "tax_per_mu": [8.0, 8.1, np.nan, 2.0, 30.0],
        "status": ["low_efficiency", "normal", "normal", "to_verify", "overdue"],
        "grade": ["D", "A", None, "B", "A"],
        "supply_year": [2001.0, 2005.0, 2010.0, np.nan, 2020.0],
        "town": ["甲镇", "乙镇", "甲镇", "甲镇", None],
    }
)


def shown(theme):
    return {row.title: (row.count, row.mu) for row in theme.legend if row.count}


def test_a_fixed_line_divides_as_the_document_says():
    below = make_theme(
        FRAME, ThemeChoice(theme="tax_per_mu", method="fixed", breaks=(8.0,))
    )
    under = make_theme(
        FRAME,
        ThemeChoice(
            theme="tax_per_mu", method="fixed", breaks=(8.0,), upper_included=False
        ),
    )

    assert below.codes.tolist() == [0, 1, 2, 0, 1]
    assert shown(below) == {"≤ 8": (2, 10.0), "> 8": (2, 70.0), "没有数据": (1, 30.0)}
    assert under.codes.tolist() == [1, 1, 2, 0, 1]
    assert [row.title for row in under.legend] == ["< 8", "≥ 8", "没有数据"]
    assert (below.title, below.unit) == ("亩均税收", "万元/亩")


def test_statuses_keep_their_symbols_and_order():
    theme = make_theme(FRAME, ThemeChoice(theme="status"))

    places = [STATUSES.index(name) for name in FRAME["status"]]
    assert theme.codes.tolist() == places
    symbols = shipped_symbols()
    assert [row.symbol for row in theme.legend[:-1]] == [symbols[s] for s in STATUSES]
    assert shown(theme)["正常"] == (2, 50.0)


def test_what_is_unknown_is_a_class_of_its_own_without_fill():
    for name in ("tax_per_mu", "grade", "supply_year", "town", "column:nowhere"):
        theme = make_theme(FRAME, ThemeChoice(theme=name))
        last = theme.legend[-1]
        column = FRAME.get(name, pd.Series([None] * 5))
        assert last.is_unknown
        assert (last.fill, last.ink) == (None, "#5B4A94")
        missing = np.flatnonzero(column.isna()).tolist()
        assert np.flatnonzero(theme.codes == len(theme.legend) - 1).tolist() == missing


def test_many_kinds_are_gathered_behind_the_most_frequent():
    towns = [f"镇{n}" for n in range(20) for _ in range(20 - n)]
    frame = pd.DataFrame({"mu": 1.0, "town": towns})

    theme = make_theme(frame, ThemeChoice(theme="town"))

    kinds = len(shipped_colours()["light"].qualitative)
    assert [row.title for row in theme.legend[:2]] == ["镇0", "镇1"]
    assert theme.legend[kinds].title == f"其余 {20 - kinds} 类"
    assert theme.legend[kinds].count == sum(range(1, 20 - kinds + 1))


def test_years_are_classes_of_whole_years():
    frame = pd.DataFrame({"mu": 1.0, "supply_year": np.repeat(range(2000, 2020), 5)})

    theme = make_theme(frame, ThemeChoice(theme="supply_year", classes=4))

    titles = [row.title for row in theme.legend]
    assert titles[:4] == ["≤ 2005", "2006–2010", "2011–2014", "> 2014"]


def test_any_column_can_be_shown():
    frame = FRAME.assign(
        flag=pd.array([True, False, pd.NA, True, True], dtype="boolean"),
        day=pd.to_datetime(
            ["2001-02-03", None, "2005-01-01", "2009-01-01", "2020-01-01"]
        ),
    )

    flag = make_theme(frame, ThemeChoice(theme="column:flag"))
    day = make_theme(frame, ThemeChoice(theme="column:day", classes=2))

    assert shown(flag) == {
        "是": (3, 60.0),
        "否": (1, 20.0),
        "没有数据": (1, 30.0),
    }
    assert day.codes.tolist() == [0, 2, 0, 1, 1]


numbers = st.lists(
    st.one_of(
        st.just(float("nan")),
        st.floats(-1e6, 1e6, allow_nan=False),
        st.integers(0, 9).map(float),
    ),
    max_size=40,
)


@given(numbers, st.sampled_from(["quantiles", "equal"]), st.integers(1, 7))
def test_every_row_has_one_class_and_the_legend_counts_all(values, method, classes):
    frame = pd.DataFrame(
        {"mu": np.arange(len(values), dtype=float), "x": pd.Series(values, dtype=float)}
    )

    theme = make_theme(
        frame, ThemeChoice(theme="column:x", method=method, classes=classes)
    )

    assert sum(row.count for row in theme.legend) == len(values)
    assert sum(row.mu for row in theme.legend) == frame["mu"].sum()
    assert len(theme.legend) <= classes + 1
    bounds = [-np.inf, *theme.breaks, np.inf]
    for value, code in zip(values, theme.codes.tolist(), strict=True):
        if np.isnan(value):
            assert code == len(theme.legend) - 1
        else:
            assert bounds[code] < value <= bounds[code + 1]


def test_natural_breaks_are_those_of_the_library():
    values = np.array([1.0, 2, 2, 3, 40, 41, 43, 90, 91, 95])

    found = find_breaks(values, method="natural", classes=3, is_whole=True)

    assert found == tuple(mapclassify.FisherJenks(values, k=3).bins[:-1])


def test_titles_of_classes_say_their_bounds():
    assert class_titles([5, 8.5], is_whole=False) == ("≤ 5", "5–8.5", "> 8.5")
    assert class_titles([5, 8], is_whole=False, upper_included=False) == (
        "< 5",
        "5–8",
        "≥ 8",
    )


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("classes", [2, 5, 7])
def test_a_photocopy_still_shows_which_class_is_more(ground, classes):
    greys = [luminance(colour) for colour in shipped_colours()[ground].ramp(classes)]

    steps = np.diff(greys)
    assert (steps > 0).all() or (steps < 0).all()
    assert len(set(np.sign(steps))) == 1


def test_parcels_get_the_tax_and_the_grade_of_their_firms():
    analysis = make_analysis()
    frame = theme_frame(analysis)

    # Firms 0 and 1 are on parcel 3 and pay 10 + 12, firm 2 pays 120 on parcel 4.
    mu = analysis.parcels["mu"]
    assert frame["tax_per_mu"][3] == pytest.approx(22 / mu[3])
    assert frame["tax_per_mu"][4] == pytest.approx(120 / mu[4])
    assert frame["tax_per_mu"].drop([3, 4]).isna().all()
    assert frame["grade"][3] == analysis.firms["grade"][1]
    assert "status" in themes_for(frame)


@pytest.mark.big
@pytest.mark.parametrize("theme", ["status", "tax_per_mu", "town"])
def test_a_million_parcels_are_coloured_at_once(theme):
    draw = np.random.default_rng(2)
    count = 1_000_000
    frame = pd.DataFrame(
        {
            "mu": draw.random(count),
            "tax_per_mu": draw.lognormal(2, 1, count),
            "status": np.array(STATUSES)[draw.integers(0, 12, count)],
            "town": np.array(["甲镇", "乙镇", "丙镇"])[draw.integers(0, 3, count)],
        }
    )
    make_theme(frame, ThemeChoice(theme=theme))

    began = time.perf_counter()
    make_theme(frame, ThemeChoice(theme=theme))

    assert time.perf_counter() - began < 0.3
