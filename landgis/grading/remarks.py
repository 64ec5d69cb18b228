# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an evaluation has to tell: firms that could not be ranked, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from landgis import messages
from landgis.classify.firm_columns import to_numbers, to_row_names, to_words
from landgis.findings import Finding, Severity
from landgis.rules.scheme import CityShare, Indicator, Renting

ROLE = "enterprise"


def find_rows(
    firms: pd.DataFrame,
    kind: str,
    *,
    mask: pd.Series,
    severity: Severity = Severity.WARNING,
    params: Mapping[str, pd.Series] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """Make a finding of the firms that `mask` marks, if it marks any.

    `params` fill the placeholders of each firm's sentence.
    """
    names = to_row_names(firms)[mask]
    columns = {key: values[mask].tolist() for key, values in params.items()}
    details = (
        messages.text(
            f"grading.finding_{kind}",
            name=name,
            **{key: values[number] for key, values in columns.items()},
        )
        for number, name in enumerate(names)
    )
    return _make(kind, names, details=tuple(details), severity=severity)


def find_group(
    firms: pd.DataFrame, kind: str, *, mask: pd.Series, **params: str
) -> tuple[Finding, ...]:
    """Make a finding with one and the same sentence for all firms of `mask`."""
    names = to_row_names(firms)[mask]
    sentence = messages.text(f"grading.finding_{kind}", **params)
    return _make(
        kind, names, details=(sentence,) * len(names), severity=Severity.WARNING
    )


def _make(
    kind: str, names: pd.Series, *, details: tuple[str, ...], severity: Severity
) -> tuple[Finding, ...]:
    if len(names) == 0:
        return ()
    return (
        Finding(
            kind=kind,
            severity=severity,
            role=ROLE,
            rows=tuple(names.index.tolist()),
            ids=tuple(names.tolist()),
            details=details,
        ),
    )


def find_unknown_scale(firms: pd.DataFrame, *, group: pd.Series) -> tuple[Finding, ...]:
    """Name the firms whose scale is none of those that are ranked."""
    return find_rows(
        firms,
        "scale_unknown",
        mask=group.isna(),
        params={"scale": to_words(firms, "scale").fillna("")},
    )


def find_not_graded(firms: pd.DataFrame, *, mask: pd.Series) -> tuple[Finding, ...]:
    """Name the firms that have not one figure to be scored by."""
    return find_rows(firms, "not_graded", mask=mask)


def find_indicators(
    firms: pd.DataFrame, *, unscored: Sequence[Indicator]
) -> tuple[Finding, ...]:
    """Name the indicators that nobody of a group could be scored by."""
    return tuple(
        finding
        for indicator in unscored
        for finding in find_group(
            firms,
            "indicator_unscored",
            mask=pd.Series(data=True, index=firms.index),
            title=indicator.title,
        )
    )


def find_tenants(
    firms: pd.DataFrame, *, renting: Renting | None
) -> tuple[Finding, ...]:
    """Name the firms for which points for renting could not be told."""
    if renting is None:
        return ()
    column = renting.column
    unknown = to_numbers(firms, "tenants_unknown").fillna(0)
    if not renting.below_scale_only:
        unknown = unknown * 0
    return (
        *find_rows(
            firms,
            "tenants_unknown",
            mask=to_numbers(firms, column).isna(),
            severity=Severity.NOTE,
        ),
        *find_rows(
            firms,
            "tenant_scale_unknown",
            mask=unknown > 0,
            params={"number": unknown.astype("int64")},
        ),
    )


def find_d_share(
    firms: pd.DataFrame, *, grades: pd.Series, wanted: CityShare | None
) -> tuple[Finding, ...]:
    """Say where the share of D is not as far above the city's as it must be."""
    graded = int(grades.notna().sum())
    if wanted is None or graded == 0:
        return ()
    is_d = grades == "D"
    share = int(is_d.sum()) / graded
    if wanted.city is None:
        kind, low, high = (
            "d_share_unknown",
            wanted.plus_min * 100,
            wanted.plus_max * 100,
        )
        bounds = {"least": f"{float(low):g}", "most": f"{float(high):g}"}
    else:
        kind = "d_share_off"
        low, high = wanted.city + wanted.plus_min, wanted.city + wanted.plus_max
        if low <= share <= high:
            return ()
        bounds = {"least": f"{float(low):.2%}", "most": f"{float(high):.2%}"}
    about = is_d if is_d.any() else grades.notna()
    return find_group(firms, kind, mask=about, share=f"{share:.2%}", **bounds)
