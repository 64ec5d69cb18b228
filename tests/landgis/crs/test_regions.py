# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a county lies, roughly."""

import numpy as np
import pytest

from landgis.crs.regions import _table, all_regions, china, region_of, wider


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("330304", "330304"),
        ("330304001002", "330304"),
        ("330354", "330300"),
        ("331299", "330000"),
        ("320199", "320100"),
        ("990101", "000000"),
        ("", "000000"),
        (None, "000000"),
    ],
)
def test_the_narrowest_known_place_is_found(code, found):
    assert region_of(code).code == found


def test_a_county_widens_step_by_step_to_the_country():
    codes = []
    region = region_of("330304")
    while region != china():
        codes.append(region.code)
        region = wider(region)

    assert codes == ["330304", "330300", "330000"]


def test_every_county_lies_in_its_prefecture_and_every_prefecture_in_its_province():
    for code in _table()["box"]:
        inner, outer = region_of(code), wider(region_of(code))
        corners = (
            np.array([inner.west, inner.east]),
            np.array([inner.south, inner.north]),
        )

        assert inner.west < inner.east
        assert inner.south < inner.north
        assert outer.holds(*corners).all(), code


def test_every_place_with_a_box_can_be_chosen_by_code_or_name():
    names = {region.code: region.name for region in all_regions()}

    assert names["330304"] == "瓯海区"
    assert names["330000"] == "浙江省"
    assert list(names) == sorted(names)
