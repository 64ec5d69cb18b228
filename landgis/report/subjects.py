# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What parcels, firms and approvals are called: in the evidence and on screen."""

from __future__ import annotations

import pandas as pd

from landgis.analysis import Analysis

PARCEL, FIRM, APPROVAL = "parcel", "firm", "approval"


def subject_names(analysis: Analysis, kind: str) -> pd.Series:
    """Return the names of one kind of subject, in step with its frame.

    Parameters
    ----------
    kind
        ``parcel``, ``firm`` or ``approval``, as in the evidence.
    """
    if kind == PARCEL:
        return analysis.parcel_names
    if kind == FIRM:
        return _texts(analysis.firms, "name")
    numbers = _texts(analysis.residual, "approval_no")
    return numbers.where(numbers != "", _texts(analysis.residual, "batch_name"))


def _texts(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame:
        return pd.Series("", index=frame.index, dtype="str")
    return frame[name].astype("str").where(frame[name].notna(), "")
