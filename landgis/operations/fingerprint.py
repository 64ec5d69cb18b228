# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""SHA-256 of inputs, so that a result can prove from which files it came."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SHAPEFILE_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")


@dataclass(frozen=True, kw_only=True)
class Fingerprint:
    """SHA-256 of a file, and of each file that belongs to a shapefile."""

    sha256: str
    parts: Mapping[str, str] = field(default_factory=dict)


def take_fingerprint(path: Path) -> Fingerprint:
    """Return the SHA-256 of a file and of the files that make it up."""
    return Fingerprint(sha256=compute_sha256(path), parts=compute_part_sha256(path))


def compute_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, or of all files of a folder (a FileGDB)."""
    if not path.is_dir():
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file():
            digest.update(bytes.fromhex(compute_sha256(file)))
    return digest.hexdigest()


def compute_part_sha256(path: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that makes up a shapefile, by file name."""
    if path.suffix.lower() != ".shp":
        return {}
    beside = [
        file
        for file in path.parent.iterdir()
        if file.stem == path.stem and file.suffix.lower() in SHAPEFILE_PARTS
    ]
    return {file.name: compute_sha256(file) for file in sorted(beside)}
