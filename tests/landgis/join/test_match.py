# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from datetime import date

import numpy as np
import pandas as pd
import pytest
import shapely

from landgis.join import Decisions, join_firms
from landgis.join.spatial import points_in_parcels

DAY = date(2023, 12, 31)
CODES = ("91330304MA0000001K", "91330304MA0000002N", "91330304MA0000003R")
"""Three made-up credit codes; their check digits are those of GB 32100-2015."""
P1, P2, P3 = (f"330304001001GB0000{number}" for number in (1, 2, 3))
PARCELS = pd.DataFrame(
    {
        "parcel_id": [P1, P2, P3],
        "unit_no": [f"{P1}W00000000", f"{P2}W00000000", None],
        "certificate_no": [None, "浙(2020)海城市不动产权第0000002号", None],
        "owner": ["远山阀门有限公司", "近水鞋业有限公司", "近水鞋业有限公司"],
        "owner_code": [CODES[0], CODES[1], CODES[1]],
        "mu": [30.0, 20.0, 10.0],
    }
)


def firms(*rows):
    table = pd.DataFrame(list(rows))
    return table.astype({name: "str" for name in table if table[name].dtype == object})


def joined(*rows, parcels=PARCELS, **inputs):
    return join_firms(firms(*rows), parcels, reference_date=DAY, **inputs)


def methods(result):
    return result.firms["match_method"].fillna("").tolist()


def ids(result):
    return result.firms["parcel_ids"].fillna("").tolist()


@pytest.mark.parametrize(
    ("row", "method", "parcels"),
    [
        ({"parcel_id": P1}, "parcel_id", P1),
        ({"parcel_id": f"{P1}W00000000"}, "unit_no", P1),
        ({"parcel_id": f"{P3}F00010001"}, "unit_no", P3),
        ({"unit_no": f"{P2}W00000000"}, "unit_no", P2),
        ({"certificate_no": "浙（2020）海城市不动产权第0000002号"}, "certificate", P2),
        ({"parcel_id": "浙（2020）海城市不动产权第0000002号"}, "certificate", P2),
        ({"code": CODES[0]}, "code", P1),
        ({"code": CODES[1]}, "code", f"{P2},{P3}"),
        ({"name": "近水鞋业 有限公司"}, "name", f"{P2},{P3}"),
        ({"name": "近水鞋业有限责任公司"}, "", ""),
        ({"name": "无关厂"}, "", ""),
        ({"name": None}, "", ""),
    ],
)
def test_each_key_joins_by_its_own_method(row, method, parcels):
    result = joined({"name": "无关", **row})

    assert methods(result) == [method]
    assert ids(result) == [parcels]


def test_the_first_method_that_hits_decides():
    everything = {
        "name": "近水鞋业有限公司",
        "code": CODES[1],
        "parcel_id": P1,
    }
    result = joined(
        everything,
        {**everything, "parcel_id": "330304999999GB00001"},
        {**everything, "parcel_id": None, "code": "9.1330304E+17"},
    )

    assert methods(result) == ["parcel_id", "code", "name"]
    assert ids(result) == [P1, f"{P2},{P3}", f"{P2},{P3}"]


@pytest.mark.parametrize("between", ["、", ",", "；", "/", "\n", " "])
def test_a_cell_may_hold_several_parcels(between):
    assert ids(joined({"name": "某厂", "parcel_id": f"{P3}{between}{P1}"})) == [
        f"{P1},{P3}"
    ]


def test_codes_that_contain_a_separator_are_found_as_they_are():
    parcels = PARCELS.assign(parcel_id=["3/12", "3", "12"])

    result = joined({"name": "某厂", "parcel_id": "3/12"}, parcels=parcels)

    assert ids(result) == ["3/12"]


def test_an_owner_cell_may_name_several_firms():
    parcels = PARCELS.assign(owner=["甲山五金厂、乙水模具厂", "某某", "某某"])
    result = joined({"name": "甲山五金厂"}, {"name": "乙水模具厂"}, parcels=parcels)

    assert ids(result) == [P1, P1]
    assert len(result.parcels_without_firm) == 2


def test_a_damaged_code_never_joins_even_an_equally_damaged_one():
    damaged = "913300001429120000"
    parcels = PARCELS.assign(owner_code=[damaged, None, None])
    result = joined(
        {"name": "某厂", "code": damaged},
        {"name": "远山阀门有限公司", "code": damaged},
        parcels=parcels,
    )

    assert methods(result) == ["", "name"]


def test_an_owners_code_marked_as_damaged_never_joins():
    parcels = PARCELS.assign(owner_code_damaged=[True, False, False])

    assert methods(joined({"name": "某厂", "code": CODES[0]}, parcels=parcels)) == [""]


def test_a_code_marked_as_damaged_by_the_reader_never_joins():
    result = joined({"name": "某厂", "code": CODES[0], "code_damaged": True})

    assert methods(result) == [""]


def test_a_parcel_code_that_no_parcel_has_is_a_finding():
    lost = "330304999999GB00056"
    result = joined({"name": "远山阀门有限公司", "parcel_id": f"{P1}、{lost}"})

    (finding,) = result.findings
    assert finding.kind == "unknown_parcel_id"
    assert finding.ids == ("远山阀门有限公司",)
    assert lost in finding.details[0]
    assert ids(result) == [P1]


def test_a_parcel_without_a_code_is_found_by_its_unit_number():
    parcels = PARCELS.assign(parcel_id=[None, P2, P3]).astype({"parcel_id": "str"})
    result = joined({"name": "某厂", "parcel_id": P1}, parcels=parcels)

    assert methods(result) == ["parcel_id"]
    assert ids(result) == [f"{P1}W00000000"]


def test_of_two_parcels_with_one_code_the_firms_own_is_taken():
    parcels = PARCELS.assign(parcel_id=P1)
    own = joined({"name": "远山阀门有限公司", "parcel_id": P1}, parcels=parcels)
    other = joined({"name": "外来五金厂", "parcel_id": P1}, parcels=parcels)

    assert own.links["parcel"].tolist() == [0]
    assert other.links["parcel"].tolist() == [0, 1, 2]
    assert [finding.kind for finding in own.findings] == []
    assert [finding.kind for finding in other.findings] == ["ambiguous_parcel_id"]


def test_rows_keep_the_names_that_the_caller_gave_them():
    table = firms({"name": "远山阀门有限公司"}, {"name": "无关厂"}).set_axis([70, 80])
    result = join_firms(table, PARCELS.set_axis([5, 6, 7]), reference_date=DAY)

    assert result.links[["firm", "parcel"]].to_numpy().tolist() == [[70, 5]]
    assert result.unmatched.tolist() == [80]
    assert result.parcels_without_firm.tolist() == [6, 7]
    assert result.firms.index.tolist() == [70, 80]


def test_a_firm_that_stands_twice_is_kept_twice_and_found():
    result = joined(
        {"name": "远山阀门有限公司", "code": CODES[0]},
        {"name": "远山阀门 有限公司", "code": None},
        {"name": "改名五金厂", "code": CODES[0]},
        {"name": "近水鞋业有限公司", "code": CODES[1]},
    )

    (finding,) = result.findings
    assert finding.kind == "duplicate_firm"
    assert finding.rows == (0, 1, 2)
    assert len(result.links) == 5


def test_two_years_of_a_firm_and_two_firms_of_a_name_are_no_duplicates():
    years = joined({"name": "甲厂", "year": 2022}, {"name": "甲厂", "year": 2023})
    others = joined(
        {"name": "甲厂", "code": CODES[0]}, {"name": "甲厂", "code": CODES[2]}
    )

    assert years.findings == ()
    assert "duplicate_firm" not in [finding.kind for finding in others.findings]


def test_a_name_that_joins_against_the_codes_is_a_finding():
    result = joined({"name": "远山阀门有限公司", "code": CODES[2]})

    assert methods(result) == ["name"]
    assert [finding.kind for finding in result.findings] == ["code_differs"]


def test_own_land_of_another_owner_is_a_finding_and_rented_land_is_none():
    own = joined({"name": "某厂", "parcel_id": P1, "tenure": "自有"})
    rented = joined({"name": "某厂", "parcel_id": P1, "tenure": "承租"})

    assert [finding.kind for finding in own.findings] == ["owner_differs"]
    assert rented.findings == ()


def test_similar_names_are_proposed_and_never_joined():
    result = joined(
        {"name": "海城市远山精密阀业有限公司"},
        {"name": "海城市远山精密阀门有限责任公司"},
        {"name": "海城市全然不同五金厂"},
        parcels=PARCELS.assign(owner=["海城市远山精密阀门有限公司", "甲", "乙"]),
    )

    assert methods(result) == ["", "", ""]
    assert result.candidates[["firm", "parcel", "method"]].to_numpy().tolist() == [
        [0, 0, "name"],
        [1, 0, "name"],
    ]
    # 2 of 26 characters differ; 2 of 28.
    assert result.candidates["score"].tolist() == pytest.approx(
        [100 * 24 / 26, 100 * 26 / 28]
    )
    assert (
        result.candidates["other_name"].tolist() == ["海城市远山精密阀门有限公司"] * 2
    )
    assert result.summary["to_review"] == 2


def test_the_other_legal_form_is_proposed_below_the_usual_score():
    # 8 and 10 characters, 2 of 18 differ: a ratio of 88.9.
    result = joined({"name": "远山阀门有限责任公司"})

    assert result.candidates["score"].tolist() == pytest.approx([100 * 16 / 18])
    assert result.summary["to_review"] == 1


def test_coordinates_inside_a_parcel_make_a_candidate_and_an_address_none():
    squares = shapely.box([0, 10, 20], 0, [10, 20, 30], 10)
    points = np.array([shapely.Point(5, 5), None, shapely.Point(99, 99)], dtype=object)
    result = joined(
        {"name": "甲", "address": None},
        {"name": "乙", "address": "远山阀门有限公司内"},
        {"name": "丙", "address": None},
        parcel_geometry=squares,
        firm_points=points,
    )

    assert result.candidates[["firm", "parcel", "method"]].to_numpy().tolist() == [
        [0, 0, "point"]
    ]
    assert result.candidates["score"].isna().all()
    assert result.to_review.tolist() == [0]


def test_a_joined_firm_has_no_candidates():
    squares = shapely.box([0, 10, 20], 0, [10, 20, 30], 10)
    result = joined(
        {"name": "远山阀门有限公司"},
        parcel_geometry=squares,
        firm_points=np.array([shapely.Point(15, 5)], dtype=object),
    )

    assert len(result.candidates) == 0


def test_a_point_on_the_line_between_two_parcels_is_in_both():
    squares = shapely.box([0, 10], 0, [10, 20], 10)
    found = points_in_parcels(np.array([shapely.Point(10, 5)], dtype=object), squares)

    assert found["parcel"].tolist() == [0, 1]


def test_only_the_best_names_of_a_firm_are_shown():
    name = "海城市远山精密阀门有限公司"
    owners = [name.replace("山", letter) for letter in "水木金火土日月"]
    parcels = pd.DataFrame({"owner": owners}).assign(parcel_id=owners)

    result = joined({"name": name}, parcels=parcels)

    assert len(result.candidates) == 5
    assert result.summary["to_review"] == 1


def test_the_summary_counts_firms_and_not_links():
    result = joined(
        {"name": "近水鞋业有限公司"},
        {"name": "海城某厂", "parcel_id": P2},
        {"name": "无关厂"},
    )

    assert result.summary == {
        "enterprises": 3,
        "matched": 2,
        "unmatched": 1,
        "to_review": 0,
        "parcels_without_enterprise": 1,
        "by_method": {
            "parcel_id": 1,
            "unit_no": 0,
            "certificate": 0,
            "code": 0,
            "name": 1,
            "lease": 0,
            "decision": 0,
        },
    }


@pytest.mark.parametrize("columns", [["name"], ["name", "code", "parcel_id", "lon"]])
def test_empty_tables_join_to_nothing(columns):
    none = pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
    result = join_firms(
        none,
        PARCELS.iloc[:0],
        reference_date=DAY,
        lease=None,
        decisions=Decisions(),
        firm_points=np.empty(0, dtype=object),
        parcel_geometry=np.empty(0, dtype=object),
    )

    assert result.summary["enterprises"] == 0
    assert len(result.links) == len(result.candidates) == 0


def test_tables_without_the_columns_to_join_by_join_to_nothing():
    parcels = pd.DataFrame({"location": ["某处"]})
    result = join_firms(firms({"name": "某厂"}), parcels, reference_date=DAY)

    assert result.summary["unmatched"] == 1
