# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running totals of a zoning: what changes is added and taken off, nothing else.

Sums are kept as whole numbers of a tiny unit, so that they do not depend on the order
of edits: what is taken back leaves exactly what was there before, never less than 0.
"""

from __future__ import annotations

from collections.abc import Mapping

from landgis.zones.strokes import Change
from landgis.zones.totals import Totals
from landgis.zones.units import Units
from landgis.zones.zoning import Zoning


class TotalsBook:
    """The totals of every zone of a zoning, kept up to date."""

    def __init__(self, zoning: Zoning, units: Units) -> None:
        raise NotImplementedError

    @property
    def zoning(self) -> Zoning:
        """The zoning that the totals are of."""
        raise NotImplementedError

    def of(self, zone: str) -> Totals:
        """Return the totals of a zone."""
        raise NotImplementedError

    def all(self) -> Totals:
        """Return the totals of all zones together, each firm once."""
        raise NotImplementedError

    def after(self, change: Change) -> Mapping[str, Totals]:
        """Return what the totals of the zones that a change concerns would be.

        Successive calls for one growing stroke work out only what is new.
        """
        raise NotImplementedError

    def apply(self, change: Change) -> None:
        """Follow a change: an effect that is done, or an undo."""
        raise NotImplementedError


def recount(zoning: Zoning, units: Units, zone: str) -> Totals:
    """Return the totals of a zone, counted from nothing."""
    raise NotImplementedError
