# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shapefiles, whole or damaged: every record that can be read, and a list of the rest.

Read here and not through a library, because a damaged file needs its records
one by one, and because what had to be mended (rings closed, parts left out)
must be told; sound and damaged files go the same way.  Nothing is written
beside the file: a missing index is worked out in memory (SHP-06).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.errors import DataError
from landgis.io.dbf import Dbf, read_beyond_ascii, read_dbf
from landgis.io.refused import read_bytes
from landgis.io.rings import Rows
from landgis.io.shp_records import FILE_MAGIC, Records, find_records
from landgis.io.shp_shapes import Shapes, read_shapes
from landgis.messages import text
from landgis.progress import SILENT, Progress
from landgis.tables import EncodingEvidence, Fault, LostRecord, RawLayer

DRIVER = "ESRI Shapefile"

_SIDES = (".shx", ".dbf", ".prj", ".cpg")
_NEEDED_SIDES = (".shx", ".dbf", ".prj")
_SHOWN = 10


def read_shapefile(
    path: Path, *, encoding: str | None = None, progress: Progress = SILENT
) -> RawLayer:
    """Read a shapefile with whatever of its parts is there.

    Without .shx the records are searched, without .dbf there are shapes only;
    each missing part is a fault.  A record without a shape is kept, one whose
    shape cannot be read is lost and listed, one deleted in the .dbf is left out.

    Raises
    ------
    DataError
        If not a single record can be read.
    """
    stage = text("io.stage.reading")
    sides = _side_files(path)
    shp = read_bytes(path)
    progress.step(0, 3, stage=stage)
    shx = read_bytes(sides[".shx"]) if ".shx" in sides else None
    records = find_records(shp, shx)
    if not records.is_found.any() and not shp.startswith(FILE_MAGIC):
        raise DataError("io.not_shapefile", file=path.name)
    progress.step(1, 3, stage=stage)
    dbf = _read_attributes(sides, encoding)
    count, with_attributes = _count_rows(records, dbf)
    if not count:
        raise DataError("io.no_features", file=path.name)
    progress.step(2, 3, stage=stage)
    shapes = read_shapes(shp, records)
    progress.step(3, 3, stage=stage)
    reasons = _reasons(shapes, count)
    is_kept = np.ones(count, dtype=bool)
    is_kept[list(reasons)] = False
    if dbf is not None:
        is_kept[:with_attributes] &= ~dbf.is_deleted[:with_attributes]
    rows = np.flatnonzero(is_kept)
    if not len(rows):
        raise DataError("io.nothing_readable", file=path.name, count=count)
    crs = _read_text(sides.get(".prj"))
    without = rows[rows >= with_attributes] if dbf is not None else rows[:0]
    return RawLayer(
        path=path,
        layer=path.stem,
        driver=DRIVER,
        columns=_columns(dbf, rows, with_attributes),
        geometry=np.append(shapes.geometry, [None] * (count - len(shapes.geometry)))[
            rows
        ],
        record_numbers=rows + 1,
        encoding=_encoding(dbf),
        declared_crs=crs or None,
        declared_crs_source="prj" if crs else None,
        lost=tuple(
            LostRecord(number=row + 1, reason=text(reason))
            for row, reason in sorted(reasons.items())
        ),
        faults=_faults(shapes, is_kept, missing=_missing_parts(sides, dbf)),
        notes=_notes(records, dbf, shapes, without=without),
    )


def read_text_bytes(path: Path) -> bytes:
    """Return the texts of a shapefile's .dbf beyond ASCII as bytes, one a line."""
    side = _side_files(path).get(".dbf")
    return b"" if side is None else read_beyond_ascii(read_bytes(side))


def _side_files(path: Path) -> dict[str, Path]:
    """Return the parts beside a .shp by suffix, in whatever case they are written."""
    stem = path.stem.casefold()
    return {
        other.suffix.casefold(): other
        for other in sorted(path.parent.iterdir(), reverse=True)
        if other.stem.casefold() == stem
        and other.suffix.casefold() in _SIDES
        and other.is_file()
    }


def _read_text(path: Path | None) -> str:
    if path is None:
        return ""
    return read_bytes(path).decode("utf-8-sig", "ignore").replace("\0", "").strip()


def _read_attributes(sides: dict[str, Path], encoding: str | None) -> Dbf | None:
    if ".dbf" not in sides:
        return None
    return read_dbf(
        read_bytes(sides[".dbf"]),
        cpg=_read_text(sides.get(".cpg")) or None,
        encoding=encoding,
    )


def _missing_parts(sides: dict[str, Path], dbf: Dbf | None) -> tuple[str, ...]:
    return tuple(
        suffix
        for suffix in _NEEDED_SIDES
        if suffix not in sides or (suffix == ".dbf" and dbf is None)
    )


def _count_rows(records: Records, dbf: Dbf | None) -> tuple[int, int]:
    """Return how many records there are, and how many of them have attributes.

    The number in the .dbf's head may be damaged too: rows that stand in the
    file count as far as shapes answer to them.
    """
    shapes = len(records.starts)
    if dbf is None:
        return shapes, 0
    attributes = min(len(dbf.columns), max(shapes, dbf.stated_rows))
    return max(shapes, attributes), attributes


def _reasons(shapes: Shapes, count: int) -> dict[int, str]:
    """Return the message id of why each lost record is lost, by row."""
    beyond = range(len(shapes.geometry), count)
    reasons = dict.fromkeys(beyond, "io.lost.no_shape")
    for message_id, rows in shapes.lost.items():
        for row in rows.tolist():
            reasons.setdefault(row, message_id)
    return reasons


def _columns(dbf: Dbf | None, rows: Rows, with_attributes: int) -> pd.DataFrame:
    if dbf is None:
        return pd.DataFrame(index=pd.RangeIndex(len(rows)))
    found = dbf.columns.iloc[:with_attributes].reindex(rows)
    return found.reset_index(drop=True)


def _encoding(dbf: Dbf | None) -> EncodingEvidence:
    if dbf is not None:
        return dbf.encoding
    return EncodingEvidence(value=None, source="file", note=text("io.no_attributes"))


def _faults(
    shapes: Shapes, is_kept: NDArray[np.bool_], *, missing: tuple[str, ...]
) -> tuple[Fault, ...]:
    faults = []
    mended = np.union1d(shapes.closed, shapes.shortened)
    mended = mended[is_kept[mended]]
    if len(mended):
        faults.append(Fault(kind="ring", count=len(mended), ids=_names(mended)))
    if shapes.has_heights:
        faults.append(Fault(kind="zm", count=int(is_kept.sum())))
    if missing:
        faults.append(Fault(kind="missing_part", count=len(missing), ids=missing))
    return tuple(faults)


def _notes(
    records: Records, dbf: Dbf | None, shapes: Shapes, *, without: Rows
) -> tuple[str, ...]:
    notes = []
    if dbf is None:
        notes.append(text("io.no_attributes"))
    else:
        notes += dbf.notes
        if dbf.is_deleted.any():
            notes.append(text("io.dbf.deleted", count=int(dbf.is_deleted.sum())))
        if len({len(records.starts), dbf.stated_rows, len(dbf.columns)}) > 1:
            notes.append(
                text(
                    "io.counts_differ",
                    shapes=len(records.starts),
                    stated=dbf.stated_rows,
                    there=len(dbf.columns),
                )
            )
    for message_id, rows in (
        ("io.without_attributes", without),
        ("io.ring_closed", shapes.closed),
        ("io.ring_too_short", shapes.shortened),
        ("io.out_of_frame", shapes.doubtful),
    ):
        if len(rows):
            notes.append(text(message_id, count=len(rows), records=_some(rows)))
    return tuple(notes)


def _names(rows: NDArray[np.int64]) -> tuple[str, ...]:
    return tuple(text("io.record", number=row + 1) for row in rows.tolist())


def _some(rows: Rows) -> str:
    """Name the first few records of many."""
    shown = "、".join(str(row + 1) for row in rows[:_SHOWN].tolist())
    return shown + (text("io.and_more") if len(rows) > _SHOWN else "")
