# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many pages set in parts, each in a process of its own, and put together.

Typst keeps what it has set in memory until its process ends: five megabytes for a
page of a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from typing import Any

from landgis.pages.typeset import Job, Typeset, count_pages, set_pdf
from landgis.progress import SILENT, Progress

AT_ONCE = 120
"""So many pages are set in this process."""

_PART = 80
_PROCESSES = 2
_LIST = "pages"


def set_long_pdf(job: Job, *, progress: Progress = SILENT) -> Typeset:
    """Return the pages of a long list as one PDF.

    `job.data["pages"]` are its pages; each must stand for itself.
    """
    pages = job.data[_LIST]
    if len(pages) <= AT_ONCE:
        return set_pdf(job)
    parts = [
        replace(job, data={**job.data, _LIST: pages[start : start + _PART]})
        for start in range(0, len(pages), _PART)
    ]
    return set_in_parts(parts, title=job.title, progress=progress)


def set_in_parts(
    jobs: Iterable[Job], *, title: str, number: str = "", progress: Progress = SILENT
) -> Typeset:
    """Set each job in a process of its own; return their pages as one PDF.

    Parameters
    ----------
    jobs
        They are asked for one by one while earlier ones are being set.
    number
        What stands at the foot of each page, with {n} and {m}; "" where the
        pages have numbers already.
    """
    made: list[Typeset] = []
    waiting: list[Future[Typeset]] = []
    sheet: Mapping[str, Any] = {}
    with _processes() as pool:
        for job in jobs:
            sheet = job.data["sheet"]
            waiting.append(pool.submit(set_pdf, job))
        for place, each in enumerate(waiting):
            progress.step(place, len(waiting))
            made.append(each.result())
    return _together(made, sheet=sheet, title=title, number=number)


def _together(
    made: list[Typeset], *, sheet: Mapping[str, Any], title: str, number: str
) -> Typeset:
    """Put the pages of all parts on the sheets of one document."""
    names = [f"part-{place}.pdf" for place in range(len(made))]
    counts = [count_pages(part.files[0]) for part in made]
    data = {
        "sheet": sheet,
        "number": number,
        "total": sum(counts),
        "parts": [
            {"name": name, "pages": count}
            for name, count in zip(names, counts, strict=True)
        ],
    }
    contents = {name: part.files[0] for name, part in zip(names, made, strict=True)}
    whole = set_pdf(Job(template="together", data=data, contents=contents, title=title))
    notes = dict.fromkeys(note for part in made for note in part.notes)
    return Typeset(files=whole.files, notes=tuple(notes))


@contextmanager
def _processes() -> Iterator[ProcessPoolExecutor]:
    """Give processes that end, and give their memory back, after each part."""
    pool = ProcessPoolExecutor(
        max_workers=_PROCESSES,
        mp_context=get_context("spawn"),
        max_tasks_per_child=1,
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
