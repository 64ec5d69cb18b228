# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong in the columns: codes missing or used twice, impossible values."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from landgis.checks.naming import name_column, name_groups
from landgis.checks.register import Rows, make_findings, row_check
from landgis.findings import Finding, Severity
from landgis.messages import text
from landgis.values import name_key

REGION_DIGITS = 6


@row_check("missing_key")
def check_missing_key(rows: Rows) -> list[Finding]:
    """Find rows without any code or name that the role has to have."""
    keys = [name for name in rows.limits.keys.get(rows.role, ()) if name in rows.frame]
    if not keys:
        return []
    missing = rows.frame[keys].isna().all(axis=1)
    words = "、".join(name_column(name) for name in keys)
    places = np.flatnonzero(missing)
    return make_findings(
        rows,
        "missing_key",
        severity=Severity.WARNING,
        places=places,
        details=[text("check.missing_key", fields=words)] * len(places),
    )


@row_check("duplicate_id")
def check_duplicate_id(rows: Rows) -> list[Finding]:
    """Find rows that share a code which names one parcel or park only.

    Rows that agree in owner and registered area may be parts of one parcel:
    a note; the others are an error.
    """
    frame = rows.frame.reset_index(drop=True)
    key = rows.limits.unique.get(rows.role)
    if key is None or key not in frame:
        return []
    twice = frame[frame[key].notna() & frame[key].duplicated(keep=False)]
    groups = pd.Series(pd.factorize(twice[key])[0], index=twice.index)
    details = name_groups(twice.index.to_numpy(), groups.to_numpy())
    sentences = pd.Series(details, index=twice.index, dtype="object")
    agreeing = pd.Series(data=True, index=twice.index)
    for name in ("owner", "registered_m2"):
        if name in frame:
            values = name_key(twice[name]) if name == "owner" else twice[name]
            kinds = values.groupby(twice[key]).transform("nunique", dropna=False)
            agreeing &= kinds == 1
    found: list[Finding] = []
    for severity, words, chosen in (
        (Severity.ERROR, "check.code_twice", ~agreeing),
        (Severity.NOTE, "check.code_of_parts", agreeing),
    ):
        places = twice.index[chosen].to_numpy()
        found += make_findings(
            rows,
            "duplicate_id",
            severity=severity,
            places=places,
            details=[
                text(words, label=name_column(key), code=code, rows=listed)
                for code, listed in zip(
                    twice.loc[places, key], sentences[places], strict=True
                )
            ],
        )
    return found


@row_check("other_region")
def check_region(rows: Rows) -> list[Finding]:
    """Find parcel codes that begin with another county's six digits."""
    if rows.region is None or "parcel_id" not in rows.frame:
        return []
    codes = rows.frame["parcel_id"].astype("str")
    begins = codes.str.slice(0, REGION_DIGITS)
    coded = begins.str.fullmatch(r"\d{6}").fillna(value=False).astype(bool)
    places = np.flatnonzero(coded & (begins != rows.region[:REGION_DIGITS]))
    return make_findings(
        rows,
        "other_region",
        severity=Severity.NOTE,
        places=places,
        details=[
            text("check.other_region", code=code, region=rows.region)
            for code in codes.iloc[places]
        ],
    )


@row_check("unknown_value")
def check_values(rows: Rows) -> list[Finding]:
    """Find words that are not in the closed list of their column."""
    return _by_row(
        rows,
        "unknown_value",
        (
            (
                int(place),
                text(
                    "check.unknown_value",
                    label=name_column(column),
                    value=rows.frame[column].iloc[place],
                    allowed="、".join(allowed),
                ),
            )
            for column, allowed in rows.limits.words.items()
            if column in rows.frame
            for place in np.flatnonzero(
                rows.frame[column].notna() & ~rows.frame[column].isin(allowed)
            )
        ),
    )


@row_check("negative_number")
def check_negative_numbers(rows: Rows) -> list[Finding]:
    """Find numbers below 0 where there is no such thing (XLS-09 excepted)."""
    return _by_row(
        rows,
        "negative_number",
        (
            (int(place), f"{name_column(column)} {rows.frame[column].iloc[place]:g}")
            for column in rows.limits.not_negative
            if column in rows.frame
            for place in np.flatnonzero(rows.frame[column] < 0)
        ),
    )


@row_check("part_over_whole")
def check_parts(rows: Rows) -> list[Finding]:
    """Find figures larger than what they are a part of."""
    return _by_row(rows, "part_over_whole", _excesses(rows))


def _excesses(rows: Rows) -> Iterable[tuple[int, str]]:
    slack = 1 + rows.limits.numbers.excess_ratio
    for pair in rows.limits.parts:
        if pair.part not in rows.frame or pair.whole not in rows.frame:
            continue
        part, whole = rows.frame[pair.part], rows.frame[pair.whole]
        over = (whole > 0) & (part > whole * pair.times * slack)
        words = "check.part_over_whole" if pair.times == 1 else "check.part_over_times"
        for place in np.flatnonzero(over):
            yield (
                int(place),
                text(
                    words,
                    part=name_column(pair.part),
                    part_value=f"{part.iloc[place]:.10g}",
                    whole=name_column(pair.whole),
                    whole_value=f"{whole.iloc[place]:.10g}",
                    times=f"{pair.times:g}",
                ),
            )


def _by_row(
    rows: Rows, kind: str, sentences: Iterable[tuple[int, str]]
) -> list[Finding]:
    """Return a warning with one line for each row, its sentences joined."""
    found = pd.DataFrame(sentences, columns=["place", "words"])
    by_row = found.groupby("place")["words"].agg("；".join)
    return make_findings(
        rows,
        kind,
        severity=Severity.WARNING,
        places=by_row.index.to_numpy(),
        details=by_row,
    )
