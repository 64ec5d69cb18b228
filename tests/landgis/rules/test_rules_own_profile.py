# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A profile of one's own: read like a shipped one, refused in plain words."""

import hashlib

import pytest

from landgis.errors import RuleError
from landgis.messages import sentence
from landgis.rules.check import check_file
from landgis.rules.library import profiles, read_profile, template_path

OWN = """
format     = 1
id         = "own"
title      = "某县（2024年）"
region     = "330000"
document   = "某政发〔2024〕1号"
source     = "某通知"
valid_from = 2024-01-01
valid_to   = 2024-12-31
tenants    = "lease"

[[low]]
title      = "亩均税收6万元以下"
value      = 6
word       = "upto"
unit       = "万元/亩"
rule       = "LOW-E"
citation   = "第三条"

[parameters.idle_fee_rate]
value      = 0.15
word       = "exactly"
unit       = ""
rule       = "IDLE-12"
citation   = "第四条"

[[example]]
title  = "正好6万元/亩"
test   = "low"
given  = { tax_per_mu = 6 }
expect = "TRUE"
"""


def write(folder, text, *, encoding="utf-8", name="own.toml"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def refusal(folder, text):
    with pytest.raises(RuleError) as caught:
        check_file(write(folder, text))
    return sentence(caught.value)


def test_a_profile_is_found_beside_the_project(tmp_path):
    path = write(tmp_path, OWN, name="我县 2024.toml")

    profile = read_profile("我县 2024.toml", relative_to=tmp_path)

    assert profile.low[0].threshold.value == 6
    assert profile.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert profile.path == path
    assert read_profile(str(path)).id == "own"


def test_what_it_does_not_say_is_as_everywhere(tmp_path):
    profile = read_profile(str(write(tmp_path, OWN)))

    assert profile.threshold("idle_fee_rate").value == 0.15
    assert profile.threshold("idle_years_1").value == 1
    assert profile.evaluation.groups["above_scale"].cap is None
    assert profile.far_min["292"].value == 1.0


def test_a_byte_order_mark_does_no_harm(tmp_path):
    assert read_profile(str(write(tmp_path, OWN, encoding="utf-8-sig"))).id == "own"


def test_validity_includes_both_days(tmp_path):
    from datetime import date

    profile = read_profile(str(write(tmp_path, OWN)))

    assert profile.is_valid_on(date(2024, 1, 1))
    assert profile.is_valid_on(date(2024, 12, 31))
    assert not profile.is_valid_on(date(2023, 12, 31))
    assert not profile.is_valid_on(date(2025, 1, 1))


def test_the_template_can_be_copied_and_used(tmp_path):
    text = template_path().read_text("utf-8")

    report = check_file(write(tmp_path, text))

    assert report.passed
    assert report.warnings == ()
    assert "模板" not in [profile.path.stem for profile in profiles()]


def test_an_example_that_does_not_come_out_is_told(tmp_path):
    report = check_file(write(tmp_path, OWN.replace('"TRUE"', '"FALSE"')))

    (outcome,) = report.outcomes
    assert not report.passed
    assert (outcome.expected, outcome.found) == ("FALSE", "TRUE")


def test_slips_that_are_allowed_are_pointed_out(tmp_path):
    text = OWN.split("[[example]]", maxsplit=1)[0]
    text = text.replace("[[low]]", '[[low]]\nscale = "规上"')
    text += '[evaluation]\ntitle = "甲"\ncitation = "乙"\n'
    text += "[evaluation.below_scale]\nweights = { tax_per_mu = 90 }\n"

    report = check_file(write(tmp_path, text))

    assert len(report.warnings) == 3
    assert "算例" in report.warnings[0]
    assert "规下" in report.warnings[1]
    assert "90" in report.warnings[2]


def test_an_unknown_profile_names_the_nearest(tmp_path):
    with pytest.raises(RuleError) as caught:
        read_profile("ouhai_2012", relative_to=tmp_path)

    assert "是不是 ouhai_2021" in sentence(caught.value)


def test_an_unknown_number_names_the_nearest():
    with pytest.raises(RuleError) as caught:
        read_profile("ouhai_2021").threshold("idle_year_1")

    assert "ouhai_2021.toml" in sentence(caught.value)
    assert "是不是 idle_years_1" in sentence(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("tenants ", "tenant ", "里有不认识的项 tenant。是不是 tenants"),
        ('tenants    = "lease"\n', "", "缺少 tenants"),
        ('"upto"', '"up_to"', "low[1].word 写的是“up_to”"),
        ('"upto"', '"up_to"', "是不是 upto"),
        ("value      = 6", 'value = "六"', "low[1].value 应是数"),
        ("value      = 6", "value = true", "low[1].value 应是数，如 8"),
        ("value      = 6", "value = inf", "low[1].value 应是数"),
        ("value      = 6", "value = 1e999999999", "low[1].value 应是数"),
        ("value      = 6", 'value = "1/0"', "low[1].value 应是数"),
        ("2024-01-01", '"2024-01-01"', "valid_from 应是不加引号的日期"),
        ("2024-12-31", "2023-12-31", "valid_to 早于 valid_from"),
        ('"330000"', '"3300"', "六位行政区划代码"),
        ('"330000"', "330000", "region 应是加引号的文字，现在是 330000"),
        ("idle_fee_rate", "idle_fee_rates", "parameters.idle_fee_rates"),
        ('unit       = ""', 'unit = "％"', "parameters.idle_fee_rate.unit 是“％”"),
        ('citation   = "第三条"', 'citation = " "', "low[1].citation 是空的"),
        ("[[low]]", "[low]", "low 应写成若干个 [[low]] 段"),
        ('test   = "low"', 'test = "lo"', "example[1].test 写的是“lo”"),
        ("format     = 1", "format = 2", "format 是 2"),
        ("format     = 1\n", "", "缺少 format"),
        ("tax_per_mu = 6", 'tax_per_mu = "六"', "example[1].given.tax_per_mu"),
        ('"TRUE"', "true", "example[1].expect 应是加引号的文字"),
        ("exactly", "exact", "是不是 exactly"),
    ],
)
def test_what_is_written_wrongly_is_told_with_file_and_key(tmp_path, old, new, told):
    assert old in OWN

    message = refusal(tmp_path, OWN.replace(old, new, 1))

    assert "own.toml" in message
    assert told in message


EVALUATION = '[evaluation]\ntitle = "甲"\ncitation = "乙"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[evaluation]\nfloor = 0\n", "缺少 evaluation.title"),
        (EVALUATION + "caps = 2\n", "evaluation.caps。是不是 cap"),
        (EVALUATION + "cap = -1\n", "封顶倍数"),
        (EVALUATION + 'missing = "mean"\n', "evaluation.above_scale.missing"),
        (EVALUATION + "grades = { A = 20, B = 80, C = 95 }\n", "grades.A 不对"),
        (EVALUATION + "grades = { A = 0.3, B = 0.2, C = 0.9 }\n", "grades.B 不对"),
        (EVALUATION + "new_firm_years = 0\n", "new_firm_years 应大于 0"),
        (
            EVALUATION + "[evaluation.above_scale]\nweights = { tax_mu = 100 }\n",
            "weights.tax_mu。是不是 tax_per_mu",
        ),
        (
            EVALUATION + "[evaluation.above_scale]\nweights = { tax_per_mu = 0 }\n",
            "weights.tax_per_mu 应大于 0",
        ),
        (
            EVALUATION + "[evaluation.above_scale]\nweights = {}\n",
            "缺少 evaluation.above_scale.weights",
        ),
        (
            EVALUATION
            + "[evaluation.service]\nweights = { tax_per_mu = 100 }\n"
            + "bases = { revenue_per_mu = 3 }\n",
            "bases.revenue_per_mu",
        ),
        (
            EVALUATION
            + '[evaluation.indicators.new]\ntitle = "新"\nnumerator = "tax"\n'
            + 'denominator = "land_mu"\n'
            + "[evaluation.service]\nweights = { new = 100 }\n",
            "tax 不是企业表里的数据项。是不是 tax_wan",
        ),
        (
            EVALUATION
            + "[evaluation.below_scale.renting]\nfirst = 5\nfurther = 0\n"
            + "below_scale_only = false\n",
            "renting.first 是扣分",
        ),
        (
            EVALUATION + "[evaluation.d_share]\ncity = 5\nplus_min_pp = 5\n"
            "plus_max_pp = 10\n",
            "d_share.city",
        ),
        (
            (
                '[[survey]]\nid = "s"\ntitle = "甲"\nrule = "LOW-E"\ncitation = "乙"\n'
                'conditions = { land = { value = 3, word = "atleast" } }\n'
            ),
            "是不是 land_mu",
        ),
        (
            (
                '[[survey]]\nid = "s"\ntitle = "甲"\nrule = "LOW-E"\ncitation = "乙"\n'
                'flags = ["outside_parks"]\n'
            ),
            "是不是 outside_park",
        ),
        (
            (
                '[[example]]\ntitle = "丙"\ntest = "grades"\ngroup = "service"\n'
                "given = {}\nexpect = { A = 0, B = 0, C = 0, D = 0 }\n"
            ),
            "缺少 example[2].given.firms",
        ),
    ],
)
def test_wrong_evaluations_and_surveys_are_told_too(tmp_path, text, told):
    message = refusal(tmp_path, OWN + text)

    assert "own.toml" in message
    assert told in message


def test_other_encodings_and_broken_syntax_are_told(tmp_path):
    with pytest.raises(RuleError) as caught:
        read_profile(str(write(tmp_path, OWN, encoding="gb18030")))
    assert "UTF-8" in sentence(caught.value)

    assert "第 4 行" in refusal(tmp_path, OWN.replace('"某县（2024年）"', '"某县'))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(RuleError) as caught:
        check_file(tmp_path / "无.toml")

    assert "无.toml" in sentence(caught.value)
