# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two results side by side: what came in, what left, what changed (last year, this)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from landgis.analysis import Analysis


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What differs between an earlier and a later result.

    Attributes
    ----------
    parcels
        One row for each parcel of either: `change` (came / left / status / mu /
        same), `row_before`, `row_after` (-1 where there is none), `parcel_id`,
        `owner`, `town`, `status_before`, `status_after`, `mu_before`,
        `mu_after`, `firm_mu_before` …, `potential_mu_after`, `matched_by`
        (unit_no / parcel_id / shape).
    firms
        The same for firms: `name`, `code`, `low_before`, `low_after` (nullable),
        `grade_before`, `grade_after`, `tax_per_mu_before`, `…_after`,
        `land_mu_before`, `…_after`; `change` came / left / low / not_low / grade /
        same.
    count, mu
        status × status: rows before, columns after; `""` is "not there".  The
        sums of rows and columns are those of the two results; 亩 of a pair is
        that of the later parcel, of a parcel that left that of the earlier.
    """

    parcels: pd.DataFrame
    firms: pd.DataFrame
    count: pd.DataFrame
    mu: pd.DataFrame


def compare_results(before: Analysis, after: Analysis) -> Comparison:
    """Match parcels and firms of two results and say what became of each."""
    raise NotImplementedError
