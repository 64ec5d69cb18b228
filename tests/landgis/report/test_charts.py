# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Charts show all that they can, say what they cannot, and a click selects rows."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from report_builders import make_analysis, make_threshold

from landgis.report.charts import (
    PRINT_COLOURS,
    ChartSize,
    CurveData,
    CurveMark,
    draw_ageing,
    draw_curve,
    draw_energy,
    draw_reclaimable,
    draw_tax_distribution,
)
from landgis.rules.profile import LowTest

DARK = replace(
    PRINT_COLOURS, panel="#1C2128", ink="#E8ECF1", ink2="#B4BECA", is_dark=True
)
NARROW = ChartSize(width_px=372, height_px=300)
WIDE = ChartSize(width_px=900, height_px=420)
SHARP = ChartSize(width_px=372, height_px=300, scale=2)
LINES = (
    LowTest(threshold=make_threshold(value=3.0), scale="规下"),
    LowTest(threshold=make_threshold(value=6.0), scale="规上"),
)


def make_firms(count=400):
    draw = np.random.default_rng(5)
    tax = draw.lognormal(2.3, 0.9, count).round(2)
    frame = pd.DataFrame(
        {
            "tax_per_mu": tax,
            "tax_wan": tax * 10,
            "energy_tce": (tax * draw.lognormal(2, 0.6, count)).round(1),
            "grade": draw.choice(["A", "B", "C", "D"], count, p=[0.2, 0.6, 0.15, 0.05]),
        }
    )
    frame.loc[:4, "tax_per_mu"] = np.nan
    frame.loc[5:9, "energy_tce"] = 0.0
    frame.loc[10:12, "grade"] = None
    return frame


FIRMS = make_firms()
RESIDUAL = pd.DataFrame(
    {
        "ageing": ["不满1年", "5年以上", None, "5年以上", "2–5年"],
        "mu": [10.0, 20.0, 5.0, 40.0, 1.0],
    }
)
CURVE = CurveData(
    values=np.linspace(0, 30, 31),
    firm_mu=np.full(31, 2_000.0),
    total_mu=2_000 + 400 * np.linspace(0, 30, 31),
    axis_words="亩均税收（万元/亩）",
)
MARKS = (
    CurveMark(value=8.0, total_mu=5_200.0),
    CurveMark(value=9.0, total_mu=5_600.0, is_trial=True),
)
CHARTS = {
    "tax": lambda colours, size: draw_tax_distribution(
        FIRMS, lines=LINES, colours=colours, size=size
    ),
    "land": lambda colours, size: draw_reclaimable(
        make_analysis(), colours=colours, size=size
    ),
    "ageing": lambda colours, size: draw_ageing(RESIDUAL, colours=colours, size=size),
    "energy": lambda colours, size: draw_energy(FIRMS, colours=colours, size=size),
    "curve": lambda colours, size: draw_curve(
        CURVE, marks=MARKS, colours=colours, size=size
    ),
}


def texts_of(chart):
    """Return every text that shows, with its box in pixels."""
    renderer = chart.figure.canvas.get_renderer()
    beyond = {
        id(label)
        for axes in chart.figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
        for label in (tick.label1, tick.label2)
        if not low_of(axis) <= tick.get_loc() <= high_of(axis)
    }
    return [
        (text.get_text(), text.get_window_extent(renderer))
        for text in chart.figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in beyond
    ]


def low_of(axis):
    return axis.get_view_interval()[0] - 1e-9


def high_of(axis):
    return axis.get_view_interval()[1] + 1e-9


def overlap(one, other):
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return min(wide, high) > 1.5


@pytest.mark.parametrize("size", [NARROW, WIDE, SHARP], ids=["372", "900", "372@200%"])
@pytest.mark.parametrize("name", CHARTS)
def test_no_words_lie_over_others_or_outside(name, size):
    chart = CHARTS[name](PRINT_COLOURS, size)
    texts = texts_of(chart)
    whole = chart.figure.bbox

    assert texts
    for (one, box), (other, second) in combinations(texts, 2):
        assert not overlap(box, second), (one, other)
    for words, box in texts:
        assert box.x0 >= -1, words
        assert box.y0 >= -1, words
        assert box.x1 <= whole.width + 1, words
        assert box.y1 <= whole.height + 1, words
    assert whole.width == pytest.approx(size.width_px * size.scale)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_takes_its_colours_from_the_theme(name):
    chart = CHARTS[name](DARK, NARROW)
    FigureCanvasAgg(chart.figure).draw()
    pixels = np.asarray(chart.figure.canvas.buffer_rgba())

    assert tuple(pixels[1, 1, :3]) == (0x1C, 0x21, 0x28)
    assert chart.words.endswith("。")


def test_each_bar_selects_the_firms_that_make_it():
    chart = CHARTS["tax"](PRINT_COLOURS, WIDE)

    rows = np.concatenate([region.rows for region in chart.regions])
    assert sorted(rows.tolist()) == FIRMS.index[FIRMS["tax_per_mu"].notna()].tolist()
    assert {region.kind for region in chart.regions} == {"firm"}
    for region in chart.regions:
        assert len(set(FIRMS.loc[region.rows, "grade"].fillna(""))) == 1
    assert "5 户没有" in chart.words


def test_a_click_on_a_bar_finds_it_and_beside_it_nothing():
    chart = CHARTS["ageing"](PRINT_COLOURS, WIDE)

    assert [region.rows.tolist() for region in chart.regions] == [
        [0],
        [],
        [4],
        [1, 3],
        [2],
    ]
    for region in chart.regions[2:]:
        x0, y0, x1, y1 = region.box
        assert chart.region_at((x0 + x1) / 2, (y0 + y1) / 2) == region
    assert chart.region_at(0.001, 0.999) is None
    assert "5 年以上 60.0 亩" in chart.words


def test_the_pieces_of_land_add_up_to_all_of_it():
    analysis = make_analysis()
    chart = CHARTS["land"](PRINT_COLOURS, WIDE)

    parcels = analysis.parcels
    land = (parcels["firm_mu"] + parcels["potential_mu"]).to_numpy()
    rows = {
        kind: sorted(
            row for r in chart.regions if r.kind == kind for row in r.rows.tolist()
        )
        for kind in ("parcel", "approval")
    }
    assert rows["parcel"] == np.flatnonzero(land > 0).tolist()
    assert rows["approval"] == list(range(len(analysis.residual)))
    total = land.sum() + analysis.residual["mu"].sum()
    assert f"{total:,.1f}" in chart.words


def test_towns_without_room_become_one_bar():
    parcels = pd.concat([make_analysis().parcels] * 40, ignore_index=True)
    parcels["town"] = [f"第{n % 37}镇" for n in range(len(parcels))]
    analysis = make_analysis(parcels=parcels)

    chart = draw_reclaimable(analysis, colours=PRINT_COLOURS, size=NARROW)

    labels = [label.get_text() for label in chart.figure.axes[0].get_yticklabels()]
    assert len(labels) < 12
    assert labels[-1].startswith("其余 ")


def test_every_firm_of_the_energy_chart_can_be_clicked():
    chart = CHARTS["energy"](PRINT_COLOURS, WIDE)
    drawn = FIRMS.index[(FIRMS["energy_tce"] > 0) & (FIRMS["tax_wan"] > 0)]

    cells, quadrants = chart.regions[:-4], chart.regions[-4:]
    for regions in (cells, quadrants):
        rows = np.concatenate([region.rows for region in regions])
        assert sorted(rows.tolist()) == drawn.tolist()
    poor = quadrants[3]
    assert poor.words.startswith("高能耗、低税收")
    middle = FIRMS.loc[drawn, ["energy_tce", "tax_wan"]].median()
    assert (FIRMS.loc[poor.rows, "energy_tce"] > middle["energy_tce"]).all()
    assert (FIRMS.loc[poor.rows, "tax_wan"] <= middle["tax_wan"]).all()
    axes = chart.figure.axes[0]
    at = axes.transData.transform(FIRMS.loc[[20], ["energy_tce", "tax_wan"]].to_numpy())
    hit = chart.region_at(
        *(at[0] / [chart.figure.bbox.width, chart.figure.bbox.height])
    )
    assert 20 in hit.rows


@pytest.mark.parametrize(
    "chart",
    [
        lambda: draw_tax_distribution(
            pd.DataFrame(), lines=(), colours=DARK, size=NARROW
        ),
        lambda: draw_energy(FIRMS[["tax_wan"]], colours=DARK, size=NARROW),
        lambda: draw_ageing(RESIDUAL.iloc[:0], colours=DARK, size=NARROW),
    ],
)
def test_without_data_a_chart_says_so(chart):
    found = chart()

    assert found.regions == ()
    assert found.words in [text for text, _ in texts_of(found)]
