# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A brush stroke while the button is down: only what is new is worked out."""

from __future__ import annotations

from landgis.zones.strokes import CutMode, Effect
from landgis.zones.units import Rows, Units
from landgis.zones.zoning import Zoning


class BrushSession:
    """One stroke of a round brush, from button down to button up.

    Parameters
    ----------
    zone
        The zone to paint into; None erases.
    radius_m
        Half the width of the brush, on the ground.
    mode
        `CutMode.WHOLE` takes what the brush touches, `CutMode.MAJORITY` what it has
        swept more than half of.
    """

    def __init__(
        self,
        zoning: Zoning,
        units: Units,
        *,
        zone: str | None,
        radius_m: float,
        mode: CutMode = CutMode.WHOLE,
        only_statuses: frozenset[str] | None = None,
    ) -> None:
        raise NotImplementedError

    def extend(self, x: float, y: float) -> Effect:
        """Move the brush there from where it was; return what the stroke does so far.

        Nothing is changed: the zoning becomes ``effect.after`` once it is committed.
        """
        raise NotImplementedError

    @property
    def effect(self) -> Effect:
        """What the stroke does so far."""
        raise NotImplementedError

    @property
    def new_rows(self) -> Rows:
        """The units that the last move has added."""
        raise NotImplementedError


def rows_under(units: Units, x: float, y: float, *, radius_m: float) -> Rows:
    """Return the units that a brush at rest touches: what a click would take."""
    raise NotImplementedError
