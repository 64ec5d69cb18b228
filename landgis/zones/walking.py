# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An order in which places can be visited: from each to the nearest that is left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from landgis.progress import SILENT, Progress

FIRST_LOOK = 8
STEPS = 2_000
"""Places between two reports of progress."""


def walking_order(
    places: NDArray[np.float64],
    *,
    start: tuple[float, float] | None = None,
    progress: Progress = SILENT,
) -> NDArray[np.int64]:
    """Return the order of a walk over places (n × 2), each once.

    It begins at the place nearest to `start`, or at the north-western one.
    """
    count = len(places)
    order = np.empty(count, dtype=np.int64)
    if not count:
        return order
    left = np.arange(count)
    tree = cKDTree(places)
    is_left = np.ones(count, dtype=bool)
    here = _north_west(places) if start is None else np.asarray(start, dtype=np.float64)
    for step in range(count):
        if not step % STEPS:
            progress.step(step, count)
        if 2 * (count - step) < len(left):
            left = left[is_left[left]]
            tree = cKDTree(places[left])
        order[step] = nearest = _nearest(tree, left, is_left, here=here)
        is_left[nearest] = False
        here = places[nearest]
    return order


def _north_west(places: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([places[:, 0].min(), places[:, 1].max()])


def _nearest(
    tree: cKDTree,
    left: NDArray[np.int64],
    is_left: NDArray[np.bool_],
    *,
    here: NDArray[np.float64],
) -> int:
    """Return the nearest place that is left, looking farther until there is one."""
    look = FIRST_LOOK
    while True:
        look = min(look, len(left))
        _, found = tree.query(here, k=np.arange(1, look + 1))
        rows = left[found]
        rows = rows[is_left[rows]]
        if len(rows):
            return int(rows[0])
        look *= 4
