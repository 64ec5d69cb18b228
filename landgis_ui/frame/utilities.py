# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Panels that any step may open at the right: made when first wanted, then kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.widgets.basics import IconButton, fill, make_label, make_rule

Maker = Callable[[], QWidget]


class UtilityPanel(QFrame):
    """The frame of a utility: its title, a button that closes it, its content.

    Signals
    -------
    closed()
        The user wants the panel of the step again.
    """

    closed = pyqtSignal()

    def __init__(self, context: Context, title: str, content: QWidget) -> None:
        super().__init__()
        self.content = content
        self.setProperty("ground", "panel")
        self.setProperty("edge", "left")
        close = IconButton(context.look, "close", context.words("frame.close"))
        close.clicked.connect(self.closed)
        head = fill(
            QHBoxLayout(),
            make_label(title, size="panel"),
            None,
            close,
            margins=(16, 8, 8, 8),
        )
        box = QVBoxLayout(self)
        fill(box, head, make_rule(), content, spacing=0)
        box.setStretch(2, 1)


class Utilities(QObject):
    """Opens one utility at a time.

    Signals
    -------
    changed(str)
        The utility of that name is shown now; "" for none.
    """

    changed = pyqtSignal(str)

    def __init__(
        self,
        context: Context,
        makers: Mapping[str, Maker],
        *,
        show: Callable[[QWidget | None], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._makers, self._show = context, makers, show
        self._panels: dict[str, UtilityPanel] = {}
        self._open = ""

    @property
    def open_name(self) -> str:
        """Name of the utility that is shown; "" for none."""
        return self._open

    def toggle(self, name: str) -> None:
        """Open a utility, or close it if it is open."""
        if name == self._open:
            self.close()
        else:
            self.open(name)

    def open(self, name: str) -> QWidget:
        """Open a utility and return its content.

        Raises
        ------
        KeyError
            If there is none of that name.
        """
        if name not in self._panels:
            content = self._makers[name]()
            title = self._context.words(f"utility.{name}")
            panel = UtilityPanel(self._context, title, content)
            panel.closed.connect(self.close)
            self._panels[name] = panel
        panel = self._panels[name]
        self._open = name
        self._show(panel)
        panel.content.setFocus()
        self.changed.emit(name)
        return panel.content

    def close(self) -> None:
        """Show the panel of the step again."""
        if self._open:
            self._open = ""
            self._show(None)
            self.changed.emit("")
