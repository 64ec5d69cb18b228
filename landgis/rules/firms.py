# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a profile says about firms: 低效 by 亩均税收, and who is to be surveyed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from landgis.rules.logic import (
    all_of,
    any_of,
    equals,
    join_names,
    make_constant,
    missing_fields,
)
from landgis.rules.profile import LowTest, SurveyGroup


def compute_low(
    tests: Sequence[LowTest], *, tax_per_mu: pd.Series, scale: pd.Series
) -> pd.Series:
    """Tell which firms are 低效 by 亩均税收: any line of their scale holds.

    Missing tax gives NA, and so does a missing scale where the answer hangs on
    it.  Without any line everything is NA.
    """
    if not tests:
        return make_constant(None, index=tax_per_mu.index).rename("low")
    return any_of(*_low_verdicts(tests, tax_per_mu, scale)).rename("low")


def name_low_missing(
    tests: Sequence[LowTest], *, tax_per_mu: pd.Series, scale: pd.Series
) -> pd.Series:
    """Name what each firm lacks to be tested; "" where nothing is."""
    if not tests:
        return pd.Series("", index=tax_per_mu.index, dtype="str")
    fields = {"tax_per_mu": tax_per_mu}
    if any(test.scale is not None for test in tests):
        fields["scale"] = scale
    low = compute_low(tests, tax_per_mu=tax_per_mu, scale=scale)
    return missing_fields(low, fields)


def compute_listed(groups: Sequence[SurveyGroup], *, firms: pd.DataFrame) -> pd.Series:
    """Tell which firms are to be surveyed: the union of the groups.

    NA where no group holds and one cannot be told; without groups all are NA.
    """
    if not groups:
        return make_constant(None, index=firms.index).rename("listed")
    verdicts = [belongs_to(group, firms) for group in groups]
    return any_of(*verdicts).rename("listed")


def name_listed_missing(
    groups: Sequence[SurveyGroup], *, firms: pd.DataFrame
) -> pd.Series:
    """Name what each firm lacks to be found in or out of the survey.

    Only fields of groups that hang on them are named: the land of a 规上 firm
    does not matter to a group of 规下 firms.
    """
    listed = compute_listed(groups, firms=firms)
    masks: dict[str, pd.Series] = {}
    for group in groups:
        unknown = listed.isna() & belongs_to(group, firms).isna()
        for name in group.fields:
            lacks = unknown & _column(firms, name).isna()
            masks[name] = masks[name] | lacks if name in masks else lacks
    if not masks:
        return pd.Series("", index=firms.index, dtype="str")
    return join_names(masks)


def belongs_to(group: SurveyGroup, firms: pd.DataFrame) -> pd.Series:
    """Tell which firms belong to a group; NA where a column is missing."""
    verdicts = [make_constant(verdict=True, index=firms.index)]
    if group.scale is not None:
        verdicts.append(equals(_column(firms, "scale"), group.scale))
    for name, threshold in group.conditions.items():
        verdicts.append(threshold.holds(_column(firms, name)))
    verdicts.extend(_column(firms, name) for name in group.flags)
    return all_of(*verdicts)


def _low_verdicts(
    tests: Sequence[LowTest], tax_per_mu: pd.Series, scale: pd.Series
) -> list[pd.Series]:
    return [
        (
            test.threshold.holds(tax_per_mu)
            if test.scale is None
            else all_of(test.threshold.holds(tax_per_mu), equals(scale, test.scale))
        )
        for test in tests
    ]


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    if name in frame:
        return frame[name]
    return pd.Series(pd.NA, index=frame.index, dtype="boolean", name=name)
