# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of layers: order, visibility, opacity."""

import pytest

from landgis_ui.canvas.layers import LayerKind, MapLayer, MapLayers


def outline(name):
    return MapLayer(id=name, kind=LayerKind.OUTLINE)


@pytest.fixture
def layers(qapp):
    made = MapLayers()
    made.set_all([outline("a"), outline("b"), outline("c")])
    return made


def ids(layers):
    return [layer.id for layer in layers.all]


def test_kinds_lie_in_their_order_however_they_are_added(layers):
    layers.put(MapLayer(id="photo", kind=LayerKind.IMAGE))
    layers.put(MapLayer(id="parcels", kind=LayerKind.PARCELS))
    layers.put(MapLayer(id="water", kind=LayerKind.GROUND))

    assert ids(layers) == ["photo", "water", "parcels", "a", "b", "c"]


def test_a_layer_moves_above_another_or_to_the_bottom(layers):
    layers.move("a", "c")
    assert ids(layers) == ["b", "c", "a"]

    layers.move("a", None)
    assert ids(layers) == ["a", "b", "c"]


def test_a_layer_put_again_keeps_its_place(layers):
    layers.put(MapLayer(id="b", kind=LayerKind.OUTLINE, title="区块线"))

    assert ids(layers) == ["a", "b", "c"]
    assert layers.get("b").title == "区块线"


def test_hiding_and_opacity_are_told(qtbot, layers):
    with qtbot.waitSignal(layers.changed):
        layers.hide("b")
    with qtbot.waitSignal(layers.changed):
        layers.set_opacity("b", 1.7)

    assert not layers.get("b").visible
    assert layers.get("b").opacity == 1.0
    layers.show("b")
    assert layers.get("b").visible


def test_two_layers_with_one_id_are_refused(layers):
    with pytest.raises(ValueError, match="same id"):
        layers.set_all([outline("a"), outline("a")])


def test_a_layer_that_is_not_there_is_named(layers):
    with pytest.raises(KeyError, match="nowhere"):
        layers.hide("nowhere")
    layers.remove("nowhere")
    assert ids(layers) == ["a", "b", "c"]
