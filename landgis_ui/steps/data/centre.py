# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The middle of the data step with nothing to decide: no file, reading, trouble."""

from __future__ import annotations

from PyQt6.QtCore import QRect, Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PyQt6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QStackedWidget, QWidget

from landgis_ui.context import Context
from landgis_ui.steps.data.describe import role_title, whole
from landgis_ui.steps.data.entries import FileEntry, FileState
from landgis_ui.steps.data.wizard import Wizard
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_card,
    make_label,
    row,
    set_property,
)

BLOCKS = (
    ((0.0, 0.0, 0.2), (0.22, 0.0, 0.14), (0.38, 0.0, 0.3), (0.7, 0.0, 0.3)),
    (
        (0.0, 1.0, 0.34),
        (0.36, 1.0, 0.2),
        (0.58, 1.0, 0.16),
        (0.76, 1.0, 0.24),
    ),
)
STEPS = 1000


class GreyBlocks(QWidget):
    """Grey blocks where content will be."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._look = context.look
        self.setFixedHeight(self._look.px(80))

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Draw two rows of blocks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("hover"))
        high, width = self._look.px(32), self.width()
        for line in BLOCKS:
            for left, down, wide in line:
                top = round(down * (high + 8))
                box = QRect(round(left * width), top, round(wide * width), high)
                painter.drawRoundedRect(box, 6, 6)


class ReadingPage(QWidget):
    """A file is being read: what is done, how far, and how to stop.

    Signals
    -------
    stopped()
        Do not read it.
    """

    stopped = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        words = context.words
        self._context = context
        self._name = make_label(size="title")
        self._stage = make_label(size="secondary")
        self._count = make_label(size="secondary")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.stop = make_button(words("data.cancel"), self.stopped.emit)
        note = make_label(words("data.reading_note"), size="hint", wrap=True)
        foot = row(note, self.stop, spacing=12)
        foot.setStretch(0, 1)
        self.setLayout(
            column(
                self._name,
                GreyBlocks(context),
                row(self._stage, None, self._count),
                self._bar,
                foot,
                None,
                margins=(20, 16, 20, 16),
                spacing=12,
            )
        )

    def show_entry(self, entry: FileEntry) -> None:
        """Show how far it is."""
        words, stage = self._context.words, entry.stage
        self._name.setText(entry.name)
        self._stage.setText(words(f"data.state.{entry.state.value}"))
        share = stage.share
        self._bar.setRange(0, 0 if share is None else STEPS)
        self._count.setText("")
        if share is not None:
            self._bar.setValue(round(share * STEPS))
            self._count.setText(
                words(
                    "data.reading_n", done=whole(stage.done), total=whole(stage.total)
                )
            )


class TroublePage(QWidget):
    """A file that cannot be read, or whose original has gone: where, what, what now.

    Signals
    -------
    other_wanted(), again_wanted(), dropped()
        Choose another file; read it again; take it off the list.
    """

    other_wanted = pyqtSignal()
    again_wanted = pyqtSignal()
    dropped = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        words = context.words
        self._context = context
        self.title = make_label(size="panel", wrap=True)
        self.text = make_label(wrap=True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._icon = QLabel()
        self.other = make_button(words("data.other_file"), self.other_wanted.emit)
        self.again = make_button(words("data.read_again"), self.again_wanted.emit)
        self.drop = make_button(words("data.drop_file"), self.dropped.emit)
        self.copy = make_button(words("data.copy_text"), self._copy, kind="link")
        head = row(self._icon, self.title, spacing=8)
        head.setStretch(1, 1)
        ways = row(self.other, self.again, self.drop, None, self.copy)
        self._card = make_card(
            column(head, self.text, ways, margins=(16, 14, 16, 14), spacing=10),
            kind="bad",
        )
        note = make_label(words("data.trouble_note"), size="hint", wrap=True)
        self.setLayout(
            column(self._card, note, None, margins=(20, 20, 20, 16), spacing=10)
        )

    def show_entry(self, entry: FileEntry) -> None:
        """Say what is wrong."""
        words, look = self._context.words, self._context.look
        kind = "warn" if entry.is_used else "bad"
        set_property(self._card, "card", kind)
        set_property(self.title, "tone", kind)
        icon = "warning" if entry.is_used else "close"
        pixmap = look.icon(icon, look.colour(kind).name()).pixmap(18, 18)
        self._icon.setPixmap(pixmap)
        if entry.is_used:
            role = role_title(words, entry.shown_role)
            self.title.setText(words("data.original_gone", file=entry.name, role=role))
        else:
            self.title.setText(words("data.unreadable", file=entry.name))
        self.text.setText(entry.error)
        self.drop.setVisible(not entry.is_used)

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(f"{self.title.text()}\n{self.text.text()}")


class EmptyPage(QWidget):
    """No file yet: one sentence, one button.

    Signals
    -------
    files_wanted()
        Choose files.
    """

    files_wanted = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        words, look = context.words, context.look
        icon = QLabel()
        icon.setPixmap(look.icon("folder", look.theme.accent).pixmap(36, 36))
        icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = make_label(words("data.empty_title"), size="panel", wrap=True)
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text = make_label(words("data.empty_text"), size="secondary", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = make_button(
            words("data.choose_files"), self.files_wanted.emit, kind="primary"
        )
        inside = column(
            icon,
            title,
            text,
            row(None, self.choose, None),
            margins=(24, 28, 24, 28),
            spacing=10,
        )
        card = make_card(inside, kind="drop")
        card.setMaximumWidth(look.px(560))
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        line = row(None, card, None, margins=(20, 0, 20, 0))
        line.setStretch(1, 1)
        self.setLayout(column(None, line, None, spacing=0))


class Centre(QStackedWidget):
    """Shows the page that fits the file that is looked at."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.empty = EmptyPage(context)
        self.reading = ReadingPage(context)
        self.trouble = TroublePage(context)
        self.wizard = Wizard(context)
        for page in (self.empty, self.reading, self.trouble, self.wizard):
            page.setProperty("ground", "panel")
            page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            self.addWidget(page)

    def show_entry(self, entry: FileEntry | None, *, can_write: bool) -> None:
        """Show a file, or that there is none."""
        if entry is None:
            self.setCurrentWidget(self.empty)
        elif entry.trial is not None:
            self.wizard.show_entry(entry, can_write=can_write)
            self.setCurrentWidget(self.wizard)
        elif entry.error:
            self.trouble.show_entry(entry)
            self.setCurrentWidget(self.trouble)
        else:
            self.reading.show_entry(entry)
            self.setCurrentWidget(self.reading)
            self.reading.stop.setEnabled(entry.state is FileState.READING)
