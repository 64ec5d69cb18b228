# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""GeoJSON in any encoding, feature by feature: one bad feature costs only itself."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis.errors import DataError
from landgis.io.encodings import judge_bytes, require_encoding
from landgis.io.json_shapes import JsonShapes, gather_shapes
from landgis.io.refused import read_bytes
from landgis.messages import text
from landgis.progress import SILENT, Progress
from landgis.tables import EncodingEvidence, Fault, LostRecord, RawLayer

DRIVER = "GeoJSON"

_GEOMETRIES = frozenset(
    {
        "point",
        "multipoint",
        "linestring",
        "multilinestring",
        "polygon",
        "multipolygon",
        "geometrycollection",
    }
)
_FEATURE_START = re.compile(r'\{\s*"type"\s*:\s*"Feature"\s*[,}]')
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_CRS = re.compile(r'"crs"\s*:\s*(?=\{)')
_BETWEEN = re.compile(r"[\s,\x1e]*")
_EXACT_DIGITS = 15
_SHOWN = 10
_DEFAULT_CRS = "EPSG:4326"
_DEGREES = (180.0, 90.0)
_UNREADABLE = object()


class NotGeoJSONError(Exception):
    """The JSON is of another kind, which GDAL may know."""


@dataclass(frozen=True, kw_only=True)
class _Document:
    """The features of a file, some of them `_UNREADABLE`, and its crs member."""

    features: list[Any]
    crs: Any
    is_cut: bool = False


def read_geojson(
    path: Path, *, encoding: str | None = None, progress: Progress = SILENT
) -> RawLayer:
    """Read GeoJSON; what is no proper feature is lost and listed.

    A `crs` member is honoured.  Without one the format means WGS84, which is
    taken as stated only if the coordinates are degrees at all.

    Raises
    ------
    DataError
        If there is no JSON, or no feature that can be read.
    NotGeoJSONError
        If it is TopoJSON or Esri's JSON.
    """
    content, evidence = _decode(read_bytes(path), encoding)
    progress.step(0, 1, stage=text("io.stage.reading"))
    with _without_collector():
        document = _parse(content, path)
        usable, lost = _sort_out(document)
        shapes = gather_shapes([feature["geometry"] for feature in usable.values()])
    if not document.features:
        raise DataError("io.no_features", file=path.name)
    numbers = np.array(list(usable), dtype=np.int64)
    for row, message_id in shapes.lost.items():
        lost.setdefault(int(numbers[row]), message_id)
    progress.step(1, 1, stage=text("io.stage.reading"))
    rows = [row for row, number in enumerate(numbers.tolist()) if number not in lost]
    if not rows:
        reason = text(next(iter(lost.values())))
        raise DataError("io.geojson.nothing", file=path.name, reason=reason)
    geometry = shapes.geometry[rows]
    declared = _declared_crs(document.crs) or _implied_crs(geometry)
    properties = [usable[number].get("properties") for number in numbers[rows].tolist()]
    return RawLayer(
        path=path,
        layer=path.stem,
        driver=DRIVER,
        columns=_columns(properties),
        geometry=geometry,
        record_numbers=numbers[rows],
        encoding=evidence,
        declared_crs=declared,
        declared_crs_source="file" if declared else None,
        lost=tuple(
            LostRecord(number=number, reason=text(message_id))
            for number, message_id in sorted(lost.items())
        ),
        faults=_faults(shapes, rows, numbers),
        notes=_notes(properties, numbers[rows]),
    )


def _sort_out(document: _Document) -> tuple[dict[int, dict[str, Any]], dict[int, str]]:
    """Part the features that can be read from those that cannot, by number from 1."""
    usable: dict[int, dict[str, Any]] = {}
    lost: dict[int, str] = {}
    for number, feature in enumerate(document.features, start=1):
        if feature is _UNREADABLE:
            lost[number] = "io.lost.not_parsed"
        elif not isinstance(feature, dict):
            lost[number] = "io.lost.no_feature"
        elif "geometry" not in feature:
            lost[number] = "io.lost.no_geometry_member"
        else:
            usable[number] = feature
    if document.is_cut:
        lost[len(document.features)] = "io.lost.cut_here"
    return usable, lost


def _faults(
    shapes: JsonShapes, rows: list[int], numbers: NDArray[np.int64]
) -> tuple[Fault, ...]:
    faults = []
    mended = sorted(shapes.mended.intersection(rows))
    if mended:
        names = tuple(text("io.record", number=numbers[row]) for row in mended)
        faults.append(Fault(kind="ring", count=len(mended), ids=names))
    high = len(shapes.high.intersection(rows))
    if high:
        faults.append(Fault(kind="zm", count=high))
    return tuple(faults)


def _decode(data: bytes, encoding: str | None) -> tuple[str, EncodingEvidence]:
    """Return the text and how its encoding was told."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            value = "UTF-8" if mark[0] == 0xEF else "UTF-16"  # noqa: PLR2004 - first byte of the mark
            return data.decode(name, "replace"), EncodingEvidence(
                value=value, source="file", note=text("io.encoding.marked", value=value)
            )
    if encoding:
        value = require_encoding(encoding)
        return data.decode(value, "replace"), EncodingEvidence(
            value=value, source="user"
        )
    try:
        return data.decode("utf-8"), EncodingEvidence(
            value="UTF-8", source="file", note=text("io.encoding.format")
        )
    except UnicodeDecodeError:
        lines = [line for line in data.splitlines() if not line.isascii()]
        value, tally = judge_bytes(b"".join(line + b"\n" for line in lines))
    return data.decode(value, "replace"), EncodingEvidence(
        value=value,
        source="bytes",
        declared="UTF-8",
        note=text("io.encoding.not_utf8", count=tally.total, value=value),
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from searching millions of new lists for cycles that JSON has not."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _parse(content: str, path: Path) -> _Document:
    try:
        document = json.loads(content, strict=False)
    except ValueError:
        return _parse_damaged(content, path)
    except RecursionError as error:
        raise DataError("io.not_json", file=path.name) from error
    if not isinstance(document, dict):
        raise DataError("io.not_geojson", file=path.name)
    kind = str(document.get("type", "")).casefold()
    if kind == "topology" or "geometryType" in document:
        raise NotGeoJSONError
    if kind == "featurecollection":
        features = document.get("features")
        if not isinstance(features, list):
            raise DataError("io.geojson.no_list", file=path.name)
    elif kind == "feature":
        features = [document]
    elif kind in _GEOMETRIES:
        features = [{"type": "Feature", "properties": None, "geometry": document}]
    else:
        raise DataError("io.not_geojson", file=path.name)
    return _Document(features=features, crs=document.get("crs"))


def _parse_damaged(content: str, path: Path) -> _Document:
    """Take the features one by one out of JSON that is not whole."""
    start = _FEATURES.search(content)
    features = list(_salvage(content, start.end() if start else 0))
    if not any(isinstance(feature, dict) for feature in features):
        raise DataError("io.not_json", file=path.name)
    crs = _CRS.search(content)
    stated = None
    if crs:
        try:
            stated = json.JSONDecoder(strict=False).raw_decode(content, crs.end())[0]
        except ValueError:
            stated = None
    is_cut = bool(start) and features[-1] is _UNREADABLE
    return _Document(features=features, crs=stated, is_cut=is_cut)


def _salvage(content: str, at: int) -> Iterator[Any]:
    """Yield each feature from a place on, or `_UNREADABLE` in its place."""
    decoder = json.JSONDecoder(strict=False)
    while True:
        gap = _BETWEEN.match(content, at)
        at = gap.end() if gap else at
        if at >= len(content) or content[at] == "]":
            return
        try:
            feature, at = decoder.raw_decode(content, at)
        except (ValueError, RecursionError):
            yield _UNREADABLE
            following = _FEATURE_START.search(content, at + 1)
            if following is None:
                return
            at = following.start()
        else:
            yield feature


def _declared_crs(member: Any) -> str | None:
    """Return what the `crs` member names; links and nonsense name nothing."""
    if not isinstance(member, dict) or not isinstance(member.get("properties"), dict):
        return None
    properties = member["properties"]
    if isinstance(properties.get("code"), int):
        return f"EPSG:{properties['code']}"
    name = properties.get("name")
    return name if isinstance(name, str) and name.strip() else None


def _implied_crs(geometry: Any) -> str | None:
    bounds = shapely.total_bounds(geometry)
    if not np.isfinite(bounds).all():
        return None
    is_degrees = (np.abs(bounds.reshape(2, 2)) <= _DEGREES).all()
    return _DEFAULT_CRS if is_degrees else None


def _columns(properties: list[Any]) -> pd.DataFrame:
    """Turn properties into columns, in the order in which the keys appear."""
    rows = [entry if isinstance(entry, dict) else {} for entry in properties]
    keys = dict.fromkeys(key for row in rows for key in row)
    return pd.DataFrame(
        {key: _column([row.get(key) for row in rows]) for key in keys},
        index=pd.RangeIndex(len(rows)),
    )


def _column(values: list[Any]) -> pd.Series:
    """Give a column one type: flags, numbers, or else text."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return pd.Series(values, dtype="boolean")
    if kinds and kinds <= {int, float}:
        is_code = any(
            isinstance(v, int) and abs(v) >= 10**_EXACT_DIGITS for v in values
        )
        if not is_code:
            exact = kinds == {int} and None not in values
            return pd.Series(values, dtype="int64" if exact else "float64")
    texts = [_to_text(value) for value in values]
    return pd.Series(texts, dtype="str")


def _to_text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _notes(properties: list[Any], numbers: NDArray[np.int64]) -> tuple[str, ...]:
    odd = [row for row, p in enumerate(properties) if not isinstance(p, dict | None)]
    if not odd:
        return ()
    shown = "、".join(str(number) for number in numbers[odd[:_SHOWN]])
    return (text("io.geojson.odd_properties", count=len(odd), records=shown),)
