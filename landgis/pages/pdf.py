# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawings as the pages of a PDF: vectors, hatches as patterns that repeat."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from landgis.pages.drawing import UNITS_PER_MM, Drawing, Item, Look, to_text
from landgis.pages.tiles import Tile, make_tile

POINTS_PER_MM = 72 / 25.4
_OPS = ("%d %d m ", "%d %d l ", "h\n")
_LEVEL = 6


@dataclass
class _File:
    """Objects of a PDF, in order; number 1 is the catalogue, 2 the page tree."""

    objects: list[bytes] = field(default_factory=lambda: [b"", b""])
    patterns: dict[tuple[object, str], int] = field(default_factory=dict)
    states: dict[float, int] = field(default_factory=dict)

    def add(self, content: bytes) -> int:
        self.objects.append(content)
        return len(self.objects)

    def stream(self, head: str, content: bytes) -> int:
        packed = zlib.compress(content, _LEVEL)
        entries = f"<< {head} /Length {len(packed)} /Filter /FlateDecode >>"
        return self.add(entries.encode() + b"\nstream\n" + packed + b"\nendstream")


def to_pdf(drawings: Sequence[Drawing]) -> bytes:
    """Return a PDF with a page for each drawing."""
    file = _File()
    pages = [_add_page(file, drawing) for drawing in drawings]
    kids = " ".join(f"{number} 0 R" for number in pages)
    file.objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    file.objects[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode()
    return _packed(file.objects)


def _add_page(file: _File, drawing: Drawing) -> int:
    patterns: dict[str, int] = {}
    states: dict[str, int] = {}
    unit = POINTS_PER_MM / UNITS_PER_MM
    width, height = drawing.width * UNITS_PER_MM, drawing.height * UNITS_PER_MM
    parts = [
        f"{unit:.9f} 0 0 {unit:.9f} 0 0 cm",
        f"0 0 {width:.0f} {height:.0f} re W n",
        "1 J 1 j",
    ]
    for item in drawing.items:
        parts += _item(item, file=file, patterns=patterns, states=states)
    content = file.stream("", "\n".join(parts).encode("ascii"))
    size = f"{drawing.width * POINTS_PER_MM:.4f} {drawing.height * POINTS_PER_MM:.4f}"
    return file.add(
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents {content} 0 R"
        f" /Resources << /Pattern {_names(patterns)} /ExtGState {_names(states)}"
        " >> >>".encode()
    )


def _names(numbers: dict[str, int]) -> str:
    entries = " ".join(f"/{name} {number} 0 R" for name, number in numbers.items())
    return f"<< {entries} >>"


def _item(
    item: Item, *, file: _File, patterns: dict[str, int], states: dict[str, int]
) -> list[str]:
    """Return the operators: filled, then hatched, then outlined."""
    look, path = item.look, to_text(item.outlines, ops=_OPS)
    if not path:
        return []
    parts = ["q"]
    if look.opacity < 1:
        parts.append(f"/{_state(file, states, look.opacity)} gs")
    stroke = bool(look.ink and look.width_mm > 0)
    if stroke and look.ink:
        parts += [f"{_rgb(look.ink)} RG", *_pen(look)]
    if look.hatch and look.ink:
        if look.fill:
            parts += [f"{_rgb(look.fill)} rg", path, "f*"]
        name = _pattern(file, patterns, look)
        parts += ["/Pattern cs", f"/{name} scn", path, "B*" if stroke else "f*"]
    elif look.fill:
        parts += [f"{_rgb(look.fill)} rg", path, "B*" if stroke else "f*"]
    elif stroke:
        parts += [path, "S"]
    return [*parts, "Q"]


def _pen(look: Look) -> list[str]:
    dashes = " ".join(f"{part * UNITS_PER_MM:.0f}" for part in look.dash)
    return [
        f"{look.width_mm * UNITS_PER_MM:.1f} w",
        *([f"[{dashes}] 0 d", "0 J"] if dashes else []),
    ]


def _state(file: _File, states: dict[str, int], opacity: float) -> str:
    if opacity not in file.states:
        file.states[opacity] = file.add(
            f"<< /Type /ExtGState /ca {opacity:.2f} >>".encode()
        )
    name = f"G{file.states[opacity]}"
    states[name] = file.states[opacity]
    return name


def _pattern(file: _File, patterns: dict[str, int], look: Look) -> str:
    if look.hatch is None or look.ink is None:
        raise ValueError("no hatch")
    key = (look.hatch, look.ink)
    if key not in file.patterns:
        file.patterns[key] = _add_tile(file, make_tile(look.hatch), look.ink)
    name = f"P{file.patterns[key]}"
    patterns[name] = file.patterns[key]
    return name


def _add_tile(file: _File, tile: Tile, ink: str) -> int:
    parts = [f"{_rgb(ink)} RG {_rgb(ink)} rg {tile.pen_mm:.3f} w"]
    parts += [f"{a:.4f} {b:.4f} m {c:.4f} {d:.4f} l S" for a, b, c, d in tile.lines]
    for x, y, radius in tile.dots:
        reach = radius * 0.5523
        parts.append(
            f"{x + radius:.4f} {y:.4f} m"
            f" {x + radius:.4f} {y + reach:.4f} {x + reach:.4f} {y + radius:.4f}"
            f" {x:.4f} {y + radius:.4f} c"
            f" {x - reach:.4f} {y + radius:.4f} {x - radius:.4f} {y + reach:.4f}"
            f" {x - radius:.4f} {y:.4f} c"
            f" {x - radius:.4f} {y - reach:.4f} {x - reach:.4f} {y - radius:.4f}"
            f" {x:.4f} {y - radius:.4f} c"
            f" {x + reach:.4f} {y - radius:.4f} {x + radius:.4f} {y - reach:.4f}"
            f" {x + radius:.4f} {y:.4f} c f"
        )
    side, unit = tile.side_mm, POINTS_PER_MM
    return file.stream(
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1"
        f" /BBox [0 0 {side:.5f} {side:.5f}] /XStep {side:.5f} /YStep {side:.5f}"
        f" /Resources << >> /Matrix [{unit:.7f} 0 0 {unit:.7f} 0 0]",
        "\n".join(parts).encode("ascii"),
    )


def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[k : k + 2], 16) / 255:.4g}" for k in (1, 3, 5))


def _packed(objects: Sequence[bytes]) -> bytes:
    content = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, entry in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + entry + b"\nendobj\n"
    table = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )
    return bytes(content)
