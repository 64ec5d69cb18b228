# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawings as SVG: PDF/A takes no embedded PDF, and other programs read it."""

from __future__ import annotations

from landgis.pages.drawing import UNITS_PER_MM, Drawing, Hatch, Look, to_text
from landgis.pages.tiles import make_tile

_OPS = ("M%d %d", "L%d %d", "Z")


def to_svg(drawing: Drawing) -> str:
    """Return a drawing as SVG, true to size."""
    width, height = drawing.width, drawing.height
    patterns: dict[tuple[Hatch, str], str] = {}
    body: list[str] = []
    for item in drawing.items:
        body += _item(to_text(item.outlines, ops=_OPS), item.look, patterns)
    tiles = "".join(_tile(name, hatch, ink) for (hatch, ink), name in patterns.items())
    unit = 1 / UNITS_PER_MM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm"'
        f' height="{height:g}mm" viewBox="0 0 {width:g} {height:g}"><defs>'
        f'<clipPath id="f"><rect width="{width:g}" height="{height:g}"/></clipPath>'
        f'{tiles}</defs><g clip-path="url(#f)">'
        f'<g transform="translate(0 {height:g}) scale({unit:g} -{unit:g})"'
        ' stroke-linejoin="round" fill-rule="evenodd">'
        f"{''.join(body)}</g></g></svg>"
    )


def _item(path: str, look: Look, patterns: dict[tuple[Hatch, str], str]) -> list[str]:
    if not path:
        return []
    pen = _pen(look)
    if look.hatch and look.ink:
        name = patterns.setdefault((look.hatch, look.ink), f"h{len(patterns)}")
        filled = [f'<path d="{path}" fill="{look.fill}"/>'] if look.fill else []
        return [*filled, f'<path d="{path}" fill="url(#{name})"{pen}/>']
    fill = look.fill or "none"
    faint = f' fill-opacity="{look.opacity:g}"' if look.opacity < 1 else ""
    return [f'<path d="{path}" fill="{fill}"{faint}{pen}/>']


def _pen(look: Look) -> str:
    if not look.ink or look.width_mm <= 0:
        return ""
    dash = ""
    if look.dash:
        parts = " ".join(f"{part * UNITS_PER_MM:.0f}" for part in look.dash)
        dash = f' stroke-dasharray="{parts}"'
    width = look.width_mm * UNITS_PER_MM
    return f' stroke="{look.ink}" stroke-width="{width:.1f}"{dash}'


def _tile(name: str, hatch: Hatch, ink: str) -> str:
    tile = make_tile(hatch)
    size = tile.side_mm * UNITS_PER_MM
    lines = "".join(f"M{a:.4f} {b:.4f}L{c:.4f} {d:.4f}" for a, b, c, d in tile.lines)
    marks = (
        f'<path d="{lines}" stroke="{ink}" stroke-width="{tile.pen_mm:g}"/>'
        if lines
        else ""
    )
    marks += "".join(
        f'<circle cx="{x:.4f}" cy="{y:.4f}" r="{r:.4f}" fill="{ink}"/>'
        for x, y, r in tile.dots
    )
    return (
        f'<pattern id="{name}" width="{size:.3f}" height="{size:.3f}"'
        f' patternUnits="userSpaceOnUse"><g transform="scale({UNITS_PER_MM})">'
        f"{marks}</g></pattern>"
    )
