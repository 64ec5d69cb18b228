# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was dropped: paths of local files, and nothing else."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QMimeData

ENDINGS = (".landgis.gpkg", ".toml")
DESCRIPTION = "project.toml"


def paths_of(data: QMimeData | None) -> tuple[Path, ...]:
    """Return the local files and folders that a drag carries."""
    if data is None or not data.hasUrls():
        return ()
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def is_project(path: Path) -> bool:
    """Tell whether a path is a project by its name."""
    return path.name.lower().endswith(ENDINGS)


def holds_project(path: Path) -> bool:
    """Tell whether a folder is a project's rather than one of data alone."""
    return (path / DESCRIPTION).is_file() or any(path.glob(f"*{ENDINGS[0]}"))
