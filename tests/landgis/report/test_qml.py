# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Styles are well-formed and say what QGIS looks for."""

from xml.etree import ElementTree as ET

import pytest

from landgis.report.qml import (
    make_area_style,
    make_category_style,
    make_point_style,
    make_polygon_style,
)
from landgis.report.symbols import shipped_symbols

SYMBOLS = shipped_symbols()
STATUS_STYLE = make_category_style(
    [SYMBOLS[name] for name in ("suspect_idle_1y", "not_due", "to_verify")],
    field="status",
)


def parse(style):
    return ET.fromstring(style)  # noqa: S314  a text of our own


def options(layer):
    return {entry.get("name"): entry.get("value") for entry in layer.find("Option")}


def layers(root, symbol):
    return root.findall(f"renderer-v2/symbols/symbol[@name='{symbol}']/layer")


@pytest.mark.parametrize(
    "style",
    [
        STATUS_STYLE,
        make_polygon_style(SYMBOLS["vacated"]),
        make_area_style(SYMBOLS["park"], label="name"),
        make_point_style(SYMBOLS["park"], label="name"),
    ],
)
def test_styles_are_well_formed(style):
    assert style.startswith("<!DOCTYPE qgis")
    assert parse(style).tag == "qgis"


def test_categories_point_to_symbols_by_value_and_title():
    root = parse(STATUS_STYLE)

    renderer = root.find("renderer-v2")
    assert renderer.get("type") == "categorizedSymbol"
    assert renderer.get("attr") == "status"
    assert [
        (entry.get("value"), entry.get("label"), entry.get("symbol"))
        for entry in renderer.find("categories")
    ] == [
        ("suspect_idle_1y", "疑似闲置（满一年）", "0"),
        ("not_due", "供而未用（未到期）", "1"),
        ("to_verify", "待核实", "2"),
    ]
    assert [symbol.get("name") for symbol in renderer.find("symbols")] == [
        "0",
        "1",
        "2",
    ]


def test_a_cross_hatch_is_two_line_patterns_between_ground_and_outline():
    ground, *hatch, outline = layers(parse(STATUS_STYLE), "0")

    assert options(ground)["color"] == "230,159,0,255"
    assert options(ground)["outline_style"] == "no"
    assert [layer.get("class") for layer in hatch] == ["LinePatternFill"] * 2
    assert [options(layer)["angle"] for layer in hatch] == ["45", "135"]
    assert {options(layer)["distance"] for layer in hatch} == {"1.6"}
    assert {options(layer)["distance_unit"] for layer in hatch} == {"MM"}
    assert [layer.find("symbol").get("type") for layer in hatch] == ["line", "line"]
    assert options(hatch[0].find("symbol/layer"))["line_color"] == "138,90,0,255"
    assert options(outline)["style"] == "no"
    assert options(outline)["outline_color"] == "138,90,0,255"


def test_dots_are_a_point_pattern():
    _, dots, _ = layers(parse(STATUS_STYLE), "1")

    assert dots.get("class") == "PointPatternFill"
    assert options(dots)["distance_x"] == "1.6"
    assert options(dots)["distance_y"] == "1.6"
    assert dots.find("symbol").get("type") == "marker"


def test_what_is_to_verify_has_a_dashed_violet_outline_and_no_fill():
    (outline,) = layers(parse(STATUS_STYLE), "2")

    assert options(outline)["style"] == "no"
    assert options(outline)["outline_style"] == "dash"
    assert options(outline)["outline_color"] == "91,74,148,255"


def test_older_qgis_finds_the_same_properties():
    for layer in parse(STATUS_STYLE).iter("layer"):
        old = {entry.get("k"): entry.get("v") for entry in layer.findall("prop")}
        assert old == options(layer)


def test_letters_are_labels_from_a_scale_on():
    root = parse(STATUS_STYLE)

    style = root.find("labeling/settings/text-style")
    rendering = root.find("labeling/settings/rendering")
    assert "WHEN 'suspect_idle_1y' THEN '疑1'" in style.get("fieldName")
    assert style.get("isExpression") == "1"
    assert rendering.get("scaleMax") == "25000"


def test_the_attribute_table_shows_words_for_statuses():
    pairs = parse(STATUS_STYLE).findall(
        "fieldConfiguration/field[@name='status']//Option[@type='QString']"
    )

    assert ("待核实", "to_verify") in [(p.get("name"), p.get("value")) for p in pairs]
