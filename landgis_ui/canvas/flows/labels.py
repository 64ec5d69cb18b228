# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places for the labels of parks: none above another, none outside the map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PyQt6.QtCore import QPointF, QRectF, QSizeF

GAP = 4.0
RINGS = 10


def place_labels(
    anchors: Sequence[QPointF | None],
    sizes: Sequence[QSizeF],
    within: QRectF,
    *,
    taken: Sequence[QRectF] = (),
) -> list[QRectF]:
    """Return a box for each label, as near to its anchor as there is room.

    A label without an anchor, or whose anchor is not `within`, gets an empty box.
    `taken` are boxes that are kept free. Where all is full a label stays at its anchor.
    """
    found: list[QRectF] = []
    full = list(taken)
    for anchor, size in zip(anchors, sizes, strict=True):
        if anchor is None or not within.contains(anchor):
            found.append(QRectF())
            continue
        tries = [_inside(box, within) for box in _around(anchor, size)]
        box = next((each for each in tries if _is_free(each, full)), tries[0])
        found.append(box)
        full.append(box)
    return found


def _around(anchor: QPointF, size: QSizeF) -> Iterator[QRectF]:
    """Yield boxes about a place: on it, then in rings that grow."""
    width, height = size.width(), size.height()
    box = QRectF(anchor.x() - width / 2, anchor.y() - height / 2, width, height)
    yield box
    for ring in range(1, RINGS + 1):
        down = ring * (height + GAP) / 2
        for dx in (0.0, -width / 4, width / 4, -width / 2, width / 2):
            for dy in (-down, down):
                yield box.translated(dx, dy)


def _inside(box: QRectF, within: QRectF) -> QRectF:
    """Return the box, moved until all of it is seen."""
    left = min(max(box.x(), within.left()), within.right() - box.width())
    top = min(max(box.y(), within.top()), within.bottom() - box.height())
    return QRectF(left, top, box.width(), box.height())


def _is_free(box: QRectF, taken: Sequence[QRectF]) -> bool:
    grown = box.adjusted(-GAP / 2, -GAP / 2, GAP / 2, GAP / 2)
    return not any(grown.intersects(other) for other in taken)
