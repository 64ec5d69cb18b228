# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the step shows, worked out in one go in a thread; values only, no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from landgis.analysis import Analysis
from landgis.checks.register import KINDS
from landgis.findings import Finding
from landgis.operations.finding_places import Land, PlaceFinder
from landgis.operations.loading import Loaded
from landgis.operations.missing_fields import (
    Entries,
    MissingGroup,
    group_missing,
    list_entries,
)
from landgis.operations.review import ReviewList
from landgis.operations.stored_analysis import StoredResult
from landgis.operations.worklist import Worklist, make_worklist

SEEN_FIRST = 6
"""Groups of missing fields whose lines are made before anybody looks at them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ResultFrames:
    """The frames of a result that the step needs."""

    parcels: pd.DataFrame
    firms: pd.DataFrame
    links: pd.DataFrame
    project: str
    reference_date: date


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """Findings, firms to review and missing fields of the open project."""

    worklist: Worklist
    finder: PlaceFinder
    loaded: Loaded
    missing: tuple[MissingGroup, ...] = ()
    missing_too: tuple[MissingGroup, ...] = ()
    review: ReviewList | None = None
    frames: ResultFrames | None = None
    lines: dict[MissingGroup, Entries] = field(default_factory=dict)

    def lines_of(self, group: MissingGroup) -> Entries:
        """Return the lines of a group of missing fields, made once."""
        if self.frames is None:
            raise ValueError("nothing was judged yet")
        if group not in self.lines:
            frames = self.frames
            self.lines[group] = list_entries(
                group, parcels=frames.parcels, firms=frames.firms, links=frames.links
            )
        return self.lines[group]


def gather(
    loaded: Loaded, result: StoredResult | None, *, is_fresh: bool = True
) -> Facts:
    """Work out what the step shows of checked data, and of a result if there is one.

    A result of earlier data (not `is_fresh`) still tells what only an analysis
    finds.
    """
    analysis = None if result is None else result.analysis
    worklist = make_worklist(merge_findings(loaded, analysis, is_fresh=is_fresh))
    worklist.prepare()
    if analysis is None:
        finder = PlaceFinder(loaded, None)
        return Facts(worklist=worklist, finder=finder, loaded=loaded)
    land = Land(
        parcels=analysis.parcels,
        geometry=analysis.parcel_geometry,
        firms=analysis.firms,
    )
    facts = Facts(
        worklist=worklist,
        finder=PlaceFinder(loaded, land),
        loaded=loaded,
        missing=group_missing(analysis.parcels),
        missing_too=group_missing(analysis.parcels, only_to_verify=False),
        review=ReviewList(
            candidates=analysis.candidates,
            firms=analysis.firms,
            parcels=analysis.parcels,
        ),
        frames=ResultFrames(
            parcels=analysis.parcels,
            firms=analysis.firms,
            links=analysis.links,
            project=analysis.project.name,
            reference_date=analysis.project.reference_date,
        ),
    )
    for group in facts.missing[:SEEN_FIRST]:
        facts.lines_of(group)
    return facts


def merge_findings(
    loaded: Loaded, analysis: Analysis | None, *, is_fresh: bool
) -> tuple[Finding, ...]:
    """Return what the checks found, and what an analysis found on top of it."""
    if analysis is None:
        return loaded.findings
    if is_fresh:
        return analysis.findings
    known = {finding.kind for finding in loaded.findings}
    known |= {kind for kinds in KINDS.values() for kind in kinds}
    later = (each for each in analysis.findings if each.kind not in known)
    return (*loaded.findings, *later)
