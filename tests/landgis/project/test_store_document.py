# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the document on the project file says is so, and both languages say the same."""

import hashlib
import re
import sqlite3
import string
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc
import pytest

from landgis.messages import catalogue
from landgis.project.copies import SUFFIX
from landgis.project.journal import StepState
from landgis.project.layout import FORMAT, read_meta

DOCUMENT = (Path(__file__).parents[3] / "docs" / "project-store.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
# Told by their meaning, not by their names.
UNNAMED = {"id", "dataset", "token", "pid", "program", "started", "since", "seen",
           "first_step", "person", "host", "kind", "value"}  # fmt: skip


def test_every_table_and_column_is_explained(store):
    with closing(sqlite3.connect(store.path)) as db:
        for (table,) in db.execute(
            "SELECT name FROM sqlite_master WHERE name GLOB 'landgis_*'"
        ):
            assert table in DOCUMENT
            for column in db.execute(f"PRAGMA table_info({table})"):
                assert (
                    column[1] in UNNAMED
                    or f"`{column[1]}`" in DOCUMENT
                    or (f"{column[1]})" in DOCUMENT or f"（{column[1]}" in DOCUMENT)
                )
        for key in read_meta(db):
            assert f"`{key}`" in DOCUMENT
    assert f"现为 {FORMAT}" in DOCUMENT
    assert SUFFIX in DOCUMENT
    for state in StepState:
        assert re.search(rf"[ ；]{state.value} ", DOCUMENT)


def test_the_code_in_the_document_reads_a_project(store, edit, monkeypatch, capsys):
    table = pa.table({"x": range(10)})
    name = store.put_dataset("loaded", {"t": table})
    store.commit(edit(a={"状态": "闲置"}))
    monkeypatch.chdir(store.path.parent)
    names = {"dataset_id": name}

    for block in BLOCKS:
        exec(block, names)  # noqa: S102 - ours

    assert "1 张三 override a None → {'状态': '闲置'}" in capsys.readouterr().out
    assert names["table"].equals(table)
    digest = hashlib.sha256()
    for (blob,) in names["db"].execute(
        "SELECT data FROM landgis_chunk ORDER BY part, number"
    ):
        digest.update(blob)
    hashes = names["db"].execute("SELECT sha256 FROM landgis_dataset").fetchall()
    names["db"].close()
    assert hashes == [(digest.hexdigest(),)]


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_both_languages_say_the_same(language):
    first, other = (
        {
            key: placeholders(text)
            for key, text in catalogue(name).items()
            if key.startswith("store.")
        }
        for name in ("zh_CN", language)
    )
    assert first == other
