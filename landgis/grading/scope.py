# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is not evaluated this year, and why (MU-01, 暂缓评价)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from landgis import messages
from landgis.classify.anniversaries import add_months, is_reached
from landgis.classify.firm_columns import to_industry_codes, to_numbers, to_words
from landgis.findings import Finding, Severity
from landgis.grading.remarks import find_rows
from landgis.rules.profile import NOISE
from landgis.rules.scheme import Scheme

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """Why each firm is not evaluated; "" for those that are."""

    reason: pd.Series
    findings: tuple[Finding, ...]


def set_aside(
    firms: pd.DataFrame, *, scheme: Scheme, group: pd.Series, reference_date: date
) -> SetAside:
    """Find the firms that the scheme does not evaluate.

    What is not known sets nobody aside: a firm without founding date, land or
    industry code is evaluated.  Without a scale there is no group to rank in.
    """
    reason = pd.Series("", index=firms.index, dtype="str")
    findings: tuple[Finding, ...] = ()
    if scheme.new_firm_years is not None:
        is_new, findings = _find_new(
            firms,
            years=scheme.new_firm_years,
            group=group,
            reference_date=reference_date,
        )
        text = messages.text("grading.set_aside_new", years=scheme.new_firm_years)
        reason = reason.mask(is_new, text)
    status = to_words(firms, "status").fillna("")
    for word in scheme.set_aside_status:
        text = messages.text("grading.set_aside_status", status=word)
        reason = reason.mask(status.str.contains(word, regex=False), text)
    for name, part in scheme.groups.items():
        if part.min_land_mu is not None:
            least = part.min_land_mu
            small = to_numbers(firms, "land_mu") < least * (1 - NOISE)
            text = messages.text("grading.set_aside_land", mu=f"{least:g}")
            reason = reason.mask(small & (group == name), text)
    if scheme.excluded_industries:
        codes = to_industry_codes(to_words(firms, "industry")).fillna("")
        excluded = codes.str.startswith(scheme.excluded_industries)
        reason = reason.mask(excluded, messages.text("grading.set_aside_industry"))
    reason = reason.mask(group.isna(), messages.text("grading.set_aside_scale"))
    return SetAside(reason=reason, findings=findings)


def _find_new(
    firms: pd.DataFrame, *, years: int, group: pd.Series, reference_date: date
) -> tuple[pd.Series, tuple[Finding, ...]]:
    founded = firms.get("founded_date", pd.Series(pd.NaT, index=firms.index))
    old = is_reached(add_months(founded, years * _MONTHS_A_YEAR), reference_date)
    findings = find_rows(
        firms,
        "founded_date_missing",
        mask=old.isna() & group.notna(),
        severity=Severity.NOTE,
    )
    return ~old.fillna(value=True).astype(bool), findings
