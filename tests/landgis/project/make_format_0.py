# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make a project of format 0, the prototype: ``python make_format_0.py FILE``.

The stored file was made once by this script and is not made again, so that the
migration meets what was really written.
"""

import json
import sqlite3
import sys
from contextlib import closing

TABLES = """
CREATE TABLE landgis_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE landgis_document (kind TEXT, id TEXT, value TEXT, PRIMARY KEY (kind, id));
CREATE TABLE landgis_journal (
  step INTEGER PRIMARY KEY, time TEXT, author TEXT, title TEXT, changes TEXT,
  undone INTEGER
);
"""
DOCUMENTS = [
    ("project", "project", {"name": "某县2023年度", "region": "330304"}),
    ("override", "330304001001GB00001", {"status": "idle", "reason": "现场核实"}),
]
STEPS = [
    (
        "2023-12-01T08:00:00.000+00:00",
        "张三",
        "history.new",
        [["project", "project", None, {"name": "某县"}]],
        0,
    ),
    (
        "2023-12-01T08:05:00.000+00:00",
        "张三",
        "history.rename",
        [["project", "project", {"name": "某县"}, DOCUMENTS[0][2]]],
        0,
    ),
    (
        "2023-12-02T09:00:00.000+00:00",
        "李四",
        "history.override",
        [[*DOCUMENTS[1][:2], None, DOCUMENTS[1][2]]],
        0,
    ),
    (
        "2023-12-02T09:01:00.000+00:00",
        "李四",
        "history.override",
        [["override", "330304001001GB00002", None, {"status": "low"}]],
        1,
    ),
]


def main(path):
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(TABLES)
        db.executemany(
            "INSERT INTO landgis_meta VALUES (?,?)",
            [
                ("format", "0"),
                ("uuid", "6f1d3f0c5a7e4f64b1f3a0f2f6f7c001"),
                ("created", "2023-12-01T08:00:00.000+00:00"),
            ],
        )
        db.executemany(
            "INSERT INTO landgis_document VALUES (?,?,?)",
            [(kind, name, json.dumps(value)) for kind, name, value in DOCUMENTS],
        )
        db.executemany(
            "INSERT INTO landgis_journal VALUES (NULL,?,?,?,?,?)",
            [
                (time, author, title, json.dumps(changes), undone)
                for time, author, title, changes, undone in STEPS
            ],
        )


if __name__ == "__main__":
    main(sys.argv[1])
