# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones drawn on two computers come together; what differs is asked in words."""

import numpy as np
import shapely
from PyQt6.QtWidgets import QLabel, QPushButton

from landgis.operations.stored_zones import (
    change_zone,
    new_zone,
    new_zoning,
    read_zonings,
    stroke_edit,
)
from landgis.project import ProjectStore
from landgis.zones.strokes import CutMode, Stroke, effect_of
from landgis_ui.frame.panels.conflicts import ConflictsPanel


def draw(store, units, zone, **stroke):
    (zoning,) = read_zonings(store, units)
    effect = effect_of(zoning, units, Stroke(zone=zone, **stroke))
    return stroke_edit("box", effect, units)


def test_a_stroke_that_both_made_is_one_question_and_one_step(qtbot, zoned, tmp_path):
    context, session = zoned.context, zoned.zones.session
    workspace, units = context.workspace, session.units
    scenario, edit = new_zoning(workspace.store, "方案 A")
    workspace.do(edit)
    zones = []
    for name in ("沿江", "山前"):
        zone, edit = new_zone(workspace.store, scenario, name)
        zones.append(zone.id)
        workspace.do(edit)
    town = workspace.store.save_as(tmp_path / "镇.landgis.gpkg")
    (many,) = np.nonzero(shapely.area(units.grounds[:300]) > 0)
    cut, many, more = many[-1], many[:200], many[:250]
    with ProjectStore.open(town) as other:
        other.commit(draw(other, units, zones[1], rows=more))
        other.commit(draw(other, units, zones[1], rows=np.array([cut])))
        other.commit(change_zone(other, zones[0], note="镇里写的"))
    workspace.do(draw(workspace.store, units, zones[0], rows=many))
    west, south, east, north = shapely.bounds(units.grounds[cut])
    half = shapely.box(west, south, (west + east) / 2, north)
    workspace.do(draw(workspace.store, units, zones[0], region=half, mode=CutMode.CUT))
    workspace.do(change_zone(workspace.store, zones[0], note="县里写的"))

    taken = workspace.store.take_over(town)
    panel = ConflictsPanel(context)
    qtbot.addWidget(panel)
    panel.show_conflicts(taken, town)

    told = [label.text() for label in panel.findChildren(QLabel)]
    assert f"{units.names[many[0]]}等 200 宗" in told
    lines = {line for text in told for line in text.split("\n")}
    assert {"沿江", "山前", "县里写的", "镇里写的"} <= lines
    assert any(text.startswith("切开：沿江 ") for text in told)
    assert not any(zone in text for zone in zones for text in told)
    assert max(map(len, told)) < 200  # no coordinates

    workspace.documents_changed.emit(taken.changes)
    steps = len(workspace.store.history())
    takes = [b for b in panel.findChildren(QPushButton) if b.text() == "用那一份的"]
    for take in takes:
        take.click()
    assert len(workspace.store.history()) == steps + len(takes)
    assert set(session.zoning.rows(zones[1])) == {*more, cut}
    assert session.zoning.zone(zones[0]).note == "镇里写的"
    assert session.book(scenario).of(zones[0]).parcels == 0
