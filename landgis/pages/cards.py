# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The map of a card: the subject in its surroundings, its corners and its sides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from landgis.pages.drawing import Item, Look, outlines_of, rings_mm
from landgis.pages.lettering import Letter, Taken
from landgis.pages.mapdraw import DrawnMap, MapContent, MapStyle, draw_map
from landgis.pages.mapsheet import bar_data, letters_data
from landgis.pages.paper import SCALES, Bounds, Frame, fit_scale
from landgis.tables import Geometries

SUBJECT = Look(ink="#17202B", width_mm=0.75)
CASING = Look(ink="#FFFFFF", width_mm=1.7)
"""Black on white: block lines are red, and a copy has no colours."""
_CORNER = Look(fill="#FFFFFF", ink="#C00000", width_mm=0.2)
_LARGEST = 500
_AROUND = 1.35
_CORNER_MM = 0.55
_CORNER_OFF_MM = (2.4, 3.6, 4.8)
_CORNER_TURNS = (0.0, 35.0, -35.0, 70.0, -70.0, 110.0, -110.0)
_CORNER_PT = 6.5
_MOST_LABELLED = 40
_SIDE_M = 25.0
_LEAST_SHARE = 0.02


@dataclass(frozen=True, kw_only=True)
class Corner:
    """A corner of a parcel: its name, north and east, and the side to the next."""

    name: str
    north: float
    east: float
    side: float


def card_frame(
    bounds: Bounds, *, width: float, height: float, scale: int | None = None
) -> Frame:
    """Return the frame around a subject, at a round scale of 1:500 or smaller."""
    west, south, east, north = bounds
    wide, high = (east - west) * (_AROUND - 1) / 2, (north - south) * (_AROUND - 1) / 2
    around = (west - wide, south - high, east + wide, north + high)
    fitted = max(fit_scale(around, width=width, height=height), _LARGEST)
    return Frame(
        centre=((west + east) / 2, (south + north) / 2),
        scale=float(scale if scale and scale in SCALES else scale or fitted),
        width=width,
        height=height,
    )


def card_map(
    content: MapContent,
    frame: Frame,
    subject: Geometries,
    *,
    corners: Sequence[Corner] = (),
    first: int,
) -> tuple[dict[str, Any], DrawnMap]:
    """Return the values and the drawing of a card's map."""
    outlines = outlines_of(subject, frame)
    extra = [Item(outlines=outlines, look=look) for look in (CASING, SUBJECT)]
    letters: tuple[Letter, ...] = ()
    if 0 < len(corners) <= _MOST_LABELLED:
        spots, letters = _corners(corners, subject, frame)
        extra.append(spots)
    drawn = draw_map(
        content,
        frame,
        MapStyle(grid="crosses", extra=tuple(extra), extra_letters=letters),
    )
    data = {
        "drawing": first,
        "w": frame.width,
        "h": frame.height,
        "letters": letters_data(drawn),
        "ticks": [
            {"axis": tick.axis, "at": tick.at, "text": tick.text}
            for tick in drawn.ticks
        ],
        "bar": bar_data(frame, longest_mm=45.0),
        "scale": f"{frame.scale:,.0f}".replace(",", " "),
        "north": content.north,
    }
    return data, drawn


def corners_of(shape: shapely.Geometry) -> list[Corner]:
    """Return the corners of a parcel, clockwise from the north-west, ring by ring."""
    found: list[Corner] = []
    for part in shapely.get_parts(shape):
        for place, ring in enumerate(shapely.get_rings(part)):
            points = shapely.get_coordinates(ring)[:-1]
            is_right = shapely.is_ccw(ring) == (place > 0)
            points = points if is_right else points[::-1]
            start = int(np.argmax(points[:, 1] - points[:, 0]))
            points = np.roll(points, -start, axis=0)
            sides = np.hypot(*(np.roll(points, -1, axis=0) - points).T)
            for (x, y), side in zip(points.tolist(), sides.tolist(), strict=True):
                name = f"J{len(found) + 1}"
                found.append(Corner(name=name, north=y, east=x, side=side))
    return found


def neighbours(
    shape: shapely.Geometry, others: Geometries, names: Sequence[str]
) -> dict[str, str]:
    """Return what lies next to a parcel in the east, south, west and north.

    That which takes most of the strip beside it; "" where no parcel is near.
    """
    found: dict[str, str] = {}
    for side, (dx, dy) in {
        "east": (_SIDE_M, 0.0),
        "south": (0.0, -_SIDE_M),
        "west": (-_SIDE_M, 0.0),
        "north": (0.0, _SIDE_M),
    }.items():
        moved = shapely.transform(shape, lambda c, d=(dx, dy): c + np.array(d))
        strip = shapely.difference(moved, shape)
        near = np.flatnonzero(shapely.intersects(others, strip))
        areas = shapely.area(shapely.intersection(others[near], strip))
        enough = len(areas) and areas.max() > _LEAST_SHARE * shapely.area(strip)
        found[side] = names[int(near[int(np.argmax(areas))])] if enough else ""
    return found


def _corners(
    corners: Sequence[Corner], subject: Geometries, frame: Frame
) -> tuple[Item, tuple[Letter, ...]]:
    """Return rings on the corners, and their names outside of the subject."""
    rings, letters = [], []
    turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    circle = list(zip(np.cos(turn).tolist(), np.sin(turn).tolist(), strict=True))
    centre = shapely.centroid(shapely.union_all(subject))
    cx, cy = frame.to_mm(centre.x, centre.y)
    taken = Taken()
    for corner in corners:
        x, y = frame.to_mm(corner.east, corner.north)
        rings.append([(x + _CORNER_MM * c, y + _CORNER_MM * s) for c, s in circle])
        found = _corner_letter(
            corner.name, (x, y), outwards=math.atan2(y - cy, x - cx), taken=taken
        )
        letters += [found] if found else []
    return Item(outlines=rings_mm(rings), look=_CORNER), tuple(letters)


def _corner_letter(
    name: str, spot: tuple[float, float], *, outwards: float, taken: Taken
) -> Letter | None:
    """Return the name of a corner where it meets no other; the table has them all."""
    for off in _CORNER_OFF_MM:
        for turned in _CORNER_TURNS:
            angle = outwards + math.radians(turned)
            letter = Letter(
                text=name,
                x=spot[0] + math.cos(angle) * off,
                y=spot[1] + math.sin(angle) * off,
                size_pt=_CORNER_PT,
                ink="#8C0000",
                halo_mm=0.3,
            )
            if taken.claim(letter):
                return letter
    return None
