# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundled fonts: which characters they have, and how wide texts are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import manimgx_fonts_cjk
import numpy as np
import pylopdf_fonts_zh_cn
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

FOLDERS = (
    Path(pylopdf_fonts_zh_cn.__file__).parent,
    Path(manimgx_fonts_cjk.__file__).parent,
)
SANS = FOLDERS[0] / "NotoSansSC-Regular.otf"
SERIF = FOLDERS[0] / "NotoSerifSC-Regular.otf"
WEIGHTS = FOLDERS[1] / "NotoSansCJK-VF.otf.ttc"
MM_PER_POINT = 25.4 / 72

_PER_EM = 1000.0
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_INVISIBLE = frozenset("\n\t\u200b\u200c\u200d\u2060\u3000\xad")
_OPENERS = frozenset("（「『《〈【〔“‘([{")
_CLOSERS = frozenset("，。、；：？！）」』》〉】〕”’,.;:?!)]}%％")
_FIRST_WIDE = "\u2e80"
_LEAST_CORNERS = 3
_POINTS_IN = {0: 1, 1: 1, 2: 1, 3: 2, 4: 3, 79: 1}


@cache
def _face(path: Path) -> FT2Font:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - slow to import

    return FT2Font(str(path))


def _load(face: FT2Font, sign: str) -> Any:
    """Return a glyph in the units of its font."""
    from matplotlib.ft2font import LoadFlags  # noqa: PLC0415 - slow to import

    return face.load_char(ord(sign), flags=LoadFlags.NO_SCALE | LoadFlags.NO_HINTING)


@cache
def _glyphs(path: Path) -> frozenset[int]:
    return frozenset(_face(path).get_charmap())


@cache
def known_characters() -> frozenset[int]:
    """Return the characters that at least one of the fonts has."""
    found: set[int] = set()
    for path in (SANS, SERIF, WEIGHTS):
        found |= _glyphs(path)
    return frozenset(found)


def missing_characters(texts: Sequence[str]) -> str:
    """Return the characters that no font has, in order."""
    used = set().union(*texts) - _INVISIBLE if texts else set()
    known = known_characters()
    return "".join(
        sorted(
            sign for sign in used if ord(sign) not in known and not _CONTROL.match(sign)
        )
    )


def printable(value: Any, missing: str) -> Any:
    """Return texts (in lists, mappings) without what no page can show.

    A character that no font has is named by its number; control characters go.
    """
    if isinstance(value, str):
        clean = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
        for sign in missing:
            clean = clean.replace(sign, f"〔U+{ord(sign):04X}〕")
        return clean
    if isinstance(value, dict):
        return {key: printable(entry, missing) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(entry, missing) for entry in value]
    return value


def texts_in(value: Any) -> list[str]:
    """Return every text in lists and mappings."""
    found: list[str] = []
    stack = [value]
    while stack:
        entry = stack.pop()
        if isinstance(entry, str):
            found.append(entry)
        elif isinstance(entry, dict):
            stack.extend(entry.values())
        elif isinstance(entry, (list, tuple)):
            stack.extend(entry)
    return found


@lru_cache(maxsize=65_536)
def advance(sign: str) -> float:
    """Return how far a character reaches, as a share of the size of the type."""
    face = _face(SANS)
    if ord(sign) not in _glyphs(SANS):
        return 1.0
    return float(_load(face, sign).horiAdvance) / _PER_EM


def width_mm(text: str, size_pt: float) -> float:
    """Return how wide a line of text is."""
    return sum(map(advance, text)) * size_pt * MM_PER_POINT


def wrap(text: str, *, width: float, size_pt: float) -> list[str]:
    """Break a text into lines that fit a width in millimetres.

    Chinese breaks anywhere but before 。 and after （; a word only where it is
    wider than the line.
    """
    em = size_pt * MM_PER_POINT
    if len(text) * em <= width and "\n" not in text:
        return [text]
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _wrap_line(part, width / em)
    return lines


def _wrap_line(text: str, room: float) -> list[str]:
    lines: list[str] = []
    start, used, brk = 0, 0.0, 0
    place = 0
    while place < len(text):
        step = advance(text[place])
        if used + step > room and place > start:
            stop = brk if brk > start else place
            lines.append(text[start:stop].rstrip(" "))
            start = stop
            while start < len(text) and text[start] == " ":
                start += 1
            place, used, brk = start, 0.0, start
            continue
        used += step
        place += 1
        if place < len(text) and _may_break(text[place - 1], text[place]):
            brk = place
    lines.append(text[start:])
    return lines


def _may_break(before: str, after: str) -> bool:
    if after in _CLOSERS or before in _OPENERS:
        return False
    return (
        before in " -/_&@\\"
        or before >= _FIRST_WIDE
        or after >= _FIRST_WIDE
        or before in _CLOSERS
    )


@lru_cache(maxsize=1024)
def glyph_rings(sign: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return a character's outline as rings, for a size of 1, from its origin."""
    face = _face(SANS)
    if ord(sign) not in _glyphs(SANS):
        return ()
    _load(face, sign)
    vertices, codes = face.get_path()
    corners = np.asarray(vertices, dtype=np.float64)
    biggest = float(np.abs(corners).max()) if len(corners) else 1.0
    # Without scaling, coordinates come in units or in 64ths of them.
    corners = corners / (_PER_EM if biggest > _PER_EM / 10 else _PER_EM / 64)
    return tuple(_rings(corners, np.asarray(codes)))


def _rings(
    corners: NDArray[np.float64], codes: NDArray[np.int64]
) -> list[tuple[tuple[float, float], ...]]:
    """Return closed rings; of curves only where they end, enough for a halo."""
    rings: list[list[tuple[float, float]]] = []
    place = 0
    while place < len(codes):
        code = int(codes[place])
        end = place + _POINTS_IN.get(code, 1) - 1
        x, y = corners[end]
        if code == 1:
            rings.append([])
        if rings and code not in (0, 79):
            rings[-1].append((float(x), float(y)))
        place = end + 1
    return [tuple(ring) for ring in rings if len(ring) >= _LEAST_CORNERS]
