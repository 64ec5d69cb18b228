# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows marked at once on the pixels of the map's picture, without any outline made."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtGui import QColor, QImage

from landgis.render.raster import IndexImage
from landgis.render.row_marks import MarkStyles, Window, draw_marks, join, window_of
from landgis.render.shapes import Rows
from landgis.render.viewport import Bounds
from landgis_ui.canvas.picture import ARGB, Picture
from landgis_ui.canvas.zoning.marks import NO_ROWS, NO_ZONE, ZonePreview
from landgis_ui.theme.tokens import Theme
from landgis_ui.theme.zone_colours import TINT, zone_colour, zone_count

TAKEN_TINT, ROW_EDGE = 0.34, 0.55
HOLLOW = 0.62
DASH_PX, TAKEN_PX, ROW_PX = 10, 2.0, 1.0
NOTHING: Window = (0, 0, 0, 0)


class RowLayer:
    """A transparent picture above the map's, redrawn only where rows changed.

    Codes of rows: 0 unmarked; then for each colour of zones: a row of the zone that
    its outline does not show yet, a row that would be taken out, and a row that would
    come from there into the zone drawn; the last: one that would come from nowhere.
    """

    def __init__(self) -> None:
        self._count = zone_count()
        self._base = np.zeros(0, dtype=np.uint8)
        self._codes = np.zeros(0, dtype=np.uint8)
        self._previewed: Rows = NO_ROWS
        self._zone = 0
        self._preview: ZonePreview | None = None
        self._look: tuple[object, ...] = ()
        self._styles: MarkStyles | None = None
        self._index: IndexImage | None = None
        self._pixels = np.zeros((0, 0), dtype=np.uint32)
        self._drawn: Window = NOTHING
        self._stale: Rows | None = None  # None: everything is to be drawn anew

    @property
    def count(self) -> int:
        """How many rows the map has, as far as this layer was told."""
        return len(self._base)

    @property
    def window(self) -> Window:
        """The pixels of the picture that have anything on them."""
        return self._drawn

    @property
    def image(self) -> QImage:
        """The layer; its pixels are shared, so it is painted at once."""
        height, width = self._pixels.shape
        pixels = cast("bytes", self._pixels.data)
        return QImage(pixels, int(width), int(height), int(width) * 4, ARGB)

    def set_base(self, colours: NDArray[np.integer]) -> None:
        """Tint rows in the colours of zones, -1 for no tint."""
        base = np.where(colours < 0, 0, colours % self._count + 1).astype(np.uint8)
        if len(base) != len(self._base):
            self._codes = base.copy()
            self._previewed, self._stale = NO_ROWS, None
        else:
            kept = self._codes[self._previewed]
            changed = np.flatnonzero(base != self._base)
            self._codes[changed] = base[changed]
            self._codes[self._previewed] = kept
            self._mark(changed)
        self._base = base

    def set_preview(self, preview: ZonePreview | None) -> Rows | None:
        """Show what would be taken and what would leave.

        Return the rows that look otherwise than before; None: any row.
        """
        self._preview = preview
        shown = preview or ZonePreview()
        if shown.zone != self._zone:
            self._zone, self._stale = shown.zone, None
        rows, codes = self._codes_of(shown)
        known = rows < len(self._codes)
        rows, codes = rows[known], codes[known]
        touched = np.concatenate((self._previewed, rows))
        before = self._codes[touched]
        self._codes[self._previewed] = self._base[self._previewed]
        self._codes[rows] = codes
        changed = touched[self._codes[touched] != before]
        self._mark(changed)
        self._previewed = rows
        return changed if self._stale is not None else None

    def bounds_of(self, rows: Rows) -> Bounds | None:
        """Return the ground of rows; None before they were drawn for the first time."""
        return self._index.shapes.bounds_of(rows) if self._index is not None else None

    def draw(self, picture: Picture, theme: Theme) -> bool:
        """Bring the pixels up to date; False if there is nothing to be seen."""
        image = picture.index
        if image is not None and not len(self._base):
            self.set_base(np.full(image.shapes.count, NO_ZONE))
            self.set_preview(self._preview)
        if image is None or image.shapes.count != len(self._codes):
            return False
        look = (theme, self._zone, picture.ratio)
        if self._look != look or self._styles is None:
            self._look, self._stale = look, None
            self._styles = self._styles_for(theme, picture.ratio)
        if self._index is not image:
            self._index, self._stale = image, None
        port = picture.viewport
        if self._stale is None:
            self._pixels = np.zeros((port.height_px, port.width_px), dtype=np.uint32)
            self._drawn = NOTHING
            self._stale = np.flatnonzero(self._codes)
        if len(self._stale):
            window = window_of(image, self._stale)
            draw_marks(
                image, self._codes, self._styles, window=window, out=self._pixels
            )
            self._drawn = join(self._drawn, window)
            self._stale = NO_ROWS
        return self._drawn[2] > self._drawn[0]

    def _mark(self, rows: Rows) -> None:
        if self._stale is not None and len(rows):
            self._stale = np.concatenate((self._stale, rows))

    def _codes_of(self, preview: ZonePreview) -> tuple[Rows, NDArray[np.uint8]]:
        count = self._count
        leaves = preview.left_zones % count
        rows = np.concatenate((preview.left, preview.taken))
        codes = np.concatenate(
            (1 + count + leaves, np.full(len(preview.taken), 1 + 3 * count))
        )
        if len(preview.left) and len(preview.taken):
            # Sorted once, so that a stroke over thousands stays quick.
            order = np.argsort(preview.left, kind="stable")
            place = np.searchsorted(preview.left, preview.taken, sorter=order)
            found = order[np.minimum(place, len(order) - 1)]
            moved = preview.left[found] == preview.taken
            codes[len(preview.left) :][moved] = 1 + 2 * count + leaves[found[moved]]
        return rows.astype(np.int64), codes.astype(np.uint8)

    def _styles_for(self, theme: Theme, ratio: float) -> MarkStyles:
        names = range(self._count)
        zones = [zone_colour(number, is_dark=theme.is_dark) for number in names]
        own = zone_colour(self._zone, is_dark=theme.is_dark)
        taken, clear = _ink(own, TAKEN_TINT), 0
        hollow = _ink(theme.map_ground, HOLLOW)
        body = [clear, *(_ink(zone, TINT) for zone in zones)]
        dash = [clear, *(_ink(zone, ROW_EDGE) for zone in zones)]
        gap = list(body)
        body += [hollow] * self._count + [taken] * (self._count + 1)
        dash += [_ink(zone, 1.0) for zone in zones]
        dash += [_ink(own, 1.0)] * (self._count + 1)
        gap += [hollow] * self._count
        gap += [_ink(zone, 1.0) for zone in zones]
        gap += [_ink(theme.panel, 0.9)]
        is_row = np.arange(len(body)) <= self._count
        return MarkStyles(
            body=np.array(body, dtype=np.uint32),
            dash=np.array(dash, dtype=np.uint32),
            gap=np.array(gap, dtype=np.uint32),
            width_px=np.where(is_row, ROW_PX, TAKEN_PX) * ratio,
            period_px=np.where(is_row, 0, round(DASH_PX * ratio)),
        )


def colours_of_rows(
    now: NDArray[np.integer],
    outlined: NDArray[np.integer] | None,
    *,
    colours: NDArray[np.integer],
    has_outline: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return the colour of rows that are in a zone but not in an outline, else -1.

    `now` and `outlined` are the zones of the rows, as they are and as the outlines
    were made for.
    """
    found = np.full(len(now), NO_ZONE, dtype=np.int64)
    held = np.flatnonzero((now >= 0) & (now < len(colours)))
    zones = now[held]
    is_shown = has_outline[zones]
    if outlined is not None and len(outlined) == len(now):
        is_shown = is_shown & (outlined[held] == zones)
    missing = held[~is_shown]
    found[missing] = colours[now[missing]]
    return found


def _ink(colour: str, share: float) -> int:
    """Return a colour as premultiplied ARGB."""
    plain = QColor(colour)
    red, green, blue = (
        round(part * share) for part in (plain.red(), plain.green(), plain.blue())
    )
    return (round(255 * share) << 24) | (red << 16) | (green << 8) | blue
