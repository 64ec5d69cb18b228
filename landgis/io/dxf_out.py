# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write drawings (DXF) that AutoCAD, 浩辰, 中望 and GIS programs read in Chinese."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from landgis.io.dbf_out import to_gbk
from landgis.messages import text
from landgis.tables import Geometries

if TYPE_CHECKING:
    from ezdxf.document import Drawing
    from ezdxf.layouts.layout import Modelspace

VERSION = "R2004"
"""The last version that states its encoding.  Later ones are in UTF-8 without saying
so, which GDAL, and with it QGIS, takes for Latin letters."""

ENCODING = "gbk"
STYLE = "LANDGIS"
FONT, FAMILY = "simhei.ttf", "SimHei"
"""黑体 is on every Chinese Windows, and its file holds no other font."""

_METRES = 6
_GREY, _BLACK = 8, 7
_LEAST_TEXT_M, _MOST_TEXT_M = 3.0, 25.0
_TEXT_SHARE = 22.0
_LINE_WEIGHT = 50  # hundredths of a millimetre
_BAD_LAYER = str.maketrans(dict.fromkeys('<>/\\":;?*|=`', "_"))


@dataclass(frozen=True, kw_only=True, eq=False)
class DrawnZone:
    """A zone as it is drawn: outline, colour (#RRGGBB), and the lines of its label."""

    shape: shapely.Geometry
    colour: str
    name: str
    area: str
    label_at: tuple[float, float]


def write_dxf(path: Path, zones: Sequence[DrawnZone], parcels: Geometries) -> None:
    """Write outlines, names and areas on layers of their own; parcels below them.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    # Heavy: looks through the fonts of the machine when it is first imported.
    from ezdxf.filemanagement import new  # noqa: PLC0415

    drawing = new(VERSION)
    drawing.encoding = ENCODING
    drawing.header["$INSUNITS"] = _METRES
    drawing.header["$MEASUREMENT"] = 1
    style = drawing.styles.new(STYLE, dxfattribs={"font": FONT})
    style.set_extended_font_data(FAMILY)
    names = _layers(drawing)
    space = drawing.modelspace()
    for parcel in parcels:
        _rings(space, parcel, {"layer": names["parcel"]})
    for zone in zones:
        colour = {"true_color": int(zone.colour.lstrip("#"), 16)}
        _rings(space, zone.shape, {"layer": names["outline"], **colour})
        _label(space, zone, names)
    _show_all(drawing, [zone.shape for zone in zones])
    drawing.saveas(path)


def _layers(drawing: Drawing) -> dict[str, str]:
    """Make the layers, and return what each is called."""
    names = {}
    for kind, colour in (
        ("parcel", _GREY),
        ("outline", _BLACK),
        ("name", _BLACK),
        ("area", _BLACK),
    ):
        name = text(f"zone_files.layer_{kind}").translate(_BAD_LAYER)
        weight = _LINE_WEIGHT if kind == "outline" else -3
        drawing.layers.add(name, color=colour, lineweight=weight)
        names[kind] = name
    return names


def _rings(
    space: Modelspace, shape: shapely.Geometry, attributes: dict[str, Any]
) -> None:
    """Draw each ring of a shape as a closed line."""
    if shape is None or shape.is_empty:
        return
    for part in shapely.get_parts(shapely.get_parts(shape)):
        if part.geom_type != "Polygon":
            continue
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(ring)[:-1].tolist()
            space.add_lwpolyline(points, close=True, dxfattribs=attributes)


def _label(space: Modelspace, zone: DrawnZone, names: dict[str, str]) -> None:
    from ezdxf.enums import TextEntityAlignment  # noqa: PLC0415 - with the rest of it

    size = math.sqrt(max(zone.shape.area, 0.0)) / _TEXT_SHARE
    height = float(np.clip(size, _LEAST_TEXT_M, _MOST_TEXT_M))
    x, y = zone.label_at
    colour = int(zone.colour.lstrip("#"), 16)
    for kind, words, below in (("name", zone.name, -0.8), ("area", zone.area, 0.8)):
        entity = space.add_text(
            to_gbk(" ".join(words.split())),
            height=height,
            dxfattribs={"layer": names[kind], "style": STYLE, "true_color": colour},
        )
        entity.set_placement(
            (x, y - below * height), align=TextEntityAlignment.MIDDLE_CENTER
        )


def _show_all(drawing: Drawing, shapes: Sequence[shapely.Geometry]) -> None:
    """Let the drawing open on all zones."""
    whole = [shape for shape in shapes if shape is not None and not shape.is_empty]
    if not whole:
        return
    west, south, east, north = shapely.total_bounds(np.array(whole, dtype=object))
    middle = ((west + east) / 2, (south + north) / 2)
    height = max(north - south, (east - west) / 1.5) * 1.1
    drawing.set_modelspace_vport(height=float(height), center=middle)
    drawing.header["$EXTMIN"] = (west, south, 0.0)
    drawing.header["$EXTMAX"] = (east, north, 0.0)
