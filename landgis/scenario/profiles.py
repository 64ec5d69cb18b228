# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles with other numbers: for a trial, and as a dated copy of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from landgis.rules.profile import Profile, Threshold


def thresholds_of(profile: Profile) -> dict[str, Threshold]:
    """Return every number that can be tried: `low[1]` …, parameter ids, `far_min.CODE`."""
    raise NotImplementedError


def changed_profile(profile: Profile, values: Mapping[str, float]) -> Profile:
    """Return the profile with other numbers; words, units and clauses stay."""
    raise NotImplementedError


def save_profile(
    profile: Profile,
    values: Mapping[str, float],
    path: Path,
    *,
    profile_id: str,
    document_no: str,
    day: date,
) -> Profile:
    """Write a dated copy of the profile's file with other numbers, and read it back.

    The shipped profiles are never changed.

    Raises
    ------
    CallError
        If the file exists already, or cannot be written.
    """
    raise NotImplementedError
