# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One box that finds parcels, firms, towns and coordinates, by pinyin initials too."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from landgis.search.coordinates import read_coordinates
from landgis.search.texts import Initials, Texts, make_initials, make_texts

PARCEL, FIRM, TOWN, POINT = "parcel", "firm", "town", "point"
CODE, NAME, PLACE = "code", "name", "place"
LOOKED_AT = 60
"""Texts of a column that are looked at before the best are chosen."""

ROWS_OF_A_TEXT = 5
EXACT, BEGINS, INSIDE, INITIALS_BEGIN, INITIALS_INSIDE = 100.0, 80.0, 60.0, 50.0, 40.0
BONUS = {TOWN: 8.0, PARCEL: 4.0, FIRM: 4.0}
LENGTH_PENALTY = 0.05
LEAST_INITIALS = 2


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One thing that was found.

    `kind` is parcel, firm, town or point; `row` its row in the frame of that
    kind (-1 for a point), `point` the place in the working system of a
    coordinate that was typed.
    """

    kind: str
    title: str
    subtitle: str
    row: int
    score: float
    point: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Column:
    """One searchable column: a code, a name or a place.

    Codes are compared with what is typed in letters and digits, names by their
    initials then; names and places with what is typed in Chinese.
    """

    kind: str
    content: str
    texts: Texts
    initials: Initials | None


@dataclass(frozen=True, kw_only=True)
class SearchIndex:
    """Texts of parcels, firms and towns made ready for searching; picklable.

    `titles` and `subtitles` hold for each kind the columns that a hit shows.
    """

    columns: tuple[Column, ...]
    titles: Mapping[str, pd.Series]
    subtitles: Mapping[str, tuple[pd.Series, ...]]
    crs: str

    def find(self, text: str, *, limit: int = 20) -> tuple[Hit, ...]:
        """Return what fits best, at once: a call for each key that is typed."""
        plain = unicodedata.normalize("NFKC", text).strip().lower()
        if not plain:
            return ()
        point = read_coordinates(text, crs=self.crs)
        if point is not None:
            return (
                Hit(
                    kind=POINT,
                    title=plain,
                    subtitle="",
                    row=-1,
                    score=EXACT,
                    point=point,
                ),
            )
        scores: dict[tuple[str, int], float] = {}
        for column in self.columns:
            for row, score in _search(column, plain):
                key = column.kind, row
                scores[key] = max(score, scores.get(key, 0.0))
        best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return tuple(self._hit(kind, row, score=score) for (kind, row), score in best)

    def _hit(self, kind: str, row: int, *, score: float) -> Hit:
        parts = [_word(column, row) for column in self.subtitles[kind]]
        return Hit(
            kind=kind,
            title=_word(self.titles[kind], row) or next(filter(None, parts), ""),
            subtitle=" · ".join(part for part in parts if part),
            row=row,
            score=score,
        )


def build_index(
    parcels: pd.DataFrame, firms: pd.DataFrame, *, towns: Sequence[str], crs: str
) -> SearchIndex:
    """Make the index; a second or two for 200,000 parcels, run it in a job."""
    town = pd.DataFrame({"name": pd.Series(list(towns), dtype="str")})
    wanted = (
        (TOWN, town, "name", NAME),
        (PARCEL, parcels, "parcel_id", CODE),
        (PARCEL, parcels, "unit_no", CODE),
        (PARCEL, parcels, "supervision_no", CODE),
        (PARCEL, parcels, "owner", NAME),
        (PARCEL, parcels, "location", PLACE),
        (FIRM, firms, "name", NAME),
        (FIRM, firms, "code", CODE),
    )
    columns = []
    for kind, frame, name, content in wanted:
        if name in frame:
            texts = make_texts(frame[name])
            columns.append(
                Column(
                    kind=kind,
                    content=content,
                    texts=texts,
                    initials=make_initials(texts) if content == NAME else None,
                )
            )
    return SearchIndex(
        columns=tuple(columns),
        titles={
            TOWN: town["name"],
            PARCEL: _column(parcels, "parcel_id"),
            FIRM: _column(firms, "name"),
        },
        subtitles={
            TOWN: (),
            PARCEL: tuple(_column(parcels, name) for name in ("owner", "location")),
            FIRM: tuple(_column(firms, name) for name in ("code", "town")),
        },
        crs=crs,
    )


def _search(column: Column, plain: str) -> Iterator[tuple[int, float]]:
    """Yield the rows of a column that fit, each with its score."""
    texts, wanted = column.texts, plain.encode("utf-8")
    places = dict.fromkeys(texts.starting_with(wanted, limit=LOOKED_AT), BEGINS)
    if plain.isascii() == (column.content == CODE) and len(places) < LOOKED_AT:
        for place in texts.containing(wanted, limit=LOOKED_AT):
            places.setdefault(place, INSIDE)
    initials = column.initials
    if initials is not None and plain.isascii() and len(plain) >= LEAST_INITIALS:
        for place in initials.containing(wanted, limit=LOOKED_AT):
            at_begin = initials.begins(place, wanted)
            places.setdefault(place, INITIALS_BEGIN if at_begin else INITIALS_INSIDE)
    for place, score in places.items():
        text = texts.text(place)
        exact = EXACT if text == plain else score
        value = exact + BONUS[column.kind] - LENGTH_PENALTY * len(text)
        for row in texts.rows_of(place)[:ROWS_OF_A_TEXT].tolist():
            yield row, value


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    if name in frame:
        return frame[name].reset_index(drop=True)
    return pd.Series(np.nan, index=range(len(frame)), dtype="str")


def _word(column: pd.Series, row: int) -> str:
    value: object = column.iloc[row]
    return value if isinstance(value, str) else ""
