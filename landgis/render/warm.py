# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compile or load all machine code of the map before anybody waits for it."""

from __future__ import annotations


def warm_up() -> None:
    """Draw, shade and pick one small parcel; takes seconds once, then 0.3 s.

    Meant for a thread or a child process right after the start.
    """
    raise NotImplementedError
