# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""撤销 beside a notice: it takes back what the notice tells, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from landgis.errors import LandGISError
from landgis.project import HistoryEntry
from landgis_ui.words import Words
from landgis_ui.work.workspace import Notice, Workspace

BY_ITSELF = frozenset({"history.loaded", "history.result"})
"""Steps that follow upon others without anybody asking for them one by one."""

FOLLOWED = (
    "history.override",
    "history.profile",
    "history.reference_date",
    "check_step.history_corrected",
)
"""Beginnings of steps after which an analysis runs without being asked for."""


def taking_back(workspace: Workspace, words: Words) -> Callable[[], None]:
    """Return what takes back the step that was just made.

    Checks and analyses that came after it go as well.  If somebody has done
    something else since, the history is shown instead.
    """
    store = workspace.store
    done = [] if store is None else [e.step for e in store.history() if not e.is_undone]
    step, before = [0, 0, *done][-1], [0, 0, *done][-2]

    def take_back() -> None:
        if store is None or workspace.store is not store or not step:
            return
        steps = {e.step: e.text for e in store.history() if not e.is_undone}
        later = [text for number, text in steps.items() if number > step]
        if step not in steps:
            return
        if not BY_ITSELF.issuperset(later):
            workspace.open_utility("history")
            return
        try:
            workspace.restore(before)
        except LandGISError as error:
            workspace.notify(Notice(text=words.sentence(error), tone="failed"))

    return take_back


def undo_with_followers(workspace: Workspace) -> None:
    """Take the last step of the user back, with the analysis that followed by itself.

    An analysis that somebody asked for is a step of its own.

    Raises
    ------
    ProjectError
        If the project cannot be written.
    """
    store = workspace.store
    done = [] if store is None else [e for e in store.history() if not e.is_undone]
    place = last_asked_for(done)
    if place == len(done) - 1 or place < 1:
        workspace.undo()
    else:
        workspace.restore(done[place - 1].step)


def redo_with_followers(workspace: Workspace) -> None:
    """Do the step again that was taken back last, with what followed by itself.

    Raises
    ------
    ProjectError
        If the project cannot be written.
    """
    store = workspace.store
    undone = [] if store is None else [e for e in store.history() if e.is_undone]
    if not undone:
        return
    last = undone[0]
    if last.text.startswith(FOLLOWED):
        for entry in undone[1:]:
            if entry.text not in BY_ITSELF:
                break
            last = entry
    workspace.restore(last.step)


def last_asked_for(done: Sequence[HistoryEntry]) -> int:
    """Return the place of the step that the next undo is about; -1 without any."""
    place = len(done) - 1
    while place >= 0 and done[place].text in BY_ITSELF:
        place -= 1
    is_followed = place >= 0 and done[place].text.startswith(FOLLOWED)
    return place if is_followed else len(done) - 1
