# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Map themes: which class each parcel has, and what the legend says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis import messages
from landgis.analysis import STATUSES, Analysis
from landgis.report.fields import field_title
from landgis.report.parcel_figures import parcel_figures
from landgis.report.symbols import Symbol, shipped_symbols
from landgis.report.theme_breaks import METHODS, class_titles, find_breaks
from landgis.report.theme_colours import ThemeColours, shipped_colours

__all__ = [
    "METHODS",
    "THEMES",
    "LegendRow",
    "Theme",
    "ThemeChoice",
    "make_theme",
    "theme_frame",
    "themes_for",
]

STATUS, TAX, GRADE, YEAR, FAR, TOWN = (
    "status",
    "tax_per_mu",
    "grade",
    "supply_year",
    "far",
    "town",
)
THEMES = (STATUS, TAX, GRADE, YEAR, FAR, TOWN)
"""The built-in themes; `column:NAME` colours by any other column."""

COLUMN = "column:"
GRADES = ("A", "B", "C", "D")


@dataclass(frozen=True, kw_only=True)
class LegendRow:
    """One class: words, colour, how many parcels and how many 亩 of them.

    `symbol` is set for statuses, which have hatches; `is_unknown` marks the
    class of missing values: violet, dashed, never filled.
    """

    title: str
    fill: str | None
    ink: str
    count: int = 0
    mu: float = 0.0
    is_unknown: bool = False
    symbol: Symbol | None = None


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Class codes of all rows (places in `legend`) and the legend.

    `breaks` are the upper bounds of the classes of numbers, the last excepted.
    """

    id: str
    title: str
    unit: str
    codes: NDArray[np.uint8]
    legend: tuple[LegendRow, ...]
    breaks: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ThemeChoice:
    """What to colour by: a built-in theme id or `column:NAME`, and how.

    `method` and `classes` hold for numbers, `breaks` for `fixed` ones; a number
    on a break belongs to the class below it, unless `upper_included` is false.
    `ground` is light, dark or print.
    """

    theme: str
    method: str = "quantiles"
    classes: int = 5
    breaks: tuple[float, ...] = ()
    upper_included: bool = True
    ground: str = "light"


def theme_frame(analysis: Analysis) -> pd.DataFrame:
    """Return the parcels with the columns that the built-in themes look at.

    `tax_per_mu` is Σ tax of a parcel's firms over its 亩, missing without firms
    or where one's tax is; `grade` that of the firm with most land on it;
    `supply_year` the year of the contract, else of delivery; `far` floor over
    land.
    """
    parcels, figures = analysis.parcels, parcel_figures(analysis)
    columns = {
        TAX: figures["tax_per_mu"],
        GRADE: _largest_grade(analysis),
        YEAR: _supply_year(parcels),
    }
    if "built_m2" in parcels and "area_m2" in parcels:
        columns[FAR] = figures["far"]
    return parcels.assign(**columns)


def themes_for(parcels: pd.DataFrame) -> tuple[str, ...]:
    """Return the built-in themes whose column has any value, in order."""
    return tuple(
        name for name in THEMES if name in parcels and parcels[name].notna().any()
    )


def make_theme(parcels: pd.DataFrame, choice: ThemeChoice) -> Theme:
    """Give each row its class; `parcels` has `mu` and the column of the theme.

    A column that is not there is unknown everywhere.
    """
    name = choice.theme.removeprefix(COLUMN)
    values = parcels.get(name, pd.Series(np.nan, index=parcels.index))
    colours = shipped_colours()[choice.ground]
    if choice.theme == STATUS:
        theme = _by_status(values, colours)
    elif choice.theme == GRADE:
        theme = _by_kind(values, GRADES, fills=colours.grades, colours=colours)
    elif _is_number(values):
        theme = _by_number(values, choice, colours)
    else:
        theme = _by_frequency(values, colours)
    words = messages.catalogue().get(f"charts.theme.{name}")
    titled = field_title(name, table="parcel")
    unit = messages.catalogue().get(f"charts.theme_unit.{name}", titled.unit)
    return _counted(
        replace(theme, id=choice.theme, title=words or titled.title, unit=unit),
        parcels["mu"].to_numpy(dtype=np.float64),
    )


def _counted(theme: Theme, mu: NDArray[np.float64]) -> Theme:
    """Count the rows of each class and add up their 亩."""
    size = len(theme.legend)
    counts = np.bincount(theme.codes, minlength=size)
    areas = np.bincount(theme.codes, weights=np.nan_to_num(mu), minlength=size)
    legend = tuple(
        replace(row, count=int(count), mu=float(area))
        for row, count, area in zip(theme.legend, counts, areas, strict=True)
    )
    return replace(theme, legend=legend)


def _theme(
    codes: NDArray[np.uint8], legend: Sequence[LegendRow], breaks: Sequence[float] = ()
) -> Theme:
    return Theme(
        id="",
        title="",
        unit="",
        codes=codes,
        legend=tuple(legend),
        breaks=tuple(breaks),
    )


def _unknown(colours: ThemeColours) -> LegendRow:
    return LegendRow(
        title=messages.text("charts.theme.unknown"),
        fill=None,
        ink=colours.unknown,
        is_unknown=True,
    )


def _by_status(values: pd.Series, colours: ThemeColours) -> Theme:
    symbols = shipped_symbols()
    legend = [
        LegendRow(
            title=symbols[name].title,
            fill=symbols[name].fill,
            ink=symbols[name].ink,
            symbol=symbols[name],
        )
        for name in STATUSES
    ]
    return _theme(_places(values, STATUSES), [*legend, _unknown(colours)])


def _by_kind(
    values: pd.Series,
    kinds: Sequence[str],
    *,
    fills: Sequence[str],
    colours: ThemeColours,
) -> Theme:
    legend = [
        LegendRow(title=kind, fill=fill, ink=colours.outline)
        for kind, fill in zip(kinds, fills, strict=False)
    ]
    return _theme(_places(values, kinds), [*legend, _unknown(colours)])


def _by_frequency(values: pd.Series, colours: ThemeColours) -> Theme:
    """Give the most frequent kinds a colour each, and one to all the rest."""
    if pd.api.types.is_bool_dtype(values.dtype):
        words = {True: messages.text("charts.yes"), False: messages.text("charts.no")}
        values = values.map(words)
    codes, kinds = pd.factorize(values)
    counts = np.bincount(codes[codes >= 0], minlength=len(kinds))
    order = np.argsort(-counts, kind="stable")
    shown = order[: len(colours.qualitative)]
    is_rest = len(order) > len(shown)
    place = np.full(len(kinds) + 1, len(shown), dtype=np.uint8)
    place[shown] = np.arange(len(shown))
    place[-1] = len(shown) + is_rest  # factorize calls a missing value -1
    legend = [
        LegendRow(title=str(kinds[kind]), fill=fill, ink=colours.outline)
        for kind, fill in zip(shown, colours.qualitative, strict=False)
    ]
    if is_rest:
        title = messages.text("charts.theme.rest", n=len(order) - len(shown))
        legend.append(LegendRow(title=title, fill=colours.rest, ink=colours.outline))
    return _theme(place[codes], [*legend, _unknown(colours)])


def _by_number(values: pd.Series, choice: ThemeChoice, colours: ThemeColours) -> Theme:
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        values = values.dt.year
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    known = np.isfinite(numbers)
    is_whole = bool((numbers[known][:10_000] % 1 == 0).all())
    breaks = (
        tuple(sorted(set(choice.breaks)))
        if choice.method == "fixed"
        else find_breaks(
            numbers[known],
            method=choice.method,
            classes=choice.classes,
            is_whole=is_whole,
        )
    )
    side: Literal["left", "right"] = "left" if choice.upper_included else "right"
    codes = np.searchsorted(np.array(breaks), numbers, side=side).astype(np.uint8)
    codes[~known] = len(breaks) + 1
    titles = (
        class_titles(breaks, is_whole=is_whole, upper_included=choice.upper_included)
        if breaks
        else (messages.text("charts.theme.known"),)
    )
    legend = [
        LegendRow(title=title, fill=fill, ink=colours.outline)
        for title, fill in zip(titles, colours.ramp(len(titles)), strict=True)
    ]
    return _theme(codes, [*legend, _unknown(colours)], breaks)


def _is_number(values: pd.Series) -> bool:
    kind = values.dtype
    is_number = pd.api.types.is_numeric_dtype(kind)
    is_flag = pd.api.types.is_bool_dtype(kind)
    return pd.api.types.is_datetime64_any_dtype(kind) or (is_number and not is_flag)


def _places(values: pd.Series, kinds: Sequence[str]) -> NDArray[np.uint8]:
    """Return the place of each value among `kinds`, one more where it is none."""
    codes, found = pd.factorize(values)
    known = {kind: place for place, kind in enumerate(kinds)}
    place = np.array(
        [*(known.get(str(kind), len(kinds)) for kind in found), len(kinds)],
        dtype=np.uint8,
    )
    return place[codes]


def _largest_grade(analysis: Analysis) -> pd.Series:
    links, firms = analysis.links, analysis.firms
    if "grade" not in firms or not len(links):
        return pd.Series(np.nan, index=analysis.parcels.index, dtype="str")
    order = links.sort_values("land_mu", ascending=False, kind="stable")
    first = order.drop_duplicates("parcel")
    grade = firms["grade"].loc[first["firm"]].to_numpy()
    found = pd.Series(grade, index=first["parcel"].to_numpy())
    return found.reindex(analysis.parcels.index)


def _supply_year(parcels: pd.DataFrame) -> pd.Series:
    years = pd.Series(np.nan, index=parcels.index)
    for name in ("contract_date", "delivered_date"):
        if name in parcels:
            years = years.fillna(parcels[name].dt.year)
    return years
