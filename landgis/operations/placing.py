# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Put files that were written aside into their places: all of them, or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

SIDE_FILES = (".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".shp.xml")
"""Files of an older shapefile that must not stay beside a new one."""

_OLDER = ".older"


@contextmanager
def drafting(folder: Path, *, name: str) -> Iterator[Path]:
    """Give an empty place within a folder; what is written there moves up at the end.

    Where a file cannot take its place, those that had taken theirs go back.

    Raises
    ------
    OSError
        If the folder cannot be written, or a file is held by another program.
    """
    drafts = Path(mkdtemp(prefix=f".{name}-", dir=folder))
    try:
        yield drafts
        put_in_place(sorted(drafts.iterdir()), folder)
    finally:
        if not _has_older(drafts):
            shutil.rmtree(drafts, ignore_errors=True)


def put_in_place(files: Sequence[Path], folder: Path) -> None:
    """Move files, which lie together on the same disk, into a folder.

    Raises
    ------
    OSError
        If one of them cannot be moved; then the folder is as it was.
    """
    targets = [folder / file.name for file in files]
    superfluous = _older_sides(targets)
    for file in (*targets, *superfluous):
        _require_closed(file)
    for file in files:
        file.chmod(0o666 & ~_umask())
    if len(files) == 1 and not superfluous:
        files[0].replace(targets[0])
        return
    aside = files[0].with_name(_OLDER)
    aside.mkdir()
    there = [file for file in (*targets, *superfluous) if file.exists()]
    # Second names first: until all older files have one, none is touched.
    try:
        for file in there:
            _give_second_name(file, aside / file.name)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    try:
        for file, target in zip(files, targets, strict=True):
            file.replace(target)
        for file in superfluous:
            file.unlink()
    except OSError:
        _go_back(files, targets, aside)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _go_back(files: Sequence[Path], targets: Sequence[Path], aside: Path) -> None:
    """Take away what has moved, and give older files their names again.

    What cannot be given back stays under its second name.
    """
    for file, target in zip(files, targets, strict=True):
        if not file.exists() and not (aside / target.name).exists():
            with suppress(OSError):
                target.unlink()
    waiting = {file.name for file in files if file.exists()}
    names = {target.name for target in targets}
    for kept in sorted(aside.iterdir()):
        target = aside.parent.parent / kept.name
        has_gone = kept.name not in waiting if kept.name in names else True
        with suppress(OSError):
            if has_gone:
                kept.replace(target)
            else:
                kept.unlink()
    with suppress(OSError):
        aside.rmdir()


def _give_second_name(file: Path, second: Path) -> None:
    """Keep a file under another name too; sticks know no links, there it is copied."""
    try:
        os.link(file, second)
    except OSError:
        shutil.copy2(file, second)


def _has_older(drafts: Path) -> bool:
    """Tell whether older files could not be given back."""
    aside = drafts / _OLDER
    return aside.is_dir() and any(aside.iterdir())


def _older_sides(targets: Sequence[Path]) -> list[Path]:
    """Return the files of older shapefiles that the new ones do not replace."""
    sides = [
        target.with_name(target.stem + ending)
        for target in targets
        if target.suffix.lower() == ".shp"
        for ending in SIDE_FILES
    ]
    return [side for side in sides if side not in targets and side.exists()]


def _require_closed(file: Path) -> None:
    """Refuse before anything is replaced if a program holds a file."""
    if file.exists():
        with file.open("r+b"):
            pass


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
