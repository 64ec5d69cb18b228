# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones in a project file: read them, follow its changes, and say each edit."""

from __future__ import annotations

from collections.abc import Sequence

from landgis.project import Changes, Edit, ProjectStore, Put
from landgis.zones.prices import Prices
from landgis.zones.strokes import Change, Effect
from landgis.zones.units import Units
from landgis.zones.zoning import Zone, Zoning

ZONING, ZONE, MEMBER, PRICES = "zoning", "zone", "member/", "zone_prices"
CURRENT_PRICES = "prices"


def read_zonings(store: ProjectStore, units: Units) -> tuple[Zoning, ...]:
    """Return all zonings of a project in their order.

    Units that the result no longer has stay among `Zoning.orphans`.  Pieces and other
    ground are kept to where they may lie, should the land have been drawn anew.
    """
    raise NotImplementedError


def read_prices(store: ProjectStore) -> Prices:
    """Return the user's unit prices."""
    raise NotImplementedError


def follow(
    zonings: Sequence[Zoning], units: Units, changes: Changes
) -> tuple[tuple[Zoning, ...], dict[str, Change]]:
    """Return the zonings after an edit, undo or redo, and what changed in each.

    Only what changed is looked at.  A zoning that is new has no entry in the second
    value, nor has one that is gone.
    """
    raise NotImplementedError


def puts_of(change: Change, units: Units) -> tuple[Put, ...]:
    """Return the documents that make a change (an `Effect`), and no others."""
    raise NotImplementedError


def stroke_edit(kind: str, effect: Effect, units: Units) -> Edit:
    """Return the edit of a stroke, with its sentence for the history.

    `kind` is ``brush``, ``box``, ``lasso``, ``polygon``, ``pick``, ``erase``,
    ``reshape``, ``grow``, ``shrink``, ``merge``, ``split``, ``copy`` or ``suggestion``.
    """
    raise NotImplementedError


def new_zoning(store: ProjectStore, name: str) -> tuple[str, Edit]:
    """Return the id of a new, empty zoning and the edit that makes it."""
    raise NotImplementedError


def copy_zoning(store: ProjectStore, zoning: str, name: str) -> tuple[str, Edit]:
    """Return the id of a copy with all its zones, and the edit that makes it."""
    raise NotImplementedError


def rename_zoning(
    store: ProjectStore, zoning: str, name: str, *, remark: str = ""
) -> Edit:
    """Return the edit that gives a zoning another name and remark."""
    raise NotImplementedError


def delete_zoning(store: ProjectStore, zoning: str) -> Edit:
    """Return the edit that takes a zoning away with all its zones."""
    raise NotImplementedError


def take_as_plan(store: ProjectStore, zoning: str | None) -> Edit:
    """Return the edit that makes a zoning the plan, and no other; None for none."""
    raise NotImplementedError


def new_zone(store: ProjectStore, zoning: str, name: str) -> tuple[Zone, Edit]:
    """Return a new, empty zone at the end, in the next colour, and its edit."""
    raise NotImplementedError


def change_zone(store: ProjectStore, zone: str, **values: object) -> Edit:
    """Return the edit of name, colour, note, locked, order or target_far of a zone."""
    raise NotImplementedError


def order_zones(store: ProjectStore, zones: Sequence[str]) -> Edit:
    """Return the edit that puts the zones of a zoning in this order."""
    raise NotImplementedError


def delete_zone(zoning: Zoning, zone: str, units: Units) -> Edit:
    """Return the edit that takes a zone away; its land becomes free."""
    raise NotImplementedError


def set_prices(store: ProjectStore, prices: Prices) -> Edit:
    """Return the edit of the unit prices."""
    raise NotImplementedError
