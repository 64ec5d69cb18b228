# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Try another line of 亩均税收: prepare once, then answer while it is dragged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from landgis.analysis import Analysis
from landgis.progress import SILENT, Progress
from landgis.scenario.tax_line import LineView, TaxOutcome


@dataclass(frozen=True, kw_only=True)
class TaxTrial:
    """A result made ready for trying other lines; picklable, never changed.

    `lines` has one view for each line of the profile; it is empty where the
    profile tests no low firms or there are none.  `now` is what holds in the
    result itself.
    """

    lines: tuple[LineView, ...]
    now: TaxOutcome

    def at(self, values: Sequence[float]) -> TaxOutcome:
        """Answer for these values of the lines, as a full analysis would."""
        raise NotImplementedError


def prepare_tax_trial(analysis: Analysis, *, progress: Progress = SILENT) -> TaxTrial:
    """Work out once what does not hang on the lines; takes seconds, run it in a job."""
    raise NotImplementedError
