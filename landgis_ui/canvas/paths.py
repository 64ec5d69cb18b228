# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outlines as Qt draws them, built from arrays without a loop over points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QByteArray, QDataStream, QIODevice
from PyQt6.QtGui import QPainterPath

from landgis.render.shapes import Rows, Shapes
from landgis.render.viewport import Viewport

CHUNK_POINTS = 4000
_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_MOVE, _LINE = 0, 1


def make_path(points: NDArray[np.float64], starts: Rows) -> QPainterPath:
    """Return the lines that begin at `starts` (and end at the last one) as a path."""
    path = QPainterPath()
    if len(points) == 0:
        return path
    elements = np.empty(len(points), dtype=_ELEMENT)
    elements["kind"] = _LINE
    elements["kind"][starts[:-1]] = _MOVE
    elements["x"], elements["y"] = points[:, 0], points[:, 1]
    # The stream format of a path: count, elements, first point of the open part, rule.
    data = QByteArray(
        len(points).to_bytes(4, "big")
        + elements.tobytes()
        + int(starts[-2]).to_bytes(4, "big")
        + (0).to_bytes(4, "big")
    )
    stream = QDataStream(data, QIODevice.OpenModeFlag.ReadOnly)
    stream >> path  # type: ignore[operator] # not in the stubs
    return path


def chunks_of(points: NDArray[np.float64], starts: Rows) -> list[QPainterPath]:
    """Return many lines as several paths, so that no single stroke takes long."""
    paths, first = [], 0
    lines = len(starts) - 1
    while first < lines:
        last = int(np.searchsorted(starts, starts[first] + CHUNK_POINTS, side="right"))
        last = min(max(last - 1, first + 1), lines)
        begin, end = int(starts[first]), int(starts[last])
        paths.append(make_path(points[begin:end], starts[first : last + 1] - begin))
        first = last
    return paths


def rings_of(shapes: Shapes, row: int) -> list[NDArray[np.float64]]:
    """Return the rings of a row, in coordinates of the ground."""
    first, last = int(shapes.parts[row]), int(shapes.parts[row + 1])
    origin = np.array(shapes.origin)
    return [
        shapes.points[int(shapes.rings[ring]) : int(shapes.rings[ring + 1])] + origin
        for ring in range(first, last)
    ]


def outline_of(shapes: Shapes, row: int, viewport: Viewport) -> QPainterPath:
    """Return the closed outline of a row on screen; empty if it has no shape."""
    path = QPainterPath()
    for ring in rings_of(shapes, row):
        if len(ring):
            path.addPath(make_path(place(ring, viewport), np.array([0, len(ring)])))
            path.closeSubpath()
    return path


def place(points: NDArray[np.float64], viewport: Viewport) -> NDArray[np.float64]:
    """Return points of the ground in pixels of the screen."""
    scale = 1 / viewport.m_per_px
    placed = np.empty_like(points)
    placed[:, 0] = (points[:, 0] - viewport.centre_x) * scale + viewport.width_px / 2
    placed[:, 1] = (viewport.centre_y - points[:, 1]) * scale + viewport.height_px / 2
    return placed
