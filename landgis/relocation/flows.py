# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The moves of a plan as lines for a map: one for each place, or bundled by town."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from landgis.relocation.view import PlanView

MOST_LINES = 70
"""More lines than these cannot be read: they are bundled by town."""

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
    single = _lines(drawn, ["x", "y", "park"], is_town=False)
    is_bundled = len(single) > most
    lines = single
    if is_bundled:
        open_ = drawn["town"].isin(list(unfold))
        lines = [
            *_lines(drawn[~open_], ["town", "park"], is_town=True),
            *_lines(drawn[open_], ["x", "y", "park"], is_town=False),
        ]
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
    if moves.empty:
        return []
    return [_line(rows, is_town=is_town) for rows in _groups(moves, by)]


def _groups(moves: pd.DataFrame, by: list[str]) -> Iterable[pd.DataFrame]:
    return (rows for _, rows in moves.groupby(by, sort=False))


def _line(rows: pd.DataFrame, *, is_town: bool) -> Flow:
    """Return one line; that of a town begins in the middle of its 亩."""
    mu = rows["freed_mu"].fillna(0.0).to_numpy(dtype=np.float64)
    weight = mu if mu.sum() > 0 else np.ones(len(rows))
    at = np.average(rows[["x", "y"]].to_numpy(dtype=np.float64), axis=0, weights=weight)
    first = rows.iloc[0]
    town = str(first["town"]) if is_town else ""
    return Flow(
        key=f"{town or first['key']}>{first['park']}",
        since=(float(at[0]), float(at[1])),
        to=(float(first["park_x"]), float(first["park_y"])),
        park=str(first["park"]),
        firms=tuple(rows["key"]),
        mu=float(mu.sum()),
        floor_m2=float(rows["use_m2"].sum()),
        town=town,
        width=0.0,
    )
