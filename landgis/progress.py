# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a long computation reports progress, without knowing who listens."""

from __future__ import annotations

from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """What core code may ask of whoever started it."""

    def step(self, done: int, total: int, *, stage: str = "") -> None:
        """Report `done` of `total`; raise `CancelledError` if the user gave up."""


class Silent:
    """Progress for scripts and tests: says nothing, never cancels."""

    def step(self, done: int, total: int, *, stage: str = "") -> None:
        """Ignore the report."""


SILENT = Silent()
