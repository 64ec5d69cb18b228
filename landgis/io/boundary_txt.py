# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Boundary points as survey offices hand them over in text files (rulebook §5.7).

Head lines state the coordinate system; each parcel has one line with its
attributes, ended by @, and a line for each point: name, ring, X (north),
Y (east).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from landgis.crs.systems import declared_in_words
from landgis.errors import DataError
from landgis.io.encodings import judge_bytes, require_encoding
from landgis.io.formats import formats
from landgis.io.refused import read_bytes
from landgis.io.rings import Rings, Shapes, build_polygons
from landgis.messages import text
from landgis.tables import EncodingEvidence, Fault, Geometries, LostRecord, RawLayer

_SECTION = re.compile(r"^[\[【](.+?)[\]】]$")
_COMMAS = re.compile(r"[,，]")
_FEWEST_ATTRIBUTES = 7
_WITHOUT_RING = 3
_PREFIXED = 1e7
_NORTHINGS = (1.5e6, 6.5e6)
_SHOWN = 10


@dataclass
class _Block:
    """One parcel as it stands in the file; `bad_line` is one that made no sense."""

    attributes: list[str]
    line: int
    points: list[tuple[float, float]] = field(default_factory=list)
    rings: list[str] = field(default_factory=list)
    bad_line: int = 0


def is_boundary_text(head: bytes) -> bool:
    """Tell a survey file by its first bytes."""
    words = [formats()["boundary_text"][key] for key in ("head", "body")]
    return any(
        word.encode(encoding) in head for word in words for encoding in ("gbk", "utf-8")
    )


def read_boundary_txt(path: Path, *, encoding: str | None = None) -> RawLayer:
    """Read a survey file: one row for each parcel, areas in hectares as stated.

    A parcel with a line that cannot be read, or without points, is lost and
    listed.  Rings within rings are holes.

    Raises
    ------
    DataError
        If it holds no parcel that can be read.
    """
    content, evidence = _decode(read_bytes(path), encoding)
    head, blocks = _parse(content.splitlines())
    if not blocks:
        raise DataError("io.not_boundary_text", file=path.name)
    lost = {
        number: text("io.lost.bad_line", line=block.bad_line)
        if block.bad_line
        else text("io.lost.no_points", line=block.line)
        for number, block in enumerate(blocks, start=1)
        if block.bad_line or not block.points
    }
    numbers = [n for n in range(1, len(blocks) + 1) if n not in lost]
    kept = [blocks[number - 1] for number in numbers]
    shapes, is_swapped, easting = _build(kept)
    for row, number in enumerate(numbers):
        if shapes.geometry[row] is None:
            lost[number] = text("io.lost.too_few_points")
    rows = [row for row, g in enumerate(shapes.geometry) if g is not None]
    if not rows:
        raise DataError(
            "io.boundary.nothing", file=path.name, reason=next(iter(lost.values()))
        )
    declared = _declared_crs(head, easting)
    record_numbers = np.array(numbers, dtype=np.int64)[rows]
    return RawLayer(
        path=path,
        layer=path.stem,
        driver=text("io.driver.boundary_text"),
        columns=_columns([kept[row].attributes for row in rows]),
        geometry=shapes.geometry[rows],
        record_numbers=record_numbers,
        encoding=evidence,
        declared_crs=declared or None,
        declared_crs_source="file" if declared else None,
        lost=tuple(LostRecord(number=n, reason=r) for n, r in sorted(lost.items())),
        faults=_faults(shapes, numbers),
        notes=_notes(
            [kept[row] for row in rows], record_numbers, is_swapped=is_swapped
        ),
    )


def _decode(data: bytes, encoding: str | None) -> tuple[str, EncodingEvidence]:
    if encoding:
        value, source = require_encoding(encoding), "user"
    else:
        lines = [line for line in data.splitlines() if not line.isascii()]
        value = judge_bytes(b"".join(line + b"\n" for line in lines))[0]
        source = "bytes"
    content = data.decode("utf-8-sig" if value == "UTF-8" else value, "replace")
    note = text("io.encoding.by_bytes", value=value) if source == "bytes" else ""
    return content, EncodingEvidence(value=value, source=source, note=note)


def _parse(lines: list[str]) -> tuple[dict[str, str], list[_Block]]:
    """Part the file into the statements of its head and its parcels."""
    head: dict[str, str] = {}
    blocks: list[_Block] = []
    for number, line in enumerate(lines, start=1):
        stripped = line.strip().strip("\0\x1a")
        if not stripped or _SECTION.match(stripped):
            continue
        has_commas = "," in stripped or "，" in stripped
        split = _COMMAS.split(stripped) if has_commas else stripped.split()
        fields = [part.strip() for part in split]
        is_marked = stripped.endswith(("@", "＠"))
        if is_marked or (len(fields) >= _FEWEST_ATTRIBUTES and fields[0].isdigit()):
            ended = fields[:-1] if is_marked else fields
            blocks.append(_Block(attributes=ended, line=number))
        elif not blocks:
            name, _, value = stripped.replace("＝", "=").partition("=")
            head[name.strip()] = value.strip()
        else:
            _add_point(blocks[-1], fields, number)
    return head, blocks


def _add_point(block: _Block, fields: list[str], line: int) -> None:
    """Take a point line: name, ring, X, Y; with three fields there is one ring."""
    present = [part for part in fields if part]
    ring = present[1] if len(present) > _WITHOUT_RING else ""
    start = 2 if ring else 1
    try:
        first, second = (float(part) for part in present[start : start + 2])
    except ValueError:
        block.bad_line = block.bad_line or line
        return
    block.points.append((first, second))
    block.rings.append(ring)


def _build(blocks: list[_Block]) -> tuple[Shapes, bool, float]:
    """Build the shapes; tell if X and Y were written the wrong way round.

    Also returns the largest easting, which shows whether it has a zone number.
    """
    points = np.array([p for block in blocks for p in block.points], dtype=np.float64)
    points = points.reshape(-1, 2)
    is_swapped = (
        bool(len(points))
        and not _is_northing(points[:, 0])
        and (_is_northing(points[:, 1]))
    )
    places = points if is_swapped else points[:, ::-1]
    rows = np.repeat(np.arange(len(blocks)), [len(b.points) for b in blocks])
    names = np.array([ring for block in blocks for ring in block.rings], dtype=object)
    is_new = np.ones(len(rows), dtype=bool)
    is_new[1:] = (rows[1:] != rows[:-1]) | (names[1:] != names[:-1])
    starts = np.flatnonzero(is_new)
    sizes = np.diff(np.append(starts, len(rows)))
    built = build_polygons(
        Rings(points=places, sizes=sizes, rows=rows[starts]), count=len(blocks)
    )
    geometry = built.geometry.copy()
    for row, block in enumerate(blocks):
        if _shape_word(block) in _other_shapes():
            geometry[row] = _other_shape(places[rows == row], _shape_word(block))
    easting = float(np.nanmax(places[:, 0], initial=0.0))
    shapes = Shapes(
        geometry=geometry,
        closed=built.closed,
        shortened=built.shortened,
        broken=built.broken,
    )
    return shapes, is_swapped, easting


def _is_northing(values: Geometries) -> bool:
    return bool(_NORTHINGS[0] < float(np.median(values)) < _NORTHINGS[1])


def _shape_word(block: _Block) -> str:
    words = formats()["boundary_text"]
    at = words["columns"].index(words["shape"])
    return block.attributes[at] if len(block.attributes) > at else ""


def _other_shapes() -> tuple[str, str]:
    words = formats()["boundary_text"]
    return words["line"], words["point"]


def _other_shape(points: Geometries, word: str) -> object:
    """Build what the file calls a line or a point; it is no parcel, but is kept."""
    is_line = word == formats()["boundary_text"]["line"] and len(points) > 1
    if is_line:
        return shapely.linestrings(points)
    return shapely.multipoints(points)


def _declared_crs(head: dict[str, str], easting: float) -> str:
    words = formats()["boundary_text"]
    stated = next((head[key] for key in words["crs"] if head.get(key)), "")
    width = _number(next((head[key] for key in words["width"] if key in head), ""))
    zone = _number(next((head[key] for key in words["zone"] if key in head), ""))
    if not stated or not zone:
        return ""
    return declared_in_words(
        stated, width=width or 3, zone=zone, prefixed=easting > _PREFIXED
    )


def _number(words: str) -> int:
    found = re.search(r"\d+", words)
    return int(found[0]) if found else 0


def _columns(attributes: list[list[str]]) -> pd.DataFrame:
    words = formats()["boundary_text"]
    rows = [entry + [""] * len(words["columns"]) for entry in attributes]
    columns: dict[str, pd.Series] = {}
    for at, name in enumerate(words["columns"]):
        values = pd.Series([row[at] or None for row in rows], dtype="str")
        is_number = name in words["numbers"]
        columns[name] = pd.to_numeric(values, errors="coerce") if is_number else values
    return pd.DataFrame(columns)


def _faults(shapes: Shapes, numbers: list[int]) -> tuple[Fault, ...]:
    mended = np.union1d(shapes.closed, shapes.shortened).tolist()
    rows = [row for row in mended if shapes.geometry[row] is not None]
    if not rows:
        return ()
    names = tuple(text("io.record", number=numbers[row]) for row in rows)
    return (Fault(kind="ring", count=len(rows), ids=names),)


def _notes(
    blocks: list[_Block], numbers: Geometries, *, is_swapped: bool
) -> tuple[str, ...]:
    notes = [text("io.boundary.swapped")] if is_swapped else []
    at = formats()["boundary_text"]["columns"].index(
        formats()["boundary_text"]["points"]
    )
    wrong = [
        str(number)
        for number, block in zip(numbers, blocks, strict=True)
        if len(block.attributes) > at
        and _number(block.attributes[at]) != len(block.points)
    ]
    if wrong:
        shown = "、".join(wrong[:_SHOWN])
        notes.append(text("io.boundary.counts", count=len(wrong), records=shown))
    return tuple(notes)
