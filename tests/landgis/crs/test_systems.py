# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which coordinate system a text or code means."""

import pytest
from pyproj import CRS

from landgis.crs.systems import (
    GaussKruger,
    common_datum,
    declared_in_words,
    gauss_krugers,
    identify,
)

ESRI = (
    'PROJCS["{name}",GEOGCS["{geogcs}",DATUM["{datum}",SPHEROID["{ellipsoid}",'
    "{axis},{flattening}]],"
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",{easting}],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian}],'
    'PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)
CGCS2000 = {
    "geogcs": "GCS_China_Geodetic_Coordinate_System_2000",
    "datum": "D_China_2000",
    "ellipsoid": "CGCS2000",
    "axis": 6378137.0,
    "flattening": 298.257222101,
}
XIAN80 = {
    "geogcs": "GCS_Xian_1980",
    "datum": "D_Xian_1980",
    "ellipsoid": "Xian_1980",
    "axis": 6378140.0,
    "flattening": 298.257,
}
BEIJING54 = {
    "geogcs": "GCS_Beijing_1954",
    "datum": "D_Beijing_1954",
    "ellipsoid": "Krasovsky_1940",
    "axis": 6378245.0,
    "flattening": 298.3,
}


@pytest.mark.parametrize(
    ("datum", "width", "meridian", "prefixed", "code"),
    [
        ("cgcs2000", 3, 120, False, 4549),
        ("cgcs2000", 3, 120, True, 4528),
        ("cgcs2000", 3, 117, False, 4548),
        ("cgcs2000", 3, 117, True, 4527),
        ("cgcs2000", 3, 123, False, 4550),
        ("cgcs2000", 3, 123, True, 4529),
        ("cgcs2000", 6, 117, False, 4509),
        ("cgcs2000", 6, 117, True, 4498),
        ("cgcs2000", 6, 123, False, 4510),
        ("cgcs2000", 6, 123, True, 4499),
        ("xian80", 3, 120, False, 2385),
        ("xian80", 3, 120, True, 2364),
        ("xian80", 6, 123, False, 2346),
        ("xian80", 6, 117, True, 2334),
        ("beijing54", 3, 120, False, 2437),
        ("beijing54", 3, 120, True, 2416),
        ("beijing54", 6, 117, False, 21460),
        ("beijing54", 6, 123, True, 21421),
        ("new_beijing", 3, 120, False, 4797),
        ("new_beijing", 3, 120, True, 4776),
        ("new_beijing", 6, 117, False, 4586),
        ("new_beijing", 6, 123, True, 4576),
    ],
)
def test_zones_have_the_codes_of_the_rulebook(datum, width, meridian, prefixed, code):
    zone = GaussKruger(datum=datum, width=width, meridian=meridian, prefixed=prefixed)

    assert zone.code == f"EPSG:{code}"


def test_every_zone_has_the_parameters_that_the_registry_gives_it():
    for code, zone in gauss_krugers().items():
        stated = {
            p.name: p.value
            for p in CRS.from_user_input(code).coordinate_operation.params
        }
        assert stated["Longitude of natural origin"] == zone.meridian
        assert stated["False easting"] == zone.false_easting


@pytest.mark.parametrize(
    ("wkt", "code"),
    [
        (dict(CGCS2000, name="CGCS2000_3_Degree_GK_CM_120E", easting=500000.0), 4549),
        (dict(CGCS2000, name="CGCS2000_3_Degree_GK_Zone_40", easting=40500000.0), 4528),
        (dict(CGCS2000, name="Unknown", easting=500000.0), 4549),
        (dict(CGCS2000, name="温州", easting=40500000.0), 4528),
        (dict(XIAN80, name="Unknown", easting=40500000.0), 2364),
        (dict(XIAN80, name="Xian_1980_3_Degree_GK_CM_120E", easting=500000.0), 2385),
        (dict(BEIJING54, name="Unknown", easting=500000.0), 2437),
    ],
)
def test_a_projection_is_known_by_its_parameters_whatever_it_is_called(wkt, code):
    found = identify(ESRI.format(**wkt, meridian=120.0))

    assert found.code == f"EPSG:{code}"


def test_a_six_degree_zone_is_told_from_a_three_degree_one_by_its_name():
    three = identify(
        ESRI.format(**CGCS2000, name="Unknown", easting=500000.0, meridian=117.0)
    )
    six = identify(
        ESRI.format(**CGCS2000, name="GK_6_Degree", easting=500000.0, meridian=117.0)
    )

    assert (three.code, six.code) == ("EPSG:4548", "EPSG:4509")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EPSG:4549", "EPSG:4549"),
        ("epsg:4490", "EPSG:4490"),
        ("urn:ogc:def:crs:EPSG::4490", "EPSG:4490"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("EPSG:3857", "EPSG:3857"),
        ("EPSG:32651", "EPSG:32651"),
    ],
)
def test_codes_in_every_spelling_are_understood(text, code):
    assert identify(text).code == code


@pytest.mark.parametrize(
    "text", ["", "   ", "温州城市坐标系", 'LOCAL_CS["Undefined"]', "EPSG:999999"]
)
def test_a_text_that_names_no_place_on_earth_says_nothing(text):
    assert identify(text) is None


def test_a_county_own_meridian_stays_a_system_of_its_own():
    found = identify(
        ESRI.format(**CGCS2000, name="local", easting=500000.0, meridian=120.6667)
    )

    assert found.datum == "cgcs2000"
    assert found.gauss_kruger is None
    assert CRS.from_user_input(found.code).is_projected


def test_wgs84_counts_as_the_2000_system_and_the_old_ones_do_not():
    assert common_datum("wgs84") == common_datum("cgcs2000")
    assert len({common_datum(d) for d in ("cgcs2000", "xian80", "beijing54")}) == 3


@pytest.mark.parametrize(
    ("words", "width", "zone", "prefixed", "code"),
    [
        ("2000国家大地坐标系", 3, 40, True, "EPSG:4528"),
        ("2000国家大地坐标系", 3, 40, False, "EPSG:4549"),
        ("80国家大地坐标系", 3, 40, True, "EPSG:2364"),
        ("北京54坐标系", 6, 20, True, "EPSG:21420"),
        ("WGS84", 3, 0, False, "EPSG:4326"),
        ("2000国家大地坐标系", 3, 90, False, ""),
        ("温州城市坐标系", 3, 40, False, ""),
    ],
)
def test_the_words_of_a_survey_file_name_a_system(words, width, zone, prefixed, code):
    found = declared_in_words(words, width=width, zone=zone, prefixed=prefixed)

    assert found == code
