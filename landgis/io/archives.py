# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a zip holds: its layers, whatever code page its file names are in."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from landgis.errors import DataError
from landgis.io.refused import open_error

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_SIDE_FILES = (".shx", ".dbf", ".prj", ".cpg")
_SINGLE_FILES = (".gpkg", ".geojson", ".kml", ".dxf")
_OTHERWISE = (".json", ".txt")
"""Read only from a zip that holds nothing else: they may be notes or metadata."""

_FOLDER_SUFFIX = ".gdb"


@dataclass(frozen=True, kw_only=True)
class Packed:
    """One data set in a zip: its name without suffix, and the files it needs."""

    name: str
    suffix: str
    members: tuple[tuple[str, zipfile.ZipInfo], ...]


def find_packed(path: Path) -> tuple[Packed, ...]:
    """Return the data sets in a zip, in the order of their names.

    Raises
    ------
    DataError
        If it is damaged, needs a password or holds no vector data.
    """
    with _open(path) as archive:
        entries = {_name_of(info): info for info in archive.infolist()}
    files = {name: info for name, info in entries.items() if not name.endswith("/")}
    found = [
        *_shapefiles(files),
        *_databases(files),
        *_singles(files, _SINGLE_FILES),
    ] or [*_singles(files, _OTHERWISE)]
    if not found:
        if any(name.casefold().endswith((".zip", ".rar", ".7z")) for name in files):
            raise DataError("io.zip_in_zip", file=path.name)
        raise DataError("io.zip_without_layer", file=path.name)
    if any(info.flag_bits & _ENCRYPTED for p in found for _, info in p.members):
        raise DataError("io.zip_password", file=path.name)
    return tuple(sorted(_with_unique_names(found), key=lambda packed: packed.name))


@contextmanager
def unpacked(path: Path, packed: Packed) -> Iterator[Path]:
    """Unpack one data set to a temporary folder for as long as it is read.

    Raises
    ------
    DataError
        If a member is damaged or the disk is full.
    """
    with TemporaryDirectory(prefix="landgis-") as folder:
        size = sum(info.file_size for _, info in packed.members)
        if size > shutil.disk_usage(folder).free:
            raise DataError("io.no_space", file=path.name, megabytes=size / 1e6)
        target = Path(folder) / f"data{packed.suffix}"
        with _open(path) as archive:
            for name, info in packed.members:
                place = (
                    target if name == packed.suffix else Path(folder) / f"data{name}"
                )
                if packed.suffix == _FOLDER_SUFFIX:
                    target.mkdir(exist_ok=True)
                    place = target / PurePosixPath(name).name
                with _told_by_name(path, info):
                    _extract(archive, info, place)
        yield target


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path) -> None:
    with archive.open(info) as source, place.open("wb") as file:
        shutil.copyfileobj(source, file, 1 << 20)


@contextmanager
def _told_by_name(path: Path, info: zipfile.ZipInfo) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise DataError(
            "io.zip_damaged_member", file=path.name, member=_name_of(info)
        ) from error
    except RuntimeError as error:
        raise DataError("io.zip_password", file=path.name) from error
    except OSError as error:
        raise open_error(path, error) from error


@contextmanager
def _open(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise DataError("io.zip_damaged", file=path.name) from error
    except OSError as error:
        raise open_error(path, error) from error
    with archive:
        yield archive


def _name_of(info: zipfile.ZipInfo) -> str:
    """Return a member's name; older programs write it in GBK and do not say so."""
    name = info.filename.replace("\\", "/")
    if info.flag_bits & _UTF8_NAME or name.isascii():
        return name
    raw = name.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _shapefiles(files: dict[str, zipfile.ZipInfo]) -> Iterator[Packed]:
    lower = {name.casefold(): info for name, info in files.items()}
    for name, info in files.items():
        path = PurePosixPath(name)
        if path.suffix.casefold() != ".shp" or path.name.startswith("._"):
            continue
        stem = name[: -len(".shp")]
        sides = [
            (suffix, lower[side])
            for suffix in _SIDE_FILES
            if (side := (stem + suffix).casefold()) in lower
        ]
        yield Packed(name=stem, suffix=".shp", members=((".shp", info), *sides))


def _databases(files: dict[str, zipfile.ZipInfo]) -> Iterator[Packed]:
    folders: dict[str, list[tuple[str, zipfile.ZipInfo]]] = {}
    for name, info in files.items():
        parent = PurePosixPath(name).parent
        if parent.suffix.casefold() == _FOLDER_SUFFIX:
            folders.setdefault(str(parent), []).append((name, info))
    for folder, members in folders.items():
        yield Packed(
            name=folder[: -len(_FOLDER_SUFFIX)],
            suffix=_FOLDER_SUFFIX,
            members=tuple(members),
        )


def _singles(
    files: dict[str, zipfile.ZipInfo], suffixes: tuple[str, ...]
) -> Iterator[Packed]:
    for name, info in files.items():
        path = PurePosixPath(name)
        suffix = path.suffix.casefold()
        hidden = path.name.startswith("._") or not info.file_size
        if suffix in suffixes and not hidden:
            yield Packed(
                name=name[: -len(suffix)], suffix=suffix, members=((suffix, info),)
            )


def _with_unique_names(found: list[Packed]) -> list[Packed]:
    """Shorten names to their last part where that still tells them apart."""
    short = [PurePosixPath(packed.name).name for packed in found]
    return [
        Packed(name=name, suffix=packed.suffix, members=packed.members)
        if short.count(name) == 1
        else Packed(
            name=packed.name + packed.suffix,
            suffix=packed.suffix,
            members=packed.members,
        )
        for name, packed in zip(short, found, strict=True)
    ]
