# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write what a table shows into a file; a file of that name is replaced at the end."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError
from xlsxwriter.exceptions import XlsxWriterException

from landgis.errors import CallError, DataError
from landgis.messages import text
from landgis.operations.loading import SUPPLY
from landgis.operations.placing import drafting
from landgis.operations.stored_analysis import open_result
from landgis.operations.stored_load import open_loaded
from landgis.progress import SILENT, Progress
from landgis.report.view_files import WRITERS, Notes, Seen
from landgis.report.views import PARCEL, View, evidence_rows, make_view, to_view

EVIDENCE = "evidence"
_WHY: Mapping[int, str] = {
    errno.ENOSPC: "export.why_full",
    errno.EDQUOT: "export.why_full",
    errno.EFBIG: "export.why_full",
    errno.EROFS: "export.why_read_only",
    errno.EACCES: "export.why_read_only",
    errno.EPERM: "export.why_read_only",
    errno.ENOENT: "export.why_no_folder",
    errno.ENOTDIR: "export.why_no_folder",
}
"""What the system's reasons are called."""


@dataclass(frozen=True, kw_only=True)
class Format:
    """A kind of file; some hold no rows without shapes."""

    needs_shapes: bool


FORMATS: Mapping[str, Format] = {
    ".xlsx": Format(needs_shapes=False),
    ".csv": Format(needs_shapes=False),
    ".shp": Format(needs_shapes=True),
    ".gpkg": Format(needs_shapes=True),
}


@dataclass(frozen=True, kw_only=True)
class ViewRequest:
    """What to write, in values that another process understands.

    Attributes
    ----------
    store
        The project file.
    dataset, is_judged
        Id of its result; or, before any analysis, of the data as they were read.
    view, rows, columns
        Which view, and what of it in which order.
    has_shapes
        Whether its rows have shapes.
    subject
        Kind and name of whose tests the view ``evidence`` lists.
    """

    store: Path
    dataset: str
    view: str
    rows: NDArray[np.int64]
    columns: tuple[str, ...]
    is_judged: bool = True
    has_shapes: bool = False
    subject: tuple[str, str] = ("", "")


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What was written, and what is to be known about it, in sentences."""

    path: Path
    rows: int
    notes: Notes


def export_stored_view(
    request: ViewRequest, path: Path, *, progress: Progress = SILENT
) -> Exported:
    """Write a view of a project file; for a second process.

    Raises
    ------
    CallError
        If the ending of `path` is none of `FORMATS`, or the file is open in
        another program or cannot be written.
    ProjectError
        If the project does not hold the data any more.
    """
    progress.step(0, 1, stage=text("export.stage_read"))
    view, crs, day = _read_view(request)
    columns = tuple(view.by_name[name] for name in request.columns)
    seen = Seen(view=view, rows=request.rows, columns=columns, crs=crs, day=day)
    return export_view(seen, path, progress=progress)


def _read_view(request: ViewRequest) -> tuple[View, str, date]:
    """Return the view with its coordinate system and the day that it is dated."""
    if not request.is_judged:
        loaded = open_loaded(request.store, request.dataset)
        layer = loaded.layers[SUPPLY]
        view = to_view(layer.frame, PARCEL, geometry=layer.geometry)
        return view, loaded.crs, datetime.now(tz=UTC).date()
    result = open_result(request.store, request.dataset)
    if request.view == EVIDENCE:
        kind, subject = request.subject
        rows = evidence_rows(result.evidence_of(kind, subject))
        view = to_view(rows.reset_index(drop=True), EVIDENCE)
    else:
        view = make_view(result.analysis, request.view)
    return view, result.crs, result.reference_date


def export_view(seen: Seen, path: Path, *, progress: Progress = SILENT) -> Exported:
    """Write rows as they are seen; the file is whole afterwards or as it was.

    Raises
    ------
    CallError
        If the ending of `path` is none of `FORMATS`, or the file is open in
        another program or cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in WRITERS:
        endings = "、".join(FORMATS)
        raise CallError("export.format", file=path.name, formats=endings)
    progress.step(0, len(seen.rows), stage=text("export.stage_write", file=path.name))
    with replacing(path) as target:
        notes = WRITERS[suffix](seen, target, progress=progress)
    progress.step(1, 1)
    return Exported(path=path, rows=len(seen.rows), notes=notes)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place beside `path`; what is written there takes its place at the end.

    If several files are written there, all of them do, or none.

    Raises
    ------
    CallError
        If the folder cannot be written, or a program holds one of the files.
    """
    with told(path), ExitStack() as stack:
        try:
            drafts = stack.enter_context(drafting(path.parent, name=path.stem))
        except OSError as error:
            raise _cannot_write(path, error) from error
        yield drafts / path.name


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say in a sentence that names the file why it cannot be written."""
    try:
        yield
    except PermissionError as error:
        raise CallError("export.locked", file=path.name) from error
    except DataError as error:
        detail = str(error.params.get("detail", ""))
        raise CallError("export.cannot_write", file=path.name, detail=detail) from error
    except (OSError, DataSourceError, DataLayerError, XlsxWriterException) as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: Exception) -> CallError:
    detail = (error.strerror if isinstance(error, OSError) else "") or str(error)
    known = _WHY.get(error.errno or 0) if isinstance(error, OSError) else None
    if known is not None:
        detail = text(known)
    return CallError("export.cannot_write", file=path.name, detail=detail)
