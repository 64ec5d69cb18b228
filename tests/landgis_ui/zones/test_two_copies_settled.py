# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A road that both copies drew over lies in one zone afterwards, and it is told."""

from types import SimpleNamespace

import shapely
from PyQt6.QtWidgets import QPushButton

from landgis.operations.stored_zones import (
    change_zone,
    new_zone,
    new_zoning,
    read_zonings,
)
from landgis.operations.zone_documents import encode
from landgis.project import Edit, ProjectStore, Put
from landgis_ui.frame.panels.conflicts import ConflictsPanel
from landgis_ui.wiring.project_commands import ProjectCommands


def ground_put(store, zone, ground):
    value = {**store.document("zone", zone), "ground": encode(ground)}
    return Edit(text="history.test", puts=(Put("zone", zone, value),))


def test_ground_that_came_twice_stays_in_our_zone(qtbot, zoned, tmp_path):
    workspace, session = zoned.context.workspace, zoned.zones.session
    _, _, east, north = shapely.total_bounds(session.units.grounds)
    field = shapely.box(east + 1000, north, east + 1100, north + 100)  # no parcels
    right = shapely.box(east + 1050, north, east + 1150, north + 100)
    scenario, edit = new_zoning(workspace.store, "方案 A")
    workspace.do(edit)
    zones = []
    for name in ("沿江", "山前"):
        zone, edit = new_zone(workspace.store, scenario, name)
        zones.append(zone.id)
        workspace.do(edit)
    first, second = zones
    town = workspace.store.save_as(tmp_path / "镇.landgis.gpkg")
    with ProjectStore.open(town) as other:
        other.commit(ground_put(other, first, right))
    workspace.do(ground_put(workspace.store, second, field))
    told, asked = [], []
    workspace.noticed.connect(told.append)
    commands = ProjectCommands(
        zoned.context,
        SimpleNamespace(ask=lambda _wish, then: then((town,))),
        show_conflicts=lambda *found: asked.append(found),
    )

    commands.take_over()

    assert asked == []
    assert "以本份为准" in told[-1].text
    for zoning in (session.zoning, *read_zonings(workspace.store, session.units)):
        assert round(zoning.zone(second).ground.area) == 10_000
        assert round(zoning.zone(first).ground.area) == 5_000

    # What is chosen of the other copy gives way as well.
    with ProjectStore.open(town) as other:
        other.commit(change_zone(other, first, note="镇里写的"))
        other.commit(ground_put(other, first, field))
    workspace.do(change_zone(workspace.store, first, note="县里写的"))
    commands.take_over()
    (found,) = asked
    panel = ConflictsPanel(zoned.context)
    qtbot.addWidget(panel)
    panel.show_conflicts(*found)
    (take,) = [b for b in panel.findChildren(QPushButton) if b.text() == "用那一份的"]
    take.click()
    assert session.zoning.zone(first).note == "镇里写的"
    for zoning in (session.zoning, *read_zonings(workspace.store, session.units)):
        assert round(zoning.zone(second).ground.area) == 10_000
        assert zoning.zone(first).ground is None
