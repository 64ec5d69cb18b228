# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real files of many makers: each is read, rescued or refused with a sentence."""

from pathlib import Path

import pytest

from landgis import messages
from landgis.crs import detect_crs
from landgis.errors import LandGISError
from landgis.io.vector import list_layers, read_layer

DATA = Path(__file__).parents[4] / "shared" / "data"
FILES = [
    path
    for folder in ("hangzhou", "broken", "county", "county_small")
    for path in sorted((DATA / folder).rglob("*"))
    if path.is_file() and path.suffix.casefold() not in (".md", ".toml")
]
EXPECTED = {
    "hangzhou/dk.shp": (8707, "GB18030", "EPSG:4549"),
    "hangzhou/杭州地块.shp": (8707, "GB18030", "EPSG:4528"),
    "hangzhou/hangzhou_industrial_540.gpkg": (540, "UTF-8", "EPSG:4528"),
    "county/宗地.shp": (531, "GB18030", "EPSG:4528"),
    "county/批次红线.shp": (160, "GB18030", "EPSG:4549"),
    "county/核减.geojson": (42, "UTF-8", "EPSG:4490"),
    "county/镇街.geojson": (9, "UTF-8", "EPSG:4490"),
    "county_small/宗地.gpkg": (30, "UTF-8", "EPSG:4549"),
    "broken/pyshp/blockgroups.shp": (663, "GB18030", "EPSG:4326"),
    "broken/pyshp/corrupt_too_long.shp": (10, "GB18030", "EPSG:4326"),
    "broken/pyshp/edit.shp": (663, "GB18030", "EPSG:4326"),
    "broken/pyshp/latin1.shp": (1, "ISO-8859-1", "EPSG:4326"),
    "broken/pyshp/REL.zip": (1, "UTF-8", "EPSG:31287"),
    "broken/pyogrio/curvepolygon.gpkg": (1, "UTF-8", "EPSG:4326"),
}
READABLE = [name for name in EXPECTED if (DATA / name).exists()]


def name_of(path):
    return str(path.relative_to(DATA))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_file_is_read_or_refused_with_a_sentence(path):
    try:
        layers = [read_layer(path, layer=name) for name in list_layers(path)]
    except LandGISError as error:
        sentence = messages.sentence(error)
    else:
        sentence = path.name
        assert all(len(raw.columns) == len(raw.geometry) > 0 for raw in layers)
    assert sentence.startswith(path.name)


@pytest.mark.parametrize("name", READABLE)
def test_files_that_can_be_read_are_read_in_full(name):
    count, encoding, crs = EXPECTED[name]

    raw = read_layer(DATA / name)
    verdict = detect_crs(
        declared=raw.declared_crs,
        declared_source=raw.declared_crs_source,
        geometry=raw.geometry,
    )

    assert (len(raw.geometry), raw.encoding.value) == (count, encoding)
    assert verdict.evidence.value == crs
    assert raw.lost == ()
