# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shapes of a .shp, all records at once, and which of them are damaged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.io.rings import Rings, Rows, build_polygons, is_coordinate
from landgis.io.shp_records import (
    LINES,
    MULTIPATCH,
    MULTIPOINTS,
    NULL,
    POINTS,
    POLYGONS,
    SHAPE_HEADER,
    WITH_M,
    WITH_Z,
    Records,
    read_heads,
)
from landgis.tables import Geometries

Heads = NDArray[Any]

_HEAD = SHAPE_HEADER.itemsize
_BOX_TOLERANCE = 1e-6
_FEW = 0.05


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """Shapes by row, and rows by what is wrong with them.

    `lost` maps the id of a message, which gives the reason, to rows; `closed`
    and `shortened` as in `landgis.io.rings.Shapes`; `doubtful` rows lie
    outside the frame that their own record states.
    """

    geometry: Geometries
    lost: dict[str, Rows]
    closed: Rows
    shortened: Rows
    doubtful: Rows
    has_heights: bool


def read_shapes(shp: bytes, records: Records) -> Shapes:
    """Build the shape of every record that can be read; None for the others."""
    geometry = np.full(len(records.starts), None, dtype=object)
    none = np.empty(0, dtype=np.int64)
    lost = {"io.lost.damaged": np.flatnonzero(~records.is_found)}
    found = np.flatnonzero(records.is_found)
    heads = read_heads(shp, records.starts[found])
    kinds = heads["type"]
    stated = kinds[kinds != NULL]
    # The type in the file's header can be damaged like any byte: the records
    # themselves outvote it.
    kind = int(np.bincount(stated).argmax()) if len(stated) else NULL
    lost["io.lost.wrong_type"] = found[(kinds != kind) & (kinds != NULL)]
    same = (kinds == kind) & (kinds != NULL)
    target, heads = found[same], heads[same]
    starts = records.starts[target]
    closed = shortened = doubtful = none
    if kind == MULTIPATCH:
        lost["io.lost.multipatch"] = target
    elif kind in POINTS or kind in MULTIPOINTS:
        geometry[target] = _points(shp, starts, heads)
    elif kind in POLYGONS or kind in LINES:
        rings, is_sound = _parts(shp, starts, heads)
        lost["io.lost.bad_parts"] = target[~is_sound]
        target, heads = target[is_sound], heads[is_sound]
        if kind in LINES:
            geometry[target] = _lines(rings, len(target))
        else:
            built = build_polygons(rings, count=len(target))
            geometry[target] = built.geometry
            is_empty = np.array([g is None for g in built.geometry], dtype=bool)
            is_empty[built.broken] = False
            lost["io.lost.too_few_points"] = target[is_empty & (heads["points"] > 0)]
            closed, shortened = target[built.closed], target[built.shortened]
        lost["io.lost.bad_coordinates"] = target[_is_broken(rings, len(target))]
        doubtful = target[_is_out_of_frame(geometry[target], heads)]
    return Shapes(
        geometry=geometry,
        lost=lost,
        closed=closed,
        shortened=shortened,
        doubtful=doubtful,
        has_heights=kind in WITH_Z or kind in WITH_M,
    )


def _parts(shp: bytes, starts: Rows, heads: Heads) -> tuple[Rings, NDArray[np.bool_]]:
    """Cut records into rings or lines; tell which records' part lists are sound.

    The rings are those of the sound records only, and numbered among them.
    """
    parts = heads["parts"].astype(np.int64)
    points = heads["points"].astype(np.int64)
    first = _cut(shp, starts + _HEAD, 4 * parts).view("<i4").astype(np.int64)
    row = np.repeat(np.arange(len(starts)), parts)
    is_last = np.append(row[1:] != row[:-1], True) if len(row) else row == 0
    following = np.append(first[1:], 0)
    following[is_last] = points[row[is_last]]
    sizes = following - first
    is_first = np.append(True, row[1:] != row[:-1]) if len(row) else row == 0
    is_bad = (sizes < 0) | (first < 0) | (is_first & (first != 0))
    is_sound = np.ones(len(starts), dtype=bool)
    is_sound[row[is_bad]] = False
    is_sound &= (parts > 0) | (points == 0)
    body = _cut(
        shp,
        (starts + _HEAD + 4 * parts)[is_sound],
        (16 * points)[is_sound],
    )
    kept = is_sound[row] if len(row) else is_bad
    number = np.cumsum(is_sound) - 1
    rings = Rings(
        points=body.view("<f8").reshape(-1, 2),
        sizes=sizes[kept],
        rows=number[row[kept]],
    )
    return rings, is_sound


def _cut(shp: bytes, starts: Rows, lengths: Rows) -> NDArray[np.uint8]:
    """Return stretches of the file one after the other.

    Stretches differ in length, so each is one slice; joining them is one copy.
    """
    ends = (starts + lengths).tolist()
    cut = b"".join([shp[a:b] for a, b in zip(starts.tolist(), ends, strict=True)])
    return np.frombuffer(cut, np.uint8)


def _is_broken(rings: Rings, count: int) -> NDArray[np.bool_]:
    """Tell which records have coordinates that are no numbers or beyond the earth."""
    usable = is_coordinate(rings.points)
    broken = np.zeros(count, dtype=bool)
    broken[np.repeat(rings.rows, rings.sizes)[~usable]] = True
    return broken


def _lines(rings: Rings, count: int) -> Geometries:
    geometry = np.full(count, None, dtype=object)
    kept = (rings.sizes > 1) & ~_is_broken(rings, count)[rings.rows]
    if not kept.any():
        return geometry
    points = rings.points[np.repeat(kept, rings.sizes)]
    sizes, rows = rings.sizes[kept], rings.rows[kept]
    lines = shapely.linestrings(points, indices=np.repeat(np.arange(len(sizes)), sizes))
    owners, members, counts = np.unique(rows, return_inverse=True, return_counts=True)
    gathered = np.asarray(shapely.multilinestrings(lines, indices=members))
    alone = counts == 1
    gathered[alone] = shapely.get_geometry(gathered[alone], 0)
    geometry[owners] = gathered
    return geometry


def _points(shp: bytes, starts: Rows, heads: Heads) -> Geometries:
    if heads["type"][0] in POINTS:
        body = _cut(shp, starts + 4, np.full(len(starts), 16))
        return np.asarray(shapely.points(body.view("<f8").reshape(-1, 2)))
    counts = heads["parts"].astype(np.int64)
    body = _cut(shp, starts + 40, 16 * counts)
    rows = np.repeat(np.arange(len(starts)), counts)
    geometry = np.full(len(starts), None, dtype=object)
    if len(rows):
        points = shapely.points(body.view("<f8").reshape(-1, 2))
        owners, members = np.unique(rows, return_inverse=True)
        geometry[owners] = shapely.multipoints(points, indices=members)
    return geometry


def _is_out_of_frame(geometry: Geometries, heads: Heads) -> NDArray[np.bool_]:
    """Tell which shapes reach beyond the frame stated in their record.

    A flipped byte moves a point and leaves the frame.  Where many records
    disagree, the program that wrote them never kept frames, and nothing follows.
    """
    box = shapely.bounds(geometry)
    frame = heads["box"].astype(np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        slack = _BOX_TOLERANCE * np.abs(frame).max(axis=1, initial=1.0)
        beyond = np.abs(box - frame) > slack[:, None]
    beyond |= ~np.isfinite(frame)
    doubtful: NDArray[np.bool_] = beyond.any(axis=1) & np.isfinite(box).all(axis=1)
    if doubtful.sum() > max(1, _FEW * len(doubtful)):
        return np.zeros(len(doubtful), dtype=bool)
    return doubtful
