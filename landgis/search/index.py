# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One box that finds parcels, firms, towns and coordinates, by pinyin initials too."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One thing that was found.

    `kind` is parcel, firm, town or point; `row` its row in the frame of that
    kind (-1 for a point), `point` the place in the working system of a
    coordinate that was typed.
    """

    kind: str
    title: str
    subtitle: str
    row: int
    score: float
    point: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class SearchIndex:
    """Texts of parcels, firms and towns made ready for searching; picklable."""

    def find(self, text: str, *, limit: int = 20) -> tuple[Hit, ...]:
        """Return what fits best, at once: a call for each key that is typed."""
        raise NotImplementedError


def build_index(
    parcels: pd.DataFrame, firms: pd.DataFrame, *, towns: tuple[str, ...], crs: str
) -> SearchIndex:
    """Make the index; a second or two for 200,000 parcels, run it in a job."""
    raise NotImplementedError
