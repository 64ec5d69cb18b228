# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The land that zones are made of is there when it is wanted."""

import slow_functions as functions  # the second process imports it by this name
from window_driver import wait_for_county, wait_for_rest


def test_zones_do_not_wait_for_the_long_work(qtbot, desktop, county, tmp_path):
    """Layers for other programs, or an analysis, may be under way."""
    desktop.context.flows.open_path(county)
    wait_for_county(qtbot, desktop)
    gate = tmp_path / "gate"
    gate.touch()
    jobs, session = desktop.context.workspace.jobs, desktop.zones.session
    long_one = jobs.start(functions.work_while, gate)
    desktop.window.show_step("zones")
    qtbot.waitUntil(lambda: session.land is not None)

    assert long_one in jobs.running
    gate.unlink()
    wait_for_rest(qtbot, desktop)
