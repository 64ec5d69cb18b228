# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the classes of numbers begin and end, and how the legend says it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

METHODS = ("quantiles", "natural", "equal", "fixed")

SAMPLE = 100_000
NATURAL_SAMPLE = 2_000  # the cost of natural breaks grows with its square
DIGITS = 2  # of the mean width of a class, that a break is rounded to


def find_breaks(
    values: NDArray[np.float64], *, method: str, classes: int, is_whole: bool
) -> tuple[float, ...]:
    """Return the bounds between the classes, rounded as the legend shows them.

    There may be fewer classes than asked for where values repeat.  Quantiles
    and natural breaks of long columns are those of every n-th value in order
    of size.
    """
    if not len(values):
        return ()
    low, high = float(values.min()), float(values.max())
    if low == high or classes <= 1:
        return ()
    if method == "equal":
        bounds = np.linspace(low, high, classes + 1)[1:-1]
    else:
        bounds = _classify(values, method=method, classes=classes)
    places = 0 if is_whole else _places((high - low) / classes, bounds)
    rounded = np.unique(np.round(bounds, places))
    return tuple(rounded[(rounded >= low) & (rounded < high)].tolist())


def class_titles(
    breaks: Sequence[float], *, is_whole: bool, upper_included: bool = True
) -> tuple[str, ...]:
    """Return what the legend says of each class: ≤ 5, 5–8, > 8."""
    shown = [_shown(value) for value in breaks]
    below, above = ("≤", ">") if upper_included else ("<", "≥")
    step = 1 if is_whole else 0
    between = [
        f"{_shown(low + step) if upper_included else one}–{other}"
        if is_whole and upper_included
        else f"{one}–{other}"
        for low, one, other in zip(breaks, shown, shown[1:], strict=False)
    ]
    return (f"{below} {shown[0]}", *between, f"{above} {shown[-1]}")


def _classify(
    values: NDArray[np.float64], *, method: str, classes: int
) -> NDArray[np.float64]:
    sample = np.sort(values[:: max(1, len(values) // SAMPLE)])
    if method != "natural":
        return np.quantile(sample, np.linspace(0, 1, classes + 1)[1:-1])
    # Loading it takes a second: only where somebody asks for such classes.
    import mapclassify  # noqa: PLC0415

    if len(sample) > NATURAL_SAMPLE:
        places = np.linspace(0, len(sample) - 1, NATURAL_SAMPLE).astype(np.int64)
        sample = sample[places]
    wanted = min(classes, len(np.unique(sample)))
    bins = mapclassify.FisherJenks(sample, k=wanted).bins
    return np.asarray(bins, dtype=np.float64)[:-1]


def _places(width: float, bounds: NDArray[np.float64]) -> int:
    """Return how many decimals tell the bounds apart."""
    gaps = np.diff(np.unique(bounds))
    least = min([width, *gaps[gaps > 0].tolist()])
    return max(0, DIGITS - 1 - math.floor(math.log10(least)))


def _shown(value: float) -> str:
    return f"{value:.10g}"
