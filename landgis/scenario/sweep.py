# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Try other values of any threshold: each is judged anew, exactly, in a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.analysis import Analysis
from landgis.progress import SILENT, Progress


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """What each value of a threshold gives.

    Attributes
    ----------
    parameter, values
        What was tried; `low[1]` is the first line of 亩均税收.
    effect
        What it changes at all: a key of `EFFECTS` (status, land, residual,
        ageing, fee, firms, findings, none).
    table
        One row for each value: firm_mu, potential_mu, overlap_removed_mu,
        total_mu, low_firms, residual_count, residual_mu, and
        `count_STATUS` and `mu_STATUS` for each status.
    status
        One row of status codes (places in `STATUSES`) for each value.
    """

    parameter: str
    values: tuple[float, ...]
    effect: str
    table: pd.DataFrame
    status: NDArray[np.uint8]


def sweep(
    analysis: Analysis,
    parameter: str,
    values: Sequence[float],
    *,
    progress: Progress = SILENT,
) -> Sweep:
    """Judge the result anew for each value; a top-level function for a job."""
    raise NotImplementedError


def effect_of(parameter: str) -> str:
    """Return what a threshold changes at all."""
    raise NotImplementedError


def describe_effect(parameter: str) -> str:
    """Return in one sentence what a threshold changes, or that it changes nothing."""
    raise NotImplementedError
