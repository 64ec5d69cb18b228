# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How each kind of land looks and what it is called: colour, hatch, letter, title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from landgis.messages import language, titles
from landgis.rules.reading import Section, read_rule_file

OUTLINE_MM = 0.2
OUTLINE_PX = 1.0

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LINE_STYLES = ("solid", "dash", "dot")
_MARKERS = ("circle", "cross")


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A hatch that survives a black-and-white copier.

    Attributes
    ----------
    lines
        Directions in degrees, counter-clockwise; 45 is "/".
    marker
        ``circle`` or ``cross`` where the pattern is of points, else "".
    pitch_mm, pitch_px
        Distance between lines or points on paper and on screen.
    size_mm, size_px
        Width of the lines, or size of the points.
    sheet
        Number of the nearest cell pattern of a spreadsheet (2 to 18).
    """

    id: str
    lines: tuple[float, ...]
    marker: str
    pitch_mm: float
    pitch_px: float
    size_mm: float
    size_px: float
    sheet: int


@dataclass(frozen=True, kw_only=True)
class Symbol:
    """How one status of land is drawn; `fill` None leaves the ground visible.

    `ink` is the colour of hatch and outline; `letter` stands on the map, `title`
    in legends and lists.
    """

    id: str
    title: str
    letter: str
    fill: str | None
    pattern: Pattern | None
    ink: str
    outline_style: str
    outline_mm: float
    outline_px: float


def shipped_symbols(language_name: str = "") -> Mapping[str, Symbol]:
    """Return the symbols that come with the program, by status, in legend order.

    Their titles are in the language named, or else that of the process.
    """
    return _shipped(language_name or language())


@cache
def _shipped(language_name: str) -> Mapping[str, Symbol]:
    found = read_symbols(Path(str(files("landgis_styles") / "status.toml")))
    called = titles(language_name).get("status", {})
    return {
        name: replace(symbol, title=called.get(name, symbol.title))
        for name, symbol in found.items()
    }


def read_symbols(path: Path) -> Mapping[str, Symbol]:
    """Read a symbol file; the order of its entries is that of the legend.

    Raises
    ------
    RuleError
        If the file is wrong; the message names the key.
    """
    top = read_rule_file(path).top
    top.allow("format", "source", "pattern", "status")
    section = top.table("pattern")
    patterns = {name: _pattern(section.table(name), name) for name in section.entries}
    symbols = [_symbol(entry, patterns) for entry in top.tables("status")]
    return {symbol.id: symbol for symbol in symbols}


def _pattern(section: Section, name: str) -> Pattern:
    section.allow(
        "lines", "marker", "pitch_mm", "pitch_px", "size_mm", "size_px", "sheet"
    )
    directions = section.entries.get("lines", [])
    if not isinstance(directions, list):
        raise section.wrong_type("lines", "number")
    return Pattern(
        id=name,
        lines=tuple(float(section.to_number("lines", angle)) for angle in directions),
        marker=section.choice("marker", _MARKERS) if section.has("marker") else "",
        pitch_mm=float(section.number("pitch_mm")),
        pitch_px=float(section.number("pitch_px")),
        size_mm=float(section.number("size_mm")),
        size_px=float(section.number("size_px")),
        sheet=section.whole("sheet"),
    )


def _symbol(section: Section, patterns: Mapping[str, Pattern]) -> Symbol:
    section.allow(
        "id",
        "title",
        "letter",
        "fill",
        "pattern",
        "ink",
        "outline_style",
        "outline_mm",
        "outline_px",
    )
    pattern = (
        patterns[section.choice("pattern", tuple(patterns))]
        if section.has("pattern")
        else None
    )
    style = (
        section.choice("outline_style", _LINE_STYLES)
        if section.has("outline_style")
        else "solid"
    )
    return Symbol(
        id=section.text("id"),
        title=section.text("title"),
        letter=section.text("letter", default=""),
        fill=_colour(section, "fill") if section.has("fill") else None,
        pattern=pattern,
        ink=_colour(section, "ink"),
        outline_style=style,
        outline_mm=_number(section, "outline_mm", OUTLINE_MM),
        outline_px=_number(section, "outline_px", OUTLINE_PX),
    )


def _number(section: Section, name: str, default: float) -> float:
    return float(section.number(name)) if section.has(name) else default


def _colour(section: Section, name: str) -> str:
    found = section.text(name)
    if not _COLOUR.fullmatch(found):
        raise section.error("report.colour", name, found=found)
    return found
