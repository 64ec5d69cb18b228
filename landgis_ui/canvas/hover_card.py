# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The card of the parcel under the pointer, beside it, where it hides the least."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPoint, QRect, QSize, Qt
from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from landgis_ui.canvas.picture import Picture
from landgis_ui.theme.look import Look
from landgis_ui.widgets.basics import make_chip, make_label, row, set_property

GAP_PX = 12
WIDEST_PX = 320


@dataclass(frozen=True, kw_only=True)
class CardText:
    """What the card says: a number, a status, and two or three lines.

    `tone` is that of a chip: "true", accent, ok, warn, bad or verify.
    """

    title: str
    badge: str = ""
    tone: str = "true"
    lines: tuple[str, ...] = ()


class HoverCard(QFrame):
    """A small card above the map; the pointer goes through it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("card", "floating")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = make_label(size="panel")
        self._badge = make_chip("")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        layout.addLayout(row(self._title, 16, None, self._badge))
        layout.addLayout(self._lines)
        self.hide()

    def fill(self, text: CardText) -> None:
        """Write the card."""
        self._title.setText(text.title)
        self._badge.setVisible(bool(text.badge))
        self._badge.setText(text.badge)
        set_property(self._badge, "chip", text.tone)
        self._write(text.lines)
        for part in (self, self._title, self._badge):
            part.ensurePolished()  # a hidden widget does not know its type yet
        self.layout().activate()  # type: ignore[union-attr] # made above
        self.adjustSize()

    def _write(self, lines: tuple[str, ...]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for line in lines:
            label = make_label(line, size="secondary")
            label.ensurePolished()
            wide = label.sizeHint().width() > self._look.px(WIDEST_PX)
            label.setWordWrap(wide)
            if wide:
                label.setFixedWidth(self._look.px(WIDEST_PX))
            self._lines.addWidget(label)


def find_place(
    size: QSize, room: QRect, parcel: QRect, *, costs: NDArray[np.bool_]
) -> QPoint:
    """Return where a card beside a parcel covers the fewest things that matter.

    Right, left, below, above are tried, each at three heights; `costs` says of
    each pixel of the room whether something that matters is there.  The parcel
    itself is covered only if there is no other way.
    """
    best, least = QPoint(room.left(), room.top()), None
    for x, y in _places(size, room, parcel):
        card = QRect(QPoint(x, y), size)
        covered = _count(costs, card.translated(-room.topLeft()))
        hidden = card.intersected(parcel)
        cost = covered + 4 * max(hidden.width(), 0) * max(hidden.height(), 0)
        if least is None or cost < least:
            best, least = QPoint(x, y), cost
    return best


def costs_of(
    picture: Picture, matters: NDArray[np.bool_], size: QSize
) -> NDArray[np.bool_]:
    """Return for each logical pixel whether a parcel of a status lies there.

    `matters` says it for each class.
    """
    colouring, index = picture.scene.colours, picture.index
    if index is None or colouring is None:
        return np.zeros((size.height(), size.width()), dtype=np.bool_)
    step = picture.ratio * index.supersample
    ys = (np.arange(size.height()) * step).astype(np.intp)
    xs = (np.arange(size.width()) * step).astype(np.intp)
    high, wide = index.rows.shape
    rows = index.rows[np.ix_(np.minimum(ys, high - 1), np.minimum(xs, wide - 1))]
    by_row = matters[colouring.classes]
    return np.where(rows >= 0, by_row[np.maximum(rows, 0)], False)


def _places(size: QSize, room: QRect, parcel: QRect) -> list[tuple[int, int]]:
    """Return the corners to try, kept inside the room."""
    middle_y = parcel.center().y() - size.height() // 2
    middle_x = parcel.center().x() - size.width() // 2
    right, left = parcel.right() + GAP_PX, parcel.left() - GAP_PX - size.width()
    below, above = parcel.bottom() + GAP_PX, parcel.top() - GAP_PX - size.height()
    top, bottom = parcel.top(), parcel.bottom() - size.height()
    sides = [(x, y) for x in (right, left) for y in (middle_y, top, bottom)]
    ends = [
        (x, y)
        for y in (below, above)
        for x in (middle_x, parcel.left(), parcel.right() - size.width())
    ]
    corners = [(x, y) for x in (right, left) for y in (below, above)]
    last_x = max(room.right() - size.width(), room.left())
    last_y = max(room.bottom() - size.height(), room.top())
    return [
        (min(max(x, room.left()), last_x), min(max(y, room.top()), last_y))
        for x, y in (*sides, *ends, *corners)
    ]


def _count(costs: NDArray[np.bool_], card: QRect) -> int:
    part = costs[
        max(card.top(), 0) : max(card.bottom() + 1, 0),
        max(card.left(), 0) : max(card.right() + 1, 0),
    ]
    return int(part.sum())
