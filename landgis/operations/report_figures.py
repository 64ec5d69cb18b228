# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures and words of map sheets, each taken from where every other output does."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

import numpy as np

from landgis.messages import text
from landgis.operations.report_maps import crs_note
from landgis.operations.report_source import PageSource, Part
from landgis.pages.mapsheet import SheetTexts, Statistics
from landgis.pages.request import PageRequest
from landgis.report.category_figures import (
    CATEGORIES,
    VACATED,
    CategoryFigures,
    category_figures,
    removed_as_shown,
    rounded_sum,
)
from landgis.report.fields import field_title
from landgis.report.names import to_word
from landgis.report.symbols import shipped_symbols
from landgis.units import round_half_up

PLACES = 2
NOTHING = "—"
MINUS = "\N{MINUS SIGN}"
_QUIET = ("normal", "to_verify", "park")
_LABELS = ("inset", "legend", "unit", "drawn", "checked", "north", "m", "km")
_PERCENT = 100.0
_WIDE = re.compile("[\u4e00-\u9fff]")
_YEAR = re.compile(r"(.*?)(\d{4}\s*年度?)")


def shown(value: float | None, places: int = PLACES) -> str:
    """Return a number as it is printed: rounded half up, thousands set apart."""
    if value is None or not math.isfinite(value):
        return NOTHING
    return f"{round_half_up(float(value), places=places):,}".replace("-", MINUS)


def make_statistics(source: PageSource, part: Part) -> Statistics:
    """Return the table beside a map; its last line is that of the headline."""
    firm, potential, removed = _totals(source, part)
    total = firm + potential - removed
    shown_rows = [row for row in area_categories(source, part) if _is_shown(row)]
    symbols = shipped_symbols()
    rows = tuple(
        (
            symbols[row.id].title,
            NOTHING if row.count is None else f"{row.count:,}",
            shown(row.mu),
            shown(row.firm_mu or None),
            shown(row.potential_mu or None),
        )
        for row in shown_rows
    )
    return Statistics(
        title=text("pages.stats_title", area=part.name or text("pages.stats_whole")),
        unit=text("pages.stats_unit"),
        head=tuple(text("pages.stats_head").split("|")),
        rows=rows,
        total=(
            text("pages.stats_total"),
            f"{sum(row.count or 0 for row in shown_rows):,}",
            shown(rounded_sum([row.mu or 0.0 for row in shown_rows])),
            shown(firm),
            shown(potential),
        ),
        removed=(
            text("pages.stats_removed"),
            _less(removed_as_shown(firm, potential, total)),
        ),
        result=(
            text("pages.stats_result"),
            text("pages.stats_result_value", mu=shown(total)),
        ),
        remarks=_remarks(source, part),
    )


def area_categories(source: PageSource, part: Part) -> tuple[CategoryFigures, ...]:
    """Return the categories of an area, rounded as in the ledgers."""
    if part.is_whole:
        summary = source.summary
        return category_figures(summary["land"], summary["reclaimable"]["by_category"])
    figures, count = source.figures, len(source.land)
    kinds = np.full(len(figures), VACATED, dtype=object)
    kinds[:count] = source.statuses
    land, by_category = {}, {}
    for name in CATEGORIES:
        rows = figures[part.mask & (kinds == name)]
        sums = {
            key: math.fsum(rows[key].dropna())
            for key in ("mu", "firm_mu", "potential_mu")
        }
        land[name] = {"count": len(rows), "mu": sums["mu"]}
        by_category[name] = sums
    return category_figures(land, by_category)


def _is_shown(row: CategoryFigures) -> bool:
    is_there = bool(row.count) or bool(row.firm_mu) or bool(row.potential_mu)
    return is_there and row.id not in _QUIET


def _totals(source: PageSource, part: Part) -> tuple[float, float, float]:
    sums = source.analysis.reclaimable
    if part.is_whole:
        return sums.firm_mu, sums.potential_mu, sums.overlap_removed_mu
    rows = source.figures[part.mask]
    removed = 0.0
    if len(sums.overlaps):
        pieces = sums.overlaps["piece"].to_numpy(dtype=np.int64)
        inside = part.mask[pieces]
        removed = math.fsum(sums.overlaps["removed_mu"].to_numpy()[inside])
    return (
        math.fsum(rows["firm_mu"].dropna()),
        math.fsum(rows["potential_mu"].dropna()),
        removed,
    )


def _remarks(source: PageSource, part: Part) -> tuple[str, ...]:
    found = []
    land = len(source.land)
    verify = part.mask[:land] & (source.statuses == "to_verify")
    if verify.any():
        area = math.fsum(source.figures["mu"].to_numpy()[:land][verify])
        found.append(text("pages.stats_verify", n=int(verify.sum()), mu=shown(area)))
    headline = source.headline
    if part.is_whole and headline.target_mu and headline.target_share is not None:
        year = headline.target_year
        found.append(
            text(
                "pages.stats_target",
                year=text("pages.stats_year", year=year) if year else "",
                target=shown(headline.target_mu, 0),
                share=shown(headline.target_share * _PERCENT, 1),
            )
        )
    return tuple(found)


def sheet_texts(
    source: PageSource, request: PageRequest, part: Part, *, sheet: str = ""
) -> SheetTexts:
    """Return the words of a sheet: the office's own, else the usual ones."""
    words = request.words
    return SheetTexts(
        title=words.title or _title(source, request, part),
        subtitle=words.subtitle,
        number=words.number,
        secrecy=secrecy(request),
        approval=words.approval_number,
        unit=words.unit,
        drawn_by=words.drawn_by,
        checked_by=words.checked_by,
        day=words.day or today(),
        notes=map_notes(source, request),
        sheet=sheet or text("pages.sheet_of", n=1, m=1),
        area_name=part.name,
        logo=words.logo,
        labels={name: text(f"pages.label_{name}") for name in _LABELS},
    )


def today() -> str:
    """Return the day on which pages are made."""
    return datetime.now(tz=UTC).astimezone().date().isoformat()


def secrecy(request: PageRequest) -> str:
    """Return the marking of a sheet; "-" in the request prints none."""
    if request.words.secrecy == "-":
        return ""
    return request.words.secrecy or text("pages.secrecy")


def map_notes(source: PageSource, request: PageRequest) -> tuple[str, ...]:
    """Return system, rules of area, sources with their day, and the office's remark."""
    project = source.analysis.project
    inputs = "、".join(
        dict.fromkeys(to_word("role", entry.role) for entry in source.analysis.sources)
    )
    number = request.words.approval_number
    notes = [
        crs_note(project.crs),
        text(
            "pages.area_note",
            profile=project.profile.title,
            document=project.profile.document,
        ),
        text("pages.source_note", inputs=inputs, day=project.reference_date),
        "　".join(
            filter(
                None,
                (
                    request.words.remark,
                    text("pages.demo_note") if source.is_demo else "",
                    text("pages.approval_number", number=number) if number else "",
                ),
            )
        ),
    ]
    return tuple(filter(None, notes))


def _title(source: PageSource, request: PageRequest, part: Part) -> str:
    place, year = place_and_year(source.name)
    name, theme = f"{place}{part.name}", request.contents.theme
    if theme == "status":
        title = text("pages.map_title", name=name)
    else:
        field = field_title(theme.removeprefix("column:"), table="parcel").title
        title = text("pages.map_title_theme", name=name, theme=field)
    return title + (text("pages.of_year", year=year) if year else "")


def _less(value: float) -> str:
    """Return what is taken away, as it is printed: nothing has no sign."""
    said = shown(value)
    return shown(-value) if said.strip("0.,") else said


def demo_foot(source: PageSource) -> str:
    """Return what stands at the foot of pages of the made-up county."""
    return text("pages.demo_note").rstrip("。.") if source.is_demo else ""


def place_and_year(name: str) -> tuple[str, str]:
    """Return the place in a project's name, and its year as it is written."""
    found = _YEAR.fullmatch(name.strip())
    place, year = (found[1].strip(), found[2]) if found else (name.strip(), "")
    if _WIDE.search(place):  # brackets among Chinese are as wide as its signs
        place = place.replace("(", "（").replace(")", "）")
    return place, year
