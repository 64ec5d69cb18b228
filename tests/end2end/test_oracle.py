# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run finds in made counties of every habit what plain loops find in the true values.

LANDGIS_SEEDS raises the number of counties; LANDGIS_FIRST_SEED says where they begin.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from county_maker import make_county, write_county
from oracle_facts import expect

FIRST = int(os.environ.get("LANDGIS_FIRST_SEED", "0"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("LANDGIS_SEEDS", "6")))


def norm(value: Any) -> str:
    return "".join(unicodedata.normalize("NFKC", str(value or "")).split())


def truth(value: Any) -> str:
    if value is None or str(value).upper() in {"", "UNKNOWN"}:
        return "UNKNOWN"
    return "TRUE" if str(value).upper() in {"TRUE", "1", "是"} else "FALSE"


def differs(key: str, want: Any, got: Any) -> bool:
    """Tell whether a fact of this name does not hold."""
    if key == "low":
        return truth(got) != want
    if key == "parcel_ids":
        return sorted(filter(None, norm(got).replace("、", ",").split(","))) != want
    if key == "flags":
        have = [f for f in norm(got).split(",") if f not in {"", "to_verify"}]
        return ",".join(have) != want
    if isinstance(want, float):
        bound = 1e-3 if key.endswith(("mu", "mu_")) else max(1e-4, abs(want) * 1e-6)
        if key == "drawn_m2":
            bound = 0.05
        if got is None and want == 0:
            return False
        return not isinstance(got, (int, float)) or abs(got - want) > bound
    return bool(norm(want) != norm(got)) and not (want == 0 and got is None)


def compare(where: str, want: dict[str, Any], got: Any) -> list[str]:
    lines: list[str] = []
    got = got if isinstance(got, dict) else {}
    got = {**got, **{norm(k): v for k, v in got.items()}}
    for key, value in want.items():
        have = got.get(key, got.get(norm(key)))
        if isinstance(value, dict):
            lines += compare(f"{where}.{key}", value, have)
        elif differs(key if key != "tax_per_mu" else "ratio", value, have):
            lines.append(f"{where}.{key}: expected {value!r}, found {have!r}")
    return lines


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    base = sqlite3.connect(f"file:{out / 'result.gpkg'}?mode=ro", uri=True)
    base.row_factory = sqlite3.Row
    try:
        return [dict(r) for r in base.execute(f'select * from "{table}"')]
    finally:
        base.close()


def compare_rows(
    kind: str, want: dict[str, Any], got: list[dict[str, Any]], key: str
) -> list[str]:
    lines, index = [], {}
    for row in got:
        index.setdefault(norm(row[key]), []).append(row)
    for name, facts in want.items():
        found = index.get(norm(name), [])
        if len(found) != 1:
            lines.append(f"{kind} {name}: expected one row, found {len(found)}")
        else:
            lines += compare(f"{kind} {name}", facts, found[0])
    return lines


def compare_all(want: dict[str, Any], out: Path) -> list[str]:
    """Give one line for each fact that does not hold."""
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    lines = compare("summary", want["summary"], summary)
    lines += compare_rows("parcel", want["parcels"], rows(out, "parcel"), "parcel_id")
    lines += compare_rows("firm", want["firms"], rows(out, "enterprise"), "name")
    if want["residual"]:
        total: dict[str, float] = {}
        for row in rows(out, "residual"):
            no = norm(row["approval_no"])
            total[no] = total.get(no, 0.0) + row["mu"]
        facts = {norm(k): v for k, v in want["residual"].items()}
        lines += [
            f"residual {no}: expected {facts.get(no, 0.0)}, found {total.get(no, 0.0)}"
            for no in sorted({*facts, *total})
            if abs(facts.get(no, 0.0) - total.get(no, 0.0)) > 1e-3
        ]
    return lines


@pytest.mark.parametrize("seed", SEEDS)
def test_a_run_finds_what_the_true_values_say(seed: int, tmp_path: Path) -> None:
    county = make_county(seed)
    project = write_county(county, tmp_path / "county")
    want = expect(county)
    (tmp_path / "county" / "expected.json").write_text(
        json.dumps(want, ensure_ascii=False), "utf-8"
    )
    call = [
        sys.executable,
        "-m",
        "landgis.cli",
        "run",
        str(project),
        "-o",
        str(tmp_path / "out"),
    ]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    lines = compare_all(want, tmp_path / "out")
    assert not lines, "\n".join([str(county.habits), *lines])
