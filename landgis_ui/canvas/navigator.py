# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the map is looking, and how it gets from one place to the next."""

from __future__ import annotations

import math
from dataclasses import replace

from PyQt6.QtCore import QEasingCurve, QObject, QTimer, QVariantAnimation, pyqtSignal

from landgis.render.scale import denominator, m_per_px_at
from landgis.render.viewport import Bounds, Viewport
from landgis_ui.canvas import scales

MOTION_MS = 120
SETTLE_MS = 180
NOTCH = 120.0  # angle of one click of a mouse wheel, in eighths of a degree
STEPS_PER_NOTCH = 2
SAME_SCALE = 1e-6


class Navigator(QObject):
    """Holds the part of the ground that is seen, in logical pixels.

    Signals
    -------
    changed()
        Another part of the ground is seen.
    scale_changed(float)
        The scale is 1 : n now.
    """

    changed = pyqtSignal()
    scale_changed = pyqtSignal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.motion_ms = MOTION_MS
        self._viewport = Viewport(
            centre_x=0.0, centre_y=0.0, m_per_px=1.0, width_px=1, height_px=1
        )
        self._from = self._to = self._viewport
        self._motion = QVariantAnimation(self)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self._on_motion)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._on_settle)
        self._cursor = (0.0, 0.0)

    @property
    def viewport(self) -> Viewport:
        """The ground seen at this moment."""
        return self._viewport

    @property
    def target(self) -> Viewport:
        """The ground that will be seen when the map has come to rest."""
        running = self._motion.state() == QVariantAnimation.State.Running
        return self._to if running else self._viewport

    @property
    def scale(self) -> float:
        """The n of 1 : n when the map has come to rest."""
        return denominator(self.target.m_per_px)

    def resize(self, width_px: int, height_px: int) -> None:
        """Give the picture another size; its middle and scale stay."""
        at_rest = self.target.resized(max(width_px, 1), max(height_px, 1))
        self.jump(at_rest)

    def jump(self, viewport: Viewport) -> None:
        """Look somewhere else at once."""
        self._motion.stop()
        self._show(viewport)

    def go(self, viewport: Viewport) -> None:
        """Move smoothly; at once where the system asks for no motion."""
        if self.motion_ms <= 0:
            self.jump(viewport)
            return
        self._motion.stop()
        self._from, self._to = self._viewport, viewport
        self._motion.setDuration(self.motion_ms)
        self._motion.start()
        self.scale_changed.emit(self.scale)
        self.changed.emit()

    def pan(self, dx_px: float, dy_px: float) -> None:
        """Move the picture right and down by pixels."""
        self.jump(self._viewport.panned(dx_px, dy_px))

    def zoom_steps(self, steps: int, px: float, py: float) -> None:
        """Go so many round scales finer; what is under the point stays there."""
        self.zoom_to(scales.stepped(self.scale, steps), px, py)

    def zoom_to(self, scale: float, px: float, py: float) -> None:
        """Go to 1 : scale; what is under the point stays there."""
        target = self.target
        wanted = m_per_px_at(scales.clamp(scale))
        self.go(target.zoomed(target.m_per_px / wanted, px, py))

    def turn_wheel(self, angle: float, px: float, py: float) -> None:
        """Zoom with a wheel; a fine one (touchpad) snaps when it comes to rest."""
        if abs(angle) >= NOTCH:
            self.zoom_steps(round(angle / NOTCH) * STEPS_PER_NOTCH, px, py)
        else:
            self.pinch(2.0 ** (angle / (2 * NOTCH)), px, py)

    def pinch(self, factor: float, px: float, py: float) -> None:
        """Zoom by any factor, as two fingers do; snaps when they rest."""
        bounded = scales.clamp(self.scale / factor)
        view = self._viewport
        self.jump(view.zoomed(view.m_per_px / m_per_px_at(bounded), px, py))
        self._cursor = (px, py)
        self._settle.start()

    def set_scale(self, scale: float) -> None:
        """Go to 1 : scale around the middle."""
        view = self.target
        self.zoom_to(scale, view.width_px / 2, view.height_px / 2)

    def fit(self, bounds: Bounds, *, margin: float = 0.05) -> None:
        """Move so that all of a rectangle is seen."""
        self.go(self._bounded(self.target.fitted(bounds, margin=margin)))

    def show(self, bounds: Bounds, *, margin: float = 0.05) -> None:
        """Show all of a rectangle at once, without motion."""
        self.jump(self._bounded(self.target.fitted(bounds, margin=margin)))

    def stop(self) -> None:
        """End every motion where it would have led; no timer runs on."""
        self._settle.stop()
        if self._motion.state() == QVariantAnimation.State.Running:
            self.jump(self._to)

    def _bounded(self, viewport: Viewport) -> Viewport:
        scale = scales.clamp(denominator(viewport.m_per_px))
        return viewport.at_scale(m_per_px_at(scale))

    def _on_settle(self) -> None:
        self.zoom_to(scales.nearest_round(self.scale), *self._cursor)

    def _on_motion(self, share: float) -> None:
        if share >= 1.0:
            self._show(self._to)
        else:
            self._show(between(self._from, self._to, share))

    def _show(self, viewport: Viewport) -> None:
        before, self._viewport = self._viewport, viewport
        if before != viewport:
            if before.m_per_px != viewport.m_per_px:
                self.scale_changed.emit(self.scale)
            self.changed.emit()


def between(start: Viewport, end: Viewport, share: float) -> Viewport:
    """Return the view on the way: scales in equal ratios, one point standing still."""
    ratio = end.m_per_px / start.m_per_px
    m_per_px = start.m_per_px * math.exp(math.log(ratio) * share)
    weight = share
    if abs(ratio - 1) > SAME_SCALE:
        weight = (m_per_px / start.m_per_px - 1) / (ratio - 1)
    return replace(
        end,
        centre_x=start.centre_x + (end.centre_x - start.centre_x) * weight,
        centre_y=start.centre_y + (end.centre_y - start.centre_y) * weight,
        m_per_px=m_per_px,
    )
