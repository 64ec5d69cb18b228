# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the rows and columns of a view as they are seen: sheet, text, or map layer."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely
import xlsxwriter
from numpy.typing import NDArray

from landgis.messages import text
from landgis.progress import Progress
from landgis.report.arrow import to_arrow, to_column_type
from landgis.report.geopackage import GEOMETRY, write_tables
from landgis.report.ledger_cells import to_safe_text
from landgis.report.names import to_status_words
from landgis.report.result_tables import ResultTable, to_multipolygons
from landgis.report.views import Kind, View, ViewColumn, to_shown_texts
from landgis.tables import Geometries

PIECE = 20_000
SHEET_ROWS = 1_048_575  # below the heading
SHAPE_TEXT = 254  # bytes that a dBASE cell takes
SHAPE_NAME = 10
DICTIONARY = "_字段说明.csv"
_WIDTHS = {Kind.NUMBER: 14, Kind.DATE: 12, Kind.FLAG: 8, Kind.STATUS: 22}
_WIDTH = 18
_SHAPE_ENCODING = "UTF-8"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The part of a view that is written: its rows in order, its columns in order."""

    view: View
    rows: NDArray[np.int64]
    columns: tuple[ViewColumn, ...]
    crs: str
    day: date

    def frame(self, rows: slice | None = None) -> pd.DataFrame:
        """Return the rows, or a part of them, with the columns."""
        wanted = self.rows if rows is None else self.rows[rows]
        names = [column.name for column in self.columns]
        return self.view.frame[names].take(wanted)

    def geometry(self) -> Geometries:
        """Return the shapes of the rows."""
        whole = self.view.geometry
        if whole is None:
            return np.full(len(self.rows), None, dtype=object)
        return np.asarray(whole, dtype=object)[self.rows]

    def pieces(self, progress: Progress) -> Iterator[pd.DataFrame]:
        """Yield the rows some thousands at a time."""
        total = len(self.rows)
        for start in range(0, total, PIECE):
            progress.step(start, total)
            yield self.frame(slice(start, start + PIECE))


Notes = tuple[str, ...]


def write_xlsx(seen: Seen, path: Path, *, progress: Progress) -> Notes:
    """Write a workbook: numbers are numbers, days are days, codes are words."""
    book = xlsxwriter.Workbook(
        path, {"constant_memory": True, "strings_to_formulas": False}
    )
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF1F5"})
    formats = [_cell_format(book, column) for column in seen.columns]
    title = text(f"export.sheet_{seen.view.name}")
    sheet, line = None, SHEET_ROWS
    number = 0
    for piece in seen.pieces(progress):
        for cells in _rows_of(piece, seen.columns):
            if line == SHEET_ROWS or sheet is None:
                number += 1
                name = title if number == 1 else f"{title}{number}"
                sheet, line = _add_sheet(book, name, seen, head=head), 0
            line += 1
            for place, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(line, place, cell, formats[place])
    if sheet is None:
        _add_sheet(book, title, seen, head=head)
    book.close()
    return ()


def _cell_format(book: Any, column: ViewColumn) -> Any:
    if column.kind is Kind.DATE:
        return book.add_format({"num_format": "yyyy-mm-dd"})
    if column.kind is Kind.NUMBER:
        whole = "0" if column.is_ordinal else "#,##0"
        decimals = "." + "0" * column.places if column.places else ""
        return book.add_format({"num_format": whole + decimals})
    return book.add_format({"num_format": "@"})


def _add_sheet(book: Any, name: str, seen: Seen, *, head: Any) -> Any:
    sheet = book.add_worksheet(name)
    for place, column in enumerate(seen.columns):
        least = 2 * len(column.heading) + 2
        sheet.set_column(place, place, max(_WIDTHS.get(column.kind, _WIDTH), least))
        sheet.write_string(0, place, column.heading, head)
    sheet.freeze_panes(1, 0)
    if seen.columns:
        last = min(len(seen.rows), SHEET_ROWS)
        sheet.autofilter(0, 0, last, len(seen.columns) - 1)
    return sheet


def _rows_of(
    piece: pd.DataFrame, columns: Sequence[ViewColumn]
) -> Iterator[tuple[Any, ...]]:
    """Yield rows as numbers, dates and safe texts; None where there is nothing."""
    return zip(*(_cells(piece[c.name], c) for c in columns), strict=True)


def _cells(values: pd.Series, column: ViewColumn) -> list[Any]:
    if column.kind is Kind.NUMBER:
        numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
        cells = [number if np.isfinite(number) else None for number in numbers.tolist()]
        return [int(n) if n is not None and n.is_integer() else n for n in cells]
    if column.kind is Kind.DATE:
        days = values.to_numpy(dtype="datetime64[D]")
        return [None if np.isnat(day) else day.item() for day in days]
    shown = to_shown_texts(values, column)
    known = (shown.notna() & (shown != "")).tolist()
    return [
        to_safe_text(cell) if there else None
        for cell, there in zip(shown.tolist(), known, strict=True)
    ]


def write_csv(seen: Seen, path: Path, *, progress: Progress) -> Notes:
    """Write text that Excel opens as Chinese; numbers are not rounded."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow([column.heading for column in seen.columns])
        for piece in seen.pieces(progress):
            lines.writerows(_rows_of(piece, seen.columns))
    return ()


def write_gpkg(seen: Seen, path: Path, *, progress: Progress) -> Notes:
    """Write a map layer with headings as aliases and the colours of the program."""
    progress.step(0, len(seen.rows))
    frame = _to_map_columns(seen)
    shapes, kind = _shapes(seen)
    table = ResultTable(
        name=seen.view.name,
        frame=frame,
        geometry=shapes,
        geometry_type=kind,
        own=frame.shape[1],
    )
    write_tables([table], path, crs=seen.crs, day=seen.day)
    return ()


def write_shapefile(seen: Seen, path: Path, *, progress: Progress) -> Notes:
    """Write a shapefile with ASCII names and, beside it, what the names mean."""
    progress.step(0, len(seen.rows))
    frame = _to_map_columns(seen)
    names = to_short_names([str(name) for name in frame.columns])
    shapes, kind = _shapes(seen)
    cut = 0
    arrays, fields = [], []
    for name, short in zip(frame.columns, names, strict=True):
        array = _to_dbf(frame[name])
        if pa.types.is_string(array.type):
            array, count = _cut(array)
            cut += count
        arrays.append(array)
        fields.append(pa.field(short, array.type))
    arrays.append(pa.array(shapely.to_wkb(shapes), pa.binary()))
    fields.append(pa.field(GEOMETRY, pa.binary()))
    pyogrio.write_arrow(
        pa.Table.from_arrays(arrays, schema=pa.schema(fields)),
        path,
        driver="ESRI Shapefile",
        geometry_name=GEOMETRY,
        geometry_type=kind,
        crs=seen.crs,
        layer_options={"ENCODING": _SHAPE_ENCODING},
    )
    _write_dictionary(seen, path, dict(zip(frame.columns, names, strict=True)))
    said = text("export.shape_names", file=path.stem + DICTIONARY)
    return (said, text("export.shape_cut", n=cut)) if cut else (said,)


def to_short_names(names: Sequence[str]) -> list[str]:
    """Return names of ten ASCII characters at most, none twice."""
    used: set[str] = set()
    short = []
    for number, name in enumerate(names, start=1):
        plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in name)
        if not any(c.isascii() and c.isalnum() for c in name):
            plain = f"field_{number}"
        tried, again = plain[:SHAPE_NAME], 2
        while tried.lower() in used:
            ending = f"_{again}"
            tried, again = plain[: SHAPE_NAME - len(ending)] + ending, again + 1
        used.add(tried.lower())
        short.append(tried)
    return short


def _to_map_columns(seen: Seen) -> pd.DataFrame:
    """Return the columns as a map takes them: a status as code and as word."""
    frame, found = seen.frame(), {}
    for column in seen.columns:
        values = frame[column.name]
        if column.kind is Kind.STATUS:
            found[column.name] = values
            found[f"{column.name}_title"] = to_status_words(values)
        elif column.kind in (Kind.NUMBER, Kind.DATE):
            found[column.name] = values
        else:
            found[column.name] = to_shown_texts(values, column)
    return pd.DataFrame(found, index=frame.index, copy=False)


def _shapes(seen: Seen) -> tuple[Geometries, str]:
    """Return areas where any row has one, else points."""
    shapes = seen.geometry()
    areas = to_multipolygons(shapes)
    if (areas != np.array(None)).any():
        return areas, "MultiPolygon"
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    if is_point.any():
        points: Geometries = np.full(len(shapes), None, dtype=object)
        points[is_point] = shapely.force_2d(shapes[is_point])
        return points, "Point"
    return areas, "MultiPolygon"


def _to_dbf(values: pd.Series) -> pa.Array:
    kind = to_column_type(values)
    array = to_arrow(values, kind)
    if pa.types.is_timestamp(kind) or pa.types.is_boolean(kind):
        return array.cast(pa.string())
    return array


def _cut(array: pa.Array) -> tuple[pa.Array, int]:
    """Cut texts that a dBASE cell does not take, between two characters."""
    cells, count = array.to_pylist(), 0
    for place, cell in enumerate(cells):
        if cell is not None and len(cell) * 3 > SHAPE_TEXT:
            raw = cell.encode(_SHAPE_ENCODING, "replace")
            if len(raw) > SHAPE_TEXT:
                cells[place] = raw[:SHAPE_TEXT].decode(_SHAPE_ENCODING, "ignore")
                count += 1
    return (pa.array(cells, pa.string()), count) if count else (array, 0)


def _write_dictionary(seen: Seen, path: Path, names: Mapping[Any, str]) -> None:
    """Write what each short name means, as a table that Excel opens."""
    target = path.with_name(path.stem + DICTIONARY)
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(text("export.dictionary_heads").split("|"))
        for name, short in names.items():
            column = seen.view.by_name.get(str(name))
            if column is None:  # the word of a status
                column = seen.view.by_name[str(name).removesuffix("_title")]
                title = text("export.in_words", title=column.title)
                lines.writerow([short, name, title, "", column.meaning])
            else:
                cells = [short, name, column.title, column.unit, column.meaning]
                lines.writerow(cells)


Writer = Callable[..., Notes]
WRITERS: Mapping[str, Writer] = {
    ".xlsx": write_xlsx,
    ".csv": write_csv,
    ".shp": write_shapefile,
    ".gpkg": write_gpkg,
}
