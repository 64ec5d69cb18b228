# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of both languages: complete, alike, and in their own language."""

from __future__ import annotations

import os
import re
import string
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from landgis import messages
from landgis.report.fields import field_title, field_titles
from landgis.report.symbols import shipped_symbols
from landgis.rules.catalogue import clauses, list_rules
from landgis.rules.library import profiles
from landgis.rules.profile import Profile
from landgis.rules.scheme import Indicator
from landgis.schema import ROLES, read_schema
from landgis.values.texts import read_data

CHINESE = re.compile("[\u3001-\u303f\u3400-\u9fff\uff01-\uff5e]")
OF_THE_OFFICE = frozenset(
    {
        # Names of files, and a sign, that are the same in every language.
        "run.stage_reports",
        "report_doc.largest_note",
        "report_doc.basis_rounding",
        "zone_files.rare",
        # Words that files hold and that are compared with them.
        "official.above_scale",
        "official.low",
        "official.obsolete",
        "official.zombie",
        "official.official_unknown_category",
        "report.tenant_word",
        "sheet.section_column",
        "io.unnamed_column",
        "join.decision_unclear",
        "grading.finding_scale_unknown",
        "worklist.todo_scale_unknown",
        "worklist.todo_target_unit",
        # Names of files and documents.
        "evidence.obsolete_clause",
        "run.stage_ledgers",
        "store.snapshot_folder",
        "report.font",
    }
)
"""Messages that keep a Chinese word in English, each for its reason."""


@pytest.fixture
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(messages.LANGUAGE_VARIABLE, "en")


def placeholders(text: str) -> list[tuple[str, str, str]]:
    return sorted(
        (name, shape or "", conversion or "")
        for _, name, shape, conversion in string.Formatter().parse(text)
        if name is not None
    )


def test_both_languages_have_the_same_messages() -> None:
    assert messages.languages() == ("en", "zh_CN")
    assert messages.catalogue("en").keys() == messages.catalogue("zh_CN").keys()


def test_a_message_stands_in_the_file_of_the_same_name_in_both_languages() -> None:
    folder = Path(str(files("landgis"))) / "texts"
    english, chinese = (
        {file.name for file in (folder / language).iterdir()}
        for language in messages.languages()
    )
    assert english == chinese


def test_both_languages_fill_in_the_same_values_in_the_same_shape() -> None:
    english = messages.catalogue("en")
    differing = [
        key
        for key, text in messages.catalogue("zh_CN").items()
        if placeholders(text) != placeholders(english[key])
    ]
    assert differing == []


def test_the_heads_of_a_table_are_as_many_in_both_languages() -> None:
    english = messages.catalogue("en")
    assert [
        key
        for key, text in messages.catalogue("zh_CN").items()
        if key.startswith("report.heads_")
        and text.count("|") != english[key].count("|")
    ] == []


def test_english_messages_are_in_english() -> None:
    found = {
        key for key, text in messages.catalogue("en").items() if CHINESE.search(text)
    }
    assert found == OF_THE_OFFICE


def test_no_message_raises_its_voice() -> None:
    loud = [
        key
        for language in messages.languages()
        for key, text in messages.catalogue(language).items()
        if "!" in text or "！" in text
    ]
    assert loud == []


def test_without_a_word_the_language_is_chinese(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(messages.LANGUAGE_VARIABLE, raising=False)
    assert messages.language() == "zh_CN"
    monkeypatch.setenv(messages.LANGUAGE_VARIABLE, "fr")
    assert messages.language() == "zh_CN"


@pytest.mark.usefixtures("in_english")
def test_every_column_has_an_english_title() -> None:
    # "ID" and the like have no Chinese to lose; what has, is translated.
    tables = ("", "parcel", "residual", *ROLES)
    left = {
        f"{table}.{name}: {words.title} {words.meaning} {words.unit}"
        for table in tables
        for name in field_titles()
        for words in [field_title(name, table=table)]
        if CHINESE.search(words.title + words.unit)
        or CHINESE.search(re.sub(r"\([^)]*\)", "", words.meaning))
    }
    assert left == set()


@pytest.mark.usefixtures("in_english")
def test_every_standard_field_and_role_has_an_english_title() -> None:
    left = [
        title
        for role in ROLES
        for schema in [read_schema(role)]
        for title in (
            schema.shown_title,
            *(field.shown_title for field in schema.fields.values()),
        )
        if CHINESE.search(title)
    ]
    assert left == []


@pytest.mark.usefixtures("in_english")
def test_one_name_means_different_things_in_different_tables() -> None:
    assert field_title("stop_date", table="parcel").title == "Work stopped"
    assert field_title("stop_date", table="enterprise").title == "Stopped on"
    assert field_title("floor_m2", table="park").title == "Floor area on offer"
    assert field_title("status", table="enterprise").title == "Operating status"


@pytest.mark.usefixtures("in_english")
def test_every_status_has_an_english_title_and_keeps_its_letter() -> None:
    symbols = shipped_symbols()
    assert [s.title for s in symbols.values() if CHINESE.search(s.title)] == []
    assert symbols["overdue"].title == "Overdue"
    assert symbols["overdue"].letter == "逾"
    assert shipped_symbols("zh_CN")["low_efficiency"].title == "低效"


@pytest.mark.usefixtures("in_english")
def test_every_rule_and_number_has_english_words_and_its_chinese_source() -> None:
    left = [
        clause.id
        for clause in clauses().values()
        if CHINESE.search(re.sub(r"\([^)]*\)", "", clause.title + clause.text))
    ]
    assert left == []
    numbers = [number for entry in list_rules() for number in entry.common]
    assert [each.id for each in numbers if CHINESE.search(each.title)] == []
    assert clauses()["IDLE-04"].citation.startswith("《闲置土地处置办法》")
    titles = [
        title
        for profile in profiles()
        for title in (
            profile.title,
            profile.evaluation.title,
            *(re.sub(r"\([^)]*\)", "", note) for note in profile.notes),
            *(test.threshold.title for test in profile.low),
            *(group.title for group in profile.survey),
            *(number.title for number in profile.parameters.values()),
            *(indicator.title for indicator in _indicators(profile)),
        )
    ]
    assert [title for title in titles if CHINESE.search(title)] == []


@pytest.mark.usefixtures("in_english")
def test_every_unit_has_an_english_name() -> None:
    names = {
        unit
        for dimension, units in read_data("units").items()
        if isinstance(units, dict) and dimension != "guess"
        for unit in units
    }
    assert sorted(n for n in names if CHINESE.search(messages.unit_title(n))) == []


def test_english_titles_are_of_things_that_are_there() -> None:
    english = messages.titles("en")
    tables = {"parcel", "residual", *ROLES}
    assert english["status"].keys() == shipped_symbols().keys()
    assert english["rule"].keys() == english["rule_text"].keys() == clauses().keys()
    assert english["role"].keys() == set(ROLES)
    for kind in ("field", "meaning"):
        for name in english[kind]:
            table, _, plain = name.rpartition(".")
            assert plain in field_titles(), name
            assert table in tables or not table, name


@pytest.mark.usefixtures("in_english")
def test_an_official_form_is_in_chinese_and_then_english_goes_on() -> None:
    with messages.speaking("zh_CN"):
        assert field_title("registered_m2").heading == "登记面积（㎡）"
        assert messages.joined(["甲", "乙"]) == "甲、乙"
    assert field_title("registered_m2").heading == "Registered area (m²)"
    assert messages.joined(["a", "b"]) == "a, b"


def test_chinese_stays_as_the_data_files_have_it() -> None:
    assert field_title("registered_m2").heading == "登记面积（㎡）"
    assert field_title("tax_per_mu").heading == "亩均税收（万元/亩）"
    assert clauses()["IDLE-02"].title == "供而未用"
    assert list(shipped_symbols())[1:3] == ["idle_ruled", "suspect_idle_2y"]


def _say(*arguments: str, language: str | None) -> str:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != messages.LANGUAGE_VARIABLE
    }
    if language is not None:
        environment[messages.LANGUAGE_VARIABLE] = language
    done = subprocess.run(
        [sys.executable, "-m", "landgis.cli", *arguments],
        env={**environment, "COLUMNS": "400", "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return done.stdout + done.stderr


def test_a_rule_is_shown_in_the_language_of_the_process() -> None:
    english = _say("rules", "show", "IDLE-04", language="en")
    assert "Suspected idle, one year" in english
    assert "Not started a full year after the due day." in english
    chinese = _say("rules", "show", "IDLE-04", language=None)
    assert "疑似闲置（满一年）" in chinese
    assert "Suspected" not in chinese


def test_a_file_is_inspected_in_english(tmp_path: Path) -> None:
    file = tmp_path / "firms.csv"
    file.write_text(
        "企业名称,统一社会信用代码,实缴税金(万元),用地面积(亩)\n"
        "Alpha,91330304MA2ABCDE1X,12.5,8\nBeta,,30,abc\n合计,,42.5,8\n",
        encoding="utf-8",
    )
    said = _say("inspect", str(file), language="en")
    assert "looks like: table of firms" in said
    # The names of the file's own columns stay; nothing of ours is Chinese.
    own = {"企业名称", "统一社会信用代码", "实缴税金(万元)", "用地面积(亩)", "合计"}
    own |= {"实缴税金", "用地面积", "万元", "亩"}
    for word in sorted(own, key=len, reverse=True):
        said = said.replace(word, "")
    assert CHINESE.search(said) is None, said


def _indicators(profile: Profile) -> list[Indicator]:
    groups = profile.evaluation.groups.values()
    return [indicator for group in groups for indicator in group.indicators]
