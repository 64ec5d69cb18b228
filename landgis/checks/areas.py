# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare the drawn area of a parcel with the registered one (AREA)."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.checks.limits import Limits
from landgis.checks.naming import format_mu, name_column
from landgis.checks.register import Shapes, make_findings, shape_check
from landgis.findings import Finding, Severity
from landgis.geometry import shape_groups
from landgis.messages import text

# An area that equals the limit counts as within it, whatever binary makes of it.
NOISE = 1e-12


@shape_check("area_mismatch")
def check_area(shapes: Shapes) -> list[Finding]:
    """Compare drawn with registered area: over 1 % a warning, over 5 % an error.

    A parcel or approval in several rows of the same code and figure is
    compared once, with all its different parts together.  A figure of 0 is a
    missing one; rows without a shape are not compared.
    """
    rows = shapes.rows
    column = rows.limits.registered.get(rows.role)
    if column is None or column not in rows.frame:
        return []
    registered = rows.frame[column].to_numpy(dtype="float64", na_value=np.nan)
    drawn = _drawn_of_whole(shapes, column)
    known = (registered > 0) & (drawn > 0)
    ratio = np.divide(drawn, registered, out=np.ones_like(drawn), where=known)
    off = np.abs(ratio - 1)
    numbers = rows.limits.numbers
    error = off > numbers.area_error_ratio + NOISE
    warning = (off > numbers.area_warn_ratio + NOISE) & ~error
    found: list[Finding] = []
    for severity, chosen in ((Severity.ERROR, error), (Severity.WARNING, warning)):
        places = np.flatnonzero(chosen)
        hints = _hints(ratio[places], rows.limits)
        label = name_column(column)
        found += make_findings(
            rows,
            "area_mismatch",
            severity=severity,
            places=places,
            details=[
                text(
                    "check.area_mismatch",
                    label=label,
                    registered=format_mu(registered[place]),
                    drawn=format_mu(drawn[place]),
                    percent=f"{100 * (ratio[place] - 1):+.1f}",
                    hint=hint,
                )
                for place, hint in zip(places, hints, strict=True)
            ],
            area_m2=drawn[places] - registered[places],
        )
    return found


def _drawn_of_whole(shapes: Shapes, column: str) -> NDArray[np.float64]:
    """Return each row's drawn area, that of several parts together at the first.

    The rows of the other parts, and of repeated shapes, give NaN: they have
    been compared already.
    """
    frame = shapes.rows.frame
    drawn: NDArray[np.float64] = np.where(
        shapely.is_missing(shapes.repair.geometry),
        np.nan,
        shapely.area(shapes.repair.geometry),
    )
    key = shapes.rows.limits.keys[shapes.rows.role][0]
    if key not in frame:
        return drawn
    by = [name for name in (key, "owner", column) if name in frame]
    codes = frame[by].reset_index(drop=True)
    parts = codes[codes[key].notna() & codes.duplicated(keep=False)]
    if parts.empty:
        return drawn
    places = parts.index.to_numpy()
    parts = parts.assign(
        shape=shape_groups(shapes.repair.geometry[places]), drawn=drawn[places]
    )
    once = parts.drop_duplicates([*by, "shape"])
    whole = once.groupby(by, dropna=False)["drawn"].transform("sum")
    firsts = ~once.duplicated(by)
    drawn[places] = np.nan
    drawn[whole.index[firsts]] = whole[firsts]
    return drawn


def _hints(ratio: NDArray[np.float64], limits: Limits) -> list[str]:
    """Say for each ratio which unit may have been mixed up, or nothing."""
    hints = np.full(len(ratio), "", dtype=object)
    for slip in limits.unit_slips:
        near = np.abs(ratio / slip.factor - 1) <= limits.numbers.unit_slip_tolerance
        hints[near] = text(f"check.unit_slip_{slip.unit}")
    return [str(hint) for hint in hints]
