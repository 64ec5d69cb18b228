# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which parcel is under the pointer, and when its card appears."""

from __future__ import annotations

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

WAIT_MS = 250
NO_ROW = -1


class Hover(QObject):
    """Follows the pointer from parcel to parcel.

    Signals
    -------
    changed(int)
        The pointer is above this row now, -1 for none.
    rested(int)
        It has stayed there long enough for a card.
    """

    changed = pyqtSignal(int)
    rested = pyqtSignal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._row = NO_ROW
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(WAIT_MS)
        self._rest.timeout.connect(self._on_rest)

    @property
    def row(self) -> int:
        """The row under the pointer, -1 for none."""
        return self._row

    def go_to(self, row: int) -> None:
        """Follow the pointer to this row."""
        if row == self._row:
            return
        self._row = row
        self._rest.stop()
        if row != NO_ROW:
            self._rest.start()
        self.changed.emit(row)

    def leave(self) -> None:
        """Follow the pointer off every parcel."""
        self.go_to(NO_ROW)

    def _on_rest(self) -> None:
        self.rested.emit(self._row)
