# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vector files brought into the working system."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from landgis.crs import to_working
from landgis.crs.webmap import to_gcj02
from landgis.operations.layer_files import CheckRules, finish_layer, open_vector
from landgis.operations.project_file import InputFile, ReadOptions
from landgis.rules.library import common

WORKING = "EPSG:4549"
RULES = CheckRules(region="330304", parameters=common().parameters, reference_date=None)


@pytest.fixture
def blocks():
    """Blocks of 100 m with streets of 50 m between them."""
    return np.array(
        [
            shapely.box(x, y, x + 100, y + 100)
            for x in range(555_000, 556_500, 150)
            for y in range(3_090_000, 3_091_500, 150)
        ]
    )


@pytest.mark.parametrize("system", ["EPSG:4326", "EPSG:3857"])
def test_a_web_map_shift_is_seen_in_degrees_and_in_web_mercator(
    tmp_path, blocks, system
):
    degrees = to_working(blocks, source=WORKING, target="EPSG:4490")
    moved = shapely.transform(
        degrees, lambda p: np.column_stack(to_gcj02(p[:, 0], p[:, 1]))
    )
    path = tmp_path / "批次.gpkg"
    drawn = gpd.GeoDataFrame({"PWH": range(len(moved))}, geometry=moved, crs=4326)
    drawn.to_crs(system).to_file(path)

    opened = open_vector(
        InputFile(role="approval", path=path, part=None, is_layer=True),
        options=ReadOptions(),
        rules=RULES,
        working=WORKING,
    )
    layer = finish_layer(opened, crs=WORKING, rules=RULES, reference=blocks).layer

    assert "web_map_shift" in {fault.kind for fault in layer.source.faults}
    assert any("gcj02" in note for note in layer.source.notes)
