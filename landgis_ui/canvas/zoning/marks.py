# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown of zones, as values that the caller makes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.render.shapes import Rows

NO_ROWS: Rows = np.empty(0, dtype=np.int64)
NO_ZONE = -1


def _no_rows() -> Rows:
    return NO_ROWS


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ZoneMark:
    """A zone on the map.

    Attributes
    ----------
    name, area
        The two lines of its label, e.g. 片区 1 and 524.5 亩.
    colour
        The number of its colour.
    outline
        Its smoothed outline, None while it is being made: rows are tinted then.
    label_at
        Where the label stands; None for nowhere.
    """

    name: str
    area: str
    colour: int
    is_locked: bool = False
    is_current: bool = False
    outline: shapely.Geometry | None = None
    label_at: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ZonePreview:
    """What letting go would do.

    Attributes
    ----------
    taken
        Rows that would come into the zone of colour number `zone`.
    left, left_zones
        Rows that would leave a zone, and the colour number of that zone for each;
        a row that changes zones is in `taken`, too.
    regions
        Ground that would be cut out, on the map.
    is_take_out
        The regions leave the zone instead.
    """

    zone: int = 0
    taken: Rows = field(default_factory=_no_rows)
    left: Rows = field(default_factory=_no_rows)
    left_zones: NDArray[np.integer] = field(default_factory=_no_rows)
    regions: tuple[shapely.Geometry, ...] = ()
    is_take_out: bool = False


@dataclass(frozen=True)
class CardLine:
    """A line of the card by the cursor, with a figure that stands out behind it."""

    text: str
    strong: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class CursorCard:
    """What the card by the cursor says: a title with its figure, lines, a hint."""

    title: str
    figure: str = ""
    lines: tuple[CardLine, ...] = ()
    hint: str = ""
