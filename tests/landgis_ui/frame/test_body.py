# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Panels keep the widths of the design whatever other steps have shown."""

from PyQt6.QtWidgets import QLabel

from landgis_ui.frame.body import LEFT_PX, Body
from landgis_ui.steps.base import StepViews


def test_a_wide_panel_of_one_step_does_not_widen_that_of_the_next(qtbot, context):
    body = Body(context, QLabel(), QLabel())
    qtbot.addWidget(body)
    body.resize(1600, 900)
    body.show()
    wide = QLabel("宽" * 60)  # wants far more than a panel has
    body.show_step("one", StepViews(left=wide, wide_left=True))
    assert body.lefts.width() > LEFT_PX
    body.show_step("two", StepViews(left=QLabel("窄")))
    qtbot.waitUntil(lambda: body.lefts.width() == LEFT_PX)


def test_a_sheet_that_is_asked_for_opens_and_leaves_the_table_as_it_was(qtbot, context):
    body = Body(context, QLabel(), QLabel())
    qtbot.addWidget(body)
    body.resize(1366, 700)
    body.show()
    body.show_step("one", StepViews(opens_table=True))
    qtbot.waitUntil(lambda: not body.is_drawer_open())  # a small window

    body.show_step("one", StepViews(below=QLabel(), opens_table=True))
    assert body.is_drawer_open()
    body.show_step("one", StepViews(opens_table=True))
    assert not body.is_drawer_open()
    body.show_step("two", StepViews(below=QLabel()))  # nobody asked for it
    assert not body.is_drawer_open()
