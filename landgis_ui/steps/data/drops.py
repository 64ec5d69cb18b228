# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was dropped: paths of local files, and nothing else."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QMimeData


def paths_of(data: QMimeData | None) -> tuple[Path, ...]:
    """Return the local files and folders that a drag carries."""
    if data is None or not data.hasUrls():
        return ()
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
