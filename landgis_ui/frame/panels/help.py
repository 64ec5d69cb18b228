# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Help on the screen that is shown, the keys of the program, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files

from PyQt6.QtCore import QT_VERSION_STR
from PyQt6.QtWidgets import QGridLayout, QTextBrowser, QVBoxLayout, QWidget

import landgis
from landgis_ui.context import Context
from landgis_ui.widgets.basics import fill, make_label, make_scroll

TOPICS = ("data", "checks", "analysis", "zones", "relocation", "report")


@cache
def read_help(language: str, topic: str) -> str:
    """Return the help on a topic, in Markdown."""
    folder = files("landgis_ui") / "help" / language
    return (folder / f"{topic}.md").read_text("utf-8")


class HelpPanel(QTextBrowser):
    """The help on the step that is shown; it follows from step to step."""

    def __init__(self, context: Context, topic: Callable[[], str]) -> None:
        super().__init__()
        self._context, self._topic = context, topic
        self.setOpenLinks(False)
        self.setAccessibleName(context.words("utility.help"))
        self.document().setDocumentMargin(16)  # type: ignore[union-attr]  # it has one
        context.look.changed.connect(self.show_topic)
        self.show_topic()

    def show_topic(self) -> None:
        """Show the help on what is on screen now."""
        topic = self._topic()
        known = topic if topic in TOPICS else TOPICS[0]
        look = self._context.look
        document = self.document()
        if document is not None:
            document.setDefaultFont(look.font())
        self.setMarkdown(read_help(self._context.words.language, known))


KeyGroups = Iterable[tuple[str, tuple[tuple[str, str], ...]]]


class KeysPanel(QWidget):
    """Every key that works now and what it does, by where it works."""

    def __init__(self, context: Context, groups: Callable[[], KeyGroups]) -> None:
        super().__init__()
        self._groups = groups
        self._scroll = make_scroll(QWidget())
        fill(QVBoxLayout(self), self._scroll, spacing=0)
        self.setAccessibleName(context.words("utility.keys"))
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys of what is on screen now."""
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        line = 0
        for title, keys in self._groups():
            grid.addWidget(make_label(title, strong=True), line, 0, 1, 2)
            line += 1
            for shortcut, text in keys:
                grid.addWidget(make_label(shortcut, tone="accent"), line, 0)
                grid.addWidget(make_label(text, wrap=True), line, 1)
                line += 1
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(line, 1)
        self._scroll.setWidget(inner)


class AboutPanel(QWidget):
    """Name, version, licence, and that nothing leaves the computer."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        words = context.words
        fill(
            QVBoxLayout(self),
            make_label(words("about.name", version=landgis.__version__), size="title"),
            make_label(words("about.what"), wrap=True),
            make_label(words("about.privacy"), wrap=True),
            make_label(
                words("about.licence", qt=QT_VERSION_STR), size="secondary", wrap=True
            ),
            None,
            margins=(16, 16, 16, 16),
            spacing=12,
        )
