# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work on stretches of a range at the same time, with code that releases the GIL."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

THREADS = 2
_STRETCHES_PER_THREAD = 2


def in_bands(
    work: Callable[[int, int], None],
    count: int,
    *,
    threads: int = THREADS,
    fewest: int = 200,
) -> None:
    """Do stretches of a range at the same time; one below `fewest` in one go.

    There are more stretches than threads, since some are emptier than others.
    """
    if threads == 1 or count < fewest:
        work(0, count)
        return
    stretches = _STRETCHES_PER_THREAD * threads
    edges = np.linspace(0, count, stretches + 1).astype(int).tolist()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, edges[:-1], edges[1:]))
