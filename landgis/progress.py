# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a long computation reports progress, without knowing who listens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def in_chunks(
    items: Sequence[T], size: int, *, progress: Progress, stage: str = ""
) -> Iterator[Sequence[T]]:
    """Yield slices of `items`, reporting before each and once at the end.

    Cancelling therefore takes effect within one chunk, and the vectorised
    code inside the loop stays free of progress calls.
    """
    total = len(items)
    for start in range(0, total, size):
        progress.step(start, total, stage=stage)
        yield items[start : start + size]
    progress.step(total, total, stage=stage)
