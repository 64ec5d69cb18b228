# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An office can change the columns of its ledgers, and hears what it got wrong."""

import pytest

from landgis.errors import RuleError
from landgis.messages import sentence
from landgis.report.fields import field_titles
from landgis.report.ledger_layouts import read_layouts
from landgis.report.ledger_rows import LISTS

SIX_DATABASES = ["淘汰落后", "低效产出", "停产僵尸", "批而未供", "供而未用", "腾空改造"]


def read(folder=None):
    return read_layouts(folder, rows=LISTS, fields=tuple(field_titles()))


def write_layout(folder, name="99_own.toml", **changes):
    entries = {
        "sheet": '"自定表"',
        "title": '"自定表"',
        "rows": '"low"',
        "column": '[{ title = "企业", field = "name" }]',
        **changes,
    }
    lines = ["format = 1", *(f"{key} = {value}" for key, value in entries.items())]
    (folder / name).write_text("\n".join(lines), "utf-8")


def test_the_six_databases_come_first_in_the_documents_order():
    assert [layout.sheet for layout in read()][:6] == SIX_DATABASES


def test_every_list_has_a_sheet():
    assert {layout.rows for layout in read()} == set(LISTS)


def test_shipped_layouts_name_where_they_come_from():
    assert all(layout.source for layout in read())


def test_a_file_of_the_same_name_replaces_the_shipped_one(tmp_path):
    write_layout(tmp_path, "11_low.toml", sheet='"我的低效企业"')

    layouts = read(tmp_path)

    assert [layout.sheet for layout in layouts][1] == "我的低效企业"
    assert len(layouts) == len(read())


def test_a_file_of_another_name_is_one_more_sheet(tmp_path):
    write_layout(tmp_path)

    assert [layout.sheet for layout in read(tmp_path)][-1] == "自定表"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"rows": '"nothing"'}, "rows"),
        ({"sheet": '"a/b"'}, "sheet"),
        ({"sheet": '"' + "长" * 30 + '"'}, "sheet"),
        ({"sheet": '"低效产出"'}, "sheet"),
        ({"sheet": '"汇总"'}, "sheet"),
        ({"sheet": "\"'表'\""}, "sheet"),
        ({"column": "[]"}, "column"),
        ({"sort": '["nowhere"]'}, "sort"),
        ({"column": '[{ title = "x", field = "tax_wam" }]'}, "column[1].field"),
        ({"column": '[{ title = "x", field = "mu", places = 99 }]'}, "places"),
        ({"column": '[{ title = "x", colour = "red" }]'}, "colour"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path, changes, named):
    write_layout(tmp_path, **changes)

    with pytest.raises(RuleError) as caught:
        read(tmp_path)

    assert named in sentence(caught.value)
    assert ".toml" in sentence(caught.value)


def test_the_nearest_field_is_offered(tmp_path):
    write_layout(tmp_path, column='[{ title = "x", field = "tax_wam" }]')

    with pytest.raises(RuleError) as caught:
        read(tmp_path)

    assert "tax_wan" in sentence(caught.value)
