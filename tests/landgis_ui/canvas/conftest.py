# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A map of twelve square parcels."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import pytest
from map_grid import SIDE, SOUTH, STATUSES, STEP, WEST, settle, squares

from landgis.render.shapes import shapes_of
from landgis_ui.canvas.colouring import status_colouring
from landgis_ui.canvas.layers import LayerKind, MapLayer
from landgis_ui.canvas.map_view import MapView
from landgis_ui.theme.look import Look


@pytest.fixture
def look(qapp):
    return Look("light")


@pytest.fixture
def parcels():
    return MapLayer(id="parcels", kind=LayerKind.PARCELS, shapes=shapes_of(squares()))


@pytest.fixture
def view(qtbot, look, words, parcels):
    """The map at exactly 1 m per pixel, its middle in the middle of the parcels."""
    made = MapView(look, words)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    made.navigator.motion_ms = 0
    made.layers.set_all([parcels])
    made.set_colouring(status_colouring(STATUSES))
    middle = (WEST + (3 * STEP + SIDE) / 2, SOUTH + (2 * STEP + SIDE) / 2)
    made.navigator.jump(made.navigator.viewport.centred(*middle).at_scale(1.0))
    settle(qtbot, made)
    made.canvas.setFocus()
    yield made
    made.close()
