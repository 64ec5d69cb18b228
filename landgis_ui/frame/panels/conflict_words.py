# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What two copies of a project made differently, in words, alike ones together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from landgis.operations.stored_zones import MEMBER, ZONE
from landgis.operations.zone_documents import decode
from landgis.project import Conflict
from landgis.units import MU_PER_M2
from landgis_ui.context import Context
from landgis_ui.widgets.figures import UNKNOWN, AreaWriter, write_value

KEY_MARK = "|"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What has to be decided at once: one document, or parcels of the same answer."""

    title: str
    ours: str
    theirs: str
    conflicts: tuple[Conflict, ...]


class QuestionWriter:
    """Puts conflicts into words."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._areas = AreaWriter(context)

    def write(self, conflicts: Iterable[Conflict]) -> tuple[Question, ...]:
        """Return what has to be decided; whole parcels between the same zones are one.

        A stroke of the brush is thousands of documents, and one decision.
        """
        alike: dict[tuple[str, ...], list[Conflict]] = {}
        for conflict in conflicts:
            alike.setdefault(self._likeness(conflict), []).append(conflict)
        return tuple(self._question(several) for several in alike.values())

    @staticmethod
    def _likeness(conflict: Conflict) -> tuple[str, ...]:
        sides = (conflict.ours, conflict.theirs)
        if conflict.kind.startswith(MEMBER) and not any(
            isinstance(side, dict) for side in sides
        ):
            return (conflict.kind, *(str(side) for side in sides))
        return (conflict.kind, conflict.id, "")

    def _question(self, conflicts: list[Conflict]) -> Question:
        first, words = conflicts[0], self._context.words
        title = self._title(first)
        if len(conflicts) > 1:
            title = words("conflict.some", name=title, count=len(conflicts))
        if first.kind == ZONE:
            ours, theirs = self._zone_sides(first)
        elif first.kind.startswith(MEMBER):
            ours, theirs = (self._member(v) for v in (first.ours, first.theirs))
        else:
            ours, theirs = (_plain(value) for value in (first.ours, first.theirs))
        return Question(
            title=title, ours=ours, theirs=theirs, conflicts=tuple(conflicts)
        )

    def _title(self, conflict: Conflict) -> str:
        if conflict.kind.startswith(MEMBER):
            return conflict.id.partition(KEY_MARK)[2].replace(KEY_MARK, " ")
        for value in (conflict.ours, conflict.theirs, conflict.base):
            if conflict.kind in {ZONE, "zoning"} and isinstance(value, dict):
                return str(value.get("name", ""))
        return conflict.id

    def _zone_name(self, zone: str) -> str:
        store = self._context.workspace.store
        value = None if store is None else store.document(ZONE, zone)
        if not isinstance(value, dict):
            return self._context.words("conflict.zone_gone")
        return str(value.get("name", ""))

    def _member(self, value: Any) -> str:
        words = self._context.words
        if value is None:
            return words("conflict.in_no_zone")
        if not isinstance(value, dict):
            return self._zone_name(str(value))
        told = [
            f"{self._zone_name(zone)} {self._area(shape)}"
            for zone, shape in value["pieces"]
        ]
        return words("conflict.cut", pieces=words("zones.and").join(told))

    def _area(self, text: str | None) -> str:
        shape = decode(text)
        return self._areas.text(
            0.0 if shape is None else float(shapely.area(shape)) * MU_PER_M2
        )

    def _zone_sides(self, conflict: Conflict) -> tuple[str, str]:
        """Tell only in what the two differ."""
        ours, theirs = conflict.ours, conflict.theirs
        if not isinstance(ours, dict) or not isinstance(theirs, dict):
            told = (self._zone(value, None) for value in (ours, theirs))
        else:
            differing = {
                name
                for name in ours.keys() | theirs.keys()
                if ours.get(name) != theirs.get(name)
            }
            told = (self._zone(value, differing) for value in (ours, theirs))
        first, second = told
        return first, second

    def _zone(self, value: Any, names: set[str] | None) -> str:
        words = self._context.words
        if not isinstance(value, dict):
            return words("conflict.deleted")
        lines = self._lines(value)
        return "\n".join(
            text
            for name, text in lines.items()
            if text and (name in names if names is not None else name == "name")
        )

    def _lines(self, value: Mapping[str, Any]) -> dict[str, str]:
        words, far = self._context.words, value.get("target_far")
        return {
            "name": str(value.get("name", "")),
            "note": value.get("note") or UNKNOWN,
            "locked": words(
                "zones.locked" if value.get("locked") else "conflict.unlocked"
            ),
            "colour": words(
                "zones.colour_number", number=int(value.get("colour", 0)) + 1
            ),
            "order": words("conflict.place", number=write_value(_place(value))),
            "target_far": words(
                "conflict.far", far=UNKNOWN if far is None else write_value(far)
            ),
            "ground": words("conflict.ground", area=self._area(value.get("ground"))),
        }


def _place(value: Mapping[str, Any]) -> float:
    return float(value.get("order", 0)) + 1


def _plain(value: Any) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, dict):
        return "\n".join(
            f"{entry}" for entry in value.values() if entry not in (None, "")
        )
    return str(value)
