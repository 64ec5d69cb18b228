# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is compared of names: the same firm, however a table writes it (XLS-05)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import numpy as np
import pandas as pd

_BREAK = "\x00"  # stands between texts that are changed as one
_DROPPED_TAIL = "个体工商户"  # brackets around it are gone by then


def name_key(names: pd.Series) -> pd.Series:
    """Return what is compared of a name (XLS-05).

    Width, case, spaces, invisible characters, brackets and punctuation make no
    difference, nor does a trailing 个体工商户.  有限公司 and 有限责任公司 stay
    different.  A name without any letter or digit is missing.
    """

    def to_keys(text: str) -> str:
        folded = unicodedata.normalize("NFKC", text).casefold()
        bare = re.sub(r"[^\w\x00]+|_+", "", folded)
        return re.sub(rf"(?<=[^\x00])(?:{_DROPPED_TAIL})(?=\x00|$)", "", bare)

    return change_joined(names, to_keys).rename("name_key")


def change_joined(texts: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Apply `change` to all texts as one, which spares a call for each.

    `change` must keep every NUL, by which the texts are told apart again.
    """
    present = texts.notna().to_numpy()
    values = np.full(len(texts), None, dtype=object)
    if present.any():
        cells = texts.astype("str").to_numpy(dtype=object)[present].tolist()
        joined = _BREAK.join(cells)
        if joined.count(_BREAK) >= len(cells):
            joined = _BREAK.join(cell.replace(_BREAK, "") for cell in cells)
        values[present] = change(joined).split(_BREAK)
        values[values == ""] = None
    return pd.Series(values, index=texts.index, dtype="str", name=texts.name)
