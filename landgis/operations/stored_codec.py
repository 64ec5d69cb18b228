# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Frames, shapes and mixed cells as Arrow tables, and back without loss.

A frame becomes a table and a JSON value that says how each column was typed.
A column whose cells are of several kinds, as spreadsheets have them, is kept
as text with one letter in front for the kind.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from landgis.tables import Geometries

SHAPE = "shape"
"""Column of WKB in tables of shapes."""

_PIECE = 2_000  # shapes made before another thread may have its turn
_STRING = "string"
_MIXED = "mixed"
_CATEGORY = "category"
_INDEX = "__index__"

_WRITERS: Mapping[type, tuple[str, Callable[[Any], str]]] = {
    str: ("s", json.dumps),
    bool: ("b", lambda cell: str(int(cell))),
    np.bool_: ("B", lambda cell: str(int(cell))),
    int: ("i", str),
    float: ("f", float.hex),
    np.float64: ("F", lambda cell: float(cell).hex()),
    np.int64: ("I", str),
    pd.Timestamp: ("S", lambda cell: f"{cell.unit} {cell.isoformat()}"),
    datetime: ("D", datetime.isoformat),
    date: ("d", date.isoformat),
    time: ("t", time.isoformat),
    timedelta: (
        "l",
        lambda cell: f"{cell.days} {cell.seconds} {cell.microseconds}",
    ),
    pd.Timedelta: ("L", lambda cell: f"{cell.unit} {cell.as_unit(cell.unit)._value}"),  # noqa: SLF001 - the only exact number there is
    bytes: ("x", bytes.hex),
    Decimal: ("c", str),
    type(None): ("n", lambda _: ""),
    type(pd.NaT): ("A", lambda _: ""),
    type(pd.NA): ("P", lambda _: ""),
}


def _timestamp(written: str) -> pd.Timestamp:
    unit: Any
    unit, _, moment = written.partition(" ")
    return pd.Timestamp(moment).as_unit(unit)


def _timedelta(written: str) -> timedelta:
    days, seconds, microseconds = map(int, written.split())
    return timedelta(days=days, seconds=seconds, microseconds=microseconds)


def _pandas_timedelta(written: str) -> pd.Timedelta:
    unit: Any
    unit, number = written.split()
    return pd.Timedelta(np.timedelta64(int(number), unit)).as_unit(unit)


_READERS: Mapping[str, Callable[[str], Any]] = {
    "s": json.loads,
    "b": lambda written: written == "1",
    "B": lambda written: np.bool_(written == "1"),
    "i": int,
    "f": float.fromhex,
    "F": lambda written: np.float64(float.fromhex(written)),
    "I": lambda written: np.int64(int(written)),
    "S": _timestamp,
    "D": datetime.fromisoformat,
    "d": date.fromisoformat,
    "t": time.fromisoformat,
    "l": _timedelta,
    "L": _pandas_timedelta,
    "x": bytes.fromhex,
    "c": Decimal,
    "n": lambda _: None,
    "A": lambda _: pd.NaT,
    "P": lambda _: pd.NA,
}


def pack_frame(frame: pd.DataFrame) -> tuple[pa.Table, dict[str, Any]]:
    """Return a frame as an Arrow table, and what is needed to read it back."""
    names = [str(name) for name in frame.columns]
    unique = len(set(names)) == len(names) and _INDEX not in names
    stored = names if unique else [f"{n}" for n in range(len(names))]
    arrays: list[pa.Array] = []
    kinds: list[dict[str, Any]] = []
    for place in range(len(names)):
        array, kind = _pack_column(frame.iloc[:, place])
        arrays.append(array)
        kinds.append(kind)
    meta: dict[str, Any] = {"rows": len(frame), "names": names, "kinds": kinds}
    if not isinstance(frame.index, pd.RangeIndex) or (
        frame.index.start,
        frame.index.step,
    ) != (0, 1):
        array, kind = _pack_column(pd.Series(frame.index))
        meta["index"] = {"kind": kind, "name": frame.index.name}
        arrays.append(array)
        stored = [*stored, _INDEX]
    if not arrays:  # Arrow keeps no row count without a column
        arrays, stored = [pa.nulls(len(frame))], [_INDEX]
    return pa.table(dict(zip(stored, arrays, strict=True))), meta


def unpack_frame(table: pa.Table, meta: Mapping[str, Any]) -> pd.DataFrame:
    """Return the frame that `pack_frame` was given."""
    names, kinds = meta["names"], meta["kinds"]
    by_name = len(set(names)) == len(names) and _INDEX not in names
    columns = {
        place: _unpack_column(
            table.column(name if by_name else str(place)), kinds[place]
        )
        for place, name in enumerate(names)
    }
    frame = pd.DataFrame(columns, index=pd.RangeIndex(meta["rows"]))
    frame.columns = pd.Index(names, dtype="str") if names else frame.columns
    if "index" in meta:
        index = _unpack_column(table.column(_INDEX), meta["index"]["kind"])
        frame.index = pd.Index(index, name=meta["index"]["name"])
    return frame


def unpack_columns(
    table: pa.Table, meta: Mapping[str, Any], columns: Sequence[str]
) -> pd.DataFrame:
    """Return some columns of a frame; `table` needs to have no others."""
    kinds = dict(zip(meta["names"], meta["kinds"], strict=True))
    return pd.DataFrame(
        {name: _unpack_column(table.column(name), kinds[name]) for name in columns},
        index=pd.RangeIndex(meta["rows"]),
    )


def pack_shapes(geometry: Geometries) -> pa.Table:
    """Return shapes as WKB, exact to the last digit; None stays missing."""
    return pa.table({SHAPE: pa.array(shapely.to_wkb(geometry), pa.large_binary())})


def unpack_shapes(table: pa.Table) -> Geometries:
    """Return the shapes that `pack_shapes` was given."""
    wkb = table.column(SHAPE)
    shapes: Geometries = np.empty(len(wkb), dtype=object)
    for start in range(0, len(wkb), _PIECE):
        piece = wkb.slice(start, _PIECE).to_numpy(zero_copy_only=False)
        shapes[start : start + _PIECE] = shapely.from_wkb(piece)
    return shapes


def _pack_column(column: pd.Series) -> tuple[pa.Array, dict[str, Any]]:
    kind = column.dtype
    if isinstance(kind, pd.CategoricalDtype):
        return _pack_categories(column)
    if isinstance(kind, pd.StringDtype):
        missing = "NA" if kind.na_value is pd.NA else "nan"
        array = _text_array(column)
        if array is not None:
            return array, {
                "kind": _STRING,
                "storage": kind.storage,
                "missing": missing,
            }
        return _pack_mixed(column, dtype=str(kind))
    if pd.api.types.is_object_dtype(kind):
        return _pack_mixed(column, dtype="object")
    array = pa.array(column, from_pandas=_has_mask(kind))
    return _whole(array), {"kind": str(kind)}


def _has_mask(kind: Any) -> bool:
    """Tell whether missing is a state of its own; NaN of floats stays NaN."""
    is_float = isinstance(kind, np.dtype) and kind.kind == "f"
    return not is_float


def _unpack_column(array: pa.ChunkedArray, meta: Mapping[str, Any]) -> pd.Series:
    kind = meta["kind"]
    if kind == _CATEGORY:
        return _unpack_categories(array, meta)
    if kind == _MIXED:
        return _unpack_mixed(array, meta)
    if kind == _STRING:
        missing = pd.NA if meta["missing"] == "NA" else np.nan
        text: Any = pd.StringDtype(storage=meta["storage"], na_value=missing)
        return pd.Series(text.__from_arrow__(array.cast(pa.large_string())))
    dtype = pd.api.types.pandas_dtype(kind)
    if isinstance(dtype, pd.api.extensions.ExtensionDtype) and hasattr(
        dtype, "__from_arrow__"
    ):
        return pd.Series(dtype.__from_arrow__(array))
    values = array.to_numpy(zero_copy_only=False)
    return pd.Series(values, dtype=dtype, copy=True)


def _text_array(column: pd.Series) -> pa.Array | None:
    """Return texts as Arrow has them; None if some are no valid Unicode."""
    try:
        return _whole(pa.array(column, pa.large_string(), from_pandas=True))
    except (pa.ArrowException, UnicodeEncodeError):
        return None


def _pack_categories(column: pd.Series) -> tuple[pa.Array, dict[str, Any]]:
    words, kind = _pack_column(pd.Series(column.cat.categories))
    codes = column.cat.codes.to_numpy()
    array = pa.array(codes.astype(np.int32), mask=codes < 0)
    return array, {
        "kind": _CATEGORY,
        "categories": words.to_pylist(),
        "of": kind,
        "ordered": bool(column.cat.ordered),
    }


def _unpack_categories(array: pa.ChunkedArray, meta: Mapping[str, Any]) -> pd.Series:
    words = pa.chunked_array([pa.array(meta["categories"])])
    if not len(words):
        words = words.cast(pa.large_string())
    categories = pd.Index(_unpack_column(words, meta["of"]))
    codes = array.fill_null(-1).to_numpy().astype(np.int32)
    return pd.Series(
        pd.Categorical.from_codes(codes, categories=categories, ordered=meta["ordered"])
    )


def _pack_mixed(column: pd.Series, *, dtype: str) -> tuple[pa.Array, dict[str, Any]]:
    return (
        pa.array([_write(cell) for cell in column.tolist()], pa.large_string()),
        {"kind": _MIXED, "dtype": dtype},
    )


def _unpack_mixed(array: pa.ChunkedArray, meta: Mapping[str, Any]) -> pd.Series:
    cells = np.empty(len(array), dtype=object)
    for place, written in enumerate(array.to_pylist()):
        cells[place] = _READERS[written[0]](written[1:])
    column: pd.Series = pd.Series(cells, dtype=meta["dtype"])
    return column


def _write(cell: object) -> str:
    found = _WRITERS.get(type(cell))
    if found is None:
        if isinstance(cell, np.generic):
            return _write(cell.item())
        if isinstance(cell, str):
            return _write(str(cell))
        raise TypeError(f"a cell of type {type(cell).__name__} cannot be kept")
    letter, write = found
    return letter + write(cell)


def _whole(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return one array; pandas keeps texts put together from parts in pieces."""
    if not isinstance(array, pa.ChunkedArray):
        return array
    whole = array.combine_chunks()
    return whole if isinstance(whole, pa.Array) else pa.concat_arrays(whole.chunks)
