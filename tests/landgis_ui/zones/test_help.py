# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Help and keys are those of the step that is shown."""

import pytest
from PyQt6.QtWidgets import QLabel

from landgis_ui.frame.panels.help import TOPICS, HelpPanel, KeysPanel, read_help


def texts(panel):
    return [label.text() for label in panel.findChildren(QLabel)]


def utility(desktop, kind):
    (found,) = [each for each in desktop.window.findChildren(kind) if each.isVisible()]
    return found


def test_keys_and_help_follow_from_step_to_step(qtbot, desktop):
    workspace, window = desktop.context.workspace, desktop.window
    window.show_step("data")
    workspace.open_utility("keys")
    keys = utility(desktop, KeysPanel)
    assert "刷子" not in texts(keys)

    window.show_step("zones")
    told = texts(keys)
    for key in ("B", "E", "R / L / P", "[ / ]", "G / Shift+G", "N", "Ctrl+Z"):
        assert any(key in text for text in told), key
    assert told.index("刷子") < told.index("到下一宗还没划入的") < told.index("地图")

    workspace.open_utility("help")
    assert "片区" in utility(desktop, HelpPanel).toPlainText()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_step_has_help(desktop, language):
    steps = [step.id for step in desktop.steps]
    assert set(steps) == set(TOPICS)
    assert all(read_help(language, step) for step in steps)
