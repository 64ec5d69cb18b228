# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which parks may take a firm of an industry (PARK-SPEC, §3.3)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from landgis.classify.firm_columns import (
    is_coded,
    read_data,
    split_codes,
    to_words,
)
from landgis.rules.logic import make_constant

NAMED_PARKS = 3
"""How many fitting parks a reason names; more would bury the sentence."""


@dataclass(frozen=True, kw_only=True)
class ParkFit:
    """Whether some park fits each firm; every Series runs over the firms.

    Attributes
    ----------
    fits
        Some park may take the industry; NA without parks or without a code.
    special_homeless
        The industry must go to a special park and no park is one for it; NA
        without parks.
    parks
        The parks that fit, those led by the industry first, joined by "、".
    leads
        The industry is a leading or special one of a park named in `parks`.
    """

    fits: pd.Series
    special_homeless: pd.Series
    parks: pd.Series
    leads: pd.Series


@dataclass(frozen=True, kw_only=True)
class _Park:
    name: str
    leading: tuple[str, ...]
    forbidden: tuple[str, ...]
    special: tuple[str, ...]

    def takes(self, code: str, *, is_special: bool) -> bool:
        if code.startswith(self.forbidden):
            return False
        return not is_special or code.startswith(self.special)

    def is_led_by(self, code: str) -> bool:
        return code.startswith((*self.leading, *self.special))


def compute_park_fit(codes: pd.Series, *, parks: pd.DataFrame | None) -> ParkFit:
    """Find the parks that fit each industry code; codes match by prefix.

    An industry that a park lists as special may go only to parks that list it.
    """
    index = codes.index
    if parks is None or parks.empty:
        unknown = make_constant(None, index=index)
        return ParkFit(
            fits=unknown,
            special_homeless=unknown,
            parks=pd.Series("", index=index, dtype="str"),
            leads=make_constant(verdict=False, index=index),
        )
    known = _read_parks(parks)
    special = tuple(code for park in known for code in park.special)
    named = {
        code: _name_fitting(code, known, is_special=code.startswith(special))
        for code in codes.dropna().unique()
    }
    fitting = codes.map({code: found[0] for code, found in named.items()}).astype("str")
    must = [
        code for entry in read_data("industries")["special"] for code in entry["codes"]
    ]
    homeless = is_coded(codes, must) & ~is_coded(codes, special)
    return ParkFit(
        fits=(fitting != "").astype("boolean").mask(codes.isna()),
        special_homeless=homeless,
        parks=fitting.fillna(""),
        leads=codes.map({code: found[1] for code, found in named.items()})
        .astype("boolean")
        .fillna(value=False),
    )


def _read_parks(parks: pd.DataFrame) -> list[_Park]:
    columns = {
        field: [split_codes(cell) for cell in to_words(parks, field)]
        for field in ("leading", "forbidden", "special")
    }
    names = to_words(parks, "name").fillna(to_words(parks, "park_id")).fillna("")
    return [
        _Park(name=name, leading=leading, forbidden=forbidden, special=special)
        for name, leading, forbidden, special in zip(
            names, *columns.values(), strict=True
        )
    ]


def _name_fitting(
    code: str, parks: list[_Park], *, is_special: bool
) -> tuple[str, bool]:
    taking = [park for park in parks if park.takes(code, is_special=is_special)]
    leading = [park for park in taking if park.is_led_by(code)]
    named = (leading or taking)[:NAMED_PARKS]
    return "、".join(park.name for park in named), bool(leading)
