# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Thinned outlines of a file: from a trial, kept with the project, read back."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from landgis.operations.import_trial import ImportTrial
from landgis_ui.steps.data.preview_map import Outlines

_SURFACE = 2
_STORED = np.dtype("<f4")


def to_outlines(shapes: Sequence[bytes]) -> Outlines | None:
    """Return the rings, lines and points of WKB shapes; None if there are none."""
    if not shapes:
        return None
    geometry = shapely.from_wkb(np.array(shapes, dtype=object), on_invalid="ignore")
    parts = shapely.get_parts(geometry[~shapely.is_missing(geometry)])
    is_area = bool((shapely.get_dimensions(parts) == _SURFACE).any())
    rings = shapely.get_rings(parts) if is_area else parts
    points, owners = shapely.get_coordinates(rings, return_index=True)
    if not len(points):
        return None
    starts = np.flatnonzero(np.diff(owners, prepend=-1)).astype(np.int64)
    return Outlines(points=points, starts=starts, is_area=is_area)


def taken_outlines(trial: ImportTrial) -> Outlines | None:
    """Return the outlines in the coordinate system that a trial takes."""
    if trial.crs is None or trial.crs.value is None:
        return None
    for candidate in trial.crs.candidates:
        if candidate.code == trial.crs.value:
            return to_outlines(candidate.preview)
    return None


def to_state(outlines: Outlines) -> dict[str, Any]:
    """Return outlines as JSON, to 1 m or better, to keep beside the project."""
    origin = outlines.points.mean(axis=0)
    return {
        "origin": origin.tolist(),
        "points": _pack(outlines.points - origin, _STORED),
        "starts": _pack(outlines.starts, np.dtype("<i4")),
        "is_area": outlines.is_area,
    }


def from_state(state: object) -> Outlines | None:
    """Return outlines that were kept, or None where nothing usable was."""
    if not isinstance(state, Mapping):
        return None
    try:
        points = np.frombuffer(b64decode(state["points"]), dtype=_STORED)
        starts = np.frombuffer(b64decode(state["starts"]), dtype="<i4")
        origin = np.array(state["origin"], dtype=np.float64)
        return Outlines(
            points=points.reshape(-1, 2).astype(np.float64) + origin,
            starts=starts.astype(np.int64),
            is_area=bool(state["is_area"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _pack(values: Any, kind: np.dtype[Any]) -> str:
    return b64encode(np.ascontiguousarray(values.astype(kind)).tobytes()).decode()
