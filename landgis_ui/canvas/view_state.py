# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places worth coming back to: bookmarks, and where the map was looking."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from landgis.render.viewport import Bounds, Viewport


@dataclass(frozen=True, kw_only=True)
class Bookmark:
    """A name for a part of the ground."""

    name: str
    bounds: Bounds

    def to_json(self) -> dict[str, Any]:
        """Return the document of kind ``bookmark``."""
        return {"name": self.name, "bounds": list(self.bounds)}


def bookmark_of(document: Mapping[str, Any]) -> Bookmark | None:
    """Return the bookmark that a document holds, None if it holds none."""
    bounds = _numbers(document.get("bounds"), 4)
    if bounds is None:
        return None
    west, south, east, north = bounds
    return Bookmark(
        name=str(document.get("name", "")), bounds=(west, south, east, north)
    )


def state_of(viewport: Viewport) -> dict[str, Any]:
    """Return where the map is looking, as JSON."""
    return {
        "centre": [viewport.centre_x, viewport.centre_y],
        "m_per_px": viewport.m_per_px,
    }


def viewport_from(state: object, now: Viewport) -> Viewport | None:
    """Return the view that a state describes, in a picture of today's size."""
    if not isinstance(state, Mapping):
        return None
    centre = _numbers(state.get("centre"), 2)
    size = _numbers([state.get("m_per_px")], 1)
    if centre is None or size is None or size[0] <= 0:
        return None
    return now.centred(*centre).at_scale(size[0])


def _numbers(value: object, count: int) -> list[float] | None:
    if not isinstance(value, list | tuple) or len(value) != count:
        return None
    found = [
        float(one)
        for one in value
        if isinstance(one, int | float) and math.isfinite(one)
    ]
    return found if len(found) == count else None
