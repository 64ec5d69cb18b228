# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The surface of the map: the last picture at once, the next when it is ready."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from PyQt6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QCloseEvent,
    QColor,
    QFocusEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PyQt6.QtWidgets import QWidget

from landgis.render.picking import row_at
from landgis.render.viewport import Viewport
from landgis_ui.canvas.layers import MapLayers
from landgis_ui.canvas.marks import Marks
from landgis_ui.canvas.navigator import Navigator
from landgis_ui.canvas.painting import painting
from landgis_ui.canvas.picture import Picture, Wish, without_stages
from landgis_ui.canvas.picture_maker import PictureMaker
from landgis_ui.canvas.scene import NO_ROWS, Scene
from landgis_ui.canvas.toolbox import ToolBox
from landgis_ui.theme.look import Look
from landgis_ui.words import Words

NO_ROW = -1
SAME = 1e-9
FOCUS_PX = 2.0
BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Above(Protocol):
    """What is painted between the picture and the marks, and above everything."""

    def paint(
        self, painter: QPainter, picture: Picture | None, viewport: Viewport
    ) -> None:
        """Paint above the picture."""

    def paint_card(self, painter: QPainter, viewport: Viewport) -> None:
        """Paint above all else."""


class MapCanvas(QWidget):
    """Paints pictures of a scene, what is picked out, and what the tools draw.

    Signals
    -------
    pictured()
        A new picture is shown.
    """

    pictured = pyqtSignal()

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.layers = MapLayers(self)
        self.navigator = Navigator(self)
        self.marks = Marks(self)
        self.tools = ToolBox(words, self)
        self._maker = PictureMaker(self)
        self._picture: Picture | None = None
        self._overview: Picture | None = None
        self._wished: tuple[object, ...] = ()
        self._shows_focus = False
        self._above: list[Above] = []
        self._swipe_share = 0.5
        self._asking = QTimer(self)  # several changes at a time make one picture
        self._asking.setSingleShot(True)
        self._asking.timeout.connect(self._ask)
        self._scene = Scene(
            layers=(),
            colouring=None,
            theme=look.theme,
            family=look.family,
            marked=NO_ROWS,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(200, 150)
        self._connect()

    def _connect(self) -> None:
        self.layers.changed.connect(self._on_layers)
        self.look.changed.connect(self._on_look)
        self.navigator.changed.connect(self._on_moved)
        self.marks.changed.connect(self.update)
        self.tools.painted_over.connect(self._on_painted_over)
        self.tools.panned.connect(self.navigator.pan)
        self.tools.cursor_changed.connect(self._on_cursor)
        self._maker.drawn.connect(self._on_drawn)

    @property
    def scene(self) -> Scene:
        """What is shown, wherever the map is looking."""
        return self._scene

    @property
    def picture(self) -> Picture | None:
        """The picture shown at this moment, None before the first."""
        return self._picture

    @property
    def viewport(self) -> Viewport:
        """The ground seen at this moment, in logical pixels."""
        return self.navigator.viewport

    @property
    def is_settled(self) -> bool:
        """Whether the picture shown is the one wished for."""
        return self._maker.is_idle and not self._asking.isActive()

    def change_scene(self, **changes: Any) -> None:
        """Show something else; fields as in `Scene`."""
        self._scene = replace(self._scene, **changes)
        self._asking.start(0)

    def touch(self, where: QRectF | None) -> None:
        """Paint a part of the map again; None: all of it."""
        if where is None:
            self.update()
        elif not where.isEmpty():
            self.update(where.toAlignedRect())

    def add_above(self, above: Above) -> None:
        """Paint something more above every picture."""
        self._above.append(above)

    def set_swipe_share(self, share: float) -> None:
        """Move the line of the swipe; nothing is drawn anew for it."""
        self._swipe_share = share
        self.update()

    def row_at(self, px: float, py: float) -> int:
        """Return the row of parcels at a point of the widget, -1 for none."""
        picture, shapes = self._picture, self._scene.shapes
        if picture is None or picture.index is None or shapes is None:
            return NO_ROW
        if picture.scene.shapes is not shapes:
            return NO_ROW
        at = picture.viewport.to_screen(*self.viewport.to_map(px, py))
        row = row_at(picture.index, shapes, *at)
        colouring = self._scene.colours
        if row >= 0 and colouring is not None:
            hidden = self._scene.hidden
            return NO_ROW if int(colouring.classes[row]) in hidden else row
        return row

    def shut_down(self) -> None:
        """End every timer and thread; the map is not used again."""
        self.navigator.stop()
        self.marks.stop()
        self._asking.stop()
        self._maker.close()

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Paint the last picture where it lies now, and what is above it."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), self.look.colour("map_ground"))
            view = self.viewport
            picture, overview = self._picture, self._overview
            if overview is not None and not (picture and _covers(picture, view)):
                self._paint_picture(painter, overview, view)
            if picture is not None:
                self._paint_picture(painter, picture, view)
                self._paint_beside(painter, picture, view)
            for above in self._above:
                above.paint(painter, picture, view)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            shapes = self._scene.shapes
            if shapes is not None:
                self.marks.paint(painter, shapes, view, look=self.look)
            self.tools.paint(painter, view, self.look)
            for above in self._above:
                above.paint_card(painter, view)
            if self._shows_focus:
                self._paint_focus(painter)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep the middle of the map in the middle."""
        self.navigator.resize(self.width(), self.height())
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Draw for the screen on which the map appears."""
        super().showEvent(event)
        self._ask()

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Show a ring for those who come by keyboard."""
        super().focusInEvent(event)
        self._shows_focus = event is not None and event.reason() in BY_KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._shows_focus = False
        self.update()

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Leave no thread behind."""
        self.shut_down()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent | None) -> None:
        """Draw anew when the window moves to a screen of another density."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.DevicePixelRatioChange:
            self._ask()

    def _paint_picture(
        self, painter: QPainter, picture: Picture, view: Viewport
    ) -> None:
        source = picture.viewport
        left, top = view.to_screen(source.left, source.top)
        ratio = self.devicePixelRatioF()
        if (
            picture.ratio == ratio
            and abs(source.m_per_px * ratio / view.m_per_px - 1) < SAME
        ):
            # Whole pixels of the screen: nothing is blurred while the map is panned.
            corner = QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio)
            painter.drawImage(corner, _at_density(picture.image, ratio))
            return
        scale = source.m_per_px / view.m_per_px
        target = QRectF(left, top, source.width_px * scale, source.height_px * scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, picture.image, QRectF(picture.image.rect()))

    def _paint_beside(
        self, painter: QPainter, picture: Picture, view: Viewport
    ) -> None:
        """Paint the other colours left of the swipe line."""
        if picture.beside is None or self._scene.beside is None:
            return
        left = round(self.width() * self._swipe_share)
        painter.save()
        painter.setClipRect(0, 0, left, self.height())
        self._paint_picture(painter, replace(picture, image=picture.beside), view)
        painter.restore()

    def _paint_focus(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self.look.theme.accent), FOCUS_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = FOCUS_PX / 2
        painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))

    def _ask(self) -> None:
        """Wish for the picture of where the map will come to rest."""
        target, ratio = self.navigator.target, self.devicePixelRatioF()
        wished = (self._scene, target, ratio)
        if not self.isVisible() or wished == self._wished:
            return
        self._wished = wished
        viewport = Viewport(
            centre_x=target.centre_x,
            centre_y=target.centre_y,
            m_per_px=target.m_per_px / ratio,
            width_px=max(round(target.width_px * ratio), 1),
            height_px=max(round(target.height_px * ratio), 1),
        )
        self._maker.wish(Wish(scene=self._scene, viewport=viewport, ratio=ratio))

    def _on_drawn(self, picture: Picture) -> None:
        shapes = self._scene.shapes
        if picture.scene.shapes is not shapes:
            return  # other parcels have been loaded meanwhile
        self._picture = picture
        if _shows_all(picture):
            self._overview = without_stages(picture)
        elif self._overview is not None and self._overview.scene is not picture.scene:
            self._overview = None  # its colours are no longer true
        self.update()
        self.pictured.emit()

    def _on_layers(self) -> None:
        before = self._scene.shapes
        self.change_scene(layers=self.layers.all)
        if self._scene.shapes is not before:
            self._picture = self._overview = None
            self.marks.clear()
            self.update()

    def _on_look(self) -> None:
        self._overview = None
        self.change_scene(theme=self.look.theme)
        self.update()

    def _on_moved(self) -> None:
        self._ask()
        self.update()

    def _on_painted_over(self) -> None:
        self.touch(self.tools.stale(self.viewport))

    def _on_cursor(self, shape: Qt.CursorShape) -> None:
        self.setCursor(shape)


def _covers(picture: Picture, view: Viewport) -> bool:
    """Tell whether a picture leaves no edge of the map bare."""
    west, south, east, north = picture.viewport.bounds
    slack = picture.viewport.m_per_px  # a pixel of rounding
    left, bottom, right, top = view.bounds
    return (
        west <= left + slack
        and south <= bottom + slack
        and east >= right - slack
        and north >= top - slack
    )


def _at_density(image: QImage, ratio: float) -> QImage:
    """Return the image with its density set; the pixels are shared, not copied."""
    if image.devicePixelRatio() != ratio:
        image.setDevicePixelRatio(ratio)
    return image


def _shows_all(picture: Picture) -> bool:
    shapes = picture.scene.shapes
    if shapes is None or shapes.count == 0:
        return False
    west, south, east, north = picture.viewport.bounds
    min_x, min_y, max_x, max_y = shapes.bounds
    return west <= min_x and south <= min_y and east >= max_x and north >= max_y
