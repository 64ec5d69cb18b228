# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recipes: what was printed once, kept to be printed of next month's result.

Rows of a map move from result to result.  A recipe names whose pages it makes
(all low firms, or parcels by their names), and the rows are found when it runs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from landgis.analysis import Analysis
from landgis.errors import CallError
from landgis.messages import text
from landgis.operations.stored_records import from_json, to_json
from landgis.pages.request import AreaKind, Kind, PageRequest, Subject
from landgis.report.subjects import APPROVAL, FIRM, PARCEL, subject_names

RECIPE = "page_recipe"
_NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_BY_ROWS = (Kind.PARCEL_CARDS, Kind.FIRM_CARDS)

Rows = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """A request and its name."""

    id: str
    name: str
    order: int
    request: PageRequest


def read_recipes(documents: Mapping[str, Any]) -> tuple[Recipe, ...]:
    """Return the recipes of a project, in their order; foreign ones are left out."""
    found = [
        Recipe(
            id=id_,
            name=str(value.get("name", "")),
            order=int(value.get("order", 0)),
            request=request_of(value["request"]),
        )
        for id_, value in documents.items()
        if isinstance(value, dict) and isinstance(value.get("request"), dict)
    ]
    return tuple(sorted(found, key=lambda recipe: (recipe.order, recipe.id)))


def request_of(value: Mapping[str, Any]) -> PageRequest:
    """Return the request that JSON holds."""
    request = from_json(PageRequest, value)
    return replace(
        request,
        kind=Kind(request.kind),
        subject=Subject(request.subject),
        area=replace(request.area, kind=AreaKind(request.area.kind)),
    )


def kept(request: PageRequest, analysis: Analysis) -> dict[str, Any]:
    """Return a request as a recipe keeps it: names in the place of rows."""
    area = request.area
    if area.kind is AreaKind.ROWS:
        area = replace(area, names=names_of(analysis, area.rows), rows=())
    own: PageRequest = replace(request, area=area, zones=(), plan=None)
    if own.kind not in _BY_ROWS or own.subject is not Subject.CHOSEN:
        return dict(to_json(replace(own, rows=(), names=())))
    firms = own.kind is Kind.FIRM_CARDS
    names = names_of(analysis, own.rows, firms=firms)
    return dict(to_json(replace(own, rows=(), names=names)))


def completed(request: PageRequest, analysis: Analysis) -> PageRequest:
    """Return a request with the rows that it means in a result.

    Raises
    ------
    CallError
        If names were kept, and the result has none of them any more.
    """
    area = request.area
    if area.names and not area.rows:
        area = replace(area, rows=_rows_called(analysis, area.names), names=())
    if request.kind not in _BY_ROWS:
        return replace(request, area=area)
    firms = request.kind is Kind.FIRM_CARDS
    rows = request.rows
    if request.subject is not Subject.CHOSEN:
        rows = rows_of(analysis, request.kind, request.subject)
    elif request.names and not rows:
        rows = _rows_called(analysis, request.names, firms=firms)
    return replace(request, area=area, rows=rows, names=())


def rows_of(analysis: Analysis, kind: Kind, subject: Subject) -> Rows:
    """Return the rows of the map, or of the firms, that get a page each."""
    if kind is Kind.FIRM_CARDS:
        is_low = analysis.firms["low"].fillna(value=False).to_numpy(dtype=np.bool_)
        wanted = is_low if subject is Subject.LOW else np.ones_like(is_low)
        return tuple(np.flatnonzero(wanted).tolist())
    land, count = analysis.parcels, len(analysis.parcels)
    frees = (land["firm_mu"].fillna(0.0) + land["potential_mu"].fillna(0.0)) > 0
    wanted = frees.to_numpy(dtype=np.bool_)
    if subject is Subject.ALL:
        wanted = np.ones(count, dtype=np.bool_)
    residual = range(count, count + len(analysis.residual))
    return (*np.flatnonzero(wanted).tolist(), *residual)


def names_of(
    analysis: Analysis, rows: Sequence[int], *, firms: bool = False
) -> tuple[str, ...]:
    """Return what rows of the map, or of the firms, are called."""
    names = _names(analysis, firms=firms)
    return tuple(str(names.iloc[row]) for row in rows if 0 <= row < len(names))


def targets(
    recipes: Sequence[Recipe], folder: Path, *, ending: str = ".pdf"
) -> tuple[Path, ...]:
    """Return a file for each recipe: its name, made fit for a file, each once."""
    found: list[Path] = []
    for recipe in recipes:
        name = _NO_NAME.sub("_", recipe.name).strip(". ") or "_"
        path, number = folder / f"{name}{ending}", 2
        while path in found:
            path = folder / f"{name} {number}{ending}"
            number += 1
        found.append(path)
    return tuple(found)


def chosen_recipes(
    recipes: Sequence[Recipe], names: Sequence[str]
) -> tuple[Recipe, ...]:
    """Return the recipes of these names, in the order asked for.

    Raises
    ------
    CallError
        If there is none of a name; the message lists those there are.
    """
    found: list[Recipe] = []
    for name in names:
        own = [recipe for recipe in recipes if recipe.name == name]
        if not own:
            there = "、".join(f"「{recipe.name}」" for recipe in recipes)
            code = "pages.no_recipe" if there else "pages.no_recipes"
            raise CallError(code, name=name, there=there)
        found += own
    return tuple(found)


def usual_recipe(kind: Kind) -> Recipe:
    """Return a kind of pages as it is printed where nothing else is said."""
    request = PageRequest(
        kind=kind,
        paper="A3" if kind is Kind.MAP else "A4",
        subject={
            Kind.PARCEL_CARDS: Subject.RECLAIMABLE,
            Kind.FIRM_CARDS: Subject.LOW,
        }.get(kind, Subject.CHOSEN),
    )
    name = text(f"pages.kind_{kind.value}")
    return Recipe(id=kind.value, name=name, order=0, request=request)


def _names(analysis: Analysis, *, firms: bool) -> pd.Series:
    kinds = (FIRM,) if firms else (PARCEL, APPROVAL)
    parts = [subject_names(analysis, kind).astype("str") for kind in kinds]
    return pd.concat(parts, ignore_index=True)


def _rows_called(
    analysis: Analysis, names: Sequence[str], *, firms: bool = False
) -> Rows:
    """Return the rows of names, in the order of the names."""
    own = _names(analysis, firms=firms)
    places = own.groupby(own.to_numpy()).indices
    rows = [row for name in dict.fromkeys(names) for row in places.get(name, ())]
    if not rows:
        raise CallError("pages.names_gone", n=f"{len(names):,}")
    return tuple(int(row) for row in rows)
