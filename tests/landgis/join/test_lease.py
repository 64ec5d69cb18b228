# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from datetime import date

import pandas as pd
import pytest

from landgis.join import Decisions, join_firms

DAY = date(2023, 12, 31)
PARCELS = pd.DataFrame(
    {
        "parcel_id": ["P1", "P2", "P3"],
        "owner": ["远山阀门有限公司", "近水鞋业有限公司", "近水鞋业有限公司"],
        "mu": [30.0, 20.0, 10.0],
    }
)
FIRMS = pd.DataFrame({"name": ["海城市清风精密模具有限公司", "远山阀门有限公司"]})


def joined(*leases, **inputs):
    lease = pd.DataFrame(list(leases))
    for name in ("start", "end"):
        if name in lease:
            lease[name] = pd.to_datetime(lease[name]).astype("datetime64[s]")
    return join_firms(FIRMS, PARCELS, reference_date=DAY, lease=lease, **inputs)


def of_tenant(result):
    row = result.firms.iloc[0].fillna("")
    return row["match_method"], row["parcel_ids"]


def test_a_tenant_is_joined_by_the_lease():
    result = joined({"tenant_name": "海城市清风精密模具有限公司", "parcel_id": "P2"})

    assert of_tenant(result) == ("lease", "P2")
    assert result.summary["by_method"]["lease"] == 1


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        ("2023-12-31", None, True),
        ("2024-01-01", None, False),
        (None, "2023-12-31", True),
        (None, "2023-12-30", False),
        (None, None, True),
    ],
)
def test_a_lease_counts_on_the_days_it_runs(start, end, holds):
    result = joined(
        {
            "tenant_name": "海城市清风精密模具有限公司",
            "parcel_id": "P2",
            "start": start,
            "end": end,
        }
    )

    assert of_tenant(result) == (("lease", "P2") if holds else ("", ""))
    kinds = [finding.kind for finding in result.findings]
    assert kinds == ([] if holds else ["lease_not_running"])


def test_a_lease_without_a_parcel_is_on_its_owners_parcels():
    result = joined(
        {
            "tenant_name": "海城市清风精密模具有限公司",
            "owner_name": "近水鞋业 有限公司",
        }
    )

    assert of_tenant(result) == ("lease", "P2,P3")


def test_a_lease_whose_parcel_nobody_knows_is_a_finding():
    result = joined(
        {
            "tenant_name": "海城市清风精密模具有限公司",
            "owner_name": "查无此厂",
            "parcel_id": "P9",
        }
    )

    assert of_tenant(result) == ("", "")
    (finding,) = result.findings
    assert (finding.kind, finding.role) == ("lease_unknown_parcel", "lease")
    assert finding.ids == ("海城市清风精密模具有限公司",)


def test_what_joins_the_firm_before_its_lease_decides_alone():
    result = joined({"tenant_name": "远山阀门有限公司", "parcel_id": "P3"})

    owner = result.firms.iloc[1]
    assert (owner["match_method"], owner["parcel_ids"]) == ("name", "P1")
    assert result.links["method"].tolist() == ["name"]


def test_a_lease_without_a_parcel_adds_none_where_the_firm_is_on_one_of_them():
    firms = FIRMS.assign(parcel_id=["P2", None])
    result = join_firms(
        firms,
        PARCELS,
        reference_date=DAY,
        lease=pd.DataFrame(
            {
                "tenant_name": ["海城市清风精密模具有限公司"],
                "owner_name": ["近水鞋业有限公司"],
            }
        ),
    )

    assert of_tenant(result) == ("parcel_id", "P2")


def test_a_nearly_equal_tenant_is_proposed_for_review():
    result = joined({"tenant_name": "海城市清风精密磨具有限公司", "parcel_id": "P2"})

    assert of_tenant(result) == ("", "")
    (row,) = result.candidates.to_dict("records")
    assert (row["method"], row["parcel_id"]) == ("lease", "P2")
    assert row["other_name"] == "海城市清风精密磨具有限公司"
    # 2 of 26 characters differ.
    assert row["score"] == pytest.approx(100 * 24 / 26)


def test_a_rejected_pair_is_not_joined_by_a_lease_either():
    rejected = pd.DataFrame(
        {
            "name": ["海城市清风精密模具有限公司"],
            "code": [""],
            "parcel_id": ["P2"],
            "accepted": [False],
            "line": [2],
        }
    )
    result = joined(
        {"tenant_name": "海城市清风精密模具有限公司", "parcel_id": "P2"},
        decisions=Decisions(frame=rejected),
    )

    assert of_tenant(result) == ("", "")
