# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cards of an atlas as values: each fitted onto one sheet where it can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from landgis.messages import text
from landgis.operations.report_card_facts import breakable
from landgis.pages.cards import SUBJECT, card_frame, card_map, corners_of
from landgis.pages.drawing import Drawing
from landgis.pages.fonts import wrap
from landgis.pages.mapdraw import MapContent, MapLayer
from landgis.pages.mapsheet import legend_layers, swatch
from landgis.pages.paper import Bounds, Frame, Sheet
from landgis.pages.request import Kind, PageRequest
from landgis.tables import Geometries

BAND_MM = 8.0
_MAP_SHARE, _LEAST_MAP_MM = 0.36, 45.0
_FACT_TITLE_MM, _INSET_MM = 31.5, 2.8
_MARGINS_MM = 30.0
_TITLE_MM, _TITLE_LINE_MM, _LEGEND_MM = 17.0, 6.0, 12.0
_SENTENCE_MM, _SENTENCE_LINE_MM = 6.5, 4.4
_ROW_MM, _FACT_ROW_MM, _LINE_MM = 4.0, 4.2, 3.2
_TABLE_MM, _NOTE_MM, _SIGN_MM = 7.6, 4.4, 7.0
_PHOTO_MM = 70.0
_TITLE_PT, _TEXT_PT, _SENTENCE_PT, _NOTE_PT = 15.0, 8.0, 8.5, 7.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Card:
    """One subject: its shapes (none: no map) and everything said about it."""

    title: str
    subtitle: str
    shapes: Geometries
    verdict: str = ""
    sentence: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    photo: str = ""
    has_corners: bool = False


@dataclass
class Atlas:
    """Cards as values, with their drawings, numbered as they are added."""

    content: MapContent
    sheet: Sheet
    request: PageRequest
    drawings: list[Drawing] = field(default_factory=list)
    swatches: dict[str, int] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)

    @property
    def width(self) -> float:
        """How wide a map is, in millimetres."""
        return self.sheet.width - self.sheet.left - self.sheet.edge - 4.0 - BAND_MM

    def add(self, card: Card) -> dict[str, Any]:
        """Return what the template shows of a card; its map is kept as a drawing."""
        said: dict[str, Any] = {
            "title": card.title,
            "subtitle": card.subtitle,
            "map": None,
            "legend": [],
            "verdict": card.verdict,
            "sentence": breakable(card.sentence, self.width - 8),
            "facts": self._facts(card),
            "tables": list(card.tables),
            "photo": card.photo,
            "notes": list(card.notes),
        }
        known = card.shapes[~shapely.is_missing(card.shapes)]
        known = known[~shapely.is_empty(known)]
        if len(known):
            said["map"], present = self._map(card, known, self._map_height(said))
            said["legend"] = self._legend([_outline(self.request.kind), *present])
        return said

    def _facts(self, card: Card) -> list[list[Any]]:
        room = (self.width + BAND_MM) / 2 - _FACT_TITLE_MM - _INSET_MM
        return [
            [title, wrap(words, width=room, size_pt=_TEXT_PT)]
            for title, words in card.facts
        ]

    def _map_height(self, said: Mapping[str, Any]) -> float:
        """Return how high the map is: as high as leaves the card one sheet.

        Where even a small map would not, the usual height.
        """
        most = self.sheet.height * _MAP_SHARE - BAND_MM
        left = self.sheet.height - _MARGINS_MM - self._rest(said) - BAND_MM
        return min(most, left) if left >= _LEAST_MAP_MM else most

    def _rest(self, said: Mapping[str, Any]) -> float:
        """Return about how high everything but the map is, in millimetres."""
        inner = self.width + BAND_MM
        high = _TITLE_MM + _LEGEND_MM + _SIGN_MM + _NOTE_MM * len(said["notes"])
        titles = len(wrap(said["title"], width=inner, size_pt=_TITLE_PT))
        high += (titles - 1) * _TITLE_LINE_MM
        if said["sentence"] or said["verdict"]:
            words = said["verdict"] + "　" + "".join(said["sentence"])
            lines = len(wrap(words, width=inner - 6, size_pt=_SENTENCE_PT))
            high += _SENTENCE_MM + lines * _SENTENCE_LINE_MM
        facts = [len(lines) for _, lines in said["facts"]]
        half = -(-len(facts) // 2)
        for left, right in zip(facts[:half], [*facts[half:], 1], strict=False):
            high += _FACT_ROW_MM + (max(left, right) - 1) * _LINE_MM
        high += sum(_table_height(table, inner) for table in said["tables"])
        return high + (_PHOTO_MM if said["photo"] else 0.0)

    def _map(
        self, card: Card, shapes: Geometries, height: float
    ) -> tuple[dict[str, Any], Sequence[MapLayer]]:
        found = shapely.total_bounds(shapes).tolist()
        bounds: Bounds = (found[0], found[1], found[2], found[3])
        frame = card_frame(
            bounds, width=self.width, height=height, scale=self.request.scale
        )
        corners = corners_of(shapes[0]) if card.has_corners else ()
        data, drawn = card_map(
            self.content,
            frame,
            shapes,
            corners=corners,
            first=len(self.drawings) + 1,
        )
        self.drawings.append(drawn.drawing)
        self.frames.append(frame)
        return data, legend_layers(drawn)

    def _legend(self, present: Sequence[MapLayer]) -> list[dict[str, Any]]:
        """Return the entries of what can be seen, each swatch drawn once."""
        entries = []
        for layer in present:
            if layer.id not in self.swatches:
                self.drawings.append(swatch(layer))
                self.swatches[layer.id] = len(self.drawings)
            entries.append(
                {
                    "drawing": self.swatches[layer.id],
                    "title": layer.title,
                    "letter": layer.letter,
                }
            )
        return entries


def _outline(kind: Kind) -> MapLayer:
    """Return the outline of the subject as an entry of the legend."""
    return MapLayer(
        id="subject",
        shapes=np.empty(0, dtype=object),
        look=SUBJECT,
        title=text(f"pages.subject_{kind}"),
        kind="area",
    )


def _table_height(table: Mapping[str, Any], inner: float) -> float:
    if not table["rows"] and not table["note"]:
        return 0.0
    high = _TABLE_MM
    if table["rows"]:
        high += _ROW_MM
    widths = table["widths"]
    spare = (inner - sum(widths)) / max(1, widths.count(0))
    for cells in table["rows"]:
        lines = max(
            len(wrap(cell, width=(width or spare) - 2.6, size_pt=_TEXT_PT))
            for cell, width in zip(cells, widths, strict=True)
        )
        high += _ROW_MM + (lines - 1) * _LINE_MM
    if table["note"]:
        lines = len(wrap("".join(table["note"]), width=inner, size_pt=_NOTE_PT))
        high += lines * _NOTE_MM
    return high
