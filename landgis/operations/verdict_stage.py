# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict on every parcel: status, reason, land to reclaim, decisions by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from landgis import messages
from landgis.checks import check_approved_before_supplied
from landgis.classify.anniversaries import DAY, add_months, is_reached
from landgis.classify.evidence import Test
from landgis.classify.occupants import compute_occupants
from landgis.classify.overrides import Overridden, Override, apply_overrides
from landgis.classify.reasons import write_reasons
from landgis.classify.status import ParcelVerdicts, classify_parcels, name_flags
from landgis.findings import Finding, Severity
from landgis.geometry import largest_share
from landgis.operations.firm_stage import FirmStage
from landgis.operations.parcel_stage import ParcelStage
from landgis.reclaim.land import compute_reclaimable
from landgis.report.fields import field_titles
from landgis.report.names import status_titles
from landgis.rules.profile import Profile
from landgis.tables import Layer

BY_GOVERNMENT = "政府"
FEE_STATUSES = ("idle_ruled", "suspect_idle_2y", "suspect_idle_1y")
MONTHS_A_YEAR = 12


@dataclass(frozen=True, kw_only=True)
class JudgingRules:
    """What parcels are judged by."""

    profile: Profile
    reference_date: date
    has_firms: bool
    overrides: tuple[Override, ...]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Parcels with their verdicts, and the tests behind these.

    `subjects` names each parcel in the evidence: its code, or its row.
    """

    parcels: ParcelStage
    subjects: pd.Series
    tests: tuple[Test, ...]
    unknown: Mapping[str, int]
    findings: tuple[Finding, ...]


def judge_parcels(
    parcels: ParcelStage, *, firms: FirmStage, rules: JudgingRules
) -> Judged:
    """Give each parcel its status, its reason and its reclaimable land."""
    rows = judge_rows(
        parcels.frame,
        names=parcels.names,
        links=firms.links,
        firms=firms.firms,
        rules=rules,
    )
    return Judged(
        parcels=replace(parcels, frame=rows.frame),
        subjects=parcels.names,
        tests=rows.verdicts.tests,
        unknown=rows.verdicts.unknown,
        findings=rows.decided.findings,
    )


@dataclass(frozen=True, kw_only=True)
class JudgedRows:
    """Rows of parcels with their verdicts; see `landgis.analysis`."""

    frame: pd.DataFrame
    verdicts: ParcelVerdicts
    decided: Overridden


def judge_rows(
    frame: pd.DataFrame,
    *,
    names: pd.Series,
    links: pd.DataFrame,
    firms: pd.DataFrame,
    rules: JudgingRules,
) -> JudgedRows:
    """Judge parcels, all or some: each by itself and by the firms on it.

    `links` has the firms on these parcels, and no others.
    """
    occupants = compute_occupants(frame.index, links=links, firms=firms)
    verdicts = classify_parcels(
        frame,
        occupants,
        profile=rules.profile,
        reference_date=rules.reference_date,
        has_firms=rules.has_firms,
    )
    decided = apply_overrides(
        verdicts.frame["status"],
        rules.overrides,
        parcel_ids=names,
        titles=status_titles(messages.LANGUAGE),
    )
    judged = frame.assign(
        **verdicts.frame,
        computed_status=decided.computed_status,
        override_reason=decided.reason,
    ).assign(status=decided.status, flags=name_flags(verdicts.holds, decided.status))
    land = compute_reclaimable(
        judged,
        occupants,
        profile=rules.profile,
        reference_date=rules.reference_date,
    )
    missing = _join_missing(judged["missing"], land["missing"])
    judged = judged.assign(
        firm_mu=land["firm_mu"],
        potential_mu=land["potential_mu"],
        missing=missing,
        firm_names=occupants.names,
        firm_count=occupants.count,
        overdue_days=(pd.Timestamp(rules.reference_date) - judged["due_date"]).dt.days,
        idle_fee_wan=_idle_fee(judged, rules),
        reason=write_reasons(
            judged,
            occupants,
            status=judged["status"],
            reference_date=rules.reference_date,
            field_titles={n: words.title for n, words in field_titles().items()},
        ),
    )
    return JudgedRows(frame=judged, verdicts=verdicts, decided=decided)


def _join_missing(own: pd.Series, more: pd.Series) -> pd.Series:
    """Add the field that the land lacks to those that the tests lack."""
    both = own.where(own == "", own + ",") + more
    return own.mask(more != "", both)


def _idle_fee(judged: pd.DataFrame, rules: JudgingRules) -> pd.Series:
    """Return 闲置费 in 万元: a share of the price once a year has passed (IDLE-12).

    Missing where the government is the cause, or nobody knows the price.
    """
    nothing = pd.Series(np.nan, index=judged.index)
    price = judged.get("price_wan", nothing)
    cause = judged.get("cause", nothing)
    months = round(rules.profile.threshold("idle_years_1").value * MONTHS_A_YEAR)
    a_year = is_reached(add_months(judged["due_date"], months), rules.reference_date)
    applies = (
        judged["status"].isin(FEE_STATUSES)
        & (cause != BY_GOVERNMENT)
        & a_year.fillna(value=False).astype(bool)
    )
    return (price * rules.profile.threshold("idle_fee_rate").value).where(applies)


def find_early_supply(
    parcels: ParcelStage, *, approval: Layer | None
) -> tuple[Finding, ...]:
    """Find parcels that were supplied before the approval that they lie in."""
    frame = parcels.frame
    if (
        approval is None
        or "approved_date" not in approval.frame
        or "contract_date" not in frame
    ):
        return ()
    place = largest_share(parcels.geometry, approval.geometry)
    days = np.append(
        approval.frame["approved_date"].to_numpy(dtype=DAY), np.datetime64("NaT")
    )
    return tuple(
        check_approved_before_supplied(
            pd.Series(days[place], index=frame.index, name="approved_date"),
            frame["contract_date"],
            names=parcels.names,
        )
    )


def find_survey_differences(parcels: ParcelStage) -> tuple[Finding, ...]:
    """Find parcels that a loaded survey calls 低效 and we do not, or the reverse.

    The survey's SFDX stays as it is and stands beside our status.
    """
    frame = parcels.frame
    theirs = frame["survey_low"]
    ours = frame["status"] == "low_efficiency"
    differs = (theirs.notna() & (theirs != ours)).fillna(value=False).to_numpy(bool)
    if not differs.any():
        return ()
    names = parcels.names[differs]
    titles = status_titles()
    return (
        Finding(
            kind="survey_differs",
            severity=Severity.NOTE,
            role="survey",
            rows=tuple(int(row) for row in names.index),
            ids=tuple(names),
            details=tuple(
                messages.text(
                    "classify.survey_low" if low else "classify.survey_not_low",
                    status=titles[status],
                )
                for low, status in zip(
                    theirs[differs], frame.loc[differs, "status"], strict=True
                )
            ),
        ),
    )
