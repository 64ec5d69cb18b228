# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a table asks of its columns: sort keys and words, each made once and kept.

Everything here runs in a reading thread: the work is Arrow's and numpy's, which
give up the lock, or is cut in pieces so short that the window does not notice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from landgis.report.views import Kind, View, ViewColumn, to_shown_texts

Floats = NDArray[np.float64]
PIECE = 10_000  # texts handled before another thread may have its turn
_NO_DATE = np.iinfo(np.int64).min
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Texts:
    """A column as words: each different one once; `codes` -1 where missing."""

    codes: NDArray[np.int32]
    words: pa.Array
    lowered: pa.Array


class TableData:
    """The columns of a view with what sorting and searching need of them."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._texts: dict[str, Texts] = {}
        self._keys: dict[str, Floats] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.view.frame)

    def texts(self, name: str) -> Texts:
        """Return a column as the words that are shown."""
        return self._kept(self._texts, name, lambda: self._read_texts(name))

    def sort_key(self, name: str) -> Floats:
        """Return numbers in whose order the column sorts; NaN where missing.

        Texts sort as in the national character set, the common ones by pinyin.
        """
        return self._kept(self._keys, name, lambda: self._read_key(name))

    def numbers(self, name: str) -> Floats:
        """Return a column of numbers; NaN where missing."""
        column = self.view.frame[name]
        return column.to_numpy(dtype=np.float64, na_value=np.nan)

    def _kept(self, store: dict[str, _T], name: str, make: Callable[[], _T]) -> _T:
        with self._lock:
            if name not in store:
                store[name] = make()
            return store[name]

    def _read_texts(self, name: str) -> Texts:
        column = self.view.by_name[name]
        codes, words = _encode(self.view.frame[name])
        if column.kind is not Kind.TEXT:
            words = _to_words(words, column)
        lowered = pc.utf8_lower(words.cast(pa.large_string()))
        return Texts(codes=codes, words=words, lowered=lowered)

    def _read_key(self, name: str) -> Floats:
        column = self.view.by_name[name]
        values = self.view.frame[name]
        if column.kind in (Kind.NUMBER, Kind.FLAG):
            return self.numbers(name)
        if column.kind is Kind.DATE:
            days = values.to_numpy(dtype="datetime64[s]").astype(np.int64)
            return np.where(days == _NO_DATE, np.nan, days.astype(np.float64))
        texts = self._texts.get(name) or self._texts.setdefault(
            name, self._read_texts(name)
        )
        ranks = np.append(_ranks(texts.words), np.nan)
        found: Floats = ranks[texts.codes]
        return found


def _encode(values: pd.Series) -> tuple[NDArray[np.int32], pa.Array]:
    """Return each row's code, -1 where missing or blank, and the different texts."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        words = pa.array(values.cat.categories.astype("str"), pa.large_string())
        codes = values.cat.codes.to_numpy().astype(np.int32)
    else:
        encoded = _arrow_texts(values).dictionary_encode()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.unify_dictionaries().combine_chunks()
            encoded = pa.concat_arrays(encoded.chunks) if _is_cut(encoded) else encoded
        words = encoded.dictionary.cast(pa.large_string())
        codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    blank = (
        pc.equal(words, "").fill_null(fill_value=False).to_numpy(zero_copy_only=False)
    )
    if blank.any():
        codes = np.where(np.append(blank, False)[codes], -1, codes)
    return codes.astype(np.int32, copy=False), words


def _is_cut(found: pa.Array | pa.ChunkedArray) -> bool:
    return isinstance(found, pa.ChunkedArray)


def _arrow_texts(values: pd.Series) -> pa.Array | pa.ChunkedArray:
    if isinstance(values.dtype, pd.StringDtype):
        return pa.array(values, from_pandas=True)
    cells = [None if pd.isna(cell) else str(cell) for cell in values.tolist()]
    return pa.array(cells, pa.large_string())


def _to_words(codes: pa.Array, column: ViewColumn) -> pa.Array:
    """Return the words of codes, of which there are few."""
    found = to_shown_texts(pd.Series(codes.to_pylist(), dtype="str"), column)
    return pa.array(found.fillna("").tolist(), pa.large_string())


def _ranks(words: pa.Array) -> Floats:
    """Return the place of each different text when all are sorted."""
    keys: pa.Array | pa.ChunkedArray = words
    if not pc.all(pc.string_is_ascii(words)).as_py():
        keys = pa.chunked_array(
            [
                pa.array(
                    [
                        text.encode("gb18030", "replace")
                        for text in words.slice(start, PIECE).to_pylist()
                    ],
                    pa.large_binary(),
                )
                for start in range(0, len(words), PIECE)
            ],
            pa.large_binary(),
        )
    order = pc.sort_indices(keys).to_numpy(zero_copy_only=False)
    ranks = np.empty(len(words))
    ranks[order] = np.arange(len(words))
    return ranks
