# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.join import allocate, check_land_balance

DAY = date(2023, 12, 31)
FIRM = {"land_mu": np.nan, "tax_wan": np.nan, "floor_m2": np.nan, "tenure": "自有"}


def firms(**rows):
    table = pd.DataFrame([{"name": name, **FIRM, **row} for name, row in rows.items()])
    return table.astype({"land_mu": float, "tax_wan": float, "floor_m2": float})


def on(*pairs):
    """Links (firm, parcel) or (firm, parcel, method)."""
    rows = [(*pair, "code")[:3] for pair in pairs]
    links = pd.DataFrame(rows, columns=["firm", "parcel", "method"])
    return links.assign(parcel_id=links["parcel"].map("P{}".format))


def shared(table, links, *, mu, lease=None, tenants="lease", built_m2=np.nan):
    names = [f"P{number}" for number in range(len(mu))]
    parcels = pd.DataFrame({"parcel_id": names, "mu": mu, "built_m2": built_m2})
    return allocate(
        links,
        firms=table,
        parcels=parcels,
        lease=None if lease is None else pd.DataFrame(lease),
        tenants=tenants,
        reference_date=DAY,
    )


def close(values, wanted):
    assert values.tolist() == pytest.approx(wanted, nan_ok=True)


def test_a_firm_on_two_parcels_is_divided_by_their_area():
    table = firms(甲={"land_mu": 15, "tax_wan": 30, "floor_m2": 600})
    result = shared(table, on((0, 0), (0, 1)), mu=[20.0, 10.0])

    close(result.links["land_mu"], [10, 5])
    close(result.links["tax_wan"], [20, 10])
    close(result.links["floor_m2"], [400, 200])
    close(result.firms["land_mu"], [15])
    assert result.firms["land_method"].tolist() == ["registered"]


def test_a_firm_without_a_figure_alone_on_its_parcels_has_all_of_them():
    table = firms(甲={"tax_wan": 30})
    result = shared(table, on((0, 0), (0, 1)), mu=[20.0, 10.0])

    close(result.firms["land_mu"], [30])
    close(result.links["tax_wan"], [20, 10])
    assert result.firms["land_method"].tolist() == ["shared_parcel"]
    assert result.findings == ()


def test_firms_without_a_figure_share_by_floor_what_the_others_leave():
    table = firms(甲={"land_mu": 12}, 乙={"floor_m2": 1000}, 丙={"floor_m2": 2000})
    result = shared(table, on((0, 0), (1, 0), (2, 0)), mu=[30.0])

    close(result.firms["land_mu"], [12, 6, 12])
    (finding,) = result.findings
    assert finding.kind == "land_shared"
    assert finding.ids == ("乙", "丙")
    assert "6.00" in finding.details[0]
    assert "建筑面积分摊" in finding.details[0]


def test_they_share_equally_where_the_floor_of_one_is_not_known():
    table = firms(甲={"land_mu": 12}, 乙={"floor_m2": 1000}, 丙={})
    result = shared(table, on((0, 0), (1, 0), (2, 0)), mu=[30.0])

    close(result.firms["land_mu"], [12, 9, 9])
    assert "平均" in result.findings[0].details[0]


def test_what_is_left_is_never_below_zero():
    table = firms(甲={"land_mu": 40}, 乙={"floor_m2": 1000})
    result = shared(table, on((0, 0), (1, 0)), mu=[30.0])

    close(result.firms["land_mu"], [40, 0])
    assert result.findings[0].ids == ("乙",)


def test_equal_figures_leave_nothing_even_in_binary():
    table = firms(甲={"land_mu": 13.572}, 乙={})
    result = shared(table, on((0, 0), (1, 0)), mu=[9.048 * 1.5])

    assert result.firms["land_mu"].tolist()[1] == 0.0


def test_a_figure_of_zero_is_none():
    result = shared(firms(甲={"land_mu": 0}), on((0, 0)), mu=[30.0])

    close(result.firms["land_mu"], [30])


def test_a_firm_that_is_not_joined_keeps_its_figure_or_has_none():
    result = shared(firms(甲={"land_mu": 7}, 乙={}), on(), mu=[30.0])

    close(result.firms["land_mu"], [7, np.nan])
    assert result.firms["land_method"].fillna("").tolist() == ["registered", ""]


def test_missing_tax_stays_missing_and_missing_area_leaves_land_missing():
    result = shared(firms(甲={}), on((0, 0)), mu=[np.nan])

    assert result.links["tax_wan"].isna().all()
    assert result.firms["land_mu"].isna().all()


def test_leased_land_goes_from_the_owner_to_the_tenant():
    table = firms(业主={}, 租户={"tenure": "承租"})
    lease = [{"tenant_name": "租户", "parcel_id": "P0", "leased_mu": 5.0}]
    result = shared(table, on((0, 0), (1, 0, "lease")), mu=[30.0], lease=lease)

    close(result.firms["land_mu"], [25, 5])
    assert result.firms["land_method"].tolist() == ["shared_parcel", "leased_land"]


def test_land_let_to_somebody_outside_of_the_table_is_not_the_owners():
    lease = [{"tenant_name": "外来户", "parcel_id": "P0", "leased_mu": 5.0}]
    result = shared(firms(业主={}), on((0, 0)), mu=[30.0], lease=lease)

    close(result.firms["land_mu"], [25])


def test_an_owners_own_figure_stays_whatever_is_let():
    lease = [{"tenant_name": "外来户", "parcel_id": "P0", "leased_mu": 5.0}]
    result = shared(firms(业主={"land_mu": 22}), on((0, 0)), mu=[30.0], lease=lease)

    close(result.firms["land_mu"], [22])


def test_a_lease_that_is_over_changes_nothing():
    lease = [
        {
            "tenant_name": "外来户",
            "parcel_id": "P0",
            "leased_mu": 5.0,
            "end": pd.Timestamp("2023-06-30"),
        }
    ]
    result = shared(firms(业主={}), on((0, 0)), mu=[30.0], lease=lease)

    close(result.firms["land_mu"], [30])


def test_a_lease_of_floor_alone_is_floor_over_floor_area_ratio():
    # 30 mu are 20,000 m²; floor-area ratio 20,000 / 20,000 = 1; 2,000 m² are 3 mu.
    table = firms(业主={}, 租户={})
    lease = [{"tenant_name": "租户", "parcel_id": "P0", "floor_m2": 2000.0}]
    links = on((0, 0), (1, 0, "lease"))
    result = shared(table, links, mu=[30.0], lease=lease, built_m2=20_000.0)

    close(result.firms["land_mu"], [27, 3])
    assert result.firms["land_method"].tolist() == ["shared_parcel", "by_floor_area"]


@pytest.mark.parametrize(("tenants", "land"), [("lease", 15.0), ("floor_area", 3.0)])
def test_by_floor_area_a_tenants_own_floor_counts(tenants, land):
    table = firms(业主={}, 租户={"floor_m2": 2000, "tenure": "承租"})
    links = on((0, 0), (1, 0, "parcel_id"))
    result = shared(table, links, mu=[30.0], tenants=tenants, built_m2=20_000.0)

    close(result.firms["land_mu"], [30 - land, land])


def test_own_land_and_leased_land_add_up():
    table = firms(甲={"tax_wan": 28}, 乙={"land_mu": 16})
    lease = [{"tenant_name": "甲", "parcel_id": "P1", "leased_mu": 4.0}]
    links = on((0, 0), (0, 1, "lease"), (1, 1))
    result = shared(table, links, mu=[10.0, 20.0], lease=lease)

    close(result.firms["land_mu"], [14, 16])
    close(result.links["land_mu"], [10, 4, 16])
    close(result.links["tax_wan"], [28 / 3, 56 / 3, np.nan])


def test_a_firms_own_figure_is_divided_by_the_parcels_area_whatever_it_rents():
    table = firms(甲={"land_mu": 14, "tax_wan": 28})
    lease = [{"tenant_name": "甲", "parcel_id": "P1", "leased_mu": 4.0}]
    result = shared(table, on((0, 0), (0, 1, "lease")), mu=[10.0, 60.0], lease=lease)

    close(result.links["land_mu"], [2, 12])
    close(result.links["tax_wan"], [4, 24])


def test_a_tenant_on_unknown_land_still_has_what_the_lease_says():
    lease = [{"tenant_name": "租户", "owner_name": "查无此厂", "leased_mu": 4.0}]
    result = shared(firms(租户={}), on(), mu=[10.0], lease=lease)

    close(result.firms["land_mu"], [4])
    assert result.firms["land_method"].tolist() == ["leased_land"]


def test_merging_names_the_firms_that_parcels_connect():
    table = firms(甲={}, 乙={}, 丙={}, 丁={}, 戊={})
    links = on((0, 0), (1, 0), (1, 1), (2, 1), (3, 2))
    result = shared(table, links, mu=[9.0, 9.0, 9.0], tenants="merged")

    group = result.firms["merged_group"]
    assert group[:3].tolist() == [group[0]] * 3
    assert group[3:].isna().all()
    assert group.notna()[0]


def test_nobody_is_merged_where_the_profile_says_nothing_of_it():
    result = shared(firms(甲={}, 乙={}), on((0, 0), (1, 0)), mu=[9.0])

    assert result.firms["merged_group"].isna().all()


def test_a_word_for_tenants_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="rented"):
        shared(firms(甲={}), on((0, 0)), mu=[9.0], tenants="rented")


@pytest.mark.parametrize(
    ("owner_mu", "tenant_mu", "words"),
    [
        (20, 10, []),
        (20, 10.2, []),
        (20, 10.4, ["30.40", "多出 0.40"]),
        (20, 9.6, ["29.60", "还差 0.40"]),
    ],
)
def test_land_of_owner_and_tenants_must_make_up_the_parcel(owner_mu, tenant_mu, words):
    table = firms(业主={"land_mu": owner_mu}, 租户={"land_mu": tenant_mu})
    result = shared(table, on((0, 0), (1, 0, "lease")), mu=[30.0])
    parcels = pd.DataFrame({"mu": [30.0]})

    findings = check_land_balance(result.links, parcels=parcels)

    assert len(findings) == bool(words)
    for finding in findings:
        assert finding.kind == "land_balance"
        assert finding.ids == ("P0",)
        assert all(word in finding.details[0] for word in words)


def test_balance_is_not_asked_where_the_owner_or_a_figure_is_missing():
    parcels = pd.DataFrame({"mu": [30.0]})
    alone = shared(firms(租户={"land_mu": 5}), on((0, 0, "lease")), mu=[30.0])
    rest = shared(firms(甲={"land_mu": 50}, 乙={}), on((0, 0), (1, 0)), mu=[30.0])

    assert check_land_balance(alone.links, parcels=parcels) == ()
    assert check_land_balance(rest.links, parcels=parcels) == ()


SIZES = st.one_of(st.just(np.nan), st.floats(0.5, 500))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(SIZES, SIZES, SIZES), min_size=1, max_size=5),
    st.lists(st.floats(1, 300), min_size=1, max_size=4),
    st.sets(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=10),
    st.sampled_from(["lease", "floor_area", "merged"]),
)
def test_parts_always_make_up_the_whole(rows, mu, pairs, tenants):
    table = firms(
        **{
            f"厂{number}": {"land_mu": land, "tax_wan": tax, "floor_m2": floor}
            for number, (land, tax, floor) in enumerate(rows)
        }
    )
    links = on(*sorted((f, p) for f, p in pairs if f < len(rows) and p < len(mu)))
    result = shared(table, links, mu=mu, tenants=tenants)

    of_firm = result.links.groupby("firm")[["land_mu", "tax_wan"]].sum(min_count=1)
    joined = of_firm.index
    close(of_firm["land_mu"], result.firms["land_mu"].loc[joined].tolist())
    close(of_firm["tax_wan"], table["tax_wan"].loc[joined].tolist())
    known = result.links["land_method"] == "registered"
    of_parcel = result.links["land_mu"].groupby(result.links["parcel"]).sum()
    fixed = result.links["land_mu"].where(known).groupby(result.links["parcel"]).sum()
    limit = np.maximum(fixed, pd.Series(mu).loc[fixed.index])
    assert (of_parcel <= limit * (1 + 1e-9)).all()
