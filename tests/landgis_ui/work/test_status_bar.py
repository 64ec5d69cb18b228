# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the status bar says of work that ends before its end."""

import sys
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QPushButton

from landgis_ui.frame.status_bar import StatusBar

sys.path.insert(0, str(Path(__file__).parent))
import work_functions as functions  # the second process imports it by this name

SLOW_MS = 60_000


def test_only_work_that_somebody_stops_is_said_to_be_cancelled(
    qtbot, context, monkeypatch
):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    bar = StatusBar(context)
    qtbot.addWidget(bar)
    jobs = context.workspace.jobs
    bar.tell("就绪")

    dropped = jobs.start(functions.wait_for_cancel, title="读取 甲")
    with qtbot.waitSignal(dropped.finished, timeout=SLOW_MS):
        dropped.cancel()
    after_dropping = bar.text
    stopped = jobs.start(functions.wait_for_cancel, title="读取 乙")
    with qtbot.waitSignal(stopped.progressed, timeout=SLOW_MS):
        pass
    with qtbot.waitSignal(stopped.finished, timeout=SLOW_MS):
        button = next(b for b in bar.findChildren(QPushButton) if b.text() == "取消")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert after_dropping == "就绪"
    assert bar.text == "已取消，什么都没有改"
