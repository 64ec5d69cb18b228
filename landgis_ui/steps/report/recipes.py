# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recipes: requests that were kept under a name, to be run again next month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from landgis.operations.stored_records import from_json
from landgis.pages.request import AreaKind, Kind, PageRequest


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
    area = replace(request.area, kind=AreaKind(request.area.kind))
    return replace(request, kind=Kind(request.kind), area=area)
