# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of each category as every output shows them, so that all agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from landgis.analysis import STATUSES
from landgis.units import round_half_up, round_to_total

PLACES = 2
UNSUPPLIED, VACATED = "approved_unsupplied", "vacated"
CATEGORIES = (UNSUPPLIED, *STATUSES, VACATED)


@dataclass(frozen=True, kw_only=True)
class CategoryFigures:
    """One category: 宗数 and 亩 as they are shown; vacated land has no area here.

    Vacated land lies under other parcels too, whose area is counted already.
    """

    id: str
    count: int | None
    mu: float | None
    firm_mu: float
    potential_mu: float


def category_figures(
    land: Mapping[str, Mapping[str, Any]],
    by_category: Mapping[str, Mapping[str, float]],
) -> tuple[CategoryFigures, ...]:
    """Return a row for each of `CATEGORIES`, rounded so that columns add up.

    Parameters
    ----------
    land, by_category
        As in summary.json: count and mu, firm_mu and potential_mu by key.
    """
    names = CATEGORIES[:-1]
    areas = leveled([land[name]["mu"] for name in names])
    firm, potential = (
        _leveled_beside(
            [by_category[name][part] for name in CATEGORIES],
            [*(land[name]["mu"] for name in names), None],
            [*areas, 0.0],
        )
        for part in ("firm_mu", "potential_mu")
    )
    shown = zip(names, areas, firm[:-1], potential[:-1], strict=True)
    return (
        *(
            CategoryFigures(
                id=name,
                count=land[name]["count"],
                mu=area,
                firm_mu=sure,
                potential_mu=open_,
            )
            for name, area, sure, open_ in shown
        ),
        CategoryFigures(
            id=VACATED,
            count=None,
            mu=None,
            firm_mu=firm[-1],
            potential_mu=potential[-1],
        ),
    )


def leveled(parts: Sequence[float | None], total: float | None = None) -> list[float]:
    """Return parts rounded to add up (尾差调平); an unknown part counts 0."""
    known = [part or 0.0 for part in parts]
    whole = math.fsum(known) if total is None else total
    return [float(part) for part in round_to_total(known, whole, places=PLACES)]


def rounded(value: float | None) -> float | None:
    """Return an area as it is shown; unknown stays unknown."""
    return None if value is None else float(round_half_up(value, places=PLACES))


def rounded_sum(shown: Sequence[float]) -> float:
    """Return the sum of figures as they are shown."""
    return rounded(math.fsum(shown)) or 0.0


def removed_as_shown(firm: float, potential: float, total: float) -> float:
    """Return what is taken off so that the figures shown add up to the total shown.

    The residue of rounding stands where no other figure can contradict it.
    """
    shown = [rounded(firm) or 0.0, rounded(potential) or 0.0]
    return rounded(math.fsum([*shown, -(rounded(total) or 0.0)])) or 0.0


def _leveled_beside(
    parts: Sequence[float | None],
    areas: Sequence[float | None],
    shown: Sequence[float],
) -> list[float]:
    """Return parts rounded to add up, but one that is the whole area shown like it.

    The same figure stands twice in such a row, and must read the same.
    """
    known = [part or 0.0 for part in parts]
    beside = list(shown)
    free = [
        place
        for place, (part, area) in enumerate(zip(known, areas, strict=True))
        if area is None or not part or not math.isclose(part, area)
    ]
    if not any(known[place] for place in free):
        return leveled(parts)
    total = rounded(math.fsum(known)) or 0.0
    fixed = math.fsum(beside) - math.fsum(beside[place] for place in free)
    for place, value in zip(
        free,
        leveled([known[place] for place in free], total=total - fixed),
        strict=True,
    ):
        beside[place] = value
    return beside
