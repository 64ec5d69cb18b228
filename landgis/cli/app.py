# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands; each imports what it needs only when it runs, so help is quick."""

from __future__ import annotations

import json
import sys
from enum import IntEnum
from pathlib import Path
from typing import Annotated

import typer

from landgis import __version__
from landgis.cli.help import Command, Group


class ExitStatus(IntEnum):
    """Exit status of the command line, as the contract fixes it."""

    DONE = 0
    PARTLY = 1
    CALL = 2
    NOTHING = 3


app = typer.Typer(
    name="landgis",
    cls=Group,
    add_completion=False,
    no_args_is_help=True,
    help="工业用地盘活分析：读入地块图和企业表，找出批而未供、供而未用和低效用地，"
    "算出可腾出多少亩，并说明每个数字的依据。全程离线。",
)
rules_app = typer.Typer(cls=Group, no_args_is_help=True, help="查看和检查规则方案。")
app.add_typer(rules_app, name="rules")
zones_app = typer.Typer(cls=Group, no_args_is_help=True, help="片区方案。")
app.add_typer(zones_app, name="zones")

JsonOption = Annotated[bool, typer.Option("--json", help="只输出一份 JSON。")]


@app.callback(invoke_without_command=True)
def show_version(
    version: Annotated[bool, typer.Option("--version", help="显示版本号。")] = False,  # noqa: FBT002 - typer's way to declare a flag
) -> None:
    """Answer --version; everything else is a command."""
    if version:
        typer.echo(f"landgis {__version__}")
        raise typer.Exit


@app.command(cls=Command, help="复制一份演示县数据，完整跑一遍，并打印结果。")
def demo(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[文件夹]", help="放到哪里；不写则新建一个文件夹。"),
    ] = None,
) -> int:
    """Copy the sample county and run the whole job on it."""
    # Heavy: brings pandas and GDAL.
    from landgis.cli.progress import ConsoleProgress  # noqa: PLC0415
    from landgis.cli.summary_table import print_summary  # noqa: PLC0415
    from landgis.operations.demo import run_demo  # noqa: PLC0415

    with ConsoleProgress() as progress:
        outcome = run_demo(folder, progress=progress)
    print_summary(outcome)
    return ExitStatus.DONE


@app.command(cls=Command, help="按工程说明（PROJECT.toml）或工程文件完整跑一遍。")
def run(
    project: Annotated[
        Path,
        typer.Argument(
            metavar="工程",
            help="PROJECT.toml 或它所在的文件夹、.landgis.gpkg，或以前的结果文件夹。",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="结果文件夹；不写则为工程旁的“结果”。"),
    ] = None,
) -> int:
    """Run the whole job of a project and write its results."""
    # Heavy: brings pandas and GDAL.
    from landgis.cli.progress import ConsoleProgress  # noqa: PLC0415
    from landgis.cli.summary_table import print_summary, print_unusable  # noqa: PLC0415
    from landgis.operations.stored_export import run_any  # noqa: PLC0415

    with ConsoleProgress() as progress:
        outcome = run_any(project, out=out, progress=progress)
    print_summary(outcome)
    print_unusable(outcome)
    return ExitStatus.PARTLY if outcome.unusable else ExitStatus.DONE


@app.command(
    cls=Command,
    help="把已算好的工程重新写成报告（PDF 和 Word），或者出指定的图件和常用出图。",
)
def report(
    project: Annotated[
        Path,
        typer.Argument(
            metavar="工程",
            help="PROJECT.toml 或它所在的文件夹、.landgis.gpkg，或结果文件夹。",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="结果文件夹；不写则为工程旁的“结果”。"),
    ] = None,
    *,
    recipes: Annotated[
        list[str] | None,
        typer.Option("--recipe", help="常用出图的名称，可写多个；保存在工程文件里。"),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            help="图件种类，如专题图、清单，可写多个。",
        ),
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="pdf、docx、xlsx、png、svg 或 tif，可写多个；不写则为 pdf。",
        ),
    ] = None,
) -> int:
    """Write the reports of an analysed project again, or the pages that are named."""
    # Heavy: brings pandas, GDAL and Typst.
    from landgis.cli.progress import ConsoleProgress  # noqa: PLC0415
    from landgis.cli.summary_table import print_reports  # noqa: PLC0415
    from landgis.operations.report_again import (  # noqa: PLC0415
        report_any,
        report_pages,
        wish_of,
    )

    wish = wish_of(recipes or (), kinds or (), formats or ())
    with ConsoleProgress() as progress:
        outcome = (
            report_any(project, out=out, progress=progress)
            if wish is None
            else report_pages(project, wish, out=out, progress=progress)
        )
    print_reports(outcome)
    is_partly = outcome.unusable or outcome.is_partly
    return ExitStatus.PARTLY if is_partly else ExitStatus.DONE


@app.command(
    cls=Command, help="看看文件里是什么：编码、坐标系、字段、问题。不改动任何文件。"
)
def inspect(
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="可写多个。")],
    as_json: JsonOption = False,  # noqa: FBT002 - typer's way to declare a flag
    region: Annotated[
        str | None,
        typer.Option(help="行政区划代码（6 位），可帮助判断坐标系。"),
    ] = None,
) -> int:
    """Tell what files are and what is wrong with them."""
    # Heavy: brings pandas and GDAL.
    from landgis.cli.inspection_view import print_inspections  # noqa: PLC0415
    from landgis.cli.progress import ConsoleProgress  # noqa: PLC0415
    from landgis.operations.inspection import inspect_file, to_json  # noqa: PLC0415

    with ConsoleProgress() as progress:
        inspections = [
            inspection
            for file in files
            for inspection in inspect_file(file, region=region, progress=progress)
        ]
    if as_json:
        _print_json(to_json(inspections))
    else:
        print_inspections(inspections)
    readable = sum(inspection.readable for inspection in inspections)
    if readable == len(inspections):
        return ExitStatus.DONE
    return ExitStatus.PARTLY if readable else ExitStatus.NOTHING


@app.command(cls=Command, help="求解一个腾笼换鸟问题：哪家企业搬进哪个园区。")
def plan(  # noqa: PLR0917 - typer's way to declare options
    problem: Annotated[
        Path, typer.Argument(metavar="问题", help="问题文件（PROBLEM.json）。")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", help="方案文件；不写则为问题旁的“问题名.plan.json”。"
        ),
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option("--time-limit", help="最多算多少秒；不写则按问题文件。"),
    ] = None,
    as_json: JsonOption = False,  # noqa: FBT002 - typer's way to declare a flag
) -> int:
    """Solve one relocation problem."""
    # Heavy: brings numpy.
    from landgis.cli.plan_view import (  # noqa: PLC0415
        print_plan,
        require_other_file,
        solve_file,
        write_plan,
    )
    from landgis.relocation.reading import plan_to_json  # noqa: PLC0415

    where = out or problem.with_suffix(".plan.json")
    require_other_file(where, problem)
    found = solve_file(problem, time_limit_s=time_limit, quiet=as_json)
    if out is not None or not as_json:
        write_plan(found, where)
    if as_json:
        _print_json(plan_to_json(found))
    else:
        print_plan(found, where)
    return ExitStatus.DONE


@rules_app.command("list", cls=Command, help="列出随程序提供的规则方案和全部规则。")
def list_all(
    as_json: JsonOption = False,  # noqa: FBT002 - typer's way to declare a flag
) -> int:
    """List the shipped profiles and rules."""
    # Heavy: brings pandas.
    from landgis.cli.rules_view import print_rules, to_json_list  # noqa: PLC0415

    if as_json:
        _print_json(to_json_list())
    else:
        print_rules()
    return ExitStatus.DONE


@rules_app.command(cls=Command, help="显示一个规则方案或一条规则说了什么、出自哪里。")
def show(name: Annotated[str, typer.Argument(metavar="编号")]) -> int:
    """Show what a profile or rule says."""
    # Heavy: brings pandas.
    from landgis.cli.rules_view import print_rule  # noqa: PLC0415

    print_rule(name)
    return ExitStatus.DONE


@rules_app.command(cls=Command, help="检查自己的规则文件写得对不对，并运行其中的算例。")
def check(file: Annotated[Path, typer.Argument(metavar="规则文件")]) -> int:
    """Check a rule file and run its worked examples."""
    # Heavy: brings pandas.
    from landgis.cli.rules_view import print_check  # noqa: PLC0415

    return ExitStatus.DONE if print_check(file).passed else ExitStatus.NOTHING


@zones_app.command(cls=Command, help="把一个片区方案导出成文件，扩展名决定格式。")
def export(
    project: Annotated[
        Path, typer.Argument(metavar="工程", help="工程文件（.landgis.gpkg）。")
    ],
    zoning: Annotated[str, typer.Option("--zoning", help="方案的名称。")],
    out: Annotated[
        Path,
        typer.Option(
            "-o", "--out", help=".gpkg、.shp、.geojson、.dxf、.txt、.xlsx 或 .csv。"
        ),
    ],
) -> int:
    """Write a set of zones into a file."""
    # Heavy: brings pandas and GDAL.
    from landgis.cli.progress import ConsoleProgress  # noqa: PLC0415
    from landgis.operations.stored_zone_tools import export_zoning  # noqa: PLC0415

    with ConsoleProgress() as progress:
        exported = export_zoning(project, zoning, out, progress=progress)
    for line in (*map(str, exported.files), *exported.notes):
        typer.echo(line)
    return ExitStatus.DONE


@app.command(cls=Command, help="打开窗口，可同时打开一个工程。")
def gui(
    project: Annotated[
        Path | None,
        typer.Argument(
            metavar="[工程]",
            help="PROJECT.toml 或它所在的文件夹、.landgis.gpkg，或结果文件夹。",
        ),
    ] = None,
) -> int:
    """Open the window, which registers itself for this."""
    # Heavy: brings the window's libraries.
    from landgis.cli.window import find_window  # noqa: PLC0415

    return find_window()(project)


def _print_json(document: object) -> None:
    content = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    if sys.stdout.encoding.lower().replace("-", "") == "utf8":
        sys.stdout.write(content + "\n")
    else:  # JSON is UTF-8 whatever the console's code page
        sys.stdout.buffer.write(content.encode() + b"\n")
    sys.stdout.flush()
