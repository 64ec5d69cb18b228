# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running sums of one zone, as whole numbers of a tiny unit: exact in any order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.zones.doubles import Doubles
from landgis.zones.units import (
    COLUMNS,
    COUNTS,
    DORMITORY,
    FIGURES,
    TENURES,
    Figures,
    Rows,
    Units,
)
from landgis.zones.zoning import Piece

SCALE = float(2**29)
"""Sums count in 1/SCALE: a thousandth of a mm², up to 17,000 km²."""

Whole = NDArray[np.int64]

_LAND = COLUMNS.index("land_m2")
_BUILT = COLUMNS.index("built_m2")
_SPLIT = [COLUMNS.index(name) for name in ("land_m2", "firm_m2", "potential_m2")]
_NO_FLOOR = COUNTS.index("no_floor")


def to_whole(values: Figures) -> Whole:
    """Return figures in whole numbers of 1/SCALE."""
    return np.rint(values * SCALE).astype(np.int64)


@dataclass(kw_only=True, eq=False)
class Sums:
    """What a zone adds up to; `add` and `take` are exact opposites.

    `figures` by `COLUMNS`, `counts` units and then `COUNTS`, `statuses` for each status
    units, land, firm and potential, `tenures` land, `dormitory` for each limb units,
    land, floors and units without floors, `firms` on how many units each firm sits.
    """

    figures: Whole
    counts: Whole
    cut: int
    statuses: Whole
    tenures: Whole
    dormitory: Whole
    firms: NDArray[np.int32]
    other: Whole
    doubles: Doubles

    @classmethod
    def empty(cls, units: Units) -> Sums:
        """Return the sums of an empty zone."""
        return cls(
            figures=np.zeros(len(COLUMNS), dtype=np.int64),
            counts=np.zeros(1 + len(COUNTS), dtype=np.int64),
            cut=0,
            statuses=np.zeros((len(units.statuses), 4), dtype=np.int64),
            tenures=np.zeros(len(TENURES), dtype=np.int64),
            dormitory=np.zeros((len(DORMITORY), 4), dtype=np.int64),
            firms=np.zeros(units.firms.count, dtype=np.int32),
            other=np.zeros(len(COLUMNS) - len(FIGURES), dtype=np.int64),
            doubles=Doubles(units),
        )

    def copy(self) -> Sums:
        """Return sums that change apart from these."""
        return Sums(
            figures=self.figures.copy(),
            counts=self.counts.copy(),
            cut=self.cut,
            statuses=self.statuses.copy(),
            tenures=self.tenures.copy(),
            dormitory=self.dormitory.copy(),
            firms=self.firms.copy(),
            other=self.other.copy(),
            doubles=self.doubles.copy(),
        )

    def hold(self, units: Units, rows: Rows, *, sign: int) -> None:
        """Add whole units (sign 1), or take them off (−1)."""
        if not len(rows):
            return
        self._add(units, rows, to_whole(units.values[rows]), sign=sign)
        self.doubles.put(rows, units.shapes[rows] if sign > 0 else None)

    def hold_piece(self, units: Units, piece: Piece, *, sign: int) -> None:
        """Add a piece, or take it off."""
        row = np.array([piece.row], dtype=np.int64)
        figures = to_whole(piece_figures(units, piece))[None, :]
        self._add(units, row, figures, sign=sign)
        self.cut += sign
        shape = np.array([piece.shape], dtype=object) if sign > 0 else None
        self.doubles.put(row, shape)

    def hold_ground(
        self, units: Units, ground: shapely.Geometry | None, *, sign: int
    ) -> None:
        """Add other ground, or take it off."""
        if ground is not None:
            self.other += sign * to_whole(units.measure(ground))

    def _add(self, units: Units, rows: Rows, figures: Whole, *, sign: int) -> None:
        self.figures += sign * figures.sum(axis=0)
        marks = units.marks[rows]
        self.counts[0] += sign * len(rows)
        self.counts[1:] += sign * marks.sum(axis=0)
        signed = sign * figures
        status = units.status_codes[rows]
        for column, place in enumerate(_SPLIT, start=1):
            np.add.at(self.statuses[:, column], status, signed[:, place])
        self.statuses[:, 0] += sign * np.bincount(status, minlength=len(self.statuses))
        np.add.at(self.tenures, units.tenure[rows], signed[:, _LAND])
        limb = units.dormitory[rows]
        lacks = marks[:, _NO_FLOOR]
        size = len(self.dormitory)
        self.dormitory[:, 0] += sign * np.bincount(limb, minlength=size)
        np.add.at(self.dormitory[:, 1], limb, signed[:, _LAND])
        np.add.at(self.dormitory[:, 2], limb, signed[:, _BUILT])
        self.dormitory[:, 3] += sign * np.bincount(limb[lacks], minlength=size)
        np.add.at(self.firms, units.firms.on(rows), np.int32(sign))


def piece_figures(units: Units, piece: Piece) -> Figures:
    """Return `COLUMNS` of a piece: its share of the unit's, and what is measured."""
    share = piece_share(units, piece)
    own = units.values[piece.row, : len(FIGURES)] * share
    return np.concatenate([own, units.measure(piece.shape)])


def piece_share(units: Units, piece: Piece) -> float:
    """Return which share of a unit's ground a piece is."""
    ground_m2 = float(units.grounds[piece.row].area)
    return min(float(piece.shape.area) / ground_m2, 1.0) if ground_m2 else 0.0
