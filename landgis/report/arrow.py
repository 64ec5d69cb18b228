# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns of any kind as Arrow arrays, the form in which a map file takes them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from landgis.report.names import to_text


def to_column_type(column: pd.Series) -> pa.DataType:
    """Return the type that a whole column is written as; anything odd is text."""
    kind = column.dtype
    if pd.api.types.is_bool_dtype(kind):
        return pa.bool_()
    if pd.api.types.is_integer_dtype(kind):
        return pa.int64()
    if pd.api.types.is_float_dtype(kind):
        return pa.float64()
    if pd.api.types.is_datetime64_any_dtype(kind):
        present = column.dropna()
        whole_days = (present == present.dt.normalize()).all()
        return pa.date32() if whole_days else pa.timestamp("ms")
    return pa.string()


def to_arrow(column: pd.Series, kind: pa.DataType) -> pa.Array:
    """Convert a column; what is missing or not finite becomes NULL."""
    if pa.types.is_string(kind):
        return _to_texts(column)
    if pa.types.is_floating(kind):
        numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return pa.array(numbers, kind, mask=~np.isfinite(numbers))
    if pa.types.is_date(kind):
        return pa.array(column.to_numpy(dtype="datetime64[D]"), kind, from_pandas=True)
    if pa.types.is_timestamp(kind):
        moments = column.dt.tz_localize(None).to_numpy(dtype="datetime64[ms]")
        return pa.array(moments, kind, from_pandas=True)
    return pa.array(column, kind, from_pandas=True)


def _to_texts(column: pd.Series) -> pa.Array:
    if isinstance(column.dtype, pd.CategoricalDtype):
        # A county has millions of evidence rows and few different texts.
        texts = _to_whole(pa.array(column.cat.categories.astype("str"), pa.string()))
        codes = column.cat.codes.to_numpy()
        return texts.take(pa.array(codes, mask=codes < 0))
    if isinstance(column.dtype, pd.StringDtype):
        return _to_whole(pa.array(column, from_pandas=True)).cast(pa.string())
    cells = column.tolist()
    try:
        return pa.array(cells, pa.string(), from_pandas=True)
    except (pa.ArrowException, UnicodeEncodeError):  # not texts alone
        return pa.array([to_text(value) for value in cells], pa.string())


def _to_whole(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return one array; pandas keeps texts put together from parts in pieces."""
    if not isinstance(texts, pa.ChunkedArray):
        return texts
    whole = texts.combine_chunks()
    return whole if isinstance(whole, pa.Array) else pa.concat_arrays(whole.chunks)
