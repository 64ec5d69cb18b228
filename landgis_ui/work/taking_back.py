# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""撤销 beside a notice: it takes back what the notice tells, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from landgis.errors import LandGISError
from landgis_ui.words import Words
from landgis_ui.work.workspace import Notice, Workspace

BY_ITSELF = frozenset({"history.loaded", "history.result"})
"""Steps that follow upon others without anybody asking for them one by one."""


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
