# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The compiled loop that marks rows above a picture."""

from __future__ import annotations

from typing import Any

import numpy as np

from landgis.jit import jit
from landgis.render.shade_kernels import is_drawn


@jit
def mark_band(
    rows: Any,
    codes: Any,
    depth: Any,
    tables: Any,
    rules: Any,
    window: tuple[int, int, int, int],
    out: Any,
) -> None:
    """Colour the pixels of a window by the codes of the rows under their samples."""
    body, dash, gap = tables
    limits, periods = rules
    top, left, bottom, right = window
    fine = rows.shape[1] // out.shape[1]
    has_depth = depth.shape[0] > 0
    # Rows too small for outlines are too small for smooth edges.
    samples = fine * fine if has_depth else 1
    # So far from a border, the other samples of the pixel are of the same row.
    far_inside = max(limits.max(), 1) + 4
    for y in range(top, bottom):
        line = rows[y * fine]
        for x in range(left, right):
            row = line[x * fine]
            if not has_depth or depth[y * fine, x * fine] >= far_inside:
                out[y, x] = body[codes[row]] if row >= 0 else 0
                continue
            low, high = np.uint64(0), np.uint64(0)
            for sub in range(samples):
                sy, sx = y * fine + sub // fine, x * fine + sub % fine
                row = rows[sy, sx]
                code = codes[row] if row >= 0 else 0
                if code == 0:
                    continue
                colour = body[code]
                if depth[sy, sx] < limits[code]:
                    on_dash = is_drawn(rows, (sy, sx), 0, periods[code])
                    colour = dash[code] if on_dash else gap[code]
                low += np.uint64(colour & np.uint32(0x00FF00FF))
                high += np.uint64((colour >> np.uint32(8)) & np.uint32(0x00FF00FF))
            if low == 0 and high == 0:
                out[y, x] = 0
                continue
            out[y, x] = _mean(low, samples) | (_mean(high, samples) << np.uint32(8))


@jit
def _mean(total: Any, samples: int) -> Any:
    """Return the means of two channels kept 16 bits apart."""
    one = (total & np.uint64(0xFFFF)) // np.uint64(samples)
    other = (total >> np.uint64(16)) // np.uint64(samples)
    return np.uint32(one | (other << np.uint64(16)))
