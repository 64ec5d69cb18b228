# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When Python looks for garbage: not while the window starts, and never in the data.

A full search goes through every object there is, in the window's thread: 0.2 s of
the start, and a stop at any time once a large county is open.
"""

from __future__ import annotations

import gc

YOUNG = 1


def hold_back() -> None:
    """Look for none until `settle`: what a start makes, stays."""
    gc.disable()


def settle() -> None:
    """Take what is there now for lasting; look only through what comes later."""
    gc.collect(YOUNG)
    gc.freeze()
    gc.enable()
