# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shapes before and after their repair, and repairs that the user does not want.

Only a repair that changes no land can be declined: the rings of such a shape
touch themselves or are split the wrong way, but bound the same ground, and
overlays take it as it is.  Of lines that cross, or land that is drawn twice,
nobody can tell the area without a repair, so these stay mended.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis import messages
from landgis.findings import Finding, Severity
from landgis.geometry import Repair
from landgis.operations.corrections import Correction
from landgis.tables import Geometries
from landgis.units import MU_PER_M2

DECLINABLE = ("ring",)
"""Kinds of findings whose repair may be declined, shape by shape where it can be."""

REPAIR_KINDS = (*DECLINABLE, "self_intersection")
"""Kinds of findings that tell of a repair."""

CROSSING = "Self-intersection"
TOUCHING = ("Ring Self-intersection", "Interior is disconnected")
SAME_LAND = 1e-9  # relative: the same corners, summed in another order


@dataclass(frozen=True, kw_only=True)
class Declined:
    """What the user wants left as it is: whole kinds, or single rows by name."""

    kinds: frozenset[tuple[str, str]] = frozenset()
    rows: frozenset[tuple[str, str, str]] = frozenset()
    wanted: frozenset[tuple[str, str, str]] = frozenset()

    def covers(self, role: str, kind: str, name: str) -> bool:
        """Tell whether a repair is declined; what is said of a row comes first."""
        if (role, kind, name) in self.wanted:
            return False
        return (role, kind, name) in self.rows or (role, kind) in self.kinds


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """What people have said about the data: values entered, repairs declined."""

    corrections: tuple[Correction, ...] = ()
    declined: Declined = Declined()


NOTHING_BY_HAND = ByHand()


@dataclass(frozen=True, kw_only=True)
class LayerRepairs:
    """The repaired shapes of a layer.

    `frame` has row, name, kind (self_intersection / ring), reason, before_m2,
    after_m2, change_mu, can_decline and declined; `before` and `after` run in
    step with it.
    """

    role: str
    frame: pd.DataFrame
    before: Geometries
    after: Geometries


def account_repairs(
    geometry: Geometries, repair: Repair, *, role: str, names: NDArray[np.object_]
) -> LayerRepairs:
    """List the shapes that a repair has changed."""
    rows = np.flatnonzero(repair.changed)
    reasons = pd.Series(repair.reasons[rows], dtype="str")
    before_m2, after_m2 = repair.before_m2[rows], repair.after_m2[rows]
    same = np.abs(after_m2 - before_m2) <= SAME_LAND * np.abs(before_m2)
    return LayerRepairs(
        role=role,
        frame=pd.DataFrame(
            {
                "row": rows.astype(np.int64),
                "name": pd.Series(names[rows].astype(str), dtype="str"),
                "kind": pd.Series("ring", index=range(len(rows)), dtype="str").mask(
                    reasons.str.startswith(CROSSING), "self_intersection"
                ),
                "reason": reasons,
                "before_m2": before_m2,
                "after_m2": after_m2,
                "change_mu": (after_m2 - before_m2) * MU_PER_M2,
                "can_decline": same & reasons.str.startswith(TOUCHING).to_numpy(bool),
                "declined": np.zeros(len(rows), dtype=bool),
            }
        ),
        before=geometry[rows],
        after=repair.geometry[rows],
    )


def decline(
    repaired: Geometries, repairs: LayerRepairs, declined: Declined
) -> tuple[Geometries, LayerRepairs, tuple[Finding, ...]]:
    """Put the original shapes back where the user wants them and that can be."""
    frame = repairs.frame
    wanted = np.array(
        [
            declined.covers(repairs.role, kind, name)
            for kind, name in zip(frame["kind"], frame["name"], strict=True)
        ],
        dtype=bool,
    )
    back = wanted & frame["can_decline"].to_numpy(dtype=bool)
    geometry = repaired.copy()
    geometry[frame["row"].to_numpy()[back]] = repairs.before[back]
    kept = LayerRepairs(
        role=repairs.role,
        frame=frame.assign(declined=back),
        before=repairs.before,
        after=repairs.after,
    )
    return geometry, kept, _find_impossible(frame[wanted & ~back], repairs.role)


def _find_impossible(left: pd.DataFrame, role: str) -> tuple[Finding, ...]:
    if not len(left):
        return ()
    return (
        Finding(
            kind="repair_needed",
            severity=Severity.NOTE,
            role=role,
            rows=tuple(int(row) for row in left["row"]),
            ids=tuple(left["name"]),
            details=tuple(
                messages.text("stored.repair_needed", name=name)
                for name in left["name"]
            ),
            area_m2=tuple((left["after_m2"] - left["before_m2"]).fillna(0.0)),
        ),
    )
