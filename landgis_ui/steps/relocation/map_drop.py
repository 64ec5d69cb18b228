# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of the list of firms, dropped on the label of a park on the map."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QObject, pyqtSignal
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QWidget

from landgis_ui.canvas.flows.layer import FlowLayer
from landgis_ui.canvas.flows.values import Aim
from landgis_ui.steps.relocation.firm_model import MIME, keys_of
from landgis_ui.steps.relocation.park_card import Trial


class MapDrop(QObject):
    """Watches the map for rows that are carried above it.

    Signals
    -------
    firms_dropped(object, str)
        Firms (a tuple of keys) are to go to a park.
    """

    firms_dropped = pyqtSignal(object, str)

    def __init__(
        self,
        canvas: QWidget,
        layer: FlowLayer,
        try_firms: Callable[[str, tuple[str, ...]], Trial],
    ) -> None:
        super().__init__(canvas)
        self._layer, self._try = layer, try_firms
        self._aim: Aim | None = None
        canvas.setAcceptDrops(True)
        canvas.installEventFilter(self)

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:
        """Take rows of firms; let everything else pass."""
        if not self._layer.is_shown:
            return False
        if isinstance(event, QDropEvent) and _firms_of(event):
            self._carry(event)
            return True
        if event is not None and event.type() == QEvent.Type.DragLeave:
            self._layer.hold_above(None, 0.0, 0.0)
        return False

    def _carry(self, event: QDropEvent) -> None:
        """Say what dropping here would do, or do it."""
        at, layer, firms = event.position(), self._layer, _firms_of(event)
        park = layer.park_at(at.x(), at.y())
        if event.type() == QEvent.Type.Drop:
            layer.hold_above(None, 0.0, 0.0)
            if park is not None:
                event.acceptProposedAction()
                self.firms_dropped.emit(firms, park.key)
            return
        if park is None:
            layer.hold_above(None, 0.0, 0.0)
        else:
            if park.key != layer.aimed or self._aim is None:
                trial = self._try(park.key, firms)
                self._aim = Aim(
                    park=park.key, is_allowed=trial.is_allowed, lines=trial.reasons
                )
            layer.hold_above(self._aim, at.x(), at.y())
        if park is None and not isinstance(event, QDragEnterEvent):
            event.ignore()  # nothing can be dropped on bare ground
        else:
            event.acceptProposedAction()


def _firms_of(event: QDropEvent) -> tuple[str, ...]:
    data = event.mimeData()
    if data is None or not data.hasFormat(MIME):
        return ()
    return keys_of(data.data(MIME).data())
