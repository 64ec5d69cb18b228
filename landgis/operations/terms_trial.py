# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What other rules or another reference date would change, before they are taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from landgis.operations.analyse import analyse
from landgis.operations.stored_load import load_documents
from landgis.operations.stored_project import (
    read_stored_decisions,
    read_stored_profile,
    read_subject,
)
from landgis.progress import SILENT, Progress
from landgis.project import ProjectStore
from landgis.report.headline import Headline, make_headline
from landgis.rules.library import parse_profile, read_profile


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What figures depend on; None leaves a term as the project has it.

    `profile_toml` are the words of a profile of the user's own.
    """

    profile: str | None = None
    profile_toml: str | None = None
    reference_date: date | None = None


def try_terms(
    store_path: Path, terms: Terms, *, progress: Progress = SILENT
) -> Headline:
    """Analyse under other terms; nothing is kept.

    Raises
    ------
    ProjectError, DataError, RuleError
        If the project cannot be analysed, or the profile is wrong.
    """
    with ProjectStore.open(store_path, read_only=True) as store:
        subject, profile = read_subject(store), read_stored_profile(store)
        decisions = read_stored_decisions(store)
        loaded, _ = load_documents(store, progress=progress)
    if terms.profile_toml is not None:
        profile = parse_profile(terms.profile_toml, path=Path(f"{terms.profile}.toml"))
    elif terms.profile is not None:
        profile = read_profile(terms.profile)
    if terms.reference_date is not None:
        subject = replace(subject, reference_date=terms.reference_date)
    found = analyse(
        loaded,
        project=subject,
        profile=profile,
        decisions=decisions,
        progress=progress,
    )
    return make_headline(found)
