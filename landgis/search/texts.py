# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts in which a part is found at once: sorted, each different one once, as bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from landgis.search.pinyin import to_initials

Rows = NDArray[np.int64]

_CONTINUES = 0b1100_0000
_CONTINUATION = 0b1000_0000


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The different texts of a column.

    `content` is all of them one after the other, `ends` where each ends;
    `rows` the rows of each, from `row_starts`.
    """

    content: bytes
    ends: Rows
    rows: Rows
    row_starts: Rows

    def __len__(self) -> int:
        return len(self.ends)

    def text(self, place: int) -> str:
        """Return the text at a place."""
        return self._part(place).decode("utf-8")

    def rows_of(self, place: int) -> Rows:
        """Return the rows that have the text at a place."""
        return self.rows[self.row_starts[place] : self.row_starts[place + 1]]

    def starting_with(self, wanted: bytes, *, limit: int) -> range:
        """Return the places of texts that begin so, the shortest first in order."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._part(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        end = low
        while end < min(len(self), low + limit) and self._part(end).startswith(wanted):
            end += 1
        return range(low, end)

    def containing(self, wanted: bytes, *, limit: int) -> list[int]:
        """Return up to `limit` places of texts that have it anywhere."""
        return list(_parts(self.content, self.ends, wanted=wanted, limit=limit))

    def _part(self, place: int) -> bytes:
        start = 0 if place == 0 else int(self.ends[place - 1])
        return self.content[start : int(self.ends[place])]


@dataclass(frozen=True, kw_only=True)
class Initials:
    """Pinyin initials of `Texts`, place by place.

    `other` holds those of the places `other_places` by another reading.
    """

    first: bytes
    ends: Rows
    other: bytes
    other_ends: Rows
    other_places: Rows

    def containing(self, wanted: bytes, *, limit: int) -> list[int]:
        """Return up to `limit` places whose initials have it anywhere."""
        found = list(_parts(self.first, self.ends, wanted=wanted, limit=limit))
        more = _parts(self.other, self.other_ends, wanted=wanted, limit=limit)
        others = [int(self.other_places[place]) for place in more]
        return list(dict.fromkeys([*found, *others]))[:limit]

    def begins(self, place: int, wanted: bytes) -> bool:
        """Tell whether the initials at a place begin so, by the first reading."""
        start = 0 if place == 0 else int(self.ends[place - 1])
        return self.first[start : start + len(wanted)] == wanted


def make_texts(values: pd.Series) -> Texts:
    """Sort the different texts of a column; letters become small, widths half."""
    texts = pa.array(values.astype("str"), type=pa.large_string(), from_pandas=True)
    if isinstance(texts, pa.ChunkedArray):  # a column put together from pieces
        texts = pa.concat_arrays([*texts.chunks, pa.array([], texts.type)])
    plain = pc.utf8_lower(
        pc.utf8_normalize(pc.utf8_trim_whitespace(texts), form="NFKC")
    )
    coded = plain.dictionary_encode()
    order = pc.array_sort_indices(coded.dictionary)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order.to_numpy()] = np.arange(len(order))
    known = ~np.asarray(coded.indices.is_null())
    rows = np.flatnonzero(known)
    place = rank[coded.indices.fill_null(0).to_numpy()[rows]] if len(rank) else rows
    by_place = np.argsort(place, kind="stable")
    words = coded.dictionary.take(order)
    sizes = pc.binary_length(words).to_numpy(zero_copy_only=False).astype(np.int64)
    content = b"".join(
        chunk.cast(pa.large_binary()).buffers()[2].to_pybytes()[: int(sizes.sum())]
        for chunk in ([words] if len(words) else [])
    )
    counts = np.bincount(place, minlength=len(words))
    return Texts(
        content=content,
        ends=np.cumsum(sizes),
        rows=rows[by_place],
        row_starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )


def make_initials(texts: Texts) -> Initials:
    """Work out the initials of every text."""
    first, other = to_initials(texts.content.decode("utf-8"))
    # One letter for each character: count those that begin before each end.
    begins = np.frombuffer(texts.content, dtype=np.uint8) & _CONTINUES != _CONTINUATION
    before = np.concatenate([[0], np.cumsum(begins)])
    ends = before[texts.ends].astype(np.int64)
    sizes = np.diff(ends, prepend=0)
    place_of = np.repeat(np.arange(len(ends)), sizes)
    places = np.unique(place_of[first != other])
    ambiguous = np.zeros(len(ends), dtype=np.bool_)
    ambiguous[places] = True
    return Initials(
        first=first.tobytes(),
        ends=ends,
        other=other[ambiguous[place_of]].tobytes(),
        other_ends=np.cumsum(sizes[places]),
        other_places=places,
    )


def _parts(content: bytes, ends: Rows, *, wanted: bytes, limit: int) -> Iterator[int]:
    """Yield the texts that hold the part; one that runs over an end is none."""
    position, found = 0, 0
    while found < limit:
        position = content.find(wanted, position)
        if position < 0:
            return
        place = int(np.searchsorted(ends, position, side="right"))
        end = int(ends[place])
        if position + len(wanted) <= end:
            yield place
            found += 1
            position = end
        else:
            position += 1
