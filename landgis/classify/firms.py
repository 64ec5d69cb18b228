# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judge firms: 低效, 高耗, 淘汰, 僵尸, and who is to be surveyed (§1.5, §1.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis import messages
from landgis.classify.evidence import Test
from landgis.classify.firm_columns import (
    to_firm_keys,
    to_numbers,
    to_row_names,
    to_words,
)
from landgis.classify.firm_energy import (
    judge_two_high,
    make_energy_test,
    make_implausible_tax_test,
)
from landgis.classify.firm_limits import get_limit
from landgis.classify.firm_lines import LineVerdict
from landgis.classify.firm_output import (
    Output,
    compute_near,
    compute_output,
    judge_listed,
    judge_low,
)
from landgis.classify.firm_states import (
    make_obsolete_test,
    make_veto_test,
    make_zombie_test,
    name_obsolete_sectors,
    respect_list,
)
from landgis.classify.official import OfficialLists, check_lists
from landgis.findings import Finding, Severity
from landgis.rules.logic import make_constant
from landgis.rules.profile import Profile

SEVERITIES = {
    "no_year_to_judge": Severity.ERROR,
    "not_in_last_year": Severity.NOTE,
    "later_year_left_out": Severity.NOTE,
}
"""How bad a finding of this part is; the others are warnings."""


@dataclass(frozen=True, kw_only=True)
class Years:
    """A table of several years, parted.

    Attributes
    ----------
    current
        Rows of the year that is judged, and rows without a year.
    history
        Rows of earlier years.
    year
        The judged year; None where the table has no years.
    """

    current: pd.DataFrame
    history: pd.DataFrame
    year: int | None
    findings: tuple[Finding, ...]


def split_years(firms: pd.DataFrame, *, reference_date: date) -> Years:
    """Part a table of several years: the last one not after the reference date counts.

    That year is the table's, not each firm's: a firm that is absent in it is
    history only, and a finding.  A table without years, or of one year, is
    judged as it is.  The same firm twice in one year stays twice.
    """
    years = to_numbers(firms, "year").round()
    different = np.unique(years.dropna())
    if len(different) == 0:
        return Years(current=firms, history=firms.iloc[:0], year=None, findings=())
    is_late = years > reference_date.year
    judged = _judged_year(different, last=reference_date.year)
    if judged is None:
        finding = _find_rows(firms, "no_year_to_judge", mask=is_late)
        nothing = firms.iloc[:0]
        return Years(current=nothing, history=nothing, year=None, findings=finding)
    current = firms[years.isna() | (years == judged)]
    history = firms[years < judged]
    late = "year_after_reference" if len(different) == 1 else "later_year_left_out"
    return Years(
        current=current,
        history=history,
        year=judged,
        findings=(
            *_find_rows(firms, "year_missing", mask=years.isna(), year=judged),
            *_find_rows(firms, late, mask=is_late, year=reference_date.year),
            *_find_rows(
                firms,
                "not_in_last_year",
                mask=_left(firms, current=current, history=history),
                year=judged,
            ),
        ),
    )


def _judged_year(different: NDArray[np.float64], *, last: int) -> int | None:
    """Return the year that counts; the only one there is counts in any case."""
    if len(different) == 1:
        return int(different[0])
    past = different[different <= last]
    return int(past[-1]) if len(past) else None


@dataclass(frozen=True, kw_only=True)
class FirmVerdicts:
    """What was found of each firm.

    Attributes
    ----------
    frame
        In step with the firms: `tax_per_mu`, `low` and `low_threshold`,
        `low_line` (position in the profile's `low`), `near_low` (临界), `listed`,
        `energy_per_value`, `high_energy`, `two_high`, `obsolete` and
        `obsolete_sector`, `zombie`, `implausible_tax` and
        `tax_share_of_median`, `has_veto`,
        `official_category`, `low_missing`.  Verdicts are nullable booleans.
    tests
        One for each question that was put, in step with the firms.
    """

    frame: pd.DataFrame
    tests: tuple[Test, ...]
    findings: tuple[Finding, ...]


def judge(
    firms: pd.DataFrame, *, profile: Profile, lists: OfficialLists
) -> FirmVerdicts:
    """Judge every firm of the judged year; what cannot be told stays NA.

    `firms` has the standard fields and `land_mu`, the land figure to divide by;
    `merged_group` joins firms that are judged as one (遂昌).
    """
    output = compute_output(firms)
    low = judge_low(profile.low, output=output, scale=to_words(firms, "scale"))
    listed = judge_listed(profile.survey, firms=firms, output=output)
    two_high = judge_two_high(firms, profile=profile)
    energy = make_energy_test(firms, profile=profile)
    tax = make_implausible_tax_test(firms, profile=profile)
    veto = make_veto_test(firms)
    own_zombie = make_zombie_test(firms, profile=profile)
    obsolete, zombie = (
        respect_list(
            test,
            officially=lists.says[kind],
            category=messages.text(f"official.{kind}"),
        )
        for kind, test in (
            ("obsolete", make_obsolete_test(firms)),
            ("zombie", own_zombie),
        )
    )
    unknown = make_constant(None, index=firms.index)
    frame = pd.DataFrame(
        {
            **_low_columns(low, output=output, profile=profile),
            "listed": listed.result,
            "energy_per_value": energy.value,
            "high_energy": energy.result,
            "two_high": two_high.result,
            "obsolete": obsolete.result,
            "obsolete_sector": name_obsolete_sectors(firms),
            "zombie": zombie.result,
            "implausible_tax": tax.result,
            "tax_share_of_median": tax.value,
            "has_veto": unknown if veto is None else veto.result,
            "official_category": lists.category,
        },
        index=firms.index,
    )
    single = (energy, obsolete, zombie, tax) + (() if veto is None else (veto,))
    return FirmVerdicts(
        frame=frame,
        tests=(*low.tests, *listed.tests, *two_high.tests, *single),
        findings=(
            *_land_findings(firms),
            *check_lists(
                firms,
                lists=lists,
                low=low.result,
                zombie=own_zombie.result,
                tax_per_mu=output.tax_per_mu,
            ),
        ),
    )


def _low_columns(
    low: LineVerdict, *, output: Output, profile: Profile
) -> dict[str, pd.Series]:
    lines = np.array([test.threshold.value for test in profile.low] + [np.nan])
    line = low.line.fillna(len(profile.low)).to_numpy(dtype=np.int64)
    return {
        "tax_per_mu": output.tax_per_mu,
        "low": low.result,
        "low_line": low.line,
        "low_threshold": pd.Series(lines[line], index=low.line.index),
        "low_missing": _missing(low.result, low.tests),
        "near_low": compute_near(
            profile.low,
            verdict=low,
            tax_per_mu=output.tax_per_mu,
            share=get_limit(profile, "near_low_share"),
        ),
    }


def _left(
    firms: pd.DataFrame, *, current: pd.DataFrame, history: pd.DataFrame
) -> pd.Series:
    """Mark the last row of each firm that is in earlier years only."""
    codes, names = to_firm_keys(firms)
    known = codes.isin(codes.loc[current.index].dropna()) | names.isin(
        names.loc[current.index].dropna()
    )
    gone = history[~known.loc[history.index]]
    key = codes.fillna(names).loc[gone.index]
    last = gone.sort_values("year", kind="stable").index
    keep = last[~key.loc[last].duplicated(keep="last").to_numpy()]
    return pd.Series(firms.index.isin(keep), index=firms.index)


def _missing(result: pd.Series, tests: tuple[Test, ...]) -> pd.Series:
    """Name what a firm without a verdict lacks: what its first UNKNOWN test lacks."""
    names = pd.Series("", index=result.index, dtype="str")
    for test in tests:
        names = names.where(names != "", other=test.missing)
    return names.where(result.isna(), other="")


def _land_findings(firms: pd.DataFrame) -> tuple[Finding, ...]:
    return _find_rows(
        firms, "land_not_positive", mask=to_numbers(firms, "land_mu") <= 0
    )


def _find_rows(
    firms: pd.DataFrame, kind: str, *, mask: pd.Series, year: int | None = None
) -> tuple[Finding, ...]:
    """Make a finding of the rows that `mask` marks, if it marks any."""
    rows = firms.index[mask.to_numpy(dtype=bool)]
    if len(rows) == 0:
        return ()
    names = to_row_names(firms).loc[rows]
    return (
        Finding(
            kind=kind,
            severity=SEVERITIES.get(kind, Severity.WARNING),
            role="enterprise",
            rows=tuple(int(row) for row in rows),
            ids=tuple(names),
            details=tuple(
                messages.text(f"firms.{kind}", name=name, year=year) for name in names
            ),
        ),
    )
