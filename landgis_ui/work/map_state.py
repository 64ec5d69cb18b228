# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What panels want of the map: what it is coloured by, which classes, a trial."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from landgis.report.themes import ThemeChoice

STATUS = ThemeChoice(theme="status")


class MapState(QObject):
    """How the parcels of the map are shown; panels set it, the map follows.

    Signals
    -------
    theme_changed()
        The map is coloured by something else.
    classes_changed()
        Classes were hidden or shown, or the mouse is upon another one.
    trial_changed()
        A trial began, changed or ended.
    """

    theme_changed = pyqtSignal()
    classes_changed = pyqtSignal()
    trial_changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = STATUS
        self._hidden: frozenset[str] = frozenset()
        self._pointed = ""
        self._trial: Any = None
        self._swipes = False

    @property
    def theme(self) -> ThemeChoice:
        """What the map is coloured by."""
        return self._theme

    @property
    def hidden(self) -> frozenset[str]:
        """Ids of the classes that are not drawn."""
        return self._hidden

    @property
    def pointed(self) -> str:
        """Id of the class that stands out; the others are dimmed."""
        return self._pointed

    @property
    def trial(self) -> Any:
        """A colouring (`landgis_ui.canvas.colouring.Colouring`) in place of the theme.

        None where nothing is tried.
        """
        return self._trial

    @property
    def swipes(self) -> bool:
        """Whether trial and present lie beside each other, with a line between."""
        return self._swipes and self._trial is not None

    def set_theme(self, choice: ThemeChoice) -> None:
        """Colour by something else; hidden classes were those of another legend."""
        if choice != self._theme:
            self._theme, self._hidden = choice, frozenset()
            self.theme_changed.emit()

    def set_hidden(self, hidden: frozenset[str]) -> None:
        """Hide these classes and no others."""
        if hidden != self._hidden:
            self._hidden = hidden
            self.classes_changed.emit()

    def toggle(self, class_id: str) -> None:
        """Hide a class that is shown, or show one that is hidden."""
        self.set_hidden(self._hidden ^ {class_id})

    def point(self, class_id: str) -> None:
        """Let a class stand out; "" lets none."""
        if class_id != self._pointed:
            self._pointed = class_id
            self.classes_changed.emit()

    def set_trial(self, colouring: Any, *, swipes: bool = False) -> None:
        """Show a trial in place of the theme, or beside it; None ends it."""
        if colouring is not None or self._trial is not None:
            self._trial, self._swipes = colouring, swipes
            self.trial_changed.emit()
