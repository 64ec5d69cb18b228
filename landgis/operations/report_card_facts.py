# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts and small tables of cards, in the words of tables and inspector."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis.analysis import Analysis
from landgis.messages import text
from landgis.operations.report_figures import NOTHING, shown
from landgis.operations.report_source import PageSource
from landgis.pages.cards import Corner
from landgis.pages.fonts import wrap
from landgis.report.fields import to_titles
from landgis.report.grounds import FAILS, UNKNOWN, Ground, make_grounds
from landgis.report.ledger_firms import PERCENT, indicators
from landgis.report.names import to_word
from landgis.report.symbols import shipped_symbols
from landgis.report.views import Kind, View, ViewColumn, to_shown_texts
from landgis.tables import Geometries
from landgis.units import round_half_up

FACTS: Mapping[str, tuple[str, ...]] = {
    "parcel": (
        "parcel_id",
        "unit_no",
        "owner",
        "owner_code",
        "location",
        "town",
        "block_level",
        "land_use",
        "supply_mode",
        "mu",
        "registered_m2",
        "drawn_m2",
        "firm_mu",
        "potential_mu",
        "contract_date",
        "agreed_start",
        "actual_start",
        "actual_finish",
        "production_date",
        "built_m2",
        "far",
        "tax_per_mu",
        "firm_names",
        "missing",
    ),
    "residual": (
        "approval_no",
        "batch_name",
        "approved_date",
        "town",
        "approved_m2",
        "supplied_m2",
        "residual_m2",
        "mu",
        "firm_mu",
        "supply_percent",
        "ageing",
        "block_level",
    ),
    "enterprise": (
        "name",
        "code",
        "town",
        "address",
        "scale",
        "industry",
        "status",
        "tenure",
        "land_mu",
        "floor_m2",
        "tax_wan",
        "tax_per_mu",
        "value_added_wan",
        "revenue_wan",
        "energy_tce",
        "employees",
        "low",
        "low_threshold",
        "grade",
        "score",
        "official_category",
        "parcel_ids",
    ),
}
AMOUNTS = ("mu", "firm_mu", "potential_mu")
_MU = "亩"
_SLIVER = 1e-3
_MOST_CORNERS = 60
_LONG_NUMBER = re.compile(r"-?\d+\.\d{5,}(e-?\d+)?")
_GROUND_PLACES = 4
_HUNDRED = 100
_LONG_WORD, _LONG_CELL_WORD = 40, 12
_CORNER_COLUMNS = 2
_NOTE_MM = 160.0


def facts_of(view: View, rows: Sequence[int]) -> list[tuple[tuple[str, str], ...]]:
    """Return title and text of what is to be known of each row; unknown as —."""
    places = np.asarray(rows, dtype=np.int64)
    columns = [view.by_name[name] for name in FACTS[view.name] if name in view.by_name]
    headings = [column.heading for column in columns]
    texts = [
        _fact_texts(view.frame[column.name].take(places), column) for column in columns
    ]
    return [
        tuple(zip(headings, found, strict=True)) for found in zip(*texts, strict=True)
    ]


def _fact_texts(values: pd.Series, column: ViewColumn) -> list[str]:
    if column.kind is Kind.NUMBER:
        decimals = 2 if column.unit == _MU else column.places
        numbers = values.to_numpy(dtype=np.float64, na_value=np.nan).tolist()
        return [shown(number, decimals) for number in numbers]
    cells = to_shown_texts(values, column).tolist()
    return [NOTHING if pd.isna(cell) or not str(cell) else str(cell) for cell in cells]


def plain_table(
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float],
    right: Sequence[int] = (),
    note: str | list[str] = "",
) -> dict[str, Any]:
    """Return a small table; a width of 0 takes what is left."""
    return {
        "title": title,
        "head": list(head),
        "rows": [list(row) for row in rows],
        "widths": list(widths),
        "right": [place in right for place in range(len(head))],
        "note": note,
    }


def evidence_table(evidence: pd.DataFrame) -> dict[str, Any]:
    """Return the tests of a subject: those that hold, and the unknown ones.

    The others follow in one line, without their sources.
    """
    rows, others = [], []
    for ground in make_grounds(evidence):
        limit = _limit(ground)
        value = _short(ground.value) or NOTHING
        if ground.result == FAILS:
            others.append(_not_met(ground, value))
            continue
        if ground.result == UNKNOWN and ground.missing and not ground.value:
            names = to_titles(ground.missing)
            value = text("pages.evidence_missing", names=names)
        rows.append(
            [
                to_word("result", ground.result),
                _broken(ground.title, 36),
                _broken(value, 28),
                _broken(limit, 30),
                _plain(ground.citation, 58),
            ]
        )
    joined = text("pages.evidence_joint").join(others)
    note = text("pages.evidence_others", tests=joined) if others else ""
    return plain_table(
        text("pages.table_evidence"),
        text("pages.table_evidence_head").split("|"),
        rows,
        widths=(13, 36, 28, 30, 0),
        note=breakable(note, _NOTE_MM),
    )


def _limit(ground: Ground) -> str:
    if not ground.threshold:
        return NOTHING
    parted = "" if "\u4e00" <= ground.operator[:1] <= "\u9fff" else " "
    return f"{ground.operator}{parted}{ground.shown_threshold}".strip()


def _not_met(ground: Ground, value: str) -> str:
    """Return a test that does not hold, in one pair of brackets."""
    limit, title = _limit(ground), ground.title
    if limit == NOTHING:
        said = "" if value == NOTHING else value
    elif value == NOTHING:
        said = text("pages.evidence_none", limit=limit)
    else:
        said = text("pages.evidence_short", value=value, limit=limit)
    if not said:
        return title
    if title.endswith("）"):
        return f"{title[:-1]}；{said}）"
    return f"{title}（{said}）"


def corner_table(corners: Sequence[Corner]) -> dict[str, Any]:
    """Return the corners with coordinates and sides, two beside each other."""
    listed = list(corners[:_MOST_CORNERS])
    half = -(-len(listed) // _CORNER_COLUMNS)
    rows = []
    for place in range(half):
        row: list[str] = []
        for k in (place, place + half):
            if k < len(listed):
                corner = listed[k]
                row += [
                    corner.name,
                    f"{corner.north:.3f}",
                    f"{corner.east:.3f}",
                    f"{corner.side:.2f}",
                ]
            else:
                row += [""] * 4
        rows.append(row)
    note = ""
    if len(corners) > _MOST_CORNERS:
        note = text("pages.corners_more", n=len(corners), most=_MOST_CORNERS)
    return plain_table(
        text("pages.table_corners"),
        text("pages.table_corners_head").split("|") * _CORNER_COLUMNS,
        rows,
        widths=(13, 28, 26, 0) * _CORNER_COLUMNS,
        right=(1, 2, 3, 5, 6, 7),
        note=note,
    )


def side_table(sides: Mapping[str, str]) -> dict[str, Any]:
    """Return what lies on the four sides (四至)."""
    none = text("pages.side_none")
    return plain_table(
        text("pages.table_sides"),
        text("pages.table_sides_head").split("|"),
        [[_broken(sides[k] or none, 40) for k in ("east", "south", "west", "north")]],
        widths=(0, 0, 0, 0),
    )


def firm_score_table(analysis: Analysis, row: int) -> dict[str, Any]:
    """Return the indicators of a firm's evaluation with what each scores."""
    scores = analysis.firm_scores
    titles = {each.id: each for each in indicators(analysis)}
    rows = []
    if len(scores):
        own = scores[scores["firm"] == analysis.firms.index[row]]
        for entry in own.to_dict("records"):
            known = titles.get(str(entry["indicator"]))
            times = _HUNDRED if known and known.unit == PERCENT else 1
            rows.append(
                [
                    known.title if known else str(entry["indicator"]),
                    known.unit if known else "",
                    _number(entry["value"] * times),
                    _number(entry["base"] * times),
                    _number(entry["weight"]),
                    _number(entry["score"]),
                ]
            )
    return plain_table(
        text("pages.table_scores"),
        text("pages.table_scores_head").split("|"),
        rows,
        widths=(0, 34, 24, 24, 16, 18),
        right=(2, 3, 4, 5),
    )


def inside_shares(land: Geometries, shape: shapely.Geometry) -> NDArray[np.float64]:
    """Return what part of each piece of land lies in a shape; 1 for all but slivers."""
    areas = shapely.area(land)
    inside = shapely.area(shapely.intersection(land, shape))
    shares = np.divide(inside, areas, out=np.ones_like(areas), where=areas > 0)
    return np.where(shares > 1 - _SLIVER, 1.0, shares)


def land_table(
    source: PageSource, rows: Sequence[int], shares: NDArray[np.float64]
) -> dict[str, Any]:
    """Return the land of a zone, one row each, with the sum.

    Land that the zone's line cuts counts with its part inside; the note says so.
    """
    figures = source.figures[list(AMOUNTS)].iloc[list(rows)].mul(shares, axis=0)
    names = [*source.analysis.parcel_names.tolist()]
    names += source.analysis.residual.get(
        "approval_no", pd.Series(dtype="str")
    ).tolist()
    symbols = shipped_symbols()
    listed = [
        [
            _broken(str(names[row]) if row < len(names) else "", 50),
            symbols[str(source.statuses[row])].title,
            *(shown(float(figures[key].iloc[k])) for key in AMOUNTS),
        ]
        for k, row in enumerate(rows)
    ]
    if listed:
        sums = [shown(math.fsum(figures[key].dropna())) for key in AMOUNTS]
        listed.append([text("pages.stats_total"), f"{len(rows):,}", *sums])
    cut = int((shares < 1.0).sum())
    return plain_table(
        text("pages.table_land"),
        text("pages.table_land_head").split("|"),
        listed,
        widths=(0, 44, 24, 24, 24),
        right=(2, 3, 4),
        note=text("pages.land_cut", n=cut) if cut else "",
    )


def _short(value: str) -> str:
    """Return a value as the ledgers show it: no more than four decimals."""
    if not _LONG_NUMBER.fullmatch(value):
        return value
    return f"{round_half_up(float(value), places=_GROUND_PLACES).normalize():f}"


def _number(value: object) -> str:
    number = float(value) if isinstance(value, (int, float)) else float("nan")
    return shown(number)


def _broken(words: str, width: float) -> str:
    """Return a text with breaks where it would not fit a column of that width."""
    return "\n".join(wrap(words, width=width - 2.6, size_pt=8.0))


def _plain(words: str, width: float) -> str:
    """Return a sentence for a column, which breaks it itself if it can."""
    longest = max(map(len, re.split(r"[\s\u2e80-\uffff]", words)))
    return words if longest <= _LONG_CELL_WORD else _broken(words, width)


def breakable(words: str, width: float) -> str | list[str]:
    """Return a sentence; only one that cannot be broken at all comes in lines."""
    longest = max(map(len, re.split(r"[\s\u2e80-\uffff]", words)))
    if longest <= _LONG_WORD:
        return words
    return wrap(words, width=width, size_pt=8.5)
