# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The outlines of a layer as flat arrays, from which millions are drawn at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from landgis.render.bands import in_bands
from landgis.render.viewport import Bounds
from landgis.tables import Geometries

Rows = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Bits = NDArray[np.uint64]
Fill = Callable[[Bytes, Rows, Rows, Rows, Bits, Rows], None]

_FEW = 4_000
_PIECE = 10_000  # shapes written before another thread may have its turn


@dataclass(frozen=True, kw_only=True, eq=False)
class Shapes:
    """Rings (or open lines) of a layer's rows.

    Attributes
    ----------
    points
        Corners of all rings one after the other, less `origin`; shape (n, 2).
    rings
        Where each ring begins in `points`, and the end: one more than there are rings.
    parts
        Where each row begins in `rings`, and the end: one more than there are rows.
    boxes
        min x, min y, max x, max y of each row, less `origin`; NaN for a row
        without shape.
    origin
        East and north of the point from which the corners are counted.
    """

    points: NDArray[np.float64]
    rings: Rows
    parts: Rows
    boxes: NDArray[np.float64]
    origin: tuple[float, float]

    @property
    def count(self) -> int:
        """How many rows, those without shape included."""
        return len(self.parts) - 1

    @cached_property
    def bounds(self) -> Bounds:
        """The ground that all rows cover; NaN if there is none."""
        return self._on_ground(self.boxes)

    def bounds_of(self, rows: Rows) -> Bounds:
        """Return the ground that some rows cover; NaN if there is none."""
        return self._on_ground(self.boxes[rows])

    def rows_in(self, bounds: Bounds) -> Rows:
        """Return the rows whose boxes touch a rectangle, in order."""
        from landgis.render.fill_kernels import touching  # noqa: PLC0415 - compiles

        x, y = self.origin
        frame = np.array(bounds) - (x, y, x, y)
        return touching(self.boxes, frame, np.empty(0, dtype=np.bool_))

    def corners_of(self, row: int) -> list[NDArray[np.float64]]:
        """Return the rings of a row, on the ground."""
        ends = self.rings[self.parts[row] : self.parts[row + 1] + 1]
        return [self.points[a:b] + self.origin for a, b in pairwise(ends.tolist())]

    def _on_ground(self, boxes: NDArray[np.float64]) -> Bounds:
        known = boxes[~np.isnan(boxes[:, 0])]
        if not len(known):
            return (np.nan, np.nan, np.nan, np.nan)
        (x, y), low, high = self.origin, known[:, :2].min(0), known[:, 2:].max(0)
        return (
            float(low[0] + x),
            float(low[1] + y),
            float(high[0] + x),
            float(high[1] + y),
        )


class Piece(NamedTuple):
    """Bytes, where in them each row begins, and which rows these are."""

    data: Bytes
    starts: Rows
    first: int
    size: int


def shapes_of(geometries: Geometries) -> Shapes:
    """Return the rings of shapely polygons or lines; rows with None have none."""
    kind = pa.large_binary()
    pieces = [
        pa.array(
            shapely.to_wkb(
                geometries[start : start + _PIECE], output_dimension=2, byte_order=1
            ),
            kind,
        )
        for start in range(0, len(geometries), _PIECE)
    ]
    return shapes_from_wkb(pa.chunked_array(pieces, kind))


def shapes_from_wkb(column: pa.Array | pa.ChunkedArray) -> Shapes:
    """Return the rings of polygons or lines in WKB or as a GeoPackage keeps them.

    Heights and measures are passed over.  A row whose bytes make no sense has no
    shape.
    """
    from landgis.render.wkb_kernels import count_rows, fill_rows  # noqa: PLC0415 - compiles

    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    corners, parts = np.zeros((2, len(column)), dtype=np.int64)
    pieces = []
    first = 0
    for chunk in chunks:
        piece = Piece(*_raw(chunk), first=first, size=len(chunk))
        pieces.append(piece)

        def count(a: int, b: int, piece: Piece = piece) -> None:
            place = slice(piece.first + a, piece.first + b)
            starts = piece.starts[a : b + 1]
            count_rows(piece.data, starts, corners[place], parts[place])

        in_bands(count, len(chunk), fewest=_FEW)
        first += len(chunk)
    return assemble(pieces, corners=corners, parts=parts, fill=fill_rows)


def assemble(
    pieces: Sequence[Piece], *, corners: Rows, parts: Rows, fill: Fill
) -> Shapes:
    """Let a kernel write the corners of rows whose numbers are known."""
    from landgis.render.wkb_kernels import shift_and_measure  # noqa: PLC0415 - compiles

    first_corner, first_part = _from_zero(corners), _from_zero(parts)
    raw = np.empty(2 * int(first_corner[-1]), dtype=np.uint64)
    rings = np.zeros(int(first_part[-1]) + 1, dtype=np.int64)
    points = raw.view(np.float64).reshape(-1, 2)
    boxes = np.empty((len(corners), 4))

    def write(piece: Piece, a: int, b: int) -> None:
        place = slice(piece.first + a, piece.first + b + 1)
        # One start for each row, and for records of unknown length no more.
        starts = piece.starts[a : b + len(piece.starts) - piece.size]
        corner, part = first_corner[place], first_part[place]
        fill(piece.data, starts, corner, part, raw, rings[1:])

    origin = np.zeros(2)
    for piece in pieces:
        with_corners = np.flatnonzero(corners[piece.first :][: piece.size])
        if len(with_corners):
            row = int(with_corners[0])
            write(piece, row, row + 1)
            # A whole number of metres, so that taking it off is exact.
            found = np.round(points[first_corner[piece.first + row]])
            if np.isfinite(found).all():
                origin = found
                break

    for piece in pieces:

        def work(a: int, b: int, piece: Piece = piece) -> None:
            # So few rows at once that they stay in the processor's cache.
            for low in range(a, b, _FEW):
                high = min(low + _FEW, b)
                write(piece, low, high)
                place = slice(piece.first + low, piece.first + high)
                ends = first_corner[place.start : place.stop + 1]
                shift_and_measure(points, ends, origin, boxes[place])

        in_bands(work, piece.size, fewest=_FEW)
    return Shapes(
        points=points,
        rings=rings,
        parts=first_part,
        boxes=boxes,
        origin=(float(origin[0]), float(origin[1])),
    )


def _from_zero(counts: Rows) -> Rows:
    return np.concatenate(([0], np.cumsum(counts)))


def _raw(column: pa.Array) -> tuple[Bytes, Rows]:
    """Return the bytes of a binary column, and where each row begins."""
    column = column.cast(pa.large_binary())
    _, places, content = column.buffers()
    offsets = np.frombuffer(places, np.int64)[column.offset :][: len(column) + 1]
    data = np.frombuffer(content, np.uint8) if content else np.empty(0, np.uint8)
    return data, offsets
