# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes of the project as this step makes them: told, and undoable."""

from __future__ import annotations

from landgis.errors import LandGISError
from landgis.project import Edit
from landgis_ui.context import Context
from landgis_ui.work.taking_back import taking_back
from landgis_ui.work.workspace import Notice


def commit(context: Context, edit: Edit, *, is_told: bool = True) -> bool:
    """Make one step of the history and offer to undo it; False if it cannot be."""
    workspace, words = context.workspace, context.words
    if workspace.store is None or not edit.puts:
        return False
    if workspace.store.read_only:
        say(context, words("check_step.read_only"), tone="look")
        return False
    try:
        workspace.do(edit)
    except LandGISError as error:
        say(context, words.sentence(error), tone="failed")
        return False
    if is_told:
        workspace.notify(
            Notice(
                text=words(edit.text, **edit.params),
                action_text=words("check_step.undo"),
                action=taking_back(workspace, words),
            )
        )
    return True


def say(context: Context, text: str, *, tone: str) -> None:
    """Tell the user a sentence."""
    context.workspace.notify(Notice(text=text, tone=tone))


def say_failure(context: Context, error: object) -> None:
    """Tell an expected failure in a sentence; anything else is ours to report."""
    if not isinstance(error, LandGISError):
        raise error if isinstance(error, BaseException) else TypeError(error)
    say(context, context.words.sentence(error), tone="failed")
