# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws pictures beside the window's own thread; only the latest wish counts."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from PyQt6.QtCore import QObject, Qt, pyqtSignal

from landgis_ui.canvas.picture import Picture, Wish, draw_picture


class PictureMaker(QObject):
    """Draws what is wished for, one picture at a time, in a thread of its own.

    While one is drawn, later wishes replace each other: the map never works off a
    queue of places that were passed long ago.

    Signals
    -------
    drawn(object)
        A picture is ready.
    """

    drawn = pyqtSignal(object)
    _finished = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="map")
        self._last: Picture | None = None
        self._waiting: Wish | None = None
        self._is_busy = False
        self._is_open = True
        self._finished.connect(  # queued: the thread must not run on into the window
            self._on_finished,
            Qt.ConnectionType.QueuedConnection,  # type: ignore[call-arg] # PyQt's stub
        )

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being drawn or waits to be."""
        return not self._is_busy and self._waiting is None

    def wish(self, wish: Wish) -> None:
        """Draw this next; what waits is dropped."""
        self._waiting = wish
        self._start_next()

    def close(self) -> None:
        """Draw nothing more, and wait for what is being drawn."""
        self._is_open = False
        self._waiting = None
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start_next(self) -> None:
        if self._is_busy or self._waiting is None or not self._is_open:
            return
        wish, self._waiting = self._waiting, None
        self._is_busy = True
        future = self._pool.submit(draw_picture, wish, before=self._last)
        future.add_done_callback(self._finished.emit)

    def _on_finished(self, future: Future[Picture]) -> None:
        self._is_busy = False
        if not self._is_open:
            return
        if future.exception() is None:
            self._last = future.result()
        self._start_next()
        self.drawn.emit(future.result())  # raises here what went wrong there
