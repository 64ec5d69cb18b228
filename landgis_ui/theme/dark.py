# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How colours made for paper recede on a dark ground: one rule for map and legend."""

from __future__ import annotations

FILL_SHARE, INK_SHARE = 0.82, 0.6
"""How much of the ground the fill and the edge of plain land take on in the dark."""


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour "#RRGGBB" on the way from one to another."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))
