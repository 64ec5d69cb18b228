# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Official lists are found in the table, respected, and shown beside our verdicts."""

from __future__ import annotations

import pandas as pd
import pytest

from landgis.classify.firms import judge
from landgis.classify.official import fill_scale, match_lists
from landgis.rules.library import read_profile

OUHAI = read_profile("ouhai_2021")
CODE = "91330304MA2AB12C34"


def make_firms(**columns):
    count = len(next(iter(columns.values())))
    frame = pd.DataFrame({"name": [f"第{n}厂" for n in range(count)]})
    return frame.assign(**columns)


def make_list(*rows):
    return pd.DataFrame(rows, columns=["name", "code", "category"]).astype("str")


def test_a_firm_is_found_by_code_first_then_by_name_written_otherwise():
    firms = make_firms(
        name=["甲（温州）有限公司", "改过名的厂", "丙厂"], code=[None, CODE, None]
    )
    official = make_list(
        ("甲(温州) 有限公司", None, "高耗低效"), ("旧名厂", CODE, "停产僵尸")
    )

    lists = match_lists(firms, official)

    assert lists.category.fillna("").tolist() == ["高耗低效", "停产僵尸", ""]
    assert lists.findings == ()


def test_a_damaged_code_never_joins():
    firms = make_firms(code=[CODE], code_damaged=[True])

    lists = match_lists(firms, make_list(("别的厂", CODE, "低效")))

    assert lists.category.isna().all()
    assert [f.kind for f in lists.findings] == ["official_not_found"]


def test_rows_of_a_list_that_are_not_in_the_table_are_a_finding():
    lists = match_lists(
        make_firms(code=[CODE]),
        make_list(("第0厂", None, "低效"), ("没有的厂", None, "低效")),
    )
    (finding,) = lists.findings

    assert (finding.kind, finding.role, finding.rows, finding.ids) == (
        "official_not_found",
        "official",
        (1,),
        ("没有的厂",),
    )


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("高耗低效企业", "low"),
        ("低效", "low"),
        ("规上低贡献", "low"),
        ("淘汰落后产能", "obsolete"),
        ("停产僵尸类", "zombie"),
        ("规上工业", "above_scale"),
    ],
)
def test_categories_are_recognised_by_their_words(category, kind):
    lists = match_lists(make_firms(code=[CODE]), make_list(("第0厂", None, category)))

    assert lists.loaded == {kind}
    assert lists.says.iloc[0].to_dict() == {
        name: name == kind for name in ("obsolete", "zombie", "low", "above_scale")
    }


def test_a_category_that_is_not_known_is_shown_as_it_is_and_a_finding():
    lists = match_lists(make_firms(code=[CODE]), make_list(("第0厂", None, "重点帮扶")))

    assert lists.category.tolist() == ["重点帮扶"]
    assert [f.kind for f in lists.findings] == ["official_unknown_category"]


def test_rows_without_a_category_take_that_of_the_file():
    official = pd.DataFrame({"name": ["第0厂"]})

    lists = match_lists(make_firms(code=[CODE]), official, category="高耗低效名单")

    assert lists.says["low"].tolist() == [True]


def test_a_firm_on_two_lists_shows_both():
    lists = match_lists(
        make_firms(code=[CODE]),
        make_list(("第0厂", None, "规上"), ("第0厂", None, "高耗低效")),
    )

    assert lists.category.tolist() == ["规上、高耗低效"]


def test_without_lists_nothing_is_said():
    lists = match_lists(make_firms(code=[CODE, None]), None)

    assert lists.category.isna().all()
    assert not lists.says.to_numpy().any()
    assert lists.loaded == frozenset()


def test_our_own_verdict_stays_beside_a_list_that_differs():
    firms = make_firms(tax_wan=[100.0, 10.0, 10.0], land_mu=[10.0, 10.0, 10.0])
    lists = match_lists(
        firms, make_list(("第0厂", None, "低效"), ("第1厂", None, "低效"))
    )

    verdicts = judge(firms, profile=OUHAI, lists=lists)
    (finding,) = verdicts.findings

    assert verdicts.frame["low"].tolist() == [False, True, True]
    assert verdicts.frame["official_category"].fillna("").tolist() == [
        "低效",
        "低效",
        "",
    ]
    assert (finding.kind, finding.rows) == ("official_differs", (0, 2))
    assert "10 万元/亩" in finding.details[0]


def test_an_unknown_verdict_differs_from_no_list():
    firms = make_firms(tax_wan=[None], land_mu=[10.0])
    lists = match_lists(firms, make_list(("第0厂", None, "低效")))

    assert judge(firms, profile=OUHAI, lists=lists).findings == ()


def test_an_official_list_makes_a_firm_obsolete_or_stopped():
    firms = make_firms(
        industry=["3120", "3812"],
        status=["正常", "正常"],
        power_wan_kwh=[9.0, 9.0],
        tax_wan=[90.0, 90.0],
    )
    lists = match_lists(
        firms, make_list(("第0厂", None, "淘汰落后"), ("第1厂", None, "停产僵尸"))
    )

    verdicts = judge(firms, profile=OUHAI, lists=lists)

    assert verdicts.frame["obsolete"].tolist() == [True, False]
    assert verdicts.frame["zombie"].tolist() == [False, True]
    assert [f.rows for f in verdicts.findings] == [(1,)]


def test_the_statistics_list_fills_an_empty_scale_and_only_that():
    firms = make_firms(scale=[None, "规下", None])
    lists = match_lists(
        firms, make_list(("第0厂", None, "规上"), ("第1厂", None, "规上"))
    )

    assert fill_scale(firms["scale"], lists=lists).fillna("").tolist() == [
        "规上",
        "规下",
        "",
    ]


def test_a_scale_that_the_statistics_list_contradicts_is_a_finding():
    firms = make_firms(scale=["规上", "规下", "规上"])
    lists = match_lists(
        firms, make_list(("第0厂", None, "规上"), ("第1厂", None, "规上"))
    )

    (finding,) = judge(firms, profile=OUHAI, lists=lists).findings

    assert finding.rows == (1, 2)
