# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page as it will be printed; the map in its frame can be dragged."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from landgis.operations.report_files import PagePreview
from landgis_ui.context import Context

MARGIN_PX, SHADOW_PX = 24, 3
DRAG_PX = 3
MM_PER_INCH = 25.4
KEY_STEP_MM = 10.0
NOTCH = 120


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where the page lies in the widget, in pixels, and how large a millimetre is."""

    box: QRectF
    px_per_mm: float


class PageView(QWidget):
    """Shows one page, fitted into the room there is.

    Signals
    -------
    centre_chosen(float, float)
        The map was dragged: this place of the ground is to be its middle.
    scale_turned(int)
        The wheel was turned above the map: +1 is larger, −1 smaller.
    word_wanted(QPointF)
        The page was clicked twice there (millimetres): its word is to be changed.
    size_changed()
        The page is shown larger or smaller: a picture of another density is wanted.
    """

    centre_chosen = pyqtSignal(float, float)
    scale_turned = pyqtSignal(int)
    word_wanted = pyqtSignal(QPointF)
    size_changed = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._look = context, context.look
        self._image: QImage | None = None
        self._preview: PagePreview | None = None
        self._message = ""
        self._from: QPointF | None = None
        self._shift = QPointF()
        self.setMinimumSize(280, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(context.words("report.page"))
        context.look.changed.connect(self.update)

    @property
    def preview(self) -> PagePreview | None:
        """The page that is shown."""
        return self._preview

    @property
    def message(self) -> str:
        """The sentence that stands there in place of a page."""
        return self._message

    def wanted_ppi(self, width_mm: float, height_mm: float) -> float:
        """Return the density at which a page of this size is sharp here."""
        place = self._place(width_mm, height_mm)
        return place.px_per_mm * MM_PER_INCH * self.devicePixelRatioF()

    def show_page(self, preview: PagePreview) -> None:
        """Show a page."""
        self._preview = preview
        self._image = QImage.fromData(preview.png)
        self._message, self._shift = "", QPointF()
        self.update()

    def show_message(self, text: str) -> None:
        """Say why there is no page; the one before stays below."""
        self._message, self._shift = text, QPointF()
        self.update()

    def clear(self) -> None:
        """Show no page."""
        self._preview, self._image = None, None
        self._message, self._shift = "", QPointF()
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the page on its ground, or the sentence."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self._look.colour("hover"))
        preview, image = self._preview, self._image
        if preview is not None and image is not None:
            self._paint_page(painter, preview, image)
        if self._message:
            self._paint_message(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._look.colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Take hold of the map."""
        if event is not None and self._frame().contains(event.position()):
            self._from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Move the map along."""
        if event is None:
            return
        if self._from is not None:
            self._shift = event.position() - self._from
            self.update()
            return
        inside = self._frame().contains(event.position())
        shape = Qt.CursorShape.OpenHandCursor if inside else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Let go: the map is drawn there."""
        del event
        shift, self._from = self._shift, None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if shift.manhattanLength() >= DRAG_PX:
            self._move_by(shift)

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        """Ask for what stands there to be changed."""
        preview = self._preview
        if event is None or preview is None:
            return
        place = self._place(preview.width_mm, preview.height_mm)
        at = (event.position() - place.box.topLeft()) / place.px_per_mm
        self.word_wanted.emit(at)

    def to_pixels(self, box: QRectF) -> QRectF:
        """Return a box of the page, given in millimetres, in pixels."""
        preview = self._preview
        if preview is None:
            return QRectF()
        place = self._place(preview.width_mm, preview.height_mm)
        scale, corner = place.px_per_mm, place.box.topLeft()
        return QRectF(box.topLeft() * scale + corner, box.size() * scale)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Take another scale."""
        if event is None or not self._frame().contains(event.position()):
            return
        turned = event.angleDelta().y()
        if abs(turned) >= NOTCH:
            self.scale_turned.emit(1 if turned > 0 else -1)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Move the map with the arrows, change its scale with plus and minus."""
        preview = self._preview
        if event is None or preview is None:
            return
        step = KEY_STEP_MM * self._place(preview.width_mm, preview.height_mm).px_per_mm
        ways = {
            Qt.Key.Key_Left: QPointF(step, 0),
            Qt.Key.Key_Right: QPointF(-step, 0),
            Qt.Key.Key_Up: QPointF(0, step),
            Qt.Key.Key_Down: QPointF(0, -step),
        }
        key = Qt.Key(event.key())
        if key in ways:
            self._move_by(ways[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.scale_turned.emit(1)
        elif key == Qt.Key.Key_Minus:
            self.scale_turned.emit(-1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        """Ask for a picture of the new size."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # as Qt calls it
        self.size_changed.emit()

    def _move_by(self, shift: QPointF) -> None:
        preview = self._preview
        if preview is None or preview.bounds is None or preview.frame_mm is None:
            return
        place = self._place(preview.width_mm, preview.height_mm)
        west, south, east, north = preview.bounds
        m_per_px = (east - west) / (preview.frame_mm[2] * place.px_per_mm)
        x = (west + east) / 2 - shift.x() * m_per_px
        y = (south + north) / 2 + shift.y() * m_per_px
        self.centre_chosen.emit(x, y)

    def _paint_page(
        self, painter: QPainter, preview: PagePreview, image: QImage
    ) -> None:
        place = self._place(preview.width_mm, preview.height_mm)
        shadow = place.box.translated(SHADOW_PX, SHADOW_PX)
        painter.fillRect(shadow, self._look.colour("line2"))
        painter.drawImage(place.box, image)
        painter.setPen(QPen(self._look.colour("line2"), 1))
        painter.drawRect(place.box)
        frame = self._frame()
        if self._shift.isNull() or frame.isNull():
            return
        share = image.width() / place.box.width()
        source = QRectF(
            (frame.topLeft() - place.box.topLeft()) * share, frame.size() * share
        )
        painter.save()
        painter.setClipRect(frame)
        painter.fillRect(frame, self._look.colour("sunk"))
        painter.drawImage(frame.translated(self._shift), image, source)
        painter.restore()

    def _paint_message(self, painter: QPainter) -> None:
        painter.setFont(self._look.font(13))
        metrics = painter.fontMetrics()
        room = self.rect().adjusted(40, 0, -40, 0)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        text = metrics.boundingRect(room, flags, self._message)
        card = text.adjusted(-18, -12, 18, 12)
        painter.setPen(QPen(self._look.colour("line2"), 1))
        painter.setBrush(self._look.colour("panel"))
        painter.drawRoundedRect(card, 8, 8)
        painter.setPen(self._look.colour("ink"))
        painter.drawText(text, flags, self._message)

    def _frame(self) -> QRectF:
        """Return where the map lies, in pixels; nothing on a page without one."""
        preview = self._preview
        if preview is None or preview.frame_mm is None or preview.bounds is None:
            return QRectF()
        place = self._place(preview.width_mm, preview.height_mm)
        left, top, width, height = (
            length * place.px_per_mm for length in preview.frame_mm
        )
        return QRectF(place.box.x() + left, place.box.y() + top, width, height)

    def _place(self, width_mm: float, height_mm: float) -> _Place:
        margin = self._look.px(MARGIN_PX)
        room = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        if width_mm <= 0 or height_mm <= 0 or room.width() <= 0 or room.height() <= 0:
            return _Place(box=QRectF(), px_per_mm=1.0)
        scale = min(room.width() / width_mm, room.height() / height_mm)
        width, height = width_mm * scale, height_mm * scale
        left = room.x() + (room.width() - width) / 2
        top = room.y() + (room.height() - height) / 2
        return _Place(box=QRectF(left, top, width, height), px_per_mm=scale)
