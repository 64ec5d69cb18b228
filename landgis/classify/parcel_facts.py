# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of each parcel on the reference date, before any test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from landgis.classify.anniversaries import DAY, add_months, is_recorded_by
from landgis.classify.occupants import Occupants

MONTHS_A_YEAR = 12
TOLD = "_told"
"""Ending of the column that marks where a field was entered by hand, in a layer
that has no column of its own for it."""

STARTED_BY_DATE = ("actual_start", "actual_finish", "production_date")
STARTED_BY_AREA = ("dev_m2", "built_m2")


@dataclass(frozen=True, kw_only=True)
class ParcelFacts:
    """Facts of each parcel, all Series over the same index.

    Attributes
    ----------
    parcels
        The standard fields that the source has, `mu` and `area_m2`.
    started
        Whether work had started by the reference date (动工); NA where that
        cannot be told because the source has no such column.
    due
        The day by which work was due (IDLE-01); missing if unknown.
    """

    parcels: pd.DataFrame
    occupants: Occupants
    reference_date: date
    has_firms: bool
    started: pd.Series
    due: pd.Series

    @classmethod
    def of(
        cls,
        parcels: pd.DataFrame,
        occupants: Occupants,
        *,
        reference_date: date,
        has_firms: bool,
        years_after_delivery: int = 1,
    ) -> ParcelFacts:
        """Work out what each parcel's dates and areas say."""
        return cls(
            parcels=parcels,
            occupants=occupants,
            reference_date=reference_date,
            has_firms=has_firms,
            started=_started(parcels, reference_date),
            due=_due(parcels, years_after_delivery),
        )

    def told(self, field: str) -> pd.Series:
        """Mark the parcels for which a missing value says "none", not "unknown".

        All where the source has a column for this field; where it has none, those
        for which somebody has entered it by hand.
        """
        return is_told(self.parcels, field)

    def number(self, field: str) -> pd.Series:
        """Return a number field; all missing where the source has no such column."""
        return self._column(field, pd.Series(np.nan, index=self.parcels.index))

    def day(self, field: str) -> pd.Series:
        """Return a date field; all missing where the source has no such column."""
        never = pd.Series(np.datetime64("NaT"), index=self.parcels.index)
        return self._column(field, never.astype(DAY))

    def text(self, field: str) -> pd.Series:
        """Return a text field; all missing where the source has no such column."""
        absent = pd.Series(np.nan, index=self.parcels.index, dtype="str")
        return self._column(field, absent)

    def _column(self, field: str, absent: pd.Series) -> pd.Series:
        found: pd.Series = self.parcels.get(field, absent)
        return found

    def event(self, field: str) -> pd.Series:
        """Tell whether a dated event had happened by the reference date.

        A missing date in a column that is there means "not yet"; without the
        column nothing is known.
        """
        happened = is_recorded_by(self.day(field), self.reference_date)
        return happened.mask(~self.told(field))

    def unknown(self) -> pd.Series:
        """Return a mask that is true everywhere."""
        return pd.Series(data=True, index=self.parcels.index)

    def nowhere(self) -> pd.Series:
        """Return a mask that is false everywhere."""
        return pd.Series(data=False, index=self.parcels.index)


def is_told(parcels: pd.DataFrame, field: str) -> pd.Series:
    """Mark the rows in which a missing value of a field means that there is none."""
    told = parcels.get(field + TOLD)
    if told is not None:
        return told.astype(bool)
    return pd.Series(data=field in parcels, index=parcels.index)


def _started(parcels: pd.DataFrame, reference_date: date) -> pd.Series:
    started = pd.Series(data=False, index=parcels.index)
    for field in STARTED_BY_DATE:
        if field in parcels:
            started |= parcels[field] <= pd.Timestamp(reference_date)
    for field in STARTED_BY_AREA:
        if field in parcels:
            started |= parcels[field] > 0
    known = started.astype("boolean")
    return known.mask(~started & ~is_told(parcels, "actual_start"))


def _due(parcels: pd.DataFrame, years_after_delivery: int) -> pd.Series:
    due = pd.Series(np.datetime64("NaT"), index=parcels.index).astype(DAY)
    for field in ("extended_start", "agreed_start"):
        if field in parcels:
            due = due.fillna(parcels[field].astype(DAY))
    if "delivered_date" in parcels:
        months = years_after_delivery * MONTHS_A_YEAR
        due = due.fillna(add_months(parcels["delivered_date"], months))
    return due.rename("due_date")
