# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run array functions of shapely on all cores: they work without Python's lock."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landgis.geometry.arrays import Geometries

# Enough for a thread to be worth its start, small enough to share out evenly.
PAIRS_PER_TASK = 10_000


def map_pairs(
    function: Callable[[Geometries, Geometries], NDArray[Any]],
    first: Geometries,
    second: Geometries,
) -> NDArray[Any]:
    """Return ``function(first, second)``, computed in slices side by side."""
    if len(first) <= PAIRS_PER_TASK:
        return function(first, second)
    slices = [
        slice(start, start + PAIRS_PER_TASK)
        for start in range(0, len(first), PAIRS_PER_TASK)
    ]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        done = pool.map(lambda part: function(first[part], second[part]), slices)
        return np.concatenate(list(done))
