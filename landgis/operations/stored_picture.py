# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the map shows first of a stored result, read without all the rest of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from landgis.operations.stored_analysis import StoredResult
from landgis.project import Dataset
from landgis.render.shapes import Shapes, shapes_from_wkb
from landgis.report.headline import statuses_of

LAND = ("parcel_geometry", "residual_geometry")
"""The shapes whose rows, one after the other, are those of the map."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """Outlines and statuses of the rows of the map.

    Parameters
    ----------
    result
        Id of the result that they belong to.
    """

    result: str
    shapes: Shapes
    statuses: NDArray[np.object_]


def read_picture(dataset: Dataset) -> Picture:
    """Read shapes and statuses: a seventh of the work of reading the result."""
    result = StoredResult(dataset)
    left = int(dataset.meta["frames"]["residual"]["rows"])
    return Picture(
        result=result.id,
        shapes=read_land(result),
        statuses=statuses_of(result.frame("parcels", ["status"])["status"], left=left),
    )


def read_land(result: StoredResult) -> Shapes:
    """Read the outlines of the rows of the map."""
    land = pa.concat_tables([result.wkb(name) for name in LAND])
    return shapes_from_wkb(land.column(0))
