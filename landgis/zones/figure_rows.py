# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The units and firms behind each figure of a zone."""

from __future__ import annotations

from dataclasses import dataclass

from landgis.zones.units import Figures, Rows, Units
from landgis.zones.zoning import Zoning


@dataclass(frozen=True, kw_only=True, eq=False)
class FigureRows:
    """What makes a figure: units, the firms on them, and what each unit adds.

    `amounts` are in step with `rows`, in the unit of the figure; for counts 1.
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
    raise NotImplementedError
