# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""汇总: the head figures of a run on one sheet, with their rules and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from landgis.analysis import SUPPLIED_UNUSED, Analysis
from landgis.messages import text
from landgis.report.category_figures import (
    PLACES,
    category_figures,
    leveled,
    removed_as_shown,
    rounded,
    rounded_sum,
)
from landgis.report.fields import field_title
from landgis.report.ledger_cells import to_safe_text
from landgis.report.ledger_sheet import Formats, set_page
from landgis.report.names import JOINER, to_word
from landgis.report.summary import GROUPS
from landgis.report.symbols import Symbol, shipped_symbols
from landgis.rules.profile import LowTest
from landgis.rules.scheme import GRADES

COLUMN_WIDTHS = (36.0, 18.0, 16.0, 18.0, 18.0, 18.0, 18.0, 68.0)
LAST = len(COLUMN_WIDTHS) - 1

Cell = str | float | int | None


def make_low_line(tests: Sequence[LowTest]) -> str:
    """Return the lines of 亩均税收 with sign, number and clause (GEN-01)."""
    if not tests:
        return text("report.no_low")
    return JOINER.join(
        text(
            "report.low_line",
            scale=test.scale or "",
            symbol=test.threshold.symbol,
            value=test.threshold.shown,
            unit=test.threshold.unit,
            rule=test.threshold.rule,
            citation=test.threshold.citation,
        )
        for test in tests
    )


def write_overview(
    sheet: Worksheet,
    analysis: Analysis,
    *,
    summary: Mapping[str, Any],
    formats: Formats,
) -> None:
    """Write the overview; every figure is one of the summary's, rounded to show."""
    for place, width in enumerate(COLUMN_WIDTHS):
        sheet.set_column(place, place, width)
    page = _Page(sheet, formats)
    page.title(text("report.overview_title", project=analysis.project.name))
    for line in _basis_lines(analysis):
        page.line(line)
    _write_reclaimable(page, summary["reclaimable"])
    _write_categories(page, summary)
    for key in ("by_town", "by_block_line"):
        _write_places(page, summary["reclaimable"][key], heading=key)
    _write_firms(page, summary)
    _write_targets(page, summary)
    _write_unknown(page, summary["unknown"])
    _write_inputs(page, summary["inputs"])
    page.line(text("report.rounding_note"))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, page.row - 1, LAST)
    set_page(sheet, analysis.project.name)


class _Page:
    """A sheet that is filled from top to bottom, block after block."""

    def __init__(self, sheet: Worksheet, formats: Formats) -> None:
        self.sheet = sheet
        self.formats = formats
        self.row = 0

    def title(self, words: str) -> None:
        style = self.formats.get(bold=True, font_size=18, align="center")
        self.sheet.set_row(self.row, 34)
        self._merged(words, style)

    def line(self, words: str) -> None:
        self._merged(words, self.formats.get(text_wrap=True))

    def block(self, words: str, heads: Sequence[str]) -> None:
        self.row += 1
        self._merged(words, self.formats.get(bold=True, font_size=12))
        for place, head in enumerate(heads):
            self.sheet.write_string(self.row, place, head, self.formats.head())
        self.row += 1

    def cells(self, values: Sequence[Cell], *, bold: bool = False) -> None:
        for place, value in enumerate(values):
            self._cell(place, value, bold=bold)
        self.row += 1

    def legend(self, place: int, symbol: Symbol) -> None:
        """Paint the cell of the row just written like the map, its letter beside it.

        On a hatch, letters cannot be read.
        """
        row, middle = self.row - 1, self.formats.cell(align="center")
        self.sheet.write_blank(row, place, None, _painted(self.formats, symbol))
        self.sheet.write_string(row, place + 1, symbol.letter, middle)

    def _cell(self, place: int, value: Cell, *, bold: bool) -> None:
        if value is None:
            self.sheet.write_blank(self.row, place, None, self.formats.cell(bold=bold))
        elif isinstance(value, str):
            style = self.formats.cell(bold=bold, num_format="@")
            self.sheet.write_string(self.row, place, to_safe_text(value), style)
        else:
            shown = "#,##0" if isinstance(value, int) else "#,##0." + "0" * PLACES
            style = self.formats.cell(bold=bold, num_format=shown, align="right")
            self.sheet.write_number(self.row, place, value, style)

    def _merged(self, words: str, style: Format) -> None:
        self.sheet.merge_range(self.row, 0, self.row, LAST, "", style)
        self.sheet.write_string(self.row, 0, to_safe_text(words), style)
        self.row += 1


def _painted(formats: Formats, symbol: Symbol) -> Format:
    if symbol.fill is None:
        return formats.cell()
    if symbol.pattern is None:
        return formats.cell(bg_color=symbol.fill)
    return formats.cell(
        pattern=symbol.pattern.sheet,
        bg_color=symbol.fill,
        fg_color=symbol.ink,
    )


def _basis_lines(analysis: Analysis) -> list[str]:
    project, profile = analysis.project, analysis.project.profile
    valid_to = (
        profile.valid_to.isoformat() if profile.valid_to else text("report.open_end")
    )
    lines = [
        text("report.basis_day", day=project.reference_date, region=project.region),
        text(
            "report.basis_profile",
            title=profile.title,
            id=profile.id,
            document=profile.document,
            valid_from=profile.valid_from,
            valid_to=valid_to,
        ),
        text("report.basis_low", low=make_low_line(profile.low)),
        text("report.basis_area", crs=project.crs),
    ]
    if not profile.is_valid_on(project.reference_date):
        lines.append(text("report.basis_not_valid", day=project.reference_date))
    return lines


def _write_reclaimable(page: _Page, figures: Mapping[str, Any]) -> None:
    """Write the head figures so that they add up as they are shown."""
    firm, potential = figures["firm_mu"], figures["potential_mu"]
    total = figures["total_mu"]
    removed = removed_as_shown(firm, potential, total)
    page.block(text("report.block_reclaimable"), _heads("reclaimable"))
    page.cells([text("report.reclaimable_total"), rounded(total)], bold=True)
    page.cells([text("report.reclaimable_firm"), rounded(firm)])
    page.cells([text("report.reclaimable_potential"), rounded(potential)])
    page.cells([text("report.reclaimable_overlap"), removed])


def _write_categories(page: _Page, summary: Mapping[str, Any]) -> None:
    rows = category_figures(summary["land"], summary["reclaimable"]["by_category"])
    symbols = shipped_symbols()
    page.block(text("report.block_category"), _heads("category"))
    for row in rows[:-1]:
        page.cells(
            [
                symbols[row.id].title,
                None,
                None,
                row.count,
                row.mu,
                row.firm_mu,
                row.potential_mu,
            ]
        )
        page.legend(1, symbols[row.id])
    none = text("report.not_counted")
    last = rows[-1]
    page.cells(
        [
            symbols[last.id].title,
            None,
            None,
            none,
            none,
            last.firm_mu,
            last.potential_mu,
        ]
    )
    page.legend(1, symbols[last.id])
    page.cells(
        [
            text("report.total"),
            None,
            None,
            sum(row.count or 0 for row in rows),
            rounded_sum([row.mu or 0.0 for row in rows]),
            rounded_sum([row.firm_mu for row in rows]),
            rounded_sum([row.potential_mu for row in rows]),
        ],
        bold=True,
    )
    unused = summary["land"]["supplied_unused"]
    parts = [row for row in rows if row.id in SUPPLIED_UNUSED]
    page.cells(
        [
            text("report.of_which_unused"),
            None,
            None,
            unused["count"],
            rounded(unused["mu"]),
            rounded_sum([row.firm_mu for row in parts]),
            rounded_sum([row.potential_mu for row in parts]),
        ]
    )
    page.line(text("report.vacated_note"))


def _write_places(
    page: _Page, places: Mapping[str, Mapping[str, float]], *, heading: str
) -> None:
    firm = leveled([found["firm_mu"] for found in places.values()])
    potential = leveled([found["potential_mu"] for found in places.values()])
    page.block(text(f"report.block_{heading}"), _heads("places"))
    for name, *shown in zip(places, firm, potential, strict=True):
        page.cells([name, *shown])
    if places:
        page.cells(
            [text("report.total"), rounded_sum(firm), rounded_sum(potential)], bold=True
        )
    else:
        page.cells([text("report.nothing")])


def _write_firms(page: _Page, summary: Mapping[str, Any]) -> None:
    join, low = summary["join"], summary["low_efficiency"]
    page.block(text("report.block_join"), _heads("join"))
    for name in (
        "enterprises",
        "matched",
        "unmatched",
        "to_review",
        "parcels_without_enterprise",
    ):
        page.cells([text(f"report.join_{name}"), join[name]])
    for method, count in join["by_method"].items():
        if count:
            word = to_word("method", method)
            page.cells([text("report.join_by", method=word), count])
    page.cells([text("report.low_firms"), low["firms"]])
    page.cells([text("report.low_land"), rounded(low["mu"])])
    page.block(text("report.block_evaluation"), _heads("evaluation"))
    for group in GROUPS:
        found = summary["evaluation"][group]
        counts = [found["n"], *(found[grade] for grade in GRADES)]
        page.cells([to_word("group", group), *counts])


def _write_targets(page: _Page, summary: Mapping[str, Any]) -> None:
    """Write the targets, and the energy of firms that are to leave, as reported."""
    page.block(text("report.block_targets"), _heads("targets"))
    for target in summary["targets"]:
        share = target["share"]
        page.cells(
            [
                target["indicator"],
                "" if target["year"] is None else str(target["year"]),
                target["unit"] or "",
                rounded(target["target"]),
                rounded(target["done"]),
                None if share is None else rounded(100 * share),
            ]
        )
    if not summary["targets"]:
        page.cells([text("report.nothing")])
    energy = summary["energy"]
    page.line(
        text(
            "report.leaving_energy",
            firms=energy["firms"],
            energy=energy["leaving_wan_tce"],
            unreported=energy["unreported"],
        )
    )


def _write_unknown(page: _Page, unknown: Mapping[str, int]) -> None:
    page.block(text("report.block_unknown"), _heads("unknown"))
    for name, count in unknown.items():
        page.cells([field_title(name).title, count])
    if not unknown:
        page.cells([text("report.nothing")])


def _write_inputs(page: _Page, inputs: Sequence[Mapping[str, Any]]) -> None:
    page.block(text("report.block_inputs"), _heads("inputs"))
    for source in inputs:
        page.cells(
            [
                Path(source["path"]).name,
                to_word("role", source["role"]),
                source["features"],
                source["lost"],
                source["repaired"],
                source["encoding"],
                source["crs"],
                source["sha256"],
            ]
        )


def _heads(block: str) -> list[str]:
    return text(f"report.heads_{block}").split("|")
