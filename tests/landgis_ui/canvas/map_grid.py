# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Twelve square parcels, four in a row, laid out by hand."""

import numpy as np
import shapely

WEST, SOUTH = 540_000.0, 3_078_000.0
SIDE, STEP = 100.0, 120.0
COLUMNS, ROWS = 4, 3
STATUSES = [
    "approved_unsupplied",
    "low_efficiency",
    "normal",
    "normal",
    "overdue",
    "to_verify",
    "normal",
    "normal",
    "normal",
    "underused",
    "normal",
    "normal",
]


def centre_of(row):
    """Return the middle of a parcel; row 0 lies south-west, row 3 south-east."""
    return (
        WEST + row % COLUMNS * STEP + SIDE / 2,
        SOUTH + row // COLUMNS * STEP + SIDE / 2,
    )


def squares():
    centres = [centre_of(row) for row in range(COLUMNS * ROWS)]
    half = SIDE / 2
    return np.array(
        [shapely.box(x - half, y - half, x + half, y + half) for x, y in centres]
    )


def settle(qtbot, view):
    """Wait until the picture shown is the one wished for."""
    qtbot.waitUntil(lambda: view.canvas.is_settled and view.canvas.picture is not None)
