# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.log: what a run read, what it assumed and what it found, in plain lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from landgis import __version__, messages
from landgis.analysis import Analysis, Relocation
from landgis.findings import Finding
from landgis.tables import Source


def make_log(analysis: Analysis, unusable: Iterable[str]) -> str:
    """Return the lines of run.log."""
    return "\n".join(_lines(analysis, unusable)) + "\n"


def _lines(analysis: Analysis, unusable: Iterable[str]) -> Iterator[str]:
    project = analysis.project
    yield messages.text("log.version", version=__version__)
    yield messages.text(
        "log.project",
        name=project.name,
        region=project.region,
        date=project.reference_date.isoformat(),
        crs=project.crs,
    )
    yield messages.text(
        "log.profile",
        id=project.profile.id,
        title=project.profile.title,
        document=project.profile.document,
        sha256=project.profile.sha256,
    )
    for source in analysis.sources:
        yield from _source_lines(source)
    for sentence in unusable:
        yield messages.text("log.unusable", sentence=sentence)
    for finding in analysis.findings:
        yield _finding_line(finding)
    land = analysis.reclaimable
    yield messages.text(
        "log.result",
        total=land.total_mu,
        firm=land.firm_mu,
        potential=land.potential_mu,
        removed=land.overlap_removed_mu,
    )
    if analysis.relocation is not None:
        yield from _relocation_lines(analysis.relocation)
    yield messages.text("log.seconds", seconds=analysis.seconds)


def _relocation_lines(plan: Relocation) -> Iterator[str]:
    figures = dict(plan.figures)
    gap = figures["gap"]
    yield messages.text(
        "log.relocation",
        status=messages.text(f"plan.status.{figures['status']}"),
        candidates=figures["candidates"],
        placed=figures["placed"],
        unplaced=figures["unplaced"],
        freed=figures["freed_mu"],
        floor=figures["floor_m2"],
        gap=messages.text("plan.gap_unknown") if gap is None else f"{gap:.4%}",
    )
    for note in plan.notes:
        yield messages.text("log.relocation_note", note=note)


def _source_lines(source: Source) -> Iterator[str]:
    yield messages.text(
        "log.source",
        role=messages.text(f"role.{source.role}"),
        path=source.path,
        layer=source.layer,
        features=source.features,
        lost=len(source.lost),
        repaired=source.repaired,
        sha256=source.sha256,
    )
    if source.encoding.note:
        yield messages.text(
            "log.encoding", value=source.encoding.value, note=source.encoding.note
        )
    if source.crs is not None:
        yield messages.text("log.crs", value=source.crs.value, note=source.crs.note)
    for note in source.notes:
        yield messages.text("log.note", note=note)


def _finding_line(finding: Finding) -> str:
    return messages.text(
        "log.finding",
        severity=messages.text(f"severity.{finding.severity.name.lower()}"),
        role=messages.text(f"role.{finding.role}"),
        kind=messages.text(f"finding.{finding.kind}"),
        count=finding.count,
    )
