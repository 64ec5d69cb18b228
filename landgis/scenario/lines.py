# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the panel of a line shows: axis, histogram, curve, official values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landgis import messages
from landgis.rules.library import profiles
from landgis.scenario.low_firms import YES, LowFirms
from landgis.scenario.tax_engine import TaxEngine
from landgis.scenario.tax_line import Curve, Histogram, LineView, OfficialLine

BINS = 30
WIDTHS = (1.0, 2.0, 5.0)
ROOM_OF_LINE = 3.0
ROOM_OF_OFFICIAL = 1.2
FIRMS_ON_AXIS = 0.95
CURVE_POINTS = 181


def make_line_view(engine: TaxEngine, position: int) -> LineView:
    """Work out everything of a line that does not change while it is dragged."""
    test = engine.firms.tests[position]
    official = official_lines(test.scale)
    mine = engine.firms.of_line(position)
    axis_max = _axis_max(engine.firms, position, [line.value for line in official])
    return LineView(
        position=position,
        test=test,
        axis_max=axis_max,
        histogram=make_histogram(
            engine.firms.tax_per_mu.to_numpy(), mine=mine, axis_max=axis_max
        ),
        curve=_make_curve(engine, position, axis_max),
        official=official,
    )


def official_lines(scale: str | None = None) -> tuple[OfficialLine, ...]:
    """Return the lines of the shipped profiles, lowest first.

    With a scale only lines for that scale, or for every firm, are returned.
    """
    words = messages.catalogue()
    found = [
        OfficialLine(
            value=test.threshold.value,
            name=words.get(f"scenario.place.{profile.id}", profile.title)
            + (test.scale or ""),
            document=profile.document,
            citation=test.threshold.citation,
            profile=profile.id,
            scale=test.scale,
        )
        for profile in profiles()
        for test in profile.low
        if scale is None or test.scale in (None, scale)
    ]
    return tuple(sorted(found, key=lambda line: (line.value, line.profile)))


def make_histogram(
    tax_per_mu: NDArray[np.float64], *, mine: NDArray[np.bool_], axis_max: float
) -> Histogram:
    """Sort firms into bins of one width from 0 to the end of the axis."""
    edges = np.linspace(0.0, axis_max, BINS + 1)
    rows = np.flatnonzero(mine & ~np.isnan(tax_per_mu))
    place = np.searchsorted(edges, tax_per_mu[rows], side="right") - 1
    place = place.clip(0, BINS - 1)
    order = np.argsort(place, kind="stable")
    counts = np.bincount(place, minlength=BINS)
    return Histogram(
        edges=edges,
        counts=counts.astype(np.int64),
        rows=rows[order].astype(np.int64),
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        unknown=int((mine & np.isnan(tax_per_mu)).sum()),
    )


def _axis_max(firms: LowFirms, position: int, official: list[float]) -> float:
    """Choose an axis of 30 round bins with room beyond every official value."""
    tax = firms.tax_per_mu.to_numpy()[firms.of_line(position)]
    known = tax[np.isfinite(tax)]
    needed = max(
        ROOM_OF_LINE * firms.values[position],
        ROOM_OF_OFFICIAL * max(official, default=0.0),
        float(np.quantile(known, FIRMS_ON_AXIS)) if len(known) else 0.0,
    )
    power = 0.1
    while True:
        for width in WIDTHS:
            if BINS * width * power >= needed:
                return round(BINS * width * power, 6)
        power *= 10


def _make_curve(engine: TaxEngine, position: int, axis_max: float) -> Curve:
    own = engine.firms.values[position]
    points = np.union1d(np.linspace(0.0, axis_max, CURVE_POINTS), [own])
    firms, land = [], []
    for point in points:
        values = list(engine.firms.values)
        values[position] = float(point)
        low = engine.firms.judge(values)
        firms.append(int((low == YES).sum()))
        land.append(engine.sum_land(*engine.judge_parcels(low)[1:]))
    return Curve(
        values=points,
        low_firms=np.array(firms, dtype=np.int64),
        firm_mu=np.array([one.firm_mu for one in land]),
        potential_mu=np.array([one.potential_mu for one in land]),
        total_mu=np.array([one.total_mu for one in land]),
    )
