# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The head of the drawer: which table, filters as chips, counts, what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from landgis_ui.context import Context
from landgis_ui.table.sources import TABLES
from landgis_ui.widgets.basics import (
    IconButton,
    make_button,
    make_label,
    row,
    set_property,
)

TYPING_MS = 120
HEAD_PX = 41
FIND_PX, NARROW_FIND_PX = 150, 92
NARROW_PX = 860
MORE_PX = 46


class FindBox(QLineEdit):
    """Words to look for; waits until typing pauses.

    Signals
    -------
    asked(str)
        Look for these words.
    left()
        Enter, ↓ or Esc: go on in the table.
    """

    asked = pyqtSignal(str)
    left = pyqtSignal()

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_MS)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(lambda _text: self._pause.start())

    def show_text(self, text: str) -> None:
        """Show what the table is asked for, unless the user is typing."""
        if not self._pause.isActive() and self.text() != text:
            self.setText(text)

    def _ask(self) -> None:
        self._pause.stop()
        self.asked.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: D102
        if event is None:
            return
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._ask()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
            self.left.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ChipBar(QWidget):
    """Conditions as chips, as many as fit; the rest are counted.

    Signals
    -------
    dropped(int)
        The chip at that place was closed.
    """

    dropped = pyqtSignal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._chips: list[QPushButton] = []
        self._more = make_label(size="hint")
        self._more.setParent(self)
        self._more.hide()
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Fixed)

    def show_chips(self, texts: Sequence[str]) -> None:
        """Show these conditions."""
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        words = self._context.words
        self._chips = []
        for place, text in enumerate(texts):
            chip = make_button(f"{text}  ✕", kind="chip")
            chip.setParent(self)
            chip.setCheckable(True)
            chip.setChecked(True)
            chip.setToolTip(words("table.drop_condition", condition=text))
            chip.setAccessibleName(words("table.drop_condition", condition=text))
            chip.clicked.connect(lambda _checked, place=place: self._drop(place))
            self._chips.append(chip)
        self.updateGeometry()
        self._arrange()

    def _drop(self, place: int) -> None:
        self._chips[place].setChecked(True)
        self.dropped.emit(place)

    def sizeHint(self) -> QSize:  # noqa: D102
        gap = self._context.look.px(6)
        width = sum(chip.sizeHint().width() + gap for chip in self._chips)
        return QSize(width, self._context.look.px(28))

    def minimumSizeHint(self) -> QSize:  # noqa: D102
        least = self._context.look.px(MORE_PX) if self._chips else 0
        return QSize(least, self._context.look.px(28))

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: D102
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Place the chips that fit side by side; the tooltip names the others."""
        look, left = self._context.look, 0
        hidden: list[str] = []
        needed = self.sizeHint().width()
        room = self.width() - (look.px(MORE_PX) if needed > self.width() else 0)
        for chip in self._chips:
            size = chip.sizeHint()
            fits = not hidden and left + size.width() <= room
            chip.setVisible(fits)
            if not fits:
                hidden.append(chip.text().removesuffix("✕").strip())
                continue
            top = (self.height() - size.height()) // 2
            chip.setGeometry(left, top, size.width(), size.height())
            left += size.width() + look.px(6)
        words = self._context.words
        self._more.setVisible(bool(hidden))
        self._more.setText(words("table.more_conditions", n=len(hidden)))
        self._more.setToolTip("\n".join(hidden))
        self._more.setGeometry(left, 0, look.px(MORE_PX), self.height())


class DrawerHead(QFrame):
    """The 41 px above the rows; all that is left when the drawer is closed.

    Signals
    -------
    table_chosen(str)
        Show another table.
    """

    table_chosen = pyqtSignal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        words, look = context.words, context.look
        self.setProperty("ground", "panel")
        self.setProperty("edge", "bottom")
        self.tables = QComboBox()
        self.tables.setAccessibleName(words("table.which"))
        for name in TABLES:
            self.tables.addItem(look.icon("table"), words(f"table.title_{name}"), name)
        self.tables.currentIndexChanged.connect(self._choose)
        self.chips = ChipBar(context)
        self.add = make_button(words("table.add_filter"), kind="chip")
        self.add.setIcon(look.icon("plus"))
        self.find_box = FindBox(words("table.find"))
        self.counts = make_label(size="secondary")
        self.columns = IconButton(look, "columns", words("table.choose_columns"))
        self.export = IconButton(look, "download", words("table.export"))
        self.fold = IconButton(look, "chevron-down", words("table.fold"))
        items: tuple[QWidget | None, ...] = (
            self.tables,
            self.chips,
            self.add,
            None,
            self.find_box,
            self.counts,
            self.columns,
            self.export,
            self.fold,
        )
        self.setLayout(row(*items, margins=(8, 0, 8, 0), spacing=6))
        self.adopt_look()

    def adopt_look(self) -> None:
        """Take over theme and size of type."""
        look = self._context.look
        self.setFixedHeight(look.px(HEAD_PX))
        self.add.setIcon(look.icon("plus"))
        for place in range(self.tables.count()):
            self.tables.setItemIcon(place, look.icon("table"))
        self._fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: D102
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """On a narrow screen 加筛选 is its icon and the box is short."""
        look = self._context.look
        narrow = self.width() < look.px(NARROW_PX)
        words = self._context.words("table.add_filter")
        self.add.setText("" if narrow else words)
        self.add.setToolTip(words)
        self.add.setAccessibleName(words)
        self.find_box.setFixedWidth(look.px(NARROW_FIND_PX if narrow else FIND_PX))

    def show_table(self, name: str) -> None:
        """Show which table it is."""
        self.tables.blockSignals(True)
        self.tables.setCurrentIndex(self.tables.findData(name))
        self.tables.blockSignals(False)

    def show_fold(self, *, is_open: bool) -> None:
        """Show whether the drawer is open."""
        words = self._context.words
        self.fold.set_icon("chevron-down" if is_open else "chevron-up")
        hint = words("table.fold" if is_open else "table.unfold")
        self.fold.setToolTip(hint)
        self.fold.setAccessibleName(hint)

    def show_counts(self, text: str, *, narrows: bool) -> None:
        """Say how many rows there are."""
        self.counts.setText(text)
        set_property(self.counts, "tone", "accent" if narrows else "")

    def _choose(self, place: int) -> None:
        self.table_chosen.emit(str(self.tables.itemData(place)))
