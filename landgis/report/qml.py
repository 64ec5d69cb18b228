# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Map styles that QGIS applies by itself, made from the same symbols as our maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from landgis.report.symbols import OUTLINE_PX, Pattern, Symbol

VERSION = "3.28.0-Firenze"
LETTER_SIZE_PT = 8
LETTER_SCALE = 25_000  # letters appear from 1:25 000 on; farther out they would pile up
AREA_SCALE = 200_000  # and names of zones, which are few and large, from 1:200 000
TINT_ALPHA = 46  # 18 % of 255: a park must not hide the status of the land under it
MARKER_MM = 4.0
_UNIT_SCALE = "3x:0,0,0,0,0,0"
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


def make_category_style(symbols: Sequence[Symbol], *, field: str) -> str:
    """Return the style of a polygon layer coloured by the value of `field`.

    Values are the ids of the symbols; letters of the symbols are the labels,
    their titles the words of the attribute form and the legend.
    """
    root = _root()
    renderer = _renderer(root, "categorizedSymbol")
    renderer.set("attr", field)
    categories = ET.SubElement(renderer, "categories")
    drawn = ET.SubElement(renderer, "symbols")
    for number, symbol in enumerate(symbols):
        ET.SubElement(
            categories,
            "category",
            type="string",
            value=symbol.id,
            symbol=str(number),
            label=symbol.title,
            render="true",
        )
        _fill_symbol(drawn, symbol, name=str(number))
    cases = " ".join(
        f"WHEN {_quoted(symbol.id)} THEN {_quoted(symbol.letter)}" for symbol in symbols
    )
    _labels(root, f'CASE "{field}" {cases} END')
    _value_map(root, field, {symbol.title: symbol.id for symbol in symbols})
    return _text(root)


def make_polygon_style(symbol: Symbol) -> str:
    """Return the style of a polygon layer that has one symbol for everything."""
    root = _root()
    renderer = _renderer(root, "singleSymbol")
    _fill_symbol(ET.SubElement(renderer, "symbols"), symbol, name="0")
    _labels(root, _quoted(symbol.letter))
    return _text(root)


def make_area_style(symbol: Symbol, *, label: str) -> str:
    """Return the style of outlined areas with a pale tint, labelled by a field."""
    root = _root()
    renderer = _renderer(root, "singleSymbol")
    fill = _symbol(ET.SubElement(renderer, "symbols"), "fill", name="0")
    _simple_fill(fill, symbol, colour=_rgba(symbol.ink, TINT_ALPHA))
    _labels(root, f'"{label}"')
    return _text(root)


def make_point_style(symbol: Symbol, *, label: str) -> str:
    """Return the style of a point layer, labelled by a field."""
    root = _root()
    renderer = _renderer(root, "singleSymbol")
    marker = _symbol(ET.SubElement(renderer, "symbols"), "marker", name="0")
    _marker(marker, "square", colour=symbol.ink, size_mm=MARKER_MM)
    _labels(root, f'"{label}"')
    return _text(root)


def make_tint_style(
    colours: Mapping[str, str], *, field: str, label: str, outline_mm: float = 0.6
) -> str:
    """Return the style of areas that are outlined and tinted by the value of `field`.

    `colours` are #RRGGBB by value; `label` is an expression of QGIS, shown at every
    scale at which such areas can be told apart.
    """
    root = _root()
    renderer = _renderer(root, "categorizedSymbol")
    renderer.set("attr", field)
    categories = ET.SubElement(renderer, "categories")
    drawn = ET.SubElement(renderer, "symbols")
    for number, (value, colour) in enumerate(colours.items()):
        ET.SubElement(
            categories,
            "category",
            type="string",
            value=value,
            symbol=str(number),
            label=value,
            render="true",
        )
        symbol = Symbol(
            id=value,
            title=value,
            letter="",
            fill=None,
            pattern=None,
            ink=colour,
            outline_style="solid",
            outline_mm=outline_mm,
            outline_px=OUTLINE_PX,
        )
        fill = _symbol(drawn, "fill", name=str(number))
        _simple_fill(fill, symbol, colour=_rgba(colour, TINT_ALPHA))
    _labels(root, label, farthest=AREA_SCALE)
    return _text(root)


def make_line_style(symbol: Symbol, *, label: str) -> str:
    """Return the style of a layer of lines in the ink of a symbol."""
    root = _root()
    renderer = _renderer(root, "singleSymbol")
    line = _symbol(ET.SubElement(renderer, "symbols"), "line", name="0")
    _line(line, colour=symbol.ink, width_mm=symbol.outline_mm)
    _labels(root, f'"{label}"')
    return _text(root)


def _root() -> ET.Element:
    return ET.Element(
        "qgis",
        version=VERSION,
        styleCategories="Symbology|Labeling|Fields|Forms",
        labelsEnabled="1",
    )


def _text(root: ET.Element) -> str:
    ET.indent(root)
    return _DOCTYPE + ET.tostring(root, encoding="unicode") + "\n"


def _renderer(root: ET.Element, kind: str) -> ET.Element:
    return ET.SubElement(
        root,
        "renderer-v2",
        type=kind,
        symbollevels="0",
        enableorderby="0",
        forceraster="0",
    )


def _symbol(parent: ET.Element, kind: str, *, name: str) -> ET.Element:
    return ET.SubElement(
        parent,
        "symbol",
        name=name,
        type=kind,
        alpha="1",
        clip_to_extent="1",
        force_rhr="0",
    )


def _layer(
    symbol: ET.Element, kind: str, properties: Mapping[str, object]
) -> ET.Element:
    """Add a symbol layer, its properties in both forms that QGIS 3 has read."""
    layer = ET.SubElement(
        symbol, "layer", attrib={"class": kind, "enabled": "1", "locked": "0"}
    )
    layer.set("pass", "0")
    options = ET.SubElement(layer, "Option", type="Map")
    for key, value in properties.items():
        ET.SubElement(options, "Option", name=key, type="QString", value=str(value))
    for key, value in properties.items():
        ET.SubElement(layer, "prop", k=key, v=str(value))
    return layer


def _fill_symbol(parent: ET.Element, symbol: Symbol, *, name: str) -> None:
    """Draw ground, then hatch, then outline, so that the outline stays whole."""
    fill = _symbol(parent, "fill", name=name)
    if symbol.pattern is None:
        _simple_fill(fill, symbol, colour=_ground(symbol))
        return
    _simple_fill(fill, symbol, colour=_ground(symbol), outlined=False)
    _hatch(fill, symbol.pattern, ink=symbol.ink, name=name)
    _simple_fill(fill, symbol, colour=None)


def _ground(symbol: Symbol) -> str | None:
    return None if symbol.fill is None else _rgba(symbol.fill)


def _simple_fill(
    fill: ET.Element, symbol: Symbol, *, colour: str | None, outlined: bool = True
) -> None:
    _layer(
        fill,
        "SimpleFill",
        {
            "border_width_map_unit_scale": _UNIT_SCALE,
            "color": colour or _rgba("#FFFFFF", 0),
            "joinstyle": "miter",
            "offset": "0,0",
            "offset_map_unit_scale": _UNIT_SCALE,
            "offset_unit": "MM",
            "outline_color": _rgba(symbol.ink),
            "outline_style": symbol.outline_style if outlined else "no",
            "outline_width": symbol.outline_mm,
            "outline_width_unit": "MM",
            "style": "no" if colour is None else "solid",
        },
    )


def _hatch(fill: ET.Element, pattern: Pattern, *, ink: str, name: str) -> None:
    for angle in pattern.lines:
        number = len(fill)
        layer = _layer(
            fill,
            "LinePatternFill",
            {
                "angle": f"{angle:g}",
                "clip_mode": "during_render",
                "color": _rgba(ink),
                "coordinate_reference": "viewport",
                "distance": pattern.pitch_mm,
                "distance_map_unit_scale": _UNIT_SCALE,
                "distance_unit": "MM",
                "line_width": pattern.size_mm,
                "line_width_map_unit_scale": _UNIT_SCALE,
                "line_width_unit": "MM",
                "offset": 0,
                "offset_map_unit_scale": _UNIT_SCALE,
                "offset_unit": "MM",
                "outline_width_map_unit_scale": _UNIT_SCALE,
                "outline_width_unit": "MM",
            },
        )
        line = _symbol(layer, "line", name=f"@{name}@{number}")
        _line(line, colour=ink, width_mm=pattern.size_mm)
    if pattern.marker:
        number = len(fill)
        layer = _layer(
            fill,
            "PointPatternFill",
            {
                "clip_mode": "shape",
                "coordinate_reference": "viewport",
                **{
                    f"displacement_{axis}{key}": value
                    for axis in "xy"
                    for key, value in _length(0).items()
                },
                **{
                    f"distance_{axis}{key}": value
                    for axis in "xy"
                    for key, value in _length(pattern.pitch_mm).items()
                },
                "outline_width_map_unit_scale": _UNIT_SCALE,
                "outline_width_unit": "MM",
            },
        )
        point = _symbol(layer, "marker", name=f"@{name}@{number}")
        _marker(point, pattern.marker, colour=ink, size_mm=pattern.size_mm)


def _length(value: float) -> dict[str, object]:
    return {"": value, "_map_unit_scale": _UNIT_SCALE, "_unit": "MM"}


def _line(symbol: ET.Element, *, colour: str, width_mm: float) -> None:
    _layer(
        symbol,
        "SimpleLine",
        {
            "capstyle": "flat",
            "joinstyle": "bevel",
            "line_color": _rgba(colour),
            "line_style": "solid",
            "line_width": width_mm,
            "line_width_unit": "MM",
            "offset": 0,
            "offset_map_unit_scale": _UNIT_SCALE,
            "offset_unit": "MM",
            "use_custom_dash": 0,
            "width_map_unit_scale": _UNIT_SCALE,
        },
    )


def _marker(symbol: ET.Element, shape: str, *, colour: str, size_mm: float) -> None:
    """Draw a point; a cross has no inside, so its outline carries the colour."""
    _layer(
        symbol,
        "SimpleMarker",
        {
            "angle": 0,
            "color": _rgba(colour),
            "horizontal_anchor_point": 1,
            "joinstyle": "bevel",
            "name": shape,
            "offset": "0,0",
            "offset_map_unit_scale": _UNIT_SCALE,
            "offset_unit": "MM",
            "outline_color": _rgba(colour),
            "outline_style": "solid" if shape == "cross" else "no",
            "outline_width": 0.2,
            "outline_width_map_unit_scale": _UNIT_SCALE,
            "outline_width_unit": "MM",
            "scale_method": "diameter",
            "size": size_mm,
            "size_map_unit_scale": _UNIT_SCALE,
            "size_unit": "MM",
            "vertical_anchor_point": 1,
        },
    )


def _labels(root: ET.Element, expression: str, *, farthest: int = LETTER_SCALE) -> None:
    labeling = ET.SubElement(root, "labeling", type="simple")
    settings = ET.SubElement(labeling, "settings", calloutType="simple")
    style = ET.SubElement(
        settings,
        "text-style",
        fieldName=expression,
        isExpression="1",
        fontSize=str(LETTER_SIZE_PT),
        fontSizeUnit="Point",
        fontWeight="75",
        namedStyle="Bold",
        textColor=_rgba("#17202B"),
        textOpacity="1",
    )
    ET.SubElement(
        style,
        "text-buffer",
        bufferDraw="1",
        bufferSize="0.8",
        bufferSizeUnits="MM",
        bufferColor=_rgba("#FFFFFF"),
        bufferOpacity="0.8",
    )
    ET.SubElement(settings, "text-format", multilineAlign="3")
    ET.SubElement(
        settings,
        "placement",
        placement="1",
        centroidInside="1",
        centroidWhole="0",
        fitInPolygonOnly="0",
        priority="5",
    )
    ET.SubElement(
        settings,
        "rendering",
        drawLabels="1",
        scaleVisibility="1",
        scaleMin="0",
        scaleMax=str(farthest),
        obstacle="0",
    )


def _value_map(root: ET.Element, field: str, words: Mapping[str, str]) -> None:
    """Show words instead of codes in the attribute table."""
    configuration = ET.SubElement(root, "fieldConfiguration")
    entry = ET.SubElement(configuration, "field", name=field, configurationFlags="None")
    widget = ET.SubElement(entry, "editWidget", type="ValueMap")
    config = ET.SubElement(widget, "config")
    options = ET.SubElement(config, "Option", type="Map")
    listing = ET.SubElement(options, "Option", name="map", type="List")
    for title, value in words.items():
        pair = ET.SubElement(listing, "Option", type="Map")
        ET.SubElement(pair, "Option", name=title, type="QString", value=value)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _rgba(colour: str, alpha: int = 255) -> str:
    red, green, blue = bytes.fromhex(colour[1:])
    return f"{red},{green},{blue},{alpha}"
