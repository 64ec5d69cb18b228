# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The moves of a plan as lines for a map: one for each place, or bundled by town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from landgis.relocation.view import PlanView

MOST_LINES = 70
"""More lines than these cannot be read: they are bundled by town."""

PLACE = ["x", "y", "park"]
"""What the moves of one unbundled line have in common."""

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Firms that go from one place to one park.

    Parameters
    ----------
    town
        The town that is bundled; "" where the line is that of a single place.
    mu
        Land that they set free, as far as it is known.
    width
        Between 0 and 1, by 亩 against the largest line.
    """

    key: str
    since: Point
    to: Point
    park: str
    firms: tuple[str, ...]
    mu: float
    floor_m2: float
    town: str
    width: float

    @property
    def count(self) -> int:
        """How many firms go."""
        return len(self.firms)


@dataclass(frozen=True, kw_only=True)
class Flows:
    """The lines, widest last so that thin ones never hide them from the pointer.

    `unknown` names the firms that move but of which, or of whose park, the place is
    not known.
    """

    lines: tuple[Flow, ...]
    is_bundled: bool
    unknown: tuple[str, ...]


def flow_lines(
    view: PlanView, *, most: int = MOST_LINES, unfold: Sequence[str] = ()
) -> Flows:
    """Return the moves of a plan as lines.

    Parameters
    ----------
    unfold
        Towns that stay unbundled, such as the one under the pointer.
    """
    moves = _moves(view)
    known = moves[["x", "y", "park_x", "park_y"]].notna().all(axis="columns")
    drawn = moves[known]
    is_bundled = drawn.groupby(PLACE, sort=False).ngroups > most
    if is_bundled:
        open_ = drawn["town"].isin(list(unfold))
        lines = [
            *_lines(drawn[~open_], ["town", "park"], is_town=True),
            *_lines(drawn[open_], PLACE, is_town=False),
        ]
    else:
        lines = _lines(drawn, PLACE, is_town=False)
    widest = max((line.mu for line in lines), default=0.0)
    return Flows(
        lines=tuple(
            replace(line, width=line.mu / widest if widest > 0 else 0.0)
            for line in sorted(lines, key=lambda line: (line.mu, line.key))
        ),
        is_bundled=is_bundled,
        unknown=tuple(moves.loc[~known, "key"]),
    )


def _moves(view: PlanView) -> pd.DataFrame:
    columns = ["key", "town", "x", "y", "park", "park_row", "freed_mu", "use_m2"]
    placed = view.firms.loc[view.firms["park_row"] >= 0, columns]
    places = view.parks[["x", "y"]].to_numpy(dtype=np.float64)
    there = places[placed["park_row"].to_numpy(dtype=np.int64)]
    return placed.assign(park_x=there[:, 0], park_y=there[:, 1])


def _lines(moves: pd.DataFrame, by: list[str], *, is_town: bool) -> list[Flow]:
    """Return a line for each group of moves; it begins in the middle of their 亩."""
    if moves.empty:
        return []
    group = moves.groupby(by, sort=False, dropna=False).ngroup().to_numpy()
    mu = moves["freed_mu"].fillna(0.0).to_numpy(dtype=np.float64)
    total = np.bincount(group, weights=mu)
    weight = np.where(total[group] > 0, mu, 1.0)
    weights = np.bincount(group, weights=weight)
    x, y = (
        np.bincount(group, weights=weight * moves[axis].to_numpy()) / weights
        for axis in ("x", "y")
    )
    floor = np.bincount(group, weights=moves["use_m2"].to_numpy(dtype=np.float64))
    order = np.argsort(group, kind="stable")
    ends = np.cumsum(np.bincount(group))
    firms = np.split(moves["key"].to_numpy(dtype=object)[order], ends[:-1])
    first = moves.iloc[order[ends - np.bincount(group)]]
    columns = [first[name].tolist() for name in ("town", "park", "park_x", "park_y")]
    return [
        Flow(
            key=f"{(town if is_town else '') or keys[0]}>{park}",
            since=(float(x[at]), float(y[at])),
            to=(float(to_x), float(to_y)),
            park=str(park),
            firms=tuple(keys),
            mu=float(total[at]),
            floor_m2=float(floor[at]),
            town=str(town) if is_town else "",
            width=0.0,
        )
        for at, (keys, town, park, to_x, to_y) in enumerate(
            zip(firms, *columns, strict=True)
        )
    ]
