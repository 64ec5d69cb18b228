# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turn scores into grades: places, shares, ties and vetoes (MU-04)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from landgis.classify.firm_columns import is_vetoed, to_plain, to_words
from landgis.rules.scheme import GRADES, GradeShares

# Scores that differ later than this differ by the noise of binary fractions.
DECIMALS = 9

NO_VETO, WEAK_VETO, VETO = 0, 1, 2
"""How a firm is vetoed: not, barred from A and B, put into D."""

_BEST_WHEN_VETOED = {WEAK_VETO: "C", VETO: "D"}


def compute_places(scores: pd.Series) -> pd.Series:
    """Return each firm's place from the top; equal scores share the better place."""
    ranked = scores.round(DECIMALS).rank(method="min", ascending=False)
    return ranked.astype("Int64").rename("place")


def compute_grades(places: pd.Series, *, shares: GradeShares) -> pd.Series:
    """Return the grade that goes with each place.

    The number of firms is that of the places there are; a firm without a place
    gets no grade.
    """
    cuts = shares.cuts(int(places.notna().sum()))
    place = places.to_numpy(dtype="float64", na_value=np.nan)
    names = np.array(GRADES, dtype=object)[np.searchsorted(cuts, place, side="left")]
    return pd.Series(names, index=places.index, dtype="str").where(places.notna())


def find_vetoes(firms: pd.DataFrame, *, weak: Sequence[str]) -> pd.Series:
    """Tell how each firm is vetoed: `NO_VETO`, `WEAK_VETO` or `VETO`.

    `weak` are the reasons in the veto column that only bar from A and B.
    Without that column nobody is vetoed.
    """
    vetoes = pd.Series(NO_VETO, index=firms.index)
    if "veto" not in firms:
        return vetoes
    vetoed = is_vetoed(firms["veto"]).astype(bool)
    plain = {to_plain(reason) for reason in weak}
    reason = to_words(firms, "veto").str.normalize("NFKC").str.strip()
    vetoes = vetoes.mask(vetoed, VETO)
    return vetoes.mask(vetoed & reason.isin(plain), WEAK_VETO)


def apply_vetoes(grades: pd.Series, *, vetoes: pd.Series) -> pd.Series:
    """Lower the grades of vetoed firms; those of others stay as they are."""
    for kind, best in _BEST_WHEN_VETOED.items():
        lowered = grades.notna() & (vetoes == kind) & (grades < best)
        grades = grades.mask(lowered, best)
    return grades.rename("grade")
