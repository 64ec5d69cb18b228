# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pinyin initials of many names at once: 翔程塑料 is xcsl."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

CODE_POINTS = 0x110000
CHINESE = range(0x3400, 0xA000)  # the characters that names are written in

Letters = NDArray[np.uint8]


def to_initials(text: str) -> tuple[Letters, Letters]:
    """Return one letter for each character, and by its other reading if it has one.

    Letters and digits stand for themselves, in lower case; 0 where a character
    is none of these.
    """
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    seen = np.zeros(CODE_POINTS, dtype=np.bool_)
    seen[points] = True
    used = np.flatnonzero(seen)
    first = np.zeros(CODE_POINTS, dtype=np.uint8)
    first[used] = _initials_of([chr(point) for point in used])
    other = first.copy()
    for character, letters in _heteronyms().items():
        known = first[ord(character)]
        other[ord(character)] = next(
            (ord(letter) for letter in letters if ord(letter) != known), known
        )
    return first[points], other[points]


def _initials_of(characters: list[str]) -> list[int]:
    # The dictionary takes half a second to load: only where names are indexed.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    found = []
    for character in characters:
        letter = character.lower()
        if ord(character) in CHINESE:
            letter = lazy_pinyin(character, style=Style.FIRST_LETTER)[0][:1].lower()
        is_plain = len(letter) == 1 and letter.isascii() and letter.isalnum()
        found.append(ord(letter) if is_plain else 0)
    return found


@cache
def _heteronyms() -> Mapping[str, str]:
    path = files("landgis.search") / "heteronyms.toml"
    content = tomllib.loads(path.read_text("utf-8"))
    return {str(name): str(letters) for name, letters in content["initials"].items()}
