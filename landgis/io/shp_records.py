# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where each record of a .shp lies, found by its .shx or, failing that, by search."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Offsets = NDArray[np.int64]

FILE_HEADER = 100
RECORD_HEADER = 8
SHAPE_HEADER = np.dtype(
    [("type", "<i4"), ("box", "<f8", 4), ("parts", "<i4"), ("points", "<i4")]
)
"""Head of a polygon or line: all lengths follow from it."""

NULL = 0
POINTS = (1, 11, 21)
LINES = (3, 13, 23)
POLYGONS = (5, 15, 25)
MULTIPOINTS = (8, 18, 28)
MULTIPATCH = 31
WITH_Z = (11, 13, 15, 18, MULTIPATCH)
WITH_M = (21, 23, 25, 28)
TYPES = (NULL, *POINTS, *LINES, *POLYGONS, *MULTIPOINTS, MULTIPATCH)

_FIXED_SIZES = {NULL: 4, 1: 20, 11: 28, 21: 28, MULTIPATCH: 44}
FILE_MAGIC = (9994).to_bytes(4, "big")
_NULL_WORDS = 2
_FARTHEST_STEP = 64
_WINDOW = 1 << 24
"""How many numbers and bytes ahead the end of a damaged stretch is looked for."""


@dataclass(frozen=True, kw_only=True)
class Records:
    """Where the records' contents lie: starts and lengths in bytes.

    A length of 0 marks a record that could not be found or makes no sense.
    """

    starts: Offsets
    lengths: Offsets

    @property
    def is_found(self) -> NDArray[np.bool_]:
        """Which records can be read."""
        return np.asarray(self.lengths > 0)


def find_records(shp: bytes, shx: bytes | None) -> Records:
    """Find every record that makes sense, by the index and else by search.

    The record numbers run on; where one is damaged its place stays empty, so
    that the others keep their row in the attribute table.
    """
    indexed = _from_index(shp, shx) if shx else None
    if indexed is not None and indexed.is_found.all() and _reaches_end(shp, indexed):
        return indexed
    searched = _by_search(shp)
    if indexed is None:
        return searched
    count = max(len(indexed.starts), len(searched.starts))
    starts, lengths = np.zeros((2, count), dtype=np.int64)
    for found in (searched, indexed):
        rows = np.flatnonzero(found.is_found)
        starts[rows], lengths[rows] = found.starts[rows], found.lengths[rows]
    return Records(starts=starts, lengths=lengths)


def read_heads(shp: bytes, starts: Offsets) -> NDArray[np.void]:
    """Return the heads of records; bytes beyond a short record mean nothing."""
    size = SHAPE_HEADER.itemsize
    # Records have different lengths, so their places must be cut out one by
    # one; this is one slice each, and joining them is a single copy.
    cut = b"".join([shp[at : at + size].ljust(size, b"\0") for at in starts.tolist()])
    return np.frombuffer(cut, SHAPE_HEADER)


def needed_lengths(heads: NDArray[np.void]) -> Offsets:
    """Return the bytes that each record needs by its own head; -1 if nonsense.

    Heights and measures, which follow after, are not read.
    """
    kind = heads["type"].astype(np.int64)
    parts = heads["parts"].astype(np.int64)
    points = heads["points"].astype(np.int64)
    needed = np.full(len(heads), -1, dtype=np.int64)
    for fixed, size in _FIXED_SIZES.items():
        needed[kind == fixed] = size
    has_parts = np.isin(kind, (*LINES, *POLYGONS))
    plausible = has_parts & (parts >= 0) & (points >= 0) & (parts <= points)
    needed[plausible] = (44 + 4 * parts + 16 * points)[plausible]
    # A set of points has its count where the others have their parts.
    is_set = np.isin(kind, MULTIPOINTS) & (parts >= 0)
    needed[is_set] = (40 + 16 * parts)[is_set]
    return needed


def _from_index(shp: bytes, shx: bytes) -> Records | None:
    count = (len(shx) - FILE_HEADER) // 8
    if count <= 0 or not shx.startswith(FILE_MAGIC):
        return None
    words = np.frombuffer(shx, ">i4", 2 * count, FILE_HEADER).astype(np.int64)
    starts = words[0::2] * 2 + RECORD_HEADER
    lengths = words[1::2] * 2
    inside = (starts >= FILE_HEADER + RECORD_HEADER) & (lengths >= 4)  # noqa: PLR2004 - a type at least
    inside &= starts + lengths <= len(shp)
    return _checked(shp, starts, np.where(inside, lengths, 0))


def _checked(shp: bytes, starts: Offsets, lengths: Offsets) -> Records:
    """Drop records whose head does not fit their length, or that share their place."""
    ok = lengths > 0
    rows = np.flatnonzero(ok)
    heads = read_heads(shp, starts[rows])
    needed = needed_lengths(heads)
    ok[rows] = (needed > 0) & (needed <= lengths[rows])
    # A record that was longer than a missing shape has been overwritten.
    ok[rows] &= (heads["type"] != NULL) | (lengths[rows] == 2 * _NULL_WORDS)
    places, counts = np.unique(starts[ok], return_counts=True)
    ok &= ~np.isin(starts, places[counts > 1])
    return Records(starts=starts, lengths=np.where(ok, lengths, 0))


def _reaches_end(shp: bytes, records: Records) -> bool:
    """Whether the index leaves no room for records that it does not know."""
    if not len(records.starts):
        return len(shp) <= FILE_HEADER
    end = int((records.starts + records.lengths).max())
    return len(shp) - end < RECORD_HEADER + 4


def _by_search(shp: bytes) -> Records:
    """Walk from record to record, and over a damaged one by the next number."""
    found: list[tuple[int, int, int]] = []
    at, number = FILE_HEADER, 0
    while at + RECORD_HEADER + 4 <= len(shp):
        length = _length_at(shp, at, number + 1)
        if length:
            number += 1
            found.append((number, at + RECORD_HEADER, length))
            at += RECORD_HEADER + length
            continue
        at, number = _next_record(shp, at + 4, number)
        if at < 0:
            break
    last = found[-1][0] if found else 0
    starts, lengths = np.zeros((2, last), dtype=np.int64)
    for number, start, length in found:
        starts[number - 1], lengths[number - 1] = start, length
    return Records(starts=starts, lengths=lengths)


def _length_at(shp: bytes, at: int, number: int) -> int:
    """Return the length of the record whose header stands here, or 0.

    A stated length is believed if another record or the end follows; else the
    lengths that its own head allows are tried in turn.
    """
    stated = 2 * int(struct.unpack_from(">i", shp, at + 4)[0])
    start = at + RECORD_HEADER
    needed, points = _needed_at(shp, start)
    if needed <= 0 or start + needed > len(shp):
        return 0
    if stated >= needed and _is_boundary(shp, start + stated, number + 1):
        return stated
    for extra in (0, 16 + 8 * points, 32 + 16 * points):
        if _is_boundary(shp, start + needed + extra, number + 1):
            return needed + extra
    return stated if needed <= stated <= len(shp) - start else 0


def _needed_at(shp: bytes, start: int) -> tuple[int, int]:
    """Return what `needed_lengths` would for one record, and its points."""
    kind = int.from_bytes(shp[start : start + 4], "little")
    if kind in _FIXED_SIZES:
        return _FIXED_SIZES[kind], 0
    if kind not in TYPES or start + SHAPE_HEADER.itemsize > len(shp):
        return -1, 0
    parts, points = struct.unpack_from("<ii", shp, start + 36)
    if kind in MULTIPOINTS:
        return (40 + 16 * parts if parts >= 0 else -1), max(parts, 0)
    if 0 <= parts <= points:
        return 44 + 4 * parts + 16 * points, points
    return -1, 0


def _is_boundary(shp: bytes, at: int, number: int) -> bool:
    """Whether a record of this number, or the end of the file, is here."""
    if at == len(shp):
        return True
    if at + RECORD_HEADER + 4 > len(shp):
        return False
    stated, words = struct.unpack_from(">ii", shp, at)
    kind = int.from_bytes(shp[at + RECORD_HEADER : at + RECORD_HEADER + 4], "little")
    fits = words == _NULL_WORDS if kind == NULL else words > _NULL_WORDS
    return bool(stated == number and fits and kind in TYPES)


def _next_record(shp: bytes, at: int, number: int) -> tuple[int, int]:
    """Find the next whole record after a damaged one, and the number before it.

    One that another record follows is surer than one that stands alone.  The
    place is -1 if there is none.
    """
    for needs_follower in (True, False):
        best, before = -1, number
        for wanted in range(number + 2, number + _FARTHEST_STEP):
            mark = wanted.to_bytes(4, "big")
            end = best + 3 if best > 0 else min(len(shp), at + _WINDOW)
            place = shp.find(mark, at, end)
            while place >= 0 and not _is_sound(
                shp, place, wanted, needs_follower=needs_follower
            ):
                place = shp.find(mark, place + 1, end)
            if place >= 0:
                best, before = place, wanted - 1
        if best > 0:
            return best, before
    return -1, number


def _is_sound(shp: bytes, at: int, number: int, *, needs_follower: bool) -> bool:
    """Whether a record header stands here, and its head fits its stated length."""
    if at + RECORD_HEADER + 4 > len(shp) or not _is_boundary(shp, at, number):
        return False
    stated = 2 * int(struct.unpack_from(">i", shp, at + 4)[0])
    start = at + RECORD_HEADER
    needed, _ = _needed_at(shp, start)
    if not 0 < needed <= stated <= len(shp) - start:
        return False
    return not needs_follower or _is_boundary(shp, start + stated, number + 1)
