# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The five tables of the county: firms, leases, parks, targets, the official list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import names
import numpy as np
import pandas as pd
from layers import FORMS, date_texts
from numpy.random import Generator
from workbooks import (
    Column,
    with_dashes,
    workbook,
    write_heads,
    write_rows,
    write_sums,
    write_top,
)

Span = tuple[int, int, str]
"""First and last row of a town's rows, and the town."""
COLUMNS = {
    table: tuple(Column(**entry) for entry in entries)
    for table, entries in FORMS["tables"].items()
}
FIRM_COLUMNS = COLUMNS["enterprise"]


def merge_towns(
    sheet: Any, styles: dict[str, Any], *, spans: list[Span], column: int
) -> None:
    """Merge the cells of each town; its name stands in the first."""
    for first, last, town in spans:
        if last > first:
            sheet.merge_range(first, column, last, column, town, styles["town"])


def typed_firms(table: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return the firm rows as people type them."""
    typed = table.copy()
    wide = {ord("("): "（", ord(")"): "）"}
    draw = rng.random(len(typed))
    typed["typed_name"] = [
        name.translate(wide) if n < 0.10 else f"{name} " if n < 0.13 else name
        for name, n in zip(typed["name"], draw, strict=True)
    ]
    code = typed["written_code"].astype(object).where(typed["written_code"].notna())
    numbers = [float(own) if bad else own
               for own, bad in zip(code, typed["damaged"], strict=True)]  # fmt: skip
    code = pd.Series(numbers, index=typed.index, dtype=object)
    typed["typed_code"] = with_dashes(code, rng, marks=("无", "/"))
    as_number = rng.random(len(typed)) < 0.05
    typed["typed_industry"] = [
        float(own) if bare else own
        for own, bare in zip(typed["industry"], as_number, strict=True)
    ]
    days = typed["founded_date"]
    texts = date_texts(days, rng)
    form = rng.random(len(typed))
    serial = (days - pd.Timestamp(1899, 12, 30)).dt.days
    typed["typed_founded"] = [
        day.to_pydatetime() if n < 0.7 else float(count) if n < 0.73 else text
        for day, text, count, n in zip(days, texts, serial, form, strict=True)
    ]
    typed["tax_wan"] = with_dashes(typed["tax_wan"], rng, marks=("-", "/"))
    for name in ("energy_tce", "emission_t", "rd_wan"):
        typed[name] = with_dashes(typed[name], rng)
    large = typed.index[(table["revenue_wan"] > 30_000) & (table["scale"] == "规上")]
    typed["revenue_wan"] = typed["revenue_wan"].astype(object)
    for key in rng.choice(large, 8, replace=False):
        typed.loc[key, "revenue_wan"] = f"{table.loc[key, 'revenue_wan']:,.2f}"
    return typed


def write_firms(path: Path, table: pd.DataFrame, rng: Generator) -> None:
    """Write the firms' figures of three years, with sub-totals by town."""
    typed = typed_firms(table, rng)
    sums = [column.key for column in FIRM_COLUMNS if column.total]
    with workbook(path) as (book, styles):
        sheet = book.add_worksheet("企业")
        title = f"{names.COUNTY}工业企业亩均效益综合评价基础数据表（2021—2023年度）"
        unit = "填报单位：云浦县亩均办（演示）　　　　单位：万元、亩、平方米"
        row = write_top(sheet, styles, width=len(FIRM_COLUMNS), texts=(title, unit))
        row = write_heads(sheet, styles, row=row, columns=FIRM_COLUMNS)
        sheet.freeze_panes(row, 4)
        spans = []
        for (_, town), group in typed.groupby(["year", "town"], sort=False):
            first = row
            row = write_rows(sheet, styles, row, columns=FIRM_COLUMNS, table=group)
            sheet.write(row, 3, "小计", styles["sum"])
            part = table.loc[group.index, sums].sum().to_dict()
            write_sums(sheet, styles, row, columns=FIRM_COLUMNS, sums=part)
            spans.append((first, row, str(town)))
            row += 1
        merge_towns(sheet, styles, spans=spans, column=2)
        sheet.write(row, 0, "合计", styles["sum"])
        last = table[table["year"] == table["year"].max()]
        write_sums(
            sheet, styles, row, columns=FIRM_COLUMNS, sums=last[sums].sum().to_dict()
        )
        sheet.write(row + 1, 0, "填表人：（略）　　审核人：（略）", styles["note"])
        note = "备注：税收为实际入库数，负数为退税；合计为2023年度数。企业均为虚构。"
        sheet.write(row + 2, 0, note, styles["note"])


def write_leases(path: Path, leases: pd.DataFrame, rng: Generator) -> None:
    """Write the leases, towns merged, with a total."""
    table = leases.copy()
    table["number"] = np.arange(1, len(table) + 1)
    table["typed_start"] = date_texts(table["start"], rng)
    table["typed_end"] = [day.to_pydatetime() for day in table["end"]]
    with workbook(path) as (book, styles):
        sheet = book.add_worksheet("租赁")
        title = f"{names.COUNTY}工业用地承租情况登记表"
        row = write_top(
            sheet, styles, width=len(COLUMNS["lease"]), texts=(title, "2023年12月底")
        )
        row = write_heads(sheet, styles, row=row, columns=COLUMNS["lease"])
        sheet.freeze_panes(row, 3)
        spans = []
        for town, group in table.groupby("town", sort=False):
            first = row
            row = write_rows(sheet, styles, row, columns=COLUMNS["lease"], table=group)
            spans.append((first, row - 1, str(town)))
        merge_towns(sheet, styles, spans=spans, column=1)
        sheet.write(row, 0, "合计", styles["sum"])
        total = {"leased_mu": table["leased_mu"].sum()}
        write_sums(sheet, styles, row, columns=COLUMNS["lease"], sums=total)


def write_parks(path: Path, parks: pd.DataFrame) -> None:
    """Write the parks."""
    with workbook(path) as (book, styles):
        sheet = book.add_worksheet("小微园")
        title = f"{names.COUNTY}小微企业园情况表"
        row = write_top(sheet, styles, width=len(COLUMNS["park"]), texts=(title, ""))
        row = write_heads(sheet, styles, row=row, columns=COLUMNS["park"])
        row = write_rows(sheet, styles, row, columns=COLUMNS["park"], table=parks)
        note = "备注：行业代码按GB/T 4754-2017，可填大类、中类或小类。"
        sheet.write(row, 0, note, styles["note"])


def write_official(path: Path, firms: pd.DataFrame, rng: Generator) -> None:
    """Write the list of firms that the county has named for treatment."""
    table = firms.reset_index(drop=True)
    table["serial"] = np.arange(1, len(table) + 1)
    spaced = rng.random(len(table)) < 0.08
    table["typed_name"] = [
        name.replace("(", "（").replace(")", "）") if wide else name
        for name, wide in zip(table["name"], spaced, strict=True)
    ]
    table["typed_code"] = with_dashes(table["written_code"], rng, marks=("无",))
    plans = np.array(["搬迁入园", "改造提升", "整体腾退", "兼并重组", "关停退出"])
    table["plan"] = rng.choice(plans, len(table), p=[0.34, 0.3, 0.16, 0.1, 0.1])
    table["until"] = rng.choice(
        ["2023年底", "2024.6", "2024年12月", "2024-10"], len(table)
    )
    with workbook(path) as (book, styles):
        sheet = book.add_worksheet("名单")
        title = f"{names.COUNTY}高耗低效整治企业清单（2023年度）"
        row = write_top(
            sheet, styles, width=len(COLUMNS["official"]), texts=(title, "整治办公室")
        )
        row = write_heads(sheet, styles, row=row, columns=COLUMNS["official"])
        spans = []
        for town, group in table.groupby("town", sort=False):
            first = row
            row = write_rows(
                sheet, styles, row, columns=COLUMNS["official"], table=group
            )
            spans.append((first, row - 1, str(town)))
        merge_towns(sheet, styles, spans=spans, column=1)
        sheet.write(row, 0, "填表人：（略）", styles["note"])


def write_targets(path: Path) -> None:
    """Write the targets of the three years."""
    with workbook(path) as (book, styles):
        sheet = book.add_worksheet("目标")
        title = f"{names.COUNTY}新一轮“腾笼换鸟”攻坚行动目标任务（2021—2023年）"
        row = write_top(sheet, styles, width=len(COLUMNS["target"]), texts=(title, ""))
        row = write_heads(sheet, styles, row=row, columns=COLUMNS["target"])
        table = pd.DataFrame(names.WORDS["targets"])
        row = write_rows(sheet, styles, row, columns=COLUMNS["target"], table=table)
        sheet.write(row, 0, "备注：演示数据。", styles["note"])
