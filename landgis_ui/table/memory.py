# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which columns a table shows, in what order and how wide; kept with the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from landgis.report.views import View


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Every column in order, those that are shown, and widths that the user set."""

    order: tuple[str, ...]
    shown: frozenset[str]
    widths: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def visible(self) -> tuple[str, ...]:
        """The columns that are shown, in order."""
        return tuple(name for name in self.order if name in self.shown)

    def to_json(self) -> dict[str, Any]:
        """Return what a project remembers."""
        return {
            "order": list(self.order),
            "shown": [name for name in self.order if name in self.shown],
            "widths": dict(self.widths),
        }


def default_columns(view: View) -> Columns:
    """Return the columns as a table first shows them."""
    names = tuple(column.name for column in view.columns)
    return Columns(order=names, shown=frozenset(names[: view.shown]))


def remembered_columns(view: View, kept: object) -> Columns:
    """Return the columns as they were left; what the view has anew comes last.

    Anything that cannot be made out is as in `default_columns`.
    """
    default = default_columns(view)
    if not isinstance(kept, Mapping):
        return default
    order = _known(kept.get("order"), default.order)
    shown = frozenset(_known(kept.get("shown"), default.order))
    if not shown:
        return default
    rest = [name for name in default.order if name not in order]
    return Columns(
        order=(*order, *rest), shown=shown, widths=_widths(kept.get("widths"), order)
    )


def _known(names: object, allowed: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(names, list):
        return ()
    return tuple(dict.fromkeys(name for name in names if name in allowed))


def _widths(found: object, names: tuple[str, ...]) -> Mapping[str, int]:
    if not isinstance(found, Mapping):
        return MappingProxyType({})
    return MappingProxyType(
        {
            name: width
            for name, width in found.items()
            if name in names and isinstance(width, int) and width > 0
        }
    )
