# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose the land of a parcel is (国有 or 集体), as far as the data say so."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.zones.units import TENURES

# The letter of a parcel code that says whose the land is (GB/T 37346): G state,
# J collective, Z disputed.
CODE_LETTER = re.compile(r"^\d{12}([GJ])[A-Z]\d{5}")
NATURE_TITLES = re.compile(
    r"权属性质|所有权性质|土地性质|权利性质|土地权属|使用权类型|^(QSXZ|QLXZ|TDXZ|SYQLX)$",
    re.IGNORECASE,
)
COLLECTIVE = re.compile(r"集体|^3\d?$|^4\d$")  # 30 … 34, 40: codes of the land survey
STATE = re.compile(r"国有|^[12]0$")
MODES: Mapping[str, re.Pattern[str]] = {
    "collective": re.compile(r"集体"),
    "allocated": re.compile(r"划拨"),
    "granted": re.compile(r"出让|招标|拍卖|挂牌|作价|入股|授权"),
    "leased": re.compile(r"租赁|出租|年租"),
}


def find_tenure(parcels: pd.DataFrame, raw: pd.DataFrame) -> NDArray[np.uint8]:
    """Return the tenure of each parcel, a number into `TENURES`.

    What speaks, the first first: the letter of the parcel's or unit's code, a column of
    the source that is about it, the land use, then the mode of supply: land is only
    granted, allocated or leased by the state where nothing says 集体.
    """
    is_collective, is_state = _owners(parcels, raw)
    mode = _texts(parcels, "supply_mode")
    found = np.zeros(len(parcels), dtype=np.uint8)
    found[is_state] = TENURES.index("state")
    for name in ("leased", "granted", "allocated"):
        found[_matches(mode, MODES[name])] = TENURES.index(name)
    found[is_collective & ~is_state] = TENURES.index("collective")
    return found


def _owners(
    parcels: pd.DataFrame, raw: pd.DataFrame
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which parcels are collective and which the state's; a code decides."""
    collective = np.zeros(len(parcels), dtype=bool)
    state = np.zeros(len(parcels), dtype=bool)
    for name in ("land_use", "supply_mode"):
        collective |= _matches(_texts(parcels, name), MODES["collective"])
    for title in raw.columns:
        if NATURE_TITLES.search(str(title)):
            words = raw[title].astype("str").fillna("").str.strip()
            told = _matches(words, COLLECTIVE)
            state |= _matches(words, STATE) & ~told
            collective |= told
    for name in ("unit_no", "parcel_id"):
        letter = _texts(parcels, name).str.extract(CODE_LETTER, expand=False)
        known = letter.notna().to_numpy()
        collective[known] = (letter == "J").to_numpy()[known]
        state[known] = (letter == "G").to_numpy()[known]
    return collective, state


def _texts(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame:
        return pd.Series("", index=frame.index, dtype="str")
    return frame[name].astype("str").fillna("")


def _matches(texts: pd.Series, pattern: re.Pattern[str]) -> NDArray[np.bool_]:
    return texts.str.contains(pattern).to_numpy(dtype=bool)
