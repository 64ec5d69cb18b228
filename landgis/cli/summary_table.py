# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The result of a run as a table on the screen."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.table import Table

from landgis import messages
from landgis.analysis import STATUSES, Analysis
from landgis.operations.report_again import ReportOutcome
from landgis.operations.run import RunOutcome
from landgis.report.category_figures import UNSUPPLIED, VACATED, category_figures
from landgis.report.names import status_titles
from landgis.report.summary import to_summary
from landgis.units import round_half_up

PLACES = 2


def print_reports(outcome: ReportOutcome) -> None:
    """Print where the reports lie, and what is to be known about them."""
    console = Console(highlight=False, soft_wrap=True)
    for file in outcome.files:
        words = messages.text("cli.report_file", file=str(file.resolve()))
        console.print(words, markup=False)
    for sentence in (*outcome.notes, *outcome.unusable):
        console.print(sentence, markup=False)


def print_summary(outcome: RunOutcome) -> None:
    """Print land by category, the totals, the join, and where the results lie."""
    console = Console(highlight=False, soft_wrap=True)
    analysis = outcome.analysis
    project = analysis.project
    console.print(
        messages.text(
            "cli.heading",
            name=project.name,
            date=project.reference_date.isoformat(),
            profile=project.profile.title,
        ),
        markup=False,
        style="bold",
    )
    console.print(_land_table(analysis))
    console.print(_totals(analysis), markup=False)
    console.print(_firms(analysis), markup=False)
    console.print(
        messages.text("cli.where", out=outcome.out.resolve(), s=outcome.seconds),
        markup=False,
    )


def print_unusable(outcome: RunOutcome) -> None:
    """Print on standard error which whole inputs could not be used, and why."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for sentence in outcome.unusable:
        console.print(sentence, markup=False)


def _land_table(analysis: Analysis) -> Table:
    table = Table()
    for key in ("status", "count", "mu", "firm", "potential"):
        numeric = key != "status"
        table.add_column(
            messages.text(f"cli.column_{key}"),
            justify="right" if numeric else "left",
            no_wrap=not numeric,
        )
    summary = to_summary(analysis)
    by_category = summary["reclaimable"]["by_category"]
    figures = {row.id: row for row in category_figures(summary["land"], by_category)}
    there = [name for name in STATUSES if figures[name].count]
    for name in (*there, UNSUPPLIED, VACATED):
        row, vacated = figures[name], analysis.vacated["mu"]
        is_vacated = name == VACATED
        table.add_row(
            status_titles()[name],
            str(len(vacated) if is_vacated else row.count),
            _mu(float(vacated.sum()) if is_vacated else row.mu or 0.0),
            _mu(row.firm_mu),
            _mu(row.potential_mu),
        )
    return table


def _totals(analysis: Analysis) -> str:
    land = analysis.reclaimable
    total, firm, potential = (
        round_half_up(value, places=PLACES)
        for value in (land.total_mu, land.firm_mu, land.potential_mu)
    )
    # What is taken off carries the residue of rounding, as in the ledgers.
    return messages.text(
        "cli.totals",
        total=f"{total:,}",
        firm=f"{firm:,}",
        potential=f"{potential:,}",
        removed=f"{firm + potential - total:,}",
    )


def _firms(analysis: Analysis) -> str:
    firms = analysis.firms
    low = firms["low"].fillna(value=False) if "low" in firms else pd.Series(dtype=bool)
    return messages.text(
        "cli.firms",
        count=len(firms),
        matched=int(firms["match_method"].notna().sum()) if len(firms) else 0,
        low=int(low.sum()),
        findings=sum(finding.count for finding in analysis.findings),
    )


def _mu(value: float) -> str:
    return f"{round_half_up(value, places=PLACES):,}"
