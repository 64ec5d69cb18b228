# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Evidence kept so that one subject's rows are found without reading all of them.

Rows are dealt into buckets by a hash of what the subject is called; a bucket is
one table of a few thousand rows.  `row` gives back the order of the whole.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from landgis.classify.evidence import COLUMNS
from landgis.operations.stored_codec import unpack_frame

ROWS_A_BUCKET = 4_096
MOST_BUCKETS = 1_024
ROW = "row"
_NAME = "evidence/{number}"

TableReader = Callable[[str], pa.Table]


def pack_evidence(evidence: pd.DataFrame) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    """Return evidence as one table for each bucket, and how many there are."""
    count = int(np.clip(len(evidence) // ROWS_A_BUCKET, 1, MOST_BUCKETS))
    bucket = _buckets(evidence["subject_id"], count)
    order = np.argsort(bucket, kind="stable").astype(np.int32)
    columns = {name: _texts(evidence[name]) for name in COLUMNS}
    ends = np.cumsum(np.bincount(bucket, minlength=count))
    starts = np.concatenate([[0], ends[:-1]])
    tables = {}
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        rows = pa.array(order[start:end])
        tables[_NAME.format(number=number)] = pa.table(
            {ROW: rows, **{name: _plain(a.take(rows)) for name, a in columns.items()}}
        )
    return tables, {"buckets": count, "rows": len(evidence)}


def read_evidence_of(
    read: TableReader, *, buckets: int, kind: str, subject_id: str
) -> pd.DataFrame:
    """Return the tests of one subject, in their order."""
    number = zlib.crc32(subject_id.encode()) % buckets
    table = read(_NAME.format(number=number))
    mine = pc.and_(
        pc.equal(table[COLUMNS[1]], subject_id), pc.equal(table[COLUMNS[0]], kind)
    )
    return _to_frame(table.filter(mine).select(list(COLUMNS)))


def read_evidence(read: TableReader, *, buckets: int) -> pd.DataFrame:
    """Return the whole evidence in its order; repeated texts are categories."""
    table = pa.concat_tables(
        [read(_NAME.format(number=number)) for number in range(buckets)]
    )
    order = np.empty(table.num_rows, dtype=np.int64)
    order[table[ROW].to_numpy()] = np.arange(table.num_rows)
    columns = {}
    for name in COLUMNS:
        if name == "value":
            columns[name] = pd.Series(
                table[name].take(pa.array(order)).to_pandas().to_numpy(), dtype="str"
            )
            continue
        coded = table[name].combine_chunks().dictionary_encode()
        coded = pa.chunked_array([coded]).combine_chunks()
        coded = coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
        columns[name] = pd.Series(
            pd.Categorical.from_codes(
                coded.indices.to_numpy()[order],
                categories=pd.Index(coded.dictionary.to_pylist(), dtype="str"),
            )
        )
    return pd.DataFrame(columns, columns=list(COLUMNS))


def no_evidence() -> pd.DataFrame:
    """Return evidence without a row."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})


def _buckets(subjects: pd.Series, count: int) -> NDArray[np.int64]:
    coded = subjects.astype("category").cat
    hashes = np.array(
        [zlib.crc32(str(name).encode()) % count for name in coded.categories],
        dtype=np.int64,
    )
    return hashes[coded.codes.to_numpy()] if len(hashes) else np.empty(0, np.int64)


def _texts(column: pd.Series) -> pa.Array:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return pa.DictionaryArray.from_arrays(
            pa.array(column.cat.codes.to_numpy()),
            pa.array(column.cat.categories.astype("str"), pa.large_string()),
        )
    whole = pa.array(column.astype("str"), pa.large_string(), from_pandas=True)
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole


def _plain(array: pa.Array) -> pa.Array:
    """Return texts as they are: a bucket must not carry the words of all others."""
    return array.dictionary_decode() if isinstance(array, pa.DictionaryArray) else array


def _to_frame(table: pa.Table) -> pd.DataFrame:
    storage = pd.StringDtype(na_value=np.nan).storage
    kinds = [{"kind": "string", "storage": storage, "missing": "nan"}] * len(COLUMNS)
    meta = {"rows": table.num_rows, "names": list(COLUMNS), "kinds": kinds}
    return unpack_frame(table, meta)
