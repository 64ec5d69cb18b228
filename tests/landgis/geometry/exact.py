# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Areas in fractions, and two shapes whose borders all but coincide."""

from fractions import Fraction
from itertools import pairwise

import shapely

NEARLY_ON_ITS_SIDE = shapely.Polygon(
    [
        (-33.93599999696016, 116.3519999999553),
        (23.97066666930914, 98.17199999978766),
        (6.464000001549721, 86.05200000014156),
        (-2.8280000016093254, 9.695999999996275),
    ]
)
"""Its last corner lies a third of a nanometre beside a corner of the land."""

IN_TWO_PARTS = shapely.MultiPolygon(
    [
        shapely.Polygon(
            [
                (-33.93599999696016, 116.3519999999553),
                (3.3502439001622393, 104.64585365997279),
                (-2.828000001269579, 9.696000005217641),
            ]
        ),
        shapely.Polygon(
            [
                (23.97066666930914, 98.17199999978766),
                (48.479999996721745, 14.140000000130385),
                (0, 0),
                (3.9665454525040054, 104.45236363772284),
            ]
        ),
    ]
)


def exact_common_m2(one, other):
    """Return the common area of shapes without holes, worked out in fractions."""
    total = sum(
        sign * other_sign * common_of_triangles(fan, other_fan)
        for sign, fan in fans(one)
        for other_sign, other_fan in fans(other)
    )
    return float(total)


def fans(shape):
    """Yield each part's triangles about its first corner, with the side they are on."""
    for part in shapely.get_parts(shape):
        first, *rest = counter_clockwise(part.exterior.coords[:-1])
        for pair in pairwise(rest):
            turn = signed_area([first, *pair])
            if turn:
                yield (1 if turn > 0 else -1), [first, *pair]


def common_of_triangles(one, other):
    """Return the common area of two triangles as a fraction."""
    kept = counter_clockwise(one)
    clip = counter_clockwise(other)
    for a, b in zip(clip, clip[1:] + clip[:1], strict=True):
        kept = clipped(kept, a, b)
    return signed_area(kept)


def counter_clockwise(corners):
    exact = [(Fraction(x), Fraction(y)) for x, y in corners]
    return exact if signed_area(exact) > 0 else exact[::-1]


def signed_area(ring):
    turned = ring[1:] + ring[:1]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, turned, strict=True)) / 2


def side(a, b, p):
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def clipped(ring, a, b):
    kept = []
    for p, q in zip(ring, ring[1:] + ring[:1], strict=True):
        at_p, at_q = side(a, b, p), side(a, b, q)
        if at_p >= 0:
            kept.append(p)
        if at_p * at_q < 0:
            part = at_p / (at_p - at_q)
            kept.append((p[0] + part * (q[0] - p[0]), p[1] + part * (q[1] - p[1])))
    return kept
