# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does a zone hang together: its parts, the gaps between them, how compact it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from landgis.tables import Geometries
from landgis.zones.neighbours import Neighbours
from landgis.zones.units import Rows, Units
from landgis.zones.zoning import Zoning

JOINS_M = 30.0
"""Land no farther apart hangs together: a street does not part a zone."""

NO_UNIT = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """A part of a zone that lies apart from the rest: its units and ground area."""

    rows: Rows
    ground_m2: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Gap:
    """What lies between two parts of a zone: the nearest line from one to the other."""

    first: int
    second: int
    distance_m: float
    line: shapely.LineString


@dataclass(frozen=True, kw_only=True, eq=False)
class Contiguity:
    """How a zone hangs together.

    `parts` come largest first; `gaps` are the shortest ones that join them all, one
    less than there are parts.  `compactness` is the ground as a share of its convex
    hull: 1 is as compact as can be, None for an empty zone.
    """

    parts: tuple[Part, ...]
    gaps: tuple[Gap, ...]
    compactness: float | None


def contiguity_of(
    zoning: Zoning,
    units: Units,
    neighbours: Neighbours,
    *,
    zone: str,
    joins_m: float = JOINS_M,
) -> Contiguity:
    """Find the parts of a zone and what lies between them.

    `joins_m` is at most what `neighbours` reaches.
    """
    whole = zoning.whole_rows(zone)
    shapes = zoning.shapes(zone, units)
    more = [piece.row for piece in zoning.pieces_of[zone]]
    more += [NO_UNIT] * (len(shapes) - len(whole) - len(more))
    owner = np.concatenate([whole, np.array(more, dtype=np.int64)])
    there = np.array([shape is not None and not shape.is_empty for shape in shapes])
    if not there.any():
        return Contiguity(parts=(), gaps=(), compactness=None)
    label = _label(shapes, whole, neighbours, joins_m=joins_m)
    owner, shapes, label = owner[there], shapes[there], label[there]
    areas = shapely.area(shapes)
    labels, label = np.unique(label, return_inverse=True)
    sizes = np.bincount(label, areas, minlength=len(labels))
    order = np.argsort(-sizes, kind="stable")
    groups = [np.flatnonzero(label == number) for number in order.tolist()]
    parts = tuple(
        Part(
            rows=np.unique(owner[group][owner[group] != NO_UNIT]),
            ground_m2=float(sizes[number]),
        )
        for number, group in zip(order.tolist(), groups, strict=True)
    )
    return Contiguity(
        parts=parts,
        gaps=_gaps([shapes[group] for group in groups]),
        compactness=_compactness(shapes, float(areas.sum())),
    )


def _label(
    shapes: Geometries, whole: Rows, neighbours: Neighbours, *, joins_m: float
) -> Rows:
    """Give one number to what hangs together; whole units come first in `shapes`."""
    source, target = neighbours.links(whole, within_m=joins_m)
    extra = np.arange(len(whole), len(shapes))
    if len(extra):
        near, other = shapely.STRtree(shapes).query(
            shapes[extra], predicate="dwithin", distance=joins_m
        )
        source = np.concatenate([source, extra[near]])
        target = np.concatenate([target, other])
    links = coo_array(
        (np.ones(len(source), dtype=np.int8), (source, target)),
        shape=(len(shapes), len(shapes)),
    )
    _, label = connected_components(links, directed=False)
    return np.asarray(label, dtype=np.int64)


def _gaps(groups: list[Geometries]) -> tuple[Gap, ...]:
    """Return the shortest gaps that join all parts."""
    count = len(groups)
    if count == 1:
        return ()
    merged = [shapely.GeometryCollection(list(group)) for group in groups]
    whole = np.array(merged, dtype=object)
    first, second = np.triu_indices(count, k=1)
    distance = shapely.distance(whole[first], whole[second])
    tree = minimum_spanning_tree(
        coo_array((distance, (first, second)), shape=(count, count)).tocsr()
    ).tocoo()
    found = [
        Gap(
            first=int(one),
            second=int(two),
            distance_m=float(length),
            line=shapely.shortest_line(merged[one], merged[two]),
        )
        for one, two, length in zip(tree.row, tree.col, tree.data, strict=True)
    ]
    return tuple(sorted(found, key=lambda gap: gap.distance_m))


def _compactness(shapes: Geometries, area_m2: float) -> float | None:
    """Return the area as a share of that of the convex hull."""
    corners = shapely.get_coordinates(shapely.convex_hull(shapes))
    hull_m2 = float(shapely.convex_hull(shapely.MultiPoint(corners)).area)
    return min(area_m2 / hull_m2, 1.0) if hull_m2 else None
