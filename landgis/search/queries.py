# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a typed query (面积>50 低效 下沙) into conditions, and pasted codes into rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.search.filters import Filter, Vocabulary


@dataclass(frozen=True, kw_only=True)
class Query:
    """What a text asks: a filter (one chip for each condition) and what is left."""

    filter: Filter
    rest: str


def parse_query(text: str, words: Vocabulary) -> Query:
    """Read conditions out of a text; words that mean none stay in `rest`."""
    raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class PastedCodes:
    """Parcels of a pasted list: their rows, and the codes that are not there."""

    rows: NDArray[np.int64]
    not_found: tuple[str, ...]


def is_pasted_list(text: str) -> bool:
    """Tell whether a text is a list of codes, as pasted from Excel."""
    raise NotImplementedError


def find_pasted(text: str, parcels: pd.DataFrame) -> PastedCodes:
    """Find the parcels of a pasted list by parcel_id, unit_no or supervision_no."""
    raise NotImplementedError
