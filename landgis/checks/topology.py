# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with the shapes themselves, and between them (SHP-07)."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import shapely

from landgis.checks.naming import format_mu, name_groups, name_role
from landgis.checks.register import Shapes, make_findings, shape_check
from landgis.findings import Finding, Severity
from landgis.geometry import (
    identical_rows,
    is_polygonal,
    overlap_pairs,
    shape_groups,
)
from landgis.messages import text

# GEOS says "Self-intersection[x y]" where lines cross; every other reason is
# about how the rings of one shape lie to each other.
CROSSING = "Self-intersection"
PLACE = re.compile(r"\[(\S+) (\S+)\]")


@shape_check("no_land", "null_geometry", "empty", "not_polygon")
def check_no_land(shapes: Shapes) -> list[Finding]:
    """Find rows without a shape, with an empty one, or with one that is no polygon."""
    missing = shapely.is_missing(shapes.geometry)
    empty = shapely.is_empty(shapes.geometry)
    other = shapes.repair.not_polygon & ~empty
    if shapes.rows.role in shapes.rows.limits.points_allowed:
        other &= shapely.get_dimensions(shapes.geometry) != 0
    places = np.flatnonzero(other)
    kept = is_polygonal(shapes.repair.geometry[places])
    words = [text("check.polygons_kept"), text("check.no_polygon")]
    return [
        *make_findings(
            shapes.rows,
            "null_geometry",
            severity=Severity.WARNING,
            places=np.flatnonzero(missing),
        ),
        *make_findings(
            shapes.rows,
            "empty",
            severity=Severity.WARNING,
            places=np.flatnonzero(empty),
        ),
        *make_findings(
            shapes.rows,
            "not_polygon",
            severity=Severity.ERROR,
            places=places,
            details=[words[0] if some else words[1] for some in kept],
        ),
    ]


@shape_check("validity", "self_intersection", "ring")
def check_validity(shapes: Shapes) -> list[Finding]:
    """Find shapes that cross themselves or whose rings do not fit, now repaired.

    The affected area is how much the repair changed the drawn area.
    """
    repair = shapes.repair
    places = np.flatnonzero(repair.changed)
    reasons = repair.reasons[places].astype(str)
    crossing = np.char.startswith(reasons, CROSSING)
    found: list[Finding] = []
    for kind, chosen in (("self_intersection", crossing), ("ring", ~crossing)):
        rows = places[chosen]
        found += make_findings(
            shapes.rows,
            kind,
            severity=Severity.WARNING,
            places=rows,
            details=[_repair_sentence(shapes, row) for row in rows],
            area_m2=np.nan_to_num(repair.after_m2[rows] - repair.before_m2[rows]),
        )
    return found


def _repair_sentence(shapes: Shapes, row: int) -> str:
    repair = shapes.repair
    reason = str(repair.reasons[row])
    place = PLACE.search(reason)
    where = (
        text("check.near", x=f"{float(place[1]):.2f}", y=f"{float(place[2]):.2f}")
        if place
        else ""
    )
    if repair.collapsed[row]:
        return text("check.collapsed", where=where)
    return text(
        "check.repaired",
        where=where,
        before=format_mu(repair.before_m2[row]),
        after=format_mu(repair.after_m2[row]),
    )


@shape_check("duplicate_geometry")
def check_duplicate_geometry(shapes: Shapes) -> list[Finding]:
    """Find rows with exactly the same shape, however it is drawn."""
    geometry = shapes.repair.geometry
    places = identical_rows(geometry)
    groups = shape_groups(geometry[places])
    return make_findings(
        shapes.rows,
        "duplicate_geometry",
        severity=Severity.ERROR,
        places=places,
        details=[
            text("check.same_shape", rows=rows) for rows in name_groups(places, groups)
        ],
        area_m2=shapely.area(geometry[places]),
    )


@shape_check("overlap")
def check_overlap(shapes: Shapes) -> list[Finding]:
    """Find parcels that lie partly on another one; identical ones are no overlap.

    Every parcel concerned has one row with all its partners, and the sum of
    the overlaps as its area.
    """
    rows = shapes.rows
    usual = rows.role in rows.limits.usual_overlaps
    both = _overlaps(shapes)
    both["words"] = [
        text("check.overlap_with", other=rows.names[other], mu=format_mu(area_m2))
        for other, area_m2 in zip(both["j"], both["area_m2"], strict=True)
    ]
    found = both.groupby("i").agg({"area_m2": "sum", "words": "、".join})
    places = found.index.to_numpy()
    noun = name_role(rows.role)
    return make_findings(
        rows,
        "overlap",
        severity=Severity.NOTE if usual else Severity.WARNING,
        places=places,
        details=[
            text("check.overlap", noun=noun, name=name, others=words)
            for name, words in zip(rows.names[places], found["words"], strict=True)
        ],
        area_m2=found["area_m2"],
    )


def _overlaps(shapes: Shapes) -> pd.DataFrame:
    """Return each overlap worth telling twice: `i` with `j`, and `j` with `i`."""
    geometry = shapes.repair.geometry
    numbers = shapes.rows.limits.numbers
    pairs = overlap_pairs(geometry, above_m2=numbers.overlap_min_m2)
    first, second = pairs["i"].to_numpy(), pairs["j"].to_numpy()
    concerned = np.union1d(first, second)
    groups = shape_groups(geometry[concerned])
    same = (
        groups[np.searchsorted(concerned, first)]
        == groups[np.searchsorted(concerned, second)]
    )
    pairs = pairs[~same & (pairs["width_m"] >= numbers.overlap_min_width_m)]
    turned = pairs.rename(columns={"i": "j", "j": "i"})
    both: pd.DataFrame = pd.concat([pairs, turned])
    return both.sort_values(["i", "j"], ignore_index=True)


@shape_check("sliver")
def check_sliver(shapes: Shapes) -> list[Finding]:
    """Find parcels too thin or too small to be land that anyone supplies.

    Thinness is 4π·area/perimeter², 1 for a circle; the mean width of a strip
    is twice its area over its perimeter.
    """
    land = shapes.repair.geometry
    numbers = shapes.rows.limits.numbers
    area_m2, length_m = shapely.area(land), shapely.length(land)
    drawn = area_m2 > 0
    thin = drawn & (4 * np.pi * area_m2 < numbers.sliver_thinness * length_m**2)
    narrow = 2 * area_m2 < 2 * numbers.sliver_buffer_m * length_m
    small = area_m2 < numbers.sliver_min_m2
    speck = drawn & (area_m2 < numbers.speck_m2)
    places = np.flatnonzero(speck | (thin & (narrow | small)))
    return make_findings(
        shapes.rows,
        "sliver",
        severity=Severity.NOTE,
        places=places,
        details=[
            text("check.sliver", m2=f"{area:.2f}", width=f"{2 * area / length:.2f}")
            for area, length in zip(area_m2[places], length_m[places], strict=True)
        ],
        area_m2=area_m2[places],
    )
