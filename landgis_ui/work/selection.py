# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is selected: one set of parcels for map, table and inspector."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QObject, pyqtSignal

Rows = NDArray[np.int64]
NOTHING: Rows = np.empty(0, dtype=np.int64)
NO_ROW = -1


def to_rows(rows: Iterable[int] | Rows) -> Rows:
    """Return rows as a sorted array, each once.

    By a mask, in milliseconds: numpy's `unique` takes seconds for a million.
    """
    found = rows if isinstance(rows, np.ndarray) else np.fromiter(rows, dtype=np.int64)
    if not found.size:
        return NOTHING
    mask = np.zeros(int(found.max()) + 1, dtype=bool)
    mask[found] = True
    return np.flatnonzero(mask).astype(np.int64, copy=False)


def join_rows(rows: Rows, others: Rows) -> Rows:
    """Return the rows of either."""
    return to_rows(np.concatenate([rows, others]))


def toggle_rows(rows: Rows, others: Rows) -> Rows:
    """Return the rows of one of both alone; each row stands once in either."""
    mask = np.zeros(
        int(max(rows.max(initial=-1), others.max(initial=-1))) + 1, dtype=bool
    )
    mask[rows] = True
    mask[others] ^= True
    return np.flatnonzero(mask).astype(np.int64, copy=False)


class Selection(QObject):
    """The parcels that are selected, and the one that is looked at.

    Signals
    -------
    changed(object)
        The selection is another one; the value is who changed it, so that a view
        need not answer to itself.
    """

    changed = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = NOTHING
        self._current = NO_ROW

    @property
    def rows(self) -> Rows:
        """Rows of the selected parcels, ascending; not to be written to."""
        return self._rows

    @property
    def current(self) -> int:
        """The row that the inspector shows; -1 for none or several."""
        return self._current

    def set(
        self,
        rows: Iterable[int] | Rows,
        *,
        current: int = NO_ROW,
        origin: object = None,
    ) -> None:
        """Select these rows and no others; one alone is the current one."""
        found = to_rows(rows)
        if len(found) == 1:
            current = int(found[0])
        if current == self._current and np.array_equal(found, self._rows):
            return
        found.flags.writeable = False
        self._rows, self._current = found, current
        self.changed.emit(origin)

    def add(self, rows: Iterable[int] | Rows, *, origin: object = None) -> None:
        """Select these rows as well."""
        self.set(join_rows(self._rows, to_rows(rows)), origin=origin)

    def toggle(self, rows: Iterable[int] | Rows, *, origin: object = None) -> None:
        """Select those of the rows that were not, and drop those that were."""
        self.set(toggle_rows(self._rows, to_rows(rows)), origin=origin)

    def clear(self, *, origin: object = None) -> None:
        """Select nothing."""
        self.set(NOTHING, origin=origin)
