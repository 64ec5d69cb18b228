# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From one parcel in the inspector into a zone, and onto its sheet."""

from window_driver import click, wait_for_county, wait_for_rest
from zone_hand import held

from landgis.pages.request import Kind


def test_a_parcel_goes_from_the_inspector_into_a_zone_and_onto_a_sheet(
    qtbot, desktop, zone_county
):
    desktop.context.flows.open_path(zone_county)
    wait_for_county(qtbot, desktop)
    desktop.window.show_step("analysis")
    desktop.context.workspace.selection.set([5])
    inspector = desktop.analysis.inspector
    qtbot.waitUntil(lambda: inspector.shown is not None)
    click(qtbot, inspector.to_zone)
    session = desktop.zones.session
    qtbot.waitUntil(lambda: session.land is not None and session.zone is not None)
    qtbot.waitUntil(lambda: held(desktop) == [5])
    assert desktop.context.workspace.store.can_undo

    desktop.window.show_step("analysis")
    click(qtbot, inspector.to_page)
    request = desktop.report.session.request
    assert (request.kind, request.rows) == (Kind.PARCEL_CARDS, (5,))
    wait_for_rest(qtbot, desktop)
