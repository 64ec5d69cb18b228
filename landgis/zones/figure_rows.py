# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The units and firms behind each figure of a zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.zones.doubles import Doubles
from landgis.zones.overlay import together
from landgis.zones.sums import piece_figures
from landgis.zones.units import (
    COLUMNS,
    DORMITORY,
    DORMITORY_ELIGIBLE,
    GRADES,
    STATE_TENURES,
    TENURES,
    UNKNOWN_TENURE,
    Figures,
    Rows,
    Units,
)
from landgis.zones.zoning import Zoning

_OWNERS: Mapping[str, tuple[str, ...]] = {
    "state": STATE_TENURES,
    "collective": ("collective",),
    "unknown": (UNKNOWN_TENURE,),
}
_MARKS = {
    "parcels": "parcel",
    "residuals": "residual",
    "registered_units": "registered",
    "to_verify": "to_verify",
    "units_without_floor": "no_floor",
}
_PER_UNIT: Mapping[str, Callable[[Units], NDArray[np.bool_]]] = {
    "firms": lambda units: np.ones(units.firms.count, dtype=bool),
    "low_firms": lambda units: units.firms.low > 0,
    "firms_unknown_low": lambda units: units.firms.low < 0,
    "firms_without_jobs": lambda units: np.isnan(units.firms.employees),
    "firms_without_tax": lambda units: np.isnan(units.firms.tax_wan),
}
_SUMS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "reclaimable_m2": (("firm_m2", 1.0), ("potential_m2", 1.0)),
    "outside_lines_m2": (("ground_m2", 1.0), ("first_m2", -1.0), ("second_m2", -1.0)),
}
_ALIKE = {"mu": "land_m2", "tax_per_mu": "tax_wan", "far_now": "built_m2"}


@dataclass(frozen=True, kw_only=True, eq=False)
class FigureRows:
    """What makes a figure: units, the firms on them, and what each unit adds.

    `amounts` are in step with `rows`, in the unit of the figure; for counts 1.  A
    figure that counts firms has their number in `firms` and 0 for the units.  Other
    ground is no unit: what it adds to a measured figure is in no row.
    """

    rows: Rows
    amounts: Figures
    firms: Rows


def rows_behind(
    zoning: Zoning, units: Units, figure: str, *, zone: str | None = None
) -> FigureRows:
    """Return what makes a figure of a zone; zone None for all zones together.

    Parameters
    ----------
    figure
        A name of `Totals` (``land_m2``, ``firm_m2``, ``jobs``, ``firms_without_tax``,
        ``to_verify`` …), or ``status:low_efficiency``, ``grade:A``, ``tenure:granted``,
        ``owner:state``, ``dormitory:park``.

    Raises
    ------
    KeyError
        If there is no such figure.
    """
    rows, values = _held(zoning, units, zone)
    figure = _ALIKE.get(figure, figure)
    kind, _, name = figure.partition(":")
    if kind in _PER_UNIT or kind == "grade":
        return _with_firms(units, rows, _wanted_firms(units, kind, name))
    if kind == "overlap_removed_m2":
        return _doubled(zoning, units, zone)
    amounts = _amounts(zoning, units, rows, values=values, figure=(kind, name))
    found = amounts != 0
    return FigureRows(
        rows=rows[found],
        amounts=amounts[found],
        firms=np.unique(units.firms.on(rows[found])).astype(np.int64),
    )


def _held(zoning: Zoning, units: Units, zone: str | None) -> tuple[Rows, Figures]:
    """Return the units held, wholly or in part, and `COLUMNS` of what is held."""
    names = [each.id for each in zoning.zones] if zone is None else [zone]
    held = [zoning.rows(name) for name in names]
    rows = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *held]))
    values = units.values[rows]
    cut = np.isin(rows, np.fromiter(zoning.pieces, np.int64, len(zoning.pieces)))
    for place in np.flatnonzero(cut).tolist():
        pieces = [
            piece for piece in zoning.pieces[int(rows[place])] if piece.zone in names
        ]
        values[place] = sum(piece_figures(units, piece) for piece in pieces)
    return rows, values


def _amounts(
    zoning: Zoning,
    units: Units,
    rows: Rows,
    *,
    values: Figures,
    figure: tuple[str, str],
) -> Figures:
    """Return what each unit adds to a figure."""
    kind, name = figure
    if kind == "units":
        return np.ones(len(rows))
    if kind == "cut_units":
        return np.array([row in zoning.pieces for row in rows.tolist()], dtype=float)
    if kind in _MARKS:
        return units.mark(_MARKS[kind])[rows].astype(float)
    if kind in _SUMS:
        parts = [sign * values[:, COLUMNS.index(each)] for each, sign in _SUMS[kind]]
        return np.asarray(np.maximum(np.sum(parts, axis=0), 0.0))
    if kind in COLUMNS:
        return np.asarray(values[:, COLUMNS.index(kind)])
    land = values[:, COLUMNS.index("land_m2")]
    return np.asarray(np.where(_of_kind(units, rows, kind, name=name), land, 0.0))


def _of_kind(units: Units, rows: Rows, kind: str, *, name: str) -> NDArray[np.bool_]:
    """Tell which units are of a status, a tenure, an owner or a limb of DORM-01."""
    if kind == "status":
        return np.asarray(units.with_status([name])[rows])
    if kind == "dormitory":
        limbs = DORMITORY_ELIGIBLE if name == "eligible" else (name,)
        wanted = [DORMITORY.index(limb) for limb in limbs if limb in DORMITORY]
        return np.isin(units.dormitory[rows], wanted)
    owners = {"owner": _OWNERS, "tenure": {each: (each,) for each in TENURES}}
    wanted = [TENURES.index(each) for each in owners[kind][name]]
    return np.isin(units.tenure[rows], wanted)


def _wanted_firms(units: Units, kind: str, name: str) -> NDArray[np.bool_]:
    if kind == "grade":
        if name not in GRADES:
            raise KeyError(name)
        return np.asarray(units.firms.grade == GRADES.index(name))
    return _PER_UNIT[kind](units)


def _with_firms(units: Units, rows: Rows, wanted: NDArray[np.bool_]) -> FigureRows:
    """Return the units with any of these firms, and those firms."""
    counts = units.firms.ptr[rows + 1] - units.firms.ptr[rows]
    owner = np.repeat(np.arange(len(rows)), counts)
    on = units.firms.on(rows)
    kept = wanted[on]
    held = rows[np.unique(owner[kept])]
    return FigureRows(
        rows=held,
        amounts=np.zeros(len(held)),
        firms=np.unique(on[kept]).astype(np.int64),
    )


def _doubled(zoning: Zoning, units: Units, zone: str | None) -> FigureRows:
    """Return the units that lie under denser ones, and what is taken off for it."""
    doubles = Doubles(units)
    rows, _ = _held(zoning, units, zone)
    shapes = units.shapes[rows]
    for place, row in enumerate(rows.tolist()):
        if row in zoning.pieces:
            shapes[place] = together(
                piece.shape
                for piece in zoning.pieces[row]
                if zone in {None, piece.zone}
            )
    doubles.put(rows, shapes)
    removed = {row: area for row, area in doubles.by_row().items() if area > 0}
    held = np.array(list(removed), dtype=np.int64)
    return FigureRows(
        rows=held,
        amounts=np.array(list(removed.values()), dtype=float),
        firms=np.unique(units.firms.on(held)).astype(np.int64),
    )
