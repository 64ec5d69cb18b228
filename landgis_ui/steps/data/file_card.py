# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One file in the list on the left: what it is, how far it is, what is wrong."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import (
    QFrame,
    QLabel,
    QProgressBar,
    QPushButton,
    QWidget,
)

from landgis_ui.context import Context
from landgis_ui.steps.data.describe import chips, subtitle, trouble, whole
from landgis_ui.steps.data.entries import FileEntry, FileState, Tone
from landgis_ui.steps.data.layouts import clear_layout
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_chip,
    make_label,
    row,
    set_property,
)
from landgis_ui.widgets.elided import ElidedLabel

MARKS = {
    Tone.GOOD: ("check", "ok"),
    Tone.LOOK: ("warning", "warn"),
    Tone.BAD: ("close", "bad"),
    Tone.BUSY: ("spinner", "accent"),
}
ICON_PX = 16
STEPS = 1000


class FileCard(QFrame):
    """A card that shows one file and can be chosen with mouse or keyboard.

    Signals
    -------
    chosen(str)
        Look at this file.
    moved(str, int)
        Look at the file so many places below this one.
    readable_taken(str), other_wanted(str), again_wanted(str), dropped(str)
        Use only what can be read; choose another file; read again; take it off
        the list.
    """

    chosen = pyqtSignal(str)
    moved = pyqtSignal(str, int)
    readable_taken = pyqtSignal(str)
    other_wanted = pyqtSignal(str)
    again_wanted = pyqtSignal(str)
    dropped = pyqtSignal(str)

    def __init__(
        self, context: Context, entry_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.entry_id = entry_id
        self._is_current = False
        self._mark, self._icon = QLabel(), QLabel()
        self._name = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self._name.setProperty("strong", "true")
        self._about = ElidedLabel()
        self._about.setProperty("textSize", "secondary")
        self._trouble = make_label(tone="bad", wrap=True)
        self._bar, self._percent = QProgressBar(), make_label(size="hint")
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._chips = row(spacing=6)
        self._warnings = row(spacing=6)
        self._ways = row(spacing=12, margins=(0, 2, 0, 0))
        self.setProperty("edge", "bottom")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._lay_out()

    def _lay_out(self) -> None:
        head = row(self._icon, self._name, self._mark, spacing=8)
        head.setStretch(1, 1)
        body = column(
            self._about,
            self._trouble,
            row(self._bar, self._percent, spacing=8),
            self._chips,
            self._warnings,
            self._ways,
            spacing=4,
            margins=(24, 0, 0, 0),
        )
        self.setLayout(column(head, body, margins=(16, 10, 12, 10), spacing=4))

    def show_entry(self, entry: FileEntry, *, is_current: bool) -> None:
        """Show a file as it is now."""
        words, look = self._context.words, self._context.look
        self._is_current = is_current
        set_property(self, "ground", "current" if is_current else "panel")
        side = look.px(ICON_PX)
        kind = "map" if entry.is_layer else "table"
        self._icon.setPixmap(look.icon(kind).pixmap(QSize(side, side)))
        self._name.set_whole(entry.name)
        icon, token = MARKS[entry.tone]
        colour = look.colour(token).name()
        self._mark.setPixmap(look.icon(icon, colour).pixmap(QSize(side, side)))
        self._mark.setToolTip(words(f"data.mark.{entry.tone.value}"))
        self._show_reading(entry)
        wrong = trouble(words, entry)
        self._trouble.setText(wrong)
        self._trouble.setVisible(bool(wrong))
        self._show_chips(entry)
        self._show_ways(entry)
        self.setAccessibleName(
            words(
                "data.card_name",
                file=entry.name,
                about=self._about.whole(),
                mark=words(f"data.mark.{entry.tone.value}"),
                trouble=wrong,
            )
        )
        self.update()

    def _show_reading(self, entry: FileEntry) -> None:
        words, stage = self._context.words, entry.stage
        reading = entry.state is FileState.READING
        share = stage.share if reading else None
        self._bar.setVisible(share is not None)
        self._percent.setVisible(share is not None)
        if share is not None:
            self._bar.setValue(round(share * STEPS))
            self._percent.setText(words("data.percent", n=round(share * 100)))
        if reading and stage.total > 0:
            text = words(
                "data.reading_n", done=whole(stage.done), total=whole(stage.total)
            )
        elif entry.state in {FileState.READING, FileState.WAITING, FileState.STORING}:
            text = words(f"data.state.{entry.state.value}")
        else:
            text = subtitle(words, entry)
        self._about.set_whole(text)
        self._about.setVisible(entry.state is not FileState.FAILED)

    def _show_chips(self, entry: FileEntry) -> None:
        clear_layout(self._chips)
        clear_layout(self._warnings)
        is_busy = entry.tone is Tone.BUSY
        for chip in () if is_busy else chips(self._context.words, entry):
            line = self._warnings if chip.tone == "warn" else self._chips
            line.addWidget(make_chip(chip.text, tone=chip.tone))
        self._chips.addStretch(1)
        self._warnings.addStretch(1)

    def _show_ways(self, entry: FileEntry) -> None:
        """Offer two ways on where something is wrong."""
        has_focus = any(self._ways_buttons_have_focus())
        clear_layout(self._ways)
        for button in self._way_buttons(entry):
            self._ways.addWidget(button)
        self._ways.addStretch(1)
        if has_focus:
            self.setFocus()

    def _ways_buttons_have_focus(self) -> list[bool]:
        items = (self._ways.itemAt(n) for n in range(self._ways.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget.hasFocus() for widget in widgets if widget is not None]

    def _way_buttons(self, entry: FileEntry) -> tuple[QPushButton, ...]:
        words = self._context.words
        other = make_button(words("data.other_file"), self._want_other, kind="link")
        if entry.state is FileState.FAILED:
            return (
                other,
                make_button(words("data.read_again"), self._want_again, kind="link"),
                make_button(words("data.drop_file"), self._want_drop, kind="link"),
            )
        if trouble(words, entry) and entry.trial is not None:
            take = words("data.take_readable", n=whole(entry.trial.features))
            return (make_button(take, self._take_readable, kind="link"), other)
        return ()

    def _want_other(self) -> None:
        self.other_wanted.emit(self.entry_id)

    def _want_again(self) -> None:
        self.again_wanted.emit(self.entry_id)

    def _want_drop(self) -> None:
        self.dropped.emit(self.entry_id)

    def _take_readable(self) -> None:
        self.readable_taken.emit(self.entry_id)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Choose the file."""
        super().mousePressEvent(event)
        self.chosen.emit(self.entry_id)

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Show the focus ring."""
        super().focusInEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Choose with Enter or Space, go up and down with the arrows, drop with Del."""
        key = None if event is None else event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.chosen.emit(self.entry_id)
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.moved.emit(self.entry_id, 1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Delete:
            self.dropped.emit(self.entry_id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Mark the current file by ground and edge, the focus by a ring."""
        look, painter = self._context.look, QPainter(self)
        if self._is_current:
            painter.fillRect(self.rect(), look.colour("accent_soft"))
            painter.fillRect(0, 0, look.px(3), self.height(), look.colour("accent"))
        painter.end()
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.end()
