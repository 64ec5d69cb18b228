# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the workbooks of a made county with titles, merged heads, totals and notes."""

from __future__ import annotations

import csv
import random
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import county_names
import openpyxl
import pandas as pd
from county_base import County
from county_layers import DATE_FORMS

BLANKS = [None, None, "-", "/", "无", "—"]
EXTRA = {"number": ["序号"], "remark": ["备注"]}
SCALES = [{}, {}, {"规上": "规模以上", "规下": "规模以下"}]
WIDE = str.maketrans("0123456789()", "０１２３４５６７８９（）")


def write_tables(county: County, folder: Path) -> dict[str, str]:
    """Write the tables; give the project's paths."""
    rng = random.Random(county.seed * 17 + 3)  # noqa: S311 - made data
    paths = {"enterprise": write_enterprise(county, folder, rng)}
    for role, rows, names, stem in (
        ("lease", county.leases, county_names.LEASE, "租赁"),
        ("official", county.officials, county_names.OFFICIAL, "名单"),
    ):
        if rows:
            heads = {k: rng.choice(v) for k, v in names.items()}
            book = openpyxl.Workbook()
            book.active.append(list(heads.values()))
            for row in rows:
                book.active.append([plain(row[k], rng) for k in heads])
            book.save(folder / f"{stem}.xlsx")
            paths[role] = f"{stem}.xlsx"
    return paths


def plain(value: Any, rng: random.Random) -> Any:
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, date):
        forms = [*DATE_FORMS, lambda d: datetime(d.year, d.month, d.day)]
        forms.append(lambda d: (d - date(1899, 12, 30)).days)
        return rng.choice(forms)(value)
    return value


def write_enterprise(county: County, folder: Path, rng: random.Random) -> str:
    """Write the firms' table with the habits that the seed draws."""
    habit = {
        "form": rng.choice(["xlsx", "xlsx", "xlsx", "csv", "csv_utf8", "ods"]),
        "two_rows": rng.random() < 0.35,
        "unit_line": rng.random() < 0.6,
        "by_town": rng.random() < 0.4,
        "scales": rng.choice(SCALES),
        "broken_heads": rng.random() < 0.3,
        "total": rng.choice(["合计", "总计", "合 计", "全县合计"]),
        "blank_top": rng.random() < 0.2,
        "unit_above": rng.random() < 0.5,
        "cover": rng.random() < 0.3,
        "money": county.habits["money"],
        "text": rng.random() < 0.4,
    }
    county.habits["enterprise"] = habit
    fields = [
        k for k in county_names.ENTERPRISE if k != "year" or county.habits["years"] > 1
    ]
    if rng.random() < 0.4:
        fields = ["number", *fields, "remark"]
    heads = head_names(fields, county, habit, rng)
    if habit["by_town"]:
        fields.remove("town")
        fields.insert(0, "town")
    rows: list[list[Any]] = [["2023年度工业企业亩均效益基础数据表"]]
    if habit["blank_top"]:
        rows.append([])
    if habit["unit_line"]:
        rows.append(
            [rng.choice(["单位:{}", "单位：{}", "计量单位：{}"]).format(habit["money"])]
        )
    if habit["two_rows"]:
        above = f"({habit['money']})" if habit["unit_above"] else ""
        rows.append([group(f, above) for f in fields])
    rows.append([heads[f] for f in fields])
    first = len(rows) + 1
    firms = list(county.firms)
    for number, firm in enumerate(firms, start=1):
        firm["number"] = number
    place(firms, habit, rng)
    spans = body(rows, (fields, firms), habit, county, rng)
    rows.append([])
    rows.append(["注:本表数据由税务、统计部门提供。"])
    rows.append(["填表人:某某", None, "审核人:某某", None, "日期:2024年1月10日"])
    width = len(fields)
    rows = [r + [None] * (width - len(r)) for r in rows]
    return save(folder, rows, (first, spans, habit))


def place(
    firms: list[dict[str, Any]], habit: dict[str, Any], rng: random.Random
) -> None:
    for firm in firms:
        firm["town_cell"] = rng.choice(["梧田街道", "茶山街道", "泽雅镇"])
    if habit["by_town"]:
        firms.sort(key=lambda f: f["town_cell"])


def group(field: str, unit: str) -> str:
    return "效益情况" + unit if field in county_names.MONEY else "企业基本情况"


def head_names(
    fields: list[str], county: County, habit: dict[str, Any], rng: random.Random
) -> dict[str, str]:
    plain = habit["unit_line"] or (habit["two_rows"] and habit["unit_above"])
    money = "" if plain else f"({habit['money']})"
    heads = {}
    for field in fields:
        name = rng.choice(EXTRA.get(field) or county_names.ENTERPRISE[field])
        unit = county.habits["land_unit"] if field == "land_mu" else money
        heads[field] = name.replace("%", unit)
        if habit["broken_heads"]:
            heads[field] = heads[field].replace("(", "\n(")
            if field == "name":
                heads[field] = " ".join(heads[field])
    return heads


def body(
    rows: list[list[Any]],
    content: tuple[list[str], list[dict[str, Any]]],
    habit: dict[str, Any],
    county: County,
    rng: random.Random,
) -> list[tuple[int, int]]:
    """Append firms, blank rows and subtotals; give the rows of each town."""
    fields, firms = content
    spans: list[tuple[int, int]] = []
    start, town = len(rows) + 1, None
    for firm in firms:
        if habit["by_town"] and town not in {None, firm["town_cell"]}:
            spans.append((start, len(rows)))
            rows.append(total_row(fields, "小计"))
            start = len(rows) + 1
        town = firm["town_cell"]
        rows.append([cell(firm, f, habit, county, rng) for f in fields])
        if not habit["by_town"] and rng.random() < 0.03:
            rows.append([])
    spans.append((start, len(rows)))
    rows.append(total_row(fields, habit["total"]))
    return spans if habit["by_town"] else []


def total_row(fields: list[str], word: str) -> list[Any]:
    row: list[Any] = [None] * len(fields)
    row[0] = word
    for i, field in enumerate(fields):
        if field in {"land_mu", *county_names.MONEY}:
            row[i] = 98765.4
    return row


def cell(
    firm: dict[str, Any],
    field: str,
    habit: dict[str, Any],
    county: County,
    rng: random.Random,
) -> Any:
    """Give one cell as an office leaves it."""
    if field == "town":
        return firm["town_cell"]
    if field == "number":
        return firm["number"]
    if field == "remark":
        return None
    if field == "scale":
        return habit["scales"].get(firm["scale"], firm["scale"])
    if field == "year":
        return rng.choice([firm["year"], str(firm["year"]), f"{firm['year']}年"])
    value = firm.get(field)
    if field == "veto":
        return "是" if value else rng.choice([None, "否"])
    if field == "parcel_id":
        if rng.random() < 0.1:
            value = [f"{v[:6]} {v[6:12]} {v[12:]}" for v in value]
        joint = rng.choice(["、", ",", ";", "/", "\n", "，"])
        return joint.join(value) or rng.choice(BLANKS)
    if value is None:
        return rng.choice(BLANKS)
    if field == "code" and firm.get("damaged"):
        return (
            int(value[:15] + "000")
            if habit["form"] in {"xlsx", "ods"}
            else f"{float(value):.14E}"
        )
    if field == "code":
        return spoiled_code(value, rng)
    if field == "name":
        return written_name(value, rng)
    if not isinstance(value, Fraction):
        return value
    if field == "land_mu" and county.habits["land_unit"] == "㎡":
        value = value * 2000 / 3
    if field in county_names.MONEY and habit["money"] == "元":
        value = value * 10000
    number = float(value)
    if (
        field == "land_mu"
        and county.habits["land_unit"] == "亩"
        and rng.random() < 0.03
    ):
        return f"{number}亩"
    if habit["text"] and rng.random() < 0.3:
        text = (
            f"{number:,.6f}".rstrip("0").rstrip(".")
            if abs(number) >= 1000
            else repr(number)
        )
        return text.translate(WIDE) if rng.random() < 0.2 else text
    return int(number) if number == int(number) else number


def spoiled_code(code: str, rng: random.Random) -> str:
    """Write a whole code in small letters, with spaces or full width."""
    kind = rng.random()
    if kind < 0.06:
        return code.lower()
    if kind < 0.12:
        return f" {code[:8]} {code[8:]} "
    if kind < 0.16:
        return code.translate(WIDE)
    return code


def written_name(name: str, rng: random.Random) -> str:
    """Write a name with spaces, full-width signs or invisible characters."""
    kind = rng.random()
    if "(" in name and rng.random() < 0.5:
        name = name.replace("(", "（").replace(")", "）")
    if kind < 0.1:
        return f" {name}\u3000"
    if kind < 0.15:
        return name[:4] + "\u200b" + name[4:]
    if kind < 0.2:
        return name[:3] + " " + name[3:]
    if kind < 0.25:
        return name + "\n"
    return name


def save(
    folder: Path, rows: list[list[Any]], layout: tuple[int, Any, dict[str, Any]]
) -> str:
    first, spans, habit = layout
    form = habit["form"]
    if form.startswith("csv"):
        encoding = "gb18030" if form == "csv" else "utf-8-sig"
        with (folder / "企业效益.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
        return "企业效益.csv"
    if form == "ods":
        frame = pd.DataFrame(rows, dtype=object)
        frame.to_excel(folder / "企业效益.ods", engine="odf", header=False, index=False)
        return "企业效益.ods"
    book = openpyxl.Workbook()
    sheet = book.active
    if habit["cover"]:
        sheet.title = "填表说明"
        sheet.append(["填表说明:请按实际情况填写"])
        sheet = book.create_sheet("数据")
    for row in rows:
        sheet.append(row)
    width = len(rows[0])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    if habit["two_rows"]:
        merge_runs(sheet, rows, first - 2)
    for a, b in spans:
        if b > a:
            sheet.merge_cells(start_row=a, end_row=b, start_column=1, end_column=1)
    book.save(folder / "企业效益.xlsx")
    return "企业效益.xlsx#数据" if habit["cover"] else "企业效益.xlsx"


def merge_runs(sheet: Any, rows: list[list[Any]], number: int) -> None:
    """Merge equal neighbours of the upper head row."""
    row = rows[number - 1]
    start = 0
    for i in range(1, len(row) + 1):
        if i == len(row) or row[i] != row[start]:
            if i - start > 1:
                sheet.merge_cells(
                    start_row=number,
                    end_row=number,
                    start_column=start + 1,
                    end_column=i,
                )
            start = i
