# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A painter that always ends: one left open on a picture that is gone would crash."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PyQt6.QtGui import QPaintDevice, QPainter


@contextmanager
def painting(on: QPaintDevice) -> Iterator[QPainter]:
    """Paint on a picture or a widget; the painter ends whatever happens."""
    painter = QPainter(on)
    try:
        yield painter
    finally:
        painter.end()
