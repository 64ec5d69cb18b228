# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way a line takes: lines to one park run together as they come near it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

START_PULL, END_PULL = 0.42, 0.30
"""Shares of the way after which the line turns from its firm and to its park."""
MIN_PX, MAX_PX = 1.2, 6.0
STEPS = 24
"""A curve is so many straight pieces when it is asked how far away it is."""

Curves = NDArray[np.float64]
"""Four points of a cubic curve for each line: shape (n, 4, 2)."""


def bundle(starts: NDArray[np.float64], ends: NDArray[np.float64]) -> Curves:
    """Return the curves from starts to ends, both of shape (n, 2).

    Lines with the same end share the last stretch: it points to the middle of all
    their starts.
    """
    curves = np.empty((len(starts), 4, 2))
    curves[:, 0], curves[:, 3] = starts, ends
    if not len(starts):
        return curves
    _, group = np.unique(ends, axis=0, return_inverse=True)
    group = group.ravel()
    counts = np.bincount(group)
    middle = np.stack(
        [np.bincount(group, weights=starts[:, axis]) / counts for axis in (0, 1)],
        axis=1,
    )[group]
    way = ends - starts
    curves[:, 1] = starts + START_PULL * way
    length = np.hypot(*(way).T)
    toward = middle - ends
    far = np.hypot(*toward.T)
    share = np.divide(END_PULL * length, far, out=np.zeros_like(far), where=far > 0)
    curves[:, 2] = ends + toward * share[:, None]
    return curves


def reach_px(curves: Curves, px: float, py: float) -> NDArray[np.float64]:
    """Return how far each curve is from a place on screen."""
    t = np.linspace(0.0, 1.0, STEPS + 1)[:, None]
    shares = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    points = shares @ curves - (px, py)
    along = np.diff(points, axis=1)
    length = np.einsum("lsk,lsk->ls", along, along)
    part = -np.einsum("lsk,lsk->ls", points[:, :-1], along)
    share = np.divide(part, length, out=np.zeros_like(part), where=length > 0)
    near = points[:, :-1] + np.clip(share, 0.0, 1.0)[:, :, None] * along
    far: NDArray[np.float64] = np.hypot(near[:, :, 0], near[:, :, 1]).min(axis=1)
    return far


def widths_px(weights: Sequence[float], heaviest: float = 0.0) -> list[float]:
    """Return how thick each line is: the area of the line tells its 亩.

    The heaviest is as thick as may be; nothing is too thin to be seen.
    """
    heaviest = max([heaviest, *weights])
    if heaviest <= 0:
        return [MIN_PX] * len(weights)
    return [
        MIN_PX + (MAX_PX - MIN_PX) * math.sqrt(max(weight, 0.0) / heaviest)
        for weight in weights
    ]
