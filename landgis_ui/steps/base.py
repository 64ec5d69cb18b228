# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a step of the work is to the frame around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget


class StepKind(Enum):
    """How far a step is."""

    EMPTY = "empty"
    RUNNING = "running"
    TO_VERIFY = "to_verify"
    STALE = "stale"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class StepState:
    """How far a step is; `count` what is to verify, `hint` what hovering says."""

    kind: StepKind
    count: int = 0
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class StepViews:
    """The widgets of a step; `centre` None leaves the map there.

    `strip` lies above map and panels, `wants_table` tells whether the drawer
    with the table belongs to the step, `opens_table` whether it is open at first
    where there is room; `below` takes the drawer's place; a
    `wide_left` panel holds a list with columns.
    """

    left: QWidget | None = None
    centre: QWidget | None = None
    right: QWidget | None = None
    strip: QWidget | None = None
    below: QWidget | None = None
    wants_table: bool = False
    opens_table: bool = True
    wide_left: bool = False


@dataclass(frozen=True, kw_only=True)
class BlueButton:
    """The next sensible act: the one blue button of the screen."""

    text: str
    act: Callable[[], object]
    icon: str = "chevron-right"
    enabled: bool = True


class Step(QObject):
    """One step: its widgets, its state and its next act.

    Signals
    -------
    state_changed()
        The state or the blue button is another one.
    views_changed()
        `views` gives other widgets than before.
    """

    state_changed = pyqtSignal()
    views_changed = pyqtSignal()

    id = ""
    icon = ""

    @property
    def title_id(self) -> str:
        """Message id of the step's name."""
        return f"step.{self.id}"

    def views(self) -> StepViews:
        """Return the step's widgets; the same ones each time until `views_changed`."""
        raise NotImplementedError

    def state(self) -> StepState:
        """Return how far the step is."""
        raise NotImplementedError

    def next_act(self) -> BlueButton | None:
        """Return what the blue button does while this step is shown."""
        return None

    def enter(self) -> None:
        """Be told that the step is shown now."""

    def leave(self) -> None:
        """Be told that another step is shown now."""

    def add_paths(self, paths: tuple[Path, ...]) -> bool:
        """Take files that were dropped on the window; False if it is none of ours."""
        del paths
        return False
